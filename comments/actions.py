"""What happens to a comment: it is submitted, and a moderator decides about it.

Each act locks what it changes and does everything in one transaction: status, record, count. The
pages that show the change are forgotten once it has committed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from articles import cache_tags
from articles.models import Article
from comments import counts
from comments.models import Comment, ModerationRecord, Status
from newsportal import page_cache

REPLAY = timedelta(minutes=1)
"""How long the same text by the same sender counts as the same comment: a double tap, a reload."""

DECISIONS = (Status.APPROVED, Status.REJECTED, Status.SPAM)

BATCH = 500


@dataclass
class Outcome:
    """What a decision did: the comments it changed, and those that had that status already."""

    changed: list[Comment] = field(default_factory=list)
    unchanged: list[Comment] = field(default_factory=list)


@sensitive_variables("name", "email", "body")
def submit(article: Article, name: str, email: str, body: str) -> Comment:
    """Keep a reader's comment on `article` for the moderators; returns it as stored.

    The same text by the same sender within REPLAY is stored once; the first is returned. Texts
    are clean already (comments/forms.py). Raises Article.DoesNotExist when the story has been
    deleted meanwhile.
    """
    with transaction.atomic():
        # Two copies of one comment arrive together when a button is tapped twice; they wait for
        # each other here. The weaker lock leaves foreign keys to the story alone.
        Article.objects.select_for_update(no_key=True).only("pk").get(pk=article.pk)
        now = timezone.now()
        texts = {"name": name, "email": email, "body": body}
        first = (
            article.comments.filter(submitted_at__gt=now - REPLAY, **texts)
            .order_by("submitted_at", "pk")
            .first()
        )
        return first or article.comments.create(submitted_at=now, **texts)


def decide(comments: Iterable[Comment], status: str, moderator: Any, reason: str = "") -> Outcome:
    """Give the comments the `status` (one of DECISIONS) and record who did it and why.

    `reason` has at most 300 characters. Comments that have the status already are left alone and
    not recorded. Raises PermissionDenied when `moderator` may not moderate, ValueError for a
    status that is no decision.
    """
    if status not in DECISIONS:
        raise ValueError(f"{status!r} is no decision")
    if not moderator.has_perm("comments.moderate_comment"):
        raise PermissionDenied
    now = timezone.now()
    outcome = Outcome()
    records: list[ModerationRecord] = []
    deltas: Counter[int] = Counter()
    with transaction.atomic():
        for comment in _locked(comments):
            if comment.status == status:
                outcome.unchanged.append(comment)
                continue
            deltas[comment.article_id] += counts.delta(comment.status, status)
            records.append(
                ModerationRecord(
                    comment=comment,
                    moderator=moderator,
                    from_status=comment.status,
                    to_status=status,
                    reason=reason,
                    text=comment.body,
                    decided_at=now,
                )
            )
            comment.status = Status(status)
            comment.decided_at = now
            outcome.changed.append(comment)
        for batch in _batches([comment.pk for comment in outcome.changed]):
            Comment.objects.filter(pk__in=batch).update(status=status, decided_at=now)
        ModerationRecord.objects.bulk_create(records, batch_size=BATCH)
        counts.add(deltas)
        for batch in _batches([article_id for article_id, change in deltas.items() if change]):
            page_cache.invalidate(cache_tags.of_stories(Article.objects.filter(pk__in=batch)))
    return outcome


def _locked(comments: Iterable[Comment]) -> Iterator[Comment]:
    """The comments as they are stored now, locked in the order of their ids."""
    for batch in _batches(sorted({comment.pk for comment in comments})):
        yield from (
            Comment.objects.select_for_update(no_key=True).filter(pk__in=batch).order_by("pk")
        )


def _batches(ids: list[int]) -> Iterator[list[int]]:
    """`ids` in parts that fit into one query of any database."""
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
