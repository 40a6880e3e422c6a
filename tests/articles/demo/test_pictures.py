"""The painted pictures: the same every time, unlike each other, light, and well composed."""

import io
import os
import random
import subprocess
import sys
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageStat

from articles.demo.painting.canvas import HEIGHT, Canvas, Stencil
from articles.demo.painting.geometry import contact_notch, rosette, star
from articles.demo.painting.nature import smooth
from articles.demo.pictures import THEMES, focal_point, paint, portrait

ROOT = Path(__file__).resolve().parents[3]
SMALL = (320, 200)
REQUIRED = [
    "sea",
    "harbour",
    "mountains",
    "desert",
    "oasis",
    "medina",
    "skyline",
    "market",
    "stadium",
    "olive_grove",
    "wheat",
    "dam",
    "train",
    "solar",
    "night_sky",
    "rain",
    "books",
    "stage",
    "zellige",
    "workshop",
    "school",
    "garden",
    "circuit",
    "snow",
]


@cache
def painted(theme: str, seed: int) -> Image.Image:
    return paint(theme, seed, SMALL)


@cache
def sitter(seed: int) -> Image.Image:
    return portrait(seed, (120, 120))


def difference(first: Image.Image, second: Image.Image) -> float:
    """Mean difference per channel, in levels of 255."""
    return sum(ImageStat.Stat(ImageChops.difference(first, second)).mean) / 3


def test_every_theme_of_the_stories_is_painted():
    assert sorted(THEMES) == sorted(REQUIRED)


@pytest.mark.parametrize("theme", THEMES)
def test_a_picture_has_the_size_and_mode_asked_for(theme):
    assert painted(theme, 1).size == SMALL
    assert painted(theme, 1).mode == "RGB"


@pytest.mark.parametrize("theme", THEMES)
def test_the_same_seed_paints_the_same_picture(theme):
    random.seed(5)
    assert paint(theme, 1, SMALL).tobytes() == painted(theme, 1).tobytes()


@pytest.mark.parametrize("theme", THEMES)
def test_neighbouring_seeds_paint_clearly_different_pictures(theme):
    assert difference(painted(theme, 1), painted(theme, 2)) > 8


def test_themes_are_told_apart():
    for first, second in combinations(THEMES, 2):
        assert difference(painted(first, 1), painted(second, 1)) > 8, (first, second)


@pytest.mark.parametrize("theme", THEMES)
def test_a_picture_uses_light_and_shade(theme):
    darkest, brightest = painted(theme, 1).convert("L").getextrema()
    assert brightest - darkest > 110


def test_processes_paint_alike():
    """Hash randomisation differs between processes and must not reach a picture."""
    script = (
        "from articles.demo.pictures import paint, portrait;"
        "from hashlib import sha256;"
        "print(sha256(paint('sea', 3, (64, 40)).tobytes() + portrait(3, (40, 40)).tobytes())"
        ".hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_painting_leaves_the_shared_random_generator_alone():
    random.seed(11)
    expected = random.random()
    random.seed(11)
    paint("garden", 4, (64, 40))
    portrait(4, (40, 40))
    assert random.random() == expected


@pytest.mark.parametrize("theme", ["medina", "circuit"])
def test_the_size_does_not_change_the_composition(theme):
    small = paint(theme, 1, (160, 100)).resize((80, 50))
    assert difference(painted(theme, 1).resize((80, 50)), small) < 6


@pytest.mark.parametrize("size", [(1, 1), (90, 90), (60, 120), (240, 60)])
def test_other_proportions_are_painted_too(size):
    for theme in ("harbour", "stage", "zellige"):
        assert paint(theme, 2, size).size == size
    assert portrait(2, size).size == size


@pytest.mark.parametrize("theme", ["zellige", "circuit"])
def test_the_most_detailed_pictures_stay_light(theme):
    file = io.BytesIO()
    paint(theme, 0).save(file, "JPEG", quality=82)
    assert file.tell() <= 200 * 1024


@pytest.mark.parametrize("theme", ["", "Sea", "people", "unknown"])
def test_an_unknown_theme_is_refused(theme):
    with pytest.raises(ValueError, match="Unknown picture theme"):
        paint(theme, 1, SMALL)
    with pytest.raises(ValueError, match="Unknown picture theme"):
        focal_point(theme, 1)


# Focal points


@given(theme=st.sampled_from(THEMES), seed=st.integers(min_value=0))
def test_a_focal_point_is_a_place_in_the_picture(theme, seed):
    x, y = focal_point(theme, seed)
    assert (type(x), type(y)) == (int, int)
    assert 25 <= x <= 75
    assert 25 <= y <= 90
    assert focal_point(theme, seed) == (x, y)


@pytest.mark.parametrize("theme", THEMES)
def test_the_subject_stands_off_centre_on_either_side(theme):
    across = [focal_point(theme, seed)[0] for seed in range(8)]
    assert min(across) < 48
    assert max(across) > 52
    assert all(abs(first - second) > 6 for first, second in pairwise(across[:3]))


@pytest.mark.parametrize("seed", range(6))
def test_the_focal_point_is_on_the_subject(seed):
    """The lit processor of a circuit board is the brightest large patch of its picture."""
    picture = paint("circuit", seed, SMALL).convert("L")
    x, y = focal_point("circuit", seed)

    def brightness(across: float) -> float:
        left, top = round(across * 3.2) - 12, round(y * 2) - 12
        return ImageStat.Stat(picture.crop((left, top, left + 24, top + 24))).mean[0]

    assert brightness(x) > brightness(100 - x) + 20


# Portraits


def test_a_portrait_is_square_and_repeatable():
    assert portrait(7).size == (800, 800)
    assert portrait(7, (120, 120)).mode == "RGB"
    assert portrait(7, (120, 120)).tobytes() == sitter(7).tobytes()


def test_every_portrait_is_of_someone_else():
    for first, second in combinations(range(24), 2):
        assert difference(sitter(first), sitter(second)) > 4, (first, second)


@pytest.mark.parametrize("seed", range(20))
def test_the_face_is_in_the_middle(seed):
    """Skin is found where the cheeks are: redder than green, greener than blue."""
    red, green, blue = ImageStat.Stat(sitter(seed).crop((52, 62, 68, 68))).mean
    assert red > green + 8 > blue + 16


# Ornament and drawing


@given(
    points=st.integers(3, 24),
    notch=st.floats(0.2, 0.95),
    turn=st.floats(-180, 180),
    radius=st.floats(1, 900),
)
def test_a_star_is_regular(points, notch, turn, radius):
    corners = star(0, 0, radius, points, notch, turn)
    assert len(corners) == 2 * points
    for k, (x, y) in enumerate(corners):
        assert (x * x + y * y) ** 0.5 == pytest.approx(radius * (notch if k % 2 else 1))
    sides = {
        round(((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5 / radius, 6)
        for (ax, ay), (bx, by) in pairwise([*corners, corners[0]])
    }
    assert max(sides) - min(sides) < 1e-5


def test_contact_angles_give_the_known_stars():
    # {8/2}, two squares: notches at 1 / (√2 cos 22.5°). {8/3}: at √2 sin 22.5°.
    assert contact_notch(8, 45) == pytest.approx(0.76537, abs=1e-5)
    assert contact_notch(8, 67.5) == pytest.approx(0.54120, abs=1e-5)


def test_the_rosette_has_eightfold_symmetry():
    canvas = Canvas((240, 240))
    glazes = ("#12324a", "#1f6f8f", "#2f8f86", "#e2a93f", "#f4e6c8", "#c9563c")
    canvas.rect(0, 0, canvas.width, HEIGHT, glazes[0])
    rosette(canvas, canvas.width / 2, HEIGHT / 2, 480, glazes, "#f7f0e0", lambda glaze: glaze)
    picture = canvas.image
    disc = Image.new("1", (120, 120))
    ImageDraw.Draw(disc).ellipse((4, 4, 116, 116), fill=1)

    def unlike(turn: float) -> float:
        turned = picture.rotate(turn, Image.Resampling.BICUBIC)
        change = ImageChops.difference(picture.reduce(4), turned.reduce(4))
        return sum(ImageStat.Stat(change, disc).mean) / 3

    assert unlike(45) < 9
    assert unlike(90) < 9
    assert unlike(30) > 2.5 * unlike(45)


@given(st.lists(st.tuples(st.floats(-500, 500), st.floats(-500, 500)), min_size=2, max_size=9))
def test_a_smooth_curve_passes_through_its_points(points):
    curve = smooth(points, 4)
    assert len(curve) == 4 * (len(points) - 1) + 1
    for point, drawn in zip(points, curve[::4], strict=True):
        assert drawn == pytest.approx(point)


def test_a_hole_leaves_what_lies_beneath():
    canvas = Canvas((100, 100))
    canvas.rect(0, 0, 1000, 1000, "#0000ff")
    shape = Stencil().rect(100, 100, 900, 900).rect(400, 400, 600, 600, hole=True)
    canvas.fill(shape, "#ff0000")
    assert canvas.image.getpixel((100, 100)) == (0, 0, 255)
    assert canvas.image.getpixel((40, 100)) == (255, 0, 0)
    assert canvas.image.getpixel((10, 100)) == (0, 0, 255)


def test_a_fill_is_clipped_by_another_stencil():
    canvas = Canvas((100, 100))
    left = Stencil().rect(0, 0, 500, 1000)
    canvas.fill(Stencil().rect(0, 0, 1000, 1000), "#ffffff", within=left)
    assert canvas.image.getpixel((60, 100)) == (255, 255, 255)
    assert canvas.image.getpixel((140, 100)) == (0, 0, 0)


def test_water_mirrors_what_stands_above_it():
    canvas = Canvas((100, 100))
    canvas.rect(0, 0, 1000, 500, "#ffffff")
    canvas.rect(0, 0, 1000, 200, "#ff0000")
    canvas.reflect(500, 500, "#000000", 0, random.Random(1), sway=0)
    assert canvas.image.getpixel((100, 110)) == (255, 255, 255)
    assert canvas.image.getpixel((100, 190)) == (255, 0, 0)
