"""How many comments readers see under a story, and below a comment.

The only writer of `Article.comment_count`, `Comment.reply_count` and `Comment.in_thread`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from articles.models import Article
from comments.models import Comment, Status
from newsportal.batches import batches

IN_THREAD = Q(status=Status.APPROVED) | Q(reply_count__gt=0)
"""Whether readers find an entry: the comment, or a mark in its place while others answer it."""


def delta(before: str | None, after: str | None) -> int:
    """By how much the count changes when a comment's status does: -1, 0 or 1.

    None stands for a comment that is not there, before its submission or after its deletion.
    """
    return (after == Status.APPROVED) - (before == Status.APPROVED)


def moved(moves: Iterable[tuple[Comment, str | None, str | None]]) -> None:
    """Count comments whose status changed, each with the status before and after.

    To be called in the same transaction, with the stories and the comments above locked. The
    comments' status is written already.
    """
    stories: Counter[int] = Counter()
    above: Counter[int] = Counter()
    touched: set[int] = set()
    for comment, before, after in moves:
        change = delta(before, after)
        if not change:
            continue
        touched.add(comment.pk)
        stories[comment.article_id] += change
        for pk in {comment.parent_id, comment.root_id} - {comment.pk}:
            if pk is not None:
                above[pk] += change
    add(stories)
    for change in set(above.values()) - {0}:
        for batch in batches(pk for pk, by in above.items() if by == change):
            Comment.objects.filter(pk__in=batch).update(reply_count=F("reply_count") + change)
    for batch in batches(touched | set(above)):
        Comment.objects.filter(pk__in=batch).update(in_thread=_in_thread())


def add(deltas: Mapping[int, int]) -> None:
    """Add to the counts of stories, `deltas` by story id; to be called in the same transaction.

    Stories are taken in the order of their ids, so that two transactions never wait for each
    other in a circle.
    """
    for article_id, change in sorted(deltas.items()):
        if change:
            Article.objects.filter(pk=article_id).update(comment_count=F("comment_count") + change)


def rebuild(batch_size: int = 1000) -> int:
    """Count all comments anew; returns how many stories and comments had a wrong count.

    Comments that were written past the models become threads of their own first.
    Each batch of stories is locked first and counted after: an act that commits meanwhile is
    either seen by the count or adds to it.
    """
    Comment.objects.filter(root__isnull=True, parent__isnull=True).update(root=F("pk"), number=0)
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
            wrong = batch.exclude(comment_count=_under_story()).values_list("pk", flat=True)
            corrected += Article.objects.filter(pk__in=list(wrong)).update(
                comment_count=_under_story()
            )
            corrected += _rebuild_threads(ids[0], ids[-1])
        last = ids[-1]


def _rebuild_threads(first: int, last: int) -> int:
    """The same for the comments of stories with ids from `first` to `last`."""
    comments = Comment.objects.filter(article__gte=first, article__lte=last)
    corrected = 0
    # Answers are deepest and have none below; of the rest, each level has its own way down.
    for depth, below in ((1, "root"), (2, "parent")):
        rows = comments.filter(depth=depth)
        wrong = rows.exclude(reply_count=_below(below)).values_list("pk", flat=True)
        for batch in batches(wrong):
            corrected += Comment.objects.filter(pk__in=batch).update(reply_count=_below(below))
    for batch in batches(comments.exclude(in_thread=_in_thread()).values_list("pk", flat=True)):
        corrected += Comment.objects.filter(pk__in=batch).update(in_thread=_in_thread())
    return corrected


def _in_thread() -> Any:
    return Case(When(IN_THREAD, then=True), default=False)


def _under_story() -> Any:
    """The true count of a story, as an expression of one query."""
    return _number_of(Comment.objects.approved().filter(article=OuterRef("pk")), "article")


def _below(relation: str) -> Any:
    """The true number of approved comments below one, which is their `relation`."""
    below = Comment.objects.approved().filter(**{relation: OuterRef("pk")})
    return _number_of(below.exclude(pk=OuterRef("pk")), relation)


def _number_of(comments: Any, by: str) -> Any:
    grouped = comments.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(grouped), 0)
