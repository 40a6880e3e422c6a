"""How often stories are read: what counts as a view, and the counting.

A reader counts once for a story within WINDOW of her last counted view. She is known by a key
alone (articles/reader_key.py), so several readers behind one carrier's address with one kind of
phone may count as one. Robots, prefetched pages, the newsroom's own staff and requests from other
sites do not count.

A view is stored before it is answered, in one short transaction that touches neither the story's
row nor any page: its last-updated stamp, its history and the page cache know nothing of views.
"""

import logging
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import crawleruseragents
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from articles import kept_views, most_read
from articles.models import Article, HourlyViews, ViewReceipt, ViewTotal
from articles.reader_key import ReaderKeys, reader_keys, user_agent
from newsportal import page_cache
from newsportal.outage import UNREACHABLE
from newsportal.same_origin import Provenance, provenance

logger = logging.getLogger(__name__)

WINDOW = timedelta(minutes=30)
"""A reader who comes back to a story within this time of her last counted view is not counted."""

PRUNE_EVERY = timedelta(hours=1)
PRUNE_BATCH = 5000
"""How often each process deletes receipts that say nothing any more, and how many at once."""

# One transparent pixel (GIF89a).
PIXEL = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)


def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Count the view of story `pk` that `request` reports, if it is one, and answer it.

    POST is answered 204, GET and HEAD with a transparent pixel. Raises Http404 unless the story
    is out. The answer never tells whether the view counted. While the database is away the view is
    kept (articles/kept_views.py); who is of the newsroom is not known then, so nobody who is
    signed in counts.
    """
    now = timezone.now()
    try:
        if not Article.objects.published(now).filter(pk=pk).exists():
            raise Http404
        if is_reading(request):
            count(pk, reader_keys(request, now), now)
    except UNREACHABLE:
        # Whether the story is out, and the view one to count, is found out when it is counted.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES and is_reading(request):
            kept_views.keep(pk, reader_keys(request, now), now)
    else:
        _count_kept()
    if request.method == "POST":
        return page_cache.private(HttpResponse(status=204))
    return page_cache.private(HttpResponse(PIXEL, content_type="image/gif"))


# --- What counts ---------------------------------------------------------------------------------


def is_reading(request: HttpRequest) -> bool:
    """Whether `request` comes from a person in front of a page of ours."""
    return (
        request.method != "HEAD"
        and not _is_ahead_of_reading(request)
        and not _is_robot(user_agent(request))
        and not _is_from_elsewhere(request)
        and not _is_staff(request)
    )


def _is_ahead_of_reading(request: HttpRequest) -> bool:
    """Prefetched or prerendered: the page may never be looked at.

    `Sec-Purpose` is the Fetch standard's header; the others are what older browsers send.
    """
    purposes = (
        request.headers.get(name, "").lower()
        for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
    )
    return any(
        word in purpose for purpose in purposes for word in ("prefetch", "prerender", "preview")
    )


@lru_cache(maxsize=4096)
def _is_robot(name: str) -> bool:
    """Whether a user agent is empty or a known robot's."""
    return not name or crawleruseragents.is_crawler(name)


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether no page of ours had the request sent, as far as the browser says anything."""
    if request.headers.get("Sec-Fetch-Site") == "none":
        # Typed into the address bar: nobody reads a story there.
        return True
    origin = provenance(request)
    if origin is not Provenance.UNKNOWN:
        return origin is Provenance.FOREIGN
    referrer = request.headers.get("Referer", "")
    try:
        return bool(referrer) and urlsplit(referrer).netloc != request.get_host()
    except ValueError:
        return True


def _is_staff(request: HttpRequest) -> bool:
    """Whether someone of the newsroom is signed in; readers have no session to look up."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_staff


# --- Counting ------------------------------------------------------------------------------------

_RECEIPTS, _HOURS, _TOTALS = (
    model._meta.db_table for model in (ViewReceipt, HourlyViews, ViewTotal)
)

# Inserts a row, or moves its time, when the view counts; touches none otherwise.
_KEEP_RECEIPT = f"""
    INSERT INTO {_RECEIPTS} (article_id, reader, counted_at)
    SELECT %(article)s, %(today)s, %(now)s
    WHERE NOT EXISTS (
        SELECT 1 FROM {_RECEIPTS}
        WHERE article_id = %(article)s AND reader = %(yesterday)s AND counted_at > %(cutoff)s
    )
    ON CONFLICT (article_id, reader) DO UPDATE SET counted_at = excluded.counted_at
    WHERE {_RECEIPTS}.counted_at <= %(cutoff)s
"""
_ADD_TO_HOUR = f"ON CONFLICT (article_id, hour) DO UPDATE SET count = {_HOURS}.count + 1"
_ADD_TO_TOTAL = f"ON CONFLICT (article_id) DO UPDATE SET count = {_TOTALS}.count + 1"

# One statement, so that a story's row in the hot tables is locked for no round trip longer than
# it must be. Each part takes its rows from the one before: every view locks receipt, hour and
# total in this order, and no two wait for each other.
_COUNT_IN_ONE = f"""
    WITH receipt AS ({_KEEP_RECEIPT} RETURNING article_id),
    hourly AS (
        INSERT INTO {_HOURS} (article_id, hour, count) SELECT article_id, %(hour)s, 1 FROM receipt
        {_ADD_TO_HOUR} RETURNING article_id
    )
    INSERT INTO {_TOTALS} (article_id, count) SELECT article_id, 1 FROM hourly {_ADD_TO_TOTAL}
"""
_COUNT_STEP_BY_STEP = (
    f"INSERT INTO {_HOURS} (article_id, hour, count) VALUES (%(article)s, %(hour)s, 1)"
    f" {_ADD_TO_HOUR}",
    f"INSERT INTO {_TOTALS} (article_id, count) VALUES (%(article)s, 1) {_ADD_TO_TOTAL}",
)


def count(article_id: int, reader: ReaderKeys, now: datetime) -> bool:
    """Count one view at `now` (aware) unless the reader was counted within WINDOW.

    Returns whether it counted, and has stored it then; exact however many ask at once. A story
    deleted meanwhile counts nothing.
    """
    try:
        counted = store(article_id, reader, now)
    except IntegrityError:
        return False
    _prune_at_times(now)
    most_read.refresh_at_times(now)
    return counted


def store(article_id: int, reader: ReaderKeys, now: datetime) -> bool:
    """As `count`, of which this is the storing; raises IntegrityError where there is no story."""
    adapt = connection.ops.adapt_datetimefield_value
    values = {
        "article": article_id,
        "today": reader.today,
        "yesterday": reader.yesterday,
        "now": adapt(now),
        "cutoff": adapt(now - WINDOW),
        "hour": adapt(now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)),
    }
    return _store(values)


def _store(values: dict[str, Any]) -> bool:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_COUNT_IN_ONE, values)
            return cursor.rowcount == 1
    # SQLite changes nothing inside WITH; its one writer at a time needs no order of locks.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_KEEP_RECEIPT, values)
        if cursor.rowcount != 1:
            return False
        for statement in _COUNT_STEP_BY_STEP:
            cursor.execute(statement, values)
    return True


def _count_kept() -> None:
    """After a view that could be counted, some of those that could not."""
    if kept_views.are_waiting():
        try:
            kept_views.count_kept(kept_views.AT_ONCE)
        except UNREACHABLE:
            logger.warning("Kept views go on waiting: the database is away")


# --- Upkeep --------------------------------------------------------------------------------------

_PRUNE = f"""
    DELETE FROM {_RECEIPTS} WHERE (article_id, reader) IN (
        SELECT article_id, reader FROM {_RECEIPTS} WHERE counted_at <= %s
        ORDER BY counted_at LIMIT %s {{skip}}
    )
"""

_pruned_at: datetime | None = None
"""When this process last pruned."""


def _prune_at_times(now: datetime) -> None:
    global _pruned_at
    if _pruned_at is None or not timedelta() <= now - _pruned_at < PRUNE_EVERY:
        _pruned_at = now
        prune(now)


def prune(now: datetime) -> int:
    """Delete the receipts that keep no view at `now` (aware) from counting; returns how many.

    Goes in batches, so that no view waits long for its turn to write.
    """
    pruned = 0
    # What another process is deleting or moving at this moment is left to it.
    skip = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    cutoff = connection.ops.adapt_datetimefield_value(now - WINDOW)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_PRUNE.format(skip=skip), [cutoff, PRUNE_BATCH])
            deleted = cursor.rowcount
        pruned += deleted
        if deleted < PRUNE_BATCH:
            return pruned


def add_history(rows: Iterable[tuple[int, datetime, int]]) -> None:
    """Add views that were counted elsewhere: (story id, hour, count), hours aware and whole.

    Raises IntegrityError for an hour of a story that has views already.
    """
    with transaction.atomic():
        HourlyViews.objects.bulk_create(
            [HourlyViews(article_id=pk, hour=hour, count=views) for pk, hour, views in rows],
            batch_size=5000,
        )
        rebuild_totals()


def rebuild_totals() -> int:
    """Write every story's total anew as the sum of its hours; returns how many stories have one.

    Views may be counted meanwhile: they wait, and are added after.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {_TOTALS} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(f"DELETE FROM {_TOTALS}")
        cursor.execute(
            f"INSERT INTO {_TOTALS} (article_id, count)"
            f" SELECT article_id, SUM(count) FROM {_HOURS} GROUP BY article_id"
        )
        return cursor.rowcount
