"""Scenes of the Atlas: bare peaks, winter snow, and a dam in its gorge."""

import random

from articles.demo.painting.buildings import LAMPLIGHT
from articles.demo.painting.canvas import Canvas, Point, Stencil
from articles.demo.painting.colour import Mood, Paint, darker, lighter, mix
from articles.demo.painting.nature import (
    backdrop,
    birds,
    ground,
    height_at,
    jagged,
    ripples,
    rolling,
    smooth,
)
from articles.demo.painting.plants import crown, cypress, fir


def massif(
    c: Canvas,
    rng: random.Random,
    mood: Mood,
    line: list[Point],
    rock: Paint,
    depth: float,
    snowline: float | None = None,
    foot: Paint | None = None,
) -> None:
    """Paint a range under *line*: shaded east faces, and snow above *snowline*."""
    tone = mood.lit(rock, depth)
    base = Stencil().poly(ground(line))
    c.fill(base, tone, foot or mix(tone, mood.haze, 0.35))
    if snowline is not None:
        teeth = [
            (px, snowline + rng.uniform(-46, 46)) for px in range(-80, round(c.width) + 80, 22)
        ]
        cap = Stencil().poly([(-80, -50), *teeth, (c.width + 80, -50)])
        c.fill(cap, mood.lit("#fbfcff", depth * 0.5), within=base)
    shade = Stencil()
    for i in range(3, len(line) - 3):
        px, py = line[i]
        if py > min(qy for _, qy in line[max(0, i - 7) : i + 8]):
            continue
        # The ridge wanders down from the summit; everything east of it is in shadow.
        spine = [(px, py)]
        for step in range(1, 8):
            spine.append((px + rng.uniform(-22, 26) + step * 6, py + step * 44))
        east = [p for p in line[i:] if p[0] < px + 330]
        shade.poly([*spine, (east[-1][0], max(east[-1][1], spine[-1][1])), *reversed(east)])
    c.fill(shade, darker(tone, 0.42), alpha=0.55, fade=0.0, within=base)


def mountains(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """A snowy summit over receding ranges, with a village and cedars on the near slope."""
    sun_x = c.width - x
    backdrop(c, rng, mood, 760, (sun_x, 250))
    massif(c, rng, mood, jagged(rng, c.width, 620, 230, 5), "#6a7fa5", 0.66)
    massif(
        c, rng, mood, jagged(rng, c.width, 690, 690 - y + 20, 3, 0.62, x), "#5c6488", 0.3, y + 210
    )
    c.mist(560, 760, mood.haze, 0.0, 0.75)
    massif(c, rng, mood, jagged(rng, c.width, 760, 150, 6, 0.6), "#6d6a72", 0.22)
    c.mist(700, 860, mood.haze, 0.0, 0.5)
    slope = rolling(rng, c.width, 800, 46, 1.4)
    c.fill(ground(slope), mood.lit("#b98a5e", 0.12), mood.lit("#8a5f48"))
    village(c, rng, mood, sun_x, slope)
    near = [(px, py + abs(px - x) * 0.05) for px, py in rolling(rng, c.width, 905, 34, 1.1)]
    c.fill(ground(near), mood.lit("#5f7b4a"), mood.lit("#2f4a3a"))
    for _ in range(26):
        px = rng.uniform(0, c.width)
        if abs(px - sun_x) > 170:
            fir(
                c,
                px,
                height_at(near, px) + rng.uniform(4, 46),
                rng.uniform(90, 190),
                mood.lit(rng.choice(("#2f5a48", "#3a6a4e", "#274a44"))),
            )
    birds(c, rng, (x + sun_x) / 2, 210, 5, mood.ink)


def village(c: Canvas, rng: random.Random, mood: Mood, x: float, slope: list[Point]) -> None:
    """Step the flat roofs of an earthen village up a slope around *x*."""
    for row in range(4):
        for k in range(7 - row):
            px = x + (k - (7 - row) / 2) * 58 + rng.uniform(-9, 9)
            base = height_at(slope, px) + 66 - row * 36
            wide, tall = rng.uniform(25, 34), rng.uniform(46, 66)
            wall = mood.lit(rng.choice(("#d39a68", "#c98a5c", "#dfae7c", "#bd7d55")), 0.05)
            c.rect(px - wide, base - tall, px + wide * 0.4, base, wall)
            c.rect(px + wide * 0.4, base - tall, px + wide, base, darker(wall, 0.28))
            c.rect(
                px - wide - 2, base - tall - 4, px + wide + 2, base - tall + 3, lighter(wall, 0.25)
            )
            for w in (-0.6, -0.05):
                pane = LAMPLIGHT if mood.lamps and rng.random() < 0.7 else darker(wall, 0.62)
                c.rect(
                    px + w * wide - 4,
                    base - tall * 0.66,
                    px + w * wide + 4,
                    base - tall * 0.42,
                    pane,
                )
    c.fill(
        Stencil().rect(x + 20, height_at(slope, x) - 160, x + 58, height_at(slope, x) - 30),
        mood.lit("#e3b582"),
        mood.lit("#a86f4a"),
        across=True,
    )
    c.rect(
        x + 28, height_at(slope, x) - 190, x + 50, height_at(slope, x) - 158, mood.lit("#d39a68")
    )
    c.rect(x + 36, height_at(slope, x) - 140, x + 44, height_at(slope, x) - 112, mood.ink)


def snow(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """A mountain town under snow: steep tiled roofs among firs, and flakes falling."""
    c.sky(mood.sky, 700)
    c.glow(c.width - x, 260, 420, mood.sun, 0.5)
    massif(c, rng, mood, jagged(rng, c.width, 600, 260, 3, 0.5), "#7f93b5", 0.5, 520)
    c.mist(470, 690, mood.haze, 0.0, 0.8)
    for i in range(46):
        px = (i + rng.random()) * c.width / 46
        fir(
            c,
            px,
            664 + rng.uniform(-10, 16),
            rng.uniform(80, 170),
            mood.lit("#47706f", 0.42),
            mood.lit("#f4f8fc", 0.2),
        )
    field = rolling(rng, c.width, 668, 26, 1.3)
    c.fill(ground(field), mood.lit("#f2f6fb", 0.1), mood.lit("#dfe8f3"))
    for dx, size in ((-640, 150), (-400, 200), (370, 220), (600, 160)):
        chalet(c, rng, mood, x + dx, height_at(field, x + dx) + 30 + size * 0.1, size)
    chalet(c, rng, mood, x, y + 230, 400)
    drift = rolling(rng, c.width, 822, 18, 1.2)
    c.fill(ground(drift), mood.lit("#ffffff"), mood.lit("#cfdcec"))
    path = smooth([(x, y + 226), (x + 30, 850), (x - 50, 920), (x + 60, 1010)], 8)
    c.poly(
        [
            *[(px - 24 - (py - y - 226) * 0.3, py) for px, py in path],
            *[(px + 24 + (py - y - 226) * 0.3, py) for px, py in reversed(path)],
        ],
        mood.lit("#bccde2"),
        0.8,
    )
    for k in range(-9, 10):
        if abs(k) > 1:
            px, py = x + k * 92, 858 + abs(k) * 5
            c.rect(px - 7, py - 52, px + 7, py + 12, mood.lit("#8a5f48"))
            c.rect(px - 10, py - 60, px + 10, py - 48, mood.lit("#ffffff"), radius=5)
            if k not in (-2, 9):
                c.line(
                    [(px, py - 28), (px + 92, py - 28 + (5 if k > 0 else -5))],
                    7,
                    mood.lit("#8a5f48"),
                )
    for side, tall in ((-1, 430), (-1, 300), (1, 380), (1, 520)):
        px = x + side * rng.uniform(400, 780)
        fir(c, px, 910 + rng.uniform(-20, 60), tall, mood.lit("#2d5a58"), mood.lit("#fbfdff"))
    c.fill(ground(rolling(rng, c.width, 945, 30, 1.7)), mood.lit("#ffffff"), mood.lit("#d7e3f0"))
    for _ in range(230):
        c.disc(
            rng.uniform(0, c.width),
            rng.uniform(0, 960),
            rng.uniform(1.6, 5.2),
            "#ffffff",
            rng.uniform(0.5, 0.95),
        )


def chalet(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float, size: float) -> None:
    """Paint a steep-roofed stone house, *size* units wide, standing at (x, y)."""
    wall = mood.lit(rng.choice(("#e9d5b5", "#d8b690", "#e5c4a4")))
    eave, ridge = y - size * 0.52, y - size * 1.02
    c.rect(x + size * 0.22, ridge - size * 0.12, x + size * 0.34, eave, mood.lit("#8a4a3c"))
    c.rect(
        x + size * 0.2,
        ridge - size * 0.16,
        x + size * 0.36,
        ridge - size * 0.1,
        mood.lit("#ffffff"),
    )
    c.fill(
        [
            (x - size * 0.42, y),
            (x - size * 0.42, eave),
            (x, ridge + size * 0.06),
            (x + size * 0.42, eave),
            (x + size * 0.42, y),
        ],
        wall,
        darker(wall, 0.12),
    )
    c.rect(x - size * 0.42, y - size * 0.14, x + size * 0.42, y, mood.lit("#8d8a90"))
    lit = LAMPLIGHT if mood.lamps or rng.random() < 0.75 else mood.lit("#40607a")
    for wx, wy, half in ((-0.25, 0.3, 0.075), (0.25, 0.3, 0.075), (0, 0.66, 0.07)):
        px, py, w = x + wx * size, y - wy * size, half * size
        c.rect(px - w * 1.3, py - w * 1.5, px + w * 1.3, py + w * 1.5, mood.lit("#7a4836"))
        c.rect(px - w, py - w * 1.2, px + w, py + w * 1.2, lit)
        c.line([(px, py - w * 1.2), (px, py + w * 1.2)], w * 0.18, mood.lit("#7a4836"))
        c.line([(px - w, py), (px + w, py)], w * 0.18, mood.lit("#7a4836"))
        c.rect(px - w * 1.5, py + w * 1.35, px + w * 1.5, py + w * 1.7, mood.lit("#ffffff"))
    c.rect(
        x - size * 0.08, y - size * 0.3, x + size * 0.08, y, mood.lit("#6e3f33"), radius=size * 0.02
    )
    for side in (-1, 1):
        tile = mood.lit("#b5533d" if side < 0 else "#8c3f35")
        c.poly(
            [
                (x, ridge),
                (x + side * size * 0.56, eave + size * 0.12),
                (x + side * size * 0.5, eave + size * 0.17),
                (x, ridge + size * 0.13),
            ],
            tile,
        )
        cover = smooth(
            [
                (x, ridge - size * 0.05),
                (x + side * size * 0.3, eave - size * 0.27),
                (x + side * size * 0.56, eave + size * 0.07),
                (x + side * size * 0.54, eave + size * 0.12),
                (x + side * size * 0.4, eave - size * 0.02),
                (x + side * size * 0.26, eave - size * 0.13),
                (x, ridge + size * 0.06),
            ],
            5,
        )
        c.poly(cover, mood.lit("#ffffff" if side < 0 else "#dbe6f2"))
    if lit == LAMPLIGHT:
        c.glow(x, y - size * 0.3, size * 0.6, LAMPLIGHT, 0.28)


def dam(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """An arch dam across a gorge, the reservoir behind it and water falling from its gates."""
    backdrop(c, rng, mood, 520, (c.width - x, 170))
    massif(c, rng, mood, jagged(rng, c.width, 430, 200, 4), "#7788a6", 0.62)
    massif(c, rng, mood, jagged(rng, c.width, 470, 130, 5), "#8c7f86", 0.42)
    c.mist(380, 520, mood.haze, 0, 0.6)
    lake = Stencil().rect(0, 470, c.width, 560)
    c.fill(lake, mood.lit("#9cd0d8", 0.4), mood.lit("#2e8aa0"))
    ripples(c, rng, 478, 545, mood.lit("#ffffff"), 40, 0.4)
    crest, half, foot = 540, 470, 850
    cliff = mood.lit("#8a6a54", 0.1)
    c.fill(Stencil().rect(0, 556, c.width, 1000), cliff, darker(cliff, 0.5))
    gorge = mood.lit("#3d7f86")
    c.fill(
        [(x - 210, 800), (x + 210, 800), (x + 470, 1010), (x - 330, 1010)],
        gorge,
        mood.lit("#1f5560"),
    )
    face = [(x + half * k / 10, crest + 26 * (1 - (k / 10) ** 2)) for k in range(-10, 11)]
    toe = [(x + 250 * k / 10, foot + 24 * (1 - (k / 10) ** 2)) for k in range(10, -11, -1)]
    wall = Stencil().poly([*face, *toe])
    c.fill(wall, mood.lit("#cfc8ba"), mood.lit("#f2ead9"), mood.lit("#a9a59f"), across=True)
    c.fill(wall, mood.ink, alpha=0.0, fade=0.38)
    for row in range(1, 8):
        t = row / 8
        joint = [
            (fx + (tx - fx) * t, fy + (ty - fy) * t)
            for (fx, fy), (tx, ty) in zip(face, reversed(toe), strict=True)
        ]
        c.line(joint, 2, mood.ink, 0.16)
    for (fx, fy), (tx, ty) in list(zip(face, reversed(toe), strict=True))[1:-1]:
        c.line([(fx, fy), (tx, ty)], 2, mood.ink, 0.13)
    for k in (-2, 0, 2):
        spill(c, rng, mood, x + k * 46, crest + 34, x + k * 30, foot + 34)
    c.glow(x, foot + 60, 330, mood.lit("#ffffff"), 0.9, 90)
    c.line(face, 22, mood.lit("#8f8b86"))
    c.line([(px, py - 13) for px, py in face], 6, mood.lit("#f6efe0"))
    for px, py in face[1::2]:
        c.rect(px - 10, py - 54, px + 10, py - 8, mood.lit("#e9e0cf"))
        c.rect(px - 13, py - 60, px + 13, py - 52, mood.lit("#b5543f"))
    for side in (-1, 1):
        flank(c, rng, mood, x, side, half)
    for _ in range(34):
        t = rng.random()
        px = x + 60 * t + rng.uniform(-190, 200) * (0.8 + t)
        c.ellipse(px, 850 + 150 * t, 20 + 50 * t, 2 + 3 * t, mood.lit("#ffffff"), 0.45)


def spill(
    c: Canvas, rng: random.Random, mood: Mood, x0: float, y0: float, x1: float, y1: float
) -> None:
    """Drop a white sheet of water down the face from (x0, y0) to (x1, y1)."""
    c.rect(x0 - 18, y0 - 10, x0 + 18, y0 + 22, mood.ink, 0.75, 6)
    sheet = [(x0 - 15, y0 + 6), (x0 + 15, y0 + 6), (x1 + 28, y1), (x1 - 28, y1)]
    c.fill(sheet, mood.lit("#d5eef2"), mood.lit("#ffffff"), alpha=0.95)
    for _ in range(7):
        k = rng.uniform(-0.9, 0.9)
        t0 = rng.uniform(0, 0.5)
        t1 = t0 + rng.uniform(0.2, 0.5)
        ends = [(x0 + (x1 - x0) * t + k * (14 + 12 * t), y0 + (y1 - y0) * t) for t in (t0, t1)]
        c.line(ends, 3, mood.lit("#7fb9c6"), 0.6)


def flank(c: Canvas, rng: random.Random, mood: Mood, x: float, side: int, half: float) -> None:
    """Paint one rocky side of the gorge: ledges stepping down to the river, and trees on top."""
    edge = x + side * c.width * 1.2
    ledges = (
        (430, 0, "#9aa36a"),
        (512, 18, "#d9a878"),
        (590, 40, "#c08a62"),
        (690, 62, "#a26f54"),
        (800, 70, "#7f5a4c"),
        (900, 66, "#5f4844"),
    )
    for top, inset, rock in ledges:
        rim = []
        for k in range(15):
            t = k / 14
            px = edge + (x + side * (half + 44 - inset) - edge) * t
            rim.append((px, top + 70 * t**3 + rng.uniform(-9, 9)))
        gorge = [
            (rim[-1][0] - side * (py - top) * 0.36 + rng.uniform(-12, 12), py)
            for py in range(top + 110, 1010, 44)
        ]
        tone = mood.lit(rock, 0.12 * (1 - (top - 430) / 500))
        c.fill([*rim, *gorge, (edge, 1010)], lighter(tone, 0.1), tone)
        for _ in range(9):
            px = x + side * (half + rng.uniform(-60, 520))
            py = top + rng.uniform(50, 90)
            c.poly(
                [(px, py), (px + 7, py), (px + rng.uniform(-4, 10), py + rng.uniform(30, 80))],
                darker(tone, 0.3),
                0.55,
            )
    for _ in range(24):
        px, t = x + side * (half + rng.uniform(40, 480)), rng.random()
        base = 470 + 330 * t
        if rng.random() < 0.5:
            cypress(c, px, base, 74 + 60 * t, mood.lit("#41694a", 0.1))
        else:
            crown(c, rng, px, base - 18, 34 + 26 * t, 24 + 18 * t, mood.lit("#6b8a4e", 0.05), 6)
