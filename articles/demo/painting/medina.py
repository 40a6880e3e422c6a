"""The old town: roofs, a tower, and a gate."""

import random

from articles.demo.painting.buildings import (
    cube_house,
    horseshoe,
    lantern,
    merlons,
    tower,
)
from articles.demo.painting.canvas import Canvas, Stencil
from articles.demo.painting.colour import Mood, Paint, darker, lighter, mix
from articles.demo.painting.geometry import star
from articles.demo.painting.highlands import massif
from articles.demo.painting.nature import (
    backdrop,
    birds,
    jagged,
)
from articles.demo.painting.plants import palm

# Walls, trim, doors: the red, blue, white and ochre cities.
MEDINAS = (
    (("#d98a66", "#cf7a58", "#e4a17c", "#c66f52"), "#3f9a86", "#2f6f8f"),
    (("#8fc3e6", "#6faedd", "#b5d8ee", "#e7f1f5"), "#e2b65a", "#2559a6"),
    (("#f4ead9", "#eadcc4", "#fbf5e9", "#e2cfae"), "#3f9a86", "#2f7f6a"),
    (("#e5b877", "#dba860", "#efcb93", "#cf985a"), "#4a8fa8", "#9a4a3a"),
)


def medina(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """Roofs of an old town stepping up to a tower, seen past an arched gate and a lantern."""
    walls, trim, door = rng.choice(MEDINAS)
    backdrop(c, rng, mood, 700, (c.width - x, 230))
    massif(c, rng, mood, jagged(rng, c.width, 560, 150, 4), "#7b86a8", 0.62)
    c.mist(430, 640, mood.haze, 0.0, 0.6)
    for row in range(5):
        depth = 0.46 - row * 0.11
        size = 74 + row * 24
        px = -rng.uniform(0, size)
        if row == 2:
            tower(
                c, x, 860, 62, 860 - y - 10, mood.lit(walls[0], 0.14), mood.lit(trim, 0.1), mood.ink
            )
        while px < c.width:
            wide = size * rng.uniform(1.0, 2.1)
            top = 500 + row * 74 - rng.uniform(0, size * 0.85) + abs(px + wide / 2 - x) * 0.035
            cube_house(
                c,
                rng,
                px,
                px + wide,
                top,
                1000,
                mood.lit(rng.choice(walls), depth),
                mood,
                mood.lit("#33415c", depth),
            )
            if rng.random() < 0.16:
                dome_x = px + wide * 0.4
                c.fill(
                    Stencil()
                    .disc(dome_x, top, size * 0.34)
                    .rect(dome_x - size, top + 2, dome_x + size, top + size, hole=True),
                    mood.lit(lighter(walls[2], 0.3), depth),
                    mood.lit(darker(walls[0], 0.2), depth),
                    across=True,
                )
            px += wide
        if row in (0, 2, 3):
            for _ in range(3):
                tx = rng.uniform(0, c.width)
                palm(
                    c,
                    rng,
                    tx,
                    640 + row * 74,
                    150 + row * 22,
                    mood.lit("#6d4f3f", depth),
                    mood.lit("#4f8a55", depth),
                )
        c.mist(560 + row * 74, 700 + row * 60, mood.haze, 0.0, 0.2 - row * 0.04)
    birds(c, rng, c.width - x, 300, 8, mood.ink)
    gate(c, mood, x, walls[1], trim, door)


def gate(c: Canvas, mood: Mood, x: float, wall: Paint, trim: Paint, door: Paint) -> None:
    """Frame one side of the picture with a near wall in shade, a door, and a lit lantern."""
    side = -1 if x > c.width / 2 else 1
    edge = c.width / 2 + side * c.width / 2
    tone = mix(mood.lit(wall), mood.ink, 0.42)
    inner = edge - side * 350
    c.fill(
        Stencil().rect(min(edge, inner), 250, max(edge, inner), 1000),
        lighter(tone, 0.08),
        darker(tone, 0.3),
    )
    merlons(c, min(edge, inner), max(edge, inner), 252, 46, lighter(tone, 0.08))
    c.rect(edge, 300, inner, 318, mix(mood.lit(trim), mood.ink, 0.25))
    dx = edge - side * 175
    c.rect(dx - 136, 430, dx + 136, 1000, mix(mood.lit(trim), mood.ink, 0.3))
    c.rect(dx - 118, 448, dx + 118, 1000, tone)
    c.poly(horseshoe(dx, 1000, 104, 500), mix(mood.lit(trim), mood.ink, 0.1))
    c.poly(horseshoe(dx, 1000, 90, 474), mix(mood.lit(door), mood.ink, 0.3))
    c.line([(dx, 540), (dx, 1000)], 4, mood.ink)
    for row in range(6):
        for k in (-60, -36, 36, 60):
            c.disc(dx + k, 660 + row * 58, 5.5, mix("#d9a441", mood.ink, 0.2))
    for k in (-1, 1):
        c.ring(dx + k * 20, 800, 12, 4, "#d9a441")
        c.poly(star(dx + k * 100, 478, 14, 8, 0.62), mix(lighter(trim, 0.4), mood.ink, 0.2))
    c.rect(inner, 388, inner - side * 70, 398, mood.ink)
    lantern(c, inner - side * 58, 426, 74, mood.ink, 0.7 if mood.lamps else 0.35, 0.5)
