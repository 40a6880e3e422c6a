"""The page of components shows every one of them, in debug mode alone."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.http import Http404
from django.test import Client
from django.urls import NoReverseMatch, reverse

from articles.design_page import colours, design
from tests.newspaper import Newspaper

pytestmark = pytest.mark.django_db

TEMPLATES = Path(settings.BASE_DIR) / "templates"

# Not to be looked at, or only ever around another page.
ELSEWHERE = {"_feed_links", "_preview", "_story_metadata", "_result", "_most_read_list"}


@pytest.fixture
def page(rf):
    Newspaper(comments=2)
    return BeautifulSoup(design(rf.get("/design/")).content, "html.parser")


def test_it_is_there_in_debug_mode_alone():
    assert Client().get("/design/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("design")


def test_without_a_story_there_is_nothing_to_show(rf):
    with pytest.raises(Http404):
        design(rf.get("/design/"))


def test_it_includes_every_component_of_a_story_page_and_of_lists():
    page = (TEMPLATES / "articles" / "design.html").read_text()
    shown = set(re.findall(r'include "articles/(_\w+)\.html"', page))
    for name in list(shown):
        text = (TEMPLATES / "articles" / f"{name}.html").read_text()
        shown |= set(re.findall(r'include "articles/(_\w+)\.html"', text))
    shown |= {"_picture", "_breaking"}
    every = {path.stem for path in (TEMPLATES / "articles").glob("_*.html")}
    assert every - shown - ELSEWHERE == set()


def test_it_shows_every_colour(page):
    names = [item.get_text(strip=True) for item in page.select(".design__colours li")]
    assert names == colours()
    assert {"paper", "ink", "accent", "band", "focus"} <= set(names)
    fills = [rect["fill"] for rect in page.select(".design__colours rect")]
    assert fills == [f"var(--{name})" for name in names]


def test_it_shows_every_shape_of_cards_and_blocks(page):
    shapes = {name for card in page.select(".card") for name in card["class"]}
    assert {f"card--{kind}" for kind in ("lead", "feature", "row", "opinion")} <= shapes
    blocks = [block["class"][1] for block in page.select(".block")]
    assert blocks == [
        f"block--{shape}" for shape in ("feature", "columns", "headlines", "pictures", "opinion")
    ]
