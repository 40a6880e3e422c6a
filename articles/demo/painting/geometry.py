"""Regular figures: star polygons, and the rosettes of eightfold geometric ornament.

Stars follow the polygons-in-contact construction (E. H. Hankin, "The Drawing of Geometric
Patterns in Saracenic Art", 1925): rays leave the middle of each side of a tiling's polygon at
one contact angle, and where neighbouring rays meet is the notch of the star.
"""

import math
from collections.abc import Callable, Sequence

from articles.demo.painting.canvas import Canvas, Point
from articles.demo.painting.colour import Paint, darker, lighter

Shade = Callable[[Paint], Paint]


def polar(x: float, y: float, radius: float, degrees: float) -> Point:
    """Return the point *radius* units from (x, y) towards *degrees*."""
    turn = math.radians(degrees)
    return x + radius * math.cos(turn), y + radius * math.sin(turn)


def star(
    x: float, y: float, radius: float, points: int = 8, notch: float = 0.765, turn: float = 0
) -> list[Point]:
    """Return a star whose notches lie at *notch* of its radius, one point towards *turn*.

    The default notch, cos 45° / cos 22.5°, is that of the khatam: two squares turned by 45°.
    """
    return [
        polar(x, y, radius * (notch if k % 2 else 1), turn + 180 * k / points)
        for k in range(2 * points)
    ]


def contact_notch(sides: int, angle: float) -> float:
    """Return the notch of the star inscribed in a regular polygon at a contact *angle*."""
    ray = math.radians(angle)
    return math.cos(ray) / math.cos(ray - math.pi / sides)


def tile(c: Canvas, points: Sequence[Point], glaze: Paint, joint: Paint, width: float) -> None:
    """Paint one glazed tile and the joint around it."""
    c.poly(points, glaze)
    if width:
        c.line([*points, points[0], points[1]], width, joint)


def field(
    c: Canvas,
    x: float,
    y: float,
    pitch: float,
    box: tuple[float, float, float, float],
    glazes: Sequence[Paint],
    strap: Paint,
    angle: float,
    shade: Shade,
) -> None:
    """Fill *box* with stars on the tiling of octagons and squares, one octagon on (x, y).

    *glazes* are ground, star, alternate star, ring, heart and square star; *strap* is the
    white band between them; *shade* returns a hand-fired variation of a glaze.
    """
    x0, y0, x1, y1 = box
    ground, first, second, ring, heart, small = glazes
    c.rect(x0, y0, x1, y1, ground)
    octagon, square = contact_notch(8, angle), contact_notch(4, angle)
    band = pitch * 0.035
    # An octagon of apothem 1/2 has sides tan 22.5°; the squares between share them.
    side = math.tan(math.pi / 8) * pitch
    for i in range(math.floor((x0 - x) / pitch) - 1, math.ceil((x1 - x) / pitch) + 1):
        for j in range(math.floor((y0 - y) / pitch) - 1, math.ceil((y1 - y) / pitch) + 1):
            cx, cy = x + i * pitch, y + j * pitch
            sx, sy = cx + pitch / 2, cy + pitch / 2
            tile(c, star(sx, sy, side / 2, 4, square, 45), shade(small), strap, band)
            tile(
                c,
                star(cx, cy, pitch / 2, 8, octagon),
                shade(second if (i + j) % 2 else first),
                strap,
                band,
            )
            tile(c, star(cx, cy, pitch * 0.27, 8), shade(heart), strap, 0)
            tile(c, star(cx, cy, pitch * 0.19, 8, contact_notch(8, 67.5)), shade(ring), strap, 0)


def rosette(
    c: Canvas,
    x: float,
    y: float,
    radius: float,
    glazes: Sequence[Paint],
    strap: Paint,
    shade: Shade,
) -> None:
    """Paint a great rosette of sixteen petals in a khatam frame, *radius* units to its points."""
    ground, first, second, ring, heart, small = glazes
    unit = radius

    def spread(
        count: int,
        outline: Sequence[tuple[float, float]],
        glaze: Paint,
        turn: float = 0,
        band: float = 0.009,
    ) -> None:
        for k in range(count):
            points = [polar(x, y, r * unit, turn + 360 * k / count + a) for r, a in outline]
            tile(c, points, shade(glaze), strap, band * unit)

    for size, glaze in ((1.0, strap), (0.975, first), (0.93, strap), (0.912, ground)):
        c.poly(star(x, y, size * unit, 8), glaze)
    spread(8, ((0.885, 0), (0.845, 2.0), (0.815, 0), (0.845, -2.0)), second, 0, 0)
    for k in range(8):
        tip = polar(x, y, 0.755 * unit, 45 * k)
        tile(c, star(*tip, 0.078 * unit, 8), shade(small), strap, 0.009 * unit)
        c.poly(star(*tip, 0.03 * unit, 8), ring)
    spread(8, ((0.68, 0), (0.62, 5.5), (0.575, 0), (0.62, -5.5)), ring, 22.5)
    spread(
        16,
        ((0.635, 0), (0.57, 6.4), (0.42, 8.2), (0.325, 0), (0.42, -8.2), (0.57, -6.4)),
        first,
        11.25,
    )
    spread(16, ((0.55, 0), (0.45, 4.2), (0.385, 0), (0.45, -4.2)), ring, 11.25, 0)
    spread(16, ((0.345, 0), (0.26, 10.6), (0.2, 0), (0.26, -10.6)), second, 0)
    c.poly(star(x, y, 0.2 * unit, 16, 0.74, 11.25), strap)
    c.poly(star(x, y, 0.178 * unit, 16, 0.74, 11.25), ground)
    tile(c, star(x, y, 0.14 * unit, 8, contact_notch(8, 67.5), 22.5), heart, strap, 0.008 * unit)
    c.poly(star(x, y, 0.065 * unit, 8), small)
    c.poly(star(x, y, 0.03 * unit, 8), ring)


def stepped_border(
    c: Canvas, y: float, height: float, first: Paint, second: Paint, strap: Paint
) -> None:
    """Paint a band of stepped merlons across the whole width, the crown of a tiled dado."""
    c.rect(0, y, c.width, y + height, strap)
    step = height * 0.9
    for k in range(-1, round(c.width / step) + 2):
        mid = k * step
        for drop, half in ((0.12, 0.1), (0.34, 0.24), (0.56, 0.38)):
            c.rect(
                mid - half * step,
                y + height * drop,
                mid + half * step,
                y + height * 0.86,
                first if k % 2 else second,
            )
    c.rect(0, y + height * 0.84, c.width, y + height, darker(first, 0.3))
    c.rect(0, y, c.width, y + height * 0.05, lighter(first, 0.2))
