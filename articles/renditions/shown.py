"""What a page shows of a picture, from its row alone.

`Picture.renditions` says what there is: `{"plan": PLAN, "focus": "50x50", "webp": {"wide": [320,
480]}, …}`, each kind and slot once it is complete. `focus` is the point the crops were cut around;
after the picture's own has moved, the former crops are shown until the new ones are made.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from articles.renditions.slots import PREVIEW, SLOTS, Slot, url, widths_of

if TYPE_CHECKING:
    from articles.models import Picture


@dataclass(frozen=True)
class Sources:
    """What a `<picture>` needs: candidates in AVIF and WebP (srcsets, perhaps empty), the JPEG,
    and its size in CSS pixels.
    """

    avif: str
    webp: str
    jpeg: str
    width: int
    height: int


@dataclass(frozen=True)
class Shown:
    """One file: its address and its size in pixels."""

    url: str
    width: int
    height: int


def sources(picture: "Picture", slot_name: str) -> Sources:
    """The sources of a picture in a slot, in what is ready; a preview of the whole until then."""
    slot = SLOTS[slot_name]
    jpegs = _widths(picture, slot, "jpg")
    if not jpegs:
        shown = preview(picture)
        # The preview has another ratio, so the cuts would not fit its width and height.
        return Sources("", "", shown.url, shown.width, shown.height)
    first = _shown(picture, slot, jpegs[0], "jpg")
    return Sources(
        avif=_srcset(picture, slot, "avif"),
        webp=_srcset(picture, slot, "webp"),
        jpeg=first.url,
        width=first.width,
        height=first.height,
    )


def largest_jpeg(picture: "Picture", slot_name: str) -> Shown:
    """The picture in a slot for machines; a preview of the whole until it is ready."""
    slot = SLOTS[slot_name]
    if jpegs := _widths(picture, slot, "jpg"):
        return _shown(picture, slot, jpegs[-1], "jpg")
    return preview(picture)


def as_thumbnail(picture: "Picture", slot_name: str, width: int) -> Shown:
    """The rendition nearest to `width` pixels; a preview of the whole until there is one."""
    slot = SLOTS[slot_name]
    if there := _widths(picture, slot, "webp"):
        nearest = min(there, key=lambda candidate: abs(candidate - width))
        return _shown(picture, slot, nearest, "webp")
    return preview(picture)


def preview(picture: "Picture") -> Shown:
    """The JPEG made with the upload: of the whole picture, there from the first moment on."""
    (width,) = widths_of(PREVIEW, "jpg", picture)
    return _shown(picture, PREVIEW, width, "jpg")


def _widths(picture: "Picture", slot: Slot, kind: str) -> list[int]:
    recorded: dict[str, Any] = picture.renditions
    return recorded.get(kind, {}).get(slot.name, [])


def _shown(picture: "Picture", slot: Slot, width: int, kind: str) -> Shown:
    focus = picture.renditions.get("focus")
    return Shown(url(picture, slot, width, kind, focus), width, slot.height(width, picture))


def _srcset(picture: "Picture", slot: Slot, kind: str) -> str:
    focus = picture.renditions.get("focus")
    return ", ".join(
        f"{url(picture, slot, width, kind, focus)} {width}w"
        for width in _widths(picture, slot, kind)
    )
