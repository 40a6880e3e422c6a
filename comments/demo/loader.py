"""The demo's comments in every state: who wrote what when, and what became of it.

The prose gives each comment `name`, `body` and `status`, and where they say something: `key` and
`reply_to`, `hours_after` (the story's publication), `sender` (comments of one sender bear the same
word), `likes`, `earlier` (the text before its writer corrected it), and what
comments/demo/moderation.py reads.
"""

import hashlib
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from articles.demo.texts import Texts
from articles.demo.timetable import Timetable
from articles.models import Article
from comments import counts, network_hash
from comments.demo import moderation
from comments.models import Comment, ModerationPolicy, NetworkKey, Status
from comments.moderation.fingerprint import fingerprint
from newsportal.arabic.folding import fold

MOST_MINUTES_TO_DECIDE = 90
MOST_MINUTES_TO_ANSWER = 45
MINUTES_TO_CORRECT = 4
SPAN = 60.0
"""Hours in which the comments come that say no hour of their own."""

_LIKES = (0, 0, 0, 1, 1, 2, 3, 5)


@dataclass
class Written:
    """A comment with the prose it is made of; it was first looked at at `looked_at` (aware)."""

    prose: Mapping[str, Any]
    comment: Comment
    looked_at: datetime
    parent: "Written | None" = None

    @property
    def address(self) -> str:
        """The IP address it came from: one of those kept for examples (RFC 3849)."""
        digest = hashlib.blake2b(self.comment.email.encode(), digest_size=2).hexdigest()
        return f"2001:db8:{digest}::1"


@transaction.atomic
def load(
    texts: Texts,
    stories: Mapping[str, Article],
    timetable: Timetable,
    moderators: Sequence[Any] = (),
) -> int:
    """Write the comments of the demo's stories (by key); returns how many there are.

    `moderators` are the accounts that decided about them.
    """
    written = list(_compose(texts, stories, timetable))
    for comment in (each.comment for each in written):
        comment.fingerprint = fingerprint(fold(comment.body))
        comment.folded_text = fold(f"{comment.name} {comment.body}")
    _trace(written, timetable.now)
    desk = moderation.Desk(timetable, moderators)
    desk.foresee(written)
    _store(written)
    desk.work_through(written)
    counts.rebuild()
    return len(written)


def _compose(
    texts: Texts, stories: Mapping[str, Article], timetable: Timetable
) -> Iterator[Written]:
    """The comments of all stories, each after the one it answers; nothing is stored yet."""
    senders: dict[str, int] = {}
    for story in texts.stories:
        prose = story.get("comment", ())
        composed: dict[str, Written] = {}
        last_answer: dict[str, datetime] = {}
        tops = sum("reply_to" not in comment for comment in prose)
        share = 0.0
        for comment in prose:
            sender = comment.get("sender") or f"{story['key']} {comment['name']}"
            number = senders.setdefault(sender, len(senders) + 1)
            rng = random.Random(f"{story['headline']} {comment['name']} {comment['body']}")
            parent = composed.get(comment.get("reply_to", ""))
            if parent is None:
                share += 1 / (tops + 1)
                submitted_at = _submission(stories[story["key"]], comment, share, rng, timetable)
            else:
                # One after the other: some speak of what stands above them.
                since = last_answer.get(comment["reply_to"], parent.looked_at)
                wait = timedelta(minutes=rng.randrange(2, MOST_MINUTES_TO_ANSWER))
                submitted_at = timetable.between(since, since + wait, 0.2)
                last_answer[comment["reply_to"]] = submitted_at
            row = Comment(
                article=stories[story["key"]],
                depth=parent.comment.depth + 1 if parent else 1,
                name=comment["name"],
                email=f"reader{number}@example.org",
                body=comment["body"],
                status=Status(comment["status"]),
                submitted_at=submitted_at,
                like_count=_likes(comment, rng),
            )
            if "earlier" in comment:
                correction = timedelta(minutes=MINUTES_TO_CORRECT)
                row.corrected_at = timetable.between(submitted_at, submitted_at + correction, 0.2)
            begun = row.corrected_at or submitted_at
            taken = timedelta(minutes=rng.randrange(5, MOST_MINUTES_TO_DECIDE))
            each = Written(comment, row, timetable.between(begun, begun + taken, 0.4), parent)
            if "key" in comment:
                composed[comment["key"]] = each
            yield each


def _submission(
    article: Article,
    comment: Mapping[str, Any],
    share: float,
    rng: random.Random,
    timetable: Timetable,
) -> datetime:
    published_at = article.published_at or timetable.now
    hours = comment.get("hours_after", SPAN * share)
    after = timedelta(hours=hours, minutes=rng.randrange(60))
    return timetable.between(published_at, published_at + after, share)


def _likes(comment: Mapping[str, Any], rng: random.Random) -> int:
    if comment["status"] != Status.APPROVED:
        return 0
    return int(comment.get("likes", rng.choice(_LIKES)))


def _trace(written: Iterable[Written], now: datetime) -> None:
    """Give comments the hash of their network, where it is not old enough to be forgotten."""
    key = network_hash.current_key(now)
    oldest = now - timedelta(days=ModerationPolicy.current().network_days)
    # A key is not younger than what was hashed under it.
    NetworkKey.objects.filter(pk=key.pk).update(created_at=now - network_hash.ROTATION / 2)
    for each in written:
        if each.comment.submitted_at > oldest:
            each.comment.network = network_hash.network_hash(each.address, key)


def _store(written: Sequence[Written]) -> None:
    """Store the comments, those of one level together; what readers see is numbered."""
    below: dict[int | None, list[Comment]] = defaultdict(list)
    for depth in (1, 2, 3):
        level = [each for each in written if each.comment.depth == depth]
        for each in level:
            if each.parent is not None:
                each.comment.parent = each.parent.comment
                each.comment.root = each.parent.comment.root
        Comment.objects.bulk_create(each.comment for each in level)
        for each in level:
            if each.parent is None:
                each.comment.root = each.comment
            elif each.comment.status == Status.APPROVED:
                below[each.comment.root_id].append(each.comment)
    Comment.objects.filter(depth=1).update(root=F("pk"), number=0)
    for thread in below.values():
        thread.sort(key=lambda comment: comment.submitted_at)
        for number, comment in enumerate(thread, start=1):
            comment.number = number
    Comment.objects.bulk_update([row for thread in below.values() for row in thread], ["number"])
