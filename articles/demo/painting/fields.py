"""Scenes of cultivated land: olives, wheat, a solar plant, and a walled garden."""

import math
import random

from articles.demo.painting.buildings import LAMPLIGHT, horseshoe, lantern, merlons, round_arch
from articles.demo.painting.canvas import Canvas, Point, Stencil
from articles.demo.painting.colour import Mood, Paint, darker, lighter, mix
from articles.demo.painting.geometry import star
from articles.demo.painting.highlands import massif
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
from articles.demo.painting.plants import (
    agave,
    cactus,
    crown,
    cypress,
    olive_tree,
    palm,
    tuft,
)


def farmhouse(c: Canvas, mood: Mood, x: float, y: float, size: float, depth: float) -> None:
    """Paint a whitewashed farm with a tiled roof, *size* units wide, standing at (x, y)."""
    wall, tile = mood.lit("#f6ead6", depth), mood.lit("#c2623f", depth)
    c.rect(x + size * 0.1, y - size * 0.3, x + size * 0.55, y, darker(wall, 0.16))
    c.poly([(x + size * 0.06, y - size * 0.29), (x + size * 0.14, y - size * 0.42), (x + size * 0.54, y - size * 0.42),
            (x + size * 0.6, y - size * 0.29)], darker(tile, 0.15))
    c.rect(x - size * 0.4, y - size * 0.42, x + size * 0.1, y, wall)
    c.poly([(x - size * 0.46, y - size * 0.41), (x - size * 0.34, y - size * 0.58), (x + size * 0.06, y - size * 0.58),
            (x + size * 0.16, y - size * 0.41)], tile)
    pane = LAMPLIGHT if mood.lamps else mood.lit("#3f5a6f", depth)
    for k in (-0.3, -0.02):
        c.rect(x + k * size - size * 0.045, y - size * 0.32, x + k * size + size * 0.045, y - size * 0.19, pane)
    for k in (0.24, 0.42):
        c.rect(x + k * size - size * 0.035, y - size * 0.2, x + k * size + size * 0.035, y - size * 0.1, pane)
    c.poly(round_arch(x - size * 0.16, y, size * 0.06, size * 0.22), mood.lit("#2f7f8a", depth))


def olive_grove(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """An old olive tree before rows of its kind on red earth, a farm and hills beyond."""
    backdrop(c, rng, mood, 560, (c.width - x, 210))
    massif(c, rng, mood, jagged(rng, c.width, 500, 140, 4), "#7f8fb5", 0.62)
    for base, rise, paint, depth in ((500, 40, "#8fa37a", 0.5), (550, 40, "#93a564", 0.36)):
        hill = rolling(rng, c.width, base, rise, 1.7)
        c.fill(ground(hill), mood.lit(paint, depth), mood.lit(darker(paint, 0.15), depth))
        for i in range(44):
            px = (i + rng.random()) * c.width / 44
            for row in range(2):
                c.ellipse(px, height_at(hill, px) + 14 + row * 22, 13, 10, mood.lit("#5f7f5a", depth + 0.04))
    far = c.width - x
    farmhouse(c, mood, far, 600, 170, 0.2)
    for k in (-130, -104, 120):
        cypress(c, far + k, 604, rng.uniform(90, 130), mood.lit("#3f6a50", 0.2))
    earth = rolling(rng, c.width, 606, 12, 1.2)
    c.fill(ground(earth), mood.lit("#d08a5a", 0.12), mood.lit("#a85a3c"), mood.lit("#6f3a30"))
    for row in range(5):
        t = row / 4
        py = 640 + 190 * t ** 1.5
        size = 74 + 150 * t
        gap = 96 + 190 * t
        count = int(c.width / gap) + 3
        for k in range(-1, count):
            px = (k + 0.5 * (row % 2)) * gap + (x % gap)
            if row > 2 and abs(px - x) < 300:
                continue
            c.ellipse(px + size * 0.12, py + 4, size * 0.42, size * 0.07, mood.ink, 0.28)
            olive_tree(c, rng, px, py, size, mood.lit("#8aa37a", 0.24 * (1 - t)), mood.lit("#6a4f42", 0.2 * (1 - t)))
    fore = [(px, py - 22 * math.exp(-((px - x) / 260) ** 2)) for px, py in rolling(rng, c.width, 890, 14, 1.3)]
    c.fill(ground(fore), mood.lit("#c27648"), mood.lit("#6a382e"))
    c.ellipse(x + 60, 890, 330, 36, mood.ink, 0.34)
    olive_tree(c, rng, x, 892, 892 - y + 110, mood.lit("#8fab7c"), mood.lit("#6f5142"))
    for _ in range(28):
        px = rng.uniform(0, c.width)
        tuft(c, rng, px, height_at(fore, px) + rng.uniform(14, 90), rng.uniform(20, 46), mood.lit("#8a9a4c"), 7)
    for _ in range(40):
        px = x + rng.gauss(0, 180)
        c.ellipse(px, 906 + rng.uniform(-4, 50), 6, 4.5, mood.lit("#3f3a4a"))


def wheat(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """Golden fields to the horizon with a harvester at work, and ripe ears close by."""
    backdrop(c, rng, mood, 520, (c.width - x, 200), 54)
    for base, rise, paint, depth in ((480, 46, "#7f9f8a", 0.56), (520, 34, "#a8b05f", 0.42), (560, 30, "#d9b352", 0.3)):
        hill = rolling(rng, c.width, base, rise, 1.6)
        c.fill(ground(hill), mood.lit(paint, depth), mood.lit(darker(paint, 0.1), depth))
    for _ in range(16):
        px = rng.uniform(0, c.width)
        crown(c, rng, px, 540 + rng.uniform(-8, 8), rng.uniform(16, 32), rng.uniform(14, 24), mood.lit("#4f7f52", 0.3), 6)
    farmhouse(c, mood, c.width - x, 574, 150, 0.24)
    field = rolling(rng, c.width, 590, 16, 1.1)
    c.fill(ground(field), mood.lit("#eec25a", 0.14), mood.lit("#d99a38"), mood.lit("#a86a2a"))
    for k in range(-16, 17):
        near = [(x + k * 210 - 34, 1000), (x + k * 210 + 34, 1000)]
        c.poly([(x + k * 46, 596), *near], mood.lit("#c58430"), 0.3)
    harvester(c, mood, x, y + 120, 250, 1 if x < c.width / 2 else -1)
    for row, (top, count) in enumerate(((806, 84), (846, 66), (900, 48))):
        crop = [(px, top + rng.uniform(-16, 16) - abs(px - x) * 0.03) for px in range(-20, round(c.width) + 30, 9)]
        tone = mood.lit(("#c98f38", "#b97d2e", "#9a6424")[row])
        c.fill(ground(crop), tone, darker(tone, 0.16))
        for i in range(count):
            px = (i + rng.random()) * c.width / count
            ear(c, rng, px, top + 130, 150 + row * 26 + rng.uniform(-26, 34) + abs(px - x) * 0.03, 0.72 + row * 0.2,
                mood.lit(rng.choice(("#f2cf6a", "#e8b84a", "#dca53e", "#f6dc8a"))), mood.lit("#a8742a"))
    for _ in range(9):
        px, py = rng.uniform(0, c.width), rng.uniform(830, 960)
        for k in range(5):
            c.disc(px + 9 * math.cos(k * 1.257), py + 9 * math.sin(k * 1.257), 8, mood.lit("#d8432f"))
        c.disc(px, py, 5, mood.ink)
    birds(c, rng, c.width / 2, 200, 7, mood.ink)


def ear(
    c: Canvas, rng: random.Random, x: float, y: float, tall: float, size: float, grain: Paint,
    stem: Paint,
) -> None:
    """Paint one ear of wheat growing from (x, y), its stalk *tall* units, its grains by *size*."""
    lean = rng.gauss(0.08, 0.1)
    stalk = smooth([(x, y), (x + lean * tall * 0.35, y - tall * 0.5), (x + lean * tall, y - tall * 0.86)], 4)
    c.line(stalk, 3 * size, stem)
    tip_x, tip_y = stalk[-1]
    for k in range(7):
        gx, gy = tip_x + lean * k * 9 * size, tip_y - k * 9.5 * size
        half = size * (6 + 5.5 * math.sin(math.pi * (0.12 + k * 0.11)))
        for side in (-1, 1):
            c.poly([(gx, gy + 5 * size), (gx + side * half, gy - 5 * size), (gx + side * half * 0.6, gy - 17 * size),
                    (gx, gy - 7 * size)], grain if side < 0 else darker(grain, 0.18))
    for k in (-1, 0, 1):
        c.line([(tip_x + lean * 56 * size, tip_y - 62 * size),
                (tip_x + lean * 80 * size + k * 12 * size, tip_y - 104 * size)], 1.5 * size, grain)


def harvester(c: Canvas, mood: Mood, x: float, y: float, size: float, side: int) -> None:
    """Paint a combine harvester facing *side*, *size* units long, its wheels at y."""
    red, shade = mood.lit("#cf4636"), mood.lit("#8f2f2c")

    def at(px: float, py: float) -> Point:
        return x + side * px * size, y - py * size

    c.fill(Stencil().ellipse(x, y, size * 0.7, size * 0.07), mood.ink, alpha=0.35)
    for k in range(6):
        c.glow(*at(-0.6 - k * 0.1, 0.1 + k * 0.02), size * (0.16 + k * 0.035), mood.lit("#f6dda0"), 0.5 - k * 0.06)
    c.poly([at(-0.2, 0.56), at(-0.16, 0.66), at(0.24, 0.74), at(0.24, 0.68)], mood.lit("#e5b13f"))
    body = [at(-0.5, 0.2), at(-0.52, 0.42), at(-0.34, 0.6), at(0.14, 0.6), at(0.2, 0.2)]
    c.fill(body, red, shade)
    c.poly([at(-0.46, 0.34), at(-0.42, 0.42), at(0.16, 0.42), at(0.17, 0.34)], mood.lit("#f4ead6"))
    c.poly([at(0.1, 0.3), at(0.1, 0.7), at(0.34, 0.7), at(0.4, 0.44), at(0.38, 0.3)], red)
    c.poly([at(0.13, 0.45), at(0.13, 0.66), at(0.32, 0.66), at(0.37, 0.45)], LAMPLIGHT if mood.lamps else mood.lit("#bfe0ea"))
    c.poly([at(0.06, 0.7), at(0.07, 0.74), at(0.38, 0.74), at(0.37, 0.7)], shade)
    c.poly([at(0.3, 0.3), at(0.6, 0.16), at(0.6, 0.06), at(0.26, 0.16)], shade)
    wheel_x, wheel_y = at(0.66, 0.16)
    for radius, width in ((0.15, 0.02), (0.1, 0.012)):
        c.ring(wheel_x, wheel_y, size * radius, size * width, mood.lit("#e5b13f"))
    for k in range(8):
        turn = math.tau * k / 8
        c.line([(wheel_x, wheel_y), (wheel_x + size * 0.15 * math.cos(turn), wheel_y + size * 0.15 * math.sin(turn))],
               size * 0.012, mood.lit("#e5b13f"))
    c.poly([at(0.52, 0.02), at(0.56, 0.12), at(0.74, 0.05), at(0.8, 0.0)], mood.lit("#e9e0cf"))
    for px, radius in ((0.2, 0.2), (-0.36, 0.13)):
        cx, cy = at(px, radius)
        c.disc(cx, cy, size * radius, mood.ink)
        c.disc(cx, cy, size * radius * 0.55, mood.lit("#e5b13f"))
        c.disc(cx, cy, size * radius * 0.2, mood.ink)


def solar(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """Rows of panels across a plain, and a tower where mirrors gather the light."""
    horizon = 560
    backdrop(c, rng, mood, horizon, (c.width - x + 60, 190))
    massif(c, rng, mood, jagged(rng, c.width, 520, 150, 4), "#9a86a0", 0.56)
    c.fill(ground(rolling(rng, c.width, 552, 18, 1.4)), mood.lit("#dba873", 0.42), mood.lit("#cf9660", 0.3))
    if rng.random() < 0.6:
        light_tower(c, mood, x, horizon + 22, horizon + 10 - y)
    else:
        for k, size in ((-1.1, 210), (0, 330), (0.95, 250)):
            turbine(c, rng, mood, x + k * 250, horizon + 24, size, 0.24 if size < 300 else 0.1)
    c.fill(Stencil().rect(0, horizon + 16, c.width, 1000), mood.lit("#d9a066", 0.25), mood.lit("#b5744a"), mood.lit("#7f4a3a"))
    for row in range(7):
        t0 = row / 7
        top = horizon + 34 + 400 * t0 ** 1.7
        tall = 17 + 108 * t0 ** 1.25
        wide = tall * 2.5
        gap = wide * 1.1
        offset = (c.width / 2 - gap * (row % 2) / 2) % gap
        for k in range(-1, int(c.width / gap) + 2):
            panel(c, mood, offset + k * gap, top, wide, tall, 0.3 * (1 - t0))


def panel(c: Canvas, mood: Mood, x: float, y: float, wide: float, tall: float, depth: float) -> None:
    """Paint one tilted solar panel centred on *x* with its upper edge at *y*."""
    slant = wide * 0.1
    c.poly([(x - wide / 2 + slant, y + tall * 1.2), (x + wide / 2 + slant, y + tall * 1.2),
            (x + wide / 2 + slant * 2, y + tall * 1.34), (x - wide / 2, y + tall * 1.34)], mood.ink, 0.3)
    for k in (-0.3, 0.3):
        c.line([(x + k * wide, y + tall * 0.6), (x + k * wide, y + tall * 1.28)], wide * 0.022, mood.lit("#7f8690", depth))
    glass = mood.lit("#23528f", depth)
    corners = [(x - wide / 2 + slant, y), (x + wide / 2, y), (x + wide / 2 - slant, y + tall), (x - wide / 2, y + tall)]
    c.poly(corners, mix(glass, mood.sky[1], 0.12))
    c.poly([corners[0], (x + wide * 0.1, y), (x - wide * 0.22, y + tall), corners[3]], mix(glass, mood.sky[-1], 0.42))
    grid = mood.lit("#bcd4e6", depth)
    for k in range(1, 5):
        t = k / 5
        c.line([(corners[0][0] + (corners[1][0] - corners[0][0]) * t, y),
                (corners[3][0] + (corners[2][0] - corners[3][0]) * t, y + tall)], max(0.8, wide * 0.006), grid, 0.7)
    for t in (1 / 3, 2 / 3):
        c.line([(corners[0][0] - slant * t, y + tall * t), (corners[1][0] - slant * t, y + tall * t)], max(0.8, wide * 0.006), grid, 0.7)
    c.line([*corners, corners[0]], max(1.2, wide * 0.013), lighter(grid, 0.4))


def light_tower(c: Canvas, mood: Mood, x: float, y: float, tall: float) -> None:
    """Paint a concentrated-solar tower of *tall* units, its receiver blazing."""
    top = y - tall
    for k in range(-5, 6):
        if k:
            c.fill([(x, top + 40), (x + k * 150 - 34, y + 10), (x + k * 150 + 34, y + 10)], "#fff4cf", alpha=0.34, fade=0.0)
    c.fill([(x - 34, y), (x - 20, top), (x + 20, top), (x + 34, y)], mood.lit("#efe6d8", 0.1), mood.lit("#8f8a90", 0.1), across=True)
    c.rect(x - 30, top - 8, x + 30, top + 6, mood.lit("#8a8790"))
    c.rect(x - 24, top + 6, x + 24, top + 74, "#fffbe6", radius=5)
    c.glow(x, top + 40, 300, "#fff3c0", 0.75)
    c.glow(x, top + 40, 110, "#ffffff", 0.95)
    c.rect(x - 20, top - 46, x + 20, top - 8, mood.lit("#d9d2c6"))


def turbine(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float, tall: float, depth: float) -> None:
    """Paint a wind turbine whose mast is *tall* units, standing at (x, y)."""
    white = mood.lit("#fbfaf6", depth)
    hub = (x, y - tall)
    c.fill([(x - tall * 0.02, y), (x - tall * 0.01, hub[1]), (x + tall * 0.01, hub[1]), (x + tall * 0.02, y)],
           white, darker(white, 0.25), across=True)
    first = rng.uniform(0, 120)
    for k in range(3):
        turn = math.radians(first + 120 * k)
        dx, dy = math.cos(turn), math.sin(turn)
        reach, thick = tall * 0.52, tall * 0.026
        c.poly([hub, (hub[0] + dx * reach * 0.2 - dy * thick, hub[1] + dy * reach * 0.2 + dx * thick),
                (hub[0] + dx * reach, hub[1] + dy * reach)], white)
    c.disc(*hub, tall * 0.022, darker(white, 0.12))


VILLAS = (("#2448b8", "#f2c230", "#d95f3b"), ("#d9785a", "#3f9a86", "#f0c860"), ("#2f8a80", "#f2b84a", "#c8503f"),
          ("#f0e0c4", "#2f6fae", "#d9643f"))


def garden(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """A walled garden: a coloured villa, cactus and palms, and a pool fed by a star fountain."""
    wall, accent, pot = rng.choice(VILLAS)
    backdrop(c, rng, mood, 640, (c.width - x, 180))
    for i in range(30):
        px = (i + rng.random()) * c.width / 30
        crown(c, rng, px, 560 + rng.uniform(-50, 40), rng.uniform(60, 110), rng.uniform(60, 120), mood.lit(rng.choice(("#4f8f5a", "#3f7f5f", "#6a9f58")), 0.34), 7)
    for _ in range(6):
        px = rng.uniform(0, c.width)
        palm(c, rng, px, 660, rng.uniform(330, 480), mood.lit("#7a5a48", 0.2), mood.lit("#4a8a52", 0.22))
    c.rect(0, 600, c.width, 710, mood.lit("#3f7a52", 0.16))
    villa(c, mood, x, 690, wall, accent)
    for px in (*[x - 360 - k * 105 for k in range(6)], *[x + 360 + k * 105 for k in range(6)]):
        kind = rng.randrange(3)
        if kind == 0:
            cactus(c, px, 716, rng.uniform(150, 270), mood.lit("#5f9a62"), rng.randint(1, 3))
        elif kind == 1:
            agave(c, rng, px, 716, rng.uniform(90, 130), mood.lit("#6fa88a"))
        else:
            crown(c, rng, px, 660, 62, 64, mood.lit(rng.choice(("#d95f8a", "#4f8f4f", "#c8486f"))), 8)
    c.fill(Stencil().rect(0, 700, c.width, 1000), mood.lit("#d9744f"), mood.lit("#a84f3f"))
    c.poly([(x - 210, 740), (x + 210, 740), (x + 470, 1010), (x - 470, 1010)], mood.lit("#f4ead8"))
    pool = Stencil().poly([(x - 180, 752), (x + 180, 752), (x + 400, 1010), (x - 400, 1010)])
    c.fill(pool, mood.lit("#5fb8b4"), mood.lit("#1f6f86"))
    c.fill(Stencil().rect(x - 150, 752, x + 150, 880), mood.lit(wall), alpha=0.5, fade=0.0, within=pool)
    for _ in range(16):
        t = rng.random()
        c.ellipse(x + rng.uniform(-150, 150) * (1 + t), 770 + 220 * t, 20 + 36 * t, 2 + 2 * t, mood.lit("#e6f7f2"), 0.5)
    for _ in range(8):
        t = rng.uniform(0.2, 1)
        px, py = x + rng.choice((-1, 1)) * rng.uniform(60, 150) * (1 + t * 0.7), 770 + 200 * t
        c.ellipse(px, py, 26 + 20 * t, 8 + 6 * t, mood.lit("#4f9a5a"))
        c.ellipse(px, py - 7, 8 + 6 * t, 6 + 4 * t, mood.lit("#f6b8cf"))
    c.fill(Stencil().rect(x - 12, 730, x + 12, 826, 6), mood.lit("#fff7e8"), mood.lit("#b5a890"), across=True)
    c.fill(Stencil().ellipse(x, 738, 84, 20), mood.lit("#fff7e8"), mood.lit("#c9b99a"))
    c.ellipse(x, 734, 70, 13, mood.lit("#6fc4c4"))
    for k in (-1, -0.5, 0.5, 1):
        jet = smooth([(x, 716), (x + k * 26, 668), (x + k * 56, 732)], 6)
        c.line(jet, 4, "#f2fdff", 0.85)
    for side in (-1, 1):
        for k in range(3):
            px, py, size = x + side * (320 + k * 130), 800 + k * 78, 92 + k * 34
            planter(c, rng, mood, px, py, size, mood.lit((accent, pot, wall)[(k + (side > 0)) % 3]))


def villa(c: Canvas, mood: Mood, x: float, y: float, wall: Paint, accent: Paint) -> None:
    """Paint a garden pavilion with a portico of horseshoe arches, standing at (x, y)."""
    tone, trim = mood.lit(wall), mood.lit(accent)
    c.fill(Stencil().rect(x - 210, y - 360, x + 210, y), lighter(tone, 0.06), darker(tone, 0.22), across=True)
    merlons(c, x - 212, x + 212, y - 360, 30, tone)
    c.rect(x - 210, y - 338, x + 210, y - 326, trim)
    for k in (-130, 0, 130):
        pane = LAMPLIGHT if mood.lamps else mood.lit("#1f3350")
        c.poly(horseshoe(x + k, y - 214, 30, 92), trim)
        c.poly(horseshoe(x + k, y - 214, 22, 80), pane)
    c.fill(Stencil().rect(x - 300, y - 200, x + 300, y), tone, darker(tone, 0.28))
    c.rect(x - 306, y - 208, x + 306, y - 190, lighter(tone, 0.3))
    for k in (-200, 0, 200):
        c.poly(horseshoe(x + k, y, 78, 172), trim)
        c.poly(horseshoe(x + k, y, 68, 158), LAMPLIGHT if mood.lamps else darker(tone, 0.66))
    c.poly(star(x, y - 278, 22, 8), trim)
    c.rect(x - 76, y, x + 76, y + 14, mood.lit("#f4ead8"))
    lantern(c, x, y - 150, 30, mood.ink, 0.5 if mood.lamps else 0.15, 0.4)


def planter(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float, size: float, glaze: Paint) -> None:
    """Paint a glazed pot with a plant in it, *size* units tall, standing at (x, y)."""
    c.ellipse(x + size * 0.1, y + 2, size * 0.5, size * 0.09, mood.ink, 0.3)
    kind = rng.randrange(3)
    if kind == 0:
        agave(c, rng, x, y - size * 0.76, size * 0.8, mood.lit("#5f9f86"))
    elif kind == 1:
        crown(c, rng, x, y - size * 1.2, size * 0.46, size * 0.46, mood.lit("#4f8f50"), 8)
        for _ in range(9):
            c.disc(x + rng.gauss(0, size * 0.2), y - size * 1.2 + rng.gauss(0, size * 0.2), size * 0.05, mood.lit("#f29a3f"))
    else:
        cactus(c, x, y - size * 0.7, size * 1.1, mood.lit("#5a9460"), 2)
    body = smooth([(x - size * 0.4, y - size * 0.78), (x - size * 0.36, y - size * 0.3), (x - size * 0.24, y),
                   (x + size * 0.24, y), (x + size * 0.36, y - size * 0.3), (x + size * 0.4, y - size * 0.78)], 5)
    c.fill(body, lighter(glaze, 0.25), glaze, darker(glaze, 0.4), across=True)
    c.rect(x - size * 0.44, y - size * 0.86, x + size * 0.44, y - size * 0.74, lighter(glaze, 0.15), radius=size * 0.04)
