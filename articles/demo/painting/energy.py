"""Power from sun and wind on the plain."""

import math
import random

from articles.demo.painting.canvas import Canvas, Stencil
from articles.demo.painting.colour import Mood, darker, lighter, mix
from articles.demo.painting.highlands import massif
from articles.demo.painting.nature import (
    backdrop,
    ground,
    jagged,
    rolling,
)


def solar(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """Rows of panels across a plain, and a tower where mirrors gather the light."""
    horizon = 560
    backdrop(c, rng, mood, horizon, (c.width - x + 60, 190))
    massif(c, rng, mood, jagged(rng, c.width, 520, 150, 4), "#9a86a0", 0.56)
    c.fill(
        ground(rolling(rng, c.width, 552, 18, 1.4)),
        mood.lit("#dba873", 0.42),
        mood.lit("#cf9660", 0.3),
    )
    if rng.random() < 0.6:
        light_tower(c, mood, x, horizon + 22, horizon + 10 - y)
    else:
        for k, size in ((-1.1, 210), (0, 330), (0.95, 250)):
            turbine(c, rng, mood, x + k * 250, horizon + 24, size, 0.24 if size < 300 else 0.1)
    c.fill(
        Stencil().rect(0, horizon + 16, c.width, 1000),
        mood.lit("#d9a066", 0.25),
        mood.lit("#b5744a"),
        mood.lit("#7f4a3a"),
    )
    for row in range(7):
        t0 = row / 7
        top = horizon + 34 + 400 * t0**1.7
        tall = 17 + 108 * t0**1.25
        wide = tall * 2.5
        gap = wide * 1.1
        offset = (c.width / 2 - gap * (row % 2) / 2) % gap
        for k in range(-1, int(c.width / gap) + 2):
            panel(c, mood, offset + k * gap, top, wide, tall, 0.3 * (1 - t0))


def panel(
    c: Canvas, mood: Mood, x: float, y: float, wide: float, tall: float, depth: float
) -> None:
    """Paint one tilted solar panel centred on *x* with its upper edge at *y*."""
    slant = wide * 0.1
    c.poly(
        [
            (x - wide / 2 + slant, y + tall * 1.2),
            (x + wide / 2 + slant, y + tall * 1.2),
            (x + wide / 2 + slant * 2, y + tall * 1.34),
            (x - wide / 2, y + tall * 1.34),
        ],
        mood.ink,
        0.3,
    )
    for k in (-0.3, 0.3):
        c.line(
            [(x + k * wide, y + tall * 0.6), (x + k * wide, y + tall * 1.28)],
            wide * 0.022,
            mood.lit("#7f8690", depth),
        )
    glass = mood.lit("#23528f", depth)
    corners = [
        (x - wide / 2 + slant, y),
        (x + wide / 2, y),
        (x + wide / 2 - slant, y + tall),
        (x - wide / 2, y + tall),
    ]
    c.poly(corners, mix(glass, mood.sky[1], 0.12))
    c.poly(
        [corners[0], (x + wide * 0.1, y), (x - wide * 0.22, y + tall), corners[3]],
        mix(glass, mood.sky[-1], 0.42),
    )
    grid = mood.lit("#bcd4e6", depth)
    for k in range(1, 5):
        t = k / 5
        c.line(
            [
                (corners[0][0] + (corners[1][0] - corners[0][0]) * t, y),
                (corners[3][0] + (corners[2][0] - corners[3][0]) * t, y + tall),
            ],
            max(0.8, wide * 0.006),
            grid,
            0.7,
        )
    for t in (1 / 3, 2 / 3):
        c.line(
            [(corners[0][0] - slant * t, y + tall * t), (corners[1][0] - slant * t, y + tall * t)],
            max(0.8, wide * 0.006),
            grid,
            0.7,
        )
    c.line([*corners, corners[0]], max(1.2, wide * 0.013), lighter(grid, 0.4))


def light_tower(c: Canvas, mood: Mood, x: float, y: float, tall: float) -> None:
    """Paint a concentrated-solar tower of *tall* units, its receiver blazing."""
    top = y - tall
    for k in range(-5, 6):
        if k:
            c.fill(
                [(x, top + 40), (x + k * 150 - 34, y + 10), (x + k * 150 + 34, y + 10)],
                "#fff4cf",
                alpha=0.34,
                fade=0.0,
            )
    c.fill(
        [(x - 34, y), (x - 20, top), (x + 20, top), (x + 34, y)],
        mood.lit("#efe6d8", 0.1),
        mood.lit("#8f8a90", 0.1),
        across=True,
    )
    c.rect(x - 30, top - 8, x + 30, top + 6, mood.lit("#8a8790"))
    c.rect(x - 24, top + 6, x + 24, top + 74, "#fffbe6", radius=5)
    c.glow(x, top + 40, 300, "#fff3c0", 0.75)
    c.glow(x, top + 40, 110, "#ffffff", 0.95)
    c.rect(x - 20, top - 46, x + 20, top - 8, mood.lit("#d9d2c6"))


def turbine(
    c: Canvas, rng: random.Random, mood: Mood, x: float, y: float, tall: float, depth: float
) -> None:
    """Paint a wind turbine whose mast is *tall* units, standing at (x, y)."""
    white = mood.lit("#fbfaf6", depth)
    hub = (x, y - tall)
    c.fill(
        [
            (x - tall * 0.02, y),
            (x - tall * 0.01, hub[1]),
            (x + tall * 0.01, hub[1]),
            (x + tall * 0.02, y),
        ],
        white,
        darker(white, 0.25),
        across=True,
    )
    first = rng.uniform(0, 120)
    for k in range(3):
        turn = math.radians(first + 120 * k)
        dx, dy = math.cos(turn), math.sin(turn)
        reach, thick = tall * 0.52, tall * 0.026
        c.poly(
            [
                hub,
                (hub[0] + dx * reach * 0.2 - dy * thick, hub[1] + dy * reach * 0.2 + dx * thick),
                (hub[0] + dx * reach, hub[1] + dy * reach),
            ],
            white,
        )
    c.disc(*hub, tall * 0.022, darker(white, 0.12))
