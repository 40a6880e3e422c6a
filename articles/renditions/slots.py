"""The only list of cuts and widths, and what the files are called.

A file's name follows from the picture's row, and the name of a crop contains the focal point: what
lies under a name never changes and may be cached for ever.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from PIL import features

if TYPE_CHECKING:
    from articles.models import Picture

KINDS = tuple(kind for kind in ("jpg", "webp", "avif") if kind == "jpg" or features.check(kind))
"""The formats this machine makes, as endings of names. Pillow's wheels make AVIF; where Pillow is
built without it, pages keep WebP."""

CLOSE = 1.2
"""A picture's own width joins those of its slot when it is so many times the next smaller one."""


@dataclass(frozen=True)
class Slot:
    """A cut of a picture: its ratio (width / height, None keeps the picture's) and widths (px).

    Files are called by `name` and width: another ratio takes another name.

    `widths` are those of WebP and AVIF; `jpegs` the one for browsers that know neither and, last
    and largest, the one for machines (search engines, share cards).
    """

    name: str
    ratio: float | None
    widths: tuple[int, ...]
    jpegs: tuple[int, ...]

    def height(self, width: int, picture: "Picture") -> int:
        """Pixels of height at `width`."""
        ratio = self.ratio or picture.width / picture.height
        return max(1, round(width / ratio))

    def largest_width(self, picture: "Picture") -> int:
        """The width of the largest crop the picture holds; at least one pixel."""
        if self.ratio is None:
            return picture.width
        return max(1, min(picture.width, int(picture.height * self.ratio)))


# 736 px are 360 CSS pixels at twice the density and the widest column of a story (46 rem) at once;
# beyond 1280 the eye gains nothing on the screens there are. Google asks for pictures in 16:9, 4:3
# and 1:1 of at least 50,000 px, and for 1200 px of width to show one large (documentation of
# Article and of Discover, developers.google.com/search/docs).
SLOTS = {
    slot.name: slot
    for slot in (
        Slot("wide", 16 / 9, (320, 480, 736, 960, 1280), jpegs=(640, 1280)),
        Slot("standard", 4 / 3, (160, 240, 336, 480, 640), jpegs=(336, 640)),
        Slot("square", 1.0, (96, 192, 320), jpegs=(192, 448)),
        Slot("text", None, (360, 736, 1080), jpegs=(720,)),
        Slot("share", 1200 / 630, (), jpegs=(1200,)),
    )
}

PREVIEW = SLOTS["text"]
PREVIEW_WIDTH = 720
"""The JPEG made with the upload, which stands in for what is not there yet. It is found by its name
alone: another width here leaves older pictures without."""

PLAN = blake2b(repr((list(SLOTS.values()), KINDS)).encode(), digest_size=4).hexdigest()
"""Changes with the list above, so that pictures made to an older one are found."""


def widths_of(slot: Slot, kind: str, picture: "Picture") -> list[int]:
    """The widths of a picture in a slot, never larger than the picture; none where there are none.

    Ascending; for JPEG the one for browsers comes first.
    """
    planned = slot.jpegs if kind == "jpg" else slot.widths
    largest = slot.largest_width(picture)
    fitting = [width for width in planned if width <= largest]
    if len(fitting) < len(planned) and (not fitting or largest > CLOSE * fitting[-1]):
        fitting.append(largest)
    return fitting


def wanted(
    picture: "Picture", kinds: tuple[str, ...] = KINDS
) -> Iterator[tuple[Slot, str, list[int]]]:
    """Every rendition the pages may ask for: slot, kind, widths."""
    for kind in kinds:
        for slot in SLOTS.values():
            if widths := widths_of(slot, kind, picture):
                yield slot, kind, widths


def focus_of(picture: "Picture") -> str:
    """The focal point as names contain it."""
    return f"{picture.focal_x}x{picture.focal_y}"


def path(picture: "Picture", slot: Slot, width: int, kind: str, focus: str | None = None) -> str:
    """Storage path of one rendition, cut around `focus` or else the picture's focal point."""
    stem = picture.file_name.rsplit(".", 1)[0]
    cut = f"-{focus or focus_of(picture)}" if slot.ratio else ""
    return f"{stem}/{slot.name}-{width}{cut}.{kind}"


def url(picture: "Picture", slot: Slot, width: int, kind: str, focus: str | None = None) -> str:
    """Address of one rendition."""
    return picture.file.storage.url(path(picture, slot, width, kind, focus))
