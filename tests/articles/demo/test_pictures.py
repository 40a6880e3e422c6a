"""The painted pictures: the same every time, unlike each other, light, and well composed."""

import io
import os
import random
import subprocess
import sys
from functools import cache, partial
from itertools import combinations
from math import dist
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageStat

from articles.demo.painting.canvas import Canvas, Stencil
from articles.demo.painting.outlines import box, smooth, star
from articles.demo.painting.patterns import GLAZES, contact_notch, rosette
from articles.demo.pictures import THEMES, focal_point, paint, portrait

ROOT = Path(__file__).resolve().parents[3]
SMALL = (240, 150)
REQUIRED = """sea harbour mountains desert oasis medina skyline market stadium olive_grove wheat dam
    train solar night_sky rain books stage zellige workshop school garden circuit snow"""

painted = cache(lambda theme, seed: paint(theme, seed, SMALL))
sitter = cache(lambda seed: portrait(seed, (120, 120)))


def difference(first: Image.Image, second: Image.Image, within: Image.Image | None = None) -> float:
    """Mean difference per channel, in levels of 255."""
    return sum(ImageStat.Stat(ImageChops.difference(first, second), within).mean) / 3


def test_the_themes_are_those_of_the_stories_and_told_apart_and_no_other_is_painted():
    assert sorted(THEMES) == sorted(REQUIRED.split())
    for pair in combinations(THEMES, 2):
        assert difference(*(painted(theme, 1) for theme in pair)) > 8, pair
    for painter in (paint, focal_point):
        with pytest.raises(ValueError, match="Unknown picture theme"):
            painter("Sea", 1)


@pytest.mark.parametrize("theme", THEMES)
def test_a_picture_is_repeatable_varied_and_uses_light_and_shade(theme):
    picture = painted(theme, 1)
    assert (picture.size, picture.mode) == (SMALL, "RGB")
    before = random.getstate()
    assert paint(theme, 1, SMALL).tobytes() == picture.tobytes()
    assert random.getstate() == before, "the shared generator is left alone"
    assert difference(picture, painted(theme, 2)) > 8
    darkest, brightest = picture.convert("L").getextrema()
    assert brightest - darkest > 110


def test_processes_paint_alike():
    """Hash randomisation differs between processes and must not reach a picture."""
    script = "from articles.demo.pictures import *; print(paint('sea', 3, (64, 40)).tobytes())"
    run = partial(subprocess.check_output, [sys.executable, "-c", script], cwd=ROOT)
    first, second = (run(env={**os.environ, "PYTHONHASHSEED": seed}) for seed in "12")
    assert first == second


@pytest.mark.parametrize("size", [(1, 1), (90, 90), (60, 120), (240, 60)])
def test_any_size_and_proportion_is_painted_alike(size):
    for theme in ("harbour", "medina", "circuit", "stage"):
        assert paint(theme, 1, size).size == size
    assert portrait(2, size).size == size
    smaller = paint("medina", 1, (160, 100)).resize((80, 50))
    assert difference(painted("medina", 1).resize((80, 50)), smaller) < 6


def test_the_most_detailed_picture_stays_light():
    file = io.BytesIO()
    paint("zellige", 0).save(file, "JPEG", quality=82)
    assert file.tell() <= 200 * 1024


@given(theme=st.sampled_from(THEMES), seed=st.integers(min_value=0))
def test_the_focal_point_is_in_the_picture_and_changes_sides(theme, seed):
    (x, y), (other, _) = focal_point(theme, seed), focal_point(theme, seed + 1)
    assert (type(x), type(y)) == (int, int)
    assert 25 <= x <= 75
    assert 25 <= y <= 90
    assert abs(x - other) > 6


@pytest.mark.parametrize("seed", range(4))
def test_the_focal_point_is_on_the_subject(seed):
    """The lit processor of a circuit board is brighter than the same place on the other side."""
    picture = painted("circuit", seed).convert("L")
    x, y = focal_point("circuit", seed)

    def brightness(across: int) -> float:
        middle, down = across * 2.4, y * 1.5
        return ImageStat.Stat(picture.crop((middle - 9, down - 9, middle + 9, down + 9))).mean[0]

    assert brightness(x) > brightness(100 - x) + 20


def test_portraits_are_repeatable_distinct_and_show_a_face_in_the_middle():
    assert portrait(7, (120, 120)).tobytes() == sitter(7).tobytes()
    for pair in combinations(range(18), 2):
        assert difference(*map(sitter, pair)) > 4, pair
    for seed in range(18):
        # Foreheads are skin: redder than green, greener than blue.
        red, green, blue = ImageStat.Stat(sitter(seed).crop((57, 48, 63, 53))).mean
        assert red > green + 8 > blue + 16, seed


@given(st.integers(3, 24), st.floats(0.2, 0.95), st.floats(-180, 180), st.floats(1, 900))
def test_a_star_is_regular(points, notch, turn, radius):
    corners = star(0, 0, radius, points, notch, turn)
    reaches = [dist((0, 0), corner) for corner in corners]
    assert reaches == pytest.approx([radius, radius * notch] * points)
    sides = [dist(corners[k - 1], corners[k]) for k in range(2 * points)]
    assert max(sides) == pytest.approx(min(sides), abs=radius * 1e-5)


def test_contact_angles_give_the_known_stars_and_the_rosette_eightfold_symmetry():
    # {8/2}, two squares: notches at 1 / (√2 cos 22.5°). {8/3}: at √2 sin 22.5°.
    assert contact_notch(8, 45) == pytest.approx(0.76537, abs=1e-5)
    assert contact_notch(8, 67.5) == pytest.approx(0.54120, abs=1e-5)
    canvas, disc = Canvas((240, 240)), Image.new("1", (120, 120))
    rosette(canvas, 500, 500, 480, GLAZES[0])
    ImageDraw.Draw(disc).ellipse((4, 4, 116, 116), fill=1)
    eighth, off = (canvas.image.rotate(turn, Image.Resampling.BICUBIC) for turn in (45, 30))
    unlike = difference(canvas.image.reduce(4), eighth.reduce(4), disc)
    assert unlike < 9
    assert difference(canvas.image.reduce(4), off.reduce(4), disc) > 2 * unlike


@given(st.lists(st.tuples(st.floats(-500, 500), st.floats(-500, 500)), min_size=2, max_size=9))
def test_a_smooth_curve_passes_through_its_points(points):
    for point, drawn in zip(points, smooth(points, 4)[::4], strict=True):
        assert drawn == pytest.approx(point)


def test_fills_respect_holes_and_clips_and_water_mirrors_what_stands_above_it():
    canvas = Canvas((100, 100))
    canvas.rect(0, 0, 1000, 500, "#0000ff")
    holed = Stencil([box(100, 100, 900, 400)], [box(400, 200, 600, 300)])
    canvas.fill(holed, "#ff0000", within=box(0, 0, 800, 1000))
    canvas.reflect(500, "#000000", 0, sway=0)
    blues = [canvas.image.getpixel((x, y))[2] for x in (40, 100, 170) for y in (50, 149)]
    assert blues == [0, 0, 255, 255, 255, 255]
