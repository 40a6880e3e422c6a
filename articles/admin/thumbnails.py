"""Small pictures in lists and forms."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import renditions
from articles.models import Picture


def thumbnail(picture: Picture, slot_name: str, width: int) -> SafeString:
    """An `<img>` of the picture in a slot of articles/renditions, `width` CSS pixels wide.

    The nearest rendition that is ready is taken. It has the picture's own alternative text.
    """
    shown = renditions.as_thumbnail(picture, slot_name, width)
    return format_html(
        '<img class="picture-thumbnail" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        shown.url,
        picture.alt_text,
        width,
        max(1, round(width * shown.height / shown.width)),
    )
