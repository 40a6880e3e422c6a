"""robots.txt keeps crawlers from what is no reading (RFC 9309) and names the sitemaps."""

from urllib.robotparser import RobotFileParser

import pytest
from django.urls import reverse

from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(client) -> list[str]:
    response = client.get("/robots.txt")
    # RFC 9309, 2.3: at the root, text/plain, UTF-8.
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode().splitlines()


def test_every_crawler_may_read_stories_and_fetch_what_they_are_made_of(lines):
    story = make_article()
    rules = RobotFileParser()
    rules.parse(lines)
    for path in ("/", story.get_absolute_url(), "/media/pictures/x.jpg", "/static/css/base.css"):
        assert rules.can_fetch("Googlebot-News", path), path
    for path in (reverse("admin:index"), "/search/?q=x", f"/preview/{story.pk}/"):
        assert not rules.can_fetch("Googlebot", path), path


def test_counting_a_view_is_not_for_crawlers(lines):
    # RFC 9309, 2.2.3: "*" stands for any characters.
    assert "Disallow: /n/*/views" in lines
    assert "Disallow: /n/" not in lines


def test_sitemaps_are_absolute_and_answer(client, lines):
    sitemaps = [line.removeprefix("Sitemap: ") for line in lines if line.startswith("Sitemap:")]
    assert sitemaps == ["http://testserver/sitemap.xml", "http://testserver/sitemap-news.xml"]
    for address in sitemaps:
        assert client.get(address).status_code == 200
