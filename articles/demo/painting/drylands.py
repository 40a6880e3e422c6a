"""Scenes south of the Atlas: dunes, an oasis, and the night sky over a kasbah."""

import math
import random

from articles.demo.painting.buildings import LAMPLIGHT, kasbah
from articles.demo.painting.canvas import Canvas, Point, Stencil
from articles.demo.painting.colour import Mood, Paint, darker, lighter, mix
from articles.demo.painting.highlands import massif
from articles.demo.painting.nature import (
    backdrop,
    ground,
    height_at,
    jagged,
    luminary,
    ripples,
    rolling,
    smooth,
    stars,
)
from articles.demo.painting.plants import palm, tuft


def dune(
    c: Canvas,
    mood: Mood,
    crest: Point,
    left: Point,
    right: Point,
    sand: Paint,
    depth: float,
    foot: float,
    floor: Paint,
) -> None:
    """Paint a dune: a sunlit slope and a shaded slip face parted by a sinuous crest.

    *left* and *right* are where the skyline leaves the picture or sinks; *foot* is where the
    crest line meets the ground, and *floor* the ground's colour there.
    """
    cx, cy = crest
    up = smooth([left, ((left[0] + cx) / 2, (left[1] + cy) / 2 + 24), crest], 10)
    down = smooth([crest, ((cx + right[0]) / 2, (cy + right[1]) / 2 + 30), right], 10)
    run = foot - cy
    spine = smooth(
        [
            crest,
            (cx + run * 0.16, cy + run * 0.28),
            (cx - run * 0.08, cy + run * 0.6),
            (cx + run * 0.3, foot),
        ],
        10,
    )
    light, shade = mood.lit(sand, depth), mood.lit(mix(sand, "#6b3550", 0.52), depth)
    c.fill([*up, *spine, (left[0], foot)], lighter(light, 0.22), light, light, floor)
    c.fill(
        [*down, (right[0], foot), *reversed(spine)], shade, shade, mix(floor, shade, 0.45), floor
    )
    c.line([*up[6:], *spine[1:14]], 2.4, lighter(light, 0.5), 0.8)


def desert(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """Great dunes under a low sun, with a tented camp and a string of camels' tracks."""
    horizon = y
    c.sky(mood.sky, horizon + 40)
    if mood.lamps:
        stars(c, rng, horizon, 150)
    luminary(c, mood, x, horizon - 190, 92 if not mood.lamps else 56, 6)
    sand = "#eaa45a"
    for k in range(4):
        cx = c.width * (k + rng.uniform(0.2, 0.8)) / 4
        dune(
            c,
            mood,
            (cx, horizon - rng.uniform(10, 74)),
            (cx - 420, horizon + 70),
            (cx + 420, horizon + 70),
            sand,
            0.52,
            horizon + 90,
            mood.lit(sand, 0.48),
        )
    c.rect(0, horizon + 60, c.width, 1000, mood.lit(sand, 0.4))
    c.mist(horizon - 10, horizon + 110, mood.haze, 0.1, 0.55)
    other = c.width - x
    dune(
        c,
        mood,
        (other, horizon - 90),
        (other - 720, horizon + 190),
        (other + 780, horizon + 150),
        sand,
        0.24,
        horizon + 240,
        mood.lit(sand, 0.2),
    )
    c.rect(0, horizon + 239, c.width, 1000, mood.lit(sand, 0.2))
    dune(
        c,
        mood,
        (x - 120, horizon + 40),
        (x - 1100, horizon + 250),
        (x + 900, horizon + 330),
        sand,
        0.08,
        horizon + 400,
        mood.lit(sand, 0.05),
    )
    flat = rolling(rng, c.width, horizon + 300, 24, 0.9)
    c.fill(ground(flat), mood.lit("#efb46c", 0.05), mood.lit("#d08c50"))
    side = 1 if x < c.width / 2 else -1
    for off, size in ((0, 120), (1.2, 92), (-1.1, 84)):
        tent(c, mood, other + off * 130, height_at(flat, other) + 50, size)
    for k in range(4):
        camel(
            c,
            mood,
            x + side * (k * 122 - 210),
            height_at(flat, x) + 34 + 9 * math.sin(k * 2.1),
            88,
            side,
        )
    for band in range(5):
        wave = rolling(rng, c.width, 850 + band * 36, 13, 1.6)
        c.line(wave, 3.5, mood.lit("#b5703f"), 0.35)
        c.line([(px, py + 4) for px, py in wave], 2.5, mood.lit("#f8cf94"), 0.45)
    fore = [
        (px, py + (abs(px - (0 if side < 0 else c.width)) * 0.1))
        for px, py in rolling(rng, c.width, 900, 20, 0.8)
    ]
    c.fill(ground(fore), mood.lit("#c0744a"), mood.lit("#7d4038"))
    for _ in range(9):
        px = rng.uniform(0, c.width)
        tuft(c, rng, px, height_at(fore, px) + 14, rng.uniform(30, 58), mood.lit("#7a7a48"), 9)


def tent(c: Canvas, mood: Mood, x: float, y: float, size: float) -> None:
    """Paint a nomad tent standing at (x, y)."""
    cloth, stripe = mood.lit("#5b3431"), mood.lit("#e9d3a9")
    roof = smooth(
        [
            (x - size * 1.05, y - size * 0.1),
            (x - size * 0.5, y - size * 0.5),
            (x, y - size * 0.92),
            (x + size * 0.5, y - size * 0.5),
            (x + size * 1.05, y - size * 0.1),
        ],
        6,
    )
    c.fill(Stencil().ellipse(x + size * 0.2, y + 4, size * 1.3, size * 0.1), mood.ink, alpha=0.3)
    c.fill(
        [*roof, (x + size * 0.8, y), (x - size * 0.8, y)],
        lighter(cloth, 0.12),
        darker(cloth, 0.2),
        across=True,
    )
    for k in (0.72, 0.42):
        band = [(x + (px - x) * k, y + (py - y) * k) for px, py in roof]
        c.line(band, size * 0.045, stripe)
    c.poly(
        [(x - size * 0.24, y), (x, y - size * 0.56), (x + size * 0.24, y)],
        LAMPLIGHT if mood.lamps else mood.ink,
    )
    if mood.lamps:
        c.glow(x, y - size * 0.2, size, LAMPLIGHT, 0.4)


def camel(c: Canvas, mood: Mood, x: float, y: float, size: float, side: int) -> None:
    """Paint a dromedary walking towards *side*, *size* units tall, its feet at (x, y)."""
    coat = mix(mood.ink, mood.lit("#7a4a34"), 0.45)

    def at(px: float, py: float) -> Point:
        return x + side * px * size, y - py * size

    for foot, knee in ((-0.36, -0.3), (-0.2, -0.24), (0.22, 0.2), (0.36, 0.27)):
        c.line(
            [at(knee, 0.5), at((foot + knee) / 2 + 0.02, 0.25), at(foot, 0.0)], size * 0.062, coat
        )
    body = smooth(
        [
            at(-0.42, 0.58),
            at(-0.3, 0.74),
            at(-0.08, 0.98),
            at(0.12, 0.76),
            at(0.34, 0.68),
            at(0.46, 0.56),
            at(0.3, 0.44),
            at(-0.1, 0.4),
            at(-0.36, 0.44),
        ],
        5,
        closed=True,
    )
    c.poly(body, coat)
    neck = smooth([at(0.36, 0.56), at(0.54, 0.54), at(0.62, 0.72), at(0.62, 0.98)], 6)
    c.line(neck, size * 0.1, coat)
    c.poly(
        smooth(
            [at(0.56, 1.04), at(0.66, 1.05), at(0.82, 0.95), at(0.8, 0.9), at(0.62, 0.92)],
            4,
            closed=True,
        ),
        coat,
    )
    c.line([at(-0.42, 0.58), at(-0.48, 0.38)], size * 0.03, coat)
    c.poly([at(-0.2, 0.86), at(0.04, 0.88), at(0.1, 0.56), at(-0.2, 0.54)], mood.lit("#c04a3c"))
    c.line([at(-0.2, 0.66), at(0.08, 0.67)], size * 0.04, mood.lit("#f0c060"))


def oasis(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """A kasbah among date palms, mirrored in still water below ochre mountains."""
    bank = 690
    backdrop(c, rng, mood, bank, (c.width - x, 220))
    massif(c, rng, mood, jagged(rng, c.width, 560, 190, 4), "#a8788a", 0.58)
    massif(c, rng, mood, jagged(rng, c.width, 610, 110, 6, 0.6), "#b9775a", 0.34)
    c.mist(500, 680, mood.haze, 0.0, 0.55)
    for i in range(18):
        px = (i + rng.random()) * c.width / 18
        palm(
            c,
            rng,
            px,
            bank - 16,
            rng.uniform(90, 150),
            mood.lit("#7a5a48", 0.35),
            mood.lit("#5f8f58", 0.35),
        )
    kasbah(c, rng, mood, x, bank - 6, 250, "#cf8450")
    c.rect(0, bank - 20, c.width, bank, mood.lit("#7f9a4a"))
    for i in range(40):
        px, size = (i + rng.random()) * c.width / 40, rng.uniform(0.5, 1.3)
        c.ellipse(
            px,
            bank - 8,
            46 * size,
            26 * size,
            mood.lit(rng.choice(("#4f8048", "#6b9a4e", "#3f6f48"))),
        )
    for _ in range(6):
        side = rng.choice((-1, 1))
        palm(
            c,
            rng,
            x + side * rng.uniform(310, 620),
            bank,
            rng.uniform(200, 330),
            mood.lit("#7a553f"),
            mood.lit("#4d8a4c"),
        )
    c.reflect(bank, 310, mood.lit("#2f7f86"), 0.34, rng, 11)
    ripples(c, rng, bank + 16, 980, mood.lit("#e6f5ee"), 46, 0.35)
    shore = [(px, py - abs(px - x) * 0.09) for px, py in rolling(rng, c.width, 1000, 18, 1.4)]
    c.fill(ground(shore), mood.lit("#c99a5a"), mood.lit("#7d5a3e"))
    for _ in range(28):
        px = rng.uniform(0, c.width)
        tuft(c, rng, px, height_at(shore, px) + 8, rng.uniform(30, 80), mood.lit("#5f8a44"), 9)
    edge = c.width * (0.06 if x > c.width / 2 else 0.94)
    palm(
        c,
        rng,
        edge,
        1010,
        760,
        mood.lit("#5f4034"),
        mood.lit("#2f6a45"),
        0.1 if x > c.width / 2 else -0.1,
    )


def night_sky(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """The Milky Way over a dark kasbah or an observatory, and a falling star."""
    c.sky(mood.sky, 860)
    lean = 1 if x > c.width / 2 else -1
    start = (c.width / 2 - lean * 560, -80.0)
    end = (c.width / 2 + lean * 330, 820.0)
    for i in range(15):
        t = i / 14
        gx, gy = start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t
        c.glow(
            gx + rng.uniform(-50, 50),
            gy + rng.uniform(-30, 30),
            rng.uniform(150, 250),
            rng.choice(("#8fa7e6", "#b79be0", "#e6b8c6", "#7fc0dc")),
            rng.uniform(0.1, 0.2),
        )
    for _ in range(520):
        t, off = rng.random(), rng.gauss(0, 75)
        gx = start[0] + (end[0] - start[0]) * t + off
        gy = start[1] + (end[1] - start[1]) * t - off * 0.6 * lean
        c.disc(gx, gy, rng.choice((0.9, 1.1, 1.5)), "#fff6e6", rng.uniform(0.3, 0.85))
    stars(c, rng, 800, 230)
    for _ in range(9):
        sx, sy = rng.uniform(0, c.width), rng.uniform(30, 560)
        c.glow(sx, sy, 22, "#dfe8ff", 0.7)
        c.disc(sx, sy, 3.2, "#ffffff")
    mx, my = c.width - x + lean * 120, rng.uniform(120, 220)
    c.fill(
        [(mx, my), (mx + 190, my + 76), (mx + 187, my + 82)],
        "#ffffff",
        alpha=0.95,
        fade=0.0,
        across=True,
    )
    c.disc(mx, my, 4, "#ffffff")
    c.glow(x, 800, 620, mood.sky[-1], 0.75, 230)
    massif(c, rng, mood, jagged(rng, c.width, 800, 110, 5), "#5a6aa0", 0.35)
    hill = [
        (px, py + max(0, abs(px - x) - 200) * 0.09) for px, py in rolling(rng, c.width, 820, 12, 1)
    ]
    stand = height_at(hill, x) + 12
    if rng.random() < 0.5:
        kasbah(c, rng, mood, x, stand, 210, "#7a5f7a")
    else:
        observatory(c, mood, x, stand, 190, -lean)
    c.fill(ground(hill), mix(mood.ink, "#39406f", 0.5), mood.ink)
    for k in (-1, 1):
        for _ in range(2):
            px = x + k * rng.uniform(330, 700)
            palm(
                c,
                rng,
                px,
                height_at(hill, px) + 10,
                rng.uniform(130, 210),
                mood.ink,
                mix(mood.ink, "#2f4f6f", 0.5),
            )
    c.fill(ground(rolling(rng, c.width, 940, 24, 1.3)), mood.ink)


def observatory(c: Canvas, mood: Mood, x: float, y: float, size: float, side: int) -> None:
    """Paint a domed observatory, *size* units to the crown, its slit towards *side*."""
    wall = mix(mood.lit("#e8e2ea"), mood.ink, 0.1)
    c.fill(
        Stencil().rect(x - size * 0.95, y - size * 0.32, x + size * 1.1, y),
        wall,
        darker(wall, 0.5),
        across=True,
    )
    for k in (-0.75, -0.45, 0.75):
        c.rect(
            x + k * size, y - size * 0.22, x + k * size + size * 0.14, y - size * 0.08, LAMPLIGHT
        )
    c.fill(
        Stencil().rect(x - size * 0.5, y - size * 0.62, x + size * 0.5, y),
        lighter(wall, 0.2),
        darker(wall, 0.42),
        across=True,
    )
    dome = Stencil().disc(x, y - size * 0.6, size * 0.56)
    dome.rect(x - size, y - size * 0.6, x + size, y, hole=True)
    c.fill(dome, lighter(wall, 0.4), wall, darker(wall, 0.5), across=True)
    slit = [
        (x + side * size * 0.06, y - size * 1.15),
        (x + side * size * 0.26, y - size * 1.1),
        (x + side * size * 0.34, y - size * 0.6),
        (x + side * size * 0.14, y - size * 0.6),
    ]
    c.poly(slit, mood.ink)
    c.line(
        [(x + side * size * 0.18, y - size * 0.8), (x + side * size * 0.46, y - size * 1.22)],
        size * 0.11,
        lighter(wall, 0.25),
    )
    c.rect(x - size * 0.6, y - size * 0.64, x + size * 0.6, y - size * 0.56, darker(wall, 0.3))
