"""What holds on every public page."""

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import (
    make_article,
    make_author,
    make_breaking,
    make_full_story,
    make_page,
    make_tag,
)
from tests.page_reading import in_order, read, set_site, text

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def every_page():
    """An address of each kind of page."""
    author, tag = make_author(), make_tag()
    story = make_full_story(tags=[tag], authors=[author])
    rows = (story, story.category, tag, author, make_page())
    return ["/", "/archive/2023/1/", "/archive/2023/1/18/"] + [
        row.get_absolute_url() for row in rows
    ]


def test_breaking_news_stands_on_every_page_newest_first(client, every_page):
    now = timezone.now()
    linked = make_article()
    make_breaking(text="عاجل بلا رابط", starts_at=now - timedelta(minutes=9))
    make_breaking(text="عاجل برابط", starts_at=now - timedelta(minutes=2), article=linked)
    make_breaking(text="منتهي", expires_at=now - timedelta(seconds=1))
    make_breaking(text="قادم", starts_at=now + timedelta(hours=1))
    for address in every_page:
        bar = read(client, address).select_one(".breaking")
        in_order(text(bar), "الأخبار العاجلة", "عاجل برابط", "منذ دقيقتين", "عاجل بلا رابط")
        assert "منتهي" not in text(bar)
        assert "قادم" not in text(bar)
        assert [link["href"] for link in bar.select("a")] == [linked.get_absolute_url()]


def test_without_breaking_news_there_is_no_bar(client):
    assert read(client, "/").select(".breaking") == []


def test_one_breaking_item_needs_no_buttons(client):
    make_breaking()
    assert read(client, "/").select(".breaking button") == []


def test_the_invitation_stands_on_every_page_once(client, every_page):
    assert read(client, "/").select("[data-invitation]") == []
    set_site(whatsapp_url="https://whatsapp.com/channel/x")
    for address in every_page:
        invitations = read(client, address).select("[data-invitation]")
        assert len(invitations) == 1
        assert "تابعونا على قناتنا في واتساب" in text(invitations[0])
        assert invitations[0].a["href"] == "https://whatsapp.com/channel/x"


def test_the_frame_of_every_page(client, every_page):
    for address in every_page:
        page = read(client, address)
        assert (page.html["lang"], page.html["dir"]) == ("ar", "rtl")
        assert page.select("[dir=rtl]") == [page.html]
        assert len(page.find_all("h1")) == len(page.find_all("main")) == 1
        assert page.body.find("a")["href"] == f"#{page.main['id']}"
        levels = [int(heading.name[1]) for heading in page.main.find_all(["h1", "h2", "h3", "h4"])]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
        assert text(page.title)
        assert page.find("link", rel="canonical")["href"].startswith("http://testserver/")


def test_no_page_holds_inline_styles_scripts_or_foreign_resources(client, every_page):
    for address in every_page:
        page = read(client, address)
        assert page.select("[style], style") == []
        data = {"application/json", "application/ld+json"}
        for script in page.find_all("script"):
            assert script.get("src", "").startswith("/static/") or script["type"] in data
        assert not [
            name
            for element in page.find_all(True)
            for name in element.attrs
            if name.startswith("on")
        ]
        for image in page.find_all("img"):
            assert image["src"].startswith(("/media/", "/n/"))
        for link in page.find_all("link", rel=["stylesheet", "icon"]):
            assert link["href"].startswith("/static/")


def test_scripts_wait_for_what_the_first_paint_needs(client, every_page):
    """fetchpriority (HTML, 4.12.1): modules never delay style sheets, faces and pictures."""
    for address in every_page:
        modules = read(client, address).select("script[type=module]")
        assert {module.get("fetchpriority") for module in modules} == {"low"}, address


def test_every_control_has_a_name_and_every_id_stands_once(client, every_page):
    make_breaking()
    make_breaking()
    set_site(whatsapp_url="https://whatsapp.com/channel/x")
    for address in every_page:
        page = read(client, address)
        for control in page.find_all(["a", "button"]):
            assert text(control) or control.get("aria-label") or control.get("aria-hidden")
        ids = [element["id"] for element in page.find_all(id=True)]
        assert len(ids) == len(set(ids))
        for element in page.find_all(attrs={"aria-labelledby": True}):
            assert element["aria-labelledby"] in ids
