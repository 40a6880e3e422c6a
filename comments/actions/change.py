"""The one way a comment's status changes: with its record, its counts and its e-mails."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Max

from articles import cache_tags
from articles.models import Article
from comments import counts
from comments.mail import notices
from comments.models import Act, Comment, ModerationRecord, Report, Status
from newsportal import page_cache
from newsportal.batches import SIZE, batches

GONE = frozenset({Status.REJECTED, Status.SPAM, Status.WITHDRAWN})
"""What readers do not see and no moderator needs to look at."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one locked comment.

    `answer` is what its writer is told. `decided_at` is the time of the decision that holds
    afterwards, where that is an earlier one.
    """

    comment: Comment
    to_status: Status
    act: Act
    moderator: Any = None
    check_name: str = ""
    rule: str = ""
    reason: str = ""
    answer: str = ""
    decided_at: datetime | None = None


def locked(ids: Iterable[int]) -> list[Comment]:
    """The comments as they are stored now, in the order of their ids, locked with their stories.

    Those above them in their threads are locked too: their counts change with them.
    """
    wanted = set(ids)
    stories: set[int] = set()
    rows: set[int] = set()
    for batch in batches(wanted):
        found = (
            Comment.objects.filter(pk__in=batch)
            .order_by()
            .values_list("pk", "parent_id", "root_id", "article_id")
        )
        for pk, parent_id, root_id, article_id in found:
            stories.add(article_id)
            rows |= {pk, parent_id or pk, root_id or pk}
    lock_stories(stories)
    comments: list[Comment] = []
    for batch in batches(rows):
        stored = Comment.objects.select_for_update(no_key=True).filter(pk__in=batch).order_by("pk")
        comments += [comment for comment in stored if comment.pk in wanted]
    return comments


def lock_stories(ids: Iterable[int]) -> None:
    """Lock stories against every other act on their comments; foreign keys are left alone."""
    for batch in batches(ids):
        rows = Article.objects.select_for_update(no_key=True).filter(pk__in=batch)
        list(rows.order_by("pk").values_list("pk", flat=True))


def apply(changes: Sequence[Change], now: datetime) -> list[ModerationRecord]:
    """Carry out `changes` of locked comments at `now` (aware); returns the records.

    The comments' own objects are brought up to date. To be called in a transaction.
    """
    records = [_record(change, now) for change in changes]
    before = {change.comment.pk: change.comment.status for change in changes}
    _number([change.comment for change in changes if change.to_status == Status.APPROVED])
    for (to_status, answer, earlier), group in _grouped(changes).items():
        decided_at = None if to_status == Status.WAITING else earlier or now
        for batch in batches([change.comment.pk for change in group]):
            Comment.objects.filter(pk__in=batch).update(
                status=to_status, decided_at=decided_at, answer=answer, version=F("version") + 1
            )
        for change in group:
            change.comment.status = to_status
            change.comment.decided_at = decided_at
            change.comment.answer = answer
            change.comment.version += 1
    ModerationRecord.objects.bulk_create(records, batch_size=SIZE)
    moved = [change.comment for change in changes if before[change.comment.pk] != change.to_status]
    settle(moved, before)
    settle_reports([comment for comment in moved if comment.status in GONE], now)
    notices.after_changes(changes, before)
    return records


def settle(comments: Sequence[Comment], before: dict[int, str]) -> None:
    """Bring counts up to date with the comments' status and forget the pages that show them.

    `before` is the status each had, by id; a new comment is not in it.
    """
    counts.moved([(comment, before.get(comment.pk), comment.status) for comment in comments])
    shown = {
        comment.article_id
        for comment in comments
        if Status.APPROVED in (comment.status, before.get(comment.pk))
    }
    forget_pages(shown)
    # A comment taken off the site is shown nowhere any more, not even while pages are made anew.
    page_cache.invalidate(
        {
            page_cache.tag("article", comment.article_id)
            for comment in comments
            if before.get(comment.pk) == Status.APPROVED != comment.status
        },
        withdrawn=True,
    )


def settle_reports(comments: Iterable[Comment], now: datetime) -> None:
    """Close the open reports of the comments: a moderator has looked, or there is nothing left."""
    reported = [comment for comment in comments if comment.open_reports]
    for batch in batches([comment.pk for comment in reported]):
        Report.objects.filter(comment__in=batch, settled_at__isnull=True).update(settled_at=now)
        Comment.objects.filter(pk__in=batch).update(open_reports=0)
    for comment in reported:
        comment.open_reports = 0


def forget_pages(story_ids: Iterable[int]) -> None:
    """Forget every page that shows one of the stories or its count, after the commit."""
    for batch in batches(story_ids):
        page_cache.invalidate(cache_tags.of_stories(Article.objects.filter(pk__in=batch)))


def note(comment: Comment, act: Act, now: datetime) -> None:
    """Record an act that leaves the comment's status as it is, with the text before the act."""
    _record(Change(comment, Status(comment.status), act), now).save()


def _record(change: Change, now: datetime) -> ModerationRecord:
    comment = change.comment
    return ModerationRecord(
        comment=comment,
        act=change.act,
        moderator=change.moderator,
        check_name=change.check_name,
        from_status=comment.status,
        to_status=change.to_status,
        rule=change.rule,
        reason=change.reason,
        name=comment.name,
        text=comment.body,
        probability=comment.rejection_probability,
        decided_at=now,
    )


def _number(comments: Iterable[Comment]) -> None:
    """Give answers that readers see for the first time their numbers within their threads."""
    new = sorted(
        (comment for comment in comments if comment.number is None), key=lambda comment: comment.pk
    )
    last: dict[int | None, int] = {}
    for batch in batches(comment.root_id for comment in new if comment.root_id):
        rows = Comment.objects.filter(root__in=batch, number__isnull=False).order_by()
        last |= dict(rows.values_list("root_id").annotate(Max("number")))
    for comment in new:
        comment.number = last[comment.root_id] = last.get(comment.root_id, 0) + 1
    Comment.objects.bulk_update(new, ["number"], batch_size=SIZE)


def _grouped(changes: Sequence[Change]) -> dict[tuple[Any, ...], list[Change]]:
    groups: dict[tuple[Any, ...], list[Change]] = {}
    for change in changes:
        key = (change.to_status, change.answer, change.decided_at)
        groups.setdefault(key, []).append(change)
    return groups
