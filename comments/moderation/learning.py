"""How the moderation assistant learns: from whom, what is kept, what it then says of the queue."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from comments.models import Act, Comment, ModerationRecord, Status, TrainedAssistant
from comments.moderation.assistant import MOST_ROWS, Assistant

KEPT_TRAININGS = 3
BATCH = 500

REJECTED = frozenset({Status.REJECTED, Status.SPAM})
"""The decisions that teach what to reject; approval teaches what to keep."""

Rows = Sequence[tuple[str, bool]]


def decisions(most: int = MOST_ROWS) -> list[tuple[str, bool]]:
    """The texts moderators decided about and whether they rejected them, the oldest first.

    The latest `most` comments that still are what a moderator made them, with the text that she
    saw. What checks or reports decided teaches nothing, nor do decisions that were undone, comments
    corrected since, or erased ones.
    """
    standing = (
        ModerationRecord.objects.filter(
            act=Act.DECIDED,
            moderator__isnull=False,
            to_status__in=[Status.APPROVED, *REJECTED],
            to_status=F("comment__status"),
            text=F("comment__body"),
        )
        .exclude(text="")
        .order_by("-decided_at", "-id")
        .values_list("comment_id", "text", "to_status")
    )
    latest: dict[int, tuple[str, bool]] = {}
    for comment_id, text, status in standing.iterator(BATCH):
        latest.setdefault(comment_id, (text, status in REJECTED))
        if len(latest) == most:
            break
    return list(latest.values())[::-1]


def store(assistant: Assistant, rows: Rows) -> TrainedAssistant:
    """Put a training into use; all but the last three are forgotten. Returns its row.

    `rows` are those it was learnt from.
    """
    learnt_from = rows[-MOST_ROWS:]
    rejected = sum(is_rejected for _text, is_rejected in learnt_from)
    with transaction.atomic():
        trained = TrainedAssistant.objects.create(
            kept=len(learnt_from) - rejected, rejected=rejected, state=assistant.to_json()
        )
        newest = TrainedAssistant.objects.order_by("-pk").values_list("pk", flat=True)
        TrainedAssistant.objects.exclude(pk__in=list(newest[:KEPT_TRAININGS])).delete()
    return trained


def judge_waiting(assistant: Assistant) -> int:
    """Give every waiting comment the probability `assistant` sees; returns how many have it now."""
    waiting = (
        Comment.objects.filter(status=Status.WAITING)
        .order_by("pk")
        .values_list("pk", "version", "body")
    )
    judged = 0
    last = 0
    while batch := list(waiting.filter(pk__gt=last)[:BATCH]):
        last = batch[-1][0]
        judged += _keep(
            {pk: (version, assistant.probability(body)) for pk, version, body in batch if body}
        )
    return judged


def _keep(probabilities: dict[int, tuple[int, float]]) -> int:
    """Store the probabilities of comments, by id, that still have the version they were seen in."""
    with transaction.atomic():
        locked = Comment.objects.select_for_update(no_key=True).filter(pk__in=list(probabilities))
        comments = [
            comment
            for comment in locked.only("pk", "version").order_by("pk")
            if comment.version == probabilities[comment.pk][0]
        ]
        for comment in comments:
            comment.rejection_probability = probabilities[comment.pk][1]
        return Comment.objects.bulk_update(comments, ["rejection_probability"])
