"""Every public page asks its database for no more on a large site than on a small one."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from articles import most_read
from articles.demo import archive, texts
from articles.demo.bulk_rows import analyze
from articles.models import Article, Author, Category, HourlyViews, Listing, Tag, ViewReceipt
from articles.search.find import RANKED
from articles.search.postgresql import FEW
from articles.views import PAGE_SIZE
from comments import thread
from comments.demo import archive as comment_archive
from comments.models import Comment, Status
from newsportal.keyset import Cursor
from tests import query_plans
from tests.factories import make_page
from tests.public_pages import OWN, TYPED

pytestmark = pytest.mark.slow

STORIES, COMMENTS = 6000, 60_000
"""From here on both databases answer as they do for 200,000 and 2,000,000."""

MOST = 200
"""Rows that one step of a query may look at; pages that need more say so."""

PHONE = "Mozilla/5.0 (Linux; Android 10; SM-A105F) AppleWebKit/537.36 Chrome/120.0.0.0 Mobile"


class PlansTest(TestCase):
    """One large site for all tests: they only look, or write one comment and one view."""

    @classmethod
    def setUpTestData(cls) -> None:
        now = timezone.now()
        prose = texts.load()
        written = list(archive.load(prose, STORIES, now))
        ids = range(written[0].start, written[-1].stop)
        for _written in comment_archive.load(prose, ids, COMMENTS, now):
            pass
        cls.story = Article.objects.order_by("-comment_count").first()
        ViewReceipt.objects.bulk_create(
            ViewReceipt(article=cls.story, reader=reader, counted_at=now) for reader in range(5000)
        )
        analyze()
        most_read.refresh(now)
        cls.category = _largest(Listing.Kind.CATEGORY, Category)
        cls.tag = _largest(Listing.Kind.TAG, Tag)
        cls.author = _largest(Listing.Kind.AUTHOR, Author)
        cls.page = make_page()
        cls.day = timezone.localdate(cls.story.published_at) - timedelta(days=50)

    def look(self, addresses: Iterable[str], most: int = MOST) -> None:
        """Fail for every query of these pages that a large site makes slower."""
        client = Client(headers=OWN | {"User-Agent": PHONE})
        for address in addresses:
            with query_plans.watched(most) as findings:
                response = client.get(address)
            assert response.status_code < 400, address
            assert not findings, _told(address, findings)

    def send(self, address: str, fields: dict[str, Any], status: int) -> None:
        client = Client(headers=OWN | {"User-Agent": PHONE})
        with query_plans.watched(MOST) as findings:
            response = client.post(address, fields)
        assert response.status_code == status, (address, response.status_code)
        assert not findings, _told(address, findings)

    def test_home(self):
        assert HourlyViews.objects.count() > 10_000
        self.look(["/"], most=1000)

    def test_lists_on_their_first_middle_and_last_pages(self):
        for kind, subject in (
            (Listing.Kind.CATEGORY, self.category),
            (Listing.Kind.TAG, self.tag),
            (Listing.Kind.AUTHOR, self.author),
        ):
            rows = Listing.objects.filter(kind=kind, target_id=subject.pk).order_by("listed_at")
            assert rows.count() > 3 * PAGE_SIZE
            first = subject.get_absolute_url()
            middle, last = (
                Cursor(row.listed_at, row.article_id)
                for row in (rows[rows.count() // 2], rows[PAGE_SIZE // 2])
            )
            self.look(
                [
                    first,
                    f"{first}?before={middle}",
                    f"{first}?before={last}",
                    f"{first}?after={middle}",
                    f"{first}?after={last}",
                ]
            )

    def test_archive(self):
        month, day = f"/archive/{self.day:%Y/%m}/", f"/archive/{self.day:%Y/%m/%d}/"
        oldest = Article.objects.newest_first().last().published_at
        deep = Cursor(timezone.now() - timedelta(days=51), 1)
        self.look([month, day, f"/archive/{oldest:%Y/%m}/", f"{month}?before={deep}"])

    def test_a_story_of_thousands_of_comments_on_its_first_and_last_pages(self):
        address = self.story.get_absolute_url()
        assert self.story.comment_count > 2000
        tops = Comment.objects.tops(self.story)
        middle = tops.order_by("submitted_at")[tops.count() // 2]
        last = tops.order_by("submitted_at")[10]
        longest = tops.order_by("-reply_count").first()
        in_time = (thread.Order.NEWEST, thread.Order.OLDEST)
        self.look(
            [
                address,
                *(address + thread.address(order, row) for order in in_time
                  for row in (middle, last)),
                f"{address}?order=liked",
                f"{address}?thread={longest.pk}&after=3",
            ],
            most=600,
        )  # fmt: skip
        # SQLite passes over comments with as many likes; PostgreSQL does not.
        deep = (address + thread.address(thread.Order.LIKED, row) for row in (middle, last))
        self.look(deep, most=600 if connection.vendor == "postgresql" else 600 + tops.count())

    def test_small_pages(self):
        comment = Comment.objects.approved().filter(article=self.story).first()
        self.look(
            [
                reverse("articles:short", args=[self.story.pk]),
                self.page.get_absolute_url(),
                "/accents.none.css",
                "/saved/",
                "/offline/",
                "/robots.txt",
                "/manifest.webmanifest",
                "/comments/mine/",
                "/comments/stamp/",
                reverse("comments:place", args=[comment.pk]),
                reverse("comments:reply", args=[comment.pk]),
                reverse("comments:report", args=[comment.pk]),
                f"/oembed?url=http://testserver/n/{self.story.pk}",
            ]
        )

    def test_feeds(self):
        lists = {"category": self.category, "tag": self.tag, "author": self.author}
        self.look(
            [
                "/feeds/rss.xml",
                "/feeds/comments/rss.xml",
                f"/feeds/comments/story/{self.story.pk}/rss.xml",
                *(f"/feeds/{kind}/{row.pk}/rss.xml" for kind, row in lists.items()),
            ],
            most=400,
        )

    def test_sitemaps(self):
        third = f"{self.day.year}-{self.day.month}-1"
        names = ("", "-pages", "-tags-1", "-news", f"-{third}")
        self.look([f"/sitemap{name}.xml" for name in names], most=700)

    def test_search(self):
        words = self.story.headline.split()
        queries = [
            "المغرب",
            " ".join(words[:2]),
            f'"{words[0]} {words[1]}"',
            "اقتثاد",
            "المغرب -وزير",
        ]
        filters = ["", f"&category={self.category.pk}", f"&author={self.author.pk}"]
        # Words match as many stories as they do; it is ranking that is bounded (FEW, RANKED).
        self.look(
            [f"/search/?q={query}{filter_}" for query in queries for filter_ in filters]
            + ["/search/suggestions/?q=الم", "/search/"],
            most=FEW + RANKED,
        )

    def test_a_view(self):
        address = reverse("articles:count_view", args=[self.story.pk])
        self.send(address, {}, 204)
        self.send(address, {}, 204)

    def test_a_comment_its_answer_and_a_like(self):
        first = Comment.objects.approved().filter(article=self.story, parent=None).first()
        address = reverse("comments:submit", args=[self.story.pk])
        self.send(address, TYPED, 303)
        self.send(address, TYPED | {"parent": first.pk, "body": "جواب عن هذا التعليق"}, 303)
        assert Comment.objects.filter(name=TYPED["name"]).exclude(status=Status.SPAM).exists()
        self.send(reverse("comments:like", args=[first.pk]), {}, 303)


def _largest(kind: Listing.Kind, model: Any) -> Any:
    """The subject that most stories are listed under."""
    targets = Listing.objects.filter(kind=kind).values_list("target_id", flat=True)
    [(largest, _stories)] = Counter(targets).most_common(1)
    return model.objects.get(pk=largest)


def _told(address: str, findings: list[query_plans.Finding]) -> str:
    return f"{address}\n" + "\n\n".join(map(str, findings))
