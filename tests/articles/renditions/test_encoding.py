"""Crops follow the focal point; a file keeps within its budget, or is as small as may be."""

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from articles.renditions import encoding
from articles.renditions.encoding import BUDGET, QUALITIES, Focus, budget, crop, encode

LEAD = (736, 414)
FORMATS = {"jpg": "JPEG", "webp": "WEBP", "avif": "AVIF"}


def photograph(size: tuple[int, int], detail: int) -> Image.Image:
    """Blots like leaves, the smaller the larger `detail` is."""
    small = tuple(max(1, side * detail // 100) for side in size)
    noise = Image.frombytes("RGB", small, random.Random(7).randbytes(3 * small[0] * small[1]))
    return noise.resize(size, Image.Resampling.BICUBIC)


@pytest.mark.parametrize("kind", QUALITIES)
class TestBudget:
    def test_a_lead_picture_full_of_detail_weighs_at_most_forty_kilobytes(self, kind):
        image = photograph(LEAD, detail=28 if kind == "avif" else 12)
        best = len(encoding._encoded(image, FORMATS[kind], quality=QUALITIES[kind][0]))
        assert best > BUDGET, "too easy a picture proves nothing"
        content = encode(image, kind)
        assert len(content) <= BUDGET == 40 * 1024
        assert (Image.open(io.BytesIO(content)).format, Image.open(io.BytesIO(content)).size) == (
            FORMATS[kind],
            LEAD,
        )

    def test_what_is_light_keeps_its_quality(self, kind, monkeypatch):
        image = photograph(LEAD, detail=3)
        content = encode(image, kind)
        monkeypatch.setitem(encoding.QUALITIES, kind, QUALITIES[kind][:1])
        assert encode(image, kind) == content

    def test_the_floor_holds_whatever_it_weighs(self, kind, monkeypatch):
        image = photograph((300, 200), detail=100)
        monkeypatch.setattr(encoding, "budget", lambda width, height: 1)
        content = encode(image, kind)
        monkeypatch.setitem(encoding.QUALITIES, kind, QUALITIES[kind][-1:])
        assert encode(image, kind) == content


def test_a_larger_picture_gets_as_much_for_each_pixel():
    assert budget(*LEAD) == budget(96, 96) == BUDGET
    assert budget(2 * LEAD[0], 2 * LEAD[1]) == 4 * BUDGET


@given(
    st.integers(1, 400),
    st.integers(1, 400),
    st.sampled_from([16 / 9, 4 / 3, 1.0]),
    st.integers(0, 100),
    st.integers(0, 100),
)
def test_a_crop_is_the_largest_of_its_ratio_and_contains_the_focal_point(
    width, height, ratio, x, y
):
    whole = crop(Image.new("1", (width, height), 1), ratio, Focus(x, y))
    assert whole.getextrema() == (1, 1), "nothing is added at the edges"
    image = Image.new("1", (width, height))
    image.putpixel((min(width - 1, width * x // 100), min(height - 1, height * y // 100)), 1)
    cut = crop(image, ratio, Focus(x, y))
    assert cut.width == width or cut.height == height
    assert cut.width <= width
    assert cut.height <= height
    assert abs(cut.width - cut.height * ratio) <= max(1, ratio)
    # Rounding may leave a point on the very edge just outside.
    if 0 < x < 100 and 0 < y < 100 and min(cut.size) > 3:
        assert cut.getbbox() is not None
