"""Small pictures in lists and forms."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import renditions
from articles.models import Picture


def thumbnail(picture: Picture, slot_name: str, width: int) -> SafeString:
    """An `<img>` of the picture in a slot of articles/renditions.py, `width` CSS pixels wide.

    The nearest rendition that the slot has is taken. It has the picture's own alternative text.
    """
    slot = renditions.SLOTS[slot_name]
    sizes = renditions.widths(slot, picture)
    nearest = min(sizes, key=lambda size: abs(size - width))
    return format_html(
        '<img class="picture-thumbnail" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        renditions.url(picture, slot, nearest, "webp"),
        picture.alt_text,
        width,
        slot.height(width, picture),
    )
