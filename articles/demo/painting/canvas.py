"""The canvas scenes are painted on: shapes, gradients, glows, reflections and finish.

Coordinates are design units: the picture is 1000 units high and ``canvas.width`` units wide
(1600 at 16:10), whatever its size in pixels. Angles are degrees, clockwise from the right.
"""

import math
import random
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from articles.demo.painting.colour import Colour, Paint, mix, rgb

HEIGHT = 1000
OVERSAMPLING = 2

Point = tuple[float, float]
Box = tuple[int, int, int, int]


class Stencil:
    """Shapes that are filled, shaded or cut out together.

    Every method returns the stencil, so shapes chain. ``hole=True`` takes the shape away
    from what was added before it.
    """

    def __init__(self) -> None:
        self._shapes: list[tuple[str, list[Point], float, bool]] = []

    def poly(self, points: Sequence[Point], hole: bool = False) -> "Stencil":
        """Add a polygon."""
        self._shapes.append(("poly", list(points), 0, hole))
        return self

    def ellipse(self, x: float, y: float, rx: float, ry: float, hole: bool = False) -> "Stencil":
        """Add an ellipse about (x, y)."""
        self._shapes.append(("ellipse", [(x - rx, y - ry), (x + rx, y + ry)], 0, hole))
        return self

    def disc(self, x: float, y: float, radius: float, hole: bool = False) -> "Stencil":
        """Add a disc about (x, y)."""
        return self.ellipse(x, y, radius, radius, hole)

    def rect(
        self, x0: float, y0: float, x1: float, y1: float, radius: float = 0, hole: bool = False
    ) -> "Stencil":
        """Add a rectangle between two corners, its own corners rounded by *radius*."""
        self._shapes.append(("rect", [(x0, y0), (x1, y1)], radius, hole))
        return self

    def line(self, points: Sequence[Point], width: float) -> "Stencil":
        """Add a line *width* units thick."""
        self._shapes.append(("line", list(points), width, False))
        return self

    def bounds(self) -> tuple[float, float, float, float]:
        """Return the smallest (left, top, right, bottom) that holds every shape but holes."""
        spread = [
            (x, y, width if kind == "line" else 0)
            for kind, points, width, hole in self._shapes
            if not hole
            for x, y in points
        ]
        return (
            min(x - pad for x, _, pad in spread),
            min(y - pad for _, y, pad in spread),
            max(x + pad for x, _, pad in spread),
            max(y + pad for _, y, pad in spread),
        )

    def stamp(self, size: tuple[int, int], origin: Point, scale: float) -> Image.Image:
        """Return an ``L`` mask of *size* pixels whose top left is *origin* in design units."""
        mask = Image.new("L", size, 0)
        draw = ImageDraw.Draw(mask)
        ox, oy = origin
        for kind, points, extra, hole in self._shapes:
            scaled = [((x - ox) * scale, (y - oy) * scale) for x, y in points]
            ink = 0 if hole else 255
            if kind == "poly":
                draw.polygon(scaled, fill=ink)
            elif kind == "line":
                draw.line(scaled, fill=ink, width=max(1, round(extra * scale)), joint="curve")
            else:
                (x0, y0), (x1, y1) = scaled
                box = (x0, y0, max(x0, x1), max(y0, y1))
                if kind == "ellipse":
                    draw.ellipse(box, fill=ink)
                else:
                    draw.rounded_rectangle(box, extra * scale, fill=ink)
        return mask


@lru_cache(maxsize=1)
def _falloff() -> Image.Image:
    """Return a disc of light, bright in the middle and gone at the edge, smooth at both."""
    # Pillow's gradient reaches 255 in the corners, so the inscribed circle lies at 255/√2.
    return Image.radial_gradient("L").point(
        [round(255 * max(0.0, 1 - v / 180) ** 2) for v in range(256)]
    )


@lru_cache(maxsize=4)
def _corners(depth: int) -> Image.Image:
    """Return a veil that is white in the middle and *depth* levels darker in the corners."""
    middle = Image.radial_gradient("L").crop((40, 40, 216, 216))
    return middle.point([round(255 - depth * max(0.0, (v - 60) / 116) ** 1.5) for v in range(256)])


@lru_cache(maxsize=4)
def _grain(size: tuple[int, int]) -> Image.Image:
    """Return paper grain around mid-grey: fine tooth over broad mottling.

    The fine tooth also keeps long gradients from banding; both are faint enough to cost a
    JPEG encoder next to nothing.
    """
    noise = random.Random("paper")
    tooth = Image.frombytes("L", size, noise.randbytes(size[0] * size[1]))
    broad = Image.frombytes("L", (48, 30), noise.randbytes(48 * 30))
    broad = broad.resize(size, Image.Resampling.BICUBIC)
    return Image.blend(tooth, broad, 0.45).point(
        [round(128 + (v - 128) * 0.045) for v in range(256)]
    )


def ramp(size: tuple[int, int], stops: Sequence[Paint], across: bool = False) -> Image.Image:
    """Return an RGB gradient through evenly spaced *stops*, downwards or *across*."""
    colours = [rgb(stop) for stop in stops]
    span = size[0] if across else size[1]
    steps = max(2, min(span, 256))
    strip = Image.new("RGB", (steps, 1) if across else (1, steps))
    last = len(colours) - 1
    pixels = []
    for step in range(steps):
        place = step / (steps - 1) * last
        left = min(int(place), max(last - 1, 0))
        pixels.append(mix(colours[left], colours[min(left + 1, last)], place - left))
    strip.putdata(pixels)
    # Smoothing a line and then repeating it is several times quicker than smoothing an area.
    line = (span, 1) if across else (1, span)
    return strip.resize(line, Image.Resampling.BILINEAR).resize(size, Image.Resampling.NEAREST)


class Canvas:
    """An RGB picture of *size* pixels, painted oversampled and finished once.

    A *paint* is ``"#rrggbb"`` or an (r, g, b) triple, an *alpha* its cover from 0 to 1; widths
    and radii are design units.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.scale = size[1] * OVERSAMPLING / HEIGHT
        self.pixels = (size[0] * OVERSAMPLING, size[1] * OVERSAMPLING)
        self.width = HEIGHT * size[0] / size[1]
        self.image = Image.new("RGB", self.pixels)
        # In RGBA mode over an RGB image, translucent inks blend instead of replacing.
        self._draw = ImageDraw.Draw(self.image, "RGBA")

    def _points(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]

    def _box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Return the pixel box inside the canvas that covers the given design box."""
        return (
            max(0, math.floor(x0 * self.scale)),
            max(0, math.floor(y0 * self.scale)),
            min(self.pixels[0], math.ceil(x1 * self.scale) + 1),
            min(self.pixels[1], math.ceil(y1 * self.scale) + 1),
        )

    @staticmethod
    def _ink(paint: Paint, alpha: float) -> Colour | tuple[int, int, int, int]:
        return rgb(paint) if alpha >= 1 else (*rgb(paint), round(alpha * 255))

    # Flat shapes

    def poly(self, points: Sequence[Point], paint: Paint, alpha: float = 1) -> None:
        """Fill a polygon."""
        self._draw.polygon(self._points(points), fill=self._ink(paint, alpha))

    def rect(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        paint: Paint,
        alpha: float = 1,
        radius: float = 0,
    ) -> None:
        """Fill a rectangle between two corners, its own corners rounded by *radius*."""
        corners = self._points([(min(x0, x1), min(y0, y1)), (max(x0, x1), max(y0, y1))])
        if radius:
            self._draw.rounded_rectangle(corners, radius * self.scale, fill=self._ink(paint, alpha))
        else:
            self._draw.rectangle(corners, fill=self._ink(paint, alpha))

    def ellipse(
        self, x: float, y: float, rx: float, ry: float, paint: Paint, alpha: float = 1
    ) -> None:
        """Fill an ellipse about (x, y)."""
        corners = self._points([(x - rx, y - ry), (x + rx, y + ry)])
        self._draw.ellipse(corners, fill=self._ink(paint, alpha))

    def disc(self, x: float, y: float, radius: float, paint: Paint, alpha: float = 1) -> None:
        """Fill a disc about (x, y)."""
        self.ellipse(x, y, radius, radius, paint, alpha)

    def ring(
        self,
        x: float,
        y: float,
        radius: float,
        width: float,
        paint: Paint,
        alpha: float = 1,
        start: float = 0,
        end: float = 360,
    ) -> None:
        """Draw a circle about (x, y), or its arc from *start* to *end* degrees."""
        corners = self._points([(x - radius, y - radius), (x + radius, y + radius)])
        stroke = max(1, round(width * self.scale))
        self._draw.arc(corners, start, end, fill=self._ink(paint, alpha), width=stroke)

    def oval(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float,
        width: float,
        paint: Paint,
        alpha: float = 1,
    ) -> None:
        """Outline an ellipse, as ``ring`` does a circle."""
        corners = self._points([(x - rx, y - ry), (x + rx, y + ry)])
        stroke = max(1, round(width * self.scale))
        self._draw.ellipse(corners, outline=self._ink(paint, alpha), width=stroke)

    def line(self, points: Sequence[Point], width: float, paint: Paint, alpha: float = 1) -> None:
        """Draw a line through *points* with rounded joints."""
        stroke = max(1, round(width * self.scale))
        ink = self._ink(paint, alpha)
        self._draw.line(self._points(points), fill=ink, width=stroke, joint="curve")

    # Gradients and soft shapes

    def sky(self, stops: Sequence[Paint], horizon: float = HEIGHT) -> None:
        """Paint *stops* from the top down to *horizon*, and the last one below it."""
        box = self._box(0, 0, self.width, horizon)
        self.image.paste(rgb(stops[-1]), (0, 0, *self.pixels))
        self.image.paste(ramp((box[2], box[3]), stops), (0, 0))

    def fill(
        self,
        shape: Stencil | Sequence[Point],
        *stops: Paint,
        alpha: float = 1,
        fade: float | None = None,
        blur: float = 0,
        across: bool = False,
        within: Stencil | None = None,
    ) -> None:
        """Fill *shape* with a gradient through *stops*.

        *alpha* (0–1) holds at the start of the gradient and, unless *fade* gives another,
        at its end. *blur* is a radius in units. *within* clips to a second stencil.
        """
        stencil = shape if isinstance(shape, Stencil) else Stencil().poly(shape)
        x0, y0, x1, y1 = stencil.bounds()
        margin = blur * 2.5
        box = self._box(x0 - margin, y0 - margin, x1 + margin, y1 + margin)
        size = (box[2] - box[0], box[3] - box[1])
        if size[0] <= 0 or size[1] <= 0:
            return
        # A blurred edge holds no detail, so it is drawn small and enlarged: the cost of a
        # blur falls with the square of the reduction.
        reduction = max(1.0, blur * self.scale / 3)
        coarse = (max(1, round(size[0] / reduction)), max(1, round(size[1] / reduction)))
        origin = (box[0] / self.scale, box[1] / self.scale)
        mask = stencil.stamp(coarse, origin, self.scale / reduction)
        if within is not None:
            mask = ImageChops.multiply(mask, within.stamp(coarse, origin, self.scale / reduction))
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur * self.scale / reduction))
        if fade is not None:
            levels = [round(255 * alpha), round(255 * fade)]
            strip = ramp(coarse, [(v, v, v) for v in levels], across).getchannel(0)
            mask = ImageChops.multiply(mask, strip)
        elif alpha < 1:
            mask = mask.point([round(v * alpha) for v in range(256)])
        if coarse != size:
            mask = mask.resize(size, Image.Resampling.BILINEAR)
        paint = rgb(stops[0]) if len(stops) == 1 else ramp(size, stops, across)
        self.image.paste(paint, box if len(stops) == 1 else box[:2], mask)

    def glow(
        self,
        x: float,
        y: float,
        rx: float,
        paint: Paint,
        strength: float = 1,
        ry: float | None = None,
    ) -> None:
        """Lay a soft light of *paint* around (x, y); *strength* (0–1) is its middle."""
        ry = rx if ry is None else ry
        box = (
            round((x - rx) * self.scale),
            round((y - ry) * self.scale),
            max(1, round(2 * rx * self.scale)),
            max(1, round(2 * ry * self.scale)),
        )
        mask = _falloff().point([round(v * strength) for v in range(256)])
        mask = mask.resize(box[2:], Image.Resampling.BILINEAR)
        self.image.paste(rgb(paint), (box[0], box[1], box[0] + box[2], box[1] + box[3]), mask)

    def mist(self, y0: float, y1: float, paint: Paint, alpha: float, fade: float = 0) -> None:
        """Lay a veil from y0 (at *alpha*) to y1 (at *fade*) across the whole width."""
        self.fill(Stencil().rect(0, y0, self.width, y1), paint, alpha=alpha, fade=fade)

    def reflect(
        self,
        y: float,
        depth: float,
        paint: Paint,
        share: float,
        rng: random.Random,
        sway: float = 10,
    ) -> None:
        """Mirror what stands above *y* into the water below it, down to *depth* units.

        *share* (0–1) of *paint* veils the mirror image; *sway* breaks it into ripples that
        widen towards the viewer.
        """
        line, bottom = round(y * self.scale), min(self.pixels[1], round((y + depth) * self.scale))
        rows = min(bottom - line, line)
        mirror = self.image.crop((0, line - rows, self.pixels[0], line))
        mirror = mirror.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        mirror = Image.blend(mirror, Image.new("RGB", mirror.size, rgb(paint)), share)
        self.image.paste(mirror, (0, line))
        top = 0
        while top < rows:
            nearness = top / rows
            height = max(2, round((3 + 9 * nearness) * self.scale))
            shift = round(rng.uniform(-1, 1) * sway * (0.15 + nearness) * self.scale)
            band = mirror.crop((0, top, self.pixels[0], min(rows, top + height)))
            self.image.paste(band, (shift, line + top))
            top += height

    # Finish

    def finish(self, vignette: float = 0.16) -> Image.Image:
        """Return the picture at its size, with faint paper grain and darker corners."""
        picture = self.image.resize(self.size, Image.Resampling.BILINEAR)
        grain = _grain(self.size)
        shade = _corners(round(vignette * 255)).resize(self.size, Image.Resampling.BILINEAR)
        picture = ImageChops.multiply(picture, Image.merge("RGB", (shade,) * 3))
        return ImageChops.overlay(picture, Image.merge("RGB", (grain,) * 3))
