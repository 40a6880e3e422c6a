"""Colours of both schemes: every text stands out from its ground (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

STYLES = Path(__file__).resolve().parent.parent / "static" / "css"

GROUNDS = ("paper", "surface")
TEXTS = ("ink", "ink-soft", "brand", "link", "visited", "alert")
FIELDS = (
    ("masthead", "on-masthead"),
    ("masthead", "on-masthead-soft"),
    ("button", "on-button"),
    ("breaking", "on-breaking"),
    ("notice", "on-notice"),
    ("footer", "on-footer"),
    ("footer", "on-footer-soft"),
)
TEXT_PAIRS = [(ground, text) for ground in GROUNDS for text in TEXTS] + list(FIELDS)
SHAPE_PAIRS = [(ground, shape) for ground in GROUNDS for shape in ("focus", "rule-strong")]

_COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")


def schemes() -> dict[str, dict[str, str]]:
    """The colour tokens of the light scheme, and of the dark one on top of it."""
    light, dark = (STYLES / "tokens.css").read_text().split("prefers-color-scheme: dark")
    colours = dict(_COLOUR.findall(light))
    return {"light": colours, "dark": colours | dict(_COLOUR.findall(dark))}


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2, glossary)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_itself():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ground", "text"), TEXT_PAIRS)
def test_texts_stand_out(scheme, ground, text):
    colours = schemes()[scheme]
    assert contrast(colours[ground], colours[text]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ground", "shape"), SHAPE_PAIRS)
def test_focus_rings_and_edges_of_controls_stand_out(scheme, ground, shape):
    colours = schemes()[scheme]
    assert contrast(colours[ground], colours[shape]) >= 3


def test_both_schemes_set_the_same_colours():
    light, dark = (STYLES / "tokens.css").read_text().split("prefers-color-scheme: dark")
    assert {name for name, _ in _COLOUR.findall(light)} == {
        name for name, _ in _COLOUR.findall(dark)
    }


@pytest.mark.parametrize("path", sorted(STYLES.glob("*.css")), ids=lambda path: path.name)
def test_styles_know_no_left_and_right(path):
    """One sheet serves both directions of writing (CSS Logical Properties)."""
    physical = re.compile(
        r"(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right|top|bottom)"
        r"|left|right|top|bottom|width|height|(?:min|max)-(?:width|height))\s*:"
    )
    sheet = re.sub(r"@media[^{]*|/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert physical.findall(sheet) == []
