"""The canvas scenes are painted on: shapes, gradients, glows, reflections and finish.

Coordinates are design units: the picture is 1000 units high and ``canvas.width`` units wide
(1600 at 16:10), whatever its size in pixels.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from articles.demo.painting.colour import LAMPLIGHT, MOODS, Paint, darker, lighter, mix, rgb
from articles.demo.painting.outlines import Outline, Point, box, ground, plot, smooth

HEIGHT = 1000
OVERSAMPLING = 2

Drawing = Sequence[tuple[str | float, str, str]]
Choice = TypeVar("Choice")


@dataclass(frozen=True)
class Stencil:
    """Outlines filled as one shape, less its holes."""

    outlines: Sequence[Outline]
    holes: Sequence[Outline] = ()

    def mask(self, size: tuple[int, int], left: float, top: float, scale: float) -> Image.Image:
        """Return an ``L`` mask of *size* pixels whose top left lies at design units (left, top)."""
        mask = Image.new("L", size, 0)
        draw = ImageDraw.Draw(mask)
        for outlines, ink in ((self.outlines, 255), (self.holes, 0)):
            for outline in outlines:
                draw.polygon(
                    [((x - left) * scale, (y - top) * scale) for x, y in outline], fill=ink
                )
        return mask


Shape = Stencil | Outline


@lru_cache(maxsize=1)
def _falloff() -> Image.Image:
    """Return a disc of light, bright in the middle and gone at the edge, smooth at both."""
    # Pillow's gradient reaches 255 in the corners, so the inscribed circle lies at 255/√2.
    levels = [round(255 * max(0.0, 1 - v / 180) ** 2) for v in range(256)]
    return Image.radial_gradient("L").point(levels)


@lru_cache(maxsize=4)
def _corners(depth: int) -> Image.Image:
    """Return a veil that is white in the middle and *depth* levels darker in the corners."""
    levels = [round(255 - depth * max(0.0, (v - 60) / 116) ** 1.5) for v in range(256)]
    return Image.radial_gradient("L").crop((40, 40, 216, 216)).point(levels)


@lru_cache(maxsize=4)
def _grain(size: tuple[int, int]) -> Image.Image:
    """Return paper grain around mid-grey: fine tooth over broad mottling.

    The fine tooth also keeps long gradients from banding; both are faint enough to cost a
    JPEG encoder next to nothing.
    """
    noise = random.Random("paper")
    tooth = Image.frombytes("L", size, noise.randbytes(size[0] * size[1]))
    broad = Image.frombytes("L", (48, 30), noise.randbytes(48 * 30))
    levels = [round(128 + (v - 128) * 0.045) for v in range(256)]
    return Image.blend(tooth, broad.resize(size, Image.Resampling.BICUBIC), 0.45).point(levels)


def ramp(size: tuple[int, int], stops: Sequence[Paint], across: bool = False) -> Image.Image:
    """Return an RGB gradient through evenly spaced *stops*, downwards or *across*."""
    span = size[0] if across else size[1]
    steps, last = max(2, min(span, 256)), len(stops) - 1
    pixels = []
    for step in range(steps):
        place = step / (steps - 1) * last
        left = min(int(place), max(last - 1, 0))
        pixels.append(mix(stops[left], stops[min(left + 1, last)], place - left))
    strip = Image.new("RGB", (steps, 1) if across else (1, steps))
    strip.putdata(pixels)
    # Smoothing a line and then repeating it is several times quicker than smoothing an area.
    line = (span, 1) if across else (1, span)
    return strip.resize(line, Image.Resampling.BILINEAR).resize(size, Image.Resampling.NEAREST)


class Canvas:
    """An RGB picture of *size* pixels, painted oversampled and finished once.

    *hours* are the names of the moods that may light it, *turn* the number by which one is
    picked; *seed* starts ``rng``, the chance that places things. A *paint* is ``"#rrggbb"`` or
    an (r, g, b) triple, an *alpha* its cover from 0 to 1; widths and radii are design units.
    """

    def __init__(
        self, size: tuple[int, int], hours: str = "noon", seed: str = "", turn: int = 0
    ) -> None:
        self.size, self.rng, self.turn = size, random.Random(seed), turn
        self.mood = MOODS[self.in_turn(hours.split())]
        self.scale = size[1] * OVERSAMPLING / HEIGHT
        self.pixels = (size[0] * OVERSAMPLING, size[1] * OVERSAMPLING)
        self.width = HEIGHT * size[0] / size[1]
        self.image = Image.new("RGB", self.pixels)
        # In RGBA mode over an RGB image, translucent inks blend instead of replacing.
        self._draw = ImageDraw.Draw(self.image, "RGBA")

    def _points(self, points: Sequence[Point]) -> Outline:
        return [(x * self.scale, y * self.scale) for x, y in points]

    @staticmethod
    def _ink(paint: Paint, alpha: float) -> tuple[int, ...]:
        return rgb(paint) if alpha >= 1 else (*rgb(paint), round(alpha * 255))

    def lit(self, paint: Paint, depth: float = 0.0) -> Paint:
        """Return *paint* under the mood's light; see ``Mood.lit``."""
        return self.mood.lit(paint, depth)

    def pane(self, depth: float = 0.0, share: float = 0.7) -> Paint:
        """Return the colour of a window: lamplight in *share* of them at night, else glass."""
        lamp = self.mood.lamps and self.rng.random() < share
        return LAMPLIGHT if lamp else self.lit("#33475c", depth)

    def in_turn(self, options: Sequence[Choice]) -> Choice:
        """Return the option whose turn it is."""
        count = len(options)
        # An even count would tie each option to one side, so there each round starts one later.
        shift = 0 if count % 2 else self.turn // count
        return options[(self.turn + shift) % count]

    def scatter(self, count: int) -> Iterator[float]:
        """Yield *count* places across the width, evenly but not regularly."""
        for i in range(count):
            yield (i + self.rng.random()) * self.width / count

    def poly(self, points: Sequence[Point], paint: Paint, alpha: float = 1) -> None:
        """Fill a polygon."""
        self._draw.polygon(self._points(points), fill=self._ink(paint, alpha))

    def rect(
        self, x0: float, y0: float, x1: float, y1: float, paint: Paint, alpha: float = 1
    ) -> None:
        """Fill a rectangle between two corners."""
        self.poly(box(x0, y0, x1, y1), paint, alpha)

    def ellipse(
        self, x: float, y: float, rx: float, ry: float, paint: Paint, alpha: float = 1
    ) -> None:
        """Fill an ellipse about (x, y)."""
        corners = self._points([(x - rx, y - ry), (x + rx, y + ry)])
        self._draw.ellipse(corners, fill=self._ink(paint, alpha))

    def disc(self, x: float, y: float, radius: float, paint: Paint, alpha: float = 1) -> None:
        """Fill a disc about (x, y)."""
        self.ellipse(x, y, radius, radius, paint, alpha)

    def line(self, points: Sequence[Point], width: float, paint: Paint, alpha: float = 1) -> None:
        """Draw a line through *points* with rounded joints."""
        stroke, ink = max(1, round(width * self.scale)), self._ink(paint, alpha)
        self._draw.line(self._points(points), fill=ink, width=stroke, joint="curve")

    def sky(self, stops: Sequence[Paint], horizon: float = HEIGHT) -> None:
        """Paint *stops* from the top down to *horizon*, and the last one below it."""
        self.image.paste(rgb(stops[-1]), (0, 0, *self.pixels))
        self.image.paste(ramp((self.pixels[0], round(horizon * self.scale)), stops), (0, 0))

    def fill(
        self,
        shape: Shape,
        *stops: Paint,
        alpha: float = 1,
        fade: float | None = None,
        blur: float = 0,
        across: bool = False,
        within: Outline | None = None,
    ) -> None:
        """Fill *shape* with a gradient through *stops*.

        *alpha* (0–1) holds at the start of the gradient and, unless *fade* gives another,
        at its end. *blur* is a radius in units. *within* clips to a second outline.
        """
        stencil, scale = shape if isinstance(shape, Stencil) else Stencil([shape]), self.scale
        xs, ys = zip(*(point for outline in stencil.outlines for point in outline), strict=True)
        margin = blur * 2.5
        left, top = (max(0, math.floor((min(v) - margin) * scale)) for v in (xs, ys))
        right, bottom = (
            min(end, math.ceil((max(v) + margin) * scale) + 1)
            for v, end in zip((xs, ys), self.pixels, strict=True)
        )
        size = (right - left, bottom - top)
        if size[0] <= 0 or size[1] <= 0:
            return
        # A blurred edge holds no detail, so it is drawn small and enlarged: the cost of a
        # blur falls with the square of the reduction.
        reduction = max(1.0, blur * scale / 3)
        coarse = (max(1, round(size[0] / reduction)), max(1, round(size[1] / reduction)))
        frame = (coarse, left / scale, top / scale, scale / reduction)
        mask = stencil.mask(*frame)
        if within is not None:
            mask = ImageChops.multiply(mask, Stencil([within]).mask(*frame))
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur * scale / reduction))
            mask = mask.resize(size, Image.Resampling.BILINEAR)
        if fade is not None:
            levels = [(round(255 * end),) * 3 for end in (alpha, fade)]
            mask = ImageChops.multiply(mask, ramp(size, levels, across).getchannel(0))
        elif alpha < 1:
            mask = mask.point([round(v * alpha) for v in range(256)])
        if len(stops) == 1:
            self.image.paste(rgb(stops[0]), (left, top, right, bottom), mask)
        else:
            self.image.paste(ramp(size, stops, across), (left, top), mask)

    def solid(self, shape: Shape, tone: Paint) -> None:
        """Fill a rounded or upright body, lit from the left."""
        self.fill(shape, lighter(tone, 0.18), tone, darker(tone, 0.32), across=True)

    def land(self, line: Outline, *tones: Paint) -> None:
        """Fill from a skyline to the bottom of the picture."""
        self.fill(ground(line), *tones)

    def mist(self, y0: float, y1: float, alpha: float, fade: float = 0) -> None:
        """Lay a veil of haze from y0 (at *alpha*) to y1 (at *fade*) across the whole width."""
        self.fill(box(0, y0, self.width, y1), self.mood.haze, alpha=alpha, fade=fade)

    def glow(
        self, x: float, y: float, rx: float, paint: Paint, strength: float = 1, ry: float = 0
    ) -> None:
        """Lay a soft light of *paint* around (x, y); *strength* (0–1) is its middle."""
        ry = ry or rx
        left, top = round((x - rx) * self.scale), round((y - ry) * self.scale)
        size = (max(1, round(2 * rx * self.scale)), max(1, round(2 * ry * self.scale)))
        mask = _falloff().point([round(v * strength) for v in range(256)])
        mask = mask.resize(size, Image.Resampling.BILINEAR)
        self.image.paste(rgb(paint), (left, top, left + size[0], top + size[1]), mask)

    def shadow(self, x: float, y: float, rx: float, alpha: float = 0.32) -> None:
        """Darken the ground under something standing at (x, y)."""
        self.ellipse(x, y, rx, rx * 0.12, self.mood.ink, alpha)

    def reflect(self, y: float, paint: Paint, share: float, sway: float = 10) -> None:
        """Mirror what stands above *y* into the water below it.

        *share* (0–1) of *paint* veils the mirror image; *sway* breaks it into ripples that
        widen towards the viewer.
        """
        line = round(y * self.scale)
        rows = min(self.pixels[1] - line, line)
        mirror = self.image.crop((0, line - rows, self.pixels[0], line))
        mirror = mirror.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        mirror = Image.blend(mirror, Image.new("RGB", mirror.size, rgb(paint)), share)
        self.image.paste(mirror, (0, line))
        top = 0
        while top < rows:
            nearness = top / rows
            height = max(2, round((3 + 9 * nearness) * self.scale))
            shift = round(self.rng.uniform(-1, 1) * sway * (0.15 + nearness) * self.scale)
            band = mirror.crop((0, top, self.pixels[0], min(rows, top + height)))
            self.image.paste(band, (shift, line + top))
            top += height

    def figure(
        self,
        parts: Drawing,
        x: float,
        y: float,
        size: float,
        depth: float = 0,
        body: Paint = "#ffffff",
    ) -> None:
        """Paint a drawing kept as a table of (shape, paint, points), standing at (x, y).

        Points are written "x y, x y, …" from the foot, y upwards, in units of *size*; a
        negative size mirrors. The shape is "flat" (a polygon), "soft" (a closed curve), "box"
        (two corners), "disc" (centre, then radii) or a number: the width of a stroke. The paint
        is a local colour, "body" (as given), "shade" (the same, darker), "ink" or "pane".
        """
        unit = abs(size)
        named = {"body": self.lit(body, depth), "shade": self.lit(darker(body, 0.35), depth)}
        named |= {"ink": mix(self.mood.ink, self.mood.haze, depth), "pane": self.pane(depth, 1)}
        for shape, paint, text in parts:
            tone = named[paint] if paint in named else self.lit(paint, depth)
            points = plot(text, x, y, size, -unit)
            if not isinstance(shape, str):
                self.line(smooth(points, 5), shape * unit, tone)
            elif shape == "disc":
                self.ellipse(*points[0], *plot(text, 0, 0, unit, unit)[1], tone)
            elif shape == "box":
                self.rect(*points[0], *points[1], tone)
            else:
                outline = smooth(points, 5, closed=True) if shape == "soft" else points
                self.fill(outline, lighter(tone, 0.08), darker(tone, 0.16))

    def finish(self, vignette: float = 0.16) -> Image.Image:
        """Return the picture at its size, with faint paper grain and darker corners."""
        picture = self.image.resize(self.size, Image.Resampling.BILINEAR)
        shade = _corners(round(vignette * 255)).resize(self.size, Image.Resampling.BILINEAR)
        picture = ImageChops.multiply(picture, Image.merge("RGB", (shade,) * 3))
        return ImageChops.overlay(picture, Image.merge("RGB", (_grain(self.size),) * 3))
