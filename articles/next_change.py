"""When the lists of stories next change by the clock alone: at a story's time or at its end."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, Subquery

from articles.models import Article
from articles.publication import Status


def _starting(now: datetime) -> QuerySet:
    """Scheduled stories, the next one first: one index step."""
    return Article.objects.filter(status=Status.PUBLISHED, published_at__gt=now).order_by(
        "published_at", "id"
    )


def _ending(now: datetime) -> QuerySet:
    """Stories with an end to come, the next one first: one index step."""
    return Article.objects.filter(status=Status.PUBLISHED, ends_at__gt=now).order_by("ends_at")


def with_next_change(articles: QuerySet, now: datetime) -> QuerySet:
    """`articles`, each row carrying what `next_change` reads, so that it costs no query."""
    return articles.annotate(
        next_start=Subquery(_starting(now).values("published_at")[:1]),
        next_end=Subquery(_ending(now).values("ends_at")[:1]),
    )


def next_end(articles: list[Any]) -> datetime | None:
    """The next moment at which any story ends, of rows of `with_next_change`; None for never.

    Until then what a list shows may go on being shown, if only as it was; where there is no row
    there is nothing to take away.
    """
    return articles[0].next_end if articles else None


def next_change(articles: list[Any], now: datetime) -> datetime | None:
    """The next moment after `now` at which any list changes; None when nothing is scheduled.

    `articles` are rows of `with_next_change`; where there is none to carry it, one query asks.
    """
    if articles:
        moments = [articles[0].next_start, articles[0].next_end]
    else:
        nearest = Q(pk=Subquery(_starting(now).values("pk")[:1])) | Q(
            pk=Subquery(_ending(now).values("pk")[:1])
        )
        rows = Article.objects.filter(nearest).values_list("published_at", "ends_at")
        moments = [moment for row in rows for moment in row if moment and moment > now]
    return earliest(*moments)


def earliest(*moments: datetime | None) -> datetime | None:
    """The first of the moments that there are; None where there is none."""
    return min((moment for moment in moments if moment), default=None)
