"""A covered souk before the crowd comes."""

import math
import random
from collections.abc import Sequence

from articles.demo.painting.buildings import LAMPLIGHT, horseshoe, lantern
from articles.demo.painting.canvas import Canvas, Stencil
from articles.demo.painting.colour import Paint, darker, lighter, mix
from articles.demo.painting.furnishings import pot
from articles.demo.painting.nature import smooth

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
    for k, size in enumerate((0.36, 0.62, 1.0)):
        tone = mix(darker(wall, 0.18 + k * 0.16), "#ffe2a6", 0.4 - k * 0.16)
        opening = horseshoe(mid, 770, 310 * size, 640 * size**0.55)
        c.fill(
            Stencil().rect(0, 0, c.width, 762).poly(opening, hole=True), darker(tone, 0.18), tone
        )
        c.line(opening[1:-1], 10 * size, mix(tone, "#ffe8b8", 0.4))
        c.glow(mid, 600, 330 * size, "#ffedc0", 0.3)
    for k in range(9):
        px = k * c.width / 8 - 20
        c.poly(
            [
                (px, 0),
                (px + 54, 0),
                (px + 36 + (mid - px) * 0.12, 70),
                (px + 20 + (mid - px) * 0.12, 70),
            ],
            "#2c1c28",
            0.6,
        )
    c.fill(Stencil().rect(0, 740, c.width, 1000), mix(wall, "#7a4f42", 0.4), darker(wall, 0.6))
    c.fill(
        [(mid - 130, 742), (mid + 130, 742), (mid + 560, 1010), (mid - 560, 1010)],
        "#ffe2a6",
        alpha=0.4,
        fade=0.1,
    )
    side = 1 if x > mid else -1
    rugs(c, rng, mid - side * 470, 250, cloths)
    stall(c, rng, mid - side * 620, lane + 80, 330, cloths[2], cloths, 1)
    stall(c, rng, x + side * 60, lane + 40, 470, cloths[0], cloths, 0)
    for k in range(6):
        px = mid - side * (-420 + k * 190)
        lantern(c, px, 110 + 70 * math.sin(k * 1.7) ** 2, 58 + 10 * (k % 3), "#3a2420", 0.5, 8)
    for off, kind in ((-2.1, 0), (-1.35, 2), (2.0, 0)):
        pot(c, x + off * 150 * side, 975, rng.uniform(150, 200), rng.choice(cloths), kind)
    basket(c, rng, x - side * 20, 985, 130, ("#f08a2f", "#f6a83f"))
    basket(c, rng, x + side * 190, 975, 120, ("#c8402c", "#d9583a"))


def stall(
    c: Canvas,
    rng: random.Random,
    x: float,
    y: float,
    half: float,
    cloth: Paint,
    cloths: Sequence[Paint],
    goods: int,
) -> None:
    """Paint a stall under a striped awning; (x, y) is the middle of its counter's front edge."""
    post = "#5a3a2c"
    top = y - half * 0.98
    for k in (-0.92, 0.92):
        c.rect(x + k * half - 8, top, x + k * half + 8, y + 190, post)
    c.fill(
        Stencil().rect(x - half * 0.9, top + 90, x + half * 0.9, y), "#2c1a26", "#4a2c30", alpha=0.9
    )
    c.glow(x, y - half * 0.35, half * 0.9, LAMPLIGHT, 0.5)
    for row in range(2):
        shelf = y - half * 0.62 + row * half * 0.24
        c.rect(x - half * 0.82, shelf, x + half * 0.82, shelf + 9, "#8a5a3c")
        for k in range(9):
            pot(
                c,
                x + (k - 4) * half * 0.185,
                shelf,
                half * rng.uniform(0.11, 0.17),
                rng.choice(cloths),
                rng.randrange(3),
            )
    c.fill(Stencil().rect(x - half, y, x + half, y + 180, 4), "#9a6a44", "#5a3828")
    for k in range(1, 8):
        c.rect(
            x - half + half * k / 4, y + 14, x - half + half * k / 4 + 4, y + 180, "#3f261e", 0.4
        )
    c.rect(x - half * 1.03, y - 8, x + half * 1.03, y + 14, "#c08a5a")
    for k in range(6):
        px = x - half * 0.84 + k * half * 0.336
        if goods == 0:
            tone, radius = SPICES[k % len(SPICES)], half * 0.15
            c.fill(
                [
                    (px - radius, y - 22),
                    *smooth(
                        [
                            (px - radius * 0.5, y - radius * 0.95),
                            (px, y - radius * 1.85),
                            (px + radius * 0.5, y - radius * 0.95),
                        ],
                        5,
                    ),
                    (px + radius, y - 22),
                ],
                lighter(tone, 0.25),
                darker(tone, 0.25),
                across=True,
            )
            c.fill(
                [
                    (px - radius * 1.08, y - 26),
                    (px + radius * 1.08, y - 26),
                    (px + radius * 0.8, y + 4),
                    (px - radius * 0.8, y + 4),
                ],
                "#e5cfa0",
                "#8a6238",
                across=True,
            )
        else:
            tones = (("#f08a2f", "#f6a83f"), ("#5f9a45", "#7fb552"), ("#c8402c", "#d9583a"))[k % 3]
            crate(c, rng, px, y - 4, half * 0.15, tones)
    stripes = 12
    for k in range(stripes):
        a, b = k / stripes * 2 - 1, (k + 1) / stripes * 2 - 1
        stripe = cloth if k % 2 else "#f8efdc"
        c.fill(
            [
                (x + a * half * 0.94, top),
                (x + b * half * 0.94, top),
                (x + b * half * 1.12, top + half * 0.3),
                (x + a * half * 1.12, top + half * 0.3),
            ],
            lighter(stripe, 0.1),
            darker(stripe, 0.16),
        )
        cx, wide = x + (a + b) / 2 * half * 1.12, half * 1.12 / stripes
        c.ellipse(cx, top + half * 0.3, wide, wide * 0.8, darker(stripe, 0.16))
    c.fill(
        Stencil().rect(x - half, top + half * 0.36, x + half, top + half * 0.5),
        "#140a18",
        alpha=0.34,
        fade=0.0,
    )


def crate(
    c: Canvas, rng: random.Random, x: float, y: float, half: float, tones: Sequence[Paint]
) -> None:
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


def basket(
    c: Canvas, rng: random.Random, x: float, y: float, half: float, tones: Sequence[Paint]
) -> None:
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
    body = Stencil().poly(
        [
            (x - half, y - half * 0.86),
            (x + half, y - half * 0.86),
            (x + half * 0.74, y),
            (x - half * 0.74, y),
        ]
    )
    c.fill(body, "#e0b878", "#c08a4a", "#7f5228", across=True)
    for row in range(1, 6):
        c.line(
            [
                (x - half, y - half * 0.86 + row * half * 0.15),
                (x + half, y - half * 0.86 + row * half * 0.15),
            ],
            2.5,
            "#6f4622",
            0.35,
        )
    c.rect(
        x - half * 1.05,
        y - half * 0.95,
        x + half * 1.05,
        y - half * 0.8,
        "#d9aa66",
        radius=half * 0.07,
    )


def rugs(c: Canvas, rng: random.Random, x: float, y: float, cloths: Sequence[Paint]) -> None:
    """Hang three woven rugs on the wall around *x*."""
    for k in range(3):
        px, tone = x + (k - 1) * 172, cloths[k]
        c.rect(px - 72, y, px + 72, y + 400, tone)
        for row in range(4):
            cy = y + 56 + row * 96
            for size, paint in ((44, "#f6e6c4"), (32, cloths[(k + 1) % 3]), (15, "#2c1a2c")):
                c.poly(
                    [
                        (px, cy - size),
                        (px + size * 1.3, cy),
                        (px, cy + size),
                        (px - size * 1.3, cy),
                    ],
                    paint,
                )
        for edge in (y + 6, y + 384):
            c.rect(px - 72, edge, px + 72, edge + 9, "#f6e6c4")
        for t in range(13):
            c.rect(px - 70 + t * 11.5, y + 400, px - 67 + t * 11.5, y + 420, "#f6e6c4")
