"""Motifs of building: arches, towers, houses, windows, lanterns and street lamps."""

import math
import random

from articles.demo.painting.canvas import Canvas, Point, Stencil
from articles.demo.painting.colour import Mood, Paint, darker, lighter, mix

LAMPLIGHT = "#ffd27a"


def horseshoe(x: float, y: float, half: float, height: float) -> list[Point]:
    """Return a horseshoe arch standing on *y*: jambs, then a pointed arch wider than they are."""
    spring = y - height + half * 1.12
    jamb = half * 0.86
    arc = []
    for side in (-1, 1):
        turn = [
            (
                x + side * half * math.cos(math.radians(a)),
                spring - half * 1.12 * math.sin(math.radians(a)),
            )
            for a in range(-24, 85, 6)
        ]
        arc.append([(x + side * jamb, y), (x + side * jamb, spring + half * 0.46), *turn])
    return [*arc[0], (x, y - height), *reversed(arc[1])]


def round_arch(x: float, y: float, half: float, height: float) -> list[Point]:
    """Return a round-headed opening standing on *y*."""
    spring = y - height + half
    head = [
        (x - half * math.cos(math.radians(a)), spring - half * math.sin(math.radians(a)))
        for a in range(0, 181, 6)
    ]
    return [(x - half, y), *head, (x + half, y)]


def merlons(c: Canvas, x0: float, x1: float, y: float, size: float, paint: Paint) -> None:
    """Paint stepped battlements along a wall top from x0 to x1."""
    count = max(1, round((x1 - x0) / (size * 1.5)))
    step = (x1 - x0) / count
    for i in range(count):
        mid = x0 + (i + 0.5) * step
        c.rect(mid - size * 0.5, y - size * 0.55, mid + size * 0.5, y + 1, paint)
        c.rect(mid - size * 0.24, y - size, mid + size * 0.24, y - size * 0.5, paint)


def lattice(
    c: Canvas, x0: float, y0: float, x1: float, y1: float, columns: int, paint: Paint, width: float
) -> None:
    """Paint a net of lozenges (sebka) between two corners."""
    step = (x1 - x0) / columns
    rows = max(1, round((y1 - y0) / (step * 1.3)))
    rise = (y1 - y0) / rows
    for i in range(columns):
        for j in range(rows):
            mx, my = x0 + (i + 0.5) * step, y0 + (j + 0.5) * rise
            c.line(
                [
                    (mx, my - rise / 2),
                    (mx + step / 2, my),
                    (mx, my + rise / 2),
                    (mx - step / 2, my),
                    (mx, my - rise / 2),
                ],
                width,
                paint,
            )


def tower(
    c: Canvas, x: float, y: float, half: float, height: float, wall: Paint, trim: Paint, dark: Paint
) -> None:
    """Paint a square western-Islamic tower with its lantern storey, standing at (x, y)."""
    top = y - height
    shade = darker(wall, 0.28)
    c.fill(Stencil().rect(x - half, top, x + half, y), lighter(wall, 0.12), shade, across=True)
    inset = half * 0.66
    c.rect(x - inset, top + half * 0.5, x + inset, top + half * 2.5, darker(wall, 0.14))
    lattice(
        c,
        x - inset,
        top + half * 0.5,
        x + inset,
        top + half * 2.5,
        3,
        lighter(wall, 0.3),
        half * 0.07,
    )
    c.rect(x - half, top + half * 0.06, x + half, top + half * 0.32, trim)
    for k in (-0.4, 0.4):
        c.poly(horseshoe(x + k * half, top + half * 3.9, half * 0.24, half * 0.95), dark)
    c.poly(horseshoe(x, top + half * 5.7, half * 0.26, half * 1.0), dark)
    merlons(c, x - half * 1.04, x + half * 1.04, top, half * 0.3, mix(wall, shade, 0.35))
    small = half * 0.5
    high = top - half * 1.5
    c.fill(Stencil().rect(x - small, high, x + small, top), lighter(wall, 0.12), shade, across=True)
    c.rect(x - small, high + small * 0.1, x + small, high + small * 0.5, trim)
    c.poly(horseshoe(x, top - small * 0.3, small * 0.42, small * 1.6), dark)
    merlons(c, x - small * 1.05, x + small * 1.05, high, small * 0.36, mix(wall, shade, 0.35))
    c.fill(
        Stencil().ellipse(x, high - small * 0.35, small * 0.62, small * 0.75),
        lighter(trim, 0.25),
        darker(trim, 0.4),
        across=True,
    )
    c.line([(x, high - small), (x, high - small * 2.3)], small * 0.09, dark)
    for k, size in ((1.25, 0.2), (1.62, 0.15), (1.92, 0.1)):
        c.disc(x, high - small * k, small * size, "#d9a441")


def cube_house(
    c: Canvas,
    rng: random.Random,
    x0: float,
    x1: float,
    top: float,
    bottom: float,
    wall: Paint,
    mood: Mood,
    openings: Paint,
) -> None:
    """Paint a flat-roofed house with a lit and a shaded face and a few small openings."""
    split = x0 + (x1 - x0) * rng.uniform(0.58, 0.75)
    c.fill(Stencil().rect(x0, top, split, bottom), wall, darker(wall, 0.1))
    c.rect(split, top + 2, x1, bottom, darker(wall, 0.26))
    c.rect(x0 - 2, top - 4, split, top + 5, lighter(wall, 0.4))
    c.rect(split, top - 3, x1 + 1, top + 5, darker(wall, 0.12))
    unit = min(26.0, (split - x0) / 4.2)
    for row in range(max(1, int((bottom - top) / (unit * 4.2)))):
        for column in range(max(1, int((split - x0) / (unit * 2.9)))):
            if rng.random() < 0.3:
                continue
            wx = x0 + unit * (1.4 + column * 2.7)
            wy = top + unit * (2.6 + row * 3.9)
            if wx + unit * 0.7 > split:
                continue
            glow = mood.lamps and rng.random() < 0.6
            frame = lighter(wall, 0.35)
            c.poly(round_arch(wx, wy + unit * 0.14, unit * 0.58, unit * 1.75), frame)
            c.poly(round_arch(wx, wy, unit * 0.42, unit * 1.45), LAMPLIGHT if glow else openings)


def windows(
    c: Canvas,
    rng: random.Random,
    box: tuple[float, float, float, float],
    columns: int,
    rows: int,
    glass: Paint,
    lamps: bool,
    share: float = 0.55,
) -> None:
    """Paint a grid of windows into *box* (left, top, right, bottom), some of them lit."""
    x0, y0, x1, y1 = box
    step, rise = (x1 - x0) / columns, (y1 - y0) / rows
    for row in range(rows):
        for column in range(columns):
            lit = lamps and rng.random() < share
            tone = mix(LAMPLIGHT, "#fff3d0", rng.random() * 0.6) if lit else glass
            wx, wy = x0 + (column + 0.5) * step, y0 + (row + 0.5) * rise
            c.rect(wx - step * 0.3, wy - rise * 0.3, wx + step * 0.3, wy + rise * 0.3, tone)


def lantern(
    c: Canvas, x: float, y: float, size: float, metal: Paint, glow: float = 0.5, chain: float = 3
) -> None:
    """Paint a pierced-metal lantern hanging by *chain* sizes, its top at (x, y)."""
    c.line([(x, y - size * chain), (x, y)], size * 0.05, metal)
    c.poly(
        [
            (x - size * 0.1, y),
            (x + size * 0.1, y),
            (x + size * 0.36, y + size * 0.5),
            (x - size * 0.36, y + size * 0.5),
        ],
        metal,
    )
    body = [
        (x - size * 0.36, y + size * 0.5),
        (x + size * 0.36, y + size * 0.5),
        (x + size * 0.5, y + size * 0.95),
        (x + size * 0.3, y + size * 1.5),
        (x - size * 0.3, y + size * 1.5),
        (x - size * 0.5, y + size * 0.95),
    ]
    c.fill(body, "#fff1c2", "#f6a94a")
    for k in (-0.5, -0.17, 0.17, 0.5):
        c.line(
            [
                (x + k * size * 0.62, y + size * 0.5),
                (x + k * size * 0.98, y + size * 0.95),
                (x + k * size * 0.55, y + size * 1.5),
            ],
            size * 0.05,
            metal,
        )
    c.line(
        [(x - size * 0.5, y + size * 0.95), (x + size * 0.5, y + size * 0.95)], size * 0.07, metal
    )
    c.poly(
        [
            (x - size * 0.33, y + size * 1.46),
            (x + size * 0.33, y + size * 1.46),
            (x, y + size * 1.85),
        ],
        metal,
    )
    c.glow(x, y + size, size * 2.6, "#ffc873", glow)


def street_lamp(c: Canvas, x: float, y: float, height: float, ink: Paint, lit: bool) -> None:
    """Paint a lamp post standing at (x, y)."""
    thick = height * 0.016
    c.line([(x, y), (x, y - height)], thick * 1.6, ink)
    c.rect(x - thick * 2.4, y - height * 0.07, x + thick * 2.4, y, ink, radius=thick)
    head = y - height
    c.poly(
        [
            (x - height * 0.02, head),
            (x + height * 0.02, head),
            (x + height * 0.042, head - height * 0.09),
            (x - height * 0.042, head - height * 0.09),
        ],
        "#fff0c4" if lit else lighter(ink, 0.55),
    )
    c.poly(
        [
            (x - height * 0.052, head - height * 0.088),
            (x + height * 0.052, head - height * 0.088),
            (x, head - height * 0.135),
        ],
        ink,
    )
    if lit:
        c.glow(x, head - height * 0.045, height * 0.42, "#ffcf7d", 0.55)


def kasbah(
    c: Canvas,
    rng: random.Random,
    mood: Mood,
    x: float,
    y: float,
    size: float,
    wall: Paint,
    depth: float = 0.0,
) -> None:
    """Paint an earthen kasbah with tapering corner towers, *size* units tall, at (x, y)."""
    tone = mood.lit(wall, depth)
    dark = mood.lit(darker(wall, 0.68), depth)

    def block(cx: float, half: float, tall: float, fine: bool) -> None:
        top, inset = y - tall, half * 0.12
        shape = [(cx - half, y), (cx - half + inset, top), (cx + half - inset, top), (cx + half, y)]
        c.fill(shape, lighter(tone, 0.14), tone, darker(tone, 0.32), across=True)
        merlons(
            c,
            cx - half + inset,
            cx + half - inset,
            top,
            half * 0.22 if fine else size * 0.035,
            tone,
        )
        if fine:
            for k in (-0.45, 0, 0.45):
                c.poly(
                    [
                        (cx + k * half - half * 0.1, top + half * 0.75),
                        (cx + k * half, top + half * 0.4),
                        (cx + k * half + half * 0.1, top + half * 0.75),
                    ],
                    dark,
                )
            c.line(
                [(cx - half * 0.82, top + half * 0.95), (cx + half * 0.82, top + half * 0.95)],
                half * 0.07,
                dark,
                0.6,
            )
            for row in range(2):
                lit = mood.lamps and rng.random() < 0.8
                c.rect(
                    cx - half * 0.13,
                    top + half * (1.4 + row * 1.3),
                    cx + half * 0.13,
                    top + half * (1.95 + row * 1.3),
                    LAMPLIGHT if lit else dark,
                )

    for cx, half, tall in ((-0.15, 0.24, 0.92), (0.5, 0.2, 0.72)):
        block(x + cx * size, half * size, tall * size, False)
    block(x, size * 0.95, size * 0.56, False)
    for cx, half, tall in (
        (-0.95, 0.19, 0.98),
        (0.95, 0.19, 0.9),
        (0.3, 0.2, 1.14),
        (-0.38, 0.16, 0.8),
    ):
        block(x + cx * size, half * size, tall * size, True)
    c.poly(
        horseshoe(x - size * 0.02, y, size * 0.1, size * 0.34), LAMPLIGHT if mood.lamps else dark
    )
    for k in (-0.66, -0.2, 0.14, 0.62):
        lit = mood.lamps and rng.random() < 0.6
        c.rect(
            x + k * size - size * 0.025,
            y - size * 0.36,
            x + k * size + size * 0.025,
            y - size * 0.25,
            LAMPLIGHT if lit else dark,
        )
