"""Pictures for the demo stories, painted on the reader's machine.

Every picture is a flat illustration without text or people, the same for the same theme, seed
and size on one version of Pillow. ``articles.demo.painting`` holds the scenes themselves.
"""

import random
from collections.abc import Callable

from PIL import Image

from articles.demo.painting import city, country, interiors, patterns, portraits, wilds
from articles.demo.painting.canvas import Canvas

Size = tuple[int, int]
Scene = Callable[[Canvas, float], None]

# How each theme is painted; at which hours, in turn; where its subject may stand, in percent of
# the width; and how far down the middle of the subject is, in percent of the height.
SCENES: dict[str, tuple[Scene, str, tuple[int, int], int]] = {
    "sea": (wilds.sea, "overcast morning teal noon golden sunset dusk", (30, 69), 42),
    "harbour": (city.harbour, "sunset morning dawn golden dusk overcast", (37, 60), 55),
    "mountains": (wilds.mountains, "golden teal morning dawn sunset", (31, 68), 38),
    "desert": (wilds.desert, "golden sunset dawn night", (30, 68), 40),
    "oasis": (wilds.oasis, "morning sunset golden dusk", (36, 64), 55),
    "medina": (city.medina, "morning golden dusk dawn sunset", (35, 65), 36),
    "skyline": (city.skyline, "sunset golden noon morning dusk", (34, 66), 42),
    "market": (interiors.market, "noon", (36, 64), 60),
    "stadium": (city.stadium, "morning golden night dusk", (36, 63), 86),
    "olive_grove": (country.olive_grove, "golden morning dawn teal", (33, 67), 50),
    "wheat": (country.wheat, "golden morning sunset", (34, 66), 59),
    "dam": (wilds.dam, "morning golden noon dawn", (42, 58), 66),
    "train": (country.train, "morning golden noon dusk dawn", (33, 67), 65),
    "solar": (country.solar, "noon golden morning dawn", (34, 66), 34),
    "night_sky": (wilds.night_sky, "night dusk moonless", (31, 69), 74),
    "rain": (country.rain, "overcast dusk night", (38, 62), 40),
    "books": (interiors.books, "noon", (36, 64), 80),
    "stage": (interiors.stage, "noon", (39, 60), 66),
    "zellige": (patterns.zellige, "noon", (35, 65), 46),
    "workshop": (interiors.workshop, "morning golden dawn", (36, 64), 60),
    "school": (country.school, "morning golden dawn", (36, 64), 58),
    "garden": (country.garden, "morning golden noon dusk", (38, 62), 54),
    "circuit": (patterns.circuit, "noon", (36, 63), 49),
    "snow": (wilds.snow, "overcast dusk dawn morning", (37, 63), 60),
}

THEMES: tuple[str, ...] = tuple(SCENES)


def _place(theme: str, seed: int) -> float:
    """Return where the subject stands, in percent of the width.

    Neighbouring seeds take different sides, and none quite the same place. Raises
    ``ValueError`` for a theme not in ``THEMES``.
    """
    if theme not in SCENES:
        raise ValueError(f"Unknown picture theme {theme!r}; known: {', '.join(THEMES)}")
    sides = SCENES[theme][2]
    return sides[seed % 2] + random.Random(f"subject:{theme}:{seed}").uniform(-2.5, 2.5)


def paint(theme: str, seed: int, size: Size = (1600, 1000)) -> Image.Image:
    """Return an RGB illustration of *theme*, *size* pixels (width, height).

    Raises ``ValueError`` for a theme not in ``THEMES``.
    """
    place = _place(theme, seed)
    scene, hours, _, _ = SCENES[theme]
    canvas = Canvas(size, hours, f"{theme}:{seed}", seed)
    scene(canvas, place / 100 * canvas.width)
    return canvas.finish()


def focal_point(theme: str, seed: int) -> tuple[int, int]:
    """Return where the subject of ``paint(theme, seed)`` is, in percent from left and top.

    Raises ``ValueError`` for a theme not in ``THEMES``.
    """
    return round(_place(theme, seed)), SCENES[theme][3]


def portrait(seed: int, size: Size = (800, 800)) -> Image.Image:
    """Return an RGB portrait of an invented author, the face in the middle.

    Even seeds show a woman, odd seeds a man, so that a portrait can suit a byline.
    """
    canvas = Canvas(size, seed=f"portrait:{seed}", turn=seed)
    portraits.bust(canvas)
    return canvas.finish(vignette=0.08)
