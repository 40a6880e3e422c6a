"""Who sits for a portrait, and how their outlines are plotted."""

from dataclasses import dataclass

from articles.demo.painting.canvas import Point
from articles.demo.painting.colour import Paint, mix
from articles.demo.painting.nature import smooth

MIDDLE, EYES = 500, 468
"""Where the face is: its axis, and the height of its eyes."""

GREYS = ("#8f8c90", "#c9c5c2")


def plot(
    points: str, origin: Point = (MIDDLE, 0), scale: Point = (1, 1), closed: bool = False
) -> list[Point]:
    """Return a smooth curve through *points*, written "x y, x y, …" from *origin*.

    A negative horizontal *scale* mirrors the curve.
    """
    pairs = (pair.split() for pair in points.split(","))
    (ox, oy), (sx, sy) = origin, scale
    return smooth([(ox + float(x) * sx, oy + float(y) * sy) for x, y in pairs], 8, closed)


@dataclass(frozen=True)
class Sitter:
    """What one sitter looks like; half the face is *width* wide and *length* tall, in units."""

    skin: Paint
    hair: Paint
    garment: Paint
    accent: Paint
    width: float
    length: float
    woman: bool

    @property
    def shadow(self) -> Paint:
        """The skin where the light does not reach."""
        return mix(self.skin, "#7a2f34", 0.26)

    def curve(self, points: str, side: int = 1, closed: bool = False) -> list[Point]:
        """Return a curve plotted in half faces from the middle, mirrored when *side* is −1."""
        return plot(points, (MIDDLE, EYES), (side * self.width, self.length), closed)

    def spot(self, x: float, y: float) -> Point:
        """Return the point *x* and *y* half faces from the middle."""
        return MIDDLE + x * self.width, EYES + y * self.length
