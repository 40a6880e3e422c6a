"""Scenes of the modern city: the skyline, and a street in the rain."""

import math
import random

from articles.demo.painting.buildings import (
    LAMPLIGHT,
    round_arch,
    street_lamp,
    windows,
)
from articles.demo.painting.canvas import Canvas, Stencil
from articles.demo.painting.colour import Mood, darker, lighter, mix
from articles.demo.painting.nature import (
    backdrop,
    cloud,
    smooth,
)
from articles.demo.painting.plants import crown, palm


def skyline(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """Towers of a modern city in layers, a tramway in front, mirrored on a wet esplanade."""
    base = 800
    backdrop(c, rng, mood, base, (c.width - x, 300), 60)
    for row in range(3):
        depth = 0.68 - row * 0.23
        px = -30.0
        while px < c.width:
            wide = rng.uniform(60, 130) + row * 14
            tall = rng.uniform(170, 330) - row * 26 + 130 * math.exp(-(((px - x) / 380) ** 2))
            block(c, rng, mood, px, base, wide, tall, depth)
            px += wide + rng.choice((0, 0, 6, 22))
        if row == 1:
            signature_tower(c, rng, mood, x, base, base - y + 160, 0.1)
    for _ in range(22):
        px = rng.uniform(0, c.width)
        crown(
            c,
            rng,
            px,
            base - 26,
            rng.uniform(26, 46),
            rng.uniform(22, 34),
            mood.lit("#4f8560", 0.08),
            6,
        )
    c.rect(0, base - 14, c.width, base, mood.lit("#8b8f99"))
    tram(c, mood, c.width - x - 330, base - 8, 620)
    c.reflect(base, 200, mood.lit("#41566b"), 0.42, rng, 9)
    c.mist(base, 830, mood.ink, 0.5)
    for k in range(-1, 5):
        px = k * 430 + x * 0.7 % 260
        palm(c, rng, px, 905, rng.uniform(290, 350), mood.lit("#5b463b"), mood.lit("#376f52"))
        street_lamp(c, px + 215, 905, 250, mood.ink, mood.lamps)
    c.fill(Stencil().rect(0, 900, c.width, 1000), mood.lit("#7c8088"), mood.ink, alpha=0.96)
    c.rect(0, 900, c.width, 908, mood.lit("#c9c6bf"))


def block(
    c: Canvas,
    rng: random.Random,
    mood: Mood,
    x: float,
    y: float,
    wide: float,
    tall: float,
    depth: float,
) -> None:
    """Paint one office or apartment block whose lower left corner is at (x, y)."""
    wall = mood.lit(
        rng.choice(("#e8dccb", "#b9c4d0", "#d8b79a", "#8fa6ba", "#f1ece2", "#a98f86")), depth
    )
    top = y - tall
    split = x + wide * rng.uniform(0.62, 0.8)
    c.rect(x, top, split, y, wall)
    c.rect(split, top, x + wide, y, darker(wall, 0.22))
    kind = rng.randrange(4)
    glass = mood.lit("#4a6a85", min(0.9, depth + 0.1))
    if kind == 0:
        c.rect(x + wide * 0.2, top - 26, x + wide * 0.6, top, darker(wall, 0.12))
        c.line([(x + wide * 0.4, top - 26), (x + wide * 0.4, top - 84)], 3, darker(wall, 0.3))
    elif kind == 1:
        c.poly([(x, top), (x, top - wide * 0.3), (split, top)], wall)
    elif kind == 2:
        c.rect(x - 4, top - 9, x + wide + 4, top, lighter(wall, 0.2))
    rows, columns = max(3, round(tall / 30)), max(2, round((split - x) / 22))
    if kind == 3:
        for row in range(rows):
            band = top + tall * (row + 0.3) / rows
            lit = mood.lamps and rng.random() < 0.5
            c.rect(x + 5, band, split - 4, band + tall * 0.42 / rows, LAMPLIGHT if lit else glass)
    else:
        windows(
            c,
            rng,
            (x + 4, top + 10, split - 2, y - 6),
            columns,
            rows,
            glass,
            mood.lamps,
            0.5 * (1 - depth * 0.5),
        )


def signature_tower(
    c: Canvas, rng: random.Random, mood: Mood, x: float, y: float, tall: float, depth: float
) -> None:
    """Paint the tallest tower: a curved glass blade with a lit spine."""
    glass = mood.lit("#5fa0bd", depth)
    left = smooth(
        [(x - 84, y), (x - 92, y - tall * 0.5), (x - 52, y - tall * 0.86), (x + 6, y - tall)], 10
    )
    right = smooth(
        [(x + 6, y - tall), (x + 46, y - tall * 0.82), (x + 84, y - tall * 0.45), (x + 84, y)], 10
    )
    body = Stencil().poly([*left, *right])
    c.fill(body, lighter(glass, 0.45), glass, darker(glass, 0.45), across=True)
    c.fill(body, mood.sky[-1], alpha=0.45, fade=0.0)
    for row in range(1, 34):
        ry = y - tall * 0.93 * row / 34
        half = 88 - 60 * max(0, (row / 34 - 0.45)) ** 1.2
        c.line([(x - half, ry), (x + half * 0.9, ry)], 2, darker(glass, 0.5), 0.32)
        if mood.lamps:
            for k in range(7):
                if rng.random() < 0.4:
                    wx = x - half + 8 + k * half * 0.25
                    c.rect(wx, ry + 4, wx + half * 0.16, ry + 15, LAMPLIGHT, 0.9)
    c.line([(x + 6, y - tall), (x + 10, y)], 5, lighter(glass, 0.6), 0.7)
    c.line([(x + 6, y - tall - 90), (x + 6, y - tall + 10)], 4, mood.ink)


def tram(c: Canvas, mood: Mood, x: float, y: float, length: float) -> None:
    """Paint a tramway set, *length* units long, its lower left corner at (x, y)."""
    body = mood.lit("#f4efe6")
    for i in range(4):
        x0 = x + i * length / 4
        c.rect(x0 + 2, y - 72, x0 + length / 4 - 2, y - 8, body, radius=14 if i in (0, 3) else 5)
        c.rect(
            x0 + 10,
            y - 62,
            x0 + length / 4 - 10,
            y - 34,
            LAMPLIGHT if mood.lamps else mood.lit("#33536b"),
            radius=4,
        )
        c.rect(x0 + 2, y - 26, x0 + length / 4 - 2, y - 15, mood.lit("#c8443c"))
        for k in (0.25, 0.75):
            c.disc(x0 + length / 4 * k, y - 5, 8, mood.ink)
    c.line([(0, y - 128), (c.width, y - 128)], 2, mood.ink, 0.7)
    c.line(
        [(x + length * 0.4, y - 72), (x + length * 0.44, y - 100), (x + length * 0.4, y - 127)],
        3,
        mood.ink,
    )


def rain(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """A street in the rain: lit façades, lamps doubled in the wet paving, slanting drops."""
    kerb = 690
    c.sky(mood.sky, kerb)
    for i in range(7):
        cloud(
            c,
            rng,
            c.width * (i + rng.random()) / 7,
            rng.uniform(110, 250),
            rng.uniform(420, 640),
            mix(mood.sky[1], mood.sky[0], 0.4),
            mood.sky[1],
            0.75,
        )
    px = -60.0
    while px < c.width:
        wide = rng.uniform(120, 220)
        facade(c, rng, mood, px, kerb - 20, wide, rng.uniform(260, 400), 0.5, False)
        px += wide
    c.mist(380, kerb, mood.haze, 0.0, 0.55)
    vanish = c.width - x
    for side in (-1, 1):
        start = vanish + side * 250
        for k in range(3):
            wide = 200 + k * 90
            x0 = start if side > 0 else start - wide
            facade(
                c,
                rng,
                mood,
                x0,
                kerb + 4,
                wide - 8,
                400 + k * 80 + rng.uniform(-30, 50),
                0.24 - k * 0.1,
                True,
            )
            start += side * wide
    c.fill(Stencil().rect(vanish - 250, kerb - 30, vanish + 250, kerb), mood.haze, alpha=0.2)
    street_lamp(c, vanish - 150, kerb, 200, mix(mood.ink, mood.haze, 0.3), True)
    street_lamp(c, vanish + 160, kerb, 230, mix(mood.ink, mood.haze, 0.2), True)
    for side, size in ((-1, 90), (1, 120)):
        tx = vanish + side * 215
        c.line([(tx, kerb), (tx, kerb - size)], 12, mood.ink)
        crown(c, rng, tx, kerb - size - 40, size * 0.66, size * 0.66, mood.lit("#4f7f62", 0.1), 8)
    c.reflect(kerb, 310, mood.lit("#2a3a4f"), 0.5, rng, 20)
    c.mist(kerb, 1000, mood.lit("#2a3a4f"), 0.0, 0.8)
    c.rect(0, kerb - 4, c.width, kerb + 6, mood.lit("#b9bcc0"))
    c.rect(0, kerb + 6, c.width, kerb + 15, mood.lit("#5a626e"))
    for k in range(-9, 10):
        c.poly(
            [
                (vanish + k * 60, kerb + 15),
                (vanish + k * 60 + 3, kerb + 15),
                (vanish + k * 300 + 9, 1000),
                (vanish + k * 300, 1000),
            ],
            mood.ink,
            0.22,
        )
    for k in range(1, 6):
        c.rect(
            0, kerb + 12 + 11 * k * k, c.width, kerb + 13.5 + 11 * k * k + k * 0.5, mood.ink, 0.22
        )
    for lx in (vanish - 150, vanish + 160):
        c.glow(lx, 830, 60, LAMPLIGHT, 0.55, 200)
    street_lamp(c, x, 905, 640, mood.ink, True)
    for _ in range(15):
        t = rng.random()
        px, py = rng.uniform(0, c.width), 740 + 240 * t
        for ring in (1, 0.6):
            rx = (20 + 46 * t) * ring
            c.oval(px, py, rx, rx * 0.22, 2, "#ebf3fa", 0.43)
    for _ in range(190):
        t = rng.random()
        px, py, length = rng.uniform(-60, c.width), rng.uniform(-40, 980), 26 + 60 * t
        c.line(
            [(px, py), (px - length * 0.22, py + length)], 1.2 + 1.6 * t, "#e6eff6", 0.2 + 0.2 * t
        )


def facade(
    c: Canvas,
    rng: random.Random,
    mood: Mood,
    x: float,
    y: float,
    wide: float,
    tall: float,
    depth: float,
    fine: bool,
) -> None:
    """Paint one house front with arched shop and shuttered windows; (x, y) is its lower left."""
    wall = mood.lit(
        rng.choice(("#e9c9a0", "#d59a7c", "#c7d2d6", "#e6ddc9", "#a9b9b0", "#dcb0a0")), depth
    )
    top = y - tall
    c.fill(Stencil().rect(x, top, x + wide, y), wall, darker(wall, 0.25))
    c.rect(x - 4, top - 10, x + wide + 4, top + 6, lighter(wall, 0.25))
    columns, shutter = (
        max(2, round(wide / 76)),
        mood.lit(rng.choice(("#3f7f86", "#7f4a3f", "#43618a", "#5f7f52")), depth),
    )
    for row in range(max(1, int((tall - 160) / 104))):
        for column in range(columns):
            wx, wy = x + wide * (column + 0.5) / columns, top + 92 + row * 104
            pane = LAMPLIGHT if rng.random() < 0.45 else mood.lit("#33475c", depth)
            c.poly(round_arch(wx, wy, 15, 62), pane)
            if fine:
                c.rect(wx - 31, wy - 50, wx - 17, wy, shutter)
                c.rect(wx + 17, wy - 50, wx + 31, wy, darker(shutter, 0.15))
                c.rect(wx - 34, wy, wx + 34, wy + 6, lighter(wall, 0.3))
    if fine:
        tone = mood.lit(rng.choice(("#c24b3f", "#2f7f7a", "#d9a13c", "#3f5f9a")), depth)
        c.rect(x + 18, y - 104, x + wide - 18, y, mix(LAMPLIGHT, "#b5703f", 0.25))
        c.rect(x + wide * 0.62, y - 92, x + wide - 30, y, mood.lit("#5a3b2f"))
        c.glow(x + wide / 2, y - 56, wide * 0.6, LAMPLIGHT, 0.4)
        stripes = 8
        for k in range(stripes):
            a, b = x + 8 + (wide - 16) * k / stripes, x + 8 + (wide - 16) * (k + 1) / stripes
            c.poly(
                [(a + 4, y - 134), (b + 4, y - 134), (b, y - 92), (a, y - 92)],
                tone if k % 2 else mood.lit("#f6eee0", depth),
            )
