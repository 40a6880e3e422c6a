"""Colours of the sections, legible whatever an editor chooses.

From the chosen colour follow the one that readers get as text and as edges, for each scheme, and
the one they get as a field under a text. A colour that is legible already stays as it is. Any
other keeps its hue and moves in lightness just as far as it must, and in chroma as far as the
screen can show it.

Legible is a contrast of 4.5:1 (WCAG 2.2, 1.4.3, level AA; relative luminance and contrast ratio
as defined there). Lightness, chroma and hue are those of OKLCH (Björn Ottosson, "A perceptual color
space for image processing", 2020; CSS Color 4, section 9), where equal steps look equal and a hue
stays the same hue on its way to black or white, as it does not in HSL.
"""

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b

LEGIBLE = 4.5

LIGHT_GROUNDS = ("#ffffff", "#f6f3ec", "#ece7db")
DARK_GROUNDS = ("#14171a", "#1d2125", "#282d32")
"""The grounds that an accent is written on: --paper, --surface and --surface-strong of
static/css/tokens.css, in either scheme."""

HOUSE = "#0b5d4d"
"""The newspaper's own colour, --brand of tokens.css: what a section without an accent has."""

WHITE = "#ffffff"
BLACK = "#000000"
NEAR_BLACK = "#14171a"

_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_STEPS = 16
"""Halvings of a search: finer than the 256 steps of a channel."""


@dataclass(frozen=True)
class Accent:
    """What readers get of a chosen colour; each is `#rrggbb` in small letters."""

    light: str
    """Texts and edges on the light grounds."""

    dark: str
    """Texts and edges on the dark grounds."""

    fill: str
    """A field of colour, in both schemes."""

    on_fill: str
    """The text on it: white, or nearly black."""


def accent(colour: str) -> Accent:
    """The legible colours that follow from `colour`; raises ValueError unless it is `#rrggbb`."""
    chosen = _hexadecimal(_channels(colour))
    light = _nearest(chosen, 0.0, lambda tried: _legible_on(tried, LIGHT_GROUNDS))
    dark = _nearest(chosen, 1.0, lambda tried: _legible_on(tried, DARK_GROUNDS))
    # White on most colours, as print has it; between the two neither may do.
    fill = _nearest(chosen, 0.0, lambda tried: bool(_on(tried)))
    return Accent(light, dark, fill, _on(fill))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2), from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour (WCAG 2.2), from 0 to 1."""
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def hue(colour: str) -> float:
    """The hue of a colour in OKLCH, in degrees."""
    return math.degrees(_oklch(colour)[2]) % 360


# --- The style sheet -----------------------------------------------------------------------------


def style_sheet(sections: Iterable[tuple[int, str]]) -> str:
    """The rules of the sections, (id, chosen colour) each; those without a colour have none.

    `--light` and `--dark` are the switch of tokens.css: the one in force makes its var() fall back
    to the colour behind it. Empty where no section has a colour.
    """
    rules = [_rule(pk, accent(colour)) for pk, colour in sections if colour]
    return "@layer tokens{\n" + "\n".join(rules) + "\n}\n" if rules else ""


def _rule(pk: int, colours: Accent) -> str:
    return (
        f".accent-{pk}{{--accent:var(--light,{colours.light}) var(--dark,{colours.dark});"
        f"--accent-fill:{colours.fill};--on-accent-fill:{colours.on_fill}}}"
    )


def digest(sheet: str) -> str:
    """What tells this style sheet from any other; it stands in its address. "" for an empty one."""
    return blake2b(sheet.encode(), digest_size=6).hexdigest() if sheet else ""


# --- The search for a legible colour -------------------------------------------------------------


def _legible_on(colour: str, grounds: Iterable[str]) -> bool:
    return all(contrast(colour, ground) >= LEGIBLE for ground in grounds)


def _on(fill: str) -> str:
    """The text for a field of the colour `fill`; "" where neither is legible."""
    return next((text for text in (WHITE, NEAR_BLACK) if contrast(fill, text) >= LEGIBLE), "")


def _nearest(chosen: str, end: float, is_legible: Callable[[str], bool]) -> str:
    """`chosen`, or else the colour of its hue nearest to it on the way to lightness `end`."""
    if is_legible(chosen):
        return chosen
    lightness, chroma, angle = _oklch(chosen)
    near, far = 0.0, 1.0
    # Black and white, where the way ends, have no hue and are legible.
    found = WHITE if end else BLACK
    for _step in range(_STEPS):
        middle = (near + far) / 2
        tried = _shown(lightness + (end - lightness) * middle, chroma, angle)
        if is_legible(tried):
            far, found = middle, tried
        else:
            near = middle
    return found


def _shown(lightness: float, chroma: float, angle: float) -> str:
    """The colour with as much of `chroma` as sRGB can show at this lightness and hue."""
    low, high = 0.0, 1.0
    if not _is_shown(lightness, chroma, angle):
        for _step in range(_STEPS):
            middle = (low + high) / 2
            if _is_shown(lightness, chroma * middle, angle):
                low = middle
            else:
                high = middle
        chroma *= low
    return _hexadecimal(tuple(_encoded(value) for value in _rgb(lightness, chroma, angle)))


def _is_shown(lightness: float, chroma: float, angle: float) -> bool:
    return all(-1e-4 <= value <= 1 + 1e-4 for value in _rgb(lightness, chroma, angle))


# --- sRGB and OKLCH ------------------------------------------------------------------------------


def _channels(colour: str) -> tuple[float, ...]:
    """Red, green and blue of `#rrggbb`, from 0 to 1; raises ValueError for anything else."""
    if not _COLOUR.fullmatch(colour):
        raise ValueError(f"not #rrggbb: {colour}")
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))


def _hexadecimal(channels: tuple[float, ...]) -> str:
    return "#" + bytes(round(min(max(value, 0.0), 1.0) * 255) for value in channels).hex()


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _encoded(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _oklch(colour: str) -> tuple[float, float, float]:
    """Lightness (0 to 1), chroma and hue (radians)."""
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _rgb(lightness: float, chroma: float, angle: float) -> tuple[float, float, float]:
    """Linear red, green and blue; out of 0 to 1 where sRGB has no such colour."""
    a, b = chroma * math.cos(angle), chroma * math.sin(angle)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
