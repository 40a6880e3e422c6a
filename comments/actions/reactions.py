"""What readers do with the comments of others."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from comments.actions import change
from comments.actions.change import Change
from comments.models import Act, Comment, Like, ModerationPolicy, Report, Status
from comments.reader import Reader


class AlreadyDone(Exception):
    """This reader has liked, or reported, this comment before."""


def like(comment: Comment, reader: Reader) -> None:
    """Count a reader's like. Raises AlreadyDone for the second of one reader."""
    with transaction.atomic():
        _add(Like, comment, reader)
        Comment.objects.filter(pk=comment.pk).update(like_count=F("like_count") + 1)


def unlike(comment: Comment, reader: Reader) -> None:
    """Take a reader's like back; nothing happens where there was none."""
    with transaction.atomic():
        deleted, _by_model = _of(Like, comment, reader).delete()
        if deleted:
            Comment.objects.filter(pk=comment.pk).update(like_count=F("like_count") - deleted)


def report(comment: Comment, reader: Reader, rule: str = "", note: str = "") -> None:
    """Count a reader's report, and hide the comment when there are enough of them.

    `rule` is the posted rule it breaks, "" for another reason. Reports that a moderator has
    settled are not counted again. Raises AlreadyDone for the second report of one reader, before
    or after that.
    """
    limit = ModerationPolicy.current().reports_to_hide
    with transaction.atomic():
        (stored,) = change.locked([comment.pk]) or (None,)
        if stored is None or stored.status != Status.APPROVED:
            raise Comment.DoesNotExist
        _add(Report, stored, reader, rule=rule, note=note)
        stored.open_reports += 1
        Comment.objects.filter(pk=stored.pk).update(open_reports=stored.open_reports)
        if limit and stored.open_reports >= limit:
            change.apply([Change(stored, Status.WAITING, Act.HIDDEN)], timezone.now())


def _of(model: Any, comment: Comment, reader: Reader) -> Any:
    return model.objects.filter(reader.q(), comment=comment)


def _add(model: Any, comment: Comment, reader: Reader, **fields: Any) -> None:
    if _of(model, comment, reader).exists():
        raise AlreadyDone
    try:
        with transaction.atomic():
            model.objects.create(comment=comment, reader=reader.key, device=reader.device, **fields)
    except IntegrityError:
        raise AlreadyDone from None
