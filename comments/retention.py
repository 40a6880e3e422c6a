"""What is forgotten when its time is over: the daily purge of personal data.

- A comment that was rejected, marked as spam or withdrawn longer than `rejected_days` ago loses
  name, address, text and everything made of them, its records lose names, texts and what checks
  quoted, the reports of it their notes, the e-mails about it which comment they spoke of. The rows
  stay: who decided, when and why. A comment whose name and text are empty is shown as an erased
  one.
- Any comment loses the trace of its network after `network_days`, and keys under which networks
  were hashed go as soon as they serve neither a comment nor a block.
- Likes and reports lose after `network_days` what ties those of one reader together: `device`, the
  number her browser repeats for a year, and `origin`, which an open report keeps until a moderator
  has looked, as it hides the comment by it. `reader` stays and does little: while its key is in use
  (network_hash.ROTATION) it counts her once; then it is equal in what one browser at one address
  sent under that key, and nobody can tell which once the key is gone. A reader may therefore like
  or report a comment again after both times.
- A block of a person (name, address, network) that ended longer than `rejected_days` ago loses
  what it compared, its reason the address, and the admin's history the name of it.
- An e-mail that was sent longer than `rejected_days` ago is forgotten, though not while it is
  news (notices.KEPT); the questions to an address are, all together, ADDRESS_LASTS after the last.
- An address that was asked whether it is hers, and said nothing for ADDRESS_LASTS, goes, and so
  does a confirmed one that no comment wants e-mails for any more. One that asked to be left alone
  stays, or it would be asked again.

Each batch is a transaction of its own. What is done is no longer found, so a run that was broken
off is continued by the next one. Rows are locked in the order of their ids, as by every other act,
and rows of reactions and e-mails that are in use at that moment are left to the next run. Backups
are the operator's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from comments import network_hash
from comments.blocks import strike_out
from comments.mail import notices
from comments.models import (
    Block,
    Comment,
    Like,
    MailAddress,
    ModerationPolicy,
    ModerationRecord,
    Notice,
    Report,
    Status,
)
from comments.reader import UNKNOWN_ORIGIN

BATCH = 500
GONE = (Status.REJECTED, Status.SPAM, Status.WITHDRAWN)
PERSONAL_BLOCKS = (Block.Kind.NAME, Block.Kind.EMAIL, Block.Kind.NETWORK)
ADDRESS_LASTS = timedelta(days=90)
"""Forgotten sooner, an address could be asked anew all the time."""


MISSED = timedelta(days=2)
"""A purge that is not run for so long has been forgotten."""

NAMELESS = "—"


BLANK = Q(name="", email="", body="", network="", stamp="")


@dataclass
class Purged:
    """How many rows lost something, or, in a dry run, would."""

    comments: int = 0
    networks: int = 0
    reactions: int = 0
    keys: int = 0
    blocks: int = 0
    emails: int = 0
    addresses: int = 0

    def __bool__(self) -> bool:
        return any(getattr(self, column.name) for column in fields(self))


@dataclass(frozen=True)
class Overdue:
    """The purge is not run as it should be; `last_run` is None where it never was."""

    last_run: datetime | None


def purge(now: datetime, *, dry_run: bool = False) -> Purged:
    """Forget what is due at `now` (aware); a dry run only counts it."""
    policy = ModerationPolicy.current()
    kept_until = now - timedelta(days=policy.rejected_days)
    traced_until = now - timedelta(days=policy.network_days)
    told = _told(now - ADDRESS_LASTS, min(kept_until, now - notices.KEPT))
    idle = _idle(now - ADDRESS_LASTS, kept_until)
    blocks = Block.objects.filter(kind__in=PERSONAL_BLOCKS, ends_at__lt=kept_until).exclude(
        value=""
    )
    if dry_run:
        return Purged(
            comments=sum(_turned_away(status, kept_until).count() for status in GONE),
            networks=_traced(traced_until).count(),
            reactions=sum(rows.count() for rows, _values in _tied(traced_until)),
            keys=_forget_keys(now, now - traced_until, dry_run=True),
            blocks=blocks.count(),
            emails=told.count(),
            addresses=idle.count(),
        )
    purged = Purged()
    # Traces first: what is turned away then loses the rest.
    purged.networks = _purge_traces(traced_until)
    for status in GONE:
        purged.comments += _purge_turned_away(status, kept_until)
    purged.reactions = sum(_untie(*tied) for tied in _tied(traced_until))
    purged.keys = _forget_keys(now, now - traced_until)
    purged.blocks = blank_blocks(blocks)
    purged.emails = _delete(told)
    purged.addresses = _delete(idle)
    ModerationPolicy.objects.update_or_create(pk=1, defaults={"purged_at": now})
    return purged


def overdue(now: datetime) -> Overdue | None:
    """Whether the purge was forgotten while there is something of its kind; up to three queries.

    To be asked on pages that moderators open: it looks at first rows, not at all that are due.
    """
    policy = ModerationPolicy.current()
    if policy.purged_at is not None and policy.purged_at > now - MISSED:
        return None
    # No comment is decided about before it is submitted, which has an index.
    old = Q(submitted_at__lt=now - timedelta(days=policy.rejected_days) - MISSED)
    traced = _traced(now - timedelta(days=policy.network_days) - MISSED)
    if (
        Comment.objects.filter(old, status__in=GONE).exists()
        # In the order of its index, or the search would pass all that has long lost its trace.
        or traced.order_by("network", "submitted_at").values("pk").first()
    ):
        return Overdue(policy.purged_at)
    return None


def blank(comments: QuerySet) -> list[int]:
    """Take everything personal out of `comments`, which are locked, and out of what tells of them.

    Returns their ids. Names and verdicts of the checks stay, the reasons go: they quote.
    """
    found = list(comments.order_by("pk").values_list("pk", "findings"))
    ids = [pk for pk, _findings in found]
    rows = Comment.objects.filter(pk__in=ids)
    rows.update(
        name="",
        email="",
        body="",
        notify=False,
        network="",
        stamp="",
        folded_text="",
        fingerprint=None,
        findings=[],
    )
    quoted = [
        Comment(pk=pk, findings=[{**finding, "reason": ""} for finding in findings])
        for pk, findings in found
        if findings
    ]
    Comment.objects.bulk_update(quoted, ["findings"], batch_size=100)
    ModerationRecord.objects.filter(comment__in=ids).blank()
    Report.objects.filter(comment__in=ids).exclude(note="").update(note="")
    about = Notice.objects.filter(comment__in=ids)
    # Of what is gone nobody is told. What was said of her own comments names her no longer by them,
    # and still counts among the e-mails she got.
    about.filter(sent_at__isnull=True).delete()
    about.exclude(kind=Notice.Kind.REPLY).update(comment=None)
    return ids


def blank_blocks(blocks: QuerySet) -> int:
    """Take the value out of blocks, and their names out of the admin's history; returns how many.

    When they were made, by whom and why stays, but for an address in the reason.
    """
    blanked = 0
    for batch in _batches(blocks):
        with transaction.atomic():
            quoted = Block.objects.filter(pk__in=batch, kind=Block.Kind.EMAIL).exclude(value="")
            for address in quoted.values_list("value", flat=True):
                strike_out(address)
            blanked += Block.objects.filter(pk__in=batch).update(value="", comment=None)
            forget_names(Block, batch)
    return blanked


def forget_names(model: Any, ids: Iterable[int]) -> None:
    """Blank what the admin's history calls the rows of `model` and what it quotes of them."""
    LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=map(str, ids)
    ).update(object_repr=NAMELESS, change_message="")


def _turned_away(status: str, until: datetime) -> QuerySet:
    """Comments of one status whose time for appeal ended before `until`."""
    return (
        Comment.objects.annotate(gone_at=Coalesce("decided_at", "submitted_at"))
        # What is decided was submitted before: the index on status and time serves.
        .filter(status=status, submitted_at__lt=until, gone_at__lt=until)
        .exclude(BLANK)
    )


def _purge_turned_away(status: str, until: datetime) -> int:
    purged = 0
    position: datetime | None = None
    while True:
        due = _turned_away(status, until)
        if position is not None:
            due = due.filter(submitted_at__gte=position)
        batch = list(due.order_by("submitted_at", "pk").values_list("pk", "submitted_at")[:BATCH])
        if not batch:
            return purged
        with transaction.atomic():
            # A moderator may have thought better of it meanwhile.
            locked = due.select_for_update(no_key=True).filter(pk__in=[pk for pk, _at in batch])
            purged += len(blank(locked))
        position = batch[-1][1]


def _traced(until: datetime) -> QuerySet:
    return Comment.objects.exclude(network="").filter(submitted_at__lt=until)


def _purge_traces(until: datetime) -> int:
    purged = 0
    position = ""
    while True:
        # In the order of the index on networks, which holds no comment without one.
        due = _traced(until).filter(network__gte=position).order_by("network", "submitted_at")
        batch = list(due.values_list("pk", "network")[:BATCH])
        if not batch:
            return purged
        with transaction.atomic():
            rows = Comment.objects.filter(pk__in=[pk for pk, _network in batch])
            # An UPDATE alone takes its locks in whatever order it finds the rows.
            list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))
            purged += rows.update(network="")
        position = batch[-1][1]


def _tied(until: datetime) -> list[tuple[QuerySet, dict[str, Any]]]:
    """Likes and reports of before `until` that still tell of one reader, and what they lose."""
    older = Q(created_at__lt=until)
    untied = {"device": "", "origin": UNKNOWN_ORIGIN}
    tied = ~Q(**untied)
    return [
        (Like.objects.filter(older, tied), untied),
        (Report.objects.filter(older, tied, settled_at__isnull=False), untied),
        (Report.objects.filter(older, ~Q(device=""), settled_at__isnull=True), {"device": ""}),
    ]


def _untie(reactions: QuerySet, values: dict[str, Any]) -> int:
    untied = 0
    for batch in _batches(reactions):
        with transaction.atomic():
            free = _free(reactions.filter(pk__in=batch))
            untied += reactions.model.objects.filter(pk__in=free).update(**values)
    return untied


def _told(asked_until: datetime, sent_until: datetime) -> QuerySet:
    """E-mails of which nothing hangs any more.

    Those that bring news were sent before `sent_until`; questions count as long as their address
    was asked again since `asked_until`, however often that was before.
    """
    questions = Q(kind=Notice.Kind.QUESTION)
    asked_lately = Q(address__asked_at__gte=asked_until)
    return Notice.objects.filter(
        ~questions & Q(sent_at__lt=sent_until)
        | questions & Q(sent_at__lt=asked_until) & ~asked_lately
    )


def _idle(asked_until: datetime, until: datetime) -> QuerySet:
    """Addresses that serve nothing.

    They did not answer and were last asked before `asked_until`, or were never to be reached; or
    they are confirmed, and no comment wants e-mails but such as were turned away before `until`.
    """
    lately = Notice.objects.filter(address=OuterRef("pk"), created_at__gte=asked_until)
    unanswered = Q(
        Q(asked_at__lt=asked_until) | Q(asked_at__isnull=True) & ~Exists(lately),
        confirmed_at__isnull=True,
        unsubscribed_at__isnull=True,
    )
    wanted = (
        Comment.objects.filter(email=OuterRef("email"), notify=True)
        .annotate(gone_at=Coalesce("decided_at", "submitted_at"))
        .exclude(status__in=GONE, submitted_at__lt=until, gone_at__lt=until)
    )
    confirmed = Q(unsubscribed_at__isnull=True) | Q(confirmed_at__gt=F("unsubscribed_at"))
    return MailAddress.objects.filter(
        unanswered | confirmed & Q(~Exists(wanted), confirmed_at__isnull=False)
    )


def _delete(rows: QuerySet) -> int:
    deleted = 0
    for batch in _batches(rows):
        with transaction.atomic():
            free = _free(rows.filter(pk__in=batch))
            _rows, by_model = rows.model.objects.filter(pk__in=free).delete()
            deleted += by_model.get(rows.model._meta.label, 0)
    return deleted


def _free(rows: QuerySet) -> list[int]:
    """Ids of those of `rows` that no other act holds at the moment; they are locked."""
    locked = rows.select_for_update(of=("self",), skip_locked=True)
    return list(locked.order_by("pk").values_list("pk", flat=True))


def _forget_keys(now: datetime, traced: timedelta, dry_run: bool = False) -> int:
    with transaction.atomic():
        forgotten = network_hash.forget_old_keys(now, traced)
        transaction.set_rollback(dry_run)
    return forgotten


def _batches(rows: QuerySet) -> Iterator[list[int]]:
    """Ids of `rows` in parts, found anew each time, as those dealt with are found no longer."""
    last = 0
    while batch := list(
        rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        yield batch
        last = batch[-1]
