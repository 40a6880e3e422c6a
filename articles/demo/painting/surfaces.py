"""Scenes that fill the picture with pattern: a tiled wall, and a circuit board."""

import random
from collections.abc import Sequence

from articles.demo.painting.buildings import horseshoe
from articles.demo.painting.canvas import Canvas, Stencil
from articles.demo.painting.colour import Paint, darker, lighter, mix
from articles.demo.painting.geometry import Shade, field, polar, rosette, star, stepped_border

# Ground, star, alternate star, ring, heart, square star; then strap and plaster.
GLAZES = (
    ("#12324a", "#1f6f8f", "#2f8f86", "#e2a93f", "#f4e6c8", "#c9563c", "#f7f0e0", "#e9d9bd"),
    ("#173d2f", "#2f7f5a", "#1f5f6f", "#e0b24a", "#f2e7cf", "#8f3f3a", "#f6efdf", "#efe3cb"),
    ("#2a2350", "#2f4fa0", "#3f86c4", "#e6b65a", "#f6ead6", "#b5486a", "#f8f1e6", "#e6d6cc"),
    ("#4a231f", "#b5533c", "#c98a3c", "#2f7f7a", "#f6e8cc", "#1f4f6a", "#f8efdd", "#ecd8b6"),
)

# Board, dim trace, bright trace, pad, package, light.
BOARDS = (
    ("#0b2b33", "#15505a", "#2fa8a0", "#e2b65a", "#101a22", "#9ff5e0"),
    ("#0d1b45", "#1d3a7f", "#4a86e0", "#e9c46a", "#0a1026", "#a8d4ff"),
    ("#2a1240", "#53246e", "#c0569f", "#f2b25c", "#150a24", "#ffc3e6"),
    ("#0f3a26", "#1c6a44", "#56b870", "#e8c872", "#0e1a14", "#d2ffc8"),
)


def zellige(c: Canvas, rng: random.Random, glazes: Sequence[Paint], x: float, y: float) -> None:
    """A wall of cut tile in eightfold stars: about a great rosette, or behind a fountain."""
    *tiles, strap, plaster = glazes

    def shade(glaze: Paint) -> Paint:
        return mix(glaze, rng.choice(("#ffffff", "#0b1020")), rng.random() * 0.11)

    # The field is held back so that the eye, and the JPEG encoder, spend themselves on the rosette.
    muted = [tiles[0], *(mix(tone, tiles[0], 0.48) for tone in tiles[1:])]
    quiet = mix(strap, tiles[0], 0.5)
    if rng.random() < 0.55:
        pitch = rng.choice((400, 440, 480))
        field(
            c, x, y, pitch, (0, 0, c.width, 1000), muted, quiet, rng.choice((67.5, 60, 63)), shade
        )
        rosette(c, x, y, 425, tiles, strap, shade)
        stepped_border(c, 832, 98, tiles[1], tiles[5], strap)
        c.fill(
            Stencil().rect(0, 930, c.width, 1000), lighter(tiles[0], 0.06), darker(tiles[0], 0.4)
        )
    else:
        fountain(c, x, tiles, strap, plaster, shade, (muted, quiet))
    slanting_light(c, x)


def slanting_light(c: Canvas, x: float) -> None:
    """Let evening light fall aslant over a wall around *x*, and shade the rest."""
    lean = -0.5 if x > c.width / 2 else 0.5
    shade, light = Stencil().rect(-200, -200, c.width + 200, 1200), Stencil()
    for off, half in ((-40, 290), (420, 80)):
        mid = x + lean * off * 2
        beam = [
            (mid - half - lean * 520, -200),
            (mid + half - lean * 520, -200),
            (mid + half + lean * 700, 1200),
            (mid - half + lean * 700, 1200),
        ]
        shade.poly(beam, hole=True)
        light.poly(beam)
    c.fill(shade, "#150e2c", alpha=0.3, fade=0.5, blur=30)
    c.fill(light, "#ffdf9e", alpha=0.1, blur=30)


def fountain(
    c: Canvas,
    x: float,
    tiles: Sequence[Paint],
    strap: Paint,
    plaster: Paint,
    shade: Shade,
    around: tuple[Sequence[Paint], Paint],
) -> None:
    """Paint a wall fountain: an arched niche of finer tile, a spout, and a brimming basin."""
    field(c, x, 150, 350, (0, 0, c.width, 1000), *around, 67.5, shade)
    stepped_border(c, 30, 70, tiles[1], tiles[5], strap)
    c.fill(Stencil().rect(0, 0, c.width, 34), plaster, darker(plaster, 0.12))
    c.rect(x - 342, 120, x + 342, 1000, strap)
    c.rect(x - 330, 132, x + 330, 1000, tiles[1])
    c.rect(x - 300, 162, x + 300, 1000, strap)
    c.rect(x - 290, 172, x + 290, 1000, plaster)
    for k in (-1, 1):
        c.poly(star(x + k * 210, 262, 64, 8), tiles[1])
        c.poly(star(x + k * 210, 262, 50, 8), plaster)
        c.poly(star(x + k * 210, 262, 42, 8, 0.54, 22.5), tiles[5])
        c.poly(star(x + k * 210, 262, 17, 8), plaster)
    arch = horseshoe(x, 840, 250, 630)
    c.poly(horseshoe(x, 840, 272, 664), tiles[3])
    c.poly(horseshoe(x, 840, 262, 648), strap)
    niche = Stencil().poly(arch)
    c.fill(niche, tiles[0])
    rosette(c, x, 530, 226, tiles, strap, shade)
    c.fill(niche, "#0a0818", alpha=0.5, fade=0.05)
    c.fill(Stencil().disc(x, 624, 36), "#e8c06a", "#8a5a24")
    c.poly(star(x, 624, 30, 8), "#b5822f")
    c.fill(Stencil().rect(x - 9, 622, x + 9, 660, 8), "#f2d488", "#8a5a24", across=True)
    c.fill(
        [(x - 6, 656), (x + 6, 656), (x + 10, 800), (x - 10, 800)], "#e9fbff", "#bfe6ee", alpha=0.9
    )
    c.fill(
        Stencil().rect(x - 380, 800, x + 380, 1000, 10), lighter(strap, 0.3), darker(strap, 0.28)
    )
    c.ellipse(x, 812, 352, 22, "#2f8f9a")
    c.ellipse(x, 816, 330, 17, "#49b0b4")
    for size in (40, 90, 150):
        c.oval(x, 815, size, size * 0.09, 2.5, "#ebfcfc", 0.67)
    for k in range(-3, 4):
        c.poly(star(x + k * 104, 910, 42, 8), tiles[1 + k % 2])
        c.poly(star(x + k * 104, 910, 26, 8, 0.54, 22.5), tiles[3])
    c.glow(x, 800, 260, "#fff3d0", 0.25, 90)


def circuit(c: Canvas, rng: random.Random, board: Sequence[Paint], x: float, y: float) -> None:
    """A circuit board: a processor fanning out its traces, parts, vias, and running light."""
    base, dim, trace, pad, package, light = board
    c.sky((lighter(base, 0.07), base, darker(base, 0.45)))
    c.glow(x, y, 760, trace, 0.34)
    buses(c, rng, dim)
    for _ in range(20):
        px, py = rng.uniform(0, c.width), rng.uniform(0, 1000)
        if abs(px - x) > 330 or abs(py - y) > 330:
            component(c, rng, px, py, dim, pad, package)
    half = 168
    for turn in range(4):
        fan(c, rng, x, y, half, turn, trace, pad, light)
    for px, py in ((x - half - 66, y - half - 66), (x + half + 66, y + half + 66)):
        c.disc(px, py, 16, pad)
        c.disc(px, py, 8, base)
    c.fill(
        Stencil().rect(x - half, y - half + 16, x + half + 12, y + half + 24, 18),
        "#000008",
        alpha=0.5,
        blur=10,
    )
    c.fill(
        Stencil().rect(x - half, y - half, x + half, y + half, 16), lighter(package, 0.16), package
    )
    c.ring(x - half + 28, y - half + 28, 9, 4, pad)
    c.fill(
        Stencil().rect(x - 112, y - 112, x + 112, y + 112, 8),
        mix(trace, package, 0.35),
        mix(dim, package, 0.3),
    )
    for size, paint, spin in (
        (98, pad, 22.5),
        (88, package, 22.5),
        (74, trace, 0),
        (64, package, 0),
    ):
        c.poly(star(x, y, size, 8, turn=spin), paint)
    c.poly(star(x, y, 54, 8, 0.54, 22.5), pad)
    c.poly(star(x, y, 22, 8), light)
    c.glow(x, y, 150, light, 0.6)
    c.fill(
        [(x - half, y - half), (x + half * 0.2, y - half), (x - half, y + half * 0.5)],
        "#ffffff",
        alpha=0.07,
        fade=0.0,
    )


def buses(c: Canvas, rng: random.Random, paint: Paint) -> None:
    """Lay bundles of parallel traces across the board, bending by 45°."""
    for _ in range(7):
        count, gap = rng.randint(4, 9), 17
        upright = rng.random() < 0.5
        start, bend = rng.uniform(0, c.width if upright else 1000), rng.uniform(0.2, 0.7)
        shift = rng.choice((-1, 1)) * rng.uniform(90, 260)
        reach = 1000 if upright else c.width
        for k in range(count):
            a = start + k * gap
            # Shifting the bend with the lane keeps the lanes parallel through the diagonal.
            turn = bend * reach - (k * gap * 0.414 if shift > 0 else -k * gap * 0.414)
            run = [(a, -20), (a, turn), (a + shift, turn + abs(shift)), (a + shift, reach + 20)]
            run = run if upright else [(py, px) for px, py in run]
            c.line(run, 4.5, paint, 0.75)
        for k in range(0, count, 2):
            a = start + k * gap
            spot = (a, bend * reach * 0.5 + k * 9)
            px, py = spot if upright else spot[::-1]
            c.disc(px, py, 8, paint)


def fan(
    c: Canvas,
    rng: random.Random,
    x: float,
    y: float,
    half: float,
    turn: int,
    trace: Paint,
    pad: Paint,
    light: Paint,
) -> None:
    """Lead the pins of one side of a package at (x, y) away, spreading at 45°.

    *turn* counts quarter turns from the right-hand side.
    """
    pins, pitch = 13, half * 2 / 14.5

    def place(along: float, off: float) -> tuple[float, float]:
        px, py = ((along, off), (-off, along), (-along, -off), (off, -along))[turn]
        return x + px, y + py

    middle = (pins - 1) / 2
    for i in range(pins):
        off = (i - middle) * pitch
        aim = off * rng.choice((1.9, 1.9, 1.9, 1.7))
        # Outer traces bend first, so that none crosses its neighbour.
        first = half + 50 + (middle - abs(i - middle)) * pitch * 1.1
        second = first + abs(aim - off)
        end = second + rng.choice((40, 110, 200, 330, 900))
        path = [place(half, off), place(first, off), place(second, aim), place(end, aim)]
        c.line(path, 6, trace)
        tip = path[-1]
        c.disc(*tip, 11, pad)
        c.disc(*tip, 5, darker(trace, 0.6))
        ax, ay = place(half - 6, off - pitch * 0.26)
        bx, by = place(half + 28, off + pitch * 0.26)
        c.rect(ax, ay, bx, by, pad)
        if rng.random() < 0.34:
            pulse = rng.uniform(0.1, 0.7)
            run = min(end, second + 120)
            c.line([place(second + (run - second) * pulse, aim), place(run, aim)], 6, light)
            c.glow(*place(run, aim), 46, light, 0.75)


def component(
    c: Canvas, rng: random.Random, x: float, y: float, dim: Paint, pad: Paint, package: Paint
) -> None:
    """Paint one small part of the board at (x, y): a chip, a capacitor or a row of vias."""
    kind = rng.randrange(4)
    if kind == 0:
        wide, tall = rng.choice(((84, 54), (60, 60), (110, 48)))
        for k in range(5):
            px = x - wide / 2 + wide * (k + 0.5) / 5
            c.rect(px - 4, y - tall / 2 - 11, px + 4, y + tall / 2 + 11, mix(pad, "#8a8f96", 0.4))
        c.fill(
            Stencil().rect(x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2, 5),
            lighter(package, 0.18),
            package,
        )
        c.disc(x - wide / 2 + 11, y - tall / 2 + 11, 3.5, mix(pad, package, 0.4))
    elif kind == 1:
        c.rect(x - 24, y - 12, x + 24, y + 12, mix(pad, "#c9ccd0", 0.5), radius=2)
        c.rect(x - 14, y - 12, x + 14, y + 12, mix("#b58a5a", package, 0.25))
    elif kind == 2:
        c.disc(x + 4, y + 7, 31, "#000008", 0.35)
        c.disc(x, y, 31, mix("#aab4bd", dim, 0.35))
        c.disc(x, y, 25, mix("#d7dde2", dim, 0.3))
        for k in range(3):
            c.line([(x, y), polar(x, y, 22, 90 + 120 * k)], 2.5, mix("#8a949d", dim, 0.4))
    else:
        for k in range(rng.randint(3, 6)):
            c.disc(x + k * 24, y, 8, mix(pad, dim, 0.35))
            c.disc(x + k * 24, y, 3.6, package)
