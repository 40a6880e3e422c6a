"""What a moderator decides, and takes back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.text import Truncator

from comments import blocks
from comments.actions import change
from comments.actions.change import Change
from comments.models import REASON_LIMIT, Act, Comment, ModerationRecord, Report, Status

DECISIONS = (Status.APPROVED, Status.REJECTED, Status.SPAM)


@dataclass
class Outcome:
    """What a decision did: the comments it changed, with the records of it; those that had that
    status already; and those left alone because they are no longer what the moderator saw.
    """

    changed: list[Comment] = field(default_factory=list)
    records: list[ModerationRecord] = field(default_factory=list)
    unchanged: list[Comment] = field(default_factory=list)
    conflicts: list[Comment] = field(default_factory=list)


def decide(
    comments: Iterable[Comment],
    status: str,
    moderator: Any,
    *,
    rule: str = "",
    reason: str = "",
    versions: Mapping[int, int] | None = None,
    block: Iterable[str] = (),
) -> Outcome:
    """Give the comments the `status` (one of DECISIONS) and record who did it and why.

    `rule` is the posted rule that was broken, `reason` a note; each has at most 300 characters and
    the commenter is told both. `versions` holds what the moderator saw of each comment: one that
    has changed since is left alone, and so is one withdrawn by its writer or erased. Reports of
    the comments are settled. `block` names the kinds (Block.Kind) by which the senders are blocked
    as well. Comments that have the status already are not recorded again, unless there were
    reports to settle. Raises PermissionDenied when `moderator` may not moderate, ValueError for a
    status that is no decision.
    """
    if status not in DECISIONS:
        raise ValueError(f"{status!r} is no decision")
    _allow(moderator)
    outcome = Outcome()
    kinds = list(block)
    with transaction.atomic():
        now = timezone.now()
        changes: list[Change] = []
        for comment in change.locked(comment.pk for comment in comments):
            if _is_settled_otherwise(comment) or _was_not_seen(comment, versions):
                outcome.conflicts.append(comment)
            elif comment.status == status and not comment.open_reports:
                outcome.unchanged.append(comment)
            else:
                outcome.changed.append(comment)
                changes.append(
                    Change(
                        comment,
                        Status(status),
                        Act.DECIDED,
                        moderator=moderator,
                        rule=rule,
                        reason=reason,
                        answer=told(rule, reason) if status == Status.REJECTED else "",
                    )
                )
        outcome.records = change.apply(changes, now)
        change.settle_reports(outcome.changed, now)
        if kinds:
            blocks.of_senders([*outcome.changed, *outcome.unchanged], kinds, moderator, now)
    return outcome


def undo(record_ids: Iterable[int], moderator: Any) -> Outcome:
    """Take back decisions, as if they had not been: status, reports, blocks made with them.

    A decision after which something else happened to the comment stays (`conflicts`). Reports that
    come back beside new ones hide nothing; the comment is in the queue with all of them. Raises
    PermissionDenied when `moderator` may not moderate.
    """
    _allow(moderator)
    outcome = Outcome()
    with transaction.atomic():
        now = timezone.now()
        records = {
            record.comment_id: record
            for record in ModerationRecord.objects.filter(
                pk__in=list(record_ids), act=Act.DECIDED
            ).order_by("pk")
        }
        latest: dict[int, ModerationRecord] = {}
        comments = change.locked(records)
        for record in ModerationRecord.objects.filter(comment__in=list(records)).order_by("pk"):
            latest[record.comment_id] = record
        changes: list[Change] = []
        for comment in comments:
            record = records[comment.pk]
            is_latest = latest[comment.pk].pk == record.pk and comment.status == record.to_status
            if not is_latest or _is_settled_otherwise(comment):
                outcome.conflicts.append(comment)
                continue
            outcome.changed.append(comment)
            changes.append(
                Change(
                    comment,
                    Status(record.from_status),
                    Act.UNDONE,
                    moderator=moderator,
                    **_as_before(comment, record),
                )
            )
            _reopen_reports(comment, record.decided_at)
            blocks.end_those_of(comment, record.decided_at, now)
        outcome.records = change.apply(changes, now)
    return outcome


def told(rule: str, note: str) -> str:
    """What the commenter reads of a rejection: the rule, then the note, which is never cut."""
    if not rule or not note:
        return Truncator(rule or note).chars(REASON_LIMIT)
    room = REASON_LIMIT - len(note) - 1
    return f"{Truncator(rule).chars(room)} {note}" if room > 1 else note


def _allow(moderator: Any) -> None:
    if not moderator.has_perm("comments.moderate_comment"):
        raise PermissionDenied


def _is_settled_otherwise(comment: Comment) -> bool:
    return comment.status == Status.WITHDRAWN or comment.is_erased


def _was_not_seen(comment: Comment, versions: Mapping[int, int] | None) -> bool:
    return versions is not None and versions.get(comment.pk) != comment.version


def _reopen_reports(comment: Comment, settled_at: datetime) -> None:
    Report.objects.filter(comment=comment, settled_at=settled_at).update(settled_at=None)
    open_ones = Report.objects.filter(comment=comment, settled_at__isnull=True)
    comment.open_reports = open_ones.aggregate(number=Count("pk"))["number"]
    Comment.objects.filter(pk=comment.pk).update(open_reports=comment.open_reports)


def _as_before(comment: Comment, undone: ModerationRecord) -> dict[str, Any]:
    """What the commenter was told, and since when, before the decision that is taken back."""
    earlier = (
        ModerationRecord.objects.filter(
            comment=comment, pk__lt=undone.pk, to_status=undone.from_status
        )
        .order_by("-pk")
        .first()
    )
    if earlier is None:
        return {}
    is_rejected = undone.from_status == Status.REJECTED
    return {
        "answer": told(earlier.rule, earlier.reason) if is_rejected else "",
        "decided_at": earlier.decided_at,
    }
