"""Pictures in the places where pages show them."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from articles import renditions, text_pictures

register = template.Library()


@register.inclusion_tag("articles/_picture.html")
def picture(picture: Any, place: str, alt: str | None = None) -> dict[str, Any]:
    """`<picture>` for a picture of the library in a place of renditions.PLACES.

    Nothing for one that may not go out yet. `alt` overrides the picture's own alternative text, as
    "" where the text beside it says the same. KeyError for an unknown place.
    """
    chosen = renditions.PLACES[place]
    if not picture or not picture.ready:
        return {}
    return {
        "sources": renditions.sources(picture, chosen.slot),
        "sizes": chosen.sizes,
        "first": chosen.first,
        "alt": picture.alt_text if alt is None else alt,
    }


@register.filter
def for_readers(html: str) -> SafeString:
    """A stored, clean text with its pictures in several widths: one query if there is a picture."""
    return mark_safe(text_pictures.for_readers(html))


@register.filter
def share_sources(picture: Any) -> renditions.Sources:
    """The picture as share cards want it."""
    return renditions.sources(picture, "share")
