"""Pictures inside a story's text.

The stored text names a picture of the library by its file and carries its size, so that a page
lays it out without a query. What the library does not know is left out.
"""

import re
from collections.abc import Callable
from html import escape, unescape
from typing import TYPE_CHECKING

from django.conf import settings

from articles import renditions
from articles.rich_text import CleanHTML

if TYPE_CHECKING:
    from articles.models import Picture

PLACE = renditions.PLACES["text"]

_IMG = re.compile(r"<img\b[^>]*>")
_ATTRIBUTE = re.compile(r'\s([\w-]+)="([^"]*)"')
_FIGURE_LEFT_EMPTY = re.compile(
    r"<figure[^>]*>\s*(?:<figcaption.*?</figcaption>\s*)?</figure>", re.S
)


def _attributes(tag: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag)}


def _file_name(attributes: dict[str, str]) -> str:
    return attributes.get("src", "").removeprefix(settings.MEDIA_URL)


def _library(html: str) -> dict[str, "Picture"]:
    from articles.models import Picture

    names = {_file_name(_attributes(tag)) for tag in _IMG.findall(html)}
    return {picture.file_name: picture for picture in Picture.objects.filter(file__in=names)}


def complete(html: CleanHTML) -> CleanHTML:
    """`html` with size and alternative text on each picture; one query if there is a picture.

    Pictures that are not in the library are left out. An alternative text written by hand wins
    over the library's; one that equals the library's is the library's and follows it.
    """
    if "<img" not in html:
        return html
    known = _library(html)

    def fill(match: re.Match) -> str:
        given = _attributes(match[0])
        picture = known.get(_file_name(given))
        return _completed(given, picture, picture.alt) if picture else ""

    return CleanHTML(_FIGURE_LEFT_EMPTY.sub("", _IMG.sub(fill, html)))


def described_anew(html: CleanHTML, picture: "Picture", former_alt: str) -> CleanHTML:
    """`html` with the library's new alternative text wherever it had the `former_alt`; no query."""

    def fill(match: re.Match) -> str:
        given = _attributes(match[0])
        if _file_name(given) != picture.file_name:
            return match[0]
        return _completed(given, picture, former_alt)

    return CleanHTML(_IMG.sub(fill, html))


def _completed(given: dict[str, str], picture: "Picture", library_alt: str) -> str:
    """The `<img>` for `picture`; an alternative text other than `library_alt` is hand-written."""
    alt = given.get("alt", "").strip()
    if alt == library_alt.strip():
        alt = ""
    alt = alt or picture.alt_text.strip()
    # No `alt` at all marks a picture that may not go out yet; `for_readers` drops it.
    alternative = f' alt="{escape(alt)}"' if alt or picture.decorative else ""
    return (
        f'<img src="{escape(picture.file.url)}"{alternative}'
        f' width="{picture.width}" height="{picture.height}">'
    )


def for_readers(html: str) -> str:
    """The text as its page shows it: pictures in several widths, no unready ones.

    One query if there is a picture: the library knows which widths there are.
    """
    if "<img" not in html:
        return html
    known = _library(html)
    return _with_pictures(html, lambda given: _picture(given, known.get(_file_name(given))))


def with_previews(html: str) -> str:
    """The text with one plain `<img>` for each picture, no unready ones; no query."""
    return _with_pictures(html, lambda given: _img(given, renditions.preview(_described(given))))


def _with_pictures(html: str, markup: Callable[[dict[str, str]], str]) -> str:
    def shown(match: re.Match) -> str:
        given = _attributes(match[0])
        if "alt" not in given or not given.get("width") or not given.get("height"):
            return ""
        return markup(given)

    return _FIGURE_LEFT_EMPTY.sub("", _IMG.sub(shown, html))


def _described(given: dict[str, str]) -> "Picture":
    """The picture as a completed `<img>` knows it: file and size."""
    from articles.models import Picture

    width, height = int(given["width"]), int(given["height"])
    return Picture(file=_file_name(given), width=width, height=height)


def _picture(given: dict[str, str], picture: "Picture | None") -> str:
    """`<picture>` for one completed `<img>`."""
    found = renditions.sources(picture or _described(given), PLACE.slot)
    candidates = (("image/avif", found.avif), ("image/webp", found.webp))
    sources = "".join(
        f'<source type="{kind}" srcset="{escape(srcset)}" sizes="{PLACE.sizes}">'
        for kind, srcset in candidates
        if srcset
    )
    jpeg = renditions.Shown(found.jpeg, found.width, found.height)
    return f"<picture>{sources}{_img(given, jpeg)}</picture>"


def _img(given: dict[str, str], shown: renditions.Shown) -> str:
    return (
        f'<img src="{escape(shown.url)}" alt="{escape(given["alt"])}"'
        f' width="{shown.width}" height="{shown.height}" loading="lazy" decoding="async">'
    )


def unready(html: str) -> bool:
    """Whether a picture in the text has no alternative text and is not marked decorative."""
    if "<img" not in html:
        return False
    known = _library(html)
    for tag in _IMG.findall(html):
        attributes = _attributes(tag)
        picture = known.get(_file_name(attributes))
        if picture and not picture.ready and not attributes.get("alt", "").strip():
            return True
    return False
