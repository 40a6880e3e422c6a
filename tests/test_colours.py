"""Colours of both schemes: every text stands out from its ground (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

from articles.accents import contrast

STYLES = Path(__file__).resolve().parent.parent / "static" / "css"

GROUNDS = ("paper", "surface")
TEXTS = ("ink", "ink-soft", "brand", "link", "visited", "alert")
BODY_TEXTS = ("ink", "ink-soft")
FIELDS = (
    ("masthead", "on-masthead"),
    ("masthead", "on-masthead-soft"),
    ("button", "on-button"),
    ("breaking", "on-breaking"),
    ("notice", "on-notice"),
    ("band", "on-band"),
    ("band", "on-band-soft"),
    ("footer", "on-footer"),
    ("footer", "on-footer-soft"),
)
TEXT_PAIRS = [(ground, text) for ground in GROUNDS for text in TEXTS] + list(FIELDS)
SHAPE_PAIRS = [(ground, shape) for ground in GROUNDS for shape in ("focus", "rule-strong")]

_COLOUR = re.compile(
    r"--([\w-]+): (?:var\(--light, (#[0-9a-f]{6})\) var\(--dark, (#[0-9a-f]{6})\)|(#[0-9a-f]{6}));"
)


def schemes() -> dict[str, dict[str, str]]:
    """The colour tokens of both schemes, by name."""
    found: dict[str, dict[str, str]] = {"light": {}, "dark": {}}
    for name, light, dark, both in _COLOUR.findall((STYLES / "tokens.css").read_text()):
        # The first is the ordinary one; what asks for more contrast comes after it.
        found["light"].setdefault(name, light or both)
        found["dark"].setdefault(name, dark or both)
    return found


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_read_at_length_stands_out_more(scheme):
    """WCAG 2.2, 1.4.6 (AAA)."""
    colours = schemes()[scheme]
    for text in BODY_TEXTS:
        assert contrast(colours["paper"], colours[text]) >= 7


def test_no_colour_stands_outside_the_tokens():
    """Else it would not follow the scheme that the reader chose."""
    for path in STYLES.glob("*.css"):
        sheet = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", path.read_text(), flags=re.DOTALL)
        if path.name not in {"tokens.css", "print.css"}:
            assert re.findall(r"#[0-9a-f]{3,8}\b", sheet) == [], path.name


def test_the_scheme_chosen_wins_over_the_systems():
    """Whoever chose light reads light at night, and the other way round."""
    sheet = (STYLES / "tokens.css").read_text()
    system = sheet.index("prefers-color-scheme: dark")
    assert system < sheet.index(':root[data-scheme="light"]') < sheet.index("--paper:")
    assert system < sheet.index(':root[data-scheme="dark"]') < sheet.index("--paper:")


@pytest.mark.parametrize("path", sorted(STYLES.glob("*.css")), ids=lambda path: path.name)
def test_styles_know_no_left_and_right(path):
    """One sheet serves both directions of writing (CSS Logical Properties)."""
    physical = re.compile(
        r"(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right|top|bottom)"
        r"|left|right|top|bottom|width|height|(?:min|max)-(?:width|height))\s*:"
    )
    sheet = re.sub(r"@media[^{]*|/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert physical.findall(sheet) == []
