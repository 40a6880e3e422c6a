"""What stands on the home page, in how few queries: constant in stories and in categories."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from articles.models import Article, Category, HourlyViews, Listing
from articles.next_change import next_change, with_next_change
from articles.publication import not_ended_q

LATEST = 9
BLOCK = 4
BLOCK_CANDIDATES = 2 * BLOCK
"""Newest stories of a category from which its block is made, since some stand elsewhere."""

MOST_READ = 5


@dataclass(frozen=True)
class Block:
    """One category's part of the home page."""

    category: Category
    articles: list[Article]


@dataclass(frozen=True)
class MostRead:
    """A story and how often it was read within the period."""

    article: Article
    views: int


@dataclass(frozen=True)
class FrontPage:
    """The home page: one lead, the latest, a block for each category, and what is read most."""

    lead: Article | None = None
    latest: list[Article] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    most_read_today: list[MostRead] = field(default_factory=list)
    most_read_week: list[MostRead] = field(default_factory=list)
    changes_at: datetime | None = None


def front_page(now: datetime) -> FrontPage:
    """The home page at `now` (aware): five queries, fewer or as many while nothing is out."""
    newest = Article.objects.published(now).newest_first().for_cards()
    latest = list(with_next_change(newest, now)[: LATEST + 1])
    categories = list(_with_newest(now))
    today = _most_read(timedelta(hours=24), now)
    week = _most_read(timedelta(days=7), now)
    by_id = {article.pk: article for article in latest}
    by_id |= _cards({*_ids(categories), *today, *week} - by_id.keys(), now)
    lead, *rest = latest or [None]
    return FrontPage(
        lead=lead,
        latest=rest,
        blocks=_blocks(categories, by_id, shown={article.pk for article in latest[:4]}),
        most_read_today=_rank(today, by_id),
        most_read_week=_rank(week, by_id),
        changes_at=next_change(latest, now),
    )


def _with_newest(now: datetime) -> QuerySet:
    """Categories, each with the ids of its newest stories as `newest_0`, `newest_1` …

    One correlated sub-query for each rank: a few index steps for each category, on every
    database, where a window function would walk through all stories.
    """
    listed = (
        Listing.objects.filter(
            not_ended_q(now, "article__"),
            kind=Listing.Kind.CATEGORY,
            target_id=OuterRef("pk"),
            listed_at__lte=now,
        )
        .order_by("-listed_at", "-article_id")
        .values("article_id")
    )
    return Category.objects.annotate(
        **{f"newest_{rank}": Subquery(listed[rank : rank + 1]) for rank in range(BLOCK_CANDIDATES)}
    )


def _block_ids(category: Any) -> list[int]:
    ids = (getattr(category, f"newest_{rank}") for rank in range(BLOCK_CANDIDATES))
    return [pk for pk in ids if pk is not None]


def _ids(categories: Iterable[Any]) -> set[int]:
    return {pk for category in categories for pk in _block_ids(category)}


def _most_read(period: timedelta, now: datetime) -> dict[int, int]:
    """Views within `period` by story id, most first."""
    rows = HourlyViews.objects.most_read(period, MOST_READ, now)
    return {row["article_id"]: row["views"] for row in rows}


def _cards(ids: set[int], now: datetime) -> dict[int, Article]:
    return Article.objects.published(now).for_cards().in_bulk(ids)


def _blocks(categories: list[Any], by_id: dict[int, Article], shown: set[int]) -> list[Block]:
    """A block of up to BLOCK stories for each category that has any; each story stands once."""
    blocks = []
    for category in categories:
        fresh = [pk for pk in _block_ids(category) if pk in by_id and pk not in shown][:BLOCK]
        if fresh:
            shown = shown.union(fresh)
            blocks.append(Block(category, [by_id[pk] for pk in fresh]))
    return blocks


def _rank(views: dict[int, int], by_id: dict[int, Article]) -> list[MostRead]:
    return [MostRead(by_id[pk], count) for pk, count in views.items() if pk in by_id]
