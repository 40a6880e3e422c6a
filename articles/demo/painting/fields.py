"""Scenes of cultivated land: olives and wheat."""

import math
import random

from articles.demo.painting.buildings import LAMPLIGHT, round_arch
from articles.demo.painting.canvas import Canvas, Point, Stencil
from articles.demo.painting.colour import Mood, Paint, darker
from articles.demo.painting.highlands import massif
from articles.demo.painting.nature import (
    backdrop,
    birds,
    ground,
    height_at,
    jagged,
    rolling,
    smooth,
)
from articles.demo.painting.plants import (
    crown,
    cypress,
    olive_tree,
    tuft,
)


def farmhouse(c: Canvas, mood: Mood, x: float, y: float, size: float, depth: float) -> None:
    """Paint a whitewashed farm with a tiled roof, *size* units wide, standing at (x, y)."""
    wall, tile = mood.lit("#f6ead6", depth), mood.lit("#c2623f", depth)
    c.rect(x + size * 0.1, y - size * 0.3, x + size * 0.55, y, darker(wall, 0.16))
    c.poly(
        [
            (x + size * 0.06, y - size * 0.29),
            (x + size * 0.14, y - size * 0.42),
            (x + size * 0.54, y - size * 0.42),
            (x + size * 0.6, y - size * 0.29),
        ],
        darker(tile, 0.15),
    )
    c.rect(x - size * 0.4, y - size * 0.42, x + size * 0.1, y, wall)
    c.poly(
        [
            (x - size * 0.46, y - size * 0.41),
            (x - size * 0.34, y - size * 0.58),
            (x + size * 0.06, y - size * 0.58),
            (x + size * 0.16, y - size * 0.41),
        ],
        tile,
    )
    pane = LAMPLIGHT if mood.lamps else mood.lit("#3f5a6f", depth)
    for k in (-0.3, -0.02):
        c.rect(
            x + k * size - size * 0.045,
            y - size * 0.32,
            x + k * size + size * 0.045,
            y - size * 0.19,
            pane,
        )
    for k in (0.24, 0.42):
        c.rect(
            x + k * size - size * 0.035,
            y - size * 0.2,
            x + k * size + size * 0.035,
            y - size * 0.1,
            pane,
        )
    c.poly(round_arch(x - size * 0.16, y, size * 0.06, size * 0.22), mood.lit("#2f7f8a", depth))


def olive_grove(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """An old olive tree before rows of its kind on red earth, a farm and hills beyond."""
    backdrop(c, rng, mood, 560, (c.width - x, 210))
    massif(c, rng, mood, jagged(rng, c.width, 500, 140, 4), "#7f8fb5", 0.62)
    for base, rise, paint, depth in ((500, 40, "#8fa37a", 0.5), (550, 40, "#93a564", 0.36)):
        hill = rolling(rng, c.width, base, rise, 1.7)
        c.fill(ground(hill), mood.lit(paint, depth), mood.lit(darker(paint, 0.15), depth))
        for i in range(44):
            px = (i + rng.random()) * c.width / 44
            for row in range(2):
                c.ellipse(
                    px,
                    height_at(hill, px) + 14 + row * 22,
                    13,
                    10,
                    mood.lit("#5f7f5a", depth + 0.04),
                )
    far = c.width - x
    farmhouse(c, mood, far, 600, 170, 0.2)
    for k in (-130, -104, 120):
        cypress(c, far + k, 604, rng.uniform(90, 130), mood.lit("#3f6a50", 0.2))
    earth = rolling(rng, c.width, 606, 12, 1.2)
    c.fill(ground(earth), mood.lit("#d08a5a", 0.12), mood.lit("#a85a3c"), mood.lit("#6f3a30"))
    for row in range(5):
        t = row / 4
        py = 640 + 190 * t**1.5
        size = 74 + 150 * t
        gap = 96 + 190 * t
        count = int(c.width / gap) + 3
        for k in range(-1, count):
            px = (k + 0.5 * (row % 2)) * gap + (x % gap)
            if row > 2 and abs(px - x) < 300:
                continue
            c.ellipse(px + size * 0.12, py + 4, size * 0.42, size * 0.07, mood.ink, 0.28)
            olive_tree(
                c,
                rng,
                px,
                py,
                size,
                mood.lit("#8aa37a", 0.24 * (1 - t)),
                mood.lit("#6a4f42", 0.2 * (1 - t)),
            )
    fore = [
        (px, py - 22 * math.exp(-(((px - x) / 260) ** 2)))
        for px, py in rolling(rng, c.width, 890, 14, 1.3)
    ]
    c.fill(ground(fore), mood.lit("#c27648"), mood.lit("#6a382e"))
    c.ellipse(x + 60, 890, 330, 36, mood.ink, 0.34)
    olive_tree(c, rng, x, 892, 892 - y + 110, mood.lit("#8fab7c"), mood.lit("#6f5142"))
    for _ in range(28):
        px = rng.uniform(0, c.width)
        tuft(
            c,
            rng,
            px,
            height_at(fore, px) + rng.uniform(14, 90),
            rng.uniform(20, 46),
            mood.lit("#8a9a4c"),
            7,
        )
    for _ in range(40):
        px = x + rng.gauss(0, 180)
        c.ellipse(px, 906 + rng.uniform(-4, 50), 6, 4.5, mood.lit("#3f3a4a"))


def wheat(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """Golden fields to the horizon with a harvester at work, and ripe ears close by."""
    backdrop(c, rng, mood, 520, (c.width - x, 200), 54)
    for base, rise, paint, depth in (
        (480, 46, "#7f9f8a", 0.56),
        (520, 34, "#a8b05f", 0.42),
        (560, 30, "#d9b352", 0.3),
    ):
        hill = rolling(rng, c.width, base, rise, 1.6)
        c.fill(ground(hill), mood.lit(paint, depth), mood.lit(darker(paint, 0.1), depth))
    for _ in range(16):
        px = rng.uniform(0, c.width)
        crown(
            c,
            rng,
            px,
            540 + rng.uniform(-8, 8),
            rng.uniform(16, 32),
            rng.uniform(14, 24),
            mood.lit("#4f7f52", 0.3),
            6,
        )
    farmhouse(c, mood, c.width - x, 574, 150, 0.24)
    field = rolling(rng, c.width, 590, 16, 1.1)
    c.fill(ground(field), mood.lit("#eec25a", 0.14), mood.lit("#d99a38"), mood.lit("#a86a2a"))
    for k in range(-16, 17):
        near = [(x + k * 210 - 34, 1000), (x + k * 210 + 34, 1000)]
        c.poly([(x + k * 46, 596), *near], mood.lit("#c58430"), 0.3)
    harvester(c, mood, x, y + 120, 250, 1 if x < c.width / 2 else -1)
    for row, (top, count) in enumerate(((806, 84), (846, 66), (900, 48))):
        crop = [
            (px, top + rng.uniform(-16, 16) - abs(px - x) * 0.03)
            for px in range(-20, round(c.width) + 30, 9)
        ]
        tone = mood.lit(("#c98f38", "#b97d2e", "#9a6424")[row])
        c.fill(ground(crop), tone, darker(tone, 0.16))
        for i in range(count):
            px = (i + rng.random()) * c.width / count
            ear(
                c,
                rng,
                px,
                top + 130,
                150 + row * 26 + rng.uniform(-26, 34) + abs(px - x) * 0.03,
                0.72 + row * 0.2,
                mood.lit(rng.choice(("#f2cf6a", "#e8b84a", "#dca53e", "#f6dc8a"))),
                mood.lit("#a8742a"),
            )
    for _ in range(9):
        px, py = rng.uniform(0, c.width), rng.uniform(830, 960)
        for k in range(5):
            c.disc(
                px + 9 * math.cos(k * 1.257), py + 9 * math.sin(k * 1.257), 8, mood.lit("#d8432f")
            )
        c.disc(px, py, 5, mood.ink)
    birds(c, rng, c.width / 2, 200, 7, mood.ink)


def ear(
    c: Canvas,
    rng: random.Random,
    x: float,
    y: float,
    tall: float,
    size: float,
    grain: Paint,
    stem: Paint,
) -> None:
    """Paint one ear of wheat growing from (x, y), its stalk *tall* units, its grains by *size*."""
    lean = rng.gauss(0.08, 0.1)
    stalk = smooth(
        [(x, y), (x + lean * tall * 0.35, y - tall * 0.5), (x + lean * tall, y - tall * 0.86)], 4
    )
    c.line(stalk, 3 * size, stem)
    tip_x, tip_y = stalk[-1]
    for k in range(7):
        gx, gy = tip_x + lean * k * 9 * size, tip_y - k * 9.5 * size
        half = size * (6 + 5.5 * math.sin(math.pi * (0.12 + k * 0.11)))
        for side in (-1, 1):
            c.poly(
                [
                    (gx, gy + 5 * size),
                    (gx + side * half, gy - 5 * size),
                    (gx + side * half * 0.6, gy - 17 * size),
                    (gx, gy - 7 * size),
                ],
                grain if side < 0 else darker(grain, 0.18),
            )
    for k in (-1, 0, 1):
        c.line(
            [
                (tip_x + lean * 56 * size, tip_y - 62 * size),
                (tip_x + lean * 80 * size + k * 12 * size, tip_y - 104 * size),
            ],
            1.5 * size,
            grain,
        )


def harvester(c: Canvas, mood: Mood, x: float, y: float, size: float, side: int) -> None:
    """Paint a combine harvester facing *side*, *size* units long, its wheels at y."""
    red, shade = mood.lit("#cf4636"), mood.lit("#8f2f2c")

    def at(px: float, py: float) -> Point:
        return x + side * px * size, y - py * size

    c.fill(Stencil().ellipse(x, y, size * 0.7, size * 0.07), mood.ink, alpha=0.35)
    for k in range(6):
        c.glow(
            *at(-0.6 - k * 0.1, 0.1 + k * 0.02),
            size * (0.16 + k * 0.035),
            mood.lit("#f6dda0"),
            0.5 - k * 0.06,
        )
    c.poly([at(-0.2, 0.56), at(-0.16, 0.66), at(0.24, 0.74), at(0.24, 0.68)], mood.lit("#e5b13f"))
    body = [at(-0.5, 0.2), at(-0.52, 0.42), at(-0.34, 0.6), at(0.14, 0.6), at(0.2, 0.2)]
    c.fill(body, red, shade)
    c.poly([at(-0.46, 0.34), at(-0.42, 0.42), at(0.16, 0.42), at(0.17, 0.34)], mood.lit("#f4ead6"))
    c.poly([at(0.1, 0.3), at(0.1, 0.7), at(0.34, 0.7), at(0.4, 0.44), at(0.38, 0.3)], red)
    c.poly(
        [at(0.13, 0.45), at(0.13, 0.66), at(0.32, 0.66), at(0.37, 0.45)],
        LAMPLIGHT if mood.lamps else mood.lit("#bfe0ea"),
    )
    c.poly([at(0.06, 0.7), at(0.07, 0.74), at(0.38, 0.74), at(0.37, 0.7)], shade)
    c.poly([at(0.3, 0.3), at(0.6, 0.16), at(0.6, 0.06), at(0.26, 0.16)], shade)
    wheel_x, wheel_y = at(0.66, 0.16)
    for radius, width in ((0.15, 0.02), (0.1, 0.012)):
        c.ring(wheel_x, wheel_y, size * radius, size * width, mood.lit("#e5b13f"))
    for k in range(8):
        turn = math.tau * k / 8
        c.line(
            [
                (wheel_x, wheel_y),
                (wheel_x + size * 0.15 * math.cos(turn), wheel_y + size * 0.15 * math.sin(turn)),
            ],
            size * 0.012,
            mood.lit("#e5b13f"),
        )
    c.poly([at(0.52, 0.02), at(0.56, 0.12), at(0.74, 0.05), at(0.8, 0.0)], mood.lit("#e9e0cf"))
    for px, radius in ((0.2, 0.2), (-0.36, 0.13)):
        cx, cy = at(px, radius)
        c.disc(cx, cy, size * radius, mood.ink)
        c.disc(cx, cy, size * radius * 0.55, mood.lit("#e5b13f"))
        c.disc(cx, cy, size * radius * 0.2, mood.ink)
