"""The demo's comments, in every state, each decision with its record."""

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from articles.demo.texts import Texts
from articles.demo.timetable import Timetable
from articles.models import Article
from comments import counts
from comments.models import Comment, ModerationRecord, Status
from newsportal.arabic.folding import fold

MOST_MINUTES_TO_DECIDE = 90


@transaction.atomic
def load(
    texts: Texts, stories: Mapping[str, Article], timetable: Timetable, moderator: Any = None
) -> int:
    """Write the comments of the demo's stories (by key); returns how many there are.

    `moderator` is the account that decided about them.
    """
    comments: list[Comment] = []
    reasons: list[str] = []
    for story in texts.stories:
        article = stories[story["key"]]
        written = story.get("comment", ())
        for number, comment in enumerate(written):
            share = (number + 1) / (len(written) + 1)
            comments.append(_comment(article, comment, share, len(comments), timetable))
            reasons.append(comment.get("reason", ""))
    Comment.objects.bulk_create(comments)
    ModerationRecord.objects.bulk_create(
        ModerationRecord(
            comment=comment,
            moderator=moderator,
            from_status=Status.WAITING,
            to_status=comment.status,
            reason=reason,
            text=comment.body,
            decided_at=comment.decided_at,
        )
        for comment, reason in zip(comments, reasons, strict=True)
        if comment.decided_at is not None
    )
    counts.rebuild()
    return len(comments)


def _comment(
    article: Article, written: Mapping[str, Any], share: float, number: int, timetable: Timetable
) -> Comment:
    rng = random.Random(f"{article.headline} {number}")
    published_at = article.published_at or timetable.now
    submitted_at = timetable.between(
        published_at,
        published_at + timedelta(hours=written["hours_after"], minutes=rng.randrange(60)),
        share,
    )
    decided_at = None
    if written["status"] != Status.WAITING:
        taken = timedelta(minutes=rng.randrange(4, MOST_MINUTES_TO_DECIDE))
        decided_at = timetable.between(submitted_at, submitted_at + taken, 0.5)
    return Comment(
        article=article,
        name=written["name"],
        email=f"reader{number + 1}@example.org",
        body=written["body"],
        status=Status(written["status"]),
        submitted_at=submitted_at,
        decided_at=decided_at,
        folded_text=fold(f"{written['name']} {written['body']}"),
    )
