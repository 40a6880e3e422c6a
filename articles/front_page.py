"""What stands on the home page, in how few queries: constant in stories and in categories."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import cycle
from typing import Any

from django.db.models import F, Prefetch, QuerySet, prefetch_related_objects

from articles.front_places import FrontPlace, holding_q
from articles.models import Article, Byline, Category, Listing
from articles.most_read import Views, most_read
from articles.newest_of_each import newest_of, ranks
from articles.next_change import earliest, next_change, next_end, with_next_change

SECONDS = 3
"""Stories beside the lead."""

LATEST = 6
FIRST_SCREEN = 1 + SECONDS + LATEST

BLOCK = 4
BLOCK_CANDIDATES = 2 * BLOCK
"""Newest stories of a category from which its block is made, since blocks above may show some."""

MOST_READ = 5

Shape = Category.Block
TURNS = (Shape.FEATURE, Shape.COLUMNS, Shape.HEADLINES, Shape.PICTURES)
"""The shapes that automatic sections take in turn."""


@dataclass(frozen=True)
class Block:
    """One category's part of the home page, and its shape: a value of Category.Block.

    The stories of a block of opinion carry their bylines with the writers' portraits.
    """

    category: Category
    articles: list[Article]
    shape: str


@dataclass(frozen=True)
class MostRead:
    """A story and how often it was read within the period."""

    article: Article
    views: int


@dataclass(frozen=True)
class FrontPage:
    """The home page: the lead, those beside it, the latest, blocks, and what is read most.

    No story stands twice in all but the last. `changes_at` is when it next changes by the clock.
    """

    lead: Article | None = None
    seconds: list[Article] = field(default_factory=list)
    latest: list[Article] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    most_read_today: list[MostRead] = field(default_factory=list)
    most_read_week: list[MostRead] = field(default_factory=list)
    changes_at: datetime | None = None
    removed_at: datetime | None = None
    """When it next shows something that must not be shown any more."""

    @property
    def writers(self) -> set[Any]:
        """The authors whose portraits it shows."""
        opinions = [block for block in self.blocks if block.shape == Shape.OPINION]
        return {
            writer for block in opinions for story in block.articles for writer in story.writers
        }


def front_page(now: datetime) -> FrontPage:
    """The home page at `now` (aware): four queries, five with opinion."""
    newest = list(_newest(now))
    first_screen = _first_screen(newest)
    categories = list(_with_newest(now, first_screen))
    today, week = most_read(now)
    by_id = {article.pk: article for article in newest}
    wanted = {*first_screen, *_ids(categories), *today, *week}
    by_id |= _cards(wanted - by_id.keys(), now)
    lead, *others = [by_id[pk] for pk in first_screen if pk in by_id] or [None]
    blocks = list(_blocks(categories, by_id))
    _fetch_writers(blocks)
    return FrontPage(
        lead=lead,
        seconds=others[:SECONDS],
        latest=others[SECONDS:],
        blocks=blocks,
        most_read_today=_rank(today, by_id),
        most_read_week=_rank(week, by_id),
        changes_at=_changes_at(newest, [lead, *others[:SECONDS]], now),
        removed_at=next_end(newest),
    )


# --- The first screen ----------------------------------------------------------------------------


def _newest(now: datetime) -> QuerySet:
    """The newest stories, each with the ids of those that editors chose for the first screen.

    `lead_0` is the lead, `chosen_0`, `chosen_1` … all that hold a place: one index step each.
    """
    holding = Article.objects.filter(holding_q(now)).order_by("-front_since", "-id").values("pk")
    leads = holding.filter(front_place=FrontPlace.LEAD)
    newest = with_next_change(_place_ends(Article.objects.published(now)).newest_first(), now)
    return newest.annotate(**ranks("lead", leads, 1), **ranks("chosen", holding, 1 + SECONDS))[
        :FIRST_SCREEN
    ]


def _place_ends(stories: Any) -> Any:
    return stories.for_cards().annotate(place_ends=F("front_until"))


def _first_screen(newest: list[Any]) -> list[int]:
    """The ids of the lead, of those beside it and of the latest, in this order."""
    if not newest:
        return []
    first = newest[0]
    chosen = [getattr(first, f"chosen_{n}") for n in range(1 + SECONDS)]
    lead = first.lead_0 or first.pk
    above = _once([lead, *(pk for pk in chosen if pk is not None)])[: 1 + SECONDS]
    return _once([*above, *(article.pk for article in newest)])[:FIRST_SCREEN]


def _once(ids: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(ids))


def _changes_at(newest: list[Any], placed: list[Any], now: datetime) -> datetime | None:
    """The next moment at which a list changes, or one of the `placed` stories loses its place."""
    ends = [story.place_ends for story in placed if story is not None]
    return earliest(next_change(newest, now), *(end for end in ends if end and end > now))


# --- Blocks --------------------------------------------------------------------------------------


def _with_newest(now: datetime, above: Iterable[int]) -> QuerySet:
    """Categories, each with the ids of its newest stories as `newest_0`, `newest_1` …

    Those `above`, on the first screen, are passed over.
    """
    listed = newest_of(Listing.Kind.CATEGORY, Category, now).exclude(article_id__in=above)
    newest = ranks("newest", listed, BLOCK_CANDIDATES)
    return Category.objects.exclude(block=Shape.NONE).annotate(**newest)


def _block_ids(category: Any) -> list[int]:
    ids = (getattr(category, f"newest_{rank}") for rank in range(BLOCK_CANDIDATES))
    return [pk for pk in ids if pk is not None]


def _ids(categories: Iterable[Any]) -> set[int]:
    return {pk for category in categories for pk in _block_ids(category)}


def _cards(ids: set[int], now: datetime) -> dict[int, Article]:
    found: dict[int, Article] = _place_ends(Article.objects.published(now)).in_bulk(ids)
    return found


def _blocks(categories: list[Any], by_id: dict[int, Article]) -> Iterator[Block]:
    """A block of up to BLOCK stories for each category that has any; each story stands once."""
    shown: set[int] = set()
    turns, above = cycle(TURNS), ""
    for category in categories:
        fresh = [pk for pk in _block_ids(category) if pk in by_id and pk not in shown][:BLOCK]
        if not fresh:
            continue
        shown.update(fresh)
        articles = [by_id[pk] for pk in fresh]
        above = category.block or _next_shape(turns, above, articles)
        yield Block(category, articles, above)


def _next_shape(turns: Iterator[str], above: str, articles: list[Article]) -> str:
    """Whose turn it is; not what stands right above, and no pictures where one is missing."""
    return next(
        str(shape)
        for shape in turns
        if shape != above
        and (shape != Shape.PICTURES or all(article.shown_cover for article in articles))
    )


def _fetch_writers(blocks: list[Block]) -> None:
    """Give the stories of opinion their bylines with portraits: one query for all."""
    opinions = [block for block in blocks if block.shape == Shape.OPINION]
    bylines = Byline.objects.select_related("author__portrait").order_by("position", "id")
    prefetch_related_objects(
        [article for block in opinions for article in block.articles],
        Prefetch("bylines", queryset=bylines),
    )


# --- Most read -----------------------------------------------------------------------------------


def _rank(views: Views, by_id: dict[int, Article]) -> list[MostRead]:
    found = [MostRead(by_id[pk], count) for pk, count in views.items() if pk in by_id]
    return found[:MOST_READ]
