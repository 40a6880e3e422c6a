"""Trees and plants of the country, as silhouettes with one lit side."""

import math
import random

from articles.demo.painting.canvas import Canvas, Stencil
from articles.demo.painting.colour import Paint, darker, lighter, mix
from articles.demo.painting.nature import smooth


def palm(
    c: Canvas,
    rng: random.Random,
    x: float,
    y: float,
    height: float,
    trunk: Paint,
    leaf: Paint,
    lean: float | None = None,
) -> None:
    """Paint a date palm standing at (x, y)."""
    lean = rng.uniform(-0.12, 0.12) if lean is None else lean
    top_x, top_y = x + lean * height, y - height
    spine = smooth([(x, y), (x + lean * height * 0.25, y - height * 0.4), (top_x, top_y)], 6)
    foot = height * 0.034
    left = [(px - foot * (1.3 - 0.6 * i / len(spine)), py) for i, (px, py) in enumerate(spine)]
    right = [(px + foot * (1.3 - 0.6 * i / len(spine)), py) for i, (px, py) in enumerate(spine)]
    c.poly([*left, *reversed(right)], trunk)
    c.poly([*spine, *reversed(right)], darker(trunk, 0.3))
    length = height * 0.42
    for angle in (-172, -8, -152, -30, 168, 14, -128, -54, -92, 150, 32):
        turn = math.radians(angle + rng.uniform(-7, 7))
        reach = length * rng.uniform(0.85, 1.1)
        dx, dy = math.cos(turn) * reach, math.sin(turn) * reach * 0.8
        tip = (top_x + dx, top_y + dy + reach * 0.42 * abs(math.cos(turn)))
        bend = (top_x + dx * 0.55, top_y + dy * 0.75 - reach * 0.12)
        upper = smooth([(top_x, top_y), bend, tip], 7)
        tone = mix(leaf, darker(leaf, 0.45), max(0, math.sin(turn)) * 0.9 + rng.uniform(0, 0.25))
        # Notches along the lower edge read as leaflets at any size.
        lower = []
        for i, (px, py) in enumerate(upper[1:-1]):
            t = (i + 1) / (len(upper) - 1)
            drop = reach * (0.035 + 0.19 * math.sin(math.pi * t) * (1 - 0.4 * t))
            lower += [(px + dx * 0.02, py + drop), (px + dx * 0.045, py + drop * 0.55)]
        c.poly([*upper, *reversed(lower)], tone)
    for side in (-1, -0.3, 0.5, 1.1):
        c.ellipse(
            top_x + side * foot * 1.5,
            top_y + foot * 1.8,
            foot * 0.6,
            foot * 1.2,
            mix(trunk, "#e0922f", 0.55),
        )


def crown(
    c: Canvas,
    rng: random.Random,
    x: float,
    y: float,
    rx: float,
    ry: float,
    leaf: Paint,
    lobes: int = 8,
    light: float = 0.22,
    seated: bool = False,
) -> None:
    """Paint a rounded crown of leaves centred on (x, y), lit from the upper left.

    *seated* cuts its foot level, as of a bush on the ground.
    """
    body, lit = [(x, y, rx * 0.8, ry * 0.78)], [(x - rx * 0.15, y - ry * 0.25, rx * 0.55, ry * 0.5)]
    for i in range(lobes):
        turn = math.tau * i / lobes + rng.uniform(-0.2, 0.2)
        size = rng.uniform(0.3, 0.42)
        lx, ly = x + math.cos(turn) * rx * 0.66, y + math.sin(turn) * ry * 0.62
        body.append((lx, ly, rx * size, ry * size))
        lit.append((lx - rx * 0.14, ly - ry * 0.2, rx * size * 0.8, ry * size * 0.72))
    if rx < 62 and not seated:
        # Too small for a gradient to show: three flat tones do.
        for lobe in body:
            c.ellipse(*lobe, darker(leaf, 0.26))
        for lx, ly, width, height in body:
            c.ellipse(
                lx - rx * 0.06, ly - ry * 0.1, width * 0.88, height * 0.85, darker(leaf, 0.06)
            )
        for lx, ly, width, height in lit:
            c.ellipse(lx, ly, width * 0.8, height * 0.75, lighter(leaf, light * 0.4))
        return
    shape, bright = Stencil(), Stencil()
    for lobe in body:
        shape.ellipse(*lobe)
    for lobe in lit:
        bright.ellipse(*lobe)
    if seated:
        shape.rect(x - rx * 1.2, y + ry * 0.55, x + rx * 1.2, y + ry * 1.4, hole=True)
    c.fill(shape, leaf, darker(leaf, 0.42))
    c.fill(bright, lighter(leaf, light), leaf, alpha=0.8, fade=0.1, within=shape)


def olive_tree(
    c: Canvas, rng: random.Random, x: float, y: float, height: float, leaf: Paint, trunk: Paint
) -> None:
    """Paint an old olive tree standing at (x, y), with a twisted trunk and silvery crown."""
    half = height * 0.07
    for side in (-1, 1):
        limb = smooth(
            [
                (x + side * half * 0.2, y),
                (x - side * half * 0.5, y - height * 0.22),
                (x + side * height * 0.17, y - height * 0.52),
            ],
            6,
        )
        c.line(limb, half * 1.5, trunk if side < 0 else darker(trunk, 0.25))
    c.poly(
        [
            (x - half * 2, y + 3),
            (x - half * 0.6, y - height * 0.1),
            (x + half * 0.6, y - height * 0.1),
            (x + half * 2, y + 3),
        ],
        darker(trunk, 0.15),
    )
    crown(
        c,
        rng,
        x + height * 0.2,
        y - height * 0.6,
        height * 0.32,
        height * 0.24,
        darker(leaf, 0.14),
        7,
    )
    crown(c, rng, x - height * 0.2, y - height * 0.58, height * 0.34, height * 0.25, leaf, 7, 0.3)
    crown(c, rng, x, y - height * 0.76, height * 0.36, height * 0.25, leaf, 8, 0.34)


def cypress(c: Canvas, x: float, y: float, height: float, leaf: Paint) -> None:
    """Paint a cypress standing at (x, y)."""
    half = height * 0.11
    outline = smooth(
        [
            (x, y - height),
            (x + half * 0.75, y - height * 0.55),
            (x + half, y - height * 0.2),
            (x + half * 0.4, y),
            (x - half * 0.4, y),
            (x - half, y - height * 0.2),
            (x - half * 0.75, y - height * 0.55),
        ],
        6,
        closed=True,
    )
    c.fill(outline, lighter(leaf, 0.14), darker(leaf, 0.5), across=True)


def fir(
    c: Canvas, x: float, y: float, height: float, leaf: Paint, snow: Paint | None = None
) -> None:
    """Paint a conifer standing at (x, y), its tiers carrying *snow* when given."""
    c.rect(x - height * 0.025, y - height * 0.1, x + height * 0.025, y, darker(leaf, 0.6))
    tiers = 5
    for i in range(tiers):
        foot = y - height * (0.08 + 0.175 * i)
        half = height * 0.235 * (1 - i / (tiers + 0.8))
        tip = foot - height * 0.3
        c.poly(
            [
                (x - half, foot),
                (x - half * 0.35, foot - height * 0.02),
                (x, foot + height * 0.015),
                (x + half * 0.4, foot - height * 0.02),
                (x + half, foot),
                (x, tip),
            ],
            mix(leaf, darker(leaf, 0.4), 1 - i / tiers),
        )
        if snow is not None:
            c.poly(
                [
                    (x, tip),
                    (x - half * 0.8, foot - height * 0.035),
                    (x - half * 0.42, foot - height * 0.06),
                    (x - half * 0.2, foot - height * 0.02),
                    (x + half * 0.06, foot - height * 0.1),
                    (x + half * 0.24, foot - height * 0.1),
                ],
                snow,
                0.95,
            )
            c.poly(
                [
                    (x, tip),
                    (x + half * 0.24, foot - height * 0.1),
                    (x + half * 0.62, foot - height * 0.045),
                    (x + half * 0.5, foot - height * 0.08),
                ],
                mix(snow, leaf, 0.3),
                0.9,
            )


def cactus(c: Canvas, x: float, y: float, height: float, body: Paint, arms: int = 2) -> None:
    """Paint a columnar cactus standing at (x, y)."""
    thick = height * 0.13
    for i in range(arms):
        side = 1 if i % 2 else -1
        ay = y - height * (0.36 + 0.16 * i)
        elbow = [
            (x, ay),
            (x + side * height * 0.16, ay),
            (x + side * height * 0.19, ay - height * 0.06),
            (x + side * height * 0.19, ay - height * 0.26),
        ]
        c.line(smooth(elbow, 5), thick * 0.72, darker(body, 0.12))
        c.disc(elbow[-1][0], elbow[-1][1], thick * 0.36, darker(body, 0.12))
    column = Stencil().rect(x - thick / 2, y - height, x + thick / 2, y + 2, thick / 2)
    c.fill(column, lighter(body, 0.18), darker(body, 0.35), across=True)
    for k in (-0.22, 0.0, 0.22):
        c.line(
            [(x + k * thick, y - height * 0.94), (x + k * thick, y)],
            thick * 0.05,
            darker(body, 0.3),
            0.5,
        )


def agave(c: Canvas, rng: random.Random, x: float, y: float, size: float, leaf: Paint) -> None:
    """Paint a rosette of pointed leaves growing from (x, y)."""
    for i in range(13):
        turn = math.radians(-90 + (i - 6) * 14.5 * (1 if i % 2 else -1) * (1 if i > 1 else 0.2))
        reach = size * rng.uniform(0.8, 1.05)
        tip = (x + math.cos(turn) * reach, y + math.sin(turn) * reach)
        across = (-math.sin(turn) * size * 0.1, math.cos(turn) * size * 0.1)
        mid = (x + math.cos(turn) * reach * 0.45, y + math.sin(turn) * reach * 0.45)
        c.poly([(x, y), (mid[0] + across[0], mid[1] + across[1]), tip], lighter(leaf, 0.1))
        c.poly([(x, y), (mid[0] - across[0], mid[1] - across[1]), tip], darker(leaf, 0.22))


def tuft(
    c: Canvas, rng: random.Random, x: float, y: float, size: float, leaf: Paint, blades: int = 7
) -> None:
    """Paint a tuft of grass growing from (x, y)."""
    for _ in range(blades):
        lean = rng.gauss(0, 0.35)
        tall = size * rng.uniform(0.6, 1.1)
        c.poly(
            [(x - size * 0.05, y), (x + size * 0.05, y), (x + lean * tall, y - tall)],
            mix(leaf, darker(leaf, 0.4), rng.random()),
        )
