"""What a public page may cost in queries of the database (in bytes: browser/test_weight.py).

Measured on the demo's own prose, with a hundred comments under the story; the numbers stay when
the content grows. A page that needs more changes the number here, knowingly.
"""

import pytest
from django.utils import timezone

from articles import most_read
from tests.newspaper import Newspaper

pytestmark = pytest.mark.django_db


@pytest.fixture
def newspaper() -> Newspaper:
    newspaper = Newspaper()
    most_read.refresh(timezone.now())
    return newspaper


QUERIES = {
    "home": 5,
    "story": 6,
    "section": 3,
    "tag": 3,
    "author": 3,
    "month": 5,
    "day": 5,
    "page": 2,
    "search": 5,
    "search form": 1,
    "missing": 1,
}


@pytest.mark.slow
def test_queries(client, newspaper, django_assert_num_queries):
    for kind, queries in QUERIES.items():
        with django_assert_num_queries(queries, info=kind):
            client.get(newspaper.address(kind))


@pytest.mark.slow
def test_queries_stay_when_the_content_grows(client, newspaper, django_assert_num_queries):
    newspaper.grow()
    for kind, queries in QUERIES.items():
        with django_assert_num_queries(queries, info=kind):
            client.get(newspaper.address(kind))


# --- What machines read --------------------------------------------------------------------------

MACHINE_QUERIES = {
    "/feeds/rss.xml": 4,
    "/feeds/feed.json": 4,
    "/feeds/category/{section}/atom.xml": 5,
    "/feeds/tag/{tag}/rss.xml": 5,
    "/feeds/author/{author}/rss.xml": 5,
    "/feeds/comments/rss.xml": 3,
    "/feeds/comments/story/{story}/rss.xml": 3,
    "/sitemap.xml": 7,
    "/sitemap-pages.xml": 5,
    "/sitemap-tags-1.xml": 2,
    "/sitemap-news.xml": 3,
    "/robots.txt": 0,
    "/oembed?url=http://testserver/n/{story}": 3,
}

FEED_KILOBYTES = 250
"""Uncompressed: what JSON Feed 1.1 calls fine."""

HEADER_BYTES = 3000
"""Of the Cache-Tag header: proxies read some 4 kB of headers (nginx, proxy_buffer_size)."""


def machine_addresses(newspaper: Newspaper) -> dict[str, int]:
    rows = {
        "section": newspaper.sections[0].pk,
        "tag": newspaper.tags[0].pk,
        "author": newspaper.authors[0].pk,
        "story": newspaper.story.pk,
    }
    return {pattern.format(**rows): number for pattern, number in MACHINE_QUERIES.items()}


@pytest.mark.slow
def test_queries_of_what_machines_read(client, newspaper, django_assert_num_queries):
    for address, queries in machine_addresses(newspaper).items():
        with django_assert_num_queries(queries, info=address):
            response = client.get(address)
        assert response.status_code == 200, address
        assert len(response.get("Cache-Tag", "")) < HEADER_BYTES
        assert len(response.content) < FEED_KILOBYTES * 1000


@pytest.mark.slow
def test_queries_of_what_machines_read_stay_too(client, newspaper, django_assert_num_queries):
    newspaper.grow()
    for address, queries in machine_addresses(newspaper).items():
        with django_assert_num_queries(queries, info=address):
            client.get(address)
