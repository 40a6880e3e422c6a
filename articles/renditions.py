"""Pictures in the sizes the pages need: the only list of sizes, and who makes the files.

An upload is decoded, turned upright, reduced to sRGB and to `LARGEST` pixels, and encoded anew,
so nothing the uploader's file carried (metadata, place, appended data) is kept. Renditions lie
beside the upload under names that follow from the picture's row alone: no page opens a file or
asks a database for them. A crop's name contains the focal point, so files never change and may
be cached for ever.
"""

import contextlib
import io
import secrets
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

if TYPE_CHECKING:
    from articles.models import Picture

LARGEST = 2000
"""The longer side of a stored upload, in pixels."""

ACCEPTED_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
JPEG_QUALITY = 82
WEBP_QUALITY = 74


@dataclass(frozen=True)
class Slot:
    """A place for a picture: its ratio (width / height, None keeps the picture's) and widths (px).

    `fallback` is the width of the JPEG for browsers and machines that take no WebP.
    """

    name: str
    ratio: float | None
    widths: tuple[int, ...]
    fallback: int

    def height(self, width: int, picture: "Picture") -> int:
        """Pixels of height at `width`."""
        ratio = self.ratio or picture.width / picture.height
        return max(1, round(width / ratio))


SLOTS = {
    slot.name: slot
    for slot in (
        Slot("wide", 16 / 9, (320, 480, 640, 960, 1280), fallback=640),
        Slot("square", 1.0, (96, 192, 384), fallback=192),
        Slot("text", None, (360, 720, 1080), fallback=720),
        Slot("share", 1200 / 630, (), fallback=1200),
    )
}


class UnusablePicture(Exception):
    """The file is no picture this portal takes; `message` says why, to be shown to the editor."""

    def __init__(self, message: Any):
        super().__init__(message)
        self.message = message


def upload_path(picture: "Picture", filename: str) -> str:
    """Where an upload goes: a name of our own, never the uploader's."""
    extension = PurePosixPath(filename).suffix.lower()
    return f"pictures/{timezone.now():%Y/%m}/{secrets.token_hex(8)}{extension}"


def decode(file: Any) -> Image.Image:
    """The picture in `file`, upright, in RGB, at most LARGEST pixels long.

    Raises UnusablePicture for what is no picture, is of another format, or exceeds
    PICTURE_MAX_BYTES or PICTURE_MAX_PIXELS (both checked before the pixels are decoded).
    """
    if file.size > settings.PICTURE_MAX_BYTES:
        raise UnusablePicture(
            _("The file is larger than %(limit)d MB.")
            % {"limit": settings.PICTURE_MAX_BYTES // 1024**2}
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            file.seek(0)
            image: Image.Image = Image.open(file, formats=ACCEPTED_FORMATS)
            if image.width * image.height > settings.PICTURE_MAX_PIXELS:
                raise UnusablePicture(
                    _("The picture has more than %(limit)d million pixels.")
                    % {"limit": settings.PICTURE_MAX_PIXELS // 1_000_000}
                )
            image.draft("RGB", (LARGEST, LARGEST))
            image.load()
            # A damaged EXIF block says nothing about the pixels; the picture stays as it lies.
            with contextlib.suppress(Exception):
                image = ImageOps.exif_transpose(image)
            image = _to_srgb(image)
            image.thumbnail((LARGEST, LARGEST), Image.Resampling.LANCZOS)
            return image
    except UnusablePicture:
        raise
    except Exception as error:  # Pillow's decoders raise anything on a damaged file
        raise UnusablePicture(
            _("The file is not a picture (JPEG, PNG, WebP, GIF or AVIF) or is damaged.")
        ) from error


def _to_srgb(image: Image.Image) -> Image.Image:
    """`image` in RGB on white, its colours converted where it carries a profile."""
    profile = image.info.get("icc_profile")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image).convert("RGB")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        # A broken profile says nothing about the colours; the pixels are still good.
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, source, target, outputMode="RGB") or image
    return image.convert("RGB")


class EncodedUpload(ContentFile):
    """What an upload became; it is not decoded again."""


def encode_upload(picture: "Picture") -> None:
    """Replace a newly uploaded file by our own encoding of its picture; raises UnusablePicture.

    A form may call it ahead of `save()` to show the error beside its field.
    """
    field: Any = picture.file
    if not field or field._committed or isinstance(field.file, EncodedUpload):
        return
    image = decode(field.file)
    field.file = EncodedUpload(_encode(image, "JPEG"), name="picture.jpg")
    field.name = "picture.jpg"
    picture.width, picture.height = image.size


def _encode(image: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    if kind == "JPEG":
        image.save(buffer, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    else:
        image.save(buffer, "WEBP", quality=WEBP_QUALITY, method=4)
    return buffer.getvalue()


def widths(slot: Slot, picture: "Picture") -> list[int]:
    """The WebP widths of a picture in a slot, never larger than the picture; none for `share`."""
    if not slot.widths:
        return []
    largest = _largest_width(slot, picture)
    fitting = [width for width in slot.widths if width <= largest]
    return fitting or [min(largest, slot.fallback)]


def fallback_width(slot: Slot, picture: "Picture") -> int:
    """The width of the slot's JPEG."""
    return min(slot.fallback, _largest_width(slot, picture))


def _largest_width(slot: Slot, picture: "Picture") -> int:
    """The width of the largest crop the picture holds; at least one pixel."""
    if slot.ratio is None:
        return picture.width
    return max(1, min(picture.width, int(picture.height * slot.ratio)))


def path(picture: "Picture", slot: Slot, width: int, kind: str) -> str:
    """Storage path of one rendition; `kind` is `webp` or `jpg`."""
    stem = picture.file_name.rsplit(".", 1)[0]
    focus = f"-{picture.focal_x}x{picture.focal_y}" if slot.ratio else ""
    return f"{stem}/{slot.name}-{width}{focus}.{kind}"


def url(picture: "Picture", slot: Slot, width: int, kind: str) -> str:
    """Address of one rendition."""
    return picture.file.storage.url(path(picture, slot, width, kind))


@dataclass(frozen=True)
class Sources:
    """What a `<picture>` needs: the WebP candidates, the JPEG, and the size in CSS pixels."""

    webp: str
    jpeg: str
    width: int
    height: int


def sources(picture: "Picture", slot_name: str) -> Sources:
    """The sources of a picture in a slot, from its row alone; `webp` is a srcset with widths."""
    slot = SLOTS[slot_name]
    fallback = fallback_width(slot, picture)
    candidates = (
        f"{url(picture, slot, width, 'webp')} {width}w" for width in widths(slot, picture)
    )
    return Sources(
        webp=", ".join(candidates),
        jpeg=url(picture, slot, fallback, "jpg"),
        width=fallback,
        height=slot.height(fallback, picture),
    )


def wanted(picture: "Picture") -> Iterator[tuple[Slot, int, str]]:
    """Every rendition the pages may ask for: slot, width, kind."""
    for slot in SLOTS.values():
        for width in widths(slot, picture):
            yield slot, width, "webp"
        yield slot, fallback_width(slot, picture), "jpg"


def make_missing(picture: "Picture") -> int:
    """Make the renditions that are not there yet; returns how many were made."""
    storage = picture.file.storage
    missing = [
        (slot, width, kind)
        for slot, width, kind in wanted(picture)
        if not storage.exists(path(picture, slot, width, kind))
    ]
    if not missing:
        return 0
    with picture.file.storage.open(picture.file_name) as file:
        image = Image.open(file, formats=("JPEG",))
        image.load()
    crops: dict[str, Image.Image] = {}
    for slot, width, kind in missing:
        if slot.name not in crops:
            crops[slot.name] = _crop(image, slot, picture)
        height = slot.height(width, picture)
        sized = crops[slot.name].resize((width, height), Image.Resampling.LANCZOS)
        content = _encode(sized, "WEBP" if kind == "webp" else "JPEG")
        storage.save(path(picture, slot, width, kind), ContentFile(content))
    return len(missing)


def _crop(image: Image.Image, slot: Slot, picture: "Picture") -> Image.Image:
    """The largest part of `image` in the slot's ratio, its centre nearest to the focal point."""
    if not slot.ratio:
        return image
    width = min(image.width, round(image.height * slot.ratio))
    height = min(image.height, round(image.width / slot.ratio))
    left = round(image.width * picture.focal_x / 100 - width / 2)
    top = round(image.height * picture.focal_y / 100 - height / 2)
    left = max(0, min(left, image.width - width))
    top = max(0, min(top, image.height - height))
    return image.crop((left, top, left + width, top + height))


def delete_files(picture: "Picture") -> None:
    """Delete the upload and every rendition of it, of earlier focal points too."""
    storage = picture.file.storage
    folder = picture.file_name.rsplit(".", 1)[0]
    if storage.exists(folder):
        for name in storage.listdir(folder)[1]:
            storage.delete(f"{folder}/{name}")
        storage.delete(folder)
    storage.delete(picture.file_name)
