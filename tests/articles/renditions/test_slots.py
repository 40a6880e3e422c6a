"""Which widths a picture gets, and the lines of the table that pages rely on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import renditions
from articles.models import Picture
from articles.renditions import slots
from articles.renditions.places import PLACES, Place

SIDES = st.integers(1, 2000)


def picture(width: int, height: int) -> Picture:
    return Picture(file="pictures/a.jpg", width=width, height=height)


@given(SIDES, SIDES)
def test_nothing_is_ever_enlarged(width, height):
    for slot, _kind, widths in renditions.wanted(picture(width, height)):
        assert widths == sorted(set(widths))
        for candidate in widths:
            assert 1 <= candidate <= width
            assert slot.height(candidate, picture(width, height)) <= height + 1


@given(SIDES, SIDES)
def test_every_slot_has_a_jpeg_and_the_preview_is_one(width, height):
    found = {slot.name for slot, _k, _w in renditions.wanted(picture(width, height), ("jpg",))}
    assert found == set(renditions.SLOTS)
    assert renditions.preview(picture(width, height)).width == min(width, slots.PREVIEW_WIDTH)


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((2000, 1250), [320, 480, 736, 960, 1280]),
        ((900, 600), [320, 480, 736, 900]),
        ((760, 500), [320, 480, 736]),
        ((300, 200), [300]),
        ((2000, 340), [320, 480, 604]),
    ],
)
def test_a_picture_s_own_width_is_used_where_it_gains_something(size, widths):
    assert slots.widths_of(renditions.SLOTS["wide"], "webp", picture(*size)) == widths


@pytest.mark.parametrize("name", sorted(PLACES))
@pytest.mark.parametrize("window", [360, 412, 768, 1280])
@pytest.mark.parametrize("density", [1, 2])
def test_every_place_finds_a_width_near_to_what_it_draws(name, window, density):
    """Enough pixels for the density, up to two, and not twice as many as needed."""
    place = PLACES[name]
    needed = drawn(place, window) * density
    candidates = renditions.SLOTS[place.slot].widths
    chosen = min((width for width in candidates if width >= needed * 0.97), default=candidates[-1])
    assert chosen >= min(needed * 0.85, 1080), "blurred"
    assert chosen <= max(2 * needed, candidates[0]), "bytes for nothing"


def drawn(place: Place, window: int) -> float:
    """CSS pixels of the place in a window so wide."""
    length = place.narrow
    if window >= 48 * 16 and place.wide:
        length = place.wide
    if window >= 78 * 16 and place.full:
        length = place.full
    number = float(length.removesuffix("rem").removesuffix("vw"))
    return number * (16 if length.endswith("rem") else window / 100)


def test_sizes_say_the_widest_window_first_and_halve_the_densest_phones():
    assert PLACES["lead"].sizes == (
        "(min-width: 78rem) 34rem, (min-width: 48rem) 60vw, (min-resolution: 2.5dppx) 67vw, 100vw"
    )
    assert PLACES["portrait"].sizes == "5rem"


def test_the_phone_s_lead_picture_is_the_one_the_budget_is_for():
    assert slots.SLOTS["wide"].height(736, picture(1280, 800)) == 414
