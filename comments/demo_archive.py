"""Many comments under the stories of a large archive, and the decisions about them."""

import itertools
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction

from articles.demo.bulk_rows import Table, reserve_keys
from articles.demo.texts import Texts
from articles.models import Article
from comments import counts
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


class Row(NamedTuple):
    """One comment as its table takes it, and the reason of the decision about it."""

    key: int
    article_id: int
    name: str
    email: str
    body: str
    status: str
    submitted_at: Any
    decided_at: Any
    folded_text: str
    reason: str


def load(texts: Texts, story_ids: range, number: int, now: datetime) -> Iterator[int]:
    """Write `number` comments under the stories, as seen from `now` (aware).

    Yields how many of them each batch wrote; stories' counts are rebuilt at the end.
    """
    rng = random.Random(number)
    with transaction.atomic():
        first = reserve_keys(Comment, number) if number else 0
    threads = _Threads(texts, first, now, rng)
    comments = Table(
        Comment,
        "id",
        "article_id",
        "name",
        "email",
        "body",
        "status",
        "submitted_at",
        "decided_at",
        "folded_text",
    )
    records = Table(
        ModerationRecord, "comment_id", "from_status", "to_status", "reason", "text", "decided_at"
    )
    rows: list[Row] = []
    written = Article.objects.filter(pk__gte=story_ids.start, pk__lt=story_ids.stop)
    stories = [
        (pk, published_at)
        for pk, published_at in written.values_list("pk", "published_at")
        if published_at is not None and published_at < now
    ]
    lengths = thread_lengths(len(stories), number, rng)
    for (article_id, published_at), length in zip(stories, lengths, strict=True):
        rows += threads.of(article_id, published_at, length)
        while len(rows) >= BATCH:
            yield _write(rows[:BATCH], comments, records)
            rows = rows[BATCH:]
    yield _write(rows, comments, records)
    counts.rebuild()


def thread_lengths(stories: int, comments: int, rng: random.Random) -> list[int]:
    """How many comments each story gets, `comments` in all: most none, a few very many.

    Lengths follow a Pareto distribution, cut where one thread would swallow the rest.
    """
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

    def of(self, article_id: int, published_at: datetime, length: int) -> Iterator[Row]:
        """The comments under one story, oldest first."""
        longest = (self._now - published_at).total_seconds()
        rng, adapt = self._rng, connection.ops.adapt_datetimefield_value
        # Half of them come within nine hours.
        for delay in sorted(
            min(rng.expovariate(1 / 45_000), longest * rng.random()) for _ in range(length)
        ):
            key = next(self._keys)
            name, folded_name = rng.choice(self._names)
            body, folded_body = rng.choice(self._bodies)
            submitted_at = published_at + timedelta(seconds=delay)
            status, decided_at = self._decision(submitted_at)
            reason = rng.choice(self._reasons) if status == Status.REJECTED else ""
            yield Row(
                key,
                article_id,
                name,
                f"reader{key}@example.org",
                body,
                status,
                adapt(submitted_at),
                decided_at and adapt(decided_at),
                f"{folded_name} {folded_body}",
                reason,
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
        comments.write(row[:-1] for row in rows)
        records.write(
            (row.key, Status.WAITING.value, row.status, row.reason, row.body, row.decided_at)
            for row in rows
            if row.decided_at
        )
    return len(rows)
