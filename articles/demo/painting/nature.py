"""Motifs out of doors: skies, landforms, water and plants."""

import itertools
import math
import random
from collections.abc import Sequence

from articles.demo.painting.canvas import HEIGHT, Canvas, Point, Stencil
from articles.demo.painting.colour import Mood, Paint, darker, mix


def smooth(points: Sequence[Point], steps: int = 8, closed: bool = False) -> list[Point]:
    """Return a Catmull–Rom curve through *points*, *steps* segments between each pair."""
    count = len(points)
    curve = []
    for i in range(count if closed else count - 1):
        if closed:
            (ax, ay), (bx, by), (cx, cy), (dx, dy) = (points[(i + k) % count] for k in range(-1, 3))
        else:
            (ax, ay), (bx, by), (cx, cy), (dx, dy) = (
                points[min(max(i + k, 0), count - 1)] for k in range(-1, 3)
            )
        for step in range(steps):
            t = step / steps
            linear, square, cube = t / 2, t * t / 2, t**3 / 2
            # The weights of the four points add up to one.
            wa, wb = 2 * square - linear - cube, 1 - 5 * square + 3 * cube
            wc, wd = linear + 4 * square - 3 * cube, cube - square
            curve.append(
                (
                    wa * ax + wb * bx + wc * cx + wd * dx,
                    wa * ay + wb * by + wc * cy + wd * dy,
                )
            )
    if not closed:
        curve.append(points[-1])
    return curve


def rolling(
    rng: random.Random, width: float, y: float, rise: float, waves: float = 2.0
) -> list[Point]:
    """Return a soft skyline across *width* around *y*, *rise* units high at most."""
    tones = [
        (rng.uniform(0, math.tau), waves * f * rng.uniform(0.8, 1.2), g)
        for f, g in ((1, 0.6), (1.9, 0.28), (3.7, 0.12))
    ]
    return [
        (x, y - rise * sum(g * math.sin(phase + f * math.tau * x / 1600) for phase, f, g in tones))
        for x in range(-40, round(width) + 60, 20)
    ]


def jagged(
    rng: random.Random,
    width: float,
    y: float,
    rise: float,
    peaks: int = 4,
    rough: float = 0.5,
    summit: float | None = None,
) -> list[Point]:
    """Return a mountain skyline by midpoint displacement; *summit* is where the highest is."""
    gap = width / peaks
    first = (rng.uniform(0.2, 0.8) * gap if summit is None else summit % gap) - gap
    line = []
    for i in range(peaks + 2):
        x = first + i * gap
        if summit is not None and abs(x - summit) < 1:
            line.append((x, y - rise))
        else:
            line.append((x + rng.uniform(-0.1, 0.1) * gap, y - rise * rng.uniform(0.45, 0.8)))
        line.append((x + gap * rng.uniform(0.4, 0.6), y - rise * rng.uniform(0, 0.3)))
    reach = rise * rough * 0.22
    for _ in range(4):
        finer = []
        for (ax, ay), (bx, by) in itertools.pairwise(line):
            finer += [
                (ax, ay),
                ((ax + bx) / 2 + rng.uniform(-4, 4), (ay + by) / 2 + rng.uniform(-reach, reach)),
            ]
        line = [*finer, line[-1]]
        reach *= 0.5
    return line


def ground(line: Sequence[Point], bottom: float = HEIGHT + 20) -> list[Point]:
    """Close a skyline into the land below it."""
    return [*line, (line[-1][0], bottom), (line[0][0], bottom)]


def height_at(line: Sequence[Point], x: float) -> float:
    """Return the y of a skyline at *x*, between its points."""
    for (ax, ay), (bx, by) in itertools.pairwise(line):
        if ax <= x <= bx:
            return ay + (by - ay) * (x - ax) / max(bx - ax, 1e-6)
    return line[-1][1]


# Skies


def luminary(c: Canvas, mood: Mood, x: float, y: float, radius: float, spread: float = 9) -> None:
    """Paint the sun, or at night the moon, with its glow *spread* radii wide."""
    c.glow(x, y, radius * spread, mood.sun, 0.5)
    c.glow(x, y, radius * spread * 0.4, mood.sun, 0.5)
    c.disc(x, y, radius, mood.sun)
    if mood.lamps:
        for dx, dy, size in (
            (-0.38, -0.3, 0.26),
            (0.02, 0.08, 0.16),
            (-0.3, 0.42, 0.2),
            (0.5, 0.3, 0.12),
        ):
            c.disc(x + dx * radius, y + dy * radius, size * radius, mood.sky[2], 0.16)


def cloud(
    c: Canvas,
    rng: random.Random,
    x: float,
    y: float,
    length: float,
    top: Paint,
    bottom: Paint,
    alpha: float = 0.9,
) -> None:
    """Paint a flat-bottomed cloud, fading at its foot, *length* units long."""
    shape = Stencil()
    lobes = rng.randint(4, 6)
    for i in range(lobes):
        t = (i + 0.5) / lobes
        size = length * (0.075 + 0.12 * math.sin(math.pi * t) * rng.uniform(0.75, 1.2))
        shape.disc(x + (t - 0.5) * length * 0.84, y - size * 0.55, size)
    shape.rect(x - length * 0.47, y - length * 0.05, x + length * 0.47, y, length * 0.025)
    shape.rect(x - length, y, x + length, y + length * 0.3, hole=True)
    c.fill(shape, top, bottom, alpha=alpha, fade=alpha * 0.35)


def clouds(
    c: Canvas,
    rng: random.Random,
    mood: Mood,
    y0: float,
    y1: float,
    count: int,
    alpha: float = 0.85,
) -> None:
    """Scatter *count* clouds between y0 and y1, smaller towards the horizon."""
    top = mix(mood.sky[-1], mood.sun, 0.55)
    start = rng.random()
    for i in range(count):
        # Steps of the golden ratio keep the clouds apart without rows.
        x = ((start + i * 0.618) % 1) * c.width
        y = y0 + (y1 - y0) * (i + rng.random()) / count
        length = (420 - 230 * (i + 0.5) / count) * rng.uniform(0.75, 1.15)
        cloud(c, rng, x, y, length, top, mix(mood.sky[-1], mood.sky[-2], 0.6), alpha)


def streaks(c: Canvas, rng: random.Random, mood: Mood, y0: float, y1: float, count: int) -> None:
    """Lay long thin evening clouds between y0 and y1."""
    for i in range(count):
        y = y0 + (y1 - y0) * (i + rng.random()) / count
        x, half = rng.uniform(0, c.width), rng.uniform(160, 420)
        thick = rng.uniform(5, 13)
        tone = mix(mood.sky[-1], mood.sun, 0.4) if i % 2 else mix(mood.sky[-2], mood.sky[-1], 0.5)
        body = [
            (x - half, y),
            (x - half * 0.3, y - thick),
            (x + half * 0.4, y - thick * 0.6),
            (x + half, y),
            (x + half * 0.2, y + thick * 0.5),
            (x - half * 0.5, y + thick * 0.4),
        ]
        c.poly(smooth(body, 6, closed=True), tone, 0.55)


def stars(c: Canvas, rng: random.Random, bottom: float, count: int) -> None:
    """Scatter *count* stars above *bottom*, thinning out towards it."""
    for _ in range(count):
        x, y = rng.uniform(0, c.width), bottom * rng.random() ** 1.3
        size = rng.choice((1.0, 1.0, 1.2, 1.5, 2.1))
        c.disc(x, y, size, "#fdf6e3", rng.uniform(0.35, 0.95) * (1 - 0.5 * y / bottom))


def birds(
    c: Canvas, rng: random.Random, x: float, y: float, count: int, ink: Paint, size: float = 15
) -> None:
    """Paint a loose flock around (x, y)."""
    for _ in range(count):
        bx, by = x + rng.gauss(0, 90), y + rng.gauss(0, 34)
        span, lift = size * rng.uniform(0.6, 1.2), rng.uniform(0.25, 0.6)
        for side in (-1, 1):
            wing = [
                (bx, by),
                (bx + side * span * 0.5, by - span * lift),
                (bx + side * span, by - span * lift * 0.5),
            ]
            c.line(smooth(wing, 4), 2.4, ink, 0.85)


def backdrop(
    c: Canvas,
    rng: random.Random,
    mood: Mood,
    horizon: float,
    sun: Point | None = None,
    radius: float = 46,
) -> None:
    """Paint a whole sky down to *horizon*: gradient, stars or clouds, sun or moon."""
    c.sky(mood.sky, horizon)
    if mood.lamps:
        stars(c, rng, horizon * 0.9, 130)
    if sun is not None:
        luminary(c, mood, *sun, radius)
    if mood.streaked:
        streaks(c, rng, mood, horizon * 0.3, horizon * 0.85, 5)
    else:
        clouds(c, rng, mood, horizon * 0.22, horizon * 0.8, 5)


# Water


def water(c: Canvas, mood: Mood, y: float, near: Paint, bottom: float = HEIGHT) -> None:
    """Fill from the waterline *y* down, from the horizon's colour to *near*."""
    far = mix(mood.lit(near), mood.sky[-1], 0.62)
    c.fill(
        Stencil().rect(0, y, c.width, bottom),
        far,
        mix(far, mood.lit(near), 0.7),
        mood.lit(near),
        darker(mood.lit(near), 0.25),
    )


def glints(
    c: Canvas,
    rng: random.Random,
    x: float,
    y0: float,
    y1: float,
    paint: Paint,
    spread: float,
    count: int = 60,
) -> None:
    """Break light on water into strokes below (x, y0), wider and longer towards y1."""
    for _ in range(count):
        t = rng.random() ** 1.4
        y = y0 + (y1 - y0) * t
        half = (5 + 44 * t) * rng.uniform(0.5, 1.2)
        cx = x + rng.gauss(0, 0.42) * spread * (0.25 + t)
        c.ellipse(cx, y, half, 1.1 + 3.6 * t, paint, rng.uniform(0.35, 0.85) * (1 - 0.45 * t))


def ripples(
    c: Canvas,
    rng: random.Random,
    y0: float,
    y1: float,
    paint: Paint,
    count: int,
    alpha: float = 0.3,
) -> None:
    """Scatter thin level strokes over water, growing towards the viewer."""
    for _ in range(count):
        t = rng.random()
        y = y0 + (y1 - y0) * t
        half = (16 + 90 * t) * rng.uniform(0.5, 1.3)
        c.ellipse(
            rng.uniform(0, c.width), y, half, 0.8 + 2.2 * t, paint, alpha * rng.uniform(0.4, 1)
        )
