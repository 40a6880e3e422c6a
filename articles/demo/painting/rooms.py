"""Scenes indoors: a reading corner, a classroom, and a craftsman's workshop."""

import math
import random
from collections.abc import Sequence

from articles.demo.painting.buildings import lantern
from articles.demo.painting.canvas import Canvas, Stencil
from articles.demo.painting.colour import DAWN, GOLDEN, MORNING, NOON, Paint, darker, lighter, mix
from articles.demo.painting.furnishings import (
    daylight,
    lamp,
    open_book,
    pile,
    pot,
    shelves,
    tea,
    view,
)
from articles.demo.painting.geometry import polar, star
from articles.demo.painting.nature import smooth

# Wall, wood, and the cloth or paint of things in the room.
ROOMS = (
    ("#2f4f5f", "#8a5a3c", ("#d9643f", "#e9b44c", "#3f8f86", "#f0e2c8", "#b5485a", "#4a6fa5")),
    ("#c9785a", "#6f4632", ("#2f6f7a", "#f2c35a", "#8f3f4a", "#f6e8d0", "#3f8a5f", "#35507f")),
    ("#5a4a78", "#7a4f42", ("#e58a5a", "#f0c75e", "#4fa09a", "#f4e6da", "#c5507a", "#5f7fc4")),
    ("#d8c09a", "#7f5238", ("#b5482f", "#2f7f6a", "#d99a3a", "#fbf3e2", "#34567f", "#8a4a6a")),
)
OUTSIDE = (MORNING, GOLDEN, DAWN, NOON)


def books(c: Canvas, rng: random.Random, room: Sequence, x: float, y: float) -> None:
    """Shelves about an arched window, and on the desk a lamp, tea, and an open book."""
    wall, wood, cloths = room
    mood = rng.choice(OUTSIDE)
    c.sky((darker(wall, 0.15), wall, darker(wall, 0.2)))
    win = c.width - x
    for side, edge in ((-1, 0.0), (1, c.width)):
        inner = win + side * 250
        if abs(edge - inner) > 120:
            shelves(c, rng, min(edge, inner), max(edge, inner), wood, cloths)
    view(c, rng, mood, win, 690, 170, 520, lighter(wood, 0.35))
    daylight(c, mood, win, 560, 150, (x - win) * 0.5)
    desk = 770
    c.fill(Stencil().rect(0, desk, c.width, 1000), lighter(wood, 0.18), darker(wood, 0.42))
    c.rect(0, desk, c.width, desk + 12, lighter(wood, 0.4))
    c.ellipse(x, 886, 330, 40, "#140c18", 0.34)
    open_book(c, x, 880, 280, cloths[0])
    stack = x + (win - x) * 0.8
    pile(c, rng, stack, 850, cloths, 5)
    lamp_x = (
        x + (x - win) * 0.62
        if 120 < x + (x - win) * 0.62 < c.width - 120
        else x - math.copysign(360, win - x)
    )
    lamp(c, lamp_x, 830, 400, cloths[1], 1 if lamp_x < x else -1)
    tea(c, stack + math.copysign(290, win - x), 920, 116)
    c.glow(x, 800, 520, "#ffdf9a", 0.32)


def school(c: Canvas, rng: random.Random, room: Sequence, x: float, y: float) -> None:
    """A classroom in morning light: a board of geometry, a globe, desks in rows."""
    wall, wood, cloths = room
    wall = lighter(wall, 0.35)
    mood = rng.choice(OUTSIDE)
    c.sky((lighter(wall, 0.12), wall, darker(wall, 0.08)))
    c.rect(0, 560, c.width, 700, mix(cloths[2], wall, 0.35))
    c.rect(0, 552, c.width, 564, lighter(wall, 0.5))
    board(c, rng, x, 500, 400, 300, wood)
    side = 1 if x < c.width / 2 else -1
    for k in (1, 2):
        view(c, rng, mood, x + side * (290 + 300 * k), 500, 104, 340, lighter(wood, 0.3))
    floor = mix(wall, "#e2b98a", 0.6)
    c.fill(Stencil().rect(0, 690, c.width, 1000), lighter(floor, 0.1), darker(floor, 0.18))
    for k in range(-14, 15):
        c.poly(
            [
                (x + k * 76, 690),
                (x + k * 76 + 3, 690),
                (x + k * 230 + 8, 1000),
                (x + k * 230, 1000),
            ],
            darker(floor, 0.3),
            0.4,
        )
    for k in range(1, 6):
        c.rect(0, 690 + 11 * k * k, c.width, 692 + 11 * k * k + k * 0.5, darker(floor, 0.3), 0.4)
    daylight(c, mood, x + side * 620, 420, 90, -side * 420)
    daylight(c, mood, x + side * 900, 420, 90, -side * 420)
    c.fill(Stencil().rect(x - 210, 560, x + 210, 716, 4), lighter(wood, 0.12), darker(wood, 0.25))
    c.rect(x - 230, 548, x + 230, 566, lighter(wood, 0.3))
    globe(c, x + 120, 548, 56)
    for k, tone in enumerate(cloths[:3]):
        c.rect(x - 170, 530 - k * 18, x - 60 - k * 8, 548 - k * 18, tone, radius=3)
    c.disc(x - 20, 532, 16, "#d8432f")
    for row in range(2):
        size = 190 + row * 90
        y0 = 800 + row * 150
        for k in range(-4, 5):
            desk(c, x + (k + 0.5) * size * 1.45, y0, size, wood, cloths[0 if k % 2 else 5], rng)


def board(
    c: Canvas, rng: random.Random, x: float, y: float, half: float, tall: float, wood: Paint
) -> None:
    """Paint a chalkboard with figures of geometry; (x, y) is the middle of its ledge."""
    c.rect(x - half - 16, y - tall - 16, x + half + 16, y + 12, lighter(wood, 0.1), radius=5)
    c.fill(Stencil().rect(x - half, y - tall, x + half, y), "#2f5f55", "#244a45")
    chalk, yellow, rose = "#f3f1e4", "#f4d77a", "#f0a9a0"
    for _ in range(5):
        c.fill(
            Stencil().ellipse(
                x + rng.uniform(-0.8, 0.8) * half, y - tall * rng.uniform(0.2, 0.8), 150, 34
            ),
            chalk,
            alpha=0.06,
            blur=14,
        )
    sx, sy = x - half * 0.6, y - tall * 0.52
    for turn in (0, 45):
        square = [polar(sx, sy, 96, turn + 90 * k) for k in range(4)]
        c.line([*square, square[0]], 4, chalk, 0.9)
    c.ring(sx, sy, 97, 3, yellow, 0.8)
    for k in range(8):
        c.line([(sx, sy), polar(sx, sy, 97, 22.5 + 45 * k)], 2, chalk, 0.4)
    corner, rise = (x - half * 0.16, y - tall * 0.2), 150
    c.line(
        [corner, (corner[0] + 180, corner[1]), (corner[0], corner[1] - rise), corner], 4, chalk, 0.9
    )
    c.line(
        [
            (corner[0] + 18, corner[1]),
            (corner[0] + 18, corner[1] - 18),
            (corner[0], corner[1] - 18),
        ],
        3,
        rose,
        0.9,
    )
    c.ring(corner[0] + 180, corner[1], 44, 3, yellow, 0.9, 180, 220)
    ox, oy = x + half * 0.36, y - tall * 0.18
    c.line([(ox, oy + 20), (ox, oy - 180)], 3, chalk, 0.8)
    c.line([(ox - 16, oy), (ox + 210, oy)], 3, chalk, 0.8)
    curve = [(ox + t * 10, oy - 80 - 66 * math.sin(t / 3.1)) for t in range(20)]
    c.line(smooth(curve, 3), 4, rose, 0.95)
    c.line([(ox, oy - 10), (ox + 190, oy - 150)], 3, yellow, 0.9)
    c.rect(x - half, y + 2, x + half, y + 14, lighter(wood, 0.3))
    for k, tone in enumerate((chalk, yellow, rose)):
        c.rect(x + 60 + k * 46, y - 5, x + 92 + k * 46, y + 3, tone, radius=3)
    c.rect(x - 150, y - 14, x - 76, y + 3, "#b5855a", radius=3)


def globe(c: Canvas, x: float, y: float, radius: float) -> None:
    """Paint a desk globe standing at (x, y), turned to Africa."""
    c.fill(Stencil().ellipse(x, y - 4, radius * 0.7, radius * 0.16), "#d9a441", "#8a5a24")
    c.rect(x - radius * 0.08, y - radius * 0.6, x + radius * 0.08, y - 4, "#a9742f")
    cx, cy = x, y - radius * 1.55
    c.ring(cx, cy, radius * 1.17, radius * 0.09, "#d9a441", 1, 60, 285)
    ball = Stencil().disc(cx, cy, radius)
    c.fill(ball, "#6fbfd9", "#2a6fa0")
    africa = (
        (-0.42, -0.3),
        (-0.2, -0.52),
        (0.1, -0.5),
        (0.34, -0.4),
        (0.56, -0.02),
        (0.4, 0.1),
        (0.3, 0.5),
        (0.12, 0.72),
        (0.0, 0.56),
        (-0.04, 0.16),
        (-0.3, 0.1),
        (-0.46, -0.06),
    )
    c.fill(
        Stencil().poly(
            smooth([(cx + px * radius, cy + py * radius) for px, py in africa], 4, closed=True)
        ),
        "#8fbf6a",
        within=ball,
    )
    europe = ((-0.4, -0.72), (-0.1, -0.96), (0.4, -0.9), (0.6, -0.62), (0.1, -0.62), (-0.3, -0.58))
    c.fill(
        Stencil().poly(
            smooth([(cx + px * radius, cy + py * radius) for px, py in europe], 4, closed=True)
        ),
        "#a8c97a",
        within=ball,
    )
    c.glow(cx - radius * 0.35, cy - radius * 0.4, radius * 0.7, "#ffffff", 0.5)


def desk(
    c: Canvas, x: float, y: float, size: float, wood: Paint, cloth: Paint, rng: random.Random
) -> None:
    """Paint a school desk and its chair seen from behind, *size* units wide, its feet at y."""
    seat = mix(cloth, wood, 0.2)
    c.ellipse(x, y + size * 0.02, size * 0.6, size * 0.06, "#140c18", 0.25)
    for k in (-0.46, 0.46):
        c.line([(x + k * size, y - size * 0.42), (x + k * size, y)], size * 0.04, "#3f4a58")
    c.fill(
        Stencil().rect(
            x - size * 0.54, y - size * 0.5, x + size * 0.54, y - size * 0.42, size * 0.02
        ),
        lighter(wood, 0.4),
        wood,
    )
    kind = rng.randrange(3)
    if kind == 0:
        for k in range(2):
            c.rect(
                x - size * 0.36 + k * 6,
                y - size * (0.545 + k * 0.045),
                x - size * 0.1,
                y - size * (0.5 + k * 0.045),
                (cloth, "#f2c35a")[k],
                radius=3,
            )
    elif kind == 1:
        c.rect(x + size * 0.16, y - size * 0.62, x + size * 0.26, y - size * 0.5, cloth, radius=3)
        for k, tone in ((0.18, "#e9b44c"), (0.21, "#d9643f"), (0.24, "#3f8f86")):
            c.line(
                [
                    (x + k * size, y - size * 0.6),
                    (x + (k - 0.02 + (k - 0.2)) * size, y - size * 0.72),
                ],
                size * 0.018,
                tone,
            )
    for k in (-0.2, 0.2):
        c.line(
            [(x + k * size, y - size * 0.56), (x + k * size * 1.1, y + size * 0.05)],
            size * 0.03,
            "#3f4a58",
        )
    c.fill(
        Stencil().rect(
            x - size * 0.25, y - size * 0.44, x + size * 0.25, y - size * 0.22, size * 0.04
        ),
        seat,
        darker(seat, 0.25),
    )
    c.fill(
        Stencil().rect(
            x - size * 0.26, y - size * 0.16, x + size * 0.26, y - size * 0.1, size * 0.02
        ),
        darker(seat, 0.1),
        darker(seat, 0.4),
    )
    if rng.random() < 0.5:
        bx = x + size * 0.56
        c.fill(
            Stencil().rect(
                bx - size * 0.1, y - size * 0.36, bx + size * 0.14, y - size * 0.06, size * 0.06
            ),
            lighter(cloth, 0.1),
            darker(cloth, 0.3),
        )
        c.rect(
            bx - size * 0.06,
            y - size * 0.22,
            bx + size * 0.1,
            y - size * 0.09,
            lighter(cloth, 0.2),
            radius=size * 0.03,
        )


def workshop(c: Canvas, rng: random.Random, room: Sequence, x: float, y: float) -> None:
    """A potter's workshop: a jar on the wheel, tools on the wall, light through an arch."""
    wall, wood, cloths = room
    wall = mix(wall, "#c9986a", 0.4)
    mood = rng.choice((MORNING, GOLDEN, DAWN))
    c.sky((darker(wall, 0.3), darker(wall, 0.06), darker(wall, 0.24)))
    win = c.width - x
    view(c, rng, mood, win, 600, 150, 440, lighter(wood, 0.2))
    side = 1 if x > win else -1
    tools(c, x - side * 20, 170, wood)
    wall_shelf(c, rng, x + side * 400, 320, 150, wood, cloths)
    wall_shelf(c, rng, win - side * 390, 290, 150, wood, cloths)
    for k, drop in ((0.5, 120), (0.32, 60)):
        lantern(c, win + (x - win) * k, drop + 60, 66, "#3a2a24", 0.5, 6)
    c.fill(Stencil().rect(0, 800, c.width, 1000), darker(wood, 0.1), darker(wood, 0.5))
    daylight(c, mood, win, 470, 140, (x - win) * 0.9)
    c.fill(Stencil().rect(x - 450, 690, x + 450, 736, 5), lighter(wood, 0.42), wood)
    c.rect(x - 430, 736, x + 430, 760, darker(wood, 0.25))
    for k in (-400, 400):
        c.fill(
            Stencil().rect(x + k - 26, 736, x + k + 26, 930),
            lighter(wood, 0.1),
            darker(wood, 0.3),
            across=True,
        )
    c.rect(x - 400, 850, x + 400, 872, darker(wood, 0.15))
    for k, kind, size in ((-330, 0, 150), (-215, 2, 120), (250, 1, 190), (350, 2, 110)):
        pot(c, x + k, 692, size, rng.choice(cloths), kind)
    clay = "#c98a62"
    c.fill(Stencil().ellipse(x, 686, 128, 17), "#8f8a86", "#4a4648")
    c.fill(Stencil().ellipse(x, 678, 104, 13), "#b5b0a8", "#7a7674")
    pot(c, x, 682, 230, clay, 0)
    for k in (-300, -170, 60, 240):
        pot(c, x + k, 852, rng.uniform(78, 100), rng.choice(cloths), rng.randrange(3))
    pot(c, win - side * 330, 940, 270, cloths[1], 0)
    pot(c, win - side * 500, 970, 210, cloths[4], 1)
    tray(c, win - side * 120, 850, 130)
    c.glow(x, 560, 420, "#ffdf9a", 0.24)


def tools(c: Canvas, x: float, y: float, wood: Paint) -> None:
    """Hang a rail of hand tools on the wall, centred on *x*."""
    c.rect(x - 190, y - 8, x + 190, y + 8, darker(wood, 0.35), radius=4)
    steel, shade, grip = "#b9c0c6", "#7f878e", lighter(wood, 0.22)
    for k in (-150, -75, 0, 75, 150):
        c.disc(x + k, y, 5, "#2c2430")
    hx = x - 150
    c.rect(hx - 6, y + 6, hx + 6, y + 150, grip, radius=4)
    c.poly(
        [
            (hx - 38, y + 140),
            (hx + 30, y + 140),
            (hx + 38, y + 152),
            (hx + 30, y + 172),
            (hx - 38, y + 172),
        ],
        steel,
    )
    sx = x - 75
    c.poly([(sx - 22, y + 58), (sx + 22, y + 58), (sx + 12, y + 196), (sx - 4, y + 196)], steel)
    c.rect(sx - 26, y + 8, sx + 26, y + 62, grip, radius=12)
    c.rect(sx - 12, y + 20, sx + 12, y + 48, darker(wood, 0.45), radius=8)
    for k in (-1, 1):
        c.line(smooth([(x + k * 20, y + 20), (x + k * 26, y + 90), (x, y + 128)], 6), 11, "#c8443c")
        c.line(smooth([(x, y + 128), (x + k * 20, y + 150), (x + k * 5, y + 178)], 6), 10, steel)
    c.disc(x, y + 128, 9, shade)
    cx = x + 75
    c.rect(cx - 10, y + 8, cx + 10, y + 80, grip, radius=6)
    c.poly([(cx - 11, y + 80), (cx + 11, y + 80), (cx + 15, y + 186), (cx - 15, y + 172)], steel)
    bx = x + 150
    c.rect(bx - 8, y + 8, bx + 8, y + 110, grip, radius=5)
    c.poly(
        [(bx - 20, y + 108), (bx + 20, y + 108), (bx + 15, y + 180), (bx - 15, y + 180)], "#e6d3a8"
    )
    c.rect(bx - 22, y + 100, bx + 22, y + 118, shade)


def wall_shelf(
    c: Canvas,
    rng: random.Random,
    x: float,
    y: float,
    half: float,
    wood: Paint,
    cloths: Sequence[Paint],
) -> None:
    """Hang two boards of finished pots, centred on *x*."""
    for row in range(2):
        base = y + row * 190
        for k in (-0.62, 0, 0.62):
            pot(c, x + k * half, base, rng.uniform(88, 128), rng.choice(cloths), rng.randrange(3))
        c.rect(x - half, base, x + half, base + 14, lighter(wood, 0.2))
        c.rect(x - half, base + 14, x + half, base + 24, "#140c18", 0.25)


def tray(c: Canvas, x: float, y: float, radius: float) -> None:
    """Lean a chased brass tray, *radius* units, against the wall with its centre at (x, y)."""
    c.disc(x + 12, y + 8, radius, "#140c18", 0.35)
    c.fill(Stencil().disc(x, y, radius), "#f6d98a", "#c08a38", "#7f5222")
    for size, tone in ((0.9, "#8a5a24"), (0.86, "#e5b85c"), (0.5, "#8a5a24"), (0.47, "#e5b85c")):
        c.ring(x, y, radius * size, radius * 0.02, tone)
    for k in range(16):
        c.poly(star(*polar(x, y, radius * 0.68, 22.5 * k), radius * 0.1, 8), "#9a6a2c")
    c.poly(star(x, y, radius * 0.42, 8), "#9a6a2c")
    c.poly(star(x, y, radius * 0.32, 8, 0.54, 22.5), "#f0cd7a")
    c.poly(star(x, y, radius * 0.12, 8), "#9a6a2c")
