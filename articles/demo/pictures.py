"""Pictures for the demo stories, painted on the reader's machine.

Every picture is a flat illustration without text or people, the same for the same theme, seed
and size on one version of Pillow. ``articles.demo.painting`` holds the scenes themselves.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image

from articles.demo.painting import (
    city,
    coast,
    drylands,
    energy,
    fields,
    garden,
    highlands,
    market,
    medina,
    portraits,
    railway,
    rooms,
    stadium,
    stage,
    surfaces,
)
from articles.demo.painting.canvas import HEIGHT, Canvas
from articles.demo.painting.colour import (
    DAWN,
    DUSK,
    GOLDEN,
    MOONLESS,
    MORNING,
    NIGHT,
    NOON,
    OVERCAST,
    SUNSET,
    TEAL,
)

Size = tuple[int, int]


@dataclass(frozen=True)
class Scene:
    """How a theme is painted.

    ``palettes`` are taken in turn by seed: times of day out of doors, colour sets elsewhere.
    ``subjects`` are where the subject may stand, as fractions of width and height; ``focus``
    moves the focal point from where it stands to its middle.
    """

    paint: Callable[[Canvas, random.Random, Any, float, float], None]
    palettes: Sequence[Any]
    subjects: Sequence[tuple[float, float]]
    focus: tuple[float, float] = (0, 0)


SCENES = {
    "sea": Scene(
        coast.sea, (MORNING, SUNSET, TEAL, GOLDEN, DUSK), ((0.3, 0.5), (0.69, 0.52)), (0, -0.1)
    ),
    "harbour": Scene(
        coast.harbour, (MORNING, SUNSET, DUSK, GOLDEN, OVERCAST), ((0.37, 0.55), (0.6, 0.55))
    ),
    "mountains": Scene(
        highlands.mountains,
        (MORNING, DAWN, GOLDEN, TEAL, SUNSET),
        ((0.31, 0.27), (0.68, 0.25)),
        (0, 0.12),
    ),
    "desert": Scene(
        drylands.desert, (GOLDEN, SUNSET, DAWN, NIGHT), ((0.3, 0.5), (0.68, 0.5)), (0, 0.06)
    ),
    "oasis": Scene(drylands.oasis, (MORNING, SUNSET, GOLDEN, DUSK), ((0.36, 0.55), (0.64, 0.55))),
    "medina": Scene(
        medina.medina, (GOLDEN, MORNING, DUSK, DAWN, SUNSET), ((0.35, 0.2), (0.65, 0.2)), (0, 0.16)
    ),
    "skyline": Scene(
        city.skyline, (SUNSET, DUSK, NOON, DAWN, TEAL), ((0.34, 0.22), (0.66, 0.22)), (0, 0.2)
    ),
    "market": Scene(market.market, market.SOUKS, ((0.36, 0.6), (0.64, 0.6))),
    "stadium": Scene(
        stadium.stadium, (NIGHT, MORNING, SUNSET, DUSK), ((0.36, 0.82), (0.63, 0.82)), (0, 0.04)
    ),
    "olive_grove": Scene(
        fields.olive_grove, (GOLDEN, MORNING, DAWN, TEAL), ((0.33, 0.42), (0.67, 0.42)), (0, 0.08)
    ),
    "wheat": Scene(
        fields.wheat, (GOLDEN, MORNING, SUNSET), ((0.34, 0.56), (0.66, 0.56)), (0, 0.03)
    ),
    "dam": Scene(highlands.dam, (MORNING, GOLDEN, NOON, DAWN), ((0.42, 0.66), (0.58, 0.66))),
    "train": Scene(railway.train, (MORNING, DAWN, GOLDEN, DUSK), ((0.33, 0.5), (0.67, 0.5))),
    "solar": Scene(
        energy.solar, (MORNING, GOLDEN, NOON, DAWN), ((0.34, 0.2), (0.66, 0.2)), (0, 0.14)
    ),
    "night_sky": Scene(drylands.night_sky, (NIGHT, DUSK, MOONLESS), ((0.31, 0.74), (0.69, 0.74))),
    "rain": Scene(city.rain, (OVERCAST, DUSK, NIGHT), ((0.38, 0.6), (0.62, 0.6)), (0, -0.2)),
    "books": Scene(rooms.books, rooms.ROOMS, ((0.36, 0.8), (0.64, 0.8))),
    "stage": Scene(stage.stage, stage.STAGES, ((0.39, 0.66), (0.6, 0.66))),
    "zellige": Scene(surfaces.zellige, surfaces.GLAZES, ((0.35, 0.42), (0.65, 0.42)), (0, 0.04)),
    "workshop": Scene(rooms.workshop, rooms.ROOMS, ((0.36, 0.6), (0.64, 0.6))),
    "school": Scene(rooms.school, rooms.ROOMS, ((0.36, 0.42), (0.64, 0.42))),
    "garden": Scene(garden.garden, (MORNING, GOLDEN, NOON, DUSK), ((0.38, 0.54), (0.62, 0.54))),
    "circuit": Scene(surfaces.circuit, surfaces.BOARDS, ((0.36, 0.48), (0.63, 0.5))),
    "snow": Scene(highlands.snow, (DAWN, DUSK, OVERCAST, MORNING), ((0.37, 0.6), (0.63, 0.6))),
}

THEMES: tuple[str, ...] = tuple(SCENES)


def _scene(theme: str) -> Scene:
    try:
        return SCENES[theme]
    except KeyError:
        raise ValueError(f"Unknown picture theme {theme!r}; known: {', '.join(THEMES)}") from None


def _subject(theme: str, seed: int) -> tuple[float, float]:
    """Return where the subject stands, as fractions of width and height.

    Neighbouring seeds take different places, and none quite the same one.
    """
    subjects = _scene(theme).subjects
    x, y = subjects[seed % len(subjects)]
    return x + random.Random(f"subject:{theme}:{seed}").uniform(-0.025, 0.025), y


def paint(theme: str, seed: int, size: Size = (1600, 1000)) -> Image.Image:
    """Return an RGB illustration of *theme*, *size* pixels (width, height).

    Raises ``ValueError`` for a theme not in ``THEMES``.
    """
    scene = _scene(theme)
    canvas = Canvas(size)
    x, y = _subject(theme, seed)
    # Each round of palettes starts one later, so that none is tied to one side of the picture.
    count = len(scene.palettes)
    palette = scene.palettes[(seed + seed // count) % count]
    scene.paint(canvas, random.Random(f"{theme}:{seed}"), palette, x * canvas.width, y * HEIGHT)
    return canvas.finish()


def focal_point(theme: str, seed: int) -> tuple[int, int]:
    """Return where the subject of ``paint(theme, seed)`` is, in percent from left and top.

    Raises ``ValueError`` for a theme not in ``THEMES``.
    """
    x, y = _subject(theme, seed)
    dx, dy = _scene(theme).focus
    return round(100 * (x + dx)), round(100 * (y + dy))


def portrait(seed: int, size: Size = (800, 800)) -> Image.Image:
    """Return an RGB portrait of an invented author, the face in the middle.

    Even seeds show a woman, odd seeds a man, so that a portrait can suit a byline.
    """
    canvas = Canvas(size)
    portraits.bust(canvas, random.Random(f"portrait:{seed}"), seed)
    return canvas.finish(vignette=0.08)
