"""What readers do with the comments of others."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from comments.actions import change
from comments.actions.change import Change
from comments.models import Act, Comment, Like, ModerationPolicy, Report, Status
from comments.reaction_limits import is_full
from comments.reader import Reader


class AlreadyDone(Exception):
    """This reader has liked, or reported, this comment before, as far as can be told."""


def like(comment: Comment, reader: Reader) -> None:
    """Count a reader's like.

    Raises AlreadyDone for the second of one reader, and for one more than are counted from one
    origin (reaction_limits.py), whose readers may all be one.
    """
    with transaction.atomic():
        _lock(comment)
        if is_full(Like.objects.filter(comment=comment), reader):
            raise AlreadyDone
        _add(Like, comment, reader)
        Comment.objects.filter(pk=comment.pk).update(like_count=F("like_count") + 1)


def unlike(comment: Comment, reader: Reader) -> bool:
    """Take a reader's like back; returns whether there was one.

    What a browser with a number has liked, that browser alone takes back.
    """
    with transaction.atomic():
        _lock(comment)
        deleted, _by_model = Like.objects.filter(reader.surely(), comment=comment).delete()
        if deleted:
            Comment.objects.filter(pk=comment.pk).update(like_count=F("like_count") - deleted)
    return bool(deleted)


def report(comment: Comment, reader: Reader, rule: str = "", note: str = "") -> None:
    """Count a reader's report, and hide the comment when enough came from different origins.

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
        if limit and stored.open_reports >= limit and _origins(stored) >= limit:
            change.apply([Change(stored, Status.WAITING, Act.HIDDEN)], timezone.now())


def _origins(comment: Comment) -> int:
    """From how many origins the open reports are; all unknown ones are one."""
    open_ones = Report.objects.filter(comment=comment, settled_at__isnull=True)
    return open_ones.order_by().values("origin").distinct().count()


def _lock(comment: Comment) -> None:
    """Lock the comment alone, before any row of its likes: in one order, so in no circle."""
    row = Comment.objects.select_for_update(no_key=True).filter(pk=comment.pk)
    list(row.values_list("pk", flat=True))


def _add(model: Any, comment: Comment, reader: Reader, **fields: Any) -> None:
    if model.objects.filter(reader.q(), comment=comment).exists():
        raise AlreadyDone
    values = {"reader": reader.key, "device": reader.device, "origin": reader.origin} | fields
    try:
        with transaction.atomic():
            model.objects.create(comment=comment, **values)
    except IntegrityError:
        raise AlreadyDone from None
