"""The queue of pictures whose renditions are to be made, and the worker's part of it.

A job stands for whatever its picture lacks. Of several workers one takes it, and keeps it by moving
its time on while the work goes on. One that dies lets it come due again; what it had finished is
found and kept. Nothing is made while a transaction is open.
"""

import logging
import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles import cache_tags, renditions
from articles.models import Picture, RenditionJob
from articles.renditions.slots import KINDS, PLAN, focus_of
from newsportal import page_cache
from newsportal.batches import batches

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
"""How long a worker may say nothing before its job is another's."""

SAID_EVERY = 20.0
"""Seconds between two signs of life."""

FIRST_PAUSE = timedelta(seconds=30)
"""Before the second attempt; each later pause is four times the one before it."""

MOST_ATTEMPTS = 5

STAGES = (("jpg", "webp"), ("avif",))
"""Kinds that are shown together. AVIF takes ten times as long as the rest, and may fail alone."""


class Taken(Exception):
    """The job is no longer this worker's: the picture is gone, was cut anew, or another has it."""


def enqueue(picture: Picture) -> None:
    """Have the picture's renditions made, now; whoever is at it begins again."""
    values = {"due_at": timezone.now(), "token": "", "attempts": 0}
    RenditionJob.objects.update_or_create(picture_id=picture.pk, defaults=values)


def enqueue_outdated() -> int:
    """Enqueue every picture not made to the list of slots in force; returns how many are new."""
    before = RenditionJob.objects.count()
    current = Picture.objects.filter(renditions__plan=PLAN)
    outdated = Picture.objects.exclude(pk__in=current.values("pk"))
    for pks in batches(outdated.values_list("pk", flat=True)):
        RenditionJob.objects.bulk_create(
            [RenditionJob(picture_id=pk) for pk in pks], ignore_conflicts=True
        )
    return RenditionJob.objects.count() - before


def retry_given_up() -> int:
    """Have what was given up tried again; returns how many that are."""
    given_up = RenditionJob.objects.filter(due_at=None)
    return given_up.update(due_at=timezone.now(), token="", attempts=0)


def take() -> RenditionJob | None:
    """The job that has been due longest, this worker's from now on; None where none is due."""
    due = RenditionJob.objects.filter(due_at__lte=timezone.now()).order_by("due_at", "picture")
    # Looked at first: on SQLite the transaction below is a writer's, and excludes all others.
    while due.exists():
        with transaction.atomic():
            job = due.select_for_update(skip_locked=True).first()
            if job is None:
                break
            if job.attempts < MOST_ATTEMPTS:
                job.token = secrets.token_hex(8)
                job.attempts += 1
                job.due_at = timezone.now() + LEASE
                job.save()
                return job
            # It never came to an end, not even a bad one: the picture kills its workers.
            RenditionJob.objects.filter(pk=job.pk).update(due_at=None)
            logger.error("Renditions of picture %d were given up", job.pk)
    return None


def work_off(stopped: Callable[[], bool] = lambda: False) -> int:
    """Do what is due, until nothing is or `stopped`; returns how many pictures got ready."""
    done = 0
    while not stopped() and (job := take()) is not None:
        done += _work_on(job)
    return done


def _work_on(job: RenditionJob) -> bool:
    """Make what the job's picture lacks: whether it then has everything."""
    picture: Picture | None = None
    try:
        picture = Picture.objects.get(pk=job.picture_id)
        for stage in STAGES:
            kinds = tuple(kind for kind in stage if kind in KINDS)
            if renditions.missing(picture, kinds):
                made = renditions.make_missing(picture, kinds, _SignOfLife(job))
                _record(job, picture, made)
                picture.renditions = made
        _finish(job, picture)
    except (Taken, Picture.DoesNotExist):
        if picture and not Picture.objects.filter(pk=picture.pk).exists():
            # What was made after its files had been deleted.
            renditions.delete_files(picture)
        return False
    except Exception:  # one picture's trouble, whatever it is, is not the next one's
        logger.exception("Renditions of picture %d were not made", job.picture_id)
        _postpone(job)
        return False
    except BaseException:
        _give_back(job)
        raise
    return True


class _SignOfLife:
    """Called ahead of every file; raises Taken where the job has been lost."""

    def __init__(self, job: RenditionJob):
        self.job = job
        self.said = time.monotonic()

    def __call__(self) -> None:
        if time.monotonic() - self.said >= SAID_EVERY:
            _keep(self.job)
            self.said = time.monotonic()


def _keep(job: RenditionJob) -> None:
    """Move the job's time on, which locks its row in a transaction; raises Taken."""
    mine = RenditionJob.objects.filter(pk=job.pk, token=job.token)
    if not mine.update(due_at=timezone.now() + LEASE):
        raise Taken


def _record(job: RenditionJob, picture: Picture, made: dict[str, Any]) -> None:
    """Write down what there is now, and have the pages show it."""
    with transaction.atomic():
        # The picture before its job, as whoever saves or deletes a picture locks them.
        Picture.objects.filter(pk=picture.pk).update(renditions=made)
        _keep(job)
        # A page that shows what an earlier list of slots asked for is right, and refreshed soon.
        # A library made anew must not have the front page forgotten with every picture.
        earlier = picture.renditions
        if earlier.get("plan") in (None, PLAN) or earlier.get("focus") != focus_of(picture):
            page_cache.invalidate(cache_tags.of_picture(picture))


def _finish(job: RenditionJob, picture: Picture) -> None:
    if picture.renditions.get("plan") != PLAN:
        # Nothing was lacking but the word that it was made to this list.
        _record(job, picture, renditions.make_missing(picture))
    deleted, _rows = RenditionJob.objects.filter(pk=job.pk, token=job.token).delete()
    if not deleted:
        raise Taken


def _postpone(job: RenditionJob) -> None:
    """Try again later, or give up."""
    pause: timedelta = FIRST_PAUSE * 4 ** (job.attempts - 1)
    due_at = timezone.now() + pause if job.attempts < MOST_ATTEMPTS else None
    RenditionJob.objects.filter(pk=job.pk, token=job.token).update(due_at=due_at)


def _give_back(job: RenditionJob) -> None:
    """The worker is told to stop: another may go on at once."""
    mine = RenditionJob.objects.filter(pk=job.pk, token=job.token)
    mine.update(due_at=timezone.now(), token="", attempts=job.attempts - 1)
