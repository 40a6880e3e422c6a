"""Many comments under the stories of a large archive, and the decisions about them."""

import itertools
import random
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from articles.demo.bulk_rows import Table, analyze, reserve_keys
from articles.demo.texts import Texts
from articles.models import Article
from comments import counts
from comments.actions.submission import DEEPEST
from comments.models import Comment, ModerationRecord, Status
from newsportal.arabic.folding import fold

BATCH = 20_000
"""Comments written in one transaction."""

WITHOUT = 0.55
"""The share of stories nobody comments on."""

_TAIL = 1.15
_LONGEST = 1000
_DECISIONS = (Status.APPROVED.value, Status.REJECTED.value, Status.SPAM.value)
_DECISION_WEIGHTS = (90, 6, 4)
_WAITING, _WAITING_SHARE = timedelta(days=2), 0.1
"""Of the comments of the last two days, one in ten still waits."""


ANSWERS = 0.35
"""The share of comments that answer another one."""

GIANT, GIANT_FROM = 5000, 50_000
"""The comments under the newest story, where there are enough of them in all."""

_DEEPER = 0.4
"""The share of answers that answer an answer, where there is one."""

_LOOK_BACK = 12
"""How many of the latest comments an answer is about."""

_LIKES = (0, 0, 0, 0, 1, 1, 2, 4)
_APPROVED = Status.APPROVED.value


@dataclass(slots=True)
class Row:
    """One comment as its table takes it, and the reason of the decision about it."""

    key: int
    article_id: int
    name: str
    email: str
    body: str
    folded_text: str
    status: str
    submitted_at: Any
    decided_at: Any
    reason: str
    like_count: int
    root: "Row | None" = None
    parent: "Row | None" = None
    depth: int = 1
    number: int | None = 0
    reply_count: int = 0

    def answer(self, parent: "Row") -> None:
        """Put this comment below one that stands in the thread."""
        top = parent.root or parent
        self.root, self.parent, self.depth, self.number = top, parent, parent.depth + 1, None
        if self.status == _APPROVED:
            top.reply_count += 1
            self.number = top.reply_count
            if parent is not top:
                parent.reply_count += 1

    def columns(self) -> tuple[Any, ...]:
        """The values of COLUMNS."""
        return (
            self.key,
            self.article_id,
            self.name,
            self.email,
            self.body,
            self.folded_text,
            self.status,
            self.submitted_at,
            self.decided_at,
            self.like_count,
            (self.root or self).key,
            self.parent and self.parent.key,
            self.depth,
            self.number,
            self.reply_count,
            self.status == _APPROVED or self.reply_count > 0,
        )


COLUMNS = (
    "id",
    "article_id",
    "name",
    "email",
    "body",
    "folded_text",
    "status",
    "submitted_at",
    "decided_at",
    "like_count",
    "root_id",
    "parent_id",
    "depth",
    "number",
    "reply_count",
    "in_thread",
)


def load(texts: Texts, story_ids: range, number: int, now: datetime) -> Iterator[int]:
    """Write `number` comments under the stories, as seen from `now` (aware).

    Yields how many of them each batch wrote; stories' counts are rebuilt at the end.
    """
    rng = random.Random(number)
    with transaction.atomic():
        first = reserve_keys(Comment, number) if number else 0
    threads = _Threads(texts, first, now, rng)
    comments = Table(Comment, *COLUMNS)
    records = Table(
        ModerationRecord,
        "comment_id",
        "from_status",
        "to_status",
        "reason",
        "name",
        "text",
        "decided_at",
    )
    rows: list[Row] = []
    written = Article.objects.filter(pk__gte=story_ids.start, pk__lt=story_ids.stop)
    stories = [
        (pk, published_at)
        for pk, published_at in written.order_by("pk").values_list("pk", "published_at")
        if published_at is not None and published_at < now
    ]
    lengths = thread_lengths(len(stories), number, rng)
    for (article_id, published_at), length in zip(stories, lengths, strict=True):
        rows += threads.of(article_id, published_at, length)
        while len(rows) >= BATCH:
            yield _write(rows[:BATCH], comments, records)
            rows = rows[BATCH:]
    yield _write(rows, comments, records)
    analyze()
    counts.rebuild()


def thread_lengths(stories: int, comments: int, rng: random.Random) -> list[int]:
    """How many comments each story gets, `comments` in all: most none, a few very many.

    Lengths follow a Pareto distribution, cut where one thread would swallow the rest; the last
    story gets GIANT of GIANT_FROM comments or more.
    """
    if comments >= GIANT_FROM and stories > 1:
        return [*thread_lengths(stories - 1, comments - GIANT, rng), GIANT]
    weights = [
        0.0 if rng.random() < WITHOUT else min(rng.paretovariate(_TAIL), _LONGEST)
        for _ in range(stories)
    ]
    total = sum(weights)
    if not total:
        weights, total = [1.0] * stories, float(stories)
    # Rounding the running sum keeps the whole exact.
    marks = [round(sum_ * comments / total) for sum_ in itertools.accumulate(weights)]
    return [after - before for before, after in itertools.pairwise([0, *marks])]


class _Threads:
    """Composes comments out of what readers write in the demo and how they are called."""

    def __init__(self, texts: Texts, first_key: int, now: datetime, rng: random.Random):
        self._keys = itertools.count(first_key)
        self._now, self._rng = now, rng
        written = [comment for story in texts.stories for comment in story.get("comment", ())]
        self._names = _folded(comment["name"] for comment in written)
        self._bodies = _folded(comment["body"] for comment in written)
        self._reasons = [comment["reason"] for comment in written if comment.get("reason")]

    def of(self, article_id: int, published_at: datetime, length: int) -> list[Row]:
        """The comments under one story, oldest first; what is answered was approved."""
        longest = (self._now - published_at).total_seconds()
        rng = self._rng
        rows: list[Row] = []
        shown: deque[Row] = deque(maxlen=_LOOK_BACK)
        nested: deque[Row] = deque(maxlen=_LOOK_BACK)
        # Half of them come within nine hours.
        for delay in sorted(
            min(rng.expovariate(1 / 45_000), longest * rng.random()) for _ in range(length)
        ):
            row = self._row(article_id, published_at + timedelta(seconds=delay))
            if shown and rng.random() < ANSWERS:
                row.answer(rng.choice(nested if nested and rng.random() < _DEEPER else shown))
            if row.status == _APPROVED and row.depth < DEEPEST:
                (shown if row.depth == 1 else nested).append(row)
            rows.append(row)
        return rows

    def _row(self, article_id: int, submitted_at: datetime) -> Row:
        rng, adapt = self._rng, connection.ops.adapt_datetimefield_value
        key = next(self._keys)
        name, folded_name = rng.choice(self._names)
        body, folded_body = rng.choice(self._bodies)
        status, decided_at = self._decision(submitted_at)
        return Row(
            key,
            article_id,
            name,
            f"reader{key}@example.org",
            body,
            f"{folded_name} {folded_body}",
            status,
            adapt(submitted_at),
            decided_at and adapt(decided_at),
            rng.choice(self._reasons) if status == Status.REJECTED else "",
            rng.choice(_LIKES) if status == _APPROVED else 0,
        )

    def _decision(self, submitted_at: datetime) -> tuple[str, datetime | None]:
        rng = self._rng
        decided_at = submitted_at + timedelta(minutes=rng.randrange(3, 240))
        is_new = self._now - submitted_at < _WAITING
        if decided_at >= self._now or (is_new and rng.random() < _WAITING_SHARE):
            return Status.WAITING.value, None
        return rng.choices(_DECISIONS, _DECISION_WEIGHTS)[0], decided_at


def _folded(texts: Iterable[str]) -> Sequence[tuple[str, str]]:
    return [(text, fold(text)) for text in dict.fromkeys(texts)]


def _write(rows: Sequence[Row], comments: Table, records: Table) -> int:
    with transaction.atomic():
        comments.write(row.columns() for row in rows)
        records.write(
            (
                row.key,
                Status.WAITING.value,
                row.status,
                row.reason,
                row.name,
                row.body,
                row.decided_at,
            )
            for row in rows
            if row.decided_at
        )
    return len(rows)
