"""Author portraits: a flat bust before simple shapes, every feature drawn by chance."""

import math
from dataclasses import dataclass

from articles.demo.painting.canvas import Canvas
from articles.demo.painting.colour import Paint, darker, lighter, mix
from articles.demo.painting.outlines import Outline, box, horseshoe, oval, plot, smooth, star

SKINS = ("#f0c7a0", "#e3b088", "#cf9468", "#b57a50", "#8f5a3c", "#6f4530")
HAIRS = ("#1f1a22", "#2f2024", "#46302a", "#6a4630", "#8a5a36")
GREYS = ("#8f8c90", "#c9c5c2")
DARK = "#2a1a20"
# Ground, its shapes, garment, accent.
DRESSES = (
    ("#f3c9a5", "#e5976a", "#2f5f7a", "#f2d06a"),
    ("#a9d3cf", "#5fa79f", "#b5523f", "#f6e6c4"),
    ("#f4dc9a", "#e3a948", "#3f4f8a", "#d9643f"),
    ("#c9b8de", "#8f7ab8", "#2f7f72", "#f4c96a"),
    ("#f1b8ae", "#d9786e", "#35507f", "#fbe9cf"),
    ("#b8d8ec", "#6fa6cf", "#7a3f5a", "#f0b84f"),
    ("#d5dfae", "#93ad62", "#8f4a34", "#f8ead0"),
    ("#e9d5bd", "#c49a72", "#1f5f5a", "#e58a5a"),
)

MIDDLE, EYES = 500, 468
"""Where the face is: its axis, and the height of its eyes."""

# Hair and headwear: (paint, outline) from back to front, the first behind the shoulders. The
# paint is "hair", "accent" or a colour; an outline is one closed curve or several joined end to
# end, in half faces from between the eyes.
FRINGE = (
    ("hair", ".1 -1.02, -.4 -.62, -.86 -.2, -.98 .34; -1.28 .4, -1.26 -.6, -.5 -1.26, .1 -1.3"),
    ("hair", ".1 -1.02, .76 -.6, .94 -.1, .98 .34; 1.28 .4, 1.26 -.6, .8 -1.16, .1 -1.3"),
)
SIDEBURNS = (
    ("hair", "-.84 -.6, -1.07 -.5, -1.05 .06, -.95 -.06"),
    ("hair", ".84 -.6, 1.07 -.5, 1.05 .06, .95 -.06"),
)
HOOD = "0 -1.4, 1.02 -1, 1.36 0, 1.2 .86, 0 1.36, -1.2 .86, -1.36 0, -1.02 -1, 0 -1.4"
HOLE = "0 -.95, -.68 -.66, -.95 .04, -.68 .72, 0 .99, .68 .72, .95 .04, .68 -.66, 0 -.95"
CURLS = ", ".join(
    f"{reach * math.cos(turn):.2f} {0.72 * reach * math.sin(turn) - 0.5:.2f}"
    for k in range(19)
    for turn, reach in [(math.radians(180 + 10 * k), 1.24 if k % 2 else 1.14)]
)
WOMEN = (
    (
        ("accent", "0 -1.42, 1.36 -.7, 1.5 .5, 1.9 2, -1.9 2, -1.5 .5, -1.36 -.7"),
        ("accent", f"{HOOD}; {HOLE}"),
        ("accent", "-1.24 .5, -.5 1.06, .6 1.2, 1.3 .8, 1.75 1.75, .6 2.35, -.7 2, -1.7 1.7"),
    ),
    (("hair", "0 -1.32, 1.3 -.8, 1.46 .5, 1.1 1, -1.1 1, -1.46 .5, -1.3 -.8"), *FRINGE),
    (
        ("hair", "0 -1.34, 1.34 -.7, 1.44 .6, 1.7 2.2, -1.7 2.2, -1.44 .6, -1.34 -.7"),
        ("hair", "-1 -.2, -1.3 .6, -1.16 1.3, -1.3 2.1, -.86 2.2, -.8 1.3, -1 .7"),
        ("hair", "1 -.2, 1.3 .6, 1.16 1.3, 1.3 2.1, .86 2.2, .8 1.3, 1 .7"),
        *FRINGE,
    ),
)
BEARD = (
    "-1 .12, -.92 .6, -.5 1, 0 1.14, .5 1, .92 .6, 1 .12; .86 .23, .6 .4, 0 .37, -.6 .4, -.86 .23"
)
BROW = "-1.04 .06, -.9 -.34, -.5 -.66, .2 -.58, .74 -.7, .92 -.3, 1.04 .06"
MEN = (
    (
        *SIDEBURNS,
        ("hair", f"{BROW}; 1.12 -.3, .98 -.98, .3 -1.28, -.5 -1.2, -1.04 -.84, -1.12 -.3"),
    ),
    (
        *SIDEBURNS,
        ("#b5322f", "-1.06 -.46, 0 -.62, 1.06 -.46; .78 -1.52, 0 -1.6, -.78 -1.52"),
        (DARK, ".1 -1.56, .6 -1.52, .86 -1.1, .94 -.82; .82 -.82, .8 -1.1, .56 -1.46, .1 -1.52"),
    ),
    (*SIDEBURNS, ("hair", f"{CURLS}; .8 -.5, .4 -.66, 0 -.6, -.4 -.68, -.8 -.5")),
)


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

    def outline(self, curves: str) -> Outline:
        """Return curves plotted in half faces from between the eyes, joined end to end."""
        parts = [plot(part, MIDDLE, EYES, self.width, self.length) for part in curves.split(";")]
        return [point for part in parts for point in smooth(part, closed=len(parts) == 1)]


def bust(c: Canvas) -> None:
    """Paint a portrait: a woman on even turns, a man on odd ones."""
    rng, woman = c.rng, c.turn % 2 == 0
    ground, shape, garment, accent = DRESSES[c.turn % len(DRESSES)]
    tone = rng.choices(range(len(SKINS)), (3, 4, 4, 3, 2, 1))[0]
    hair = rng.choice(GREYS if rng.random() < 0.22 else HAIRS[: 5 if tone < 2 else 3])
    width = rng.uniform(122, 132) if woman else rng.uniform(128, 142)
    length = rng.uniform(160, 172) if woman else rng.uniform(166, 180)
    s = Sitter(SKINS[tone], hair, garment, accent, width, length, woman)
    backdrop(c, ground, shape, accent)
    behind, *over = (WOMEN if woman else MEN)[c.turn // 2 % 3]
    dress(c, s, *behind)
    shoulders(c, s)
    face(c, s)
    if not woman and rng.random() < 0.5:
        dress(c, s, "hair", BEARD)
        mouth(c, s)
    for paint, curves in over:
        dress(c, s, paint, curves)
    if rng.random() < 0.4:
        rim = rng.choice((DARK, "#8a5a2c", "#3f4f6a"))
        for side in (-1, 1):
            x = MIDDLE + side * width * 0.44
            lens = oval(x, EYES + 4, 45, 45)
            c.poly(lens, "#ffffff", 0.16)
            c.line([*lens, lens[0]], 7, rim)
            c.line([(x + side * 46, EYES - 2), (MIDDLE + side * width, EYES - 8)], 6, rim)
        c.line([(MIDDLE - width * 0.1, EYES), (MIDDLE + width * 0.1, EYES)], 7, rim)


def backdrop(c: Canvas, ground: Paint, shape: Paint, accent: Paint) -> None:
    """Paint the ground, a disc, an arch or a star behind the head, leaves and sparks."""
    rng = c.rng
    c.sky((lighter(ground, 0.2), ground, mix(ground, shape, 0.35)))
    for size, share in ((1, 1.0), (0.9, 0.6)):
        arch = horseshoe(MIDDLE, 1040, 370 * size, 960 - 500 * (1 - size))
        disc, khatam = oval(MIDDLE, 490, 400 * size, 400 * size), star(MIDDLE, 480, 450 * size)
        tone = mix(ground, shape, share)
        c.fill((disc, arch, khatam)[c.turn % 3], lighter(tone, 0.1), tone)
    for side in (-1, 1):
        tall, leaf = rng.uniform(300, 430), mix(shape, "#2f6a4f", 0.5)
        for k in range(14 if rng.random() < 0.6 else 0):
            t, way = 0.18 + k // 2 * 0.13, (-1) ** k
            root = (MIDDLE + side * (400 + tall * 0.18 * t * t), 1010 - tall * t)
            reach = tall * 0.24 * (1.15 - t * 0.7)
            blade = plot("0 0, .3 -.55, 1 -.62, .66 -.08", *root, way * reach, reach)
            c.poly(smooth(blade, closed=True), leaf if way < 0 else darker(leaf, 0.18))
    for _ in range(5):
        x = rng.choice((rng.uniform(60, 240), rng.uniform(760, 940)))
        c.poly(star(x, rng.uniform(80, 460), rng.uniform(9, 20)), accent, 0.8)


def dress(c: Canvas, s: Sitter, paint: str, curves: str) -> None:
    """Lay one piece of hair or headwear on a sitter."""
    tone = {"hair": s.hair, "accent": s.accent}.get(paint, paint)
    c.fill(s.outline(curves), lighter(tone, 0.14), tone, darker(tone, 0.22))


def shoulders(c: Canvas, s: Sitter) -> None:
    """Paint neck and garment: shirt and jacket, or a hooded djellaba."""
    wide, neck = (300, 50) if s.woman else (345, 66)
    throat = box(MIDDLE - neck, 560, MIDDLE + neck, 770)
    c.fill(throat, s.skin, s.shadow)
    c.fill(oval(MIDDLE, EYES + s.length, neck * 1.1, 60), s.shadow, alpha=0.75, within=throat)
    left, right = (
        plot(f"{wide + 40} 1040, {wide} 860, {wide * 0.62} 772, {neck + 22} 722", MIDDLE, 0, k, 1)
        for k in (-1, 1)
    )
    cloth = smooth([*left, (MIDDLE, 770), *reversed(right)])
    c.fill(cloth, lighter(s.garment, 0.1), darker(s.garment, 0.25))
    jacket = c.rng.random() < 0.5
    if jacket:
        shirt = plot(f"{-neck - 30} 716, {neck + 30} 716, 22 1030, -22 1030", MIDDLE, 0, 1, 1)
        c.fill(shirt, lighter(s.accent, 0.4), s.accent, within=cloth)
    for k in (-1, 1):
        if jacket:
            lapel = f"{neck + 26} 712, {neck + 92} 770, 120 850, 20 1030"
            c.poly(plot(lapel, MIDDLE, 0, k, 1), darker(s.garment, 0.14))
            wing = f"{neck + 10} 706, 10 784, 74 830, {neck + 34} 726"
            c.poly(plot(wing, MIDDLE, 0, k, 1), lighter(s.accent, 0.6))
        else:
            fold = f"{neck} 700, {neck + 110} 730, {neck + 130} 800, 40 880, 0 900, 0 850"
            hood = smooth(plot(f"{fold}, {neck * 0.8} 780", MIDDLE, 0, k, 1))
            c.fill(hood, lighter(s.garment, 0.13 - 0.07 * k), darker(s.garment, 0.1))
    if not jacket:
        c.line([(MIDDLE, 880), (MIDDLE, 1010)], 9, s.accent)
        for k in range(4):
            c.disc(MIDDLE, 905 + k * 34, 9, s.accent)


def face(c: Canvas, s: Sitter) -> None:
    """Paint ears and face, one side in soft shadow; brows, eyes, nose and a slight smile."""
    for side, tone in ((-1, s.skin), (1, s.shadow)):
        c.ellipse(MIDDLE + side * s.width, EYES + s.length * 0.11, 22, 36, tone)
    jaw, laughing = c.rng.uniform(0.4, 0.52), c.rng.random() < 0.3
    half = f"-.8 -.7, -1 0, -.88 .5, {-jaw} .88"
    skull = s.outline(f"0 -1, {half}, 0 1.02, {jaw} .88, .88 .5, 1 0, .8 -.7")
    c.fill(skull, lighter(s.skin, 0.08), s.skin)
    dark_side = s.outline(".5 -1.1, .62 -.2, .5 .4, .1 1.1; 1.3 1.2, 1.3 -1.1")
    c.fill(dark_side, s.shadow, alpha=0.55, within=skull)
    for side in (-1, 1):
        x = MIDDLE + side * s.width * 0.44
        brow = "#6a6468" if s.hair in GREYS else darker(s.hair, 0.2)
        arch = smooth(plot("-34 -26, 0 -42, 36 -26", x, EYES, side, 1))
        c.line(arch, 8 if s.woman else 12, brow)
        if not laughing:
            c.ellipse(x, EYES + 3, 22, 13, "#fffdf8")
            c.disc(x, EYES + 3, 11.5, DARK)
            c.disc(x + 4, EYES - 1, 3.4, "#ffffff")
        lid = "-20 8, 0 -6, 20 8" if laughing else "-23 3, 0 -11, 23 3"
        c.line(smooth(plot(lid, x, EYES, 1, 1)), 6, DARK)
        c.glow(x + side * 14, EYES + 66, 52, "#e0584f", 0.26)
    nose = smooth(plot("4 4, 16 54, -10 62", MIDDLE, EYES, 1, 1))
    c.line(nose, 6, mix(s.shadow, "#5a2a2a", 0.25))
    mouth(c, s)


def mouth(c: Canvas, s: Sitter) -> None:
    """Paint a slight smile."""
    lip = "#b8434a" if s.woman else mix(s.shadow, "#7a2a30", 0.5)
    y = EYES + s.length * 0.6
    c.line(smooth(plot("-36 -5, 0 11, 36 -7", MIDDLE, y, 1, 1)), 8, lip)
