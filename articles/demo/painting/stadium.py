"""A football ground before the match."""

import math
import random
from collections.abc import Sequence

from articles.demo.painting.canvas import Canvas, Point, Stencil
from articles.demo.painting.colour import Mood, Paint, mix
from articles.demo.painting.geometry import polar
from articles.demo.painting.nature import backdrop


def stadium(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """A stadium under its lights: striped pitch, tiers of coloured seats, a waiting ball."""
    c.sky(mood.sky, 520)
    if not mood.lamps:
        backdrop(c, rng, mood, 520)
    seats = rng.choice(
        (
            ("#b5322f", "#1f7a4a"),
            ("#2f5fae", "#e9ecef"),
            ("#c8443c", "#f0c04a"),
            ("#1f7f86", "#f2e6cc"),
        )
    )
    far = c.width / 2
    tiers(c, rng, mood, seats)
    pitch(c, mood, x)
    for k in (-1, 1):
        for reach, size in ((0.4, 1.0), (0.22, 0.72)):
            floodlight(c, mood, far + k * c.width * reach, 330 - 70 * size, size, k)
    ball(c, mood, x, 872, 62)


def tiers(c: Canvas, rng: random.Random, mood: Mood, seats: Sequence[Paint]) -> None:
    """Paint the far stand: a roof, three tiers of seats picked out in two colours, and boards."""
    far, rx = c.width / 2, c.width * 0.74
    c.fill(
        Stencil().ellipse(far, 370, rx, 220), mood.lit("#f1f3f4", 0.12), mood.lit("#8f9aa8", 0.05)
    )
    c.ellipse(far, 420, rx, 206, mood.ink)
    rows = 27
    for row in range(rows):
        t = row / (rows - 1)
        ry = 186 - 130 * t
        cy = 244 + 356 * t + ry
        tier, place = divmod(row, 9)
        paint = mood.lit(seats[tier % 2])
        if place == 0:
            c.ellipse(far, cy - 13, rx, ry, mood.lit("#e3e7ea"))
        c.ellipse(
            far, cy, rx, ry, mood.ink if place == 0 else mix(mood.ink, paint, 0.34 + 0.07 * place)
        )
        for k in range(-30, 31):
            if place and rng.random() < 0.22:
                turn = math.radians(270 + k * 2.6 + place % 2)
                px, py = far + rx * math.cos(turn), cy + ry * math.sin(turn) + 6
                c.ellipse(
                    px,
                    py,
                    6.5,
                    3.6,
                    mix(mood.lit(seats[1 - tier % 2]), mood.lit("#ffffff"), 0.3),
                    0.7,
                )
    c.rect(0, 600, c.width, 646, mood.ink)
    for k in range(16):
        tone = (seats[0], "#f4f1ea", seats[1], "#2a3f66")[k % 4]
        c.rect(k * c.width / 16 + 3, 606, (k + 1) * c.width / 16 - 3, 642, mood.lit(tone))


def pitch(c: Canvas, mood: Mood, x: float) -> None:
    """Lay a mown pitch in perspective with its near goal area around *x*."""
    top, far = 640, c.width / 2

    def at(u: float, v: float) -> Point:
        """Map the pitch plane (u across, v towards the viewer, 0–1) to the picture."""
        depth = v**1.5
        return far + u * c.width * (0.42 + 0.62 * depth), top + (1000 - top) * depth

    turf, pale = mood.lit("#3f8f45"), mood.lit("#56a552")
    c.poly([at(-1.6, 0), at(1.6, 0), at(1.9, 1), at(-1.9, 1)], mood.lit("#347a42"))
    for k in range(12):
        u0, u1 = k / 6 - 1, (k + 1) / 6 - 1
        c.poly([at(u0, 0.03), at(u1, 0.03), at(u1, 1.05), at(u0, 1.05)], turf if k % 2 else pale)
    chalk = mood.lit("#fbfdf6")
    for line, width in (
        ([at(-1, 0.03), at(1, 0.03)], 3),
        ([at(-1, 0.03), at(-1, 1.05)], 6),
        ([at(1, 0.03), at(1, 1.05)], 6),
        ([at(-0.5, 0.03), at(-0.52, 0.2), at(0.52, 0.2), at(0.5, 0.03)], 3.5),
        ([at(-0.24, 0.03), at(-0.25, 0.1), at(0.25, 0.1), at(0.24, 0.03)], 3),
    ):
        c.line(line, width, chalk, 0.9)
    ring = [
        at(0.36 * math.cos(math.radians(a)), 0.86 + 0.3 * math.sin(math.radians(a)))
        for a in range(180, 361, 8)
    ]
    c.line(ring, 7, chalk, 0.9)
    gx0, gy = at(-0.13, 0.03)
    gx1 = at(0.13, 0.03)[0]
    for k in range(13):
        nx = gx0 + (gx1 - gx0) * k / 12
        c.line([(nx, gy - 66), (nx, gy)], 1.2, chalk, 0.45)
    for k in range(5):
        c.line([(gx0, gy - 66 + k * 15), (gx1, gy - 66 + k * 15)], 1.2, chalk, 0.45)
    c.line([(gx0, gy), (gx0, gy - 68), (gx1, gy - 68), (gx1, gy)], 6, chalk)
    c.fill(
        Stencil().rect(0, top, c.width, 1000), "#fffbe0", alpha=0.2 if mood.lamps else 0.1, fade=0.0
    )


def floodlight(c: Canvas, mood: Mood, x: float, y: float, size: float, side: int) -> None:
    """Paint a floodlight mast whose lamps are at (x, y), shining inwards from *side*."""
    steel = mix(mood.ink, mood.lit("#9aa4b0"), 0.35)
    c.line([(x, y), (x + side * 14 * size, 560)], 13 * size, steel)
    c.rect(x - 84 * size, y - 50 * size, x + 84 * size, y + 50 * size, steel, radius=6)
    for row in range(3):
        for k in range(5):
            c.disc(x + (k - 2) * 32 * size, y + (row - 1) * 31 * size, 12 * size, "#fffdf0")
    if mood.lamps:
        beam = [
            (x - 60 * size, y),
            (x + 60 * size, y),
            (x - side * 420 * size, 900),
            (x - side * 1000 * size, 820),
        ]
        c.fill(beam, "#fff8dc", alpha=0.24, fade=0.0, blur=14)
        c.glow(x, y, 250 * size, "#fffbe6", 0.85)
    else:
        c.glow(x, y, 120 * size, "#fffbe6", 0.4)


def ball(c: Canvas, mood: Mood, x: float, y: float, radius: float) -> None:
    """Paint a football resting on the grass, its centre at (x, y)."""
    c.fill(
        Stencil().ellipse(x + radius * 0.2, y + radius * 0.95, radius * 1.2, radius * 0.22),
        mood.ink,
        alpha=0.5,
        blur=4,
    )
    sphere = Stencil().disc(x, y, radius)
    c.fill(sphere, "#ffffff", mood.lit("#dfe4ea"), mood.lit("#8f98a8"))
    patch = mood.lit("#26324a")
    c.poly([polar(x, y, radius * 0.36, -90 + 72 * k) for k in range(5)], patch)
    edges = Stencil()
    for k in range(5):
        turn = -90 + 72 * k
        edges.poly(
            [
                polar(x, y, radius * r, turn + a)
                for r, a in ((0.78, -14), (0.78, 14), (1.05, 20), (1.05, -20))
            ]
        )
        edges.line(
            [polar(x, y, radius * 0.36, turn), polar(x, y, radius * 0.8, turn)], radius * 0.05
        )
        edges.line(
            [
                polar(x, y, radius * 0.78, turn + 14),
                polar(x, y, radius * 0.74, turn + 36),
                polar(x, y, radius * 0.78, turn + 58),
            ],
            radius * 0.04,
        )
    c.fill(edges, patch, within=sphere)
    c.glow(x - radius * 0.3, y - radius * 0.4, radius * 0.6, "#ffffff", 0.6)
