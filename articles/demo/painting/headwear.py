"""Hair and headwear of the portraits.

Each style is painted in two parts: what falls *behind* the shoulders, then the rest over the face.
"""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from articles.demo.painting.canvas import Canvas, Stencil
from articles.demo.painting.colour import darker, lighter, mix
from articles.demo.painting.geometry import star
from articles.demo.painting.sitter import EYES, MIDDLE, Sitter

Part = Callable[[Canvas, random.Random, Sitter], None]


@dataclass(frozen=True)
class Style:
    """How a head is dressed; *bearded* styles are never worn without a beard."""

    before: Part
    behind: Part | None = None
    bearded: bool = False


def scarf_behind(c: Canvas, rng: random.Random, s: Sitter) -> None:
    """Hang the back of a headscarf over the shoulders."""
    cloth = "0 -1.42, 1.36 -.7, 1.5 .5, 1.9 2, -1.9 2, -1.5 .5, -1.36 -.7"
    c.fill(s.curve(cloth, closed=True), s.accent, darker(s.accent, 0.3))


def scarf(c: Canvas, rng: random.Random, s: Sitter) -> None:
    """Wrap a headscarf round the face and drape its end over the chest."""
    tone, crease = s.accent, darker(s.accent, 0.3)
    wrap = "0 -1.4, 1.02 -1, 1.36 0, 1.2 .86, 0 1.36, -1.2 .86, -1.36 0, -1.02 -1"
    hood = Stencil().poly(s.curve(wrap, closed=True))
    hood.ellipse(MIDDLE, EYES + 6, s.width * 0.95, s.length * 0.98, hole=True)
    c.fill(hood, lighter(tone, 0.22), tone, darker(tone, 0.18))
    drape = "-1.24 .5, -.5 1.06, .6 1.2, 1.3 .8, 1.75 1.75, .6 2.35, -.7 2, -1.7 1.7"
    c.fill(s.curve(drape, closed=True), lighter(tone, 0.12), darker(tone, 0.22))
    folds = (
        "-1.1 .72, -.2 1.42, .9 1.66",
        "-1.2 1, -.3 1.74, .7 1.98",
        "-1.3 1.3, -.6 1.8, .2 2.1",
    )
    for fold in folds:
        c.line(s.curve(fold), 5, crease, 0.6)
    for k in (-1, 1):
        c.line(s.curve(".5 -1.2, 1.1 -.6, 1.14 .4", k), 5, crease, 0.5)


def bob_behind(c: Canvas, rng: random.Random, s: Sitter) -> None:
    """Let hair fall to the jaw."""
    mass = "0 -1.32, 1.3 -.8, 1.46 .5, 1.1 1, -1.1 1, -1.46 .5, -1.3 -.8"
    c.fill(s.curve(mass, closed=True), lighter(s.hair, 0.08), darker(s.hair, 0.3))


def bob(c: Canvas, rng: random.Random, s: Sitter) -> None:
    """Part the hair on the right."""
    fringe(c, s, 0.3)


def fringe(c: Canvas, s: Sitter, part: float) -> None:
    """Sweep hair from a parting at *part* half faces right of the middle, down both temples."""
    left = s.curve(f"{part} -1.02, -.4 -.62, -.86 -.2, -.98 .34")
    left += s.curve(f"-1.28 .4, -1.26 -.6, -.5 -1.26, {part} -1.3")
    c.fill(left, lighter(s.hair, 0.14), s.hair)
    right = s.curve(f"{part} -1.02, .76 -.6, .94 -.1, .98 .34")
    right += s.curve(f"1.28 .4, 1.26 -.6, .8 -1.16, {part} -1.3")
    c.fill(right, s.hair, darker(s.hair, 0.22))


def long_hair_behind(c: Canvas, rng: random.Random, s: Sitter) -> None:
    """Let hair fall down the back."""
    mass = "0 -1.34, 1.34 -.7, 1.44 .6, 1.7 1.7, 1.1 2.3, -1.1 2.3, -1.7 1.7, -1.44 .6, -1.34 -.7"
    c.fill(s.curve(mass, closed=True), lighter(s.hair, 0.1), darker(s.hair, 0.2))


def long_hair(c: Canvas, rng: random.Random, s: Sitter) -> None:
    """Bring a lock forward over each shoulder."""
    lock = "1 -.2, 1.3 .6, 1.16 1.3, 1.3 2.1, .86 2.2, .8 1.3, 1 .7"
    for k in (-1, 1):
        top = lighter(s.hair, 0.12 if k < 0 else 0.0)
        c.fill(s.curve(lock, k, closed=True), top, darker(s.hair, 0.1))
    fringe(c, s, -0.16)


def bun_behind(c: Canvas, rng: random.Random, s: Sitter) -> None:
    """Knot the hair high."""
    x, y = s.spot(0.1, -1.42)
    c.fill(Stencil().disc(x, y, s.width * 0.56), lighter(s.hair, 0.16), darker(s.hair, 0.25))
    c.ellipse(*s.spot(0, -0.3), s.width * 1.14, s.length, s.hair)


def bun(c: Canvas, rng: random.Random, s: Sitter) -> None:
    """Draw the hair back from the forehead, and hang earrings."""
    hairline = s.curve("-1.06 -.02, -.84 -.5, 0 -.84, .84 -.5, 1.06 -.02")
    crown = s.curve("1.16 -.16, .9 -1, 0 -1.26, -.9 -1, -1.16 -.16")
    c.fill([*hairline, *crown], lighter(s.hair, 0.16), s.hair)
    for k in (-1, 1):
        x, y = s.spot(k * 1.02, 0.42)
        c.line([(x, y - 24), (x, y - 8)], 4, "#d9a441")
        c.disc(x, y, 13, s.accent)


def curls_behind(c: Canvas, rng: random.Random, s: Sitter) -> None:
    """Surround the head with curls."""
    for k in range(26):
        turn = math.radians(150 + k * 9.4)
        x, y = s.spot(1.26 * math.cos(turn), -0.2 + 1.08 * math.sin(turn))
        c.disc(x, y, rng.uniform(52, 76), darker(s.hair, 0.4 * rng.random()))
    c.ellipse(*s.spot(0, -0.2), s.width * 1.3, s.length * 1.1, s.hair)


def curls(c: Canvas, rng: random.Random, s: Sitter) -> None:
    """Let smaller curls fall on the forehead."""
    for k in range(15):
        turn = math.radians(186 + k * 12)
        x, y = s.spot(0.98 * math.cos(turn), -0.26 + 0.74 * math.sin(turn))
        c.disc(x, y, rng.uniform(34, 48), lighter(s.hair, 0.14 * (1 - k / 15)))


def sideburns(c: Canvas, s: Sitter) -> None:
    """Paint the short hair at both temples that shows below a cap."""
    for k in (-1, 1):
        c.poly(s.curve(".84 -.6, 1.07 -.5, 1.05 .06, .95 -.06", k, closed=True), s.hair)


def short_hair(c: Canvas, rng: random.Random, s: Sitter) -> None:
    """Comb short hair to one side."""
    lift = rng.uniform(1.2, 1.36)
    hairline = s.curve("-1.04 .06, -.9 -.34, -.5 -.66, .2 -.58, .74 -.7, .92 -.3, 1.04 .06")
    crown = f"1.12 -.3, .98 -.98, .3 {-lift}, -.5 {0.08 - lift}, -1.04 -.84, -1.12 -.3"
    c.fill([*hairline, *s.curve(crown)], lighter(s.hair, 0.16), s.hair)


def curly_top(c: Canvas, rng: random.Random, s: Sitter) -> None:
    """Crown short sides with curls."""
    sideburns(c, s)
    for k in range(24):
        t = k / 23
        turn = math.radians(184 + 172 * t)
        for reach in (0.82, 1.04):
            x, y = s.spot(reach * math.cos(turn), -0.52 + 0.62 * reach * math.sin(turn))
            share = min(1, t * 0.8 + rng.random() * 0.3)
            tone = mix(lighter(s.hair, 0.18), darker(s.hair, 0.2), share)
            c.disc(x, y, rng.uniform(28, 40), tone)


def tarboosh(c: Canvas, rng: random.Random, s: Sitter) -> None:
    """Set a red felt tarboosh with its black tassel."""
    sideburns(c, s)
    felt, silk = "#b5322f", "#1f1a22"
    hat = s.curve("-1.06 -.46, 0 -.62, 1.06 -.46") + s.curve(".78 -1.52, 0 -1.6, -.78 -1.52")
    c.fill(hat, lighter(felt, 0.12), felt, darker(felt, 0.4), across=True)
    c.line(s.curve("0 -1.58, .6 -1.5, .86 -1.1"), 6, silk)
    c.line([s.spot(0.86, -1.1), s.spot(0.88, -0.82)], 14, silk)


def knitted_cap(c: Canvas, rng: random.Random, s: Sitter) -> None:
    """Set a round knitted cap with a patterned band."""
    sideburns(c, s)
    brim = s.curve("-1.08 -.4, 0 -.58, 1.08 -.4")
    crown = s.curve("1.08 -.6, .76 -1.16, 0 -1.34, -.76 -1.16, -1.08 -.6")
    dome = Stencil().poly([*brim, *crown])
    c.fill(dome, lighter(s.accent, 0.2), darker(s.accent, 0.2))
    pattern = Stencil()
    for k in range(-6, 7):
        x, y = s.spot(k * 0.19, abs(k) * 0.008 - 0.84)
        pattern.poly(star(x, y, 15, 4, 0.45))
    c.fill(pattern, s.garment, within=dome)
    c.line([(x, y - 16) for x, y in brim], 34, mix(s.accent, s.garment, 0.3))


def bald(c: Canvas, rng: random.Random, s: Sitter) -> None:
    """Leave the crown bare and shining."""
    for k in (-1, 1):
        c.poly(s.curve(".9 -.44, 1.08 -.3, 1.07 .1, .97 0", k, closed=True), s.hair)
    c.glow(*s.spot(-0.3, -0.7), 60, "#ffffff", 0.3)


WOMEN = (
    Style(scarf, scarf_behind),
    Style(bob, bob_behind),
    Style(long_hair, long_hair_behind),
    Style(bun, bun_behind),
    Style(curls, curls_behind),
)
MEN = (
    Style(short_hair),
    Style(tarboosh),
    Style(curly_top),
    Style(knitted_cap),
    Style(bald, bearded=True),
)
