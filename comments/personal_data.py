"""One person's data, found by her e-mail address: what there is, a copy of it, its erasure.

The copy holds what is hers and what was decided about it; not who decided, who reported her or
what they wrote, and nothing of the comments hers answer.

Erased is every comment of the address: name, address, text, traces, what the checks quoted, in the
audit trail too. A comment readers saw or that waited becomes a withdrawn one: where approved
comments answer it a mark stands in its place, so the thread stays readable, and it leaves the
thread otherwise. One that was turned away keeps its status. Who decided, when and why stays, and a
moderator's own words with it, in which the address is struck out.

A block of the person that is in force stays until it ends, unless it is to go as well: without it,
whoever is blocked would only have to ask (GDPR, article 17(1)(c); law 09-08, article 9). It is
parted from the comment it was made for, and what it compares goes by comments/retention.py.

Likes and reports she gave are known by hashes of where they came from and a number her browser
keeps: they cannot be found by an address, hence neither copied nor erased; what ties them together
goes by comments/retention.py. What others wrote about her in comments of their own is
theirs. What the assistant has learnt of her words goes when it is trained next.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from comments import retention
from comments.actions import change
from comments.actions.change import Change
from comments.blocks import strike_out
from comments.models import (
    Act,
    Block,
    Comment,
    MailAddress,
    ModerationRecord,
    Report,
    Status,
)
from comments.querysets import struck_out

logger = logging.getLogger(__name__)

PERMISSION = "comments.erase_comment"
BATCH = 200


@dataclass(frozen=True)
class Found:
    """What there is about an address; `blocks` are those of the person that are in force."""

    by_status: list[tuple[Status, int]]
    first: datetime | None
    last: datetime | None
    has_mail_address: bool
    blocks: list[Block]

    @property
    def comments(self) -> int:
        return sum(number for _status, number in self.by_status)

    def __bool__(self) -> bool:
        return bool(self.comments or self.has_mail_address or self.blocks)


@dataclass(frozen=True)
class Erased:
    """What was erased, and the blocks that stay: how many and until when at the latest."""

    comments: int
    has_mail_address: bool
    kept_blocks: int
    kept_until: datetime | None


@sensitive_variables("email", "address", "comments")
def find(email: str) -> Found:
    """What there is about the address, nothing about an empty one; five queries."""
    address = _normal(email)
    comments = _of(address).order_by()
    numbers = dict(comments.values_list("status").annotate(Count("pk")))
    times = comments.order_by("submitted_at").values_list("submitted_at", flat=True)
    return Found(
        by_status=[(status, numbers[status]) for status in Status if status in numbers],
        first=times.first(),
        last=times.last(),
        has_mail_address=MailAddress.objects.filter(email=address).exists(),
        blocks=list(_blocks(address).in_force(timezone.now())),
    )


# --- A copy --------------------------------------------------------------------------------------


@sensitive_variables("email", "address", "mail")
def export(email: str) -> dict[str, Any]:
    """A copy of all that is stored about the address, ready for JSON; times are ISO 8601, UTC."""
    address = _normal(email)
    mail = MailAddress.objects.filter(email=address).first()
    return {
        "email": address,
        "exported_at": _time(timezone.now()),
        "comments": [_comment(comment) for comment in _with_trail(address)],
        "mail_address": _mail(mail) if mail else None,
        "blocks": [
            {
                "kind": block.kind,
                "value": block.value,
                "reason": block.reason,
                "from": _time(block.starts_at),
                "until": _time(block.ends_at),
            }
            for block in _blocks(address).order_by("pk")
        ],
        "not_contained": _(
            "Likes and reports you gave are stored without your address and cannot be found by it."
        ),
    }


def _with_trail(address: str) -> Iterator[Comment]:
    """All comments of the address, oldest first, each with records, reports and story."""
    comments = _of(address).order_by("pk")
    comments = comments.select_related("article").defer("article__body", "folded_text")
    return comments.prefetch_related("records", "reports").iterator(chunk_size=BATCH)


def _comment(comment: Comment) -> dict[str, Any]:
    story = comment.article
    return {
        "id": comment.pk,
        "story": story.headline,
        "story_address": story.get_absolute_url() if story.is_out else None,
        "in_reply_to": comment.answered or comment.parent_id,
        "name": comment.name,
        "text": comment.body,
        "status": comment.status,
        "submitted_at": _time(comment.submitted_at),
        "corrected_at": _time(comment.corrected_at),
        "decided_at": _time(comment.decided_at),
        "told_to_you": comment.answer,
        "wants_emails": comment.notify,
        "network_hash": comment.network,
        "findings_of_checks": comment.findings,
        "rejection_probability": comment.rejection_probability,
        "likes": comment.like_count,
        "replies": comment.reply_count,
        "records": [
            {
                "time": _time(record.decided_at),
                "act": record.act,
                "check": record.check_name,
                "from": record.from_status,
                "to": record.to_status,
                "rule": record.rule,
                "reason": record.reason,
                "name": record.name,
                "text": record.text,
                "rejection_probability": record.probability,
            }
            for record in sorted(comment.records.all(), key=lambda record: record.pk)
        ],
        "reports": [
            {
                "time": _time(report.created_at),
                "rule": report.rule,
                "settled_at": _time(report.settled_at),
            }
            for report in sorted(comment.reports.all(), key=lambda report: report.pk)
        ],
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _mail(address: MailAddress) -> dict[str, Any]:
    return {
        "asked_at": _time(address.asked_at),
        "confirmed_at": _time(address.confirmed_at),
        "unsubscribed_at": _time(address.unsubscribed_at),
        "emails": [
            {
                "kind": notice.kind,
                "about": notice.comment_id,
                "created_at": _time(notice.created_at),
                "sent_at": _time(notice.sent_at),
            }
            for notice in address.notices.order_by("pk")
        ],
    }


# --- Erasure -------------------------------------------------------------------------------------


@sensitive_variables("email", "address", "comments", "ids")
def erase(email: str, by: Any = None, *, blocks_too: bool = False) -> Erased:
    """Erase what is stored about the address; see above for what stays.

    `by` is the account that does it, None for the operator at the command line. Raises
    PermissionDenied when `by` may not. Of an empty address there is nothing to erase. Comments are
    erased a batch at a time: what is broken off is finished by erasing again.
    """
    if by is not None and not by.has_perm(PERMISSION):
        raise PermissionDenied
    address = _normal(email)
    if not address:
        return Erased(0, False, 0, None)
    now = timezone.now()
    hers = _blocks(address)
    if not blocks_too:
        kept = hers.in_force(now)
        kept_until = kept.order_by("-ends_at").values_list("ends_at", flat=True).first()
        kept_ids = set(kept.values_list("pk", flat=True))
    else:
        kept_until, kept_ids = None, set()
        # Only what lasts still ends now; when an earlier one ended is on record.
        hers.in_force(now).update(ends_at=now)
    # First of all: what is blocked because of a comment is found by the comment's address.
    retention.blank_blocks(hers.exclude(pk__in=kept_ids).exclude(value=""))
    retention.forget_names(Block, kept_ids)
    strike_out(address)
    erased = 0
    while ids := list(_of(address).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        erased += _erase_batch(ids, address, by)
    with transaction.atomic():
        # As whoever answers one of its e-mails does: the address is locked before its notices.
        list(MailAddress.objects.select_for_update().filter(email=address).values_list("pk"))
        # Her notices go with it.
        _rows, by_model = MailAddress.objects.filter(email=address).delete()
        had_address = bool(by_model.get(MailAddress._meta.label))
        if by is not None:
            _log(by, erased)
    logger.warning(
        "Personal data of one address erased by %s: %d comments",
        by.get_username() if by is not None else "the command line",
        erased,
    )
    return Erased(erased, had_address, len(kept_ids), kept_until)


def _erase_batch(ids: list[int], address: str, by: Any) -> int:
    """Erase the comments with these ids, all of one address, in one transaction."""
    with transaction.atomic():
        now = timezone.now()
        comments = [comment for comment in change.locked(ids) if comment.email == address]
        seen = [
            Change(comment, Status.WITHDRAWN, Act.ERASED, moderator=by)
            for comment in comments
            if comment.status in (Status.WAITING, Status.APPROVED)
        ]
        change.apply(seen, now)
        changed = {change.comment.pk for change in seen}
        others = [comment for comment in comments if comment.pk not in changed]
        # Theirs is no change of status: when it was decided stays.
        ModerationRecord.objects.bulk_create(
            ModerationRecord(
                comment=comment,
                act=Act.ERASED,
                moderator=by,
                from_status=comment.status,
                to_status=comment.status,
                decided_at=now,
            )
            for comment in others
        )
        erased = [comment.pk for comment in comments]
        rows = Comment.objects.filter(pk__in=erased)
        rows.filter(pk__in=[comment.pk for comment in others]).update(version=F("version") + 1)
        _settle_reports(erased, now)
        _strike_out(erased, address)
        retention.blank(rows)
        retention.forget_names(Comment, erased)
        # A block that stays no longer says which comments were hers.
        Block.objects.filter(comment__in=erased).update(comment=None)
        return len(erased)


def _settle_reports(ids: list[int], now: datetime) -> None:
    Report.objects.filter(comment__in=ids, settled_at__isnull=True).update(settled_at=now)
    Comment.objects.filter(pk__in=ids, open_reports__gt=0).update(open_reports=0)


def _strike_out(ids: list[int], address: str) -> None:
    """Strike the address out of what moderators wrote."""
    told = Comment.objects.filter(pk__in=ids, answer__icontains=address)
    for pk, answer in told.values_list("pk", "answer"):
        Comment.objects.filter(pk=pk).update(answer=struck_out(answer, address))
    ModerationRecord.objects.filter(comment__in=ids).strike_out(address)


def _log(by: Any, comments: int) -> None:
    """A line in the admin's history, which names nobody but who did it."""
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(Comment),
        object_repr=_("Personal data of one address erased"),
        action_flag=CHANGE,
        change_message=_("Comments: %(number)d") % {"number": comments},
    )


# --- What is hers --------------------------------------------------------------------------------


def _normal(email: str) -> str:
    """The address as it is stored; that of comments that were erased is empty."""
    return email.strip().lower()


def _of(address: str) -> QuerySet:
    return Comment.objects.filter(email=address) if address else Comment.objects.none()


def _blocks(address: str) -> Any:
    """Blocks of the person: of the address, or made for one of her comments; not of a domain."""
    if not address:
        return Block.objects.none()
    hers = Q(kind=Block.Kind.EMAIL, value=address) | Q(
        kind__in=retention.PERSONAL_BLOCKS, comment__email=address
    )
    return Block.objects.filter(hers)
