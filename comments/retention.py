"""What is forgotten when its time is over: the daily purge of personal data.

- A comment that was rejected, marked as spam or withdrawn longer than `rejected_days` ago loses
  name, address, text and everything made of them, its records lose names, texts and what checks
  quoted, the reports of it their notes. The rows stay: who decided, when and why. A comment whose
  name and text are empty is shown as an erased one.
- Any comment loses the trace of its network after `network_days`, and keys under which networks
  were hashed go as soon as they serve no block.
- A block of a person (name, address, network) that ended longer than `rejected_days` ago loses
  what it compared, and the admin's history the name of it.
- An address that was asked whether it is hers, and said nothing for ADDRESS_LASTS, goes; one
  that asked to be left alone stays, or it would be asked again.

Likes and reports keep their `reader` and `device`: each reader counts once by them. The first is a
hash that nobody can tie to a person without its key, which goes as said above; the second a random
number that her own browser alone repeats.

Each batch is a transaction of its own. What is done is no longer found, so a run that was broken
off is continued by the next one. Backups are the operator's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from comments import network_hash
from comments.models import (
    Block,
    Comment,
    MailAddress,
    ModerationPolicy,
    ModerationRecord,
    NetworkKey,
    Notice,
    Report,
    Status,
)

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
    keys: int = 0
    blocks: int = 0
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
    unanswered = _unanswered(now - ADDRESS_LASTS)
    blocks = Block.objects.filter(kind__in=PERSONAL_BLOCKS, ends_at__lt=kept_until).exclude(
        value=""
    )
    if dry_run:
        return Purged(
            comments=sum(_turned_away(status, kept_until).count() for status in GONE),
            networks=_traced(traced_until).count(),
            keys=_forget_keys(now, dry_run=True),
            blocks=blocks.count(),
            addresses=unanswered.count(),
        )
    purged = Purged()
    # Traces first: what is turned away then loses the rest.
    purged.networks = _purge_traces(traced_until)
    for status in GONE:
        purged.comments += _purge_turned_away(status, kept_until)
    purged.keys = _forget_keys(now)
    purged.blocks = blank_blocks(blocks)
    for batch in _batches(unanswered):
        with transaction.atomic():
            _deleted, by_model = unanswered.filter(pk__in=batch).delete()
            purged.addresses += by_model.get(MailAddress._meta.label, 0)
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
    if (
        Comment.objects.filter(old, status__in=GONE).exists()
        or NetworkKey.objects.filter(
            created_at__lt=now - timedelta(days=policy.network_days) - MISSED
        ).exists()
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
    return ids


def blank_blocks(blocks: QuerySet) -> int:
    """Take the value out of blocks, and their names out of the admin's history; returns how many.

    When they were made, by whom and why stays.
    """
    blanked = 0
    for batch in _batches(blocks):
        with transaction.atomic():
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


def _unanswered(until: datetime) -> QuerySet:
    """Addresses that were last asked before `until`, or were never to be reached at all."""
    lately = Notice.objects.filter(address=OuterRef("pk"), created_at__gte=until)
    return MailAddress.objects.filter(
        Q(asked_at__lt=until) | Q(asked_at__isnull=True) & ~Exists(lately),
        confirmed_at__isnull=True,
        unsubscribed_at__isnull=True,
    )


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
        purged += Comment.objects.filter(pk__in=[pk for pk, _network in batch]).update(network="")
        position = batch[-1][1]


def _forget_keys(now: datetime, dry_run: bool = False) -> int:
    with transaction.atomic():
        forgotten = network_hash.forget_old_keys(now)
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
