"""A story's topics, and which stories to read next: those that share them.

One query brings the tags and categories of a story together with the newest stories of each, a
few index steps for each topic however large the archive; a second one fetches the cards.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet, Value

from articles.models import Article, Category, Listing, Tag
from articles.newest_of_each import newest_of, ranks
from articles.next_change import with_next_change

LIMIT = 4
NEWEST = 5
"""How many newest stories of each topic are candidates; one of them may be the story itself."""


@dataclass(frozen=True)
class Topics:
    """A story's further categories and tags, and how many topics each candidate (id) shares."""

    categories: list[Category]
    tags: list[Tag]
    shared: Counter[int]


def topics_of(article: Article, now: datetime) -> Topics:
    """The topics of `article` at `now` (aware): one query. The main category is not among them."""
    in_category = Q(pk=article.category_id) | Q(
        pk__in=Article.further_categories.through.objects.filter(article=article).values("category")
    )
    tags = _with_newest(Tag.objects.filter(articles=article), Listing.Kind.TAG, now)
    categories = _with_newest(Category.objects.filter(in_category), Listing.Kind.CATEGORY, now)
    topics = Topics([], [], Counter())
    for kind, pk, name, slug, *newest in tags.union(categories, all=True):
        if kind == Listing.Kind.TAG:
            topics.tags.append(Tag(pk=pk, name=name, slug=slug))
        elif pk != article.category_id:
            topics.categories.append(Category(pk=pk, name=name, slug=slug))
        topics.shared.update(other for other in newest if other and other != article.pk)
    topics.tags.sort(key=lambda tag: tag.name)
    topics.categories.sort(key=lambda category: category.name)
    return topics


def _with_newest(topics: QuerySet, kind: Listing.Kind, now: datetime) -> QuerySet:
    newest = ranks("newest", newest_of(kind, topics.model, now), NEWEST)
    return (
        topics.order_by()
        .annotate(kind=Value(kind.value), **newest)
        .values_list("kind", "pk", "name", "slug", *newest)
    )


def related_to(topics: Topics, now: datetime) -> list[Article]:
    """Up to LIMIT stories out at `now` (aware), most shared topics, then newest: one query.

    Each carries the next change of the lists (articles/next_change.py).
    """
    ids = [pk for pk, _shared in topics.shared.most_common(LIMIT * 3)]
    cards = Article.objects.published(now).filter(pk__in=ids).for_cards()
    found = with_next_change(cards, now)
    by_closeness = sorted(
        found, key=lambda other: (topics.shared[other.pk], other.published_at), reverse=True
    )
    return by_closeness[:LIMIT]
