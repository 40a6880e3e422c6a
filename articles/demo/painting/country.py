"""Scenes of cultivated land and of what is built in it."""

import math

from articles.demo.painting import nature
from articles.demo.painting.buildings import FARMHOUSE, cube_house, merlons, street_lamp
from articles.demo.painting.canvas import Canvas
from articles.demo.painting.colour import darker, lighter, mix
from articles.demo.painting.outlines import box, horseshoe, jagged, rolling, smooth, taper


def olive_grove(c: Canvas, x: float) -> None:
    """An old olive tree before rows of its kind on red earth, a farm and hills beyond."""
    rng, far = c.rng, c.width - x
    nature.backdrop(c, 560, (far, 210))
    nature.massif(c, jagged(rng, c.width, 500, 140), "#7f8fb5", 0.62)
    nature.hills(c, (500, 40, "#8fa37a", 0.5), (550, 40, "#93a564", 0.36))
    c.figure(FARMHOUSE, far, 600, 170, 0.2)
    earth = rolling(rng, c.width, 606, 12)
    c.land(earth, c.lit("#d08a5a", 0.12), c.lit("#a85a3c"), c.lit("#6f3a30"))
    for row in range(5):
        t = row / 4
        gap = 96 + 190 * t
        for k in range(-1, int(c.width / gap) + 2):
            px = (k + 0.5 * (row % 2)) * gap + (x % gap)
            if row < 3 or abs(px - x) > 300:
                nature.tree(c, px, 640 + 190 * t**1.5, 74 + 150 * t, "#8aa37a", 0.24 * (1 - t))
    c.land(rolling(rng, c.width, 884, 14), c.lit("#c27648"), c.lit("#6a382e"))
    nature.tree(c, x, 898, 580, "#94ab82")


def wheat(c: Canvas, x: float) -> None:
    """Golden fields in rows towards a farm on the horizon, and ripe ears close by."""
    rng = c.rng
    nature.backdrop(c, 520, (c.width - x, 200), 54)
    nature.hills(c, (480, 46, "#7f9f8a", 0.56), (540, 30, "#c9b45a", 0.36))
    nature.bushes(c, 540, 22, 46, "#4f7f52", 0.3)
    field = rolling(rng, c.width, 594, 8)
    c.land(field, c.lit("#eec25a", 0.14), c.lit("#d99a38"), c.lit("#a86a2a"))
    for k in range(-16, 17):
        c.poly(taper(x + k * 46, 606, 1, x + k * 210, 1000, 34), c.lit("#c58430"), 0.3)
    for dx, height in ((-190, 120), (170, 150), (235, 110)):
        nature.tree(c, x + dx, 608, height, "#5f8a52", 0.1)
    c.figure(FARMHOUSE, x, 614, 260, 0.06)
    for row, (top, count) in enumerate(((806, 84), (846, 66), (900, 48))):
        crop = [(9.0 * k - 20, top + rng.uniform(-16, 16)) for k in range(int(c.width / 9) + 6)]
        tone = ("#c98f38", "#b97d2e", "#9a6424")[row]
        c.land(crop, c.lit(tone), c.lit(darker(tone, 0.16)))
        for px in c.scatter(count):
            ear(c, px, top + 130, 150 + row * 26 + rng.uniform(-26, 34), 0.72 + row * 0.2)


def ear(c: Canvas, x: float, y: float, tall: float, size: float) -> None:
    """Paint one ear of wheat growing from (x, y), its stalk *tall* units, its grains by *size*."""
    grain, lean = c.lit(c.rng.choice(("#f2cf6a", "#e8b84a", "#f6dc8a"))), c.rng.gauss(0.08, 0.1)
    tip_x, tip_y = x + lean * tall, y - tall * 0.86
    bend = (x + lean * tall * 0.4, y - tall * 0.5)
    c.line([(x, y), bend, (tip_x, tip_y)], 3 * size, c.lit("#a8742a"))
    for k in range(7):
        gx, gy = tip_x + lean * k * 9 * size, tip_y - k * 9.5 * size
        half = size * (6 + 5.5 * math.sin(math.pi * (0.12 + k * 0.11)))
        for side, tone in ((-half, grain), (half, darker(grain, 0.18))):
            c.poly([(gx, gy + 5 * size), (gx + side, gy - 5 * size), (gx, gy - 15 * size)], tone)


def train(c: Canvas, x: float) -> None:
    """A fast train on the plain, beside a platform in the foreground."""
    rng, rail = c.rng, 740
    nature.backdrop(c, 560, (c.width - x, 200))
    nature.massif(c, jagged(rng, c.width, 520, 170), "#7d8fb0", 0.6)
    nature.hills(c, (545, 40, "#86a06a", 0.5), (600, 20, "#98ae5e", 0.25))
    nature.bushes(c, 596, 24, 48, "#5f8a52", 0.2)
    c.fill(box(0, rail - 14, c.width, 860), c.lit("#9a8f86"), c.lit("#5f5a5c"))
    c.rect(0, rail - 3, c.width, rail + 4, c.lit("#c9ccd0"))
    for px in range(-40, int(c.width), 230):
        c.line([(px, rail), (px, 400), (px + 70, 414)], 5, c.lit("#6b7480", 0.15))
    c.line([(0, 416), (c.width, 416)], 2, c.mood.ink, 0.6)
    cars(c, x, rail, 1 if x < c.width / 2 else -1)
    c.fill(box(0, 832, c.width, 1000), c.lit("#d9d0c2"), c.lit("#a2988f"))
    for y, tone in ((826, "#f4ecdc"), (850, "#e9b44c")):
        c.rect(0, y, c.width, y + 10, c.lit(tone))
    for k in range(-14, 15):
        c.line([(x + k * 150, 862), (x + k * 210, 1000)], 2.5, c.mood.ink, 0.2)
    for px in range(150, int(c.width), 520):
        street_lamp(c, px, 930, 470, c.mood.lamps)


def cars(c: Canvas, x: float, y: float, tail: int) -> None:
    """Paint a train whose nose is near *x* and whose cars stretch towards *tail*."""
    body, far = c.lit("#f7f4ee"), c.width / 2 + tail * (c.width / 2 + 100)
    nose = [(-250, 16), (-238, 38), (-150, 92), (-50, 146), (60, 164)]
    shape = smooth([(x + tail * dx, y - dy) for dx, dy in nose], 8)
    shape += [(far, y - 164), (far, y), (x - tail * 220, y)]
    c.fill(shape, lighter(body, 0.4), body, darker(body, 0.2))
    for top, foot, paint in ((50, 28, "#b5352f"), (16, 0, "#33556b")):
        c.fill(box(x - tail * 250, y - top, far, y - foot), c.lit(paint), within=shape)
    cab = [(-128, 100), (-66, 128), (-6, 140), (-20, 106), (-80, 96)]
    c.poly(smooth([(x + tail * dx, y - dy) for dx, dy in cab], 5, True), c.lit("#1f3648"))
    for k in range(1, 26):
        px = x + tail * (30 + k * 58)
        door = k % 9 in (0, 1, 8)
        tone = darker(body, 0.1) if door else c.pane(0, 1)
        c.rect(px - 20, y - 126, px + 20, y - (14 if door else 84), tone)


def solar(c: Canvas, x: float) -> None:
    """Rows of tilted panels across a plain, and a tower where mirrors gather the light."""
    rng, horizon, top = c.rng, 560, 212
    nature.backdrop(c, horizon, (c.width - x + 60, 190))
    nature.massif(c, jagged(rng, c.width, 520, 150), "#9a86a0", 0.56)
    plain = rolling(rng, c.width, 552, 18)
    c.land(plain, c.lit("#dba873", 0.4), c.lit("#d9a066", 0.2), c.lit("#7f4a3a"))
    for k in (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5):
        beam = taper(x, top + 40, 1, x + k * 150, 590, 34)
        c.fill(beam, "#fff4cf", alpha=0.34, fade=0.0)
    c.solid(taper(x, top, 20, x, 582, 34), c.lit("#d9d2cc", 0.1))
    c.rect(x - 24, top + 6, x + 24, top + 74, "#fffbe6")
    for size, tone, strength in ((300, "#fff3c0", 0.75), (110, "#ffffff", 0.95)):
        c.glow(x, top + 40, size, tone, strength)
    for row in range(7):
        t = row / 7
        tall = 17 + 108 * t**1.25
        gap = tall * 2.75
        for k in range(-1, int(c.width / gap) + 2):
            px = (k + 0.5 * (row % 2)) * gap + c.width / 2 % gap
            panel(c, px, horizon + 34 + 400 * t**1.7, tall * 2.5, tall, 0.3 * (1 - t))


def panel(c: Canvas, x: float, y: float, wide: float, tall: float, depth: float) -> None:
    """Paint one tilted solar panel centred on *x* with its upper edge at *y*."""
    glass, grid = c.lit("#23528f", depth), c.lit("#bcd4e6", depth)
    half, slant, thin = wide / 2, wide * 0.1, max(0.8, wide * 0.006)
    c.rect(x - half, y + tall * 1.2, x + half, y + tall * 1.34, c.mood.ink, 0.3)
    upper = [(x - half + slant + k * (wide - slant) / 5, y) for k in range(6)]
    lower = [(x - half + k * (wide - slant) / 5, y + tall) for k in range(6)]
    frame = [upper[0], upper[-1], lower[-1], lower[0], upper[0]]
    c.poly(frame, mix(glass, c.mood.sky[1], 0.12))
    c.poly([upper[0], upper[3], lower[1], lower[0]], mix(glass, c.mood.sky[-1], 0.42))
    for ends in zip(upper[1:-1], lower[1:-1], strict=True):
        c.line(ends, thin, grid, 0.7)
    c.line([(x - half + slant / 2, y + tall / 2), (x + half - slant / 2, y + tall / 2)], thin, grid)
    c.line(frame, thin * 2, lighter(grid, 0.4))


def rain(c: Canvas, x: float) -> None:
    """Rain from grey clouds on dark hills, and on a village whose lamps the wet ground doubles."""
    rng, kerb, mood, far = c.rng, 690, c.mood, c.width - x
    c.sky(mood.sky, kerb)
    nature.hills(c, (430, 90, "#5f7580", 0.4), (560, 70, "#3f5a5c", 0.2))
    nature.clouds(c, 30, 260, 9, 1.8)
    c.fill(box(0, 0, c.width, 420), mix(mood.sky[0], mood.ink, 0.3), alpha=0.6, fade=0.0)
    for k in range(-6, 7):
        left, tall = far + k * 150 + rng.uniform(-20, 20), rng.uniform(150, 290)
        wall = rng.choice(("#e9c9a0", "#d59a7c", "#c7d2d6", "#e6ddc9", "#dcb0a0"))
        cube_house(c, left, left + 150, kerb - tall, kerb, wall, 0.16)
    nature.bushes(c, kerb - 36, 9, 90, "#3f6654", 0.1)
    for px in (far - 150, far + 160):
        street_lamp(c, px, kerb, 230, True, 0.2)
    c.reflect(kerb, c.lit("#2a3a4f"), 0.5, 20)
    c.rect(0, kerb - 4, c.width, kerb + 6, c.lit("#b9bcc0"))
    c.fill(box(0, kerb + 6, c.width, 1000), c.lit("#2a3a4f"), alpha=0.0, fade=0.8)
    for k in range(-9, 10):
        c.line([(far + k * 60, kerb + 10), (far + k * 300, 1000)], 3, mood.ink, 0.25)
    street_lamp(c, x, 905, 640, True)
    for px in c.scatter(240):
        t, y = rng.random(), rng.uniform(-40, 980)
        drop = [(px, y), (px - 6 - 13 * t, y + 26 + 60 * t)]
        c.line(drop, 1.2 + 1.6 * t, "#e6eff6", 0.22 + 0.2 * t)


# Walls, and the dado painted along their foot.
SCHOOLS = (("#d39a68", "#8f5a44"), ("#f2e2c4", "#2f7f9a"), ("#e5b0a0", "#3f8a6a"))


def school(c: Canvas, x: float) -> None:
    """A low village school at the foot of a hill, a few trees and an open court before it."""
    rng, far, base, half = c.rng, c.width - x, 714, 390
    wall, dado = (c.lit(paint) for paint in c.in_turn(SCHOOLS))
    nature.backdrop(c, 600, (far, 190))
    nature.massif(c, jagged(rng, c.width, 500, 200), "#8f86a0", 0.56)
    hill = rolling(rng, c.width, 570, 40)
    hill = [(px, py - 190 * math.exp(-(((px - x) / 560) ** 2))) for px, py in hill]
    c.land(hill, c.lit("#a8a868", 0.3), c.lit("#8f8a58", 0.2))
    nature.bushes(c, 590, 22, 46, "#5f8a52", 0.25)
    c.land(rolling(rng, c.width, base - 34, 6), c.lit("#e2b98a", 0.1), c.lit("#a06a48"))
    for px, tall in ((x - 470, 250), (x + 500, 300), (far + 120, 210)):
        nature.tree(c, px, base - 8, tall, "#5f9a58")
    for wide, tall in ((half, 214), (110, 274)):
        c.solid(box(x - wide, base - tall, x + wide, base), wall)
        c.rect(x - wide - 10, base - tall - 14, x + wide + 10, base - tall + 8, lighter(wall, 0.3))
    merlons(c, x - 112, x + 112, base - 286, 26, wall)
    c.rect(x - half, base - 68, x + half, base, dado)
    c.poly(horseshoe(x, base, 62, 190), dado)
    c.poly(horseshoe(x, base, 50, 172), c.pane(0, 1))
    for k in (-320, -240, -160, 160, 240, 320):
        c.poly(horseshoe(x + k, base - 76, 31, 104), lighter(wall, 0.4))
        c.poly(horseshoe(x + k, base - 80, 25, 92), c.pane())
    nature.bushes(c, 980, 7, 170, "#6f9a50")


# Wall and trim.
VILLAS = (("#2448b8", "#f2c230"), ("#d9785a", "#3f9a86"), ("#2f8a80", "#f2b84a"))
FLOWERS = ("#d95f8a", "#f2b83f", "#e8604a", "#f6e6f0", "#a86fc4")


def garden(c: Canvas, x: float) -> None:
    """A walled garden: a coloured villa, a stone path between flower beds, young trees, palms."""
    rng, base = c.rng, 690
    wall, trim = (c.lit(paint) for paint in c.in_turn(VILLAS))
    nature.backdrop(c, 640, (c.width - x, 180))
    for leaf in ("#3f7f5f", "#5f9a58"):
        nature.bushes(c, 570, 14, 190, leaf, 0.34)
    for px in c.scatter(6):
        nature.palm(c, px, 660, rng.uniform(330, 480), 0.2)
    for half, tall in ((210, 360), (300, 200)):
        c.solid(box(x - half, base - tall, x + half, base), wall)
        c.rect(x - half - 6, base - tall - 8, x + half + 6, base - tall + 10, lighter(wall, 0.3))
    merlons(c, x - 212, x + 212, base - 366, 30, wall)
    for k in (-1, 0, 1):
        c.poly(horseshoe(x + k * 130, base - 214, 30, 92), trim)
        c.poly(horseshoe(x + k * 130, base - 214, 22, 80), c.pane(0, 1))
        c.poly(horseshoe(x + k * 200, base, 78, 172), trim)
        c.poly(horseshoe(x + k * 200, base, 68, 158), c.pane(0, 1))
    c.fill(box(0, base, c.width, 1000), c.lit("#7fae5a"), c.lit("#4a7f48"))
    for dx in (-840, -690, -540, -390, 390, 540, 690, 840):
        nature.tree(c, x + dx, base + 24, rng.uniform(150, 220), "#5f9f58")
    c.fill(taper(x, base, 120, x, 1000, 330), c.lit("#efe2cc"), c.lit("#cdb596"))
    for row in range(8):
        # Courses of stones in perspective, each half a stone off the one before.
        y, below = (base + 4.6 * k * (k + 1) for k in (row, row + 1))
        wide, wider = (120 + 210 * (v - base) / 310 for v in (y, below))
        c.line([(x - wide, y), (x + wide, y)], 2 + row * 0.5, c.lit("#a8896a"))
        for joint in (-0.6, -0.2, 0.2, 0.6) if row % 2 else (-0.4, 0, 0.4):
            c.line(
                [(x + joint * wide, y), (x + joint * wider, below)], 2 + row * 0.4, c.lit("#a8896a")
            )
    for k in range(68):
        t, side = k // 2 / 33, (-1) ** k
        px, y = x + side * (175 + 250 * t + rng.uniform(0, 130 + 80 * t)), base + 36 + 280 * t
        size = 20 + 26 * t
        nature.crown(c, px, y, size * 1.3, size, c.lit("#4f8f4f"), 5)
        for _ in range(4):
            spot = (px + rng.uniform(-1, 1) * size, y - rng.uniform(0, 0.9) * size)
            c.disc(*spot, size * 0.24, c.lit(rng.choice(FLOWERS)))
