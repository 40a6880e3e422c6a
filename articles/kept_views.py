"""Views reported while the database is away: kept in a folder and counted later, each once.

A line says the story, the reader's keys (articles/reader_key.py) and the time. How far the lines
of a batch are counted stands in the database, written in one transaction with each count: after a
crash at any moment the counting goes on with the next line.
"""

import json
import logging
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from articles.models import Article, CountedBatch
from articles.publication import Phase, phase_of
from articles.reader_key import ReaderKeys
from newsportal.spool import Batch, Spool, SpoolFull

logger = logging.getLogger(__name__)

MOST_BYTES = 256 * 1024 * 1024
"""Some three million views; more than those an outage loses, which the log tells."""

AT_ONCE = 50
"""Kept views that one new view has counted along with it."""

FORGET_AFTER = timedelta(days=30)


def _spool() -> Spool:
    return Spool(settings.VAR_DIR / "views", MOST_BYTES)


def keep(article_id: int, reader: ReaderKeys, at: datetime) -> None:
    """Keep the view of a story at `at` (aware); whether it counts is found out later."""
    try:
        _spool().append(json.dumps([article_id, *reader, at.isoformat()]))
    except SpoolFull:
        logger.error("A view is lost: too many wait for the database")


def are_waiting() -> bool:
    """Whether there are kept views; asks the disk alone."""
    return not _spool().is_empty()


def count_kept(most: int | None = None) -> int:
    """Count kept views, up to `most` of them; returns how many were looked at.

    Raises what the database raises; what is counted by then is counted.
    """
    looked_at = 0
    for batch in _spool().batches():
        looked_at += _count_batch(batch, None if most is None else most - looked_at)
        if most is not None and looked_at >= most:
            break
    return looked_at


def _count_batch(batch: Batch, most: int | None) -> int:
    place, _made = CountedBatch.objects.get_or_create(name=batch.name)
    begin = place.lines
    end = len(batch.lines) if most is None else min(len(batch.lines), begin + most)
    for number, line in enumerate(batch.lines[begin:end], start=begin + 1):
        with transaction.atomic():
            # Two that have the batch by mistake, as on a shared disk, do not both count the line.
            if CountedBatch.objects.filter(pk=place.pk, lines=number - 1).update(lines=number):
                _count_line(line)
    if end == len(batch.lines):
        batch.done()
        old = timezone.now() - FORGET_AFTER
        CountedBatch.objects.filter(Q(pk=place.pk) | Q(begun_at__lt=old)).delete()
    return end - begin


def _count_line(line: str) -> None:
    """One view, if the story was out then. A line that cannot be read is no view."""
    from articles import view_counter

    try:
        article_id, today, yesterday, moment = json.loads(line)
        at = datetime.fromisoformat(moment)
    except ValueError:
        logger.warning("A kept view cannot be read")
        return
    times = ("status", "published_at", "ends_at")
    story = Article.objects.only(*times).filter(pk=article_id).first()
    if story is not None and phase_of(story, at) == Phase.OUT:
        # A story deleted meanwhile counts nothing, and does not undo the place in the batch.
        with suppress(IntegrityError), transaction.atomic():
            view_counter.store(article_id, ReaderKeys(today, yesterday), at)
