"""Motifs indoors: windows and their light, shelves, pots, books, lamps and tea."""

import math
import random
from collections.abc import Sequence

from articles.demo.painting.buildings import horseshoe
from articles.demo.painting.canvas import Canvas, Stencil
from articles.demo.painting.colour import Mood, Paint, darker, lighter, mix
from articles.demo.painting.geometry import star
from articles.demo.painting.nature import ground, rolling, smooth


def view(
    c: Canvas,
    rng: random.Random,
    mood: Mood,
    x: float,
    y: float,
    half: float,
    height: float,
    frame: Paint,
) -> None:
    """Open an arched window on the land outside; (x, y) is the middle of its sill."""
    pane = Stencil().poly(horseshoe(x, y, half, height))
    c.poly(horseshoe(x, y + 14, half + 26, height + 40), darker(frame, 0.12))
    c.fill(pane, *mood.sky)
    c.fill(Stencil().disc(x + half * 0.35, y - height * 0.55, half * 0.2), mood.sun, within=pane)
    for base, rise, paint, depth in (
        (0.34, 60, "#7f8fb0", 0.5),
        (0.22, 30, "#8a9f6f", 0.34),
        (0.12, 24, "#6f8f52", 0.12),
    ):
        hill = [(px, py) for px, py in rolling(rng, c.width, y - height * base, rise, 4)]
        c.fill(Stencil().poly(ground(hill, y)), mood.lit(paint, depth), within=pane)
    c.line([(x, y), (x, y - height)], 7, frame)
    c.line([(x - half, y - height * 0.4), (x + half, y - height * 0.4)], 7, frame)
    outline = horseshoe(x, y, half, height)
    c.line([*outline, outline[0]], 14, frame)
    c.rect(x - half - 34, y, x + half + 34, y + 22, lighter(frame, 0.15), radius=4)


def daylight(c: Canvas, mood: Mood, x: float, y: float, half: float, lean: float) -> None:
    """Cast a window's light across the room from (x, y), falling to the side of *lean*."""
    beam = [
        (x - half, y - half * 2.4),
        (x + half, y - half * 2.4),
        (x + half + lean * 1.7, 1050),
        (x - half + lean, 1050),
    ]
    c.fill(beam, mood.sun, alpha=0.24, fade=0.04, blur=24)


def shelves(
    c: Canvas, rng: random.Random, x0: float, x1: float, wood: Paint, cloths: Sequence[Paint]
) -> None:
    """Fill a bookcase from x0 to x1 with books, and a few pots and gaps."""
    c.rect(x0, 0, x1, 800, darker(wood, 0.55))
    rise = 190
    for row in range(5):
        base = 30 + rise * row
        px = x0 + 16
        while px < x1 - 30:
            if rng.random() < 0.06:
                pot(c, px + 52, base, 96, rng.choice(cloths), rng.randrange(3))
                px += 118
                continue
            if rng.random() < 0.08:
                px += rng.uniform(30, 60)
            wide, tall = rng.uniform(22, 46), rng.uniform(100, 152)
            if px + wide > x1 - 14:
                break
            tone = mix(rng.choice(cloths), wood, 0.18)
            if rng.random() < 0.1:
                lean = tall * 0.24
                c.poly(
                    [
                        (px + lean, base - tall),
                        (px + lean + wide, base - tall + 8),
                        (px + wide, base),
                        (px, base),
                    ],
                    tone,
                )
                px += lean + wide + 3
                continue
            c.rect(px, base - tall, px + wide, base, tone)
            c.rect(px + wide * 0.74, base - tall, px + wide, base, darker(tone, 0.22))
            band = mix(tone, "#f6e2a8", 0.65)
            for k in rng.choice(((0.16, 0.8), (0.2,), (0.12, 0.18, 0.86), (0.5,))):
                c.rect(px, base - tall * (1 - k), px + wide, base - tall * (1 - k) + 6, band, 0.85)
            px += wide + 2
        c.fill(Stencil().rect(x0, base, x1, base + 24), lighter(wood, 0.12), darker(wood, 0.2))
    for edge in (x0, x1):
        c.rect(edge - 12, 0, edge + 12, 800, lighter(wood, 0.06))


def pot(c: Canvas, x: float, y: float, size: float, glaze: Paint, kind: int) -> None:
    """Paint a glazed jar, vase or bowl, *size* units tall, standing at (x, y)."""
    profiles = (
        ((0.16, 1.0), (0.13, 0.86), (0.42, 0.6), (0.4, 0.3), (0.2, 0.0)),
        ((0.2, 1.0), (0.1, 0.8), (0.14, 0.62), (0.36, 0.36), (0.18, 0.0)),
        ((0.5, 0.62), (0.48, 0.42), (0.36, 0.16), (0.16, 0.08), (0.2, 0.0)),
    )
    right = smooth([(x + w * size, y - h * size) for w, h in profiles[kind]], 6)
    left = [(2 * x - px, py) for px, py in reversed(right)]
    body = Stencil().poly([*right, *left])
    c.fill(body, lighter(glaze, 0.3), glaze, darker(glaze, 0.45), across=True)
    band = y - size * (0.5 if kind < 2 else 0.4)
    c.fill(
        Stencil()
        .rect(x - size, band, x + size, band + size * 0.05)
        .rect(x - size, band + size * 0.09, x + size, band + size * 0.11),
        "#f6ead0",
        alpha=0.8,
        within=body,
    )
    step = size * 0.17
    for k in range(-2, 3):
        c.fill(
            Stencil().poly(star(x + k * step, band - size * 0.09, step * 0.4, 8)),
            "#f6ead0",
            alpha=0.8,
            within=body,
        )
    top_w, top_h = profiles[kind][0]
    c.ellipse(x, y - top_h * size, top_w * size, top_w * size * 0.22, darker(glaze, 0.5))


def open_book(c: Canvas, x: float, y: float, half: float, cover: Paint) -> None:
    """Paint a book lying open, seen from the reader's side; (x, y) is its lower middle."""
    c.poly(
        [
            (x - half * 1.06, y - 8),
            (x - half * 0.9, y - 112),
            (x + half * 0.9, y - 112),
            (x + half * 1.06, y - 8),
            (x, y + 18),
        ],
        cover,
    )
    for side in (-1, 1):
        page = [
            *smooth([(x, y - 4), (x + side * half * 0.4, y - 30), (x + side * half, y - 14)], 8),
            *smooth(
                [
                    (x + side * half * 0.86, y - 116),
                    (x + side * half * 0.36, y - 136),
                    (x, y - 108),
                ],
                8,
            ),
        ]
        c.fill(page, "#fffaee", "#e9dcc0")
        for row in range(6):
            t = 0.16 + row * 0.13
            ends = []
            for reach in (0.12, 0.5, 0.86):
                bend = -26 * math.sin(math.pi * min(1, reach * 0.9)) * 0.9
                wide = half * (1 - 0.14 * (1 - t)) * reach
                ends.append((x + side * wide, y - 108 * (1 - t) - 8 + bend))
            c.line(smooth(ends, 5), 4, "#b9a88c", 0.75)
    c.line([(x, y - 108), (x, y + 2)], 3, "#b9a88c")
    c.poly(
        [
            (x + half * 0.16, y - 2),
            (x + half * 0.2, y - 2),
            (x + half * 0.23, y + 44),
            (x + half * 0.19, y + 34),
            (x + half * 0.15, y + 44),
        ],
        "#c8443c",
    )


def pile(
    c: Canvas, rng: random.Random, x: float, y: float, cloths: Sequence[Paint], count: int
) -> None:
    """Stack *count* closed books at (x, y)."""
    c.ellipse(x + 14, y + 4, 170, 18, "#140c18", 0.35)
    for k in range(count):
        wide, thick = rng.uniform(110, 150), rng.uniform(30, 44)
        off, tone = rng.uniform(-18, 18), cloths[(k + 1) % len(cloths)]
        c.rect(x + off - wide, y - thick, x + off + wide, y, tone, radius=5)
        c.rect(x + off - wide + 14, y - thick + 6, x + off + wide + 2, y - 6, "#f6ebd2")
        c.rect(x + off - wide, y - thick, x + off - wide + 16, y, darker(tone, 0.15), radius=5)
        y -= thick
    c.disc(x, y - 34, 36, "#d8432f")
    c.glow(x - 12, y - 48, 26, "#ffd9b0", 0.5)
    c.line([(x, y - 66), (x + 7, y - 86)], 5, "#5a3a24")
    c.poly(
        smooth(
            [(x + 6, y - 76), (x + 30, y - 92), (x + 44, y - 76), (x + 24, y - 68)], 4, closed=True
        ),
        "#5f8f4a",
    )


def lamp(c: Canvas, x: float, y: float, tall: float, metal: Paint, side: int) -> None:
    """Paint a jointed desk lamp standing at (x, y) and shining towards *side*."""
    c.fill(Stencil().ellipse(x, y, 74, 17), lighter(metal, 0.2), darker(metal, 0.4))
    elbow, head = (x - side * 46, y - tall * 0.55), (x + side * 70, y - tall * 0.98)
    c.line([(x, y - 8), elbow, head], 11, darker(metal, 0.25))
    c.disc(*elbow, 11, metal)
    cone = [
        (head[0] - side * 34, head[1] - 26),
        (head[0] + side * 26, head[1] - 34),
        (head[0] + side * 112, head[1] + 58),
        (head[0] + side * 4, head[1] + 92),
    ]
    beam = [cone[3], cone[2], (x + side * 520, y + 60), (x + side * 20, y + 80)]
    c.fill(beam, "#ffe7ac", alpha=0.42, fade=0.05, blur=14)
    c.ellipse(head[0] + side * 60, head[1] + 76, 52, 20, "#fff6d6")
    c.fill(cone, lighter(metal, 0.25), darker(metal, 0.3))


def tea(c: Canvas, x: float, y: float, size: float) -> None:
    """Paint a glass of mint tea, *size* units tall, standing at (x, y)."""
    c.ellipse(x + 12, y + 2, size * 0.46, size * 0.09, "#140c18", 0.35)
    glass = [
        (x - size * 0.34, y - size),
        (x + size * 0.34, y - size),
        (x + size * 0.26, y),
        (x - size * 0.26, y),
    ]
    c.fill(
        [
            (x - size * 0.32, y - size * 0.82),
            (x + size * 0.32, y - size * 0.82),
            (x + size * 0.25, y - 4),
            (x - size * 0.25, y - 4),
        ],
        "#d9a03a",
        "#8f5a1f",
        alpha=0.95,
    )
    c.fill(glass, "#ffffff", alpha=0.34, fade=0.1, across=True)
    c.rect(x - size * 0.335, y - size * 0.62, x + size * 0.33, y - size * 0.54, "#e9c46a")
    for k in (-0.2, 0, 0.2):
        c.poly(star(x + k * size, y - size * 0.4, size * 0.06, 8), "#f3dd9a")
    for k, lift in ((-0.16, 0.3), (0.08, 0.42), (0.26, 0.24)):
        leaf = smooth(
            [
                (x + k * size, y - size * 0.8),
                (x + (k - 0.12) * size, y - size * (0.9 + lift * 0.4)),
                (x + (k + 0.02) * size, y - size * (0.86 + lift)),
                (x + (k + 0.13) * size, y - size * (0.9 + lift * 0.4)),
            ],
            4,
            closed=True,
        )
        c.poly(leaf, "#4f9a52")
    for k in (-0.1, 0.14):
        steam = smooth(
            [
                (x + k * size, y - size * 1.3),
                (x + (k + 0.12) * size, y - size * 1.6),
                (x + (k - 0.08) * size, y - size * 1.95),
                (x + (k + 0.1) * size, y - size * 2.3),
            ],
            8,
        )
        c.line(steam, size * 0.05, "#ffffff", 0.25)
