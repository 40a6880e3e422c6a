"""What machines read is forgotten for the reasons that change it, and ends with the clock."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from articles import actions
from articles.models import Article
from articles.sitemaps import NEWS_PERIOD
from comments import actions as comment_actions
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_comment,
    make_page,
    make_picture,
    make_tag,
    make_user,
)
from tests.page_reading import set_site

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SITE_FEEDS = ("/feeds/rss.xml", "/feeds/atom.xml", "/feeds/feed.json")
COMMENT_FEED = "/feeds/comments/rss.xml"
SITEMAPS = ("/sitemap.xml", "/sitemap-pages.xml", "/sitemap-news.xml", "/sitemap-tags-1.xml")
SEARCHES = ("/search/?q=سوق", "/search/suggestions/?q=سوق")
ROBOTS = "/robots.txt"


class Published:
    """A story with all that is said of it, and everything that names it."""

    def __init__(self) -> None:
        self.tag = make_tag(name="سوق الجملة")
        self.author = make_author(name="سوق بن علي")
        self.category = make_category(name="سوق المال")
        self.story = make_article(
            headline="سوق طنجة",
            category=self.category,
            tags=[self.tag],
            authors=[self.author],
        )
        make_comment(article=self.story, status="approved")
        at = self.story.published_at.astimezone(UTC)
        third = min((at.day - 1) // 10, 2) + 1
        self.month = f"/sitemap-{at.year}-{at.month}-{third}.xml"
        self.lists = tuple(
            f"/feeds/{kind}/{row.pk}/rss.xml"
            for kind, row in (
                ("category", self.category),
                ("tag", self.tag),
                ("author", self.author),
            )
        )
        self.comments = f"/feeds/comments/story/{self.story.pk}/rss.xml"
        self.card = f"/oembed?url=http://testserver/n/{self.story.pk}"

    @property
    def addresses(self) -> tuple[str, ...]:
        """All that names the story."""
        feeds = (*SITE_FEEDS, *self.lists, COMMENT_FEED, self.comments)
        return (*feeds, *SITEMAPS, self.month, *SEARCHES, self.card)

    def change(self, row: str, **fields: object) -> Callable[[], object]:
        def act() -> None:
            changed = getattr(self, row)
            for name, value in fields.items():
                setattr(changed, name, value)
            changed.save()

        return act


@pytest.fixture
def published() -> Published:
    return Published()


@pytest.fixture
def kept(client, forgotten) -> Callable[..., list[str]]:
    """`kept(addresses, act)`: those that `act` does not forget."""

    def run(addresses: tuple[str, ...], act: Callable[[], object]) -> list[str]:
        carried = {}
        for address in addresses:
            response = client.get(address)
            assert response.status_code == 200, address
            carried[address] = set(response["Cache-Tag"].split(","))
        tags = forgotten(act)
        return [address for address, shown in carried.items() if not shown & tags]

    return run


def test_a_story_is_corrected(kept, published):
    assert kept(published.addresses, published.change("story", headline="سوق فاس")) == []


def test_a_story_is_withdrawn(kept, published):
    editor = make_user("EDITOR")
    assert kept(published.addresses, lambda: actions.withdraw([published.story], editor)) == []


def test_a_story_is_deleted(kept, published):
    assert kept(published.addresses, published.story.delete) == []


def test_a_story_is_published(kept, published):
    def publish() -> Article:
        return make_article(
            headline="سوق فاس",
            category=published.category,
            tags=[published.tag],
            authors=[published.author],
        )

    # What is said of another story alone stays as it is.
    others = {published.comments, published.card}
    assert set(kept(published.addresses, publish)) <= others


def test_a_section_is_renamed(kept, published):
    shown = (*SITE_FEEDS, published.lists[0], "/sitemap-pages.xml", *SEARCHES)
    assert kept(shown, published.change("category", name="سوق الشغل", slug="")) == []


def test_a_tag_is_renamed_or_deleted(kept, published):
    shown = (*SITE_FEEDS, published.lists[1], "/sitemap.xml", "/sitemap-tags-1.xml", SEARCHES[1])
    assert kept(shown, published.change("tag", name="سوق السمك", slug="")) == []
    assert kept(shown, published.tag.delete) == []


def test_an_author_is_renamed(kept, published):
    shown = (*SITE_FEEDS, published.lists[2], "/sitemap-pages.xml", *SEARCHES, published.card)
    assert kept(shown, published.change("author", name="سوق بن عمر", slug="")) == []


def test_a_static_page_is_added(kept, published):
    assert kept(("/sitemap-pages.xml",), make_page) == []


def test_a_cover_changes(kept, published):
    shown = (*SITE_FEEDS, *published.lists, published.card)
    picture = make_picture()
    assert kept(shown, published.change("story", cover=picture)) == []
    picture.focal_x = 10
    assert kept(shown, picture.save) == []
    assert kept(shown, picture.delete) == []


def test_a_comment_is_approved(kept, published):
    comment = make_comment(article=published.story)
    moderator = make_user("MODERATOR")
    shown = (COMMENT_FEED, published.comments)
    assert kept(shown, lambda: comment_actions.decide([comment], "approved", moderator)) == []


def test_the_newspaper_is_renamed(kept, published):
    everything = (*published.addresses, ROBOTS)
    assert kept(everything, lambda: set_site(name="اسم آخر")) == []


# --- By the clock --------------------------------------------------------------------------------


def seconds(response) -> int:
    return int(re.search(r"s-maxage=(\d+)", response["Cache-Control"])[1])


@pytest.mark.parametrize("changes", ["a story goes out", "a story ends"])
def test_no_cache_keeps_them_past_the_next_change(client, published, changes):
    soon = timezone.now() + timedelta(seconds=20)
    if changes == "a story goes out":
        make_article(headline="سوق فاس", published_at=soon)
    else:
        make_article(headline="سوق فاس", ends_at=soon)
    # What is said of one story alone does not change with another.
    own = {published.comments, published.card}
    for address in published.addresses:
        assert (seconds(client.get(address)) <= 20) == (address not in own), address


def test_what_is_said_of_a_story_ends_with_it(client, published):
    published.change("story", ends_at=timezone.now() + timedelta(seconds=20))()
    for address in (published.comments, published.card):
        assert seconds(client.get(address)) <= 20, address


def test_news_end_when_the_oldest_is_two_days_old(client):
    now = datetime(2026, 3, 10, 6, tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        category = make_category()
        make_article(category=category, published_at=now)
        make_article(category=category, published_at=now - NEWS_PERIOD + timedelta(seconds=25))
        assert seconds(client.get("/sitemap-news.xml")) == 25
