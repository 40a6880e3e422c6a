"""Outlines: curves, stars, arches and skylines as lists of points, for the canvas to fill.

Coordinates are the canvas's: x to the right, y downwards, angles in degrees clockwise from the
right.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from random import Random

Point = tuple[float, float]
Outline = list[Point]


def polar(x: float, y: float, radius: float, degrees: float) -> Point:
    """Return the point *radius* units from (x, y) towards *degrees*."""
    turn = math.radians(degrees)
    return x + radius * math.cos(turn), y + radius * math.sin(turn)


def box(x0: float, y0: float, x1: float, y1: float) -> Outline:
    """Return the rectangle between two corners."""
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def taper(x0: float, y0: float, half0: float, x1: float, y1: float, half1: float) -> Outline:
    """Return a beam between two level edges, each given by its middle and half its width."""
    return [(x0 - half0, y0), (x0 + half0, y0), (x1 + half1, y1), (x1 - half1, y1)]


def oval(x: float, y: float, rx: float, ry: float) -> Outline:
    """Return an ellipse about (x, y)."""
    turns = [math.tau * k / 60 for k in range(60)]
    return [(x + rx * math.cos(turn), y + ry * math.sin(turn)) for turn in turns]


def star(
    x: float, y: float, radius: float, points: int = 8, notch: float = 0.765, turn: float = 0
) -> Outline:
    """Return a star whose notches lie at *notch* of its radius, one point towards *turn*.

    The default notch, cos 45° / cos 22.5°, is that of the khatam: two squares turned by 45°.
    """
    return [
        polar(x, y, radius * (notch if k % 2 else 1), turn + 180 * k / points)
        for k in range(2 * points)
    ]


def smooth(points: Sequence[Point], steps: int = 6, closed: bool = False) -> Outline:
    """Return a Catmull–Rom curve through *points*, *steps* segments between each pair."""
    count = len(points)
    curve = []
    for i in range(count if closed else count - 1):
        near = [i + k if closed else min(max(i + k, 0), count - 1) for k in (-1, 0, 1, 2)]
        controls = [points[k % count] for k in near]
        for step in range(steps):
            t = step / steps
            linear, square, cube = t / 2, t * t / 2, t**3 / 2
            before, this = 2 * square - linear - cube, 1 - 5 * square + 3 * cube
            weights = (before, this, linear + 4 * square - 3 * cube, cube - square)
            x, y = (
                sum(weight * point[axis] for weight, point in zip(weights, controls, strict=True))
                for axis in (0, 1)
            )
            curve.append((x, y))
    return curve if closed else [*curve, points[-1]]


@lru_cache(maxsize=512)
def _pairs(text: str) -> tuple[Point, ...]:
    split = [pair.split() for pair in text.split(",")]
    return tuple((float(x), float(y)) for x, y in split)


def plot(text: str, x: float, y: float, x_unit: float, y_unit: float) -> Outline:
    """Return the points written "x y, x y, …" in units of *x_unit* and *y_unit* from (x, y).

    A negative unit mirrors. Raises ``ValueError`` when *text* is not pairs of numbers.
    """
    return [(x + px * x_unit, y + py * y_unit) for px, py in _pairs(text)]


def round_arch(x: float, y: float, half: float, height: float) -> Outline:
    """Return a round-headed opening standing on *y*."""
    head = [polar(x, y - height + half, half, a) for a in range(180, 361, 6)]
    return [(x - half, y), *head, (x + half, y)]


def horseshoe(x: float, y: float, half: float, height: float) -> Outline:
    """Return a horseshoe arch standing on *y*: jambs, then a pointed arch wider than they are."""
    rise = half * 1.12
    spring, jamb = y - height + rise, half * 0.86
    turns = [math.radians(a) for a in range(-24, 85, 6)]
    right = [(x + jamb, y), (x + jamb, spring + half * 0.46)]
    right += [(x + half * math.cos(a), spring - rise * math.sin(a)) for a in turns]
    return [*right, (x, y - height), *((2 * x - px, py) for px, py in reversed(right))]


def rolling(rng: Random, width: float, y: float, rise: float, waves: float = 1.5) -> Outline:
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
    rng: Random, width: float, y: float, rise: float, peaks: int = 4, summit: float = -1
) -> Outline:
    """Return a mountain skyline by midpoint displacement, its highest peak at *summit* if given."""
    gap = width / peaks
    first = (rng.uniform(0.2, 0.8) * gap if summit < 0 else summit % gap) - gap
    line = []
    for i in range(peaks + 2):
        x = first + i * gap
        top = 1.0 if abs(x - summit) < 1 else rng.uniform(0.45, 0.8)
        saddle = (x + gap * rng.uniform(0.4, 0.6), y - rise * rng.uniform(0, 0.3))
        line += [(x, y - rise * top), saddle]
    for level in range(4):
        reach = rise * 0.12 / 2**level
        finer = [line[0]]
        for (ax, ay), (bx, by) in pairwise(line):
            shift = rng.uniform(-reach, reach)
            finer += [((ax + bx) / 2 + rng.uniform(-4, 4), (ay + by) / 2 + shift), (bx, by)]
        line = finer
    return line


def ground(line: Outline, bottom: float = 1020) -> Outline:
    """Close a skyline into the land below it."""
    return [*line, (line[-1][0], bottom), (line[0][0], bottom)]


def height_at(line: Outline, x: float) -> float:
    """Return the y of a skyline's first point at or after *x*, or of its last."""
    return next((py for px, py in line if px >= x), line[-1][1])
