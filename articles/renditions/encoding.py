"""Crops and encodings: Pillow and numbers, no row and no file.

The first qualities of WebP and AVIF look alike: the structural similarity (SSIM of the luminance,
736 px wide) is .98 on the demo's pictures and .97 on eight photographs in both, and AVIF weighs a
quarter to a third less.
"""

import io
from typing import NamedTuple

from PIL import Image

from articles.renditions.slots import PREVIEW, PREVIEW_WIDTH

QUALITIES = {"jpg": (80, 70, 60, 50), "webp": (74, 62, 50, 38), "avif": (52, 44, 36, 30)}
"""For each kind the quality, and the lower ones tried in turn while a file exceeds its budget. The
last is the floor: below it the eye sees the saving, so that what is still too large stays so."""

ORIGINAL_QUALITY = 82

BUDGET = 40 * 1024
"""Bytes of a rendition up to `BUDGET_PIXELS`, the lead picture of a phone 360 CSS pixels wide at
twice the density; larger ones get as much for each pixel."""

BUDGET_PIXELS = 736 * 414

AVIF_SPEED = 6
"""Of 10. Speed 8 takes two fifths of the time and 5 to 20 % more bytes, 4 six times as long."""

_OPTIONS: dict[str, tuple[str, dict]] = {
    "jpg": ("JPEG", {"optimize": True, "progressive": True}),
    # Of 6. Method 4 takes twice as long for 4 % fewer bytes.
    "webp": ("WEBP", {"method": 2}),
    # One thread: the worker leaves the other processors to readers.
    "avif": ("AVIF", {"speed": AVIF_SPEED, "max_threads": 1}),
}


class Focus(NamedTuple):
    """Percent from the left and from the top."""

    x: int
    y: int


def crop(image: Image.Image, ratio: float | None, focus: Focus) -> Image.Image:
    """The largest part of `image` in the ratio, its centre nearest to the focal point."""
    if not ratio:
        return image
    width = min(image.width, round(image.height * ratio))
    height = min(image.height, round(image.width / ratio))
    left = round(image.width * focus.x / 100 - width / 2)
    top = round(image.height * focus.y / 100 - height / 2)
    left = max(0, min(left, image.width - width))
    top = max(0, min(top, image.height - height))
    return image.crop((left, top, left + width, top + height))


def encode(image: Image.Image, kind: str) -> bytes:
    """The picture in the best of QUALITIES that keeps within `budget`, or else in the lowest."""
    most = budget(*image.size)
    name, options = _OPTIONS[kind]
    content = b""
    for quality in QUALITIES[kind]:
        content = _encoded(image, name, quality=quality, **options)
        if len(content) <= most:
            break
    return content


def budget(width: int, height: int) -> int:
    """Bytes that a rendition of this size should not exceed."""
    return max(BUDGET, BUDGET * width * height // BUDGET_PIXELS)


def encode_original(image: Image.Image) -> bytes:
    """The picture as it is stored, from which all renditions are made."""
    name, options = _OPTIONS["jpg"]
    return _encoded(image, name, quality=ORIGINAL_QUALITY, **options)


def preview(image: Image.Image) -> bytes:
    """The JPEG that stands in for all renditions until they are made; see slots.PREVIEW."""
    assert PREVIEW.ratio is None
    width = min(PREVIEW_WIDTH, image.width)
    height = max(1, round(width * image.height / image.width))
    return encode(image.resize((width, height), Image.Resampling.LANCZOS), "jpg")


def _encoded(image: Image.Image, name: str, **options: int | bool) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, name, **options)
    return buffer.getvalue()
