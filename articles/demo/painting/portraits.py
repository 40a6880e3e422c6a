"""Author portraits: a flat bust before simple shapes, every feature drawn by chance."""

import random

from articles.demo.painting import headwear
from articles.demo.painting.buildings import horseshoe
from articles.demo.painting.canvas import Canvas, Stencil
from articles.demo.painting.colour import Paint, darker, lighter, mix
from articles.demo.painting.geometry import star
from articles.demo.painting.nature import smooth
from articles.demo.painting.sitter import EYES, GREYS, MIDDLE, Sitter, plot

SKINS = ("#f0c7a0", "#e3b088", "#cf9468", "#b57a50", "#8f5a3c", "#6f4530")
HAIRS = ("#1f1a22", "#2f2024", "#46302a", "#6a4630", "#8a5a36")
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
DARK = "#2a1a20"


def bust(c: Canvas, rng: random.Random, seed: int) -> None:
    """Paint a portrait: a woman for even seeds, a man for odd ones."""
    ground, shape, garment, accent = DRESSES[seed % len(DRESSES)]
    woman = seed % 2 == 0
    tone = rng.choices(range(len(SKINS)), (3, 4, 4, 3, 2, 1))[0]
    sitter = Sitter(
        skin=SKINS[tone],
        hair=rng.choice(GREYS if rng.random() < 0.22 else HAIRS[: 5 if tone < 2 else 3]),
        garment=garment,
        accent=accent,
        width=rng.uniform(122, 132) if woman else rng.uniform(128, 142),
        length=rng.uniform(160, 172) if woman else rng.uniform(166, 180),
        woman=woman,
    )
    styles = headwear.WOMEN if woman else headwear.MEN
    style = styles[seed // 2 % len(styles)]
    backdrop(c, rng, ground, shape, accent)
    if style.behind is not None:
        style.behind(c, rng, sitter)
    shoulders(c, rng, sitter)
    head(c, rng, sitter)
    if not woman and (style.bearded or rng.random() < 0.5):
        beard(c, rng, sitter)
    face(c, rng, sitter)
    style.before(c, rng, sitter)
    if rng.random() < 0.36:
        glasses(c, rng, sitter)


def backdrop(c: Canvas, rng: random.Random, ground: Paint, shape: Paint, accent: Paint) -> None:
    """Paint the ground and one of four arrangements of shapes behind the head."""
    c.sky((lighter(ground, 0.2), ground, mix(ground, shape, 0.35)))
    kind = rng.randrange(4)
    if kind == 0:
        c.fill(Stencil().disc(MIDDLE, 490, 390), lighter(shape, 0.12), shape)
        c.ring(MIDDLE, 490, 430, 6, shape, 0.6)
    elif kind == 1:
        c.fill(horseshoe(MIDDLE, 1040, 370, 960), lighter(shape, 0.1), shape)
        niche = horseshoe(MIDDLE, 1040, 330, 905)
        c.fill(niche, mix(ground, shape, 0.45), mix(ground, shape, 0.75))
    elif kind == 2:
        c.fill(star(MIDDLE, 480, 450, 8), lighter(shape, 0.1), shape)
        c.poly(star(MIDDLE, 480, 372, 8), mix(ground, shape, 0.5))
    else:
        for k in range(3):
            hill = plot("-540 560, -260 440, 60 600, 320 470, 540 580", (MIDDLE + 30 * k, 120 * k))
            c.fill([*hill, (1040, 1020), (-80, 1020)], mix(ground, shape, 0.3 + 0.3 * k))
        c.disc(rng.choice((220, 780)), 230, 92, accent, 0.9)
    for k in (-1, 1):
        if rng.random() < 0.6:
            leaf = mix(shape, "#2f6a4f", 0.5)
            leaves(c, MIDDLE + k * 400, 1010, rng.uniform(300, 430), leaf, -k)
    for _ in range(5):
        px = rng.choice((rng.uniform(60, 240), rng.uniform(760, 940)))
        c.poly(star(px, rng.uniform(80, 460), rng.uniform(9, 20), 8), accent, 0.8)


def leaves(c: Canvas, x: float, y: float, tall: float, leaf: Paint, lean: int) -> None:
    """Grow a stem of paired leaves from (x, y)."""
    blade = "0 0, .3 -.55, 1 -.62, .66 -.08"
    for k in range(7):
        t = 0.18 + k * 0.13
        px, py = x - lean * tall * 0.18 * t * t, y - tall * t
        reach = tall * 0.24 * (1.15 - t * 0.7)
        for side in (-1, 1):
            tone = leaf if side < 0 else darker(leaf, 0.18)
            c.poly(plot(blade, (px, py), (side * reach, reach), closed=True), tone)
    stem = plot("0 0, -.05 -.5, -.2 -1.08", (x, y), (lean * tall, tall))
    c.line(stem, 6, darker(leaf, 0.3))


def shoulders(c: Canvas, rng: random.Random, s: Sitter) -> None:
    """Paint neck and garment: shirt and jacket, embroidered collar, or hooded djellaba."""
    wide, neck = (300, 50) if s.woman else (345, 66)
    throat = Stencil().rect(MIDDLE - neck, 540, MIDDLE + neck, 770, 30)
    c.fill(throat, s.skin, s.shadow)
    chin = Stencil().ellipse(MIDDLE, EYES + s.length * 0.96, neck * 1.1, 62)
    c.fill(chin, s.shadow, alpha=0.75, within=throat)
    half = [(wide + 40, 1040), (wide, 860), (wide * 0.62, 772), (neck + 22, 722)]
    left = [(MIDDLE - x, y) for x, y in half]
    right = [(MIDDLE + x, y) for x, y in reversed(half)]
    cloth = Stencil().poly(smooth([*left, (MIDDLE, 770), *right], 8))
    c.fill(cloth, lighter(s.garment, 0.1), darker(s.garment, 0.25))
    rng.choice((jacket, collar, djellaba))(c, s, cloth, neck)
    shade = Stencil().rect(MIDDLE + 60, 700, MIDDLE + 420, 1020)
    c.fill(shade, darker(s.garment, 0.6), alpha=0.22, within=cloth, blur=16)


def jacket(c: Canvas, s: Sitter, cloth: Stencil, neck: float) -> None:
    """Open the garment on a shirt with a pointed collar."""
    shirt = plot(f"{-neck - 30} 716, {neck + 30} 716")
    shirt += [(MIDDLE + 22, 1030), (MIDDLE - 22, 1030)]
    c.fill(Stencil().poly(shirt), lighter(s.accent, 0.4), s.accent, within=cloth)
    for k in (-1, 1):
        lapel = [(neck + 26, 712), (neck + 92, 770), (120, 850), (20, 1030)]
        c.poly([(MIDDLE + k * x, y) for x, y in lapel], darker(s.garment, 0.14))
        wing = [(neck + 10, 706), (10, 784), (74, 830), (neck + 34, 726)]
        c.poly([(MIDDLE + k * x, y) for x, y in wing], lighter(s.accent, 0.6))


def collar(c: Canvas, s: Sitter, cloth: Stencil, neck: float) -> None:
    """Lay an embroidered band round the neckline."""
    yoke = plot(f"{-neck - 50} 722, {-neck} 792, 0 822, {neck} 792, {neck + 50} 722")
    c.line(yoke, 30, s.accent)
    for k in range(-3, 4):
        c.poly(star(MIDDLE + k * 30, 818 - abs(k) ** 1.7 * 7, 8, 8), s.garment)


def djellaba(c: Canvas, s: Sitter, cloth: Stencil, neck: float) -> None:
    """Fold the hood back on the shoulders, over a braided opening with its buttons."""
    for k in (-1, 1):
        fold = plot(f"{neck} 700, {neck + 110} 730, {neck + 130} 800, 40 880, 0 900", scale=(k, 1))
        fold += [(MIDDLE, 850), (MIDDLE + k * neck * 0.8, 780)]
        c.fill(fold, lighter(s.garment, 0.2 if k < 0 else 0.06), darker(s.garment, 0.1))
    c.line([(MIDDLE, 880), (MIDDLE, 1010)], 9, s.accent)
    for k in range(4):
        c.disc(MIDDLE, 905 + k * 34, 9, s.accent)


def head(c: Canvas, rng: random.Random, s: Sitter) -> None:
    """Paint ears and face, one side in soft shadow."""
    for k in (-1, 1):
        x, y = s.spot(k, 0.11)
        c.ellipse(x, y, 22, 36, s.skin if k < 0 else s.shadow)
        c.ellipse(x + k, y + 2, 10, 20, s.shadow)
    jaw = rng.uniform(0.4, 0.52)
    half = f".8 -.7, 1 0, .88 .5, {jaw} .88"
    mirrored = ", ".join("-" + pair.strip() for pair in reversed(half.split(",")))
    skull = Stencil().poly(s.curve(f"0 -1, {half}, 0 1.02, {mirrored}", closed=True))
    c.fill(skull, lighter(s.skin, 0.08), s.skin)
    side = s.curve(".5 -1.1, .62 -.2, .5 .4, .1 1.1")
    shade = Stencil().poly([*side, s.spot(1.3, 1.2), s.spot(1.3, -1.1)])
    c.fill(shade, s.shadow, alpha=0.55, within=skull)


def face(c: Canvas, rng: random.Random, s: Sitter) -> None:
    """Paint brows, eyes, nose and a slight smile."""
    brow = "#6a6468" if s.hair in GREYS else darker(s.hair, 0.2)
    laughing = rng.random() < 0.3
    for k in (-1, 1):
        eye = (MIDDLE + k * s.width * 0.44, EYES)
        ex, ey = eye
        c.line(plot("-34 -26, 0 -42, 36 -26", eye, (k, 1)), 8 if s.woman else 12, brow)
        if laughing:
            c.line(plot("-20 8, 0 -6, 20 8", eye), 7, DARK)
        else:
            c.ellipse(ex, ey + 3, 22, 13, "#fffdf8")
            c.disc(ex, ey + 3, 11.5, DARK)
            c.disc(ex + 4, ey - 1, 3.4, "#ffffff")
            c.line(plot("-23 3, 0 -11, 23 3", eye), 6 if s.woman else 4.5, DARK)
            if s.woman:
                c.line([(ex + k * 22, ey + 1), (ex + k * 32, ey - 7)], 4.5, DARK)
        c.glow(ex + k * 14, ey + 66, 52, "#e0584f", 0.26)
    nose = plot("4 4, 16 54, -10 62", (MIDDLE, EYES))
    c.line(nose, 6, mix(s.shadow, "#5a2a2a", 0.25))
    mouth = (MIDDLE, EYES + s.length * 0.6)
    lip = "#b8434a" if s.woman else mix(s.shadow, "#7a2a30", 0.5)
    if rng.random() < 0.4:
        upper = plot("-38 -6, 0 4, 38 -6", mouth)
        c.poly([*upper, *plot("38 -6, 0 30, -38 -6", mouth)], lip)
        c.poly([*upper, *plot("30 -2, 0 13, -30 -2", mouth)], "#fffaf2")
    else:
        c.line(plot("-36 -5, 0 11, 36 -7", mouth), 8 if s.woman else 7, lip)


def glasses(c: Canvas, rng: random.Random, s: Sitter) -> None:
    """Paint round or square spectacles."""
    rim = rng.choice((DARK, "#8a5a2c", "#3f4f6a"))
    gap, round_lens = s.width * 0.44, rng.random() < 0.6
    for k in (-1, 1):
        ex, y = MIDDLE + k * gap, EYES
        if round_lens:
            c.disc(ex, y + 4, 45, "#ffffff", 0.16)
            c.ring(ex, y + 4, 47, 7, rim)
        else:
            c.rect(ex - 47, y - 30, ex + 47, y + 38, "#ffffff", 0.16, 16)
            lens = [(ex - 46, y - 28), (ex + 46, y - 28), (ex + 42, y + 36), (ex - 42, y + 36)]
            c.line([*lens, lens[0], lens[1]], 7, rim)
        c.line([(ex + k * 46, y - 2), s.spot(k, -0.05)], 6, rim)
    c.line(plot(f"{46 - gap} 0, 0 -10, {gap - 46} 0", (MIDDLE, EYES)), 7, rim)


def beard(c: Canvas, rng: random.Random, s: Sitter) -> None:
    """Paint a short beard or only a moustache."""
    mouth = (MIDDLE, EYES + s.length * 0.6)
    if rng.random() < 0.68:
        outer = s.curve("-1 .12, -.92 .6, -.5 1, 0 1.14, .5 1, .92 .6, 1 .12")
        inner = s.curve(".86 .23, .6 .4, 0 .37, -.6 .4, -.86 .23")
        c.fill([*outer, *inner], s.hair, darker(s.hair, 0.2))
        c.ellipse(mouth[0], mouth[1] + 2, 50, 22, s.skin)
    for k in (-1, 1):
        c.poly(plot("0 -32, 36 -34, 66 -6, 34 -12, 0 -14", mouth, (k, 1)), s.hair)
