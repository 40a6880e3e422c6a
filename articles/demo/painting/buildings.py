"""Motifs of building: towers, houses, a kasbah, lanterns and lamps."""

from articles.demo.painting.canvas import Canvas, Drawing
from articles.demo.painting.colour import Paint, darker, lighter
from articles.demo.painting.outlines import box, horseshoe, oval, round_arch


def merlons(c: Canvas, x0: float, x1: float, y: float, size: float, paint: Paint) -> None:
    """Paint stepped battlements along a wall top from x0 to x1."""
    count = max(1, round(abs(x1 - x0) / (size * 1.5)))
    for i in range(count):
        mid = x0 + (i + 0.5) * (x1 - x0) / count
        for half, low, high in ((0.5, 0, 0.55), (0.24, 0.5, 1)):
            c.rect(mid - size * half, y - size * high, mid + size * half, y + 1 - size * low, paint)


def tower(
    c: Canvas, x: float, y: float, half: float, height: float, wall: Paint, trim: Paint
) -> None:
    """Paint a square western-Islamic tower with its lantern storey, standing at (x, y)."""
    top, high, dark = y - height, y - height - half * 1.5, c.mood.ink
    for size, foot, head in ((half, y, top), (half * 0.5, top, high)):
        c.solid(box(x - size, head, x + size, foot), wall)
        c.rect(x - size, head + size * 0.08, x + size, head + size * 0.36, trim)
        merlons(c, x - size * 1.04, x + size * 1.04, head, size * 0.32, darker(wall, 0.1))
    c.poly(horseshoe(x, top - half * 0.15, half * 0.22, half * 0.8), dark)
    # A net of lozenges (sebka) over the paired windows.
    step, rise = half * 0.44, half * 0.29
    c.rect(x - step * 1.5, top + half * 0.5, x + step * 1.5, top + half * 2.8, darker(wall, 0.14))
    for k in range(12):
        mx, my = x + (k % 3 - 1) * step, top + half * 0.79 + k // 3 * rise * 2
        net = [(mx, my - rise), (mx + step / 2, my), (mx, my + rise), (mx - step / 2, my)]
        c.line([*net, net[0]], half * 0.07, lighter(wall, 0.3))
    for shift, drop in ((-0.4, 4.1), (0.4, 4.1), (0, 5.9)):
        c.poly(horseshoe(x + shift * half, top + half * drop, half * 0.25, half), dark)
    c.solid(oval(x, high - half * 0.18, half * 0.31, half * 0.38), trim)
    for lift, size in ((0.62, 0.1), (0.81, 0.08), (0.96, 0.05)):
        c.disc(x, high - half * lift, half * size, "#d9a441")


def cube_house(
    c: Canvas, x0: float, x1: float, top: float, bottom: float, wall: Paint, depth: float
) -> None:
    """Paint a flat-roofed house with a lit and a shaded face and a few small openings."""
    rng, wall = c.rng, c.lit(wall, depth)
    split = x0 + (x1 - x0) * rng.uniform(0.58, 0.75)
    c.rect(x0, top, split, bottom, wall)
    c.rect(split, top, x1, bottom, darker(wall, 0.26))
    c.rect(x0 - 2, top - 4, split, top + 5, lighter(wall, 0.4))
    unit = min(26.0, (split - x0) / 4.2)
    for row in range(max(1, int((bottom - top) / (unit * 4.2)))):
        for column in range(max(1, int((split - x0) / (unit * 2.9)))):
            x, y = x0 + unit * (1.4 + column * 2.7), top + unit * (2.6 + row * 3.9)
            if rng.random() < 0.7 and x + unit * 0.7 < split:
                c.poly(round_arch(x, y + unit * 0.14, unit * 0.58, unit * 1.75), lighter(wall, 0.3))
                c.poly(round_arch(x, y, unit * 0.42, unit * 1.45), c.pane(depth))


def kasbah(c: Canvas, x: float, y: float, size: float, wall: Paint) -> None:
    """Paint an earthen kasbah with tapering corner towers, *size* units tall, at (x, y)."""
    tone, dark = c.lit(wall), c.lit(darker(wall, 0.68))
    # Middle, half width and height of each block, in units of the whole; towers come last.
    blocks = ((-0.15, 0.24, 0.92), (0.5, 0.21, 0.72), (0, 0.95, 0.56))
    towers = ((-0.95, 0.19, 0.98), (0.95, 0.19, 0.9), (0.3, 0.2, 1.14), (-0.38, 0.16, 0.8))
    for middle, width, tall in (*blocks, *towers):
        cx, half, top = x + middle * size, width * size, y - tall * size
        edge = half * 0.88
        c.solid([(cx - half, y), (cx - edge, top), (cx + edge, top), (cx + half, y)], tone)
        merlons(c, cx - edge, cx + edge, top, size * 0.042, tone)
        if width > 0.2:
            continue
        c.rect(cx - half * 0.82, top + half * 0.92, cx + half * 0.82, top + half, dark, 0.6)
        for k in (-0.45, 0, 0.45):
            c.poly(round_arch(cx + k * half, top + half * 0.75, half * 0.09, half * 0.36), dark)
        for row in (1.9, 3.2):
            c.poly(round_arch(cx, top + half * row, half * 0.13, half * 0.5), c.pane(0, 0.8))
    c.poly(horseshoe(x - size * 0.02, y, size * 0.1, size * 0.34), c.pane(0, 1))


FARMHOUSE: Drawing = (
    ("box", "#ddcdba", ".1 .3, .55 0"),
    ("flat", "#a95438", ".06 .29, .14 .42, .54 .42, .6 .29"),
    ("box", "#f6ead6", "-.4 .42, .1 0"),
    ("flat", "#c2623f", "-.46 .41, -.34 .58, .06 .58, .16 .41"),
    ("box", "pane", "-.35 .32, -.26 .19"),
    ("box", "pane", "-.06 .32, .03 .19"),
    ("box", "pane", ".24 .2, .4 .1"),
    ("box", "#2f7f8a", "-.22 .2, -.1 0"),
)

LANTERN: Drawing = (
    (0.05, "ink", "0 3, 0 0"),
    ("flat", "ink", "-.1 0, .1 0, .36 -.5, -.36 -.5"),
    ("flat", "#ffd98f", "-.36 -.5, .36 -.5, .5 -.95, .3 -1.5, -.3 -1.5, -.5 -.95"),
    (0.05, "ink", "-.31 -.5, -.49 -.95, -.27 -1.5"),
    (0.05, "ink", ".31 -.5, .49 -.95, .27 -1.5"),
    (0.07, "ink", "-.5 -.95, .5 -.95"),
    ("flat", "ink", "-.33 -1.46, .33 -1.46, 0 -1.85"),
)

STREET_LAMP: Drawing = (
    (0.026, "ink", "0 0, 0 1"),
    ("box", "ink", "-.038 .07, .038 0"),
    ("flat", "#fff0c4", "-.02 1, .02 1, .042 1.09, -.042 1.09"),
    ("flat", "ink", "-.052 1.088, .052 1.088, 0 1.135"),
)


def lantern(c: Canvas, x: float, y: float, size: float, glow: float = 0.5) -> None:
    """Paint a pierced-metal lantern hanging on its chain, its top at (x, y)."""
    c.figure(LANTERN, x, y, size)
    c.glow(x, y + size, size * 2.6, "#ffc873", glow)


def street_lamp(c: Canvas, x: float, y: float, height: float, lit: bool, depth: float = 0) -> None:
    """Paint a lamp post standing at (x, y)."""
    c.figure(STREET_LAMP, x, y, height, depth)
    if lit:
        c.glow(x, y - height * 1.045, height * 0.42, "#ffcf7d", 0.55)
