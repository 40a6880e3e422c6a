"""What becomes of an upload: it is decoded, turned upright, and encoded anew.

It is reduced to sRGB and to `LARGEST` pixels, so nothing the uploader's file carried (metadata,
place, appended data) is kept.
"""

import contextlib
import io
import secrets
import warnings
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from articles.renditions import encoding

if TYPE_CHECKING:
    from articles.models import Picture

LARGEST = 2000
"""The longer side of a stored upload, in pixels."""

ACCEPTED_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")


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
    """What an upload became, with its preview; it is not decoded again."""

    def __init__(self, image: Image.Image):
        super().__init__(encoding.encode_original(image), name="picture.jpg")
        self.preview = encoding.preview(image)


def encode_upload(picture: "Picture") -> None:
    """Replace a newly uploaded file by our own encoding of its picture; raises UnusablePicture.

    A form may call it ahead of `save()` to show the error beside its field.
    """
    field: Any = picture.file
    if not field or field._committed or isinstance(field.file, EncodedUpload):
        return
    image = decode(field.file)
    field.file = EncodedUpload(image)
    field.name = "picture.jpg"
    picture.width, picture.height = image.size


def pending_upload(picture: "Picture") -> EncodedUpload | None:
    """The encoded file that the next `save()` stores; None where it is stored already."""
    field: Any = picture.file
    if field and not field._committed and isinstance(field.file, EncodedUpload):
        return field.file
    return None
