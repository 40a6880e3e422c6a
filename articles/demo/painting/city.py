"""Scenes of port, old town and new town."""

import math

from articles.demo.painting import nature
from articles.demo.painting.buildings import cube_house, lantern, merlons, street_lamp, tower
from articles.demo.painting.canvas import Canvas, Drawing
from articles.demo.painting.colour import LAMPLIGHT, Paint, darker, lighter, mix
from articles.demo.painting.outlines import box, horseshoe, jagged, oval, polar, smooth, taper

CRANE: Drawing = (
    (0.035, "body", "-.16 0, -.16 .62"),
    (0.035, "shade", ".16 0, .16 .62"),
    (0.016, "shade", "-.16 .3, .16 .62"),
    (0.045, "body", "-.36 .62, .78 .62"),
    (0.032, "body", "-.16 .62, .1 1"),
    (0.032, "body", ".16 .62, .1 1"),
    (0.011, "shade", ".1 1, .74 .62"),
    (0.011, "shade", ".1 1, -.34 .62"),
    ("box", "shade", "-.36 .73, -.2 .62"),
    (0.012, "shade", ".55 .62, .55 .46"),
    ("box", "#c2473d", ".475 .46, .625 .4"),
)
SHIP: Drawing = (
    ("box", "#f4efe4", "-.4 .37, -.28 .08"),
    ("box", "#ffffff", "-.415 .39, -.265 .36"),
    ("box", "#e2703a", "-.365 .44, -.315 .38"),
    *((0.018, "pane", f"-.385 {y}, -.295 {y}") for y in (0.33, 0.285, 0.24, 0.195)),
    ("flat", "#1e4060", "-.46 .115, .46 .107, .52 .15, .47 0, -.43 0"),
    ("flat", "#a8403a", "-.44 .03, .48 .03, .47 0, -.43 0"),
)
BLUE_BOAT: Drawing = (
    ("box", "#f7efe0", "-.12 .46, .14 .16"),
    ("box", "pane", "-.08 .4, .1 .29"),
    (0.022, "ink", "-.3 .16, -.3 .8"),
    ("flat", "#2e72b5", "-.5 .22, -.44 .06, -.36 0, .32 0, .46 .1, .54 .32, .1 .2"),
    (0.035, "#f2c14e", "-.5 .21, .1 .2, .54 .31"),
)
BOXES = ("#c2473d", "#2f6f9f", "#e0a13a", "#3f8f7a", "#e9e2d3", "#7a5a8c", "#d77b45")


def stacks(c: Canvas, x0: float, x1: float, y: float, size: float, depth: float) -> None:
    """Pile shipping containers *size* units high along *y*."""
    while x0 < x1:
        for level in range(c.rng.randint(1, 4)):
            tone, top = c.lit(c.rng.choice(BOXES), depth), y - size * (level + 1)
            c.rect(x0, top, x0 + size * 2.3, top + size - 1.5, tone)
        x0 += size * c.rng.choice((2.42, 2.42, 2.42, 3.6))


def harbour(c: Canvas, x: float) -> None:
    """A port: cranes over a container ship, old ramparts, blue boats, mirrored in the basin."""
    quay, width = 690, c.width
    nature.backdrop(c, quay, (width * c.rng.uniform(0.2, 0.8), 330))
    nature.hills(c, (600, 70, "#5c7a86", 0.75))
    for left, right, top in ((-1100, 1100, 560), (-700, -590, 505), (610, 720, 505)):
        c.solid(box(x + left, top, x + right, quay), c.lit("#c99a6a", 0.4))
        merlons(c, x + left, x + right, top, 22, c.lit("#c99a6a", 0.4))
    c.figure(CRANE, x - 560, quay - 26, 250, 0.6, "#c9825a")
    c.figure(CRANE, x + 500, quay - 26, -250, 0.6, "#c9825a")
    stacks(c, 0, width, quay - 22, 24, 0.45)
    c.rect(0, quay - 26, width, quay, c.lit("#6f7480", 0.2))
    c.figure(CRANE, x - 150, quay - 2, 520, body="#e2703a")
    c.figure(CRANE, x + 190, quay - 2, 470, body="#2f7fb5")
    stacks(c, x - 230, x + 330, quay - 76, 36, 0.04)
    c.figure(SHIP, x, quay + 16, 900)
    c.reflect(quay + 16, c.lit("#2a6478"), 0.42, 16)
    nature.ripples(c, quay + 40, 990, 50)
    for share, y, size in ((0.12, 800, 110), (0.42, 870, -150), (0.7, 940, 200)):
        place = (width - x) * 0.5 + share * width * 0.7
        c.shadow(place, y + 4, abs(size) * 0.56, 0.4)
        c.figure(BLUE_BOAT, place, y, size)


# Walls, trim, doors: the white, red, blue and ochre cities.
MEDINAS = (
    (("#f4ead9", "#eadcc4", "#fbf5e9", "#e2cfae"), "#3f8fa8", "#2559a6"),
    (("#d98a66", "#cf7a58", "#e4a17c", "#c66f52"), "#3f9a86", "#7a4a30"),
    (("#8fc3e6", "#6faedd", "#b5d8ee", "#e7f1f5"), "#e2b65a", "#2559a6"),
    (("#e5b877", "#dba860", "#efcb93", "#cf985a"), "#4a8fa8", "#9a4a3a"),
)


def medina(c: Canvas, x: float) -> None:
    """An old town stepping up to a tower, seen from a paved lane between arched doors."""
    rng, (walls, trim, door) = c.rng, c.in_turn(MEDINAS)
    nature.backdrop(c, 700, (c.width - x, 230))
    nature.massif(c, jagged(rng, c.width, 560, 150), "#7b86a8", 0.62)
    c.mist(430, 640, 0.0, 0.6)
    for row in range(5):
        depth, size, px = 0.46 - row * 0.11, 74 + row * 24, -rng.uniform(0, 74)
        if row == 2:
            tower(c, x, 860, 62, 650, c.lit(walls[0], 0.14), c.lit(trim, 0.1))
        while px < c.width:
            wide = size * rng.uniform(1.0, 2.1)
            top = 500 + row * 74 - rng.uniform(0, size * 0.85) + abs(px + wide / 2 - x) * 0.035
            cube_house(c, px, px + wide, top, 1000, rng.choice(walls), depth)
            px += wide
        if row in (0, 2, 3):
            for tx in c.scatter(3):
                nature.palm(c, tx, 690 + row * 74, 200 + row * 22, depth)
        c.mist(560 + row * 74, 700 + row * 60, 0.0, 0.2 - row * 0.04)
    lane = taper(x, 850, 90, c.width / 2, 1010, c.width * 0.4)
    c.fill(lane, c.lit(walls[3], 0.1), c.lit(darker(walls[3], 0.35)))
    for row in range(1, 6):
        y = 850 + 5 * row * (row + 1)
        c.line([(c.width * 0.1, y), (c.width * 0.9, y)], 2, c.mood.ink, 0.22)
    side = 1 if x < c.width / 2 else -1
    gate(c, side, 350, 250, (walls[1], trim, door))
    gate(c, -side, 210, 520, (walls[1], trim, door))


def gate(c: Canvas, side: int, wide: float, top: float, paints: tuple[Paint, Paint, Paint]) -> None:
    """Frame one side of the picture with a near wall in shade, an arched door and a lantern."""
    edge, unit, tall = c.width / 2 + side * c.width / 2, wide / 350, 820 - top * 0.9
    inner, mid = edge - side * wide, edge - side * wide / 2
    tone, trim, door = (mix(c.lit(paint), c.mood.ink, 0.3) for paint in paints)
    c.fill(box(edge, top, inner, 1000), lighter(tone, 0.08), darker(tone, 0.3))
    merlons(c, edge, inner, top, 46, lighter(tone, 0.08))
    c.rect(edge, top + 50, inner, top + 68, trim)
    c.rect(mid - 136 * unit, 980 - tall, mid + 136 * unit, 1000, trim)
    c.rect(mid - 118 * unit, 998 - tall, mid + 118 * unit, 1000, tone)
    c.poly(horseshoe(mid, 1000, 104 * unit, tall - 60), trim)
    c.poly(horseshoe(mid, 1000, 90 * unit, tall - 86), door)
    c.line([(mid, 1086 - tall), (mid, 1000)], 4, c.mood.ink)
    for k in range(12):
        c.disc(mid + (-1) ** k * 46 * unit, 980 - tall * (0.12 + 0.05 * k), 6 * unit, "#b58a3c")
    c.rect(inner, top + 138, inner - side * 70, top + 148, c.mood.ink)
    lantern(c, inner - side * 58, top + 176, 60 * unit, 0.7 if c.mood.lamps else 0.35)


def skyline(c: Canvas, x: float) -> None:
    """White towers of a coastal city on its hills, palms along the bay that mirrors them."""
    rng, base = c.rng, 800
    nature.backdrop(c, base, (c.width - x, 300), 60)
    nature.hills(c, (600, 90, "#6f8f9a", 0.6))
    for row in range(3):
        px = -30.0
        while px < c.width:
            wide = rng.uniform(60, 130) + row * 14
            tall = rng.uniform(170, 330) - row * 26 + 130 * math.exp(-(((px - x) / 380) ** 2))
            block(c, px, base, wide, tall, 0.68 - row * 0.23)
            px += wide + rng.choice((0, 0, 6, 22))
        if row == 1:
            glass_tower(c, x, base, 740)
    nature.bushes(c, base - 30, 22, 70, "#4f8560", 0.08)
    c.rect(0, base - 14, c.width, base, c.lit("#8b8f99"))
    c.reflect(base, c.lit("#3a6f94"), 0.45, 9)
    nature.ripples(c, base + 6, 900, 30)
    for k in range(-1, 5):
        px = k * 430 + x * 0.7 % 260
        nature.palm(c, px, 905, rng.uniform(290, 350), leaf="#376f52")
        street_lamp(c, px + 215, 905, 250, c.mood.lamps)
    c.fill(box(0, 900, c.width, 1000), c.lit("#9a9ca0"), c.mood.ink)


def block(c: Canvas, x: float, y: float, wide: float, tall: float, depth: float) -> None:
    """Paint one office or apartment block whose lower left corner is at (x, y)."""
    rng, top, split = c.rng, y - tall, x + wide * c.rng.uniform(0.62, 0.8)
    wall = c.lit(rng.choice(("#f1ece2", "#e8dccb", "#d5dbe0", "#e2c9b0", "#a9bccb")), depth)
    c.rect(x, top, split, y, wall)
    c.rect(split, top, x + wide, y, darker(wall, 0.22))
    c.rect(x + wide * 0.2, top - rng.uniform(0, 40), x + wide * 0.6, top, darker(wall, 0.12))
    # The first windows light up at sunset.
    share = (0.5 if c.mood.lamps else 0.16 if c.mood.evening else 0) * (1 - depth * 0.5)
    rows, columns = max(3, round(tall / 30)), max(2, round((split - x) / 22))
    step, rise, glass = (split - x - 6) / columns, (tall - 16) / rows, c.lit("#4a6a85", depth)
    for k in range(rows * columns):
        wx, wy = x + 4 + (k % columns + 0.2) * step, top + 10 + (k // columns + 0.2) * rise
        tone = LAMPLIGHT if rng.random() < share else glass
        c.rect(wx, wy, wx + step * 0.6, wy + rise * 0.6, tone)


def glass_tower(c: Canvas, x: float, y: float, tall: float) -> None:
    """Paint the tallest tower, a curved blade of glass."""
    glass, top = c.lit("#5fa0bd", 0.1), y - tall
    left = [(x - 84, y), (x - 92, y - tall * 0.5), (x - 52, y - tall * 0.86), (x + 6, top)]
    right = [(x + 6, top), (x + 46, y - tall * 0.82), (x + 84, y - tall * 0.45), (x + 84, y)]
    body = [*smooth(left), *smooth(right)]
    c.fill(body, lighter(glass, 0.45), glass, darker(glass, 0.45), across=True)
    c.fill(body, c.mood.sky[-1], alpha=0.45, fade=0.0)
    for floor in range(1, 34):
        tone = LAMPLIGHT if c.mood.lamps and floor % 3 else darker(glass, 0.5)
        level = y - tall * 0.93 * floor / 34
        c.fill(box(x - 100, level, x + 100, level + 4), tone, alpha=0.4, within=body)
    c.line([(x + 6, top - 90), (x + 6, top + 10)], 4, c.mood.ink)


SEATS = (("#f4f1ea", "#cfd6dc"), ("#2f5fae", "#e9ecef"), ("#b5322f", "#1f7a4a"))


def stadium(c: Canvas, x: float) -> None:
    """A stadium under its masts: a striped empty pitch, tiers of coloured seats, a waiting ball."""
    mood, far, rx, seats = c.mood, c.width / 2, c.width * 0.74, c.in_turn(SEATS)
    nature.backdrop(c, 520)
    c.fill(oval(far, 430, rx, 190), c.lit("#f1f3f4", 0.12), c.lit("#8f9aa8"))
    for row in range(18):
        tier, place = divmod(row, 9)
        ry = 170 - 6.5 * row
        tone = mix(mood.ink, c.lit(seats[tier]), 0.34 + 0.07 * place if place else 0)
        c.ellipse(far, 304 + 17 * row + ry, rx, ry, tone)
    for k, board in enumerate((seats[0], "#f4f1ea", "#3f7fae", "#2a3f66") * 4):
        c.rect(k * c.width / 16, 600, (k + 1) * c.width / 16 - 4, 642, c.lit(board))
    pitch(c)
    steel = mix(mood.ink, c.lit("#9aa4b0"), 0.35)
    for side, reach, size in ((-1, 0.4, 1.0), (1, 0.4, 1.0), (-1, 0.22, 0.72), (1, 0.22, 0.72)):
        mx, my = far + side * c.width * reach, 330 - 70 * size
        c.line([(mx, my), (mx + side * 14 * size, 560)], 13 * size, steel)
        c.rect(mx - 84 * size, my - 50 * size, mx + 84 * size, my + 50 * size, steel)
        for k in range(15):
            lamp = (mx + (k % 5 - 2) * 32 * size, my + (k // 5 - 1) * 31 * size)
            c.disc(*lamp, 12 * size, "#fffdf0")
        c.glow(mx, my, 260 * size, "#fffbe6", 0.9 if mood.lamps else 0.3)
    ball(c, x, 872, 62)


def pitch(c: Canvas) -> None:
    """Lay a mown pitch in perspective, the far goal casting its shadow."""
    far, chalk = c.width / 2, c.lit("#fbfdf6")

    def at(u: float, v: float) -> tuple[float, float]:
        """Map the pitch plane (u across, v towards the viewer, 0–1) to the picture."""
        return far + u * c.width * (0.42 + 0.62 * v**1.5), 640 + 360 * v**1.5

    c.rect(0, 640, c.width, 1000, c.lit("#347a42"))
    for k in range(12):
        left, right = k / 6 - 1, (k + 1) / 6 - 1
        stripe = [at(left, 0.03), at(right, 0.03), at(right, 1.05), at(left, 1.05)]
        c.poly(stripe, c.lit("#3f8f45" if k % 2 else "#56a552"))
    ring = [at(0.36 * px, 0.86 + 0.3 * py) for px, py in oval(0, 0, 1, 1)[30:]]
    area = [at(-0.5, 0.03), at(-0.52, 0.2), at(0.52, 0.2), at(0.5, 0.03)]
    for marking in (ring, area, [at(-1, 1.05), at(-1, 0.03), at(1, 0.03), at(1, 1.05)]):
        c.line(marking, 5, chalk, 0.9)
    (left, y), (right, _) = at(-0.13, 0.03), at(0.13, 0.03)
    shadow = [(left, y), (right, y), (right + 150, 760), (left + 130, 760)]
    c.fill(shadow, c.mood.ink, alpha=0.3, fade=0)
    c.rect(left, y - 66, right, y, chalk, 0.3)
    c.line([(left, y), (left, y - 68), (right, y - 68), (right, y)], 6, chalk)


def ball(c: Canvas, x: float, y: float, radius: float) -> None:
    """Paint a football resting on the grass, its centre at (x, y)."""
    patch, sphere = c.lit("#26324a"), oval(x, y, radius, radius)
    c.shadow(x + radius * 0.2, y + radius * 0.95, radius * 1.3, 0.45)
    c.fill(sphere, "#ffffff", c.lit("#dfe4ea"), c.lit("#8f98a8"))
    c.poly([polar(x, y, radius * 0.36, 72 * k - 90) for k in range(5)], patch)
    for turn in range(-90, 270, 72):
        c.line([(x, y), polar(x, y, radius * 0.8, turn)], radius * 0.05, patch)
        corners = ((0.78, -14), (0.78, 14), (1, 20), (1, 0), (1, -20))
        c.poly([polar(x, y, radius * reach, turn + a) for reach, a in corners], patch)
