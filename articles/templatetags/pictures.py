"""Pictures in the places where pages show them."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from articles import renditions, text_pictures

register = template.Library()


@dataclass(frozen=True)
class Place:
    """A place on a page: the slot its picture is cut for, how wide it is drawn, how soon.

    `sizes` is HTML's attribute of that name and follows static/css; `first` marks the largest
    picture of the first screen (it is the page's largest contentful paint).
    """

    slot: str
    sizes: str
    first: bool = False


PLACES = {
    "cover": Place("wide", "(min-width: 46rem) 42rem, 100vw", first=True),
    "lead": Place("wide", "(min-width: 80rem) 36rem, (min-width: 62rem) 47vw, 100vw", first=True),
    "second": Place("wide", "(min-width: 80rem) 18rem, (min-width: 48rem) 30vw, 7rem"),
    "feature": Place("wide", "(min-width: 80rem) 37rem, (min-width: 48rem) 50vw, 100vw"),
    "column": Place("wide", "(min-width: 80rem) 18rem, (min-width: 48rem) 25vw, 8rem"),
    "thumb": Place("wide", "(min-width: 48rem) 11rem, 8rem"),
    "profile": Place("square", "(min-width: 48rem) 10rem, 6rem"),
    "portrait": Place("square", "5rem"),
    "columnist": Place("square", "4.5rem"),
    "signature": Place("square", "3rem"),
}


@register.inclusion_tag("articles/_picture.html")
def picture(picture: Any, place: str, alt: str | None = None) -> dict[str, Any]:
    """`<picture>` for a picture of the library in one of PLACES; nothing for one not ready.

    `alt` overrides the picture's own alternative text, as "" where the text beside it says the
    same. KeyError for an unknown place.
    """
    chosen = PLACES[place]
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
    """A stored, clean text with its pictures in several widths."""
    return mark_safe(text_pictures.for_readers(html))


@register.filter
def share_sources(picture: Any) -> renditions.Sources:
    """The picture as share cards want it."""
    return renditions.sources(picture, "share")
