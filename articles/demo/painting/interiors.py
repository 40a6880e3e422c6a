"""Scenes among things: a market, a library, a workshop, and a stage."""

import math
from collections.abc import Sequence

from articles.demo.painting.buildings import lantern
from articles.demo.painting.canvas import Canvas, Drawing, Stencil
from articles.demo.painting.colour import LAMPLIGHT, MOODS, Mood, Paint, darker, lighter, mix
from articles.demo.painting.outlines import Point, box, horseshoe, oval, plot, smooth, taper

# Right-hand outlines of a jar, a vase and a bowl, mouth first.
PROFILES = (
    "-.16 1, -.13 .86, -.42 .6, -.4 .3, -.2 0",
    "-.2 1, -.1 .8, -.14 .62, -.36 .36, -.18 0",
    "-.5 .62, -.48 .42, -.36 .16, -.16 .08, -.2 0",
)


def jar(c: Canvas, x: float, y: float, size: float, glaze: Paint, kind: int) -> None:
    """Paint a glazed jar, vase or bowl, *size* units tall, standing at (x, y)."""
    left, right = (smooth(plot(PROFILES[kind], x, y, side * size, -size)) for side in (1, -1))
    body, band = [*left, *reversed(right)], y - size * 0.45
    c.solid(body, glaze)
    for lift in (0, 0.09):
        stripe = box(x - size, band + lift * size, x + size, band + (lift + 0.04) * size)
        c.fill(stripe, "#f6ead0", alpha=0.8, within=body)
    rim = x - left[0][0]
    c.ellipse(x, left[0][1], rim, rim * 0.22, darker(glaze, 0.5))


def shelf(
    c: Canvas, span: Point, y: float, tall: float, paints: Sequence[Paint], things: Sequence[str]
) -> None:
    """Fill a board at *y* over a *span* with *things* up to *tall*: "book", "jar" or "tin"."""
    rng, (x0, x1) = c.rng, span
    x = x0 + 8
    widths = {"book": 0.22, "jar": 0.75, "tin": 0.5}
    while True:
        thing, tone = rng.choice(things), rng.choice(paints)
        wide, high = tall * widths[thing] * rng.uniform(0.75, 1.1), tall * rng.uniform(0.66, 1.0)
        if x + wide > x1 - 6:
            break
        if thing == "jar":
            jar(c, x + wide / 2, y, wide * 1.2, tone, rng.randrange(3))
        else:
            c.rect(x, y - high, x + wide, y, tone)
            c.rect(x + wide * 0.74, y - high, x + wide, y, darker(tone, 0.22))
            for share, thick in ((0.82, 6), (0.2, 6)) if thing == "book" else ((0.5, high * 0.3),):
                band = y - high * share
                c.rect(x, band, x + wide, band + thick, mix(tone, "#f6e2a8", 0.65))
        x += wide + (2 if thing == "book" and rng.random() < 0.93 else tall * 0.14)
    c.fill(box(x0, y, x1, y + tall * 0.13), "#a9744a", "#6f4630")


def basket(c: Canvas, x: float, y: float, half: float, tones: Sequence[Paint]) -> None:
    """Paint a woven basket heaped with fruit, standing at (x, y)."""
    size, lip = half * 0.32, y - half * 0.86
    c.shadow(x + 10, y, half * 1.1)
    for row, count in enumerate((6, 5, 3, 1)):
        for k in range(count):
            fx, fy = x + (k - (count - 1) / 2) * size, lip - row * size * 0.66
            tone = c.rng.choice(tones)
            c.disc(fx, fy, size * 0.64, darker(tone, 0.18))
            c.disc(fx - size * 0.1, fy - size * 0.12, size * 0.48, tone)
    c.solid(taper(x, lip, half, x, y, half * 0.74), "#c08a4a")
    c.solid(box(x - half * 1.05, lip - half * 0.09, x + half * 1.05, lip + half * 0.06), "#d9aa66")


# Wall, and the cloths of the awnings.
SOUKS = (
    ("#d98f62", ("#c8443c", "#2f7f86", "#e9b04a")),
    ("#8fbfe0", ("#e9a83f", "#c8486a", "#2f6fae")),
    ("#e9d3a8", ("#3f8a6a", "#d9643f", "#35507f")),
)
GLAZES = ("#c2473d", "#2f6f9f", "#e0a13a", "#3f8f7a", "#e9e2d3", "#7a5a8c", "#d77b45")
SPICES = ("#d9782f", "#c8402c", "#e5b03a", "#8f5a2f", "#6f8f3f", "#b5486a")
FRUITS = (("#f08a2f", "#f6a83f"), ("#5f9a45", "#7fb552"), ("#c8402c", "#d9583a"))


def market(c: Canvas, x: float) -> None:
    """A weekly market on an earthen square: rows of awnings, spices, fruit, threads of light."""
    wall, cloths = c.in_turn(SOUKS)
    mid, side = c.width - x, 1 if x > c.width / 2 else -1
    c.sky((darker(wall, 0.56), mix(darker(wall, 0.5), "#ffe2a6", 0.08)))
    for size, shade, light in ((1.0, 0.34, 0.24), (0.62, 0.18, 0.4), (0.36, 0.0, 0.7)):
        tone = mix(darker(wall, shade), "#ffe2a6", light)
        c.fill(horseshoe(mid, 770, 310 * size, 640 * size**0.55), darker(tone, 0.18), tone)
        c.glow(mid, 600, 330 * size, "#ffedc0", 0.3)
    earth = (mix(wall, "#c9905f", 0.85), mix(darker(wall, 0.6), "#7a4f38", 0.8))
    c.fill(box(0, 740, c.width, 1000), *earth)
    stall(c, mid - side * 330, 752, 240, cloths[2])
    stall(c, x + side * 60, 730, 450, cloths[0])
    gaps = [mid + k * 230 for k in range(-1, 4)]
    beams = [taper(gap, 0, 26, gap + side * 330, 1000, 80) for gap in gaps]
    c.fill(Stencil(beams), "#fff0c0", alpha=0.24, fade=0.04, blur=10)
    for k in range(5):
        lantern(c, mid - side * (210 * k - 420), 110 + 70 * math.sin(k * 1.7) ** 2, 60)
    for k, fruit in enumerate(FRUITS):
        basket(c, x + side * (k * 215 - 230), 985, 125, fruit)


def stall(c: Canvas, x: float, y: float, half: float, cloth: Paint) -> None:
    """Paint a stall under its awning; (x, y) is the middle of its counter's front edge."""
    top, eave = y - half * 0.98, y - half * 0.68
    for k in (-0.92, 0.92):
        c.rect(x + k * half - 8, top, x + k * half + 8, y + half * 0.4, "#5a3a2c")
    c.fill(box(x - half * 0.9, eave - 20, x + half * 0.9, y), "#2c1a26", "#4a2c30", alpha=0.9)
    c.glow(x, y - half * 0.35, half * 0.9, LAMPLIGHT, 0.5)
    shelf(c, (x - half * 0.82, x + half * 0.82), y - half * 0.38, half * 0.22, GLAZES, ("jar",))
    c.fill(box(x - half, y, x + half, y + half * 0.38), "#9a6a44", "#5a3828")
    c.rect(x - half * 1.03, y - 8, x + half * 1.03, y + 14, "#c08a5a")
    for k, tone in enumerate(SPICES):
        px, wide = x + (k - 2.5) * half * 0.336, half * 0.15
        c.solid(plot("-1 0, -.5 1, 0 1.9, .5 1, 1 0", px, y, wide, -wide), tone)
        c.solid(box(px - wide, y - wide * 0.3, px + wide, y + 4), "#c09a68")
    for k in range(12):
        left, right, stripe = k / 6 - 1, (k + 1) / 6 - 1, cloth if k % 2 else "#f8efdc"
        foot = [(x + right * half * 1.12, eave), (x + left * half * 1.12, eave)]
        slope = [(x + left * half * 0.94, top), (x + right * half * 0.94, top), *foot]
        c.fill(slope, lighter(stripe, 0.1), darker(stripe, 0.16))
        scallop = x + (left + right) * half * 0.56
        c.ellipse(scallop, eave, half * 0.093, half * 0.075, darker(stripe, 0.16))


# Wall, wood, the paints of things in the room, and the hour outside.
ROOMS = (
    ("#2f4f5f", "#8a5a3c", ("#d9643f", "#e9b44c", "#3f8f86", "#f0e2c8", "#4a6fa5"), "night"),
    ("#c9785a", "#6f4632", ("#2f6f7a", "#f2c35a", "#8f3f4a", "#f6e8d0", "#35507f"), "morning"),
    ("#5a4a78", "#7a4f42", ("#e58a5a", "#f0c75e", "#4fa09a", "#f4e6da", "#c5507a"), "golden"),
    ("#a8825a", "#6a4028", ("#8a4a2f", "#b5482f", "#6f3028", "#d9b98a", "#a0643a"), "dawn"),
)


def window(c: Canvas, x: float, y: float, half: float, height: float, outside: Mood) -> None:
    """Open an arched window on hills; (x, y) is the middle of its sill."""
    pane, frame = horseshoe(x, y, half, height), "#b08a6c"
    c.poly(horseshoe(x, y + 14, half + 26, height + 40), darker(frame, 0.12))
    c.fill(pane, *outside.sky)
    c.fill(oval(x + half * 0.35, y - height * 0.55, half * 0.2, half * 0.2), outside.sun)
    for k, rise, paint in ((0.9, 0.3, "#7f8fb0"), (-0.8, 0.22, "#8a9f6f"), (0.2, 0.1, "#6f8f52")):
        hill = oval(x + k * half, y, half * 1.6, height * rise)
        c.fill(hill, outside.lit(paint, rise), within=pane)
    c.rect(x - 4, y - height, x + 4, y, frame)
    c.rect(x - half, y - height * 0.4, x + half, y - height * 0.4 + 8, frame)
    c.line([*pane, pane[0]], 14, frame)
    c.rect(x - half - 34, y, x + half + 34, y + 22, lighter(frame, 0.15))


DESK_LAMP: Drawing = (
    ("disc", "body", "0 0, .18 .045"),
    (0.028, "shade", "0 .02, -.1 .55"),
    (0.028, "shade", "-.1 .55, .17 .98"),
    ("disc", "#fff6d6", ".32 .8, .13 .05"),
    ("flat", "body", ".09 1.05, .24 1.07, .45 .84, .18 .76"),
)
OPEN_BOOK: Drawing = (
    ("flat", "body", "-1.06 .03, -.9 .4, .9 .4, 1.06 .03, 0 -.06"),
    ("flat", "#fbf2e0", "0 0, -.4 .1, -1 .05, -.86 .42, -.36 .48, 0 .38"),
    ("flat", "#f3e8d2", "0 0, .4 .1, 1 .05, .86 .42, .36 .48, 0 .38"),
    *((0.014, "#b9a88c", f"-.82 {y}, -.4 {y + 0.06}, -.1 {y}") for y in (0.12, 0.19, 0.26, 0.33)),
    *((0.014, "#b9a88c", f".82 {y}, .4 {y + 0.06}, .1 {y}") for y in (0.12, 0.19, 0.26, 0.33)),
)


def books(c: Canvas, x: float) -> None:
    """Shelves about an arched window, and on the desk a lamp, a pile, and an open book."""
    wall, wood, paints, hour = c.in_turn(ROOMS)
    win, desk, side = c.width - x, 770, 1 if x > c.width / 2 else -1
    c.sky((darker(wall, 0.15), wall, darker(wall, 0.2)))
    for left, right in ((0, win - 250), (win + 250, c.width)):
        if right - left > 120:
            c.rect(left, 0, right, 800, darker(wood, 0.55))
            for row in range(5):
                shelf(c, (left, right), 30 + 190 * row, 155, paints, ("book",) * 18 + ("jar",))
    window(c, win, 690, 170, 520, MOODS[hour])
    c.fill(box(0, desk, c.width, 1000), lighter(wood, 0.18), darker(wood, 0.42))
    c.shadow(x, 886, 320)
    c.figure(OPEN_BOOK, x, 880, 280, body=paints[0])
    stack, y = x - side * 420, 860.0
    c.shadow(stack, y, 170)
    for tone in paints:
        half, off = c.rng.uniform(110, 150), c.rng.uniform(-18, 18)
        c.rect(stack + off - half, y - 38, stack + off + half, y, tone)
        c.rect(stack + off - half + 14, y - 32, stack + off + half + 2, y - 6, "#f6ebd2")
        y -= 38
    lamp = x + side * 330
    beam = plot("-.18 .78, -.45 .88, -1.4 -.12, -.1 -.18", lamp, 830, side * 400, -400)
    c.fill(beam, "#ffe7ac", alpha=0.42, fade=0.05, blur=14)
    c.figure(DESK_LAMP, lamp, 830, -side * 400, body=paints[1])
    c.glow(x, 800, 520, "#ffdf9a", 0.4)


TOOLS: Drawing = (
    ("box", "#4a3024", "-1.9 .08, 1.9 -.08"),
    ("box", "#a9744a", "-1.56 -.06, -1.44 -1.5"),
    ("box", "#b9c0c6", "-1.88 -1.4, -1.2 -1.72"),
    ("flat", "#b9c0c6", "-.97 -.58, -.53 -.58, -.63 -1.96, -.79 -1.96"),
    ("box", "#a9744a", "-1 -.08, -.5 -.62"),
    (0.11, "#c8443c", "-.2 -.2, -.26 -.9, 0 -1.28, .2 -1.5, .05 -1.78"),
    (0.11, "#c8443c", ".2 -.2, .26 -.9, 0 -1.28, -.2 -1.5, -.05 -1.78"),
    ("flat", "#b9c0c6", ".66 -.08, .84 -.08, .9 -1.86, .6 -1.72"),
    ("flat", "#e6d3a8", "1.42 -.08, 1.58 -.08, 1.65 -1.8, 1.35 -1.8"),
)


def workshop(c: Canvas, x: float) -> None:
    """A potter's workshop: bench and wheel, tools on the wall, shelves, a brick kiln, sunlight."""
    plaster, wood, paints, _ = c.in_turn(ROOMS)
    wall, win, things = mix(plaster, "#c9986a", 0.5), c.width - x, ("jar", "jar", "tin", "tin")
    side = 1 if x > win else -1
    c.sky((darker(wall, 0.3), darker(wall, 0.06), darker(wall, 0.24)))
    window(c, win, 600, 150, 440, c.mood)
    c.figure(TOOLS, x - side * 20, 170, 100)
    for mid in (x + side * 400, win - side * 390):
        for y in (320, 500):
            shelf(c, (mid - 150, mid + 150), y, 118, paints, things)
    lantern(c, (win + x) / 2, 160, 66)
    c.fill(box(0, 800, c.width, 1000), darker(wood, 0.1), darker(wood, 0.5))
    kiln(c, win - side * 330, 900)
    beam = taper(win, 134, 140, win + (x - win) * 1.2, 1050, 260)
    c.fill(beam, c.mood.sun, alpha=0.26, fade=0.04, blur=24)
    for k in (-400, 400):
        c.solid(box(x + k - 26, 700, x + k + 26, 930), wood)
    shelf(c, (x - 430, x + 430), 852, 100, paints, things)
    c.fill(box(x - 450, 690, x + 450, 740), lighter(wood, 0.42), darker(wood, 0.1))
    for left in (x - 420, x + 140):
        shelf(c, (left, left + 290), 690, 160, paints, things)
    c.fill(oval(x, 684, 116, 15), "#b5b0a8", "#5a5658")
    jar(c, x, 682, 230, "#c98a62", 0)


def kiln(c: Canvas, x: float, y: float) -> None:
    """Build a domed brick kiln with its fire, standing at (x, y)."""
    dome, joints = horseshoe(x, y, 150, 330), []
    c.solid(dome, "#b5694a")
    for row in range(14):
        level = y - row * 25
        joints.append(box(x - 160, level - 2, x + 160, level))
        for k in range(-4, 5):
            joint = x + k * 44 + 22 * (row % 2)
            joints.append(box(joint - 2, level - 25, joint, level))
    c.fill(Stencil(joints), "#6f3a2c", alpha=0.6, within=dome)
    c.poly(horseshoe(x, y, 70, 150), "#3a1c18")
    c.fill(horseshoe(x, y, 56, 120), "#5a2418", "#f6a03f")
    c.glow(x, y - 40, 180, "#ff9a4a", 0.5)


# Curtain, two beam colours, and the air between them.
STAGES = (
    ("#6a2f8a", ("#ffd98a", "#c79aff"), ("#120828", "#35195f", "#6a3390")),
    ("#a8283a", ("#ffe0a0", "#ffb08a"), ("#1a0b24", "#4a1c48", "#7a2f52")),
    ("#1f5f7a", ("#8fe6f0", "#ffe3a0"), ("#06142b", "#123a5a", "#2a6a80")),
)
MICROPHONE: Drawing = (
    ("disc", "#1a1018", "0 0, .17 .03"),
    (0.022, "#1a1018", "0 0, 0 .9"),
    (0.02, "#1a1018", "0 .9, -.2 1"),
    ("disc", "#aab0b8", "-.23 1.02, .055 .055"),
)


def stage(c: Canvas, x: float) -> None:
    """An empty stage: open curtains, crossing beams, a lone microphone in its pool of light."""
    cloth, beams, air = c.in_turn(STAGES)
    mid, floor = c.width / 2, 760
    c.sky(air, floor)
    c.fill(horseshoe(mid, floor, 420, 620), lighter(air[1], 0.1), lighter(air[2], 0.22))
    c.fill(box(0, floor, c.width, 1000), mix(air[2], "#8a5a3c", 0.5), darker(air[0], 0.1))
    for k in range(-10, 11):
        c.line([(mid + k * 84, floor), (mid + k * 200, 1000)], 4, air[0], 0.35)
    lamps = [c.width * t for t in (0.16, 0.32, 0.5, 0.68, 0.84)]
    for k, lamp in enumerate(lamps):
        aim = x if k in (1, 3) else c.width - lamp + c.rng.uniform(-160, 160)
        c.fill(taper(lamp, 118, 14, aim, 860, 170), beams[k % 2], alpha=0.46, fade=0.1, blur=9)
    c.fill(oval(x, 880, 330, 58), beams[0], alpha=0.6, blur=12)
    c.figure(MICROPHONE, x, 890, 400)
    c.rect(0, 84, c.width, 104, darker(air[0], 0.4))
    for k, lamp in enumerate(lamps):
        c.poly(taper(lamp, 78, 22, lamp, 124, 30), "#0c0812")
        c.ellipse(lamp, 124, 29, 8, lighter(beams[k % 2], 0.5))
        c.glow(lamp, 126, 90, beams[k % 2], 0.8)
    curtains(c, cloth)


def curtains(c: Canvas, cloth: Paint) -> None:
    """Frame the stage with gathered side curtains and a scalloped valance."""
    shades = (darker(cloth, 0.5), lighter(cloth, 0.14))
    for side, edge in ((1, 0), (-1, c.width)):
        for k in range(6):
            folds = [
                smooth(plot("1 0, 1.05 420, .62 640, .9 1010", edge, 0, side * reach, 1))
                for reach in (k * 42, k * 42 + 52)
            ]
            c.fill([*folds[0], *reversed(folds[1])], *shades[::side], across=True)
        c.fill(box(edge, 622, edge + side * 158, 650), "#e5b85c", "#8a5a24")
    wide = c.width / 8
    for k in range(8):
        swag = smooth(plot("0 60, .25 106, .5 124, .75 106, 1 60", k * wide, 0, wide, 1))
        top = [(k * wide, -10), *swag, ((k + 1) * wide, -10)]
        c.fill(top, lighter(cloth, 0.1), darker(cloth, 0.35))
        c.line(swag, 7, "#e5b85c")
