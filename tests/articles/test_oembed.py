"""oEmbed answers as https://oembed.com wants it, for stories that are out and for nothing else."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles import actions
from articles.models import Article
from tests.factories import make_article, make_author, make_full_story, make_picture, make_user
from tests.page_reading import read, set_site

pytestmark = pytest.mark.django_db

HOST = "http://testserver"


@pytest.fixture
def ask(client):
    def _ask(address: str, **parameters: Any) -> Any:
        return client.get(f"/oembed?{urlencode({'url': address} | parameters)}")

    return _ask


@pytest.fixture
def story() -> Article:
    set_site(name="قوس الضحى")
    return make_full_story(cover=None, authors=[make_author(name="سعاد"), make_author()])


@pytest.fixture
def pictured() -> Article:
    return make_article(cover=make_picture(size=(1300, 800), ready=("jpg",)))


def test_a_link_response(ask, story):
    response = ask(HOST + story.get_absolute_url())
    # 2.3.1: "must use the mime-type of application/json".
    assert response["Content-Type"].partition(";")[0] == "application/json"
    card = response.json()
    # 2.3.4: version is 1.0, type one of four; 2.3.4.3: a link has neither url nor html.
    assert (card["version"], card["type"]) == ("1.0", "link")
    assert not {"url", "html", "width", "height"} & card.keys()
    assert card["title"] == story.headline
    assert card["author_name"] == "سعاد"
    assert card["author_url"] == HOST + story.writers[0].get_absolute_url()
    assert (card["provider_name"], card["provider_url"]) == ("قوس الضحى", f"{HOST}/")


def test_the_cover_is_the_thumbnail(ask, pictured):
    card = ask(HOST + pictured.get_absolute_url()).json()
    assert card["thumbnail_url"].startswith(f"{HOST}/media/")
    assert (card["thumbnail_width"], card["thumbnail_height"]) == (1200, 630)


def test_xml_says_the_same(ask, story):
    address = HOST + story.get_absolute_url()
    response = ask(address, format="xml")
    # 2.3.2: text/xml, a root called oembed, a child for each value.
    assert response["Content-Type"].partition(";")[0] == "text/xml"
    root = ElementTree.fromstring(response.content)
    assert root.tag == "oembed"
    values = {child.tag: child.text for child in root}
    card = ask(address, format="json").json()
    assert values == {name: str(value) for name, value in card.items()}


@pytest.mark.parametrize("headline", ["أ & ب < ج", "خبر\x0bجديد", "<b>"])
def test_no_headline_breaks_the_xml(ask, headline):
    story = make_article(headline=headline)
    root = ElementTree.fromstring(ask(f"{HOST}/n/{story.pk}", format="xml").content)
    assert root.findtext("title") == headline.replace("\x0b", "")


def test_every_address_of_the_story_will_do(ask, story, settings):
    settings.SITE_URL = "https://news.example"
    slug = story.slug
    for address in (
        f"{HOST}/news/{story.pk}/{slug}/",
        f"{HOST}{story.get_absolute_url()}?utm_source=x#comments",
        f"{HOST}/news/{story.pk}/اسم-سابق/",
        f"https://testserver/n/{story.pk}",
        f"https://news.example/n/{story.pk}",
    ):
        assert ask(address).json()["title"] == story.headline, address


def test_the_thumbnail_respects_the_consumer_s_limits(ask, pictured):
    for limits, size in (
        ({}, (1200, 630)),
        ({"maxwidth": 1200, "maxheight": 630}, (1200, 630)),
        ({"maxwidth": 1199}, (640, 360)),
        ({"maxheight": 400}, (640, 360)),
        ({"maxwidth": 300}, (192, 192)),
        ({"maxwidth": 100}, None),
    ):
        card = ask(f"{HOST}/n/{pictured.pk}", **limits).json()
        # "If this parameter is present, thumbnail_width and thumbnail_height must also be present."
        names = ("thumbnail_url", "thumbnail_width", "thumbnail_height")
        present = [name in card for name in names]
        assert all(present) or not any(present)
        if size is None:
            assert not any(present), limits
        else:
            assert card["thumbnail_width"] <= size[0], limits
            assert card["thumbnail_height"] <= size[1], limits


def test_what_has_no_card_is_404(ask, client):
    story = make_article()
    paths = [
        "/", f"/n/{story.pk + 99}", story.category.get_absolute_url(), "/nowhere/",
        f"/n/{10**30}",
    ]  # fmt: skip
    foreign = [
        f"http://elsewhere.example/n/{story.pk}", f"ftp://testserver/n/{story.pk}",
        f"/n/{story.pk}", "http://[", "نص", "",
    ]  # fmt: skip
    for address in [*(HOST + path for path in paths), *foreign]:
        assert ask(address).status_code == 404, address
    assert client.get("/oembed").status_code == 404


def test_what_is_not_out_has_no_card(ask):
    now = timezone.now()
    withdrawn = make_article()
    actions.withdraw([withdrawn], make_user("EDITOR"))
    for story in (
        withdrawn,
        make_article(status="draft"),
        make_article(published_at=now + timedelta(hours=1)),
        make_article(ends_at=now - timedelta(minutes=1)),
    ):
        assert ask(f"{HOST}/n/{story.pk}").status_code == 404


def test_another_format_is_501(ask, story):
    assert ask(f"{HOST}/n/{story.pk}", format="yaml").status_code == 501


@pytest.mark.parametrize("limit", ["wide", "-3", "1.5", "٣٠٠"])
def test_a_limit_that_is_no_number_is_400(ask, story, limit):
    assert ask(f"{HOST}/n/{story.pk}", maxwidth=limit).status_code == 400


def test_a_very_long_limit_is_no_limit(ask, pictured):
    assert "thumbnail_url" in ask(f"{HOST}/n/{pictured.pk}", maxwidth="9" * 6000).json()


def test_a_card_is_public_and_ends_with_its_story(ask, forgotten):
    story = make_article(ends_at=timezone.now() + timedelta(seconds=30))
    response = ask(f"{HOST}/n/{story.pk}")
    assert response.json()["cache_age"] <= 30
    assert "public" in response["Cache-Control"]
    assert set(response["Cache-Tag"].split(",")) & forgotten(story.save)
    assert response["Access-Control-Allow-Origin"] == "*"


def test_the_story_s_page_leads_to_both_formats(client, story):
    page = read(client, story.get_absolute_url())
    for kind in ("application/json+oembed", "text/xml+oembed"):
        # 4, Discovery: a link whose type is that of the answer, with +oembed.
        link = page.find("link", rel="alternate", type=kind)
        response = client.get(link["href"])
        assert response["Content-Type"].partition(";")[0] == kind.removesuffix("+oembed")
        assert story.headline in response.content.decode()
