"""A walled garden with its villa and pool."""

import random

from articles.demo.painting.buildings import LAMPLIGHT, horseshoe, lantern, merlons
from articles.demo.painting.canvas import Canvas, Stencil
from articles.demo.painting.colour import Mood, Paint, darker, lighter
from articles.demo.painting.geometry import star
from articles.demo.painting.nature import (
    backdrop,
    smooth,
)
from articles.demo.painting.plants import (
    agave,
    cactus,
    crown,
    palm,
)

VILLAS = (
    ("#2448b8", "#f2c230", "#d95f3b"),
    ("#d9785a", "#3f9a86", "#f0c860"),
    ("#2f8a80", "#f2b84a", "#c8503f"),
    ("#f0e0c4", "#2f6fae", "#d9643f"),
)


def garden(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """A walled garden: a coloured villa, cactus and palms, and a pool fed by a star fountain."""
    wall, accent, pot = rng.choice(VILLAS)
    backdrop(c, rng, mood, 640, (c.width - x, 180))
    for i in range(30):
        px = (i + rng.random()) * c.width / 30
        crown(
            c,
            rng,
            px,
            560 + rng.uniform(-50, 40),
            rng.uniform(60, 110),
            rng.uniform(60, 120),
            mood.lit(rng.choice(("#4f8f5a", "#3f7f5f", "#6a9f58")), 0.34),
            7,
        )
    for _ in range(6):
        px = rng.uniform(0, c.width)
        palm(
            c,
            rng,
            px,
            660,
            rng.uniform(330, 480),
            mood.lit("#7a5a48", 0.2),
            mood.lit("#4a8a52", 0.22),
        )
    c.rect(0, 600, c.width, 710, mood.lit("#3f7a52", 0.16))
    villa(c, mood, x, 690, wall, accent)
    for px in (*[x - 360 - k * 105 for k in range(6)], *[x + 360 + k * 105 for k in range(6)]):
        kind = rng.randrange(3)
        if kind == 0:
            cactus(c, px, 716, rng.uniform(150, 270), mood.lit("#5f9a62"), rng.randint(1, 3))
        elif kind == 1:
            agave(c, rng, px, 716, rng.uniform(90, 130), mood.lit("#6fa88a"))
        else:
            crown(
                c, rng, px, 660, 62, 64, mood.lit(rng.choice(("#d95f8a", "#4f8f4f", "#c8486f"))), 8
            )
    c.fill(Stencil().rect(0, 700, c.width, 1000), mood.lit("#d9744f"), mood.lit("#a84f3f"))
    c.poly([(x - 210, 740), (x + 210, 740), (x + 470, 1010), (x - 470, 1010)], mood.lit("#f4ead8"))
    pool = Stencil().poly([(x - 180, 752), (x + 180, 752), (x + 400, 1010), (x - 400, 1010)])
    c.fill(pool, mood.lit("#5fb8b4"), mood.lit("#1f6f86"))
    c.fill(
        Stencil().rect(x - 150, 752, x + 150, 880), mood.lit(wall), alpha=0.5, fade=0.0, within=pool
    )
    for _ in range(16):
        t = rng.random()
        c.ellipse(
            x + rng.uniform(-150, 150) * (1 + t),
            770 + 220 * t,
            20 + 36 * t,
            2 + 2 * t,
            mood.lit("#e6f7f2"),
            0.5,
        )
    for _ in range(8):
        t = rng.uniform(0.2, 1)
        px, py = x + rng.choice((-1, 1)) * rng.uniform(60, 150) * (1 + t * 0.7), 770 + 200 * t
        c.ellipse(px, py, 26 + 20 * t, 8 + 6 * t, mood.lit("#4f9a5a"))
        c.ellipse(px, py - 7, 8 + 6 * t, 6 + 4 * t, mood.lit("#f6b8cf"))
    c.fill(
        Stencil().rect(x - 12, 730, x + 12, 826, 6),
        mood.lit("#fff7e8"),
        mood.lit("#b5a890"),
        across=True,
    )
    c.fill(Stencil().ellipse(x, 738, 84, 20), mood.lit("#fff7e8"), mood.lit("#c9b99a"))
    c.ellipse(x, 734, 70, 13, mood.lit("#6fc4c4"))
    for k in (-1, -0.5, 0.5, 1):
        jet = smooth([(x, 716), (x + k * 26, 668), (x + k * 56, 732)], 6)
        c.line(jet, 4, "#f2fdff", 0.85)
    for side in (-1, 1):
        for k in range(3):
            px, py, size = x + side * (320 + k * 130), 800 + k * 78, 92 + k * 34
            planter(c, rng, mood, px, py, size, mood.lit((accent, pot, wall)[(k + (side > 0)) % 3]))


def villa(c: Canvas, mood: Mood, x: float, y: float, wall: Paint, accent: Paint) -> None:
    """Paint a garden pavilion with a portico of horseshoe arches, standing at (x, y)."""
    tone, trim = mood.lit(wall), mood.lit(accent)
    c.fill(
        Stencil().rect(x - 210, y - 360, x + 210, y),
        lighter(tone, 0.06),
        darker(tone, 0.22),
        across=True,
    )
    merlons(c, x - 212, x + 212, y - 360, 30, tone)
    c.rect(x - 210, y - 338, x + 210, y - 326, trim)
    for k in (-130, 0, 130):
        pane = LAMPLIGHT if mood.lamps else mood.lit("#1f3350")
        c.poly(horseshoe(x + k, y - 214, 30, 92), trim)
        c.poly(horseshoe(x + k, y - 214, 22, 80), pane)
    c.fill(Stencil().rect(x - 300, y - 200, x + 300, y), tone, darker(tone, 0.28))
    c.rect(x - 306, y - 208, x + 306, y - 190, lighter(tone, 0.3))
    for k in (-200, 0, 200):
        c.poly(horseshoe(x + k, y, 78, 172), trim)
        c.poly(horseshoe(x + k, y, 68, 158), LAMPLIGHT if mood.lamps else darker(tone, 0.66))
    c.poly(star(x, y - 278, 22, 8), trim)
    c.rect(x - 76, y, x + 76, y + 14, mood.lit("#f4ead8"))
    lantern(c, x, y - 150, 30, mood.ink, 0.5 if mood.lamps else 0.15, 0.4)


def planter(
    c: Canvas, rng: random.Random, mood: Mood, x: float, y: float, size: float, glaze: Paint
) -> None:
    """Paint a glazed pot with a plant in it, *size* units tall, standing at (x, y)."""
    c.ellipse(x + size * 0.1, y + 2, size * 0.5, size * 0.09, mood.ink, 0.3)
    kind = rng.randrange(3)
    if kind == 0:
        agave(c, rng, x, y - size * 0.76, size * 0.8, mood.lit("#5f9f86"))
    elif kind == 1:
        crown(c, rng, x, y - size * 1.2, size * 0.46, size * 0.46, mood.lit("#4f8f50"), 8)
        for _ in range(9):
            c.disc(
                x + rng.gauss(0, size * 0.2),
                y - size * 1.2 + rng.gauss(0, size * 0.2),
                size * 0.05,
                mood.lit("#f29a3f"),
            )
    else:
        cactus(c, x, y - size * 0.7, size * 1.1, mood.lit("#5a9460"), 2)
    body = smooth(
        [
            (x - size * 0.4, y - size * 0.78),
            (x - size * 0.36, y - size * 0.3),
            (x - size * 0.24, y),
            (x + size * 0.24, y),
            (x + size * 0.36, y - size * 0.3),
            (x + size * 0.4, y - size * 0.78),
        ],
        5,
    )
    c.fill(body, lighter(glaze, 0.25), glaze, darker(glaze, 0.4), across=True)
    c.rect(
        x - size * 0.44,
        y - size * 0.86,
        x + size * 0.44,
        y - size * 0.74,
        lighter(glaze, 0.15),
        radius=size * 0.04,
    )
