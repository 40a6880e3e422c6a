"""Colours, and the light of a time of day that binds them into one picture."""

from dataclasses import dataclass
from functools import lru_cache

Colour = tuple[int, int, int]
Paint = str | Colour

LAMPLIGHT = "#ffd27a"


@lru_cache(maxsize=1024)
def rgb(paint: Paint) -> Colour:
    """Return ``"#rrggbb"`` or an (r, g, b) triple as a triple of 0–255 integers."""
    if isinstance(paint, str):
        return int(paint[1:3], 16), int(paint[3:5], 16), int(paint[5:7], 16)
    return paint


def mix(first: Paint, second: Paint, share: float) -> Colour:
    """Return *first* moved towards *second* by *share* (0–1)."""
    (r, g, b), (to_r, to_g, to_b) = rgb(first), rgb(second)
    return (
        round(r + (to_r - r) * share),
        round(g + (to_g - g) * share),
        round(b + (to_b - b) * share),
    )


def lighter(paint: Paint, share: float) -> Colour:
    """Return *paint* moved towards warm white by *share* (0–1)."""
    return mix(paint, "#fffaf0", share)


def darker(paint: Paint, share: float) -> Colour:
    """Return *paint* moved towards blue-black by *share* (0–1).

    Shadows turn blue rather than black, as they do out of doors.
    """
    return mix(paint, "#10142c", share)


@dataclass(frozen=True)
class Mood:
    """The light of one time of day.

    ``hour`` is day, veiled (by clouds), evening or night. ``sky`` runs from zenith to
    horizon; ``haze`` is what distance fades into; ``sun`` colours the disc and its glow;
    ``ambient`` multiplies local colours; ``ink`` is the nearest silhouette.
    """

    hour: str
    sky: tuple[Paint, ...]
    haze: Paint
    sun: Paint
    ambient: Paint
    ink: Paint

    @property
    def lamps(self) -> bool:
        """Whether windows and lanterns are lit and the stars are out."""
        return self.hour == "night"

    @property
    def evening(self) -> bool:
        """Whether clouds are drawn out thin rather than heaped."""
        return self.hour in ("evening", "night")

    def lit(self, paint: Paint, depth: float = 0.0) -> Colour:
        """Return *paint* under this light at *depth*: 0 is near, 1 is lost in the haze."""
        (r, g, b), (light_r, light_g, light_b) = rgb(paint), rgb(self.ambient)
        local = (r * light_r // 255, g * light_g // 255, b * light_b // 255)
        return mix(local, self.haze, depth)


# Name and hour; sky from zenith to horizon; haze, sun, ambient and ink.
_TABLE = """
dawn     day     #5a6fa8 #a99cc4 #f3b9b0 #fde0b8  #f0c9bd #fff1cf #f3dbe0 #33305c
morning  day     #5fa9d6 #9ccfe6 #d8ecec #fdf1dc  #d9e8ea #fffbe6 #fffaf2 #1f3f58
noon     day     #2f8fce #6fbde4 #b5e0ee #e6f4ef  #c6e2ea #ffffff #ffffff #173a52
teal     day     #0d4b5e #2e8587 #9cc7a6 #f6e3ae  #a9cbb0 #fff4cd #dcebd6 #0b2f3c
overcast veiled  #7d93a6 #a3b5c1 #c5d0d3 #dfe3de  #c3cfd3 #f5f3e8 #dbe3ea #26384a
golden   evening #6c7fb0 #d9a58f #f7b867 #fde2a0  #f6c98c #fff3c4 #ffe3bd #4a2c3c
sunset   evening #3b3a78 #8d4f8c #e5705f #fcb664  #e79a78 #ffe7a8 #f6c4ac #2c1c46
dusk     night   #161f4d #34408a #7c64a8 #e79fa0  #8a7ab0 #ffe3c9 #a9a3d6 #121638
night    night   #070d2b #101c4a #23386f #4a6296  #34507f #fdf3d2 #7482bd #060a20
moonless night   #03121c #08303f #17606a #8fb59a  #3d6f74 #fff3cf #7fa3a8 #03141c
"""

MOODS = {
    name: Mood(hour, tuple(colours[:4]), *colours[4:])
    for name, hour, *colours in map(str.split, _TABLE.strip().splitlines())
}
