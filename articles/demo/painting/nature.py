"""Motifs out of doors: skies, mountains, water and plants."""

import math
from itertools import pairwise

from articles.demo.painting.canvas import Canvas, Stencil
from articles.demo.painting.colour import Paint, darker, lighter, mix
from articles.demo.painting.outlines import (
    Outline,
    Point,
    box,
    ground,
    oval,
    rolling,
    smooth,
    taper,
)


def backdrop(c: Canvas, horizon: float, sun: Point | None = None, radius: float = 46) -> None:
    """Paint a whole sky down to *horizon*: gradient, stars or clouds, sun, moon or light rays."""
    mood = c.mood
    c.sky(mood.sky, horizon)
    if mood.lamps:
        stars(c, horizon * 0.9, 130)
    if sun is not None and mood.hour != "veiled":
        luminary(c, *sun, radius)
    clouds(c, horizon * 0.22, horizon * 0.8)
    if sun is not None and mood.hour == "veiled":
        rays(c, *sun, horizon)


def luminary(c: Canvas, x: float, y: float, radius: float) -> None:
    """Paint the sun, or at night the moon, with its glow."""
    for spread in (9, 3.6):
        c.glow(x, y, radius * spread, c.mood.sun, 0.5)
    c.disc(x, y, radius, c.mood.sun)


def rays(c: Canvas, x: float, y: float, foot: float) -> None:
    """Let light fall in rays from (x, y) down to *foot*, as through a gap in the clouds."""
    for k in range(-2, 3):
        beam = taper(x + k * 40, y, 16, x + k * 170, foot, 60)
        c.fill(beam, c.mood.sun, alpha=0.75, fade=0.1, blur=8)
    c.glow(x, y, 240, c.mood.sun, 0.7, 120)


def clouds(c: Canvas, y0: float, y1: float, count: int = 5, size: float = 1) -> None:
    """Lay clouds between y0 and y1, smaller towards the horizon: heaped, or thin in the evening."""
    rng, sky = c.rng, c.mood.sky
    rise, stretch = (0.16, 1.7) if c.mood.evening else (1, 1)
    tones = mix(sky[-1], c.mood.sun, 0.55), mix(sky[-1], sky[-2], 0.6)
    start = rng.random()
    for i in range(count):
        # Steps of the golden ratio keep the clouds apart without rows.
        x = ((start + i * 0.618) % 1) * c.width
        y = y0 + (y1 - y0) * (i + rng.random()) / count
        length = stretch * size * (420 - 230 * (i + 0.5) / count) * rng.uniform(0.75, 1.15)
        lobes = [box(x - length * 0.47, y - length * 0.05 * rise, x + length * 0.47, y)]
        for t in (0.1, 0.3, 0.5, 0.7, 0.9):
            lobe = length * (0.075 + 0.12 * math.sin(math.pi * t) * rng.uniform(0.7, 1.2))
            middle = (x + (t - 0.5) * length * 0.84, y - lobe * rise * 0.55)
            lobes.append(oval(*middle, lobe, lobe * rise))
        cloud = Stencil(lobes, [box(x - length, y, x + length, y + length * 0.3)])
        c.fill(cloud, *tones, alpha=0.85, fade=0.3)


def stars(c: Canvas, bottom: float, count: int) -> None:
    """Scatter *count* stars above *bottom*, thinning out towards it."""
    for x in c.scatter(count):
        y = bottom * c.rng.random() ** 1.3
        size, alpha = c.rng.choice((1.0, 1.2, 1.5, 2.1)), c.rng.uniform(0.35, 0.95)
        c.disc(x, y, size, "#fdf6e3", alpha * (1 - 0.5 * y / bottom))


def massif(c: Canvas, line: Outline, rock: Paint, depth: float, snowline: float = 0) -> None:
    """Paint a range under *line*: shaded east faces, and snow above a *snowline*."""
    rng, tone, base = c.rng, c.lit(rock, depth), ground(line)
    c.fill(base, tone, mix(tone, c.mood.haze, 0.35))
    if snowline:
        teeth = [(x, snowline + rng.uniform(-46, 46)) for x in range(-80, int(c.width) + 80, 22)]
        cap = [(-80, -50), *teeth, (c.width + 80, -50)]
        c.fill(cap, c.lit("#fbfcff", depth * 0.5), within=base)
    faces = []
    for i in range(3, len(line) - 3):
        x, y = line[i]
        if y <= min(near for _, near in line[max(0, i - 7) : i + 8]):
            # The ridge wanders down from the summit; everything east of it is in shadow.
            spine = [(x + rng.uniform(-22, 26) + step * 6, y + step * 44) for step in range(1, 8)]
            east = [point for point in line[i:] if point[0] < x + 330]
            foot = (east[-1][0], max(east[-1][1], spine[-1][1]))
            faces.append([(x, y), *spine, foot, *reversed(east)])
    c.fill(Stencil(faces), darker(tone, 0.42), alpha=0.55, fade=0.0, within=base)


def hills(c: Canvas, *layers: tuple[float, float, Paint, float]) -> None:
    """Lay rolling land in layers of (height, rise, paint, depth), the farthest first."""
    for base, rise, paint, depth in layers:
        line = rolling(c.rng, c.width, base, rise)
        c.land(line, c.lit(paint, depth), c.lit(darker(paint, 0.15), depth))


def ripples(
    c: Canvas, y0: float, y1: float, count: int, alpha: float = 0.35, x: float | None = None
) -> None:
    """Lay level strokes of light on water, growing towards the viewer; below the sun at *x*."""
    rng = c.rng
    tone = lighter(c.lit("#7fb7c4"), 0.4) if x is None else mix(c.mood.sun, c.mood.sky[-1], 0.3)
    for place in c.scatter(count):
        t = rng.random()
        middle = place if x is None else x + rng.gauss(0, 126) * (0.25 + t)
        half = (12 + 70 * t) * rng.uniform(0.4, 1.2)
        cover = alpha * rng.uniform(0.4, 1)
        c.ellipse(middle, y0 + (y1 - y0) * t, half, 0.9 + 3 * t, tone, cover)


def palm(
    c: Canvas, x: float, y: float, height: float, depth: float = 0.0, leaf: Paint = "#478452"
) -> None:
    """Paint a date palm standing at (x, y)."""
    rng, trunk, leaf = c.rng, c.lit("#6d4f3f", depth), c.lit(leaf, depth)
    lean = rng.uniform(-0.12, 0.12)
    top_x, top_y = x + lean * height, y - height
    spine = smooth([(x, y), (x + lean * height * 0.25, y - height * 0.4), (top_x, top_y)], 4)
    for i, (start, end) in enumerate(pairwise(spine)):
        girth = height * 0.034 * (1.3 - 0.08 * i)
        for left, right, tone in ((-girth, girth, trunk), (0, girth, darker(trunk, 0.3))):
            foot = [(start[0] + left, start[1]), (start[0] + right, start[1])]
            c.poly([*foot, (end[0] + right, end[1]), (end[0] + left, end[1])], tone)
    for angle in (-172, -8, -152, -30, 168, 14, -128, -54, -92, 150, 32):
        turn = math.radians(angle + rng.uniform(-7, 7))
        reach = height * 0.42 * rng.uniform(0.85, 1.1)
        dx, dy = math.cos(turn) * reach, math.sin(turn) * reach * 0.8
        tip = (top_x + dx, top_y + dy + reach * 0.42 * abs(math.cos(turn)))
        bend = (top_x + dx * 0.55, top_y + dy * 0.75 - reach * 0.12)
        upper = smooth([(top_x, top_y), bend, tip], 7)
        # Notches along the lower edge read as leaflets at any size.
        lower = []
        for i, (px, py) in enumerate(upper[1:-1], 1):
            t = i / (len(upper) - 1)
            drop = reach * (0.035 + 0.19 * math.sin(math.pi * t) * (1 - 0.4 * t))
            lower += [(px + dx * 0.02, py + drop), (px + dx * 0.045, py + drop * 0.55)]
        shade = max(0.0, math.sin(turn)) * 0.4 + rng.uniform(0, 0.12)
        c.poly([*upper, *reversed(lower)], darker(leaf, shade))


def crown(c: Canvas, x: float, y: float, rx: float, ry: float, leaf: Paint, lobes: int = 7) -> None:
    """Paint a rounded crown of lit *leaf* centred on (x, y), lit from the upper left."""
    body, bright = [(x, y, rx * 0.8, ry * 0.78)], [(x, y - ry * 0.1, rx * 0.6, ry * 0.5)]
    for i in range(lobes):
        turn = math.tau * i / lobes + c.rng.uniform(-0.2, 0.2)
        px, py = x + math.cos(turn) * rx * 0.66, y + math.sin(turn) * ry * 0.62
        width, height = (side * c.rng.uniform(0.3, 0.42) for side in (rx, ry))
        body.append((px, py, width, height))
        bright.append((px - rx * 0.12, py - ry * 0.18, width * 0.7, height * 0.64))
    for shift, grow, lobe_set, tone in (
        (0.0, 1.0, body, darker(leaf, 0.28)),
        (0.07, 0.88, body, darker(leaf, 0.08)),
        (0.0, 1.0, bright, lighter(leaf, 0.09)),
    ):
        for px, py, width, height in lobe_set:
            c.ellipse(px - rx * shift, py - ry * shift * 1.5, width * grow, height * grow, tone)


def bushes(c: Canvas, y: float, count: int, size: float, leaf: Paint, depth: float = 0.0) -> None:
    """Scatter *count* bushes, around *size* units wide, along the height *y*."""
    for x in c.scatter(count):
        half = size * c.rng.uniform(0.35, 0.65)
        middle = y + c.rng.uniform(-0.4, 1.2) * half
        crown(c, x, middle, half, half * 0.8, c.lit(leaf, depth))


def tree(c: Canvas, x: float, y: float, height: float, leaf: Paint, depth: float = 0.0) -> None:
    """Paint a broad tree standing at (x, y), with a twisted trunk and three crowns of *leaf*."""
    trunk, leaf, half = c.lit("#6a4f42", depth), c.lit(leaf, depth), height * 0.07
    c.shadow(x + height * 0.1, y + 3, height * 0.42, 0.28)
    for side, tone in ((-1, trunk), (1, darker(trunk, 0.25))):
        bend = (x - side * half * 0.5, y - height * 0.22)
        limb = [(x + side * half * 0.2, y), bend, (x + side * height * 0.17, y - height * 0.52)]
        c.line(smooth(limb), half * 1.5, tone)
    c.poly([(x - half * 2, y + 3), (x, y - height * 0.16), (x + half * 2, y + 3)], trunk)
    for dx, dy, tone in ((0.2, 0.6, darker(leaf, 0.14)), (-0.2, 0.58, leaf), (0, 0.76, leaf)):
        crown(c, x + dx * height, y - dy * height, height * 0.34, height * 0.25, tone)


def fir(c: Canvas, x: float, y: float, height: float, depth: float, snow: bool = False) -> None:
    """Paint a conifer standing at (x, y), its tiers carrying *snow* or not."""
    leaf, white = c.lit(c.rng.choice(("#2d5a50", "#386649")), depth), c.lit("#fbfdff", depth / 2)
    c.rect(x - height * 0.025, y - height * 0.1, x + height * 0.025, y, darker(leaf, 0.6))
    for i in range(5):
        foot = y - height * (0.08 + 0.175 * i)
        half, tip = height * (0.235 - 0.04 * i), foot - height * 0.3
        skirt = [(x - half, foot), (x, foot + height * 0.015), (x + half, foot), (x, tip)]
        c.poly(skirt, darker(leaf, 0.4 - 0.08 * i))
        if snow:
            lobes = ((-0.8, 0.035), (-0.42, 0.07), (-0.15, 0.03), (0.15, 0.1), (0.5, 0.06))
            edge = [(x + dx * half, foot - dy * height) for dx, dy in lobes]
            c.poly([(x, tip), *edge], white, 0.95)
