"""Scenes where people gather, shown before they come: a souk, a stadium, a stage."""

import math
import random
from collections.abc import Sequence

from articles.demo.painting.buildings import LAMPLIGHT, horseshoe, lantern
from articles.demo.painting.canvas import Canvas, Point, Stencil
from articles.demo.painting.colour import Mood, Paint, darker, lighter, mix
from articles.demo.painting.furnishings import pot
from articles.demo.painting.geometry import polar, star
from articles.demo.painting.nature import backdrop, smooth

# Wall, and the cloths of the awnings.
SOUKS = (
    ("#d98f62", ("#c8443c", "#2f7f86", "#e9b04a")),
    ("#8fbfe0", ("#e9a83f", "#c8486a", "#2f6fae")),
    ("#e9d3a8", ("#3f8a6a", "#d9643f", "#35507f")),
    ("#a97a9a", ("#f0c060", "#4f9a9a", "#c8504a")),
)
SPICES = ("#d9782f", "#c8402c", "#e5b03a", "#8f5a2f", "#6f8f3f", "#b5486a", "#f0d9a0")


def market(c: Canvas, rng: random.Random, souk: Sequence, x: float, y: float) -> None:
    """A covered souk: striped awnings, cones of spice, oranges, pots, and lanterns overhead."""
    wall, cloths = souk
    lane = 690
    c.sky((mix(wall, "#2a1c3a", 0.5), mix(wall, "#ffdf9e", 0.2), wall), 720)
    mid = c.width - x
    c.glow(mid, 520, 420, "#fff3cf", 0.9)
    for k, size in enumerate((0.34, 0.52, 0.76, 1.08)):
        tone = mix(darker(wall, 0.16 + k * 0.12), "#ffe2a6", 0.4 - k * 0.12)
        opening = horseshoe(mid, 770, 310 * size, 640 * size)
        c.fill(Stencil().rect(0, 0, c.width, 762).poly(opening, hole=True), darker(tone, 0.18), tone)
        c.line(opening[1:-1], 10 * size, mix(tone, "#ffe8b8", 0.4))
        c.glow(mid, 600, 330 * size, "#ffedc0", 0.3)
    for k in range(9):
        px = k * c.width / 8 - 20
        c.poly([(px, 0), (px + 54, 0), (px + 36 + (mid - px) * 0.12, 70), (px + 20 + (mid - px) * 0.12, 70)], "#2c1c28", 0.6)
    c.fill(Stencil().rect(0, 740, c.width, 1000), mix(wall, "#7a4f42", 0.4), darker(wall, 0.6))
    c.fill([(mid - 130, 742), (mid + 130, 742), (mid + 560, 1010), (mid - 560, 1010)], "#ffe2a6", alpha=0.4, fade=0.1)
    side = 1 if x > mid else -1
    rugs(c, rng, mid - side * 470, 250, cloths)
    stall(c, rng, mid - side * 620, lane + 80, 330, cloths[2], cloths, 1)
    stall(c, rng, x + side * 60, lane + 40, 470, cloths[0], cloths, 0)
    for k in range(6):
        px = mid - side * (-420 + k * 190)
        lantern(c, px, 110 + 70 * math.sin(k * 1.7) ** 2, 58 + 10 * (k % 3), "#3a2420", 0.5, 8)
    for k, kind in ((-2.1, 0), (-1.35, 2), (2.0, 0)):
        pot(c, x + k * 150 * side, 975, rng.uniform(150, 200), rng.choice(cloths), kind)
    basket(c, rng, x - side * 20, 985, 130, ("#f08a2f", "#f6a83f"))
    basket(c, rng, x + side * 190, 975, 120, ("#c8402c", "#d9583a"))


def stall(
    c: Canvas, rng: random.Random, x: float, y: float, half: float, cloth: Paint,
    cloths: Sequence[Paint], goods: int,
) -> None:
    """Paint a stall under a striped awning; (x, y) is the middle of its counter's front edge."""
    post = "#5a3a2c"
    top = y - half * 0.98
    for k in (-0.92, 0.92):
        c.rect(x + k * half - 8, top, x + k * half + 8, y + 190, post)
    c.fill(Stencil().rect(x - half * 0.9, top + 90, x + half * 0.9, y), "#2c1a26", "#4a2c30", alpha=0.9)
    c.glow(x, y - half * 0.35, half * 0.9, LAMPLIGHT, 0.5)
    for row in range(2):
        shelf = y - half * 0.62 + row * half * 0.24
        c.rect(x - half * 0.82, shelf, x + half * 0.82, shelf + 9, "#8a5a3c")
        for k in range(9):
            pot(c, x + (k - 4) * half * 0.185, shelf, half * rng.uniform(0.11, 0.17), rng.choice(cloths), rng.randrange(3))
    c.fill(Stencil().rect(x - half, y, x + half, y + 180, 4), "#9a6a44", "#5a3828")
    for k in range(1, 8):
        c.rect(x - half + half * k / 4, y + 14, x - half + half * k / 4 + 4, y + 180, "#3f261e", 0.4)
    c.rect(x - half * 1.03, y - 8, x + half * 1.03, y + 14, "#c08a5a")
    for k in range(6):
        px = x - half * 0.84 + k * half * 0.336
        if goods == 0:
            tone, radius = SPICES[k % len(SPICES)], half * 0.15
            c.fill([(px - radius, y - 22), *smooth([(px - radius * 0.5, y - radius * 0.95), (px, y - radius * 1.85),
                    (px + radius * 0.5, y - radius * 0.95)], 5), (px + radius, y - 22)], lighter(tone, 0.25), darker(tone, 0.25), across=True)
            c.fill([(px - radius * 1.08, y - 26), (px + radius * 1.08, y - 26), (px + radius * 0.8, y + 4), (px - radius * 0.8, y + 4)],
                   "#e5cfa0", "#8a6238", across=True)
        else:
            tones = ((("#f08a2f", "#f6a83f"), ("#5f9a45", "#7fb552"), ("#c8402c", "#d9583a"))[k % 3])
            crate(c, rng, px, y - 4, half * 0.15, tones)
    stripes = 12
    for k in range(stripes):
        a, b = k / stripes * 2 - 1, (k + 1) / stripes * 2 - 1
        tone = cloth if k % 2 else "#f8efdc"
        c.fill([(x + a * half * 0.94, top), (x + b * half * 0.94, top), (x + b * half * 1.12, top + half * 0.3), (x + a * half * 1.12, top + half * 0.3)],
               lighter(tone, 0.1), darker(tone, 0.16))
        cx, wide = x + (a + b) / 2 * half * 1.12, half * 1.12 / stripes
        c.ellipse(cx, top + half * 0.3, wide, wide * 0.8, darker(tone, 0.16))
    c.fill(Stencil().rect(x - half, top + half * 0.36, x + half, top + half * 0.5), "#140a18", alpha=0.34, fade=0.0)


def crate(c: Canvas, rng: random.Random, x: float, y: float, half: float, tones: Sequence[Paint]) -> None:
    """Paint a crate heaped with fruit; (x, y) is the middle of its foot."""
    size = half * 0.3
    for row, count in ((0, 7), (1, 6), (2, 4), (3, 2)):
        for k in range(count):
            px = x + (k - (count - 1) / 2) * size
            py = y - half * 0.55 - row * size * 0.72
            c.disc(px, py, size * 0.62, darker(rng.choice(tones), 0.12))
            c.disc(px - size * 0.1, py - size * 0.12, size * 0.46, rng.choice(tones))
    c.rect(x - half * 1.02, y - half * 0.62, x + half * 1.02, y, "#b5855a", radius=2)
    c.rect(x - half * 1.02, y - half * 0.36, x + half * 1.02, y - half * 0.28, "#6f4a32")


def basket(c: Canvas, rng: random.Random, x: float, y: float, half: float, tones: Sequence[Paint]) -> None:
    """Paint a woven basket of fruit standing at (x, y)."""
    c.ellipse(x + 10, y, half * 1.1, half * 0.16, "#140a18", 0.35)
    size = half * 0.32
    for row, count in ((0, 6), (1, 5), (2, 3), (3, 1)):
        for k in range(count):
            px = x + (k - (count - 1) / 2) * size
            py = y - half * 0.82 - row * size * 0.66
            tone = rng.choice(tones)
            c.disc(px, py, size * 0.64, darker(tone, 0.18))
            c.disc(px - size * 0.1, py - size * 0.12, size * 0.48, tone)
    body = Stencil().poly([(x - half, y - half * 0.86), (x + half, y - half * 0.86), (x + half * 0.74, y), (x - half * 0.74, y)])
    c.fill(body, "#e0b878", "#c08a4a", "#7f5228", across=True)
    for row in range(1, 6):
        c.line([(x - half, y - half * 0.86 + row * half * 0.15), (x + half, y - half * 0.86 + row * half * 0.15)], 2.5, "#6f4622", 0.35)
    c.rect(x - half * 1.05, y - half * 0.95, x + half * 1.05, y - half * 0.8, "#d9aa66", radius=half * 0.07)


def rugs(c: Canvas, rng: random.Random, x: float, y: float, cloths: Sequence[Paint]) -> None:
    """Hang three woven rugs on the wall around *x*."""
    for k in range(3):
        px, tone = x + (k - 1) * 172, cloths[k]
        c.rect(px - 72, y, px + 72, y + 400, tone)
        for row in range(4):
            cy = y + 56 + row * 96
            for size, paint in ((44, "#f6e6c4"), (32, cloths[(k + 1) % 3]), (15, "#2c1a2c")):
                c.poly([(px, cy - size), (px + size * 1.3, cy), (px, cy + size), (px - size * 1.3, cy)], paint)
        for edge in (y + 6, y + 384):
            c.rect(px - 72, edge, px + 72, edge + 9, "#f6e6c4")
        for t in range(13):
            c.rect(px - 70 + t * 11.5, y + 400, px - 67 + t * 11.5, y + 420, "#f6e6c4")


def stadium(c: Canvas, rng: random.Random, mood: Mood, x: float, y: float) -> None:
    """A stadium under its lights: striped pitch, tiers of coloured seats, a waiting ball."""
    c.sky(mood.sky, 520)
    if not mood.lamps:
        backdrop(c, rng, mood, 520)
    seats = rng.choice((("#b5322f", "#1f7a4a"), ("#2f5fae", "#e9ecef"), ("#c8443c", "#f0c04a"), ("#1f7f86", "#f2e6cc")))
    far = c.width / 2
    tiers(c, rng, mood, seats)
    pitch(c, mood, x)
    for k in (-1, 1):
        for reach, size in ((0.4, 1.0), (0.22, 0.72)):
            floodlight(c, mood, far + k * c.width * reach, 330 - 70 * size, size, k)
    ball(c, mood, x, 872, 62)


def tiers(c: Canvas, rng: random.Random, mood: Mood, seats: Sequence[Paint]) -> None:
    """Paint the far stand: a roof, three tiers of seats picked out in two colours, and boards."""
    far, rx = c.width / 2, c.width * 0.74
    c.fill(Stencil().ellipse(far, 370, rx, 220), mood.lit("#f1f3f4", 0.12), mood.lit("#8f9aa8", 0.05))
    c.ellipse(far, 420, rx, 206, mood.ink)
    rows = 27
    for row in range(rows):
        t = row / (rows - 1)
        ry = 186 - 130 * t
        cy = 244 + 356 * t + ry
        tier, place = divmod(row, 9)
        paint = mood.lit(seats[tier % 2])
        if place == 0:
            c.ellipse(far, cy - 13, rx, ry, mood.lit("#e3e7ea"))
        c.ellipse(far, cy, rx, ry, mood.ink if place == 0 else mix(mood.ink, paint, 0.34 + 0.07 * place))
        for k in range(-30, 31):
            if place and rng.random() < 0.22:
                turn = math.radians(270 + k * 2.6 + place % 2)
                px, py = far + rx * math.cos(turn), cy + ry * math.sin(turn) + 6
                c.ellipse(px, py, 6.5, 3.6, mix(mood.lit(seats[1 - tier % 2]), mood.lit("#ffffff"), 0.3), 0.7)
    c.rect(0, 600, c.width, 646, mood.ink)
    for k in range(16):
        tone = (seats[0], "#f4f1ea", seats[1], "#2a3f66")[k % 4]
        c.rect(k * c.width / 16 + 3, 606, (k + 1) * c.width / 16 - 3, 642, mood.lit(tone))


def pitch(c: Canvas, mood: Mood, x: float) -> None:
    """Lay a mown pitch in perspective with its near goal area around *x*."""
    top, far = 640, c.width / 2

    def at(u: float, v: float) -> Point:
        """Map the pitch plane (u across, v towards the viewer, 0–1) to the picture."""
        depth = v ** 1.5
        return far + u * c.width * (0.42 + 0.62 * depth), top + (1000 - top) * depth

    turf, pale = mood.lit("#3f8f45"), mood.lit("#56a552")
    c.poly([at(-1.6, 0), at(1.6, 0), at(1.9, 1), at(-1.9, 1)], mood.lit("#347a42"))
    for k in range(12):
        u0, u1 = k / 6 - 1, (k + 1) / 6 - 1
        c.poly([at(u0, 0.03), at(u1, 0.03), at(u1, 1.05), at(u0, 1.05)], turf if k % 2 else pale)
    chalk = mood.lit("#fbfdf6")
    for line, width in (([at(-1, 0.03), at(1, 0.03)], 3), ([at(-1, 0.03), at(-1, 1.05)], 6), ([at(1, 0.03), at(1, 1.05)], 6),
                        ([at(-0.5, 0.03), at(-0.52, 0.2), at(0.52, 0.2), at(0.5, 0.03)], 3.5), ([at(-0.24, 0.03), at(-0.25, 0.1), at(0.25, 0.1), at(0.24, 0.03)], 3)):
        c.line(line, width, chalk, 0.9)
    ring = [at(0.36 * math.cos(math.radians(a)), 0.86 + 0.3 * math.sin(math.radians(a))) for a in range(180, 361, 8)]
    c.line(ring, 7, chalk, 0.9)
    gx0, gy = at(-0.13, 0.03)
    gx1 = at(0.13, 0.03)[0]
    for k in range(13):
        nx = gx0 + (gx1 - gx0) * k / 12
        c.line([(nx, gy - 66), (nx, gy)], 1.2, chalk, 0.45)
    for k in range(5):
        c.line([(gx0, gy - 66 + k * 15), (gx1, gy - 66 + k * 15)], 1.2, chalk, 0.45)
    c.line([(gx0, gy), (gx0, gy - 68), (gx1, gy - 68), (gx1, gy)], 6, chalk)
    c.fill(Stencil().rect(0, top, c.width, 1000), "#fffbe0", alpha=0.2 if mood.lamps else 0.1, fade=0.0)


def floodlight(c: Canvas, mood: Mood, x: float, y: float, size: float, side: int) -> None:
    """Paint a floodlight mast whose lamps are at (x, y), shining inwards from *side*."""
    steel = mix(mood.ink, mood.lit("#9aa4b0"), 0.35)
    c.line([(x, y), (x + side * 14 * size, 560)], 13 * size, steel)
    c.rect(x - 84 * size, y - 50 * size, x + 84 * size, y + 50 * size, steel, radius=6)
    for row in range(3):
        for k in range(5):
            c.disc(x + (k - 2) * 32 * size, y + (row - 1) * 31 * size, 12 * size, "#fffdf0")
    if mood.lamps:
        beam = [(x - 60 * size, y), (x + 60 * size, y), (x - side * 420 * size, 900), (x - side * 1000 * size, 820)]
        c.fill(beam, "#fff8dc", alpha=0.24, fade=0.0, blur=14)
        c.glow(x, y, 250 * size, "#fffbe6", 0.85)
    else:
        c.glow(x, y, 120 * size, "#fffbe6", 0.4)


def ball(c: Canvas, mood: Mood, x: float, y: float, radius: float) -> None:
    """Paint a football resting on the grass, its centre at (x, y)."""
    c.fill(Stencil().ellipse(x + radius * 0.2, y + radius * 0.95, radius * 1.2, radius * 0.22), mood.ink, alpha=0.5, blur=4)
    sphere = Stencil().disc(x, y, radius)
    c.fill(sphere, "#ffffff", mood.lit("#dfe4ea"), mood.lit("#8f98a8"))
    patch = mood.lit("#26324a")
    c.poly([polar(x, y, radius * 0.36, -90 + 72 * k) for k in range(5)], patch)
    edges = Stencil()
    for k in range(5):
        turn = -90 + 72 * k
        edges.poly([polar(x, y, radius * r, turn + a) for r, a in ((0.78, -14), (0.78, 14), (1.05, 20), (1.05, -20))])
        edges.line([polar(x, y, radius * 0.36, turn), polar(x, y, radius * 0.8, turn)], radius * 0.05)
        edges.line([polar(x, y, radius * 0.78, turn + 14), polar(x, y, radius * 0.74, turn + 36), polar(x, y, radius * 0.78, turn + 58)], radius * 0.04)
    c.fill(edges, patch, within=sphere)
    c.glow(x - radius * 0.3, y - radius * 0.4, radius * 0.6, "#ffffff", 0.6)


# Curtain, two beam colours, and the air between them.
STAGES = (
    ("#a8283a", ("#ffd98a", "#ff8fa0"), ("#1a0b24", "#4a1c48", "#7a2f52")),
    ("#1f5f7a", ("#8fe6f0", "#ffe3a0"), ("#06142b", "#123a5a", "#2a6a80")),
    ("#6a2f8a", ("#e6a8ff", "#8fd0ff"), ("#120828", "#35195f", "#6a3390")),
    ("#b5651f", ("#fff0b0", "#ffae6a"), ("#1f0f14", "#5a2a24", "#94502f")),
)


def stage(c: Canvas, rng: random.Random, set_: Sequence, x: float, y: float) -> None:
    """A stage awaiting its musicians: curtains, crossing beams, an oud on a chair, drums."""
    cloth, beams, air = set_
    floor = 760
    c.sky(air, floor)
    back = Stencil().poly(horseshoe(c.width / 2, floor, 420, 620))
    c.fill(back, lighter(air[1], 0.1), lighter(air[2], 0.22))
    c.glow(c.width / 2, floor - 60, 620, beams[0], 0.35, 420)
    for k in range(9):
        turn = 180 + 22.5 * k
        c.fill(Stencil().poly(star(*polar(c.width / 2, floor - 230, 330, turn), 30, 8)), beams[1], alpha=0.3)
    c.fill(Stencil().rect(0, floor, c.width, 1000), mix(air[2], "#8a5a3c", 0.5), darker(air[0], 0.1))
    for k in range(-10, 11):
        c.poly([(c.width / 2 + k * 84, floor), (c.width / 2 + k * 84 + 3, floor), (c.width / 2 + k * 200 + 8, 1000), (c.width / 2 + k * 200, 1000)],
               air[0], 0.35)
    lamps = [c.width * t for t in (0.16, 0.32, 0.5, 0.68, 0.84)]
    for k, lx in enumerate(lamps):
        aim = x if k in (1, 3) else c.width - lx + rng.uniform(-160, 160)
        tone = beams[k % 2]
        c.fill([(lx - 14, 118), (lx + 14, 118), (aim + 170, 860), (aim - 170, 860)], tone, alpha=0.46, fade=0.1, blur=9)
    c.fill(Stencil().ellipse(x, 880, 330, 58), beams[0], alpha=0.5, blur=12)
    instruments(c, rng, x, 880, beams, cloth)
    c.rect(0, 84, c.width, 104, darker(air[0], 0.4))
    for k, lx in enumerate(lamps):
        c.poly([(lx - 22, 78), (lx + 22, 78), (lx + 30, 124), (lx - 30, 124)], "#0c0812")
        c.ellipse(lx, 124, 29, 8, lighter(beams[k % 2], 0.5))
        c.glow(lx, 126, 90, beams[k % 2], 0.8)
    curtains(c, cloth)
    for _ in range(34):
        c.disc(rng.uniform(0.15, 0.85) * c.width, rng.uniform(160, 780), rng.uniform(1.5, 4), beams[0], rng.uniform(0.2, 0.6))


def curtains(c: Canvas, cloth: Paint) -> None:
    """Frame the stage with gathered side curtains and a scalloped valance."""
    for side in (-1, 1):
        edge = 0.0 if side < 0 else c.width
        for k in range(6):
            near, far = k * 42, (k + 1) * 42 + 10
            fold = smooth([(edge - side * near, 0), (edge - side * near * 1.05, 420), (edge - side * near * 0.62, 640),
                           (edge - side * near * 0.9, 1010)], 8)
            outer = smooth([(edge - side * far, 0), (edge - side * far * 1.05, 420), (edge - side * far * 0.62, 640),
                            (edge - side * far * 0.9, 1010)], 8)
            c.fill([*fold, *reversed(outer)], *((lighter(cloth, 0.14), darker(cloth, 0.5)) if side > 0 else (darker(cloth, 0.5), lighter(cloth, 0.14))), across=True)
        c.fill(Stencil().rect(min(edge, edge - side * 170), 622, max(edge, edge - side * 170), 650, 10), "#e5b85c", "#8a5a24")
    count = 8
    for k in range(count):
        x0, x1 = c.width * k / count, c.width * (k + 1) / count
        swag = smooth([(x0, 60), (x0 + (x1 - x0) * 0.25, 106), ((x0 + x1) / 2, 124), (x0 + (x1 - x0) * 0.75, 106), (x1, 60)], 6)
        c.fill([(x0, -10), *swag, (x1, -10)], lighter(cloth, 0.1), darker(cloth, 0.35))
        c.line(swag, 7, "#e5b85c")


def instruments(
    c: Canvas, rng: random.Random, x: float, y: float, beams: Sequence[Paint], cloth: Paint
) -> None:
    """Set an oud on a chair, a microphone, and a pair of drums about (x, y)."""
    dark = "#1a1018"
    for k in (-86, 86):
        c.line([(x + k, y - 150), (x + k * 1.1, y + 20)], 11, dark)
    c.fill(Stencil().rect(x - 100, y - 172, x + 100, y - 142, 8), lighter(cloth, 0.2), darker(cloth, 0.3))
    tilt = -62

    def along(length: float, off: float = 0) -> Point:
        px, py = polar(x - 26, y - 250, length, tilt)
        return polar(px, py, off, tilt + 90)

    for k in (-1, 1):
        c.line([along(360, -12), along(420 - k * 14, 52)], 26 - 4 * k, "#5a3420")
    c.poly([along(110, -17), along(372, -12), along(372, 12), along(110, 17)], "#6f4226")
    bowl = smooth([along(158), along(96, 62), along(0, 110), along(-86, 84), along(-116), along(-86, -84),
                   along(0, -110), along(96, -62)], 8, closed=True)
    c.fill(bowl, "#f3cd8a", "#b5743a")
    c.line([*bowl, bowl[0]], 6, "#6f4226")
    for px, size in ((28, 36), (-50, 0), (84, 15)):
        if size:
            centre = along(px)
            c.disc(*centre, size, "#4a2a1c")
            c.poly(star(*centre, size * 0.86, 8), "#c98a4a")
            c.poly(star(*centre, size * 0.5, 8), "#4a2a1c")
    c.line([along(-76, -30), along(-76, 30)], 11, "#4a2a1c")
    for k in (-12, -6, 0, 6, 12):
        c.line([along(-76, k * 1.4), along(366, k * 0.7)], 1.6, "#fff6dc", 0.8)
    mx = x + 200
    c.line([(mx, y + 20), (mx, y - 330)], 8, dark)
    c.line([(mx, y - 330), (mx - 86, y - 372)], 7, dark)
    c.ellipse(mx, y + 22, 62, 11, dark)
    c.fill(Stencil().rect(mx - 118, y - 392, mx - 80, y - 352, 16), "#dfe3e8", "#6f7680")
    for k, size in ((-250, 74), (-345, 54)):
        top, foot = y - size * 2.2, y + 24
        body = smooth([(x + k - size, top), (x + k - size * 0.62, top + size), (x + k - size * 0.4, foot - size * 0.5), (x + k - size * 0.52, foot)], 5)
        c.fill([*body, *[(2 * (x + k) - px, py) for px, py in reversed(body)]], lighter(cloth, 0.3), cloth, darker(cloth, 0.5), across=True)
        c.fill(Stencil().ellipse(x + k, top, size, size * 0.26), "#fbf1dc", "#d9c29a")
        for t in range(-2, 3):
            c.poly(star(x + k + t * size * 0.3, top + size * 0.62, size * 0.11, 8), beams[0])
