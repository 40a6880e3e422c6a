"""A fast train in open country."""

import math
import random

from articles.demo.painting.buildings import (
    LAMPLIGHT,
    round_arch,
)
from articles.demo.painting.canvas import Canvas, Stencil
from articles.demo.painting.colour import Mood, darker, lighter
from articles.demo.painting.highlands import massif
from articles.demo.painting.nature import (
    backdrop,
    ground,
    height_at,
    jagged,
    rolling,
    smooth,
)
from articles.demo.painting.plants import crown, cypress


def train(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """A high-speed train crossing a viaduct over a green valley."""
    backdrop(c, rng, mood, 640, (c.width - x, 200))
    massif(c, rng, mood, jagged(rng, c.width, 520, 170, 4), "#7d8fb0", 0.6)
    for base, rise, paint, depth in ((560, 50, "#86a06a", 0.5), (620, 44, "#7f9f5a", 0.34)):
        c.fill(
            ground(rolling(rng, c.width, base, rise, 1.7)),
            mood.lit(paint, depth),
            mood.lit(darker(paint, 0.2), depth * 0.8),
        )
    c.mist(540, 850, mood.haze, 0.0, 0.5)
    hills = rolling(rng, c.width, 760, 56, 1.2)
    c.fill(ground(hills), mood.lit("#b5b65c", 0.14), mood.lit("#6f8f4a", 0.05))
    for _ in range(20):
        px = rng.uniform(0, c.width)
        crown(
            c,
            rng,
            px,
            height_at(hills, px) + rng.uniform(0, 50),
            rng.uniform(18, 34),
            rng.uniform(15, 26),
            mood.lit("#5f8a52", 0.18),
            6,
        )
    deck = y + 54
    stone = mood.lit("#e6d8c2", 0.06)
    step = 236
    piers = Stencil().rect(-20, deck, c.width + 20, deck + 420)
    for k in range(-1, 9):
        px = k * step + 40
        piers.poly(
            [
                (px - step / 2 + 20, deck + 430),
                *round_arch(px, deck + 420, step / 2 - 20, 380)[1:-1],
                (px + step / 2 - 20, deck + 430),
            ],
            hole=True,
        )
    c.fill(piers, stone, darker(stone, 0.3))
    for k in range(-1, 9):
        px = k * step + 40 + step / 2
        c.rect(px + 4, deck + 60, px + 20, deck + 420, mood.ink, 0.16)
    c.rect(0, deck - 8, c.width, deck + 12, lighter(stone, 0.25))
    c.rect(0, deck + 12, c.width, deck + 20, darker(stone, 0.35))
    near = [(px, py + 30 * math.sin(px / 300)) for px, py in rolling(rng, c.width, 900, 30, 1.2)]
    c.fill(ground(near), mood.lit("#7da04f"), mood.lit("#3f6a42"))
    for _ in range(13):
        px = rng.uniform(0, c.width)
        py = height_at(near, px) + rng.uniform(10, 70)
        if rng.random() < 0.35:
            cypress(c, px, py, rng.uniform(120, 190), mood.lit("#34604a"))
        else:
            c.ellipse(px + 8, py - 8, 82, 13, mood.ink, 0.22)
            crown(
                c,
                rng,
                px,
                py - 40,
                rng.uniform(48, 78),
                rng.uniform(46, 62),
                mood.lit(rng.choice(("#4a7f4a", "#5f8f4a"))),
                8,
                seated=True,
            )
    for k in range(-1, 11):
        px = k * 176 + 60
        c.line([(px, deck - 8), (px, deck - 190)], 5, mood.lit("#6b7480", 0.15))
        c.line([(px, deck - 176), (px + 56, deck - 170)], 4, mood.lit("#6b7480", 0.15))
    for drop in (176, 158):
        c.line([(0, deck - drop), (c.width, deck - drop)], 2, mood.ink, 0.6)
    fast_train(c, mood, x, deck - 10, 1 if x < c.width / 2 else -1)


def fast_train(c: Canvas, mood: Mood, x: float, y: float, tail: int) -> None:
    """Paint a train whose nose is near *x* and whose cars stretch towards *tail*."""
    body, stripe = mood.lit("#f7f4ee"), mood.lit("#b5352f")
    far = c.width / 2 + tail * (c.width / 2 + 100)

    def at(px: float, py: float) -> tuple[float, float]:
        return x + tail * px, y - py

    nose = smooth([at(-250, 14), at(-238, 30), at(-150, 66), at(-50, 104), at(60, 116)], 8)
    shape = Stencil().poly([*nose, (far, y - 116), (far, y), at(-220, 0)])
    c.fill(shape, lighter(body, 0.4), body, darker(body, 0.2))
    c.fill(
        Stencil().poly([at(-250, 34), (far, y - 34), (far, y - 18), at(-250, 18)]),
        stripe,
        within=shape,
    )
    c.fill(
        Stencil().poly([at(-250, 12), (far, y - 12), (far, y), at(-220, 0)]),
        mood.lit("#33556b"),
        within=shape,
    )
    glass = LAMPLIGHT if mood.lamps else mood.lit("#2b4a60")
    c.poly(
        smooth([at(-118, 74), at(-60, 96), at(-10, 102), at(-20, 76), at(-70, 70)], 5, closed=True),
        mood.lit("#1f3648"),
    )
    for k in range(1, 60):
        px = x + tail * (20 + k * 44)
        if not -60 < px < c.width + 60:
            break
        if k % 9 == 0:
            c.line([(px, y - 116), (px, y)], 5, mood.ink, 0.55)
        elif k % 9 not in (1, 8):
            c.rect(px - 15, y - 90, px + 15, y - 62, glass, radius=6)
        else:
            c.rect(px - 11, y - 94, px + 11, y - 10, darker(body, 0.1), radius=4)
    if mood.lamps:
        c.glow(x - tail * 240, y - 24, 190, LAMPLIGHT, 0.6)
    c.disc(x - tail * 214, y - 34, 6, "#fff6d8")
