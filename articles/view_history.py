"""Views of long ago, told less finely: by the day, and later by the month.

Nothing asks for hours but what is read most within a week. A row stays what it is, the views of a
story from a moment on, so that the sum of a story's rows is its total before as after: see
`view_counter.rebuild_totals`. The row of a day bears the day's first hour (UTC), that of a month
the month's.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Min

from articles.models import HourlyViews

HOURS_KEPT = timedelta(days=35)
DAYS_KEPT = timedelta(days=400)
"""So that a day can be told beside the same day a year ago."""

BATCH = 2000
"""Rows taken in one transaction, some ten milliseconds: counting goes on meanwhile."""

_TABLE = HourlyViews._meta.db_table

_TAKE = f"""
    DELETE FROM {_TABLE} WHERE (article_id, hour) IN (
        SELECT article_id, hour FROM {_TABLE} WHERE hour > %s AND hour < %s ORDER BY hour LIMIT %s
    ) RETURNING article_id, count
"""
_ADD = f"""
    INSERT INTO {_TABLE} (article_id, hour, count) VALUES (%s, %s, %s)
    ON CONFLICT (article_id, hour) DO UPDATE SET count = {_TABLE}.count + excluded.count
"""


def roll_up(now: datetime) -> int:
    """Add up the hours older than HOURS_KEPT and the days older than DAYS_KEPT; aware `now`.

    Returns how many rows went. It can break off and begin again at any place, and run beside
    counting and beside itself: what a transaction takes away it adds elsewhere.
    """
    now = now.astimezone(UTC)
    return _add_up(_day, _following_day, _day(now - HOURS_KEPT)) + _add_up(
        _month, _following_month, _month(now - DAYS_KEPT)
    )


def _add_up(
    first_of: Callable[[datetime], datetime],
    following: Callable[[datetime], datetime],
    end: datetime,
) -> int:
    """Leave one row for each story and unit of time before `end`; returns how many rows went.

    What has been added up is passed over by one index step for each unit.
    """
    gone = 0
    rows = HourlyViews.objects.filter(hour__lt=end)
    place = rows.aggregate(first=Min("hour"))["first"]
    while place is not None:
        unit = first_of(place.astimezone(UTC))
        while taken := _take(unit, min(following(unit), end)):
            gone += taken
        place = rows.filter(hour__gt=unit).aggregate(first=Min("hour"))["first"]
    return gone


def _take(unit: datetime, end: datetime) -> int:
    """Add rows within (unit, end) to those of `unit`; returns how many are fewer, 0 for no more."""
    adapt = connection.ops.adapt_datetimefield_value
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TAKE, [adapt(unit), adapt(end), BATCH])
        taken = cursor.fetchall()
        if not taken:
            return 0
        views: Counter[int] = Counter()
        for article_id, count in taken:
            views[article_id] += count
        # In the order of the ids, so that two who add to the same rows never wait in a circle.
        cursor.executemany(_ADD, [(pk, adapt(unit), count) for pk, count in sorted(views.items())])
    return len(taken)


def _day(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _following_day(day: datetime) -> datetime:
    return day + timedelta(days=1)


def _month(moment: datetime) -> datetime:
    return _day(moment).replace(day=1)


def _following_month(month: datetime) -> datetime:
    return _month(month + timedelta(days=31))
