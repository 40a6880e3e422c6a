"""A theatre stage before the concert."""

import random
from collections.abc import Sequence

from articles.demo.painting.buildings import horseshoe
from articles.demo.painting.canvas import Canvas, Point, Stencil
from articles.demo.painting.colour import Paint, darker, lighter, mix
from articles.demo.painting.geometry import polar, star
from articles.demo.painting.nature import smooth

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
        c.fill(
            Stencil().poly(star(*polar(c.width / 2, floor - 230, 330, turn), 30, 8)),
            beams[1],
            alpha=0.3,
        )
    c.fill(
        Stencil().rect(0, floor, c.width, 1000), mix(air[2], "#8a5a3c", 0.5), darker(air[0], 0.1)
    )
    for k in range(-10, 11):
        c.poly(
            [
                (c.width / 2 + k * 84, floor),
                (c.width / 2 + k * 84 + 3, floor),
                (c.width / 2 + k * 200 + 8, 1000),
                (c.width / 2 + k * 200, 1000),
            ],
            air[0],
            0.35,
        )
    lamps = [c.width * t for t in (0.16, 0.32, 0.5, 0.68, 0.84)]
    for k, lx in enumerate(lamps):
        aim = x if k in (1, 3) else c.width - lx + rng.uniform(-160, 160)
        tone = beams[k % 2]
        c.fill(
            [(lx - 14, 118), (lx + 14, 118), (aim + 170, 860), (aim - 170, 860)],
            tone,
            alpha=0.46,
            fade=0.1,
            blur=9,
        )
    c.fill(Stencil().ellipse(x, 880, 330, 58), beams[0], alpha=0.5, blur=12)
    instruments(c, rng, x, 880, beams, cloth)
    c.rect(0, 84, c.width, 104, darker(air[0], 0.4))
    for k, lx in enumerate(lamps):
        c.poly([(lx - 22, 78), (lx + 22, 78), (lx + 30, 124), (lx - 30, 124)], "#0c0812")
        c.ellipse(lx, 124, 29, 8, lighter(beams[k % 2], 0.5))
        c.glow(lx, 126, 90, beams[k % 2], 0.8)
    curtains(c, cloth)
    for _ in range(34):
        c.disc(
            rng.uniform(0.15, 0.85) * c.width,
            rng.uniform(160, 780),
            rng.uniform(1.5, 4),
            beams[0],
            rng.uniform(0.2, 0.6),
        )


def curtains(c: Canvas, cloth: Paint) -> None:
    """Frame the stage with gathered side curtains and a scalloped valance."""
    for side in (-1, 1):
        edge = 0.0 if side < 0 else c.width
        for k in range(6):
            near, far = k * 42, (k + 1) * 42 + 10
            fold = smooth(
                [
                    (edge - side * near, 0),
                    (edge - side * near * 1.05, 420),
                    (edge - side * near * 0.62, 640),
                    (edge - side * near * 0.9, 1010),
                ],
                8,
            )
            outer = smooth(
                [
                    (edge - side * far, 0),
                    (edge - side * far * 1.05, 420),
                    (edge - side * far * 0.62, 640),
                    (edge - side * far * 0.9, 1010),
                ],
                8,
            )
            c.fill(
                [*fold, *reversed(outer)],
                *(
                    (lighter(cloth, 0.14), darker(cloth, 0.5))
                    if side > 0
                    else (darker(cloth, 0.5), lighter(cloth, 0.14))
                ),
                across=True,
            )
        c.fill(
            Stencil().rect(
                min(edge, edge + side * 20, edge - side * 158),
                622,
                max(edge, edge + side * 20, edge - side * 158),
                650,
                14,
            ),
            "#e5b85c",
            "#8a5a24",
        )
    count = 8
    for k in range(count):
        x0, x1 = c.width * k / count, c.width * (k + 1) / count
        swag = smooth(
            [
                (x0, 60),
                (x0 + (x1 - x0) * 0.25, 106),
                ((x0 + x1) / 2, 124),
                (x0 + (x1 - x0) * 0.75, 106),
                (x1, 60),
            ],
            6,
        )
        c.fill([(x0, -10), *swag, (x1, -10)], lighter(cloth, 0.1), darker(cloth, 0.35))
        c.line(swag, 7, "#e5b85c")


def instruments(
    c: Canvas, rng: random.Random, x: float, y: float, beams: Sequence[Paint], cloth: Paint
) -> None:
    """Set an oud on a chair, a microphone, and a pair of drums about (x, y)."""
    dark = "#1a1018"
    for k in (-86, 86):
        c.line([(x + k, y - 150), (x + k * 1.1, y + 20)], 11, dark)
    c.fill(
        Stencil().rect(x - 100, y - 172, x + 100, y - 142, 8),
        lighter(cloth, 0.2),
        darker(cloth, 0.3),
    )
    tilt = -62

    def along(length: float, off: float = 0) -> Point:
        px, py = polar(x - 26, y - 250, length, tilt)
        return polar(px, py, off, tilt + 90)

    for k in (-1, 1):
        c.line([along(360, -12), along(420 - k * 14, 52)], 26 - 4 * k, "#5a3420")
    c.poly([along(110, -17), along(372, -12), along(372, 12), along(110, 17)], "#6f4226")
    bowl = smooth(
        [
            along(158),
            along(96, 62),
            along(0, 110),
            along(-86, 84),
            along(-116),
            along(-86, -84),
            along(0, -110),
            along(96, -62),
        ],
        8,
        closed=True,
    )
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
        body = smooth(
            [
                (x + k - size, top),
                (x + k - size * 0.62, top + size),
                (x + k - size * 0.4, foot - size * 0.5),
                (x + k - size * 0.52, foot),
            ],
            5,
        )
        c.fill(
            [*body, *[(2 * (x + k) - px, py) for px, py in reversed(body)]],
            lighter(cloth, 0.3),
            cloth,
            darker(cloth, 0.5),
            across=True,
        )
        c.fill(Stencil().ellipse(x + k, top, size, size * 0.26), "#fbf1dc", "#d9c29a")
        for t in range(-2, 3):
            c.poly(star(x + k + t * size * 0.3, top + size * 0.62, size * 0.11, 8), beams[0])
