"""The files of a picture: made, found again, deleted."""

import contextlib
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from PIL import Image

from articles.renditions import encoding
from articles.renditions.slots import KINDS, PLAN, PREVIEW, Slot, focus_of, path, wanted, widths_of

if TYPE_CHECKING:
    from articles.models import Picture
    from articles.renditions.uploads import EncodedUpload


def store_preview(picture: "Picture", upload: "EncodedUpload") -> None:
    """Store the preview beside the upload, which has got its name."""
    (width,) = widths_of(PREVIEW, "jpg", picture)
    _store(picture.file.storage, path(picture, PREVIEW, width, "jpg"), upload.preview)


def missing(
    picture: "Picture", kinds: tuple[str, ...] = KINDS
) -> list[tuple[Slot, str, list[int]]]:
    """What the row does not say to be there: slots, kinds and their widths."""
    return [entry for entry in wanted(picture, kinds) if not _is_recorded(picture, *entry)]


def is_ready(picture: "Picture") -> bool:
    """Whether all renditions are there, after the list in force."""
    return not missing(picture)


def make_missing(
    picture: "Picture",
    kinds: tuple[str, ...] = KINDS,
    before_each: Callable[[], None] | None = None,
) -> dict[str, Any]:
    """Make what is missing of `kinds`; returns `renditions` for the row, which is not written.

    A whole file left by a run that was cut short is kept, a broken one made anew. `before_each` is
    called ahead of every file, to say that work goes on or, by raising, to end it.
    """
    storage = picture.file.storage
    work = missing(picture, kinds)
    recorded = _still_valid(picture)
    original: Image.Image | None = None
    for slot, kind, widths in work:
        cut: Image.Image | None = None
        for width in widths:
            if before_each is not None:
                before_each()
            name = path(picture, slot, width, kind)
            size = width, slot.height(width, picture)
            if _is_whole(storage, name, size):
                continue
            if original is None:
                original = _opened(picture)
            if cut is None:
                focus = encoding.Focus(picture.focal_x, picture.focal_y)
                cut = encoding.crop(original, slot.ratio, focus)
            sized = cut.resize(size, Image.Resampling.LANCZOS)
            _store(storage, name, encoding.encode(sized, kind))
        recorded.setdefault(kind, {})[slot.name] = widths
    if all(recorded.get(kind, {}).get(slot.name) for slot, kind, _widths in wanted(picture)):
        recorded["plan"] = PLAN
    return recorded


def delete_files(picture: "Picture") -> None:
    """Delete the upload and every rendition of it, of earlier focal points too."""
    storage = picture.file.storage
    storage.delete(picture.file_name)
    folder = picture.file_name.rsplit(".", 1)[0]
    if storage.exists(folder):
        for name in storage.listdir(folder)[1]:
            storage.delete(f"{folder}/{name}")
        # A worker may just have put another file there: it will delete all of them itself.
        with contextlib.suppress(OSError):
            storage.delete(folder)


def _is_recorded(picture: "Picture", slot: Slot, kind: str, widths: list[int]) -> bool:
    recorded: dict[str, Any] = picture.renditions
    if slot.ratio and recorded.get("focus") != focus_of(picture):
        return False
    return recorded.get(kind, {}).get(slot.name) == widths


def _still_valid(picture: "Picture") -> dict[str, Any]:
    """What the row says to be there, as far as it is still wanted."""
    kept: dict[str, Any] = {"focus": focus_of(picture)}
    for slot, kind, widths in wanted(picture):
        if _is_recorded(picture, slot, kind, widths):
            kept.setdefault(kind, {})[slot.name] = widths
    return kept


def _opened(picture: "Picture") -> Image.Image:
    with picture.file.storage.open(picture.file_name) as file:
        image: Image.Image = Image.open(file, formats=("JPEG",))
        image.load()
    return image


def _is_whole(storage: Storage, name: str, size: tuple[int, int]) -> bool:
    """Whether the file is there, can be decoded to its end, and has the size."""
    if not storage.exists(name):
        return False
    try:
        with storage.open(name) as file:
            image = Image.open(io.BytesIO(file.read()))
            image.load()
    except Exception:  # Pillow's decoders raise anything on a damaged file
        return False
    return image.size == size


def _store(storage: Storage, name: str, content: bytes) -> None:
    """Store under exactly this name; what lies there is broken and was never shown."""
    storage.delete(name)
    stored = storage.save(name, ContentFile(content))
    if stored != name:
        # Another worker has just stored the same.
        storage.delete(stored)
