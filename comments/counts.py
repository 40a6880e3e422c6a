"""How many comments readers see under a story. The only writer of `Article.comment_count`."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from articles.models import Article
from comments.models import Comment, Status


def delta(before: str | None, after: str | None) -> int:
    """By how much the count changes when a comment's status does: -1, 0 or 1.

    None stands for a comment that is not there, before its submission or after its deletion.
    """
    return (after == Status.APPROVED) - (before == Status.APPROVED)


def add(deltas: Mapping[int, int]) -> None:
    """Add to the counts of stories, `deltas` by story id; to be called in the same transaction.

    Stories are taken in the order of their ids, so that two transactions never wait for each
    other in a circle.
    """
    for article_id, change in sorted(deltas.items()):
        if change:
            Article.objects.filter(pk=article_id).update(comment_count=F("comment_count") + change)


def rebuild(batch_size: int = 1000) -> int:
    """Count all comments anew; returns how many stories had a wrong count.

    Each batch of stories is locked first and counted after: a decision that commits meanwhile is
    either seen by the count or adds to it.
    """
    corrected = 0
    last = 0
    while True:
        with transaction.atomic():
            ids = list(
                Article.objects.select_for_update(no_key=True)
                .filter(pk__gt=last)
                .order_by("pk")
                .values_list("pk", flat=True)[:batch_size]
            )
            if not ids:
                return corrected
            batch = Article.objects.filter(pk__gte=ids[0], pk__lte=ids[-1])
            wrong = batch.exclude(comment_count=_live()).values_list("pk", flat=True)
            corrected += Article.objects.filter(pk__in=list(wrong)).update(comment_count=_live())
        last = ids[-1]


def _live() -> Any:
    """The true count of a story, as an expression of one query."""
    approved = (
        Comment.objects.approved()
        .filter(article=OuterRef("pk"))
        .order_by()
        .values("article")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(approved), 0)
