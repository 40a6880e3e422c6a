"""Accents: legible for every colour an editor can choose, and the style sheet made of them."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles import accents, furniture
from articles.accents import LEGIBLE, accent, contrast
from tests.factories import make_category
from tests.page_reading import read

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")

EXTREMES = ("#000000", "#ffffff", "#ffff00", "#0000ff", "#ff0000", "#00ff00", "#808080", "#767676")


def examples(test):
    for colour in EXTREMES:
        test = example(colour)(test)
    return test


def legible(colour: str, *others: str) -> bool:
    return all(contrast(colour, other) >= LEGIBLE for other in others)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ffffff", 4.0)],
)
def test_contrast_as_wcag_defines_it(one, other, ratio):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


@examples
@given(COLOURS)
def test_legible_on_every_ground_of_both_schemes(colour):
    found = accent(colour)
    assert legible(found.light, *accents.LIGHT_GROUNDS)
    assert legible(found.dark, *accents.DARK_GROUNDS)
    assert legible(found.fill, found.on_fill)
    assert found.on_fill in {accents.WHITE, accents.NEAR_BLACK}


@examples
@given(COLOURS)
def test_a_legible_colour_stays_as_it_is(colour):
    found = accent(colour)
    assert (found.light == colour) == legible(colour, *accents.LIGHT_GROUNDS)
    assert (found.dark == colour) == legible(colour, *accents.DARK_GROUNDS)
    assert (found.fill == colour) == (
        legible(colour, accents.WHITE) or legible(colour, accents.NEAR_BLACK)
    )


@given(COLOURS)
def test_a_changed_colour_moves_no_further_than_it_must(colour):
    found = accent(colour)
    for shown, grounds in (
        (found.light, accents.LIGHT_GROUNDS),
        (found.dark, accents.DARK_GROUNDS),
    ):
        if shown != colour:
            assert min(contrast(shown, ground) for ground in grounds) < LEGIBLE + 0.15


@pytest.mark.parametrize(
    "colour",
    ["#e57373", "#e0a030", "#ffd400", "#9ccc65", "#26c6da", "#64b5f6", "#7986cb", "#ba68c8"],
)
def test_a_changed_colour_keeps_its_hue(colour):
    shown = accent(colour).light
    assert shown != colour
    away = (accents.hue(shown) - accents.hue(colour) + 180) % 360 - 180
    assert abs(away) < 2


@pytest.mark.parametrize("colour", ["", "red", "#fff", "#12345g", "123456", "#1234567"])
def test_no_colour(colour):
    with pytest.raises(ValueError, match=colour or None):
        accent(colour)


def tokens() -> dict[str, tuple[str, str]]:
    """The colours of tokens.css that stand there with a value for each scheme."""
    from django.contrib.staticfiles import finders

    path = finders.find("css/tokens.css")
    with open(path, encoding="utf-8") as file:
        css = file.read()
    pairs = re.findall(r"(--[\w-]+): var\(--light, (#\w+)\) var\(--dark, (#\w+)\);", css)
    return {name: (light, dark) for name, light, dark in pairs}


def test_the_grounds_and_the_house_colour_are_those_of_the_pages():
    defined = tokens()
    grounds = [defined[name] for name in ("--paper", "--surface", "--surface-strong")]
    assert tuple(light for light, _dark in grounds) == accents.LIGHT_GROUNDS
    assert tuple(dark for _light, dark in grounds) == accents.DARK_GROUNDS
    assert defined["--brand"][0] == accents.HOUSE


# --- The style sheet -----------------------------------------------------------------------------


def test_one_rule_for_each_section_with_a_colour():
    assert accents.style_sheet([(3, "#0b6b3a"), (4, ""), (12, "#ffd400")]) == (
        "@layer tokens{\n"
        ".accent-3{--accent:var(--light,#0b6b3a) var(--dark,#50a36e);"
        "--accent-fill:#0b6b3a;--on-accent-fill:#ffffff}\n"
        ".accent-12{--accent:var(--light,#7d6600) var(--dark,#ffd400);"
        "--accent-fill:#ffd400;--on-accent-fill:#14171a}\n"
        "}\n"
    )


def test_no_sheet_without_colours():
    assert accents.style_sheet([(4, "")]) == accents.digest("") == ""


@pytest.mark.django_db
class TestAddress:
    def test_pages_name_it_without_a_query(self, client, django_assert_num_queries):
        section = make_category(accent="#0b6b3a")
        with django_assert_num_queries(1):
            address = furniture.load().accents
        assert re.fullmatch(r"/accents\.[0-9a-f]{12}\.css", address)
        page = read(client, section.get_absolute_url())
        assert page.select(f'link[rel="stylesheet"][href="{address}"]')
        assert not page.select("style, [style]")

    def test_no_address_without_colours(self):
        section = make_category(accent="#0b6b3a")
        section.accent = ""
        section.save()
        assert furniture.load().accents == ""

    def test_kept_for_ever_under_its_own_address(self, client):
        section = make_category(accent="#0b6b3a")
        response = client.get(furniture.load().accents)
        assert f".accent-{section.pk}{{".encode() in response.content
        assert response["Content-Type"] == "text/css; charset=utf-8"
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response["Cache-Tag"] == "furniture"

    def test_an_earlier_address_gives_the_colours_of_today_for_a_short_time(self, client):
        section = make_category(accent="#0b6b3a")
        earlier = furniture.load().accents
        section.accent = "#1f5c99"
        section.save()
        today = furniture.load().accents
        assert today != earlier
        response = client.get(earlier)
        assert response.content == client.get(today).content
        assert "max-age=0, s-maxage=60" in response["Cache-Control"]

    def test_without_any_colour_an_earlier_address_is_empty(self, client):
        response = client.get("/accents.0123456789ab.css")
        assert (response.status_code, response.content) == (200, b"")
        assert "immutable" not in response["Cache-Control"]
