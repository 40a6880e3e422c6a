"""What a moderator sees of a comment before she decides; gathered for all of a page at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from comments import blocks
from comments.models import Block, Comment, ModerationRecord, Report, Status
from comments.moderation import assistant_in_use, phases, pipeline
from comments.moderation.verdict import Verdict

REPORTS_SHOWN = 5
"""Of one comment, those that differ; the most frequent."""

WORDS_SHOWN = 5

_SUSPICIOUS = {Verdict.REJECT, Verdict.SPAM}


@dataclass
class Sender:
    """What is known of a comment's sender; the counts are of comments of the same address."""

    approved: int = 0
    rejected: int = 0
    spam: int = 0
    waiting: int = 0
    first_seen: datetime | None = None
    waiting_of_network: int = 0
    blocks: list[Block] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether nothing of this address has ever been decided about."""
        return not (self.approved or self.rejected or self.spam)


@dataclass(frozen=True)
class Reason:
    """What one check said. `is_grave` where it would have turned the comment away."""

    check: str
    text: str
    is_grave: bool


@dataclass(frozen=True)
class Word:
    """A word as it stands in the comment, and whether it speaks for rejection."""

    text: str
    against: bool


@dataclass(frozen=True)
class Complaint:
    """What `number` readers have reported in the same words; `rule` is "" for another reason."""

    rule: str
    note: str
    number: int


@dataclass
class Card:
    """One comment of the queue with all that stands beside it. `note` is said above it."""

    comment: Comment
    above: list[Comment]
    sender: Sender
    reasons: list[Reason]
    complaints: list[Complaint]
    latest: ModerationRecord | None
    probability: float | None = None
    words: list[Word] = field(default_factory=list)
    note: str = ""

    @property
    def more_reports(self) -> int:
        """Open reports that are not shown."""
        shown = sum(complaint.number for complaint in self.complaints)
        return max(0, self.comment.open_reports - shown)

    @property
    def percent(self) -> int | None:
        """The probability of rejection in percent."""
        return None if self.probability is None else round(100 * self.probability)

    @property
    def email_domain(self) -> str:
        return self.comment.email.rpartition("@")[2]


def of_ids(ids: Sequence[int]) -> list[Card]:
    """The cards of these comments in this order, without those that are gone.

    Nine queries, however many there are.
    """
    rows = Comment.objects.filter(pk__in=ids).select_related("article")
    rows = rows.defer("folded_text", "article__body")
    comments = rows.in_bulk()
    return of([comments[pk] for pk in ids if pk in comments])


def of(comments: Sequence[Comment]) -> list[Card]:
    """The cards of comments that have been read with their stories."""
    above = _above(comments)
    senders = _senders(comments)
    complaints = _complaints(comments)
    latest = _latest_records(comments)
    labels = pipeline.labels(phases.POLICY)
    assistant = assistant_in_use.current()
    cards = []
    for comment in comments:
        card = Card(
            comment=comment,
            above=[above[pk] for pk in _ids_above(comment) if pk in above],
            sender=senders[comment.pk],
            reasons=_reasons(comment, labels),
            complaints=complaints.get(comment.pk, []),
            latest=latest.get(comment.pk),
            probability=comment.rejection_probability,
        )
        if assistant is not None and not comment.is_erased:
            if card.probability is None:
                card.probability = assistant.probability(comment.body)
            weighed = assistant.explain(comment.body, WORDS_SHOWN)
            card.words = [Word(word, weight > 0) for word, weight in weighed]
        cards.append(card)
    return cards


def _ids_above(comment: Comment) -> list[int]:
    """The top of the thread, then the comment answered: threads are three levels deep."""
    ids = [comment.root_id, comment.parent_id]
    return [pk for pk in dict.fromkeys(ids) if pk is not None and pk != comment.pk]


def _above(comments: Iterable[Comment]) -> dict[int, Comment]:
    wanted = {pk for comment in comments for pk in _ids_above(comment)}
    return Comment.objects.without_private().in_bulk(wanted)


def _reasons(comment: Comment, labels: Mapping[str, Any]) -> list[Reason]:
    return [
        Reason(
            check=str(labels.get(finding["check"], finding["check"])),
            text=finding.get("reason", ""),
            is_grave=finding["verdict"] in _SUSPICIOUS,
        )
        for finding in comment.findings
    ]


def _complaints(comments: Iterable[Comment]) -> dict[int, list[Complaint]]:
    """What has been reported about each comment with open reports, the most frequent first."""
    reported = [comment.pk for comment in comments if comment.open_reports]
    kinds = (
        Report.objects.filter(comment__in=reported, settled_at__isnull=True)
        .order_by()
        .values("comment", "rule", "note")
        .annotate(number=Count("pk"), newest=Max("pk"))
    )
    order = (F("number").desc(), F("newest").desc())
    numbered = kinds.annotate(
        place=Window(RowNumber(), partition_by=F("comment"), order_by=order)
    ).filter(place__lte=REPORTS_SHOWN)
    found: dict[int, list[Complaint]] = defaultdict(list)
    for row in numbered.order_by("place"):
        complaint = Complaint(row["rule"], row["note"], row["number"])
        found[row["comment"]].append(complaint)
    return found


def _latest_records(comments: Iterable[Comment]) -> dict[int, ModerationRecord]:
    records = ModerationRecord.objects.filter(comment__in=[comment.pk for comment in comments])
    newest = records.order_by().values("comment").annotate(newest=Max("pk")).values("newest")
    rows = ModerationRecord.objects.filter(pk__in=newest).select_related("moderator").defer("text")
    return {record.comment_id: record for record in rows.order_by()}


# --- Senders -----------------------------------------------------------------------------------


def _senders(comments: Sequence[Comment]) -> dict[int, Sender]:
    by_address = _counts_by_address(comments)
    by_network = _waiting_by_network(comments)
    in_force = _blocks_in_force(comments)
    senders = {}
    for comment in comments:
        counts = by_address.get(comment.email, {})
        senders[comment.pk] = Sender(
            **counts,
            waiting_of_network=by_network.get(comment.network, 0),
            blocks=[block for value in _block_values(comment) for block in in_force.get(value, ())],
        )
    return senders


def _counts_by_address(comments: Iterable[Comment]) -> dict[str, dict[str, Any]]:
    # An erased comment has no address, and nothing in common with others that have none.
    addresses = {comment.email for comment in comments} - {""}
    counted = (Status.APPROVED, Status.REJECTED, Status.SPAM, Status.WAITING)
    rows: Any = (
        Comment.objects.filter(email__in=addresses)
        .order_by()
        .values("email")
        .annotate(
            first_seen=Min("submitted_at"),
            **{status.value: Count("pk", filter=Q(status=status)) for status in counted},
        )
    )
    return {row.pop("email"): row for row in rows}


def _waiting_by_network(comments: Iterable[Comment]) -> dict[str, int]:
    networks = {comment.network for comment in comments} - {""}
    rows = Comment.objects.filter(network__in=networks, status=Status.WAITING).order_by()
    return dict(rows.values_list("network").annotate(number=Count("pk")))


def _blocks_in_force(comments: Iterable[Comment]) -> dict[tuple[str, str], list[Block]]:
    values: dict[str, set[str]] = defaultdict(set)
    for comment in comments:
        for kind, value in _block_values(comment):
            values[kind].add(value)
    met = Q(pk__in=[])
    for kind, wanted in values.items():
        met |= Q(kind=kind, value__in=wanted)
    found: dict[tuple[str, str], list[Block]] = defaultdict(list)
    rows: QuerySet = Block.objects.in_force(timezone.now()).filter(met)
    for block in rows:
        found[block.kind, block.value].append(block)
    return found


def _block_values(comment: Comment) -> list[tuple[str, str]]:
    """By which kinds and values a block meets the comment's sender."""
    values = [
        (Block.Kind.EMAIL, comment.email.lower()),
        (Block.Kind.DOMAIN, blocks.value_of_domain(comment.email)),
        (Block.Kind.NETWORK, comment.network),
        (Block.Kind.NAME, blocks.value_of_name(comment.name)),
    ]
    return [(kind.value, value) for kind, value in values if value]
