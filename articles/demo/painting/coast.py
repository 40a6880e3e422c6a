"""Scenes by the sea: open water, and a working harbour."""

import math
import random

from articles.demo.painting.buildings import LAMPLIGHT
from articles.demo.painting.canvas import Canvas, Stencil
from articles.demo.painting.colour import Mood, Paint, darker, lighter, mix
from articles.demo.painting.nature import (
    backdrop,
    birds,
    glints,
    ground,
    ripples,
    rolling,
    smooth,
    water,
)


def sea(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """Open sea with a boat or a lighthouse under the sun, and surf at the viewer's feet."""
    horizon = y
    sun_x = c.width - x + rng.uniform(-80, 80)
    backdrop(c, rng, mood, horizon, (sun_x, horizon - rng.uniform(120, 260)))
    cape = [
        (px, py + max(0, (px - c.width * 0.42) if x < c.width / 2 else (c.width * 0.58 - px)) * 0.2)
        for px, py in rolling(rng, c.width, horizon - 60, 34)
    ]
    c.poly(ground([(px, min(py, horizon)) for px, py in cape], horizon), mood.lit("#5f7f7a", 0.62))
    water(c, mood, horizon, "#1f7f96")
    glints(c, rng, sun_x, horizon + 6, 760, mix(mood.sun, mood.sky[-1], 0.3), 300, 75)
    ripples(c, rng, horizon + 10, 800, lighter(mood.lit("#4aa3b0"), 0.3), 60, 0.35)
    if rng.random() < 0.5:
        lighthouse(c, rng, mood, x, horizon + 18)
    else:
        felucca(c, mood, x, horizon + 70, 250)
        felucca(c, mood, x + rng.choice((-1, 1)) * rng.uniform(240, 330), horizon + 16, 84)
    birds(c, rng, c.width / 2, horizon - 270, 6, mood.ink)
    surf(c, rng, mood)


def surf(c: Canvas, rng: random.Random, mood: Mood) -> None:
    """Lay three waves of foam over a strip of sand along the bottom."""
    for i, (y, tone) in enumerate(((800, "#2f93a3"), (858, "#5fb3b3"), (918, "#9fd0c4"))):
        edge = rolling(rng, c.width, y, 11 + 4 * i, rng.uniform(1.6, 3.2))
        c.fill(ground(edge), mood.lit(tone), mood.lit(lighter(tone, 0.2)))
        foam = [(px, py + 6 + 4 * i + (3 + i) * math.sin(px / 37 + i)) for px, py in edge]
        c.poly([*edge, *reversed(foam)], mood.lit("#ffffff"), 0.85)
    beach = rolling(rng, c.width, 962, 20, 2)
    c.fill(ground([(px, py - 12) for px, py in beach]), mood.lit("#ffffff"), alpha=0.7)
    c.fill(ground(beach), mood.lit("#ecd2a0"), mood.lit("#d6ac74"))


def felucca(c: Canvas, mood: Mood, x: float, y: float, size: float) -> None:
    """Paint a lateen-rigged boat *size* units tall, afloat at (x, y)."""
    mast, bow = (x - size * 0.05, y - size), x + size * 0.46
    c.line([(x - size * 0.05, y - size * 0.1), mast], size * 0.018, mood.lit("#5b3a29"))
    sail = smooth(
        [
            (x - size * 0.02, y - size * 1.06),
            (x + size * 0.2, y - size * 0.62),
            (x + size * 0.4, y - size * 0.17),
        ],
        8,
    )
    belly = smooth(
        [
            (x + size * 0.4, y - size * 0.17),
            (x + size * 0.12, y - size * 0.13),
            (x - size * 0.02, y - size * 0.2),
        ],
        6,
    )
    c.fill([*sail, *belly], mood.lit("#fffdf4"), mood.lit("#e3d3b4"))
    jib = smooth(
        [
            (x - size * 0.06, y - size * 0.92),
            (x - size * 0.24, y - size * 0.5),
            (x - size * 0.38, y - size * 0.17),
        ],
        8,
    )
    c.fill([*jib, (x - size * 0.08, y - size * 0.19)], mood.lit("#e58a4f"), mood.lit("#c5563a"))
    hull = smooth(
        [
            (x - size * 0.5, y - size * 0.13),
            (x - size * 0.36, y),
            (x + size * 0.3, y),
            (bow, y - size * 0.17),
        ],
        7,
    )
    c.fill(hull, mood.lit("#2b6ca8"), mood.lit("#173f6b"))
    rim = [
        (px, py + size * 0.03)
        for px, py in ((x - size * 0.5, y - size * 0.13), (bow, y - size * 0.17))
    ]
    c.poly(
        [(x - size * 0.5, y - size * 0.14), (bow, y - size * 0.18), *reversed(rim)],
        mood.lit("#f3e7d2"),
    )
    c.fill(Stencil().ellipse(x, y + size * 0.035, size * 0.46, size * 0.035), mood.ink, alpha=0.35)


def lighthouse(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """Paint a striped lighthouse on a rock, standing in the sea at (x, y)."""
    side = 1 if x > c.width / 2 else -1
    rock = smooth(
        [
            (x - side * 260, y + 46),
            (x - side * 150, y - 10),
            (x - side * 70, y - 62),
            (x + side * 30, y - 84),
            (x + side * 160, y - 66),
            (x + side * 330, y - 96),
            (x + side * 560, y - 70),
            (x + side * 900, y - 110),
            (x + side * 900, y + 60),
        ],
        6,
    )
    c.fill(rock, mood.lit("#8d7f6e"), mood.lit("#4d4a52"))
    whole = Stencil().poly(rock)
    for drop, rock_face in ((26, "#75695f"), (58, "#5d5556"), (92, "#464450")):
        ledge = [(px + side * 14, py + drop + rng.uniform(-5, 5)) for px, py in rock[:-6]]
        c.fill(Stencil().poly([*ledge, rock[-1]]), mood.lit(rock_face), alpha=0.75, within=whole)
    foot, top = y - 74, y - 400
    for i in range(6):
        t0, t1 = i / 6, (i + 1) / 6
        w0, w1 = 46 - 16 * t0, 46 - 16 * t1
        y0, y1 = foot + (top - foot) * t0, foot + (top - foot) * t1
        tone = mood.lit("#f7f1e6" if i % 2 else "#c8493c")
        c.fill(
            [(x - w0, y0), (x - w1, y1), (x + w1, y1), (x + w0, y0)],
            lighter(tone, 0.1),
            darker(tone, 0.34),
            across=True,
        )
    c.rect(x - 42, top - 8, x + 42, top + 4, mood.ink)
    c.rect(x - 22, top - 56, x + 22, top - 8, LAMPLIGHT if mood.lamps else mood.lit("#cfe4ea"))
    for k in (-22, -8, 8, 22):
        c.line([(x + k, top - 56), (x + k, top - 8)], 4, mood.ink)
    c.poly([(x - 32, top - 54), (x + 32, top - 54), (x, top - 92)], mood.lit("#a93a30"))
    for px in (x - side * 250, x - side * 100, x + side * 60, x + side * 260):
        c.ellipse(px, y + rng.uniform(30, 52), rng.uniform(60, 120), 6, mood.lit("#ffffff"), 0.7)
    if mood.lamps:
        for k, start, end in ((-1, 0.0, 0.3), (1, 0.3, 0.0)):
            beam = [(x, top - 32), (x + k * 900, top - 150), (x + k * 900, top + 40)]
            c.fill(beam, LAMPLIGHT, alpha=start, fade=end, across=True, blur=8)
        c.glow(x, top - 32, 130, LAMPLIGHT, 0.8)


def harbour(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """Container port: gantry cranes over a ship, stacks on the quay, mirrored in the basin."""
    quay = 690
    backdrop(c, rng, mood, quay, (c.width * rng.uniform(0.2, 0.8), 330))
    for depth, rise, base in ((0.78, 70, 600), (0.6, 50, 650)):
        c.poly(ground(rolling(rng, c.width, base, rise, 1.6), quay), mood.lit("#5c7a86", depth))
    for px in (x - 560, x + 500, x + 760, x - 830):
        crane(c, mood, px, quay - 26, 250, 0.62, "#c9825a", 1 if px < x else -1)
    stacks(c, rng, mood, 0, c.width, quay - 22, 30, 0.45)
    c.rect(0, quay - 26, c.width, quay, mood.lit("#6f7480", 0.2))
    crane(c, mood, x - 150, quay - 2, 520, 0.0, "#e2703a", 1)
    crane(c, mood, x + 190, quay - 2, 470, 0.08, "#2f7fb5", 1)
    ship(c, rng, mood, x, quay + 16)
    birds(c, rng, c.width - x, 260, 6, mood.ink)
    c.reflect(quay + 16, 300, mood.lit("#2a6478"), 0.42, rng, 16)
    ripples(c, rng, quay + 40, 990, lighter(mood.lit("#7fb7c4"), 0.4), 50, 0.3)
    tug(c, mood, c.width - x * 0.9 + 40, 890, 150)


def crane(
    c: Canvas, mood: Mood, x: float, y: float, size: float, depth: float, paint: Paint, side: int
) -> None:
    """Paint a ship-to-shore gantry crane *size* units tall with its boom towards *side*."""
    tone, shade = mood.lit(paint, depth), mood.lit(darker(paint, 0.35), depth)
    beam, leg, deck = size * 0.035, size * 0.16, y - size * 0.62
    for px, ink in ((x - leg, tone), (x + leg, shade)):
        c.line([(px, y), (px, deck)], beam, ink)
        c.rect(px - beam * 1.4, y - beam * 1.2, px + beam * 1.4, y, shade)
    c.line([(x - leg, y - size * 0.3), (x + leg, y - size * 0.3)], beam * 0.8, shade)
    c.line([(x - leg, y - size * 0.3), (x + leg, deck)], beam * 0.45, shade)
    c.line([(x - side * size * 0.36, deck), (x + side * size * 0.78, deck)], beam * 1.3, tone)
    apex = (x + side * leg * 0.6, y - size)
    c.line([(x - side * leg, deck), apex, (x + side * leg, deck)], beam * 0.9, tone)
    for reach in (0.74, 0.46):
        c.line([apex, (x + side * size * reach, deck)], beam * 0.3, shade)
    c.line([apex, (x - side * size * 0.34, deck)], beam * 0.3, shade)
    c.rect(x - side * size * 0.36, deck - beam * 3, x - side * size * 0.2, deck, shade)
    trolley = x + side * size * 0.55
    c.rect(trolley - beam * 1.5, deck, trolley + beam * 1.5, deck + beam * 1.4, shade)
    for k in (-1, 1):
        c.line(
            [(trolley + k * beam, deck), (trolley + k * beam, deck + size * 0.15)],
            beam * 0.2,
            shade,
        )
    c.rect(
        trolley - size * 0.075,
        deck + size * 0.15,
        trolley + size * 0.075,
        deck + size * 0.21,
        mood.lit("#c2473d", depth),
    )


BOXES = ("#c2473d", "#2f6f9f", "#e0a13a", "#3f8f7a", "#e9e2d3", "#7a5a8c", "#d77b45")


def stacks(
    c: Canvas,
    rng: random.Random,
    mood: Mood,
    x0: float,
    x1: float,
    y: float,
    size: float,
    depth: float,
    tallest: int = 4,
) -> None:
    """Pile shipping containers *size* units high along *y*."""
    px = x0
    while px < x1:
        for level in range(rng.randint(1, tallest)):
            tone = mood.lit(rng.choice(BOXES), depth)
            top = y - size * (level + 1)
            c.rect(px, top, px + size * 2.3, top + size - 1.5, tone)
            c.rect(px, top + size * 0.72, px + size * 2.3, top + size - 1.5, darker(tone, 0.2))
            for k in range(1, 8):
                rib = px + size * 2.3 * k / 8
                c.line([(rib, top + 3), (rib, top + size - 4)], 1.2, darker(tone, 0.3), 0.6)
        px += size * 2.42 + (size * 1.4 if rng.random() < 0.14 else 0)


def ship(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """Paint a loaded container ship 900 units long, afloat at (x, y)."""
    left, right = x - 420, x + 480
    stacks(c, rng, mood, left + 190, right - 130, y - 92, 36, 0.04, 5)
    house = mood.lit("#f4efe4")
    c.fill(Stencil().rect(left + 60, y - 330, left + 170, y - 80), house, darker(house, 0.16))
    c.rect(left + 46, y - 346, left + 184, y - 322, house)
    for row in range(5):
        for k in range(4):
            pane = LAMPLIGHT if mood.lamps and rng.random() < 0.7 else mood.lit("#3a6075")
            c.rect(
                left + 74 + k * 24, y - 300 + row * 40, left + 90 + k * 24, y - 284 + row * 40, pane
            )
    c.rect(left + 92, y - 400, left + 136, y - 346, mood.lit("#e2703a"))
    c.rect(left + 92, y - 388, left + 136, y - 374, house)
    hull = [
        (left, y - 104),
        (right - 60, y - 96),
        (right, y - 134),
        (right - 46, y),
        (left + 26, y),
    ]
    c.fill(hull, mood.lit("#234a6d"), mood.lit("#16304a"))
    c.poly(
        [(left + 18, y - 28), (right - 40, y - 28), (right - 46, y), (left + 26, y)],
        mood.lit("#a8403a"),
    )
    c.line([(left, y - 104), (right - 60, y - 96), (right, y - 134)], 7, mood.lit("#f4efe4"))


def tug(c: Canvas, mood: Mood, x: float, y: float, size: float) -> None:
    """Paint a small blue fishing boat, *size* units long, afloat at (x, y)."""
    c.fill(Stencil().ellipse(x, y + size * 0.03, size * 0.56, size * 0.06), mood.ink, alpha=0.4)
    cabin = mood.lit("#f7efe0")
    c.fill(
        Stencil().rect(x - size * 0.12, y - size * 0.46, x + size * 0.14, y - size * 0.16, 4),
        cabin,
        darker(cabin, 0.2),
        across=True,
    )
    c.rect(
        x - size * 0.08,
        y - size * 0.4,
        x + size * 0.1,
        y - size * 0.29,
        LAMPLIGHT if mood.lamps else mood.lit("#325a72"),
    )
    c.line(
        [(x - size * 0.3, y - size * 0.16), (x - size * 0.3, y - size * 0.8)],
        size * 0.022,
        mood.ink,
    )
    c.line(
        [(x - size * 0.3, y - size * 0.78), (x + size * 0.46, y - size * 0.26)],
        size * 0.01,
        mood.ink,
    )
    hull = smooth(
        [
            (x - size * 0.5, y - size * 0.22),
            (x - size * 0.38, y),
            (x + size * 0.34, y + size * 0.01),
            (x + size * 0.54, y - size * 0.32),
        ],
        7,
    )
    c.fill(hull, mood.lit("#3f8fd0"), mood.lit("#1d548f"))
    c.line(
        [
            (x - size * 0.5, y - size * 0.21),
            (x + size * 0.1, y - size * 0.2),
            (x + size * 0.54, y - size * 0.31),
        ],
        size * 0.035,
        mood.lit("#f2c14e"),
    )
