"""Scenes that fill the picture with pattern: a wall of cut tile, and a circuit board.

Stars follow the polygons-in-contact construction (E. H. Hankin, "The Drawing of Geometric
Patterns in Saracenic Art", 1925): rays leave the middle of each side of a tiling's polygon at
one contact angle, and where neighbouring rays meet is the notch of the star.
"""

import math
from collections.abc import Sequence

from articles.demo.painting.canvas import Canvas, Stencil
from articles.demo.painting.colour import Paint, darker, lighter, mix
from articles.demo.painting.outlines import Outline, Point, box, polar, star, taper

# Ground, star, alternate star, ring, heart, square star; then strap.
GLAZES = (
    ("#12324a", "#1f6f8f", "#2f8f86", "#e2a93f", "#f4e6c8", "#c9563c", "#f7f0e0"),
    ("#173d2f", "#2f7f5a", "#1f5f8f", "#e0b24a", "#f2e7cf", "#8f3f3a", "#f6efdf"),
    ("#2a2350", "#2f4fa0", "#3f86c4", "#e6b65a", "#f6ead6", "#b5486a", "#f8f1e6"),
)


def contact_notch(sides: int, angle: float) -> float:
    """Return the notch of the star inscribed in a regular polygon at a contact *angle*."""
    ray = math.radians(angle)
    return math.cos(ray) / math.cos(ray - math.pi / sides)


def tile(c: Canvas, points: Outline, glaze: Paint, joint: Paint = "", width: float = 0) -> None:
    """Paint one hand-fired tile, a little off its *glaze*, and the joint around it."""
    c.poly(points, mix(glaze, c.rng.choice(("#ffffff", "#0b1020")), c.rng.random() * 0.11))
    if width:
        c.line([*points, points[0], points[1]], width, joint)


def star_field(c: Canvas, x: float, y: float, pitch: float, paints: Sequence[Paint]) -> None:
    """Fill the picture with stars on a tiling of octagons and squares, one octagon on (x, y)."""
    base, first, second, ring, heart, small, strap = paints
    c.rect(0, 0, c.width, 1000, base)
    # An octagon of apothem 1/2 has sides tan 22.5°; the squares between share them.
    side, angle = math.tan(math.pi / 8) * pitch, c.rng.choice((67.5, 60, 63))
    octagon, square = contact_notch(8, angle), contact_notch(4, angle)
    for i in range(math.floor(-x / pitch) - 1, math.ceil((c.width - x) / pitch) + 1):
        for j in range(math.floor(-y / pitch) - 1, math.ceil((1000 - y) / pitch) + 1):
            cx, cy, glaze = x + i * pitch, y + j * pitch, second if (i + j) % 2 else first
            corner = star(cx + pitch / 2, cy + pitch / 2, side / 2, 4, square, 45)
            tile(c, corner, small, strap, pitch * 0.035)
            tile(c, star(cx, cy, pitch / 2, 8, octagon), glaze, strap, pitch * 0.035)
            tile(c, star(cx, cy, pitch * 0.27), heart)
            tile(c, star(cx, cy, pitch * 0.19, 8, contact_notch(8, 67.5)), ring)


# Rings of equal tiles: how many, first angle, which glaze, joint, and half the outline of one as
# (radius, degrees), mirrored about its axis.
PETALS = (
    (8, 0, 2, 0, ((0.885, 0), (0.845, 2), (0.815, 0))),
    (8, 22.5, 3, 0.009, ((0.68, 0), (0.62, 5.5), (0.575, 0))),
    (16, 11.25, 1, 0.009, ((0.635, 0), (0.57, 6.4), (0.42, 8.2), (0.325, 0))),
    (16, 11.25, 3, 0, ((0.55, 0), (0.45, 4.2), (0.385, 0))),
    (16, 0, 2, 0, ((0.345, 0), (0.26, 10.6), (0.2, 0))),
)
# Stars about its middle: radius, points, notch, first angle, glaze.
HEART = ((0.2, 16, 0.74, 11.25, 6), (0.178, 16, 0.74, 11.25, 0), (0.14, 8, 0.541, 22.5, 4))


def rosette(c: Canvas, x: float, y: float, radius: float, paints: Sequence[Paint]) -> None:
    """Paint a great rosette of sixteen petals in a khatam frame, *radius* units to its points."""
    for size, glaze in ((1.0, 6), (0.975, 1), (0.93, 6), (0.912, 0)):
        c.poly(star(x, y, size * radius), paints[glaze])
    for k in range(8):
        tip = polar(x, y, 0.755 * radius, 45 * k)
        tile(c, star(*tip, 0.078 * radius), paints[5], paints[6], 0.009 * radius)
        c.poly(star(*tip, 0.03 * radius), paints[3])
    for count, first, glaze, joint, half in PETALS:
        outline = [*half, *((reach, -a) for reach, a in half[-2:0:-1])]
        for k in range(count):
            turn = first + 360 * k / count
            points = [polar(x, y, reach * radius, turn + a) for reach, a in outline]
            tile(c, points, paints[glaze], paints[6], joint * radius)
    for size, count, notch, turn, glaze in HEART:
        c.poly(star(x, y, size * radius, count, notch, turn), paints[glaze])
    c.poly(star(x, y, 0.065 * radius), paints[5])


def zellige(c: Canvas, x: float) -> None:
    """A wall of cut tile in eightfold stars about a great rosette, in slanting light."""
    paints = c.in_turn(GLAZES)
    # The field is held back so that the eye, and the JPEG encoder, spend themselves on the rosette.
    muted: list[Paint] = [paints[0], *(mix(tone, paints[0], 0.48) for tone in paints[1:])]
    star_field(c, x, 420, c.rng.choice((400, 440, 480)), muted)
    rosette(c, x, 420, 425, paints)
    c.rect(0, 832, c.width, 930, paints[6])
    for k in range(round(c.width / 88) + 2):
        for drop, half in ((12, 9), (33, 21), (55, 33)):
            c.rect(88 * k - half, 832 + drop, 88 * k + half, 916, paints[1 if k % 2 else 5])
    c.fill(box(0, 914, c.width, 1000), darker(paints[1], 0.3), darker(paints[0], 0.4))
    lean, beams = -0.5 if x > c.width / 2 else 0.5, []
    for off, half in ((-40, 290), (420, 80)):
        shift = x + lean * off * 2
        beams.append(taper(shift - lean * 520, -200, half, shift + lean * 700, 1200, half))
    c.fill(Stencil(beams), "#ffdf9e", alpha=0.1, blur=30)
    shade = Stencil([box(-200, -200, c.width + 200, 1200)], beams)
    c.fill(shade, "#150e2c", alpha=0.3, fade=0.5, blur=30)


# Board, dim trace, bright trace, pad, package, light.
BOARDS = (
    ("#0b2b33", "#15505a", "#2fa8a0", "#e2b65a", "#101a22", "#9ff5e0"),
    ("#0d1b45", "#1d3a7f", "#4a86e0", "#e9c46a", "#0a1026", "#a8d4ff"),
    ("#0f3a26", "#1c6a44", "#c98a52", "#e8b872", "#0e1a14", "#ffe2b8"),
    ("#2a1240", "#53246e", "#c0569f", "#f2b25c", "#150a24", "#ffc3e6"),
)


def circuit(c: Canvas, x: float) -> None:
    """A circuit board: a processor fanning out its traces, parts, and running light."""
    rng, y, half = c.rng, 490, 168
    base, dim, trace, pad, package, light = c.in_turn(BOARDS)
    c.sky((lighter(base, 0.07), base, darker(base, 0.45)))
    c.glow(x, y, 760, trace, 0.34)
    buses(c, dim)
    for px in c.scatter(16):
        py = rng.uniform(0, 1000)
        for k in range(-2, 3) if abs(px - x) > 420 else ():
            c.rect(px + k * 17 - 4, py - 38, px + k * 17 + 4, py + 38, darker(pad, 0.4))
            c.rect(px - 45, py - 27, px + 45, py + 27, lighter(package, 0.1))
    for turn in range(4):
        fan(c, (x, y), half, turn)
    shadow = box(x - half, y - half + 16, x + half + 12, y + half + 24)
    c.fill(shadow, "#000008", alpha=0.5, blur=10)
    for size, paint in ((half, package), (112, mix(trace, package, 0.5))):
        c.fill(box(x - size, y - size, x + size, y + size), lighter(paint, 0.16), paint)
    stars = ((98, pad, 22.5), (88, package, 22.5), (74, trace, 0), (64, package, 0), (54, pad, 0))
    for size, paint, spin in stars:
        c.poly(star(x, y, size, turn=spin, notch=0.54 if size == 54 else 0.765), paint)
    c.glow(x, y, 150, light, 0.9)


def buses(c: Canvas, paint: Paint) -> None:
    """Lay bundles of parallel traces across the board, bending by 45°."""
    rng = c.rng
    for _ in range(7):
        upright = rng.random() < 0.5
        across, along = (c.width, 1000) if upright else (1000, c.width)
        start, bend = rng.uniform(0, across), rng.uniform(0.2, 0.7) * along
        shift = rng.choice((-1, 1)) * rng.uniform(90, 260)
        for k in range(rng.randint(4, 9)):
            # Shifting the bend with the lane keeps the lanes parallel through the diagonal.
            lane, turn = start + k * 17, bend - math.copysign(k * 7, shift)
            end = lane + shift
            run = [(lane, -20), (lane, turn), (end, turn + abs(shift)), (end, along + 20)]
            c.line(run if upright else [point[::-1] for point in run], 4.5, paint, 0.75)


def fan(c: Canvas, middle: Point, half: float, turn: int) -> None:
    """Lead the pins of one side of a package *half* units deep away, *turn* quarters round."""
    rng, pins, pitch = c.rng, 13, half * 2 / 14.5
    _, _, trace, pad, _, light = c.in_turn(BOARDS)

    def place(along: float, off: float) -> Point:
        dx, dy = ((along, off), (-off, along), (-along, -off), (off, -along))[turn]
        return middle[0] + dx, middle[1] + dy

    for i in range(pins):
        off = (i - (pins - 1) / 2) * pitch
        aim = off * 1.9
        # Outer traces bend first, so that none crosses its neighbour.
        first = half + 180 - abs(off) * 1.1
        second = first + abs(aim - off)
        end = second + rng.choice((40, 110, 200, 330, 900))
        c.line([place(half, off), place(first, off), place(second, aim), place(end, aim)], 6, trace)
        c.disc(*place(end, aim), 11, pad)
        c.disc(*place(end, aim), 5, darker(trace, 0.6))
        c.rect(*place(half - 6, off - pitch / 4), *place(half + 28, off + pitch / 4), pad)
        if rng.random() < 0.34:
            head = min(end, second + 120)
            tail = second + (head - second) * rng.random() * 0.7
            c.line([place(tail, aim), place(head, aim)], 6, light)
            c.glow(*place(head, aim), 46, light, 0.75)
