"""What the moderators' page of figures shows.

The page costs the same however large the archive is: of the decisions in the range at most the
latest MOST_RECORDS are read, by the index on their time, and all figures about decisions are taken
from these rows; of the comments at most the latest MOST_COMMENTS are counted by story. Where there
is more, the range becomes shorter and the page says since when it counts.

A decision that was undone counts nowhere. Percentiles are taken in Python, by nearest rank, as
SQLite has none: each is a time that did occur, never one between two.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.models import Act, Comment, ModerationRecord, Status
from comments.moderation import assistant_in_use

RANGES = (7, 30, 90)
"""Days the page can show, today included."""

MOST_RECORDS = 50_000
MOST_COMMENTS = 50_000
MOST_WAITING = 10_000
BUSIEST = 10
EVEN_ODDS = 0.5
"""From which probability the assistant counts as calling for rejection where none is trained."""

TURNED_AWAY = frozenset({Status.REJECTED, Status.SPAM})
_BY_CHECKS = frozenset({Act.CHECKED, Act.CORRECTED})
_FINAL = frozenset({Status.APPROVED, *TURNED_AWAY})

SPREAD = (
    (timedelta(minutes=10), _("Less than 10 minutes")),
    (timedelta(hours=1), _("10 minutes to an hour")),
    (timedelta(hours=6), _("1 to 6 hours")),
    (timedelta(days=1), _("6 to 24 hours")),
    (timedelta.max, _("A day or more")),
)
"""Classes of the time to decision, each up to a limit."""


@dataclass(frozen=True)
class Waiting:
    """What wants a moderator now. `number` is at most MOST_WAITING, `is_more` says it is beyond."""

    number: int
    is_more: bool
    oldest: datetime | None
    reported: int


@dataclass
class Day:
    """Decisions of one local day: of moderators, and of checks without them."""

    day: date
    approved: int = 0
    turned_away: int = 0
    by_checks: int = 0

    @property
    def total(self) -> int:
        return self.approved + self.turned_away + self.by_checks


@dataclass(frozen=True)
class Delays:
    """From submission to decision, of comments that a moderator was the first to decide about."""

    number: int = 0
    median: timedelta | None = None
    ninetieth: timedelta | None = None
    spread: list[tuple[Any, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Agreement:
    """The assistant's call against the moderators' decision, for comments it had scored."""

    threshold: float
    both_rejected: int = 0
    assistant_alone: int = 0
    moderator_alone: int = 0
    both_kept: int = 0

    @property
    def agreed(self) -> int:
        return self.both_rejected + self.both_kept

    @property
    def number(self) -> int:
        return self.agreed + self.assistant_alone + self.moderator_alone


@dataclass(frozen=True)
class ModeratorShare:
    """How many comments one account decided about, and turned away."""

    name: str
    decided: int
    turned_away: int


@dataclass(frozen=True)
class BusyStory:
    """Comments that a story got in the range, and what of them waits or was turned away."""

    pk: int
    headline: str
    comments: int
    waiting: int
    turned_away: int


@dataclass(frozen=True)
class Figures:
    """All figures of a range. Shares by rule and moderator are of comments that moderators decided.

    `since` is later than the range's first moment when `is_cut`. In `by_rule`, None stands for
    spam and "" for a rejection without a posted rule.
    """

    days: int
    since: datetime
    is_cut: bool
    waiting: Waiting
    by_day: list[Day]
    delays: Delays
    by_rule: list[tuple[str | None, int]]
    by_check: list[tuple[str, int]]
    by_moderator: list[ModeratorShare]
    agreement: Agreement
    stories: list[BusyStory]

    @property
    def decided(self) -> int:
        return sum(row.decided for row in self.by_moderator)

    @property
    def turned_away(self) -> int:
        return sum(row.turned_away for row in self.by_moderator)

    @property
    def turned_away_by_checks(self) -> int:
        return sum(number for _check, number in self.by_check)


class _Row(NamedTuple):
    """What is read of a record."""

    pk: int
    comment: int
    act: str
    moderator: int | None
    check: str
    before: str
    after: str
    rule: str
    probability: float | None
    decided_at: datetime
    submitted_at: datetime
    has_earlier: bool

    @property
    def is_decision(self) -> bool:
        if self.act == Act.DECIDED:
            return True
        return self.act in _BY_CHECKS and self.before != self.after and self.after in _FINAL


class _History(NamedTuple):
    """The records of one comment; `has_earlier` says that there are some from before the range."""

    has_earlier: bool
    rows: list[_Row]


def figures(days: int, now: datetime) -> Figures:
    """The figures of the last `days` local days up to `now` (aware), today included."""
    first = timezone.localdate(now) - timedelta(days=days - 1)
    since, rows, is_cut = _read(_midnight(first), now)
    histories = _standing(rows)
    made = [
        [row for row in history.rows if row.is_decision and row.decided_at >= since]
        for history in histories
    ]
    last = [decisions[-1] for decisions in made if decisions]
    by_moderators = [row for row in last if row.act == Act.DECIDED]
    return Figures(
        days=days,
        since=since,
        is_cut=is_cut,
        waiting=_waiting(),
        by_day=_by_day(
            chain.from_iterable(made), timezone.localdate(since), timezone.localdate(now)
        ),
        delays=_delays(histories, since),
        by_rule=_most_first(_rule(row) for row in by_moderators if row.after in TURNED_AWAY),
        by_check=_most_first(
            row.check for row in last if row.act != Act.DECIDED and row.after in TURNED_AWAY
        ),
        by_moderator=_by_moderator(by_moderators),
        agreement=_agreement(by_moderators),
        stories=_busiest(since),
    )


def percentile(ascending: Sequence[timedelta], share: float) -> timedelta | None:
    """The value that `share` (0 to 1) of all do not exceed, by nearest rank; None of none."""
    if not ascending:
        return None
    return ascending[max(0, math.ceil(share * len(ascending)) - 1)]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _read(since: datetime, now: datetime) -> tuple[datetime, list[_Row], bool]:
    """The range's records in the order of their making, and since when they are complete."""
    earlier = ModerationRecord.objects.filter(
        comment=OuterRef("comment"), pk__lt=OuterRef("pk")
    ).exclude(act=Act.UNDONE)
    found = (
        ModerationRecord.objects.filter(decided_at__gte=since, decided_at__lte=now)
        .order_by("-decided_at", "-pk")
        .values_list(
            "pk", "comment_id", "act", "moderator_id", "check_name", "from_status", "to_status",
            "rule", "probability", "decided_at", "comment__submitted_at", Exists(earlier),
        )[: MOST_RECORDS + 1]
    )  # fmt: skip
    rows = [_Row(*row) for row in found]
    is_cut = len(rows) > MOST_RECORDS
    if is_cut:
        oldest = rows.pop().decided_at
        following = _midnight(timezone.localdate(oldest) + timedelta(days=1))
        # A single day may have had more than is read.
        since = following if following <= now else oldest
    return since, sorted(rows), is_cut


def _standing(rows: Iterable[_Row]) -> list[_History]:
    """The records of each comment in their order, without decisions that were undone.

    A decision is undone only while it is the last record of its comment.
    """
    histories: dict[int, _History] = {}
    for row in rows:
        # Only what the first of them says is about records that were not read.
        history = histories.setdefault(row.comment, _History(row.has_earlier, []))
        if row.act != Act.UNDONE:
            history.rows.append(row)
        elif history.rows and history.rows[-1].act == Act.DECIDED:
            history.rows.pop()
    return list(histories.values())


def _waiting() -> Waiting:
    queue = Comment.objects.awaiting()
    number = queue.order_by()[: MOST_WAITING + 1].count()
    # Asked for the status as well, SQLite would read all that are approved.
    reported = Comment.objects.filter(open_reports__gt=0).order_by()
    statuses = list(reported.values_list("status", flat=True)[:MOST_WAITING])
    return Waiting(
        number=min(number, MOST_WAITING),
        is_more=number > MOST_WAITING,
        oldest=queue.values_list("submitted_at", flat=True).first(),
        reported=statuses.count(Status.APPROVED),
    )


def _by_day(decisions: Iterable[_Row], first: date, last: date) -> list[Day]:
    """Every day from `first` to `last`, the empty ones too."""
    days = [Day(first + timedelta(days=past)) for past in range((last - first).days + 1)]
    by_date = {day.day: day for day in days}
    for row in decisions:
        day = by_date[timezone.localdate(row.decided_at)]
        if row.act != Act.DECIDED:
            day.by_checks += 1
        elif row.after in TURNED_AWAY:
            day.turned_away += 1
        else:
            day.approved += 1
    return days


def _delays(histories: Iterable[_History], since: datetime) -> Delays:
    delays = []
    for history in histories:
        # What only says that a waiting comment was corrected decides nothing.
        changes = (row for row in history.rows if row.is_decision or row.before != row.after)
        first = next(changes, None)
        if first is None or first.act != Act.DECIDED or history.has_earlier:
            continue
        if first.decided_at >= since:
            delays.append(max(timedelta(), first.decided_at - first.submitted_at))
    delays.sort()
    spread: Counter[Any] = Counter()
    for delay in delays:
        spread[next(label for limit, label in SPREAD if delay < limit)] += 1
    return Delays(
        number=len(delays),
        median=percentile(delays, 0.5),
        ninetieth=percentile(delays, 0.9),
        spread=[(label, spread[label]) for _limit, label in SPREAD],
    )


def _rule(row: _Row) -> str | None:
    return None if row.after == Status.SPAM else row.rule


def _by_moderator(decisions: Iterable[_Row]) -> list[ModeratorShare]:
    decided: Counter[int | None] = Counter()
    turned_away: Counter[int | None] = Counter()
    for row in decisions:
        decided[row.moderator] += 1
        turned_away[row.moderator] += row.after in TURNED_AWAY
    accounts = get_user_model().objects.in_bulk([pk for pk in decided if pk is not None])
    return [
        ModeratorShare(
            accounts[pk].get_username() if pk in accounts else "", number, turned_away[pk]
        )
        for pk, number in decided.most_common()
    ]


def _agreement(decisions: Iterable[_Row]) -> Agreement:
    assistant = assistant_in_use.current()
    threshold = assistant.threshold if assistant else EVEN_ODDS
    pairs = Counter(
        (row.probability >= threshold, row.after in TURNED_AWAY)
        for row in decisions
        if row.probability is not None
    )
    return Agreement(
        threshold=threshold,
        both_rejected=pairs[True, True],
        assistant_alone=pairs[True, False],
        moderator_alone=pairs[False, True],
        both_kept=pairs[False, False],
    )


def _busiest(since: datetime) -> list[BusyStory]:
    newest = Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    rows = (
        # Ids grow with time: without the first condition every comment there is would be read.
        Comment.objects.filter(pk__gt=newest - MOST_COMMENTS, submitted_at__gte=since)
        .order_by()
        .values("article_id")
        .annotate(
            comments=Count("pk"),
            waiting=Count("pk", filter=Q(status=Status.WAITING)),
            turned_away=Count("pk", filter=Q(status__in=TURNED_AWAY)),
        )
        .order_by("-comments", "-article_id")[:BUSIEST]
    )
    found = list(rows)
    headlines = dict(
        Article.objects.filter(pk__in=[row["article_id"] for row in found])
        .order_by()
        .values_list("pk", "headline")
    )
    return [
        BusyStory(
            row["article_id"],
            headlines.get(row["article_id"], ""),
            row["comments"],
            row["waiting"],
            row["turned_away"],
        )
        for row in found
    ]


def _most_first(values: Iterable[Any]) -> list[tuple[Any, int]]:
    return Counter(values).most_common()
