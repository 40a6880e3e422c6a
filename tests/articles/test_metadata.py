"""What machines read in each head: ogp.me, X cards, canonical addresses, feeds, robots."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from articles import views
from articles.publication import Status
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_full_story,
    make_page,
    make_picture,
    make_tag,
    make_user,
    sign,
)
from tests.page_reading import read, set_site

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

HOST = "http://testserver"


@pytest.fixture
def pages() -> dict[str, str]:
    """An address of each kind of page."""
    set_site(name="قوس الضحى", description="صحيفة تجريبية")
    tag, author = make_tag(), make_author(portrait=make_picture(alt="وجه"))
    story = make_full_story(tags=[tag], authors=[author])
    return {
        "home": "/",
        "story": story.get_absolute_url(),
        "bare story": make_article(category=story.category).get_absolute_url(),
        "category": story.category.get_absolute_url(),
        "tag": tag.get_absolute_url(),
        "author": author.get_absolute_url(),
        "month": "/archive/2023/1/",
        "day": "/archive/2023/1/18/",
        "page": make_page().get_absolute_url(),
    }


def properties(page, prefix: str = "og:") -> dict[str, str]:
    """Open Graph values; fails if one that may stand once stands twice."""
    tags = [
        tag for tag in page.find_all("meta", property=True) if tag["property"].startswith(prefix)
    ]
    found = {tag["property"]: tag["content"] for tag in tags}
    assert len(found) == len(tags) or prefix == "article:"
    return found


def test_every_page_has_what_open_graph_requires(client, pages):
    for kind, address in pages.items():
        found = properties(read(client, address))
        # ogp.me, "Basic Metadata": title, type, image, url are required for every page.
        assert {"og:title", "og:type", "og:image", "og:url"} <= found.keys(), kind
        assert all(found.values()), kind
        assert found["og:url"] == HOST + address
        assert found["og:site_name"] == "قوس الضحى"
        assert found["og:locale"] == "ar_AR"
        # ogp.me, "Structured Properties"; "if the page specifies an og:image it should specify
        # og:image:alt".
        assert found["og:image"].startswith(f"{HOST}/")
        assert int(found["og:image:width"]) >= 200
        assert int(found["og:image:height"]) >= 200
        assert found["og:image:alt"]
        types = {"story": "article", "bare story": "article", "author": "profile"}
        assert found["og:type"] == types.get(kind, "website")


def test_every_page_has_one_description_of_its_own(client, pages):
    seen = set()
    for kind, address in pages.items():
        page = read(client, address)
        (description,) = page.find_all("meta", attrs={"name": "description"})
        assert 0 < len(description["content"]) <= 600, kind
        assert "\n" not in description["content"]
        seen.add(description["content"])
        assert properties(page)["og:description"] == description["content"], kind
    assert len(seen) == len(pages)


def test_a_list_without_a_written_description_says_what_it_lists(client):
    for target in (make_category(name="المجتمع"), make_tag(name="ماء"), make_author(name="سعاد")):
        page = read(client, target.get_absolute_url())
        assert target.name in page.find("meta", attrs={"name": "description"})["content"]


def test_a_shared_picture_has_the_size_that_cards_want(client):
    story = make_article(cover=make_picture(size=(1300, 800), alt="سفينة", ready=("jpg",)))
    page = read(client, story.get_absolute_url())
    found = properties(page)
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["og:image:type"] == "image/jpeg"
    assert found["og:image:alt"] == "سفينة"
    assert client.get(found["og:image"]).status_code == 200
    cards = {tag["name"]: tag["content"] for tag in page.find_all("meta", attrs={"name": True})}
    assert cards["twitter:card"] == "summary_large_image"
    assert cards["twitter:image:alt"] == "سفينة"


def test_without_a_picture_the_card_is_small_and_shows_the_logo(client):
    page = read(client, make_article().get_absolute_url())
    assert page.find("meta", attrs={"name": "twitter:card"})["content"] == "summary"
    assert properties(page)["og:image"] == f"{HOST}/static/icons/logo.png"


def test_article_properties(client):
    writer = make_author()
    story = make_full_story(published_at=timezone.make_aware(datetime(2023, 1, 18, 15, 5)))
    sign(story, writer)
    page = read(client, story.get_absolute_url())
    found = properties(page, "article:")
    # ogp.me, "article": times in ISO 8601; author is the address of a profile.
    assert found["article:published_time"] == "2023-01-18T15:05:00+01:00"
    assert found["article:modified_time"] == "2023-01-18T15:05:00+01:00"
    assert found["article:section"] == "الأخبار الوطنية"
    assert found["article:author"] == HOST + writer.get_absolute_url()
    tags = page.find_all("meta", property="article:tag")
    assert [tag["content"] for tag in tags] == ["الدفاع", "الصناعة"]


def test_canonical_addresses_are_absolute_and_those_of_the_page(client, pages):
    for kind, address in pages.items():
        (link,) = read(client, f"{address}?utm_source=x").find_all("link", rel="canonical")
        assert link["href"] == HOST + address, kind


def test_a_later_page_of_a_list_is_its_own_canonical_page(client, monkeypatch):
    monkeypatch.setattr(views, "PAGE_SIZE", 1)
    category = make_category()
    for hours in (1, 2, 3):
        make_article(category=category, published_at=timezone.now() - timedelta(hours=hours))
    first = read(client, category.get_absolute_url())
    (older,) = [
        link["href"] for link in first.find_all("a", href=True) if "before=" in link["href"]
    ]
    address = category.get_absolute_url() + older if older.startswith("?") else older
    later = read(client, address)
    assert later.find("link", rel="canonical")["href"] == HOST + address
    assert properties(later)["og:url"] == HOST + address


def test_search_engines_may_show_large_pictures(client, pages):
    for kind, address in pages.items():
        (robots,) = read(client, address).find_all("meta", attrs={"name": "robots"})
        assert robots["content"] == "max-image-preview:large", kind


def test_a_preview_is_for_no_search_engine(client):
    story = make_full_story(status=Status.DRAFT, published_at=None)
    client.force_login(make_user("EDITOR"))
    page = read(client, f"/preview/{story.pk}/")
    (robots,) = page.find_all("meta", attrs={"name": "robots"})
    assert robots["content"] == "noindex"
    assert page.find_all("link", rel="alternate") == []
    assert page.find_all("script", type="application/ld+json") == []


def test_an_error_page_says_nothing_to_machines_but_to_stay_away(client):
    from bs4 import BeautifulSoup

    page = BeautifulSoup(client.get("/nowhere/").content, "html.parser")
    (robots,) = page.find_all("meta", attrs={"name": "robots"})
    assert robots["content"] == "noindex"
    assert page.find_all("link", rel=["alternate", "canonical"]) == []


def test_every_page_leads_to_its_feeds_the_own_ones_first(client, pages):
    kinds = {"category", "tag", "author"}
    for kind, address in pages.items():
        links = read(client, address).find_all("link", rel="alternate")
        feeds = [link for link in links if "/feeds/" in link["href"]]
        types = ["application/rss+xml", "application/atom+xml", "application/feed+json"]
        site = [link for link in feeds if link["href"].count("/") == 2]
        assert [link["type"] for link in site] == types
        if kind in kinds:
            assert [link["type"] for link in feeds[:3]] == types
            assert all(f"/feeds/{kind}/" in link["href"] for link in feeds[:3])
        for link in feeds:
            response = client.get(link["href"])
            assert response.status_code == 200, link["href"]
            assert response["Content-Type"].startswith(link["type"])
            assert link["title"]
