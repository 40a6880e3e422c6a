"""What a public page may cost: queries of the database and bytes on the way to a phone.

Both are measured on the demo's own prose, with a hundred comments under the story; the numbers of
queries stay when the content grows. A page that needs more changes the number here, knowingly.
"""

import gzip
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.demo import markup, texts
from articles.models import Article, HourlyViews, SiteSettings, ViewTotal
from tests.factories import (
    make_article,
    make_author,
    make_breaking,
    make_category,
    make_comment,
    make_page,
    make_picture,
    make_tag,
    sign,
)

pytestmark = pytest.mark.django_db

COMMENTS = 100


class Newspaper:
    """A newspaper with the demo's prose: six stories in each of four sections."""

    def __init__(self) -> None:
        written = texts.load()
        SiteSettings.objects.create(**written.site)
        self.sections = [
            make_category(name=section["name"], description=section["description"])
            for section in written.sections[:4]
        ]
        self.authors = [
            make_author(
                name=author["name"],
                job_title=author["job"],
                biography=author["bio"],
                portrait=picture,
            )
            for author, picture in zip(written.authors, self.pictures(3), strict=False)
        ]
        self.tags = [make_tag(name=name) for name in written.tags[:5]]
        self.page = make_page(
            title=written.pages[0]["title"], body=markup.to_html(written.pages[0]["body"])
        )
        for item in written.breaking:
            make_breaking(text=item["text"])
        plain = [story for story in written.stories if not markup.linked_stories(story["body"])]
        self.stories = [
            self.add_story(story, minutes) for minutes, story in enumerate(plain[:24], start=1)
        ]
        self.story = self.stories[0]
        self.add_comments(COMMENTS)

    @staticmethod
    def pictures(count: int) -> list:
        return [make_picture(size=(1300, 800)) for _number in range(count)]

    def add_story(self, written: dict, minutes: int) -> Article:
        story = make_article(
            headline=written["headline"],
            kicker=written.get("kicker", ""),
            standfirst=written.get("standfirst", ""),
            body=markup.to_html(written["body"]),
            category=self.sections[minutes % 4],
            further_categories=[self.sections[(minutes + 1) % 4]],
            tags=self.tags,
            cover=self.authors[minutes % 3].portrait,
            published_at=timezone.now() - timedelta(minutes=minutes),
        )
        sign(story, *self.authors)
        ViewTotal.objects.create(article=story, count=minutes)
        hour = timezone.now().replace(minute=0, second=0, microsecond=0)
        HourlyViews.objects.create(article=story, hour=hour, count=minutes)
        return story

    def add_comments(self, count: int) -> None:
        bodies = [
            comment["body"]
            for story in texts.load().stories
            for comment in story.get("comment", ())
        ]
        for number in range(count):
            make_comment(article=self.story, status="approved", body=bodies[number % len(bodies)])
        Article.objects.filter(pk=self.story.pk).update(comment_count=count)

    def grow(self) -> None:
        """As many stories again, and more of all that goes with them."""
        written = texts.load()
        for name in written.tags[5:9]:
            self.tags.append(make_tag(name=name))
        self.sections.append(make_category())
        make_page()
        make_breaking()
        plain = [story for story in written.stories if not markup.linked_stories(story["body"])]
        for minutes, story in enumerate(plain[24:44], start=100):
            self.add_story(story, minutes)
        self.add_comments(30)
        self.story.tags.set(self.tags)
        self.story.further_categories.set(self.sections[1:])

    def address(self, kind: str) -> str:
        today = timezone.localdate(self.story.published_at)
        return {
            "home": "/",
            "story": self.story.get_absolute_url(),
            "section": self.sections[0].get_absolute_url(),
            "tag": self.tags[0].get_absolute_url(),
            "author": self.authors[0].get_absolute_url(),
            "month": f"/archive/{today:%Y/%m}/",
            "day": f"/archive/{today:%Y/%m/%d}/",
            "page": self.page.get_absolute_url(),
            "search": f"/search/?q={self.story.headline.split()[0]}",
            "search form": "/search/",
            "missing": "/nowhere/",
        }[kind]


@pytest.fixture
def newspaper() -> Newspaper:
    return Newspaper()


QUERIES = {
    "home": 6,
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

KILOBYTES = {
    "home": 9,
    "story": 19,
    "section": 7,
    "tag": 9,
    "author": 9.5,
    "month": 9.5,
    "day": 9.5,
    "page": 4.5,
    "search": 9.5,
    "search form": 4,
    "missing": 3.5,
}
"""Of HTML, compressed as a server does (gzip, level 6; 1 kB = 1000 bytes)."""


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


@pytest.mark.slow
def test_bytes(client, newspaper):
    sizes = {
        kind: len(gzip.compress(client.get(newspaper.address(kind)).content, 6)) / 1000
        for kind in KILOBYTES
    }
    assert {kind: size for kind, size in sizes.items() if size > KILOBYTES[kind]} == {}


# --- What machines read --------------------------------------------------------------------------

MACHINE_QUERIES = {
    "/feeds/rss.xml": 4,
    "/feeds/feed.json": 4,
    "/feeds/category/{section}/atom.xml": 5,
    "/feeds/tag/{tag}/rss.xml": 5,
    "/feeds/author/{author}/rss.xml": 5,
    "/feeds/comments/rss.xml": 3,
    "/feeds/comments/story/{story}/rss.xml": 3,
    "/sitemap.xml": 2,
    "/sitemap-pages.xml": 5,
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
