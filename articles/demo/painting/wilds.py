"""Scenes of coast, mountain and desert."""

import math

from articles.demo.painting import nature
from articles.demo.painting.buildings import cube_house, kasbah
from articles.demo.painting.canvas import Canvas, Drawing
from articles.demo.painting.colour import LAMPLIGHT, darker, lighter, mix
from articles.demo.painting.outlines import Point, box, height_at, jagged, rolling, smooth, taper

FELUCCA: Drawing = (
    (0.018, "#5b3a29", "-.05 .1, -.05 1"),
    ("flat", "#fff3dc", "-.02 1.06, .1 .86, .2 .62, .3 .38, .4 .17, .25 .14, .1 .14, -.02 .2"),
    ("flat", "#dc7246", "-.06 .92, -.16 .72, -.24 .5, -.32 .3, -.38 .17, -.08 .19"),
    ("flat", "#22588c", "-.5 .13, -.44 .04, -.36 0, .3 0, .4 .05, .46 .17"),
    (0.03, "#f3e7d2", "-.5 .13, .46 .17"),
)
CAMEL: Drawing = (
    (0.062, "#6b4236", "-.3 .5, -.31 .25, -.36 0"),
    (0.062, "#6b4236", "-.24 .5, -.2 .25, -.2 0"),
    (0.062, "#6b4236", ".2 .5, .23 .25, .22 0"),
    (0.062, "#6b4236", ".27 .5, .33 .25, .36 0"),
    ("soft", "#6b4236", "-.42 .58, -.3 .74, -.08 .98, .12 .76, .34 .68, .46 .56, .3 .44, -.36 .44"),
    (0.1, "#6b4236", ".36 .56, .54 .54, .62 .72, .62 .98"),
    ("soft", "#6b4236", ".56 1.04, .66 1.05, .82 .95, .8 .9, .62 .92"),
    ("flat", "#c04a3c", "-.2 .86, .04 .88, .1 .56, -.2 .54"),
)
CHALET: Drawing = (
    ("box", "#8a4a3c", ".22 1.14, .34 .5"),
    ("flat", "#e7cfab", "-.42 0, -.42 .52, 0 .96, .42 .52, .42 0"),
    ("box", "#8d8a90", "-.42 .14, .42 0"),
    ("box", "pane", "-.325 .4, -.175 .22"),
    ("box", "pane", ".175 .4, .325 .22"),
    ("box", "pane", "-.07 .75, .07 .57"),
    ("box", "#6e3f33", "-.08 .3, .08 0"),
    ("flat", "#b5533d", "0 1.02, -.56 .4, -.5 .35, 0 .89"),
    ("flat", "#8c3f35", "0 1.02, .56 .4, .5 .35, 0 .89"),
    ("flat", "#ffffff", "0 1.07, -.3 .79, -.56 .45, -.54 .4, -.4 .54, -.26 .65, 0 .96"),
    ("flat", "#dbe6f2", "0 1.07, .3 .79, .56 .45, .54 .4, .4 .54, .26 .65, 0 .96"),
)


def sea(c: Canvas, x: float) -> None:
    """Open sea under the sun: a boat and its companion, and surf on a strip of sand."""
    rng, horizon, sun = c.rng, 510, c.width - x
    nature.backdrop(c, horizon, (sun, horizon - rng.uniform(130, 240)))
    nature.hills(c, (horizon - 20, 60, "#5f7f7a", 0.6))
    c.mist(horizon - 110, horizon, 0.0, 0.6)
    near, far = c.lit("#1f7f96"), mix(c.lit("#1f7f96"), c.mood.sky[-1], 0.62)
    c.fill(box(0, horizon, c.width, 1000), far, mix(far, near, 0.7), near, darker(near, 0.25))
    nature.ripples(c, horizon + 6, 760, 75, 0.85, sun)
    nature.ripples(c, horizon + 10, 800, 60)
    c.figure(FELUCCA, x + (sun - x) * rng.uniform(0.4, 0.6), horizon + 16, 84, 0.2)
    c.shadow(x, horizon + 79, 120)
    c.figure(FELUCCA, x, horizon + 70, 250)
    for i, (y, tone) in enumerate(((800, "#2f93a3"), (858, "#5fb3b3"), (918, "#9fd0c4"))):
        edge = rolling(rng, c.width, y, 11 + 4 * i, rng.uniform(1.6, 3.2))
        c.land(edge, c.lit(tone), c.lit(lighter(tone, 0.2)))
        foam = [(px, py + 6 + 4 * i + (3 + i) * math.sin(px / 37 + i)) for px, py in edge]
        c.poly([*edge, *reversed(foam)], c.lit("#ffffff"), 0.85)
    beach = rolling(rng, c.width, 962, 20, 2)
    c.line(beach, 26, c.lit("#ffffff"), 0.7)
    c.land(beach, c.lit("#ecd2a0"), c.lit("#d6ac74"))


def mountains(c: Canvas, x: float) -> None:
    """A snowy summit over receding ranges, an earthen village and firs on the near slope."""
    rng, far = c.rng, c.width - x
    nature.backdrop(c, 760, (far, 250))
    nature.massif(c, jagged(rng, c.width, 620, 230, 5), "#6a7fa5", 0.66)
    nature.massif(c, jagged(rng, c.width, 690, 450, 3, x), "#5c6488", 0.3, 470)
    c.mist(560, 760, 0.0, 0.75)
    nature.massif(c, jagged(rng, c.width, 760, 150, 6), "#6d6a72", 0.22)
    c.mist(700, 860, 0.0, 0.5)
    slope = rolling(rng, c.width, 800, 46)
    c.land(slope, c.lit("#b98a5e", 0.12), c.lit("#8a5f48"))
    for row in range(4):
        for k in range(7 - row):
            px, wide = far + (k - (7 - row) / 2) * 58 + rng.uniform(-9, 9), rng.uniform(25, 34)
            base = height_at(slope, px) + 66 - row * 36
            tall = 150 if (row, k) == (3, 2) else rng.uniform(46, 66)
            wall = rng.choice(("#d39a68", "#c98a5c", "#dfae7c", "#bd7d55"))
            cube_house(c, px - wide, px + wide, base - tall, base, wall, 0.05)
    near = [(px, py + abs(px - x) * 0.05) for px, py in rolling(rng, c.width, 905, 34, 1.1)]
    c.land(near, c.lit("#5f7b4a"), c.lit("#2f4a3a"))
    for px in c.scatter(26):
        if abs(px - far) > 170:
            nature.fir(c, px, height_at(near, px) + rng.uniform(4, 46), rng.uniform(90, 190), 0)


def snow(c: Canvas, x: float) -> None:
    """A mountain town under snow: steep roofs among firs, a winding road, flakes falling."""
    rng = c.rng
    c.sky(c.mood.sky, 700)
    c.glow(c.width - x, 260, 420, c.mood.sun, 0.5)
    nature.massif(c, jagged(rng, c.width, 600, 300, 3), "#7f93b5", 0.42, 500)
    c.mist(470, 690, 0.0, 0.8)
    for px in c.scatter(40):
        nature.fir(c, px, 664 + rng.uniform(-10, 16), rng.uniform(80, 170), 0.42, snow=True)
    c.land(rolling(rng, c.width, 668, 26), c.lit("#f2f6fb", 0.1), c.lit("#dfe8f3"))
    for dx, y, size in ((-640, 700, 150), (-400, 720, 200), (370, 720, 220), (600, 700, 160)):
        c.figure(CHALET, x + dx, y, size)
    c.figure(CHALET, x, 830, 400)
    c.glow(x, 700, 240, LAMPLIGHT, 0.3)
    c.land(rolling(rng, c.width, 822, 18), c.lit("#ffffff"), c.lit("#cfdcec"))
    road = smooth([(x, 826), (x + 90, 862), (x - 90, 920), (x + 120, 1010)], 8)
    verges = [(px + side * (py - 790) * 0.4, py) for side in (-1, 1) for px, py in road[::side]]
    c.poly(verges, c.lit("#b3c6dd"), 0.9)
    for side, tall in ((-1, 430), (-1, 300), (1, 380), (1, 520)):
        px = x + side * rng.uniform(400, 780)
        nature.fir(c, px, 910 + rng.uniform(-20, 60), tall, 0, snow=True)
    for px in c.scatter(230):
        c.disc(px, rng.uniform(0, 960), rng.uniform(1.6, 5.2), "#ffffff", rng.uniform(0.5, 0.95))


def dam(c: Canvas, x: float) -> None:
    """An arch dam across a gorge, the reservoir behind it and water falling from its gates."""
    rng, crest, half, foot = c.rng, 540, 470, 850
    nature.backdrop(c, 520, (c.width - x, 170))
    nature.massif(c, jagged(rng, c.width, 430, 200), "#7788a6", 0.62)
    nature.massif(c, jagged(rng, c.width, 470, 130, 5), "#8c7f86", 0.42)
    c.fill(box(0, 470, c.width, 560), c.lit("#9cd0d8", 0.4), c.lit("#2e8aa0"))
    nature.ripples(c, 478, 545, 40)
    c.rect(0, 556, c.width, 900, c.lit("#6a5248"))
    c.fill(box(x - 400, 820, x + 400, 1000), c.lit("#3d7f86"), c.lit("#1f5560"))
    bend = [(k / 10, 26 * (1 - (k / 10) ** 2)) for k in range(-10, 11)]
    top, toe = ([(x + r * t, y + sag) for t, sag in bend] for r, y in ((half, crest), (250, foot)))
    wall = [*top, *reversed(toe)]
    c.fill(wall, c.lit("#cfc8ba"), c.lit("#f2ead9"), c.lit("#a9a59f"), across=True)
    c.fill(wall, c.mood.ink, alpha=0.0, fade=0.38)
    for ends in zip(top[1:-1], toe[1:-1], strict=True):
        c.line(ends, 2, c.mood.ink, 0.15)
    for k in (-1, 0, 1):
        sheet = taper(x + k * 92, 580, 15, x + k * 60, 884, 28)
        c.fill(sheet, c.lit("#c2e2e8"), c.lit("#ffffff"), alpha=0.95)
    c.glow(x, foot + 60, 330, c.lit("#ffffff"), 0.9, 90)
    c.line(top, 22, c.lit("#8f8b86"))
    for px, py in top[1::2]:
        c.rect(px - 10, py - 54, px + 10, py - 8, c.lit("#e9e0cf"))
    for side in (-1, 1):
        gorge_side(c, x + side * half, x + side * c.width * 1.2, side)
    nature.ripples(c, foot + 60, 1000, 30, 0.5, x + 30)


def gorge_side(c: Canvas, near: float, edge: float, side: int) -> None:
    """Paint the rocks from *near* the dam to the *edge* of the picture, stepping to the river."""
    rng, rocks = c.rng, ("#9aa36a", "#d9a878", "#c08a62", "#a26f54", "#7f5a4c", "#5f4844")
    for step, rock in enumerate(rocks):
        level, end = 430 + 94 * step, near + side * (44 - min(70, 20 * step))
        falls = range(level, 1010, 44)
        face = [(end - side * (py - level) * 0.3 + rng.uniform(-12, 12), py) for py in falls]
        rim = smooth([(edge, level), (end + side * 300, level + rng.uniform(-16, 16)), face[1]])
        c.fill([*rim, *face[2:], (end, 1010), (edge, 1010)], c.lit(lighter(rock, 0.1)), c.lit(rock))


def dune(c: Canvas, crest: Point, reach: float, drop: float, depth: float) -> None:
    """Paint a dune: a sunlit slope and a shaded slip face parted by a sinuous crest.

    It reaches *reach* units to both sides and *drop* units down from its *crest*.
    """
    (cx, cy), sand = crest, "#eaa45a"
    left, right, foot = (cx - reach, cy + drop * 0.8), (cx + reach, cy + drop * 0.75), cy + drop
    up = smooth([left, ((left[0] + cx) / 2, (left[1] + cy) / 2 + 24), crest], 10)
    down = smooth([crest, ((cx + right[0]) / 2, (cy + right[1]) / 2 + 30), right], 10)
    bends = ((0, 0), (0.16, 0.28), (-0.08, 0.6), (0.3, 1))
    spine = smooth([(cx + dx * drop, cy + dy * drop) for dx, dy in bends], 10)
    light, floor = c.lit(sand, depth), c.lit(sand, depth * 0.9)
    shade = c.lit(mix(sand, "#6b3550", 0.52), depth)
    c.fill([*up, *spine, (left[0], foot)], lighter(light, 0.22), light, floor)
    lee = [*down, (right[0], foot), *reversed(spine)]
    c.fill(lee, shade, shade, mix(floor, shade, 0.45), floor)
    c.line([*up[6:], *spine[1:14]], 2.4, lighter(light, 0.5), 0.8)
    c.rect(0, foot - 1, c.width, 1000, floor)


def desert(c: Canvas, x: float) -> None:
    """Great dunes to the horizon under a low sun veiled in dust, and a string of camels."""
    rng, horizon = c.rng, 500
    side = 1 if x < c.width / 2 else -1
    c.sky(c.mood.sky, horizon + 40)
    nature.luminary(c, x, horizon - 190, 80)
    c.mist(horizon - 230, horizon + 40, 0.0, 0.85)
    for px in c.scatter(4):
        dune(c, (px, horizon - rng.uniform(10, 74)), 420, 150, 0.52)
    c.mist(horizon - 10, horizon + 110, 0.1, 0.55)
    dune(c, (c.width - x, horizon - 90), 760, 330, 0.24)
    dune(c, (x - 120, horizon + 40), 1000, 370, 0.08)
    c.land(rolling(rng, c.width, horizon + 300, 24, 0.9), c.lit("#efb46c"), c.lit("#d08c50"))
    for k in range(4):
        px, y = x + side * (k * 140 - 230), 838 + 9 * math.sin(k * 2.1)
        c.shadow(px, y, 60, 0.25)
        c.figure(CAMEL, px, y, side * 104)
    for band in range(5):
        c.line(rolling(rng, c.width, 860 + band * 34, 13), 4, c.lit("#b5703f"), 0.35)
    c.land(rolling(rng, c.width, 970, 26, 0.8), c.lit("#c0744a"), c.lit("#7d4038"))


def oasis(c: Canvas, x: float) -> None:
    """A kasbah among dense date palms, mirrored in still water below red bare mountains."""
    rng, bank = c.rng, 690
    nature.backdrop(c, bank, (c.width - x, 220))
    nature.massif(c, jagged(rng, c.width, 560, 190), "#a8788a", 0.58)
    nature.massif(c, jagged(rng, c.width, 610, 110, 6), "#b9775a", 0.34)
    c.mist(500, 680, 0.0, 0.55)
    for px in c.scatter(18):
        nature.palm(c, px, bank - 16, rng.uniform(90, 150), 0.35)
    kasbah(c, x, bank - 6, 250, "#cf8450")
    c.rect(0, bank - 20, c.width, bank, c.lit("#7f9a4a"))
    for leaf in ("#4f8048", "#6b9a4e"):
        nature.bushes(c, bank - 16, 17, 84, leaf)
    for k in range(8):
        nature.palm(c, x + (-1) ** k * rng.uniform(310, 640), bank, rng.uniform(200, 330))
    c.reflect(bank, c.lit("#2f7f86"), 0.34, 11)
    nature.ripples(c, bank + 16, 980, 46)
    c.land(rolling(rng, c.width, 965, 18), c.lit("#c99a5a"), c.lit("#7d5a3e"))
    nature.bushes(c, 980, 20, 70, "#5f8a44")
    nature.palm(c, c.width * (0.06 if x > c.width / 2 else 0.94), 1010, 760, leaf="#2f6a45")


def night_sky(c: Canvas, x: float) -> None:
    """The Milky Way over the dim lights of a kasbah among dark dunes."""
    rng, mood = c.rng, c.mood
    c.sky(mood.sky, 860)
    lean = 1 if x > c.width / 2 else -1
    band = [(c.width / 2 + lean * (60 * k - 560), 60 * k - 80) for k in range(16)]
    for gx, gy in band:
        tint = rng.choice(("#8fa7e6", "#b79be0", "#e6b8c6", "#7fc0dc"))
        c.glow(gx + rng.uniform(-50, 50), gy, rng.uniform(150, 250), tint, rng.uniform(0.1, 0.2))
    for _ in range(520):
        (gx, gy), off = rng.choice(band), rng.gauss(0, 75)
        c.disc(
            gx + off,
            gy - off * 0.6 * lean + rng.uniform(-40, 40),
            1.1,
            "#fff6e6",
            rng.uniform(0.3, 0.9),
        )
    nature.stars(c, 800, 230)
    for sx in c.scatter(9):
        c.glow(sx, rng.uniform(30, 560), 24, "#f2f6ff", 1)
    c.glow(x, 800, 620, mood.sky[-1], 0.75, 230)
    nature.massif(c, jagged(rng, c.width, 800, 110, 5), "#5a6aa0", 0.35)
    kasbah(c, x, 830, 210, "#7a5f7a")
    c.land(rolling(rng, c.width, 820, 16), mix(mood.ink, "#39406f", 0.5), mood.ink)
    for reach in (-590, -350, 350, 590):
        nature.palm(c, x + reach + rng.uniform(-90, 90), 840, rng.uniform(130, 210), 0, "#26354f")
    c.land(rolling(rng, c.width, 940, 24), mood.ink)
