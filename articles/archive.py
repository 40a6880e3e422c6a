"""The archive's calendar: which days have stories, and which months with stories lie beside."""

import calendar
import itertools
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article
from articles.publication import Status, not_ended_q
from newsportal.first_of_each import first_of_each, given


@dataclass(frozen=True)
class Month:
    """One month of the archive.

    `weeks` hold seven days each, from Monday (CLDR's first day of the week for Morocco); a day is
    None outside the month. `earlier` and `later` are the last day before and the first day after
    the month on which stories were published, or None.
    """

    first_day: date
    weeks: list[list[date | None]]
    days_with_stories: frozenset[date]
    earlier: date | None
    later: date | None


def month(start: datetime, end: datetime) -> Month:
    """The calendar of the month from `start` to `end` (aware, local midnights): three queries."""
    first_day = start.date()
    now = timezone.now()
    earlier = Article.objects.published(now, before=start).newest_first()
    later = Article.objects.published(now).filter(published_at__gte=end).newest_first().reverse()
    weeks = calendar.Calendar(calendar.MONDAY).monthdayscalendar(first_day.year, first_day.month)
    days = [first_day.replace(day=day) for week in weeks for day in week if day]
    return Month(
        first_day=first_day,
        weeks=[[first_day.replace(day=day) if day else None for day in week] for week in weeks],
        days_with_stories=_with_stories(days, now),
        earlier=_local_day(earlier),
        later=_local_day(later),
    )


def _with_stories(days: list[date], now: datetime) -> frozenset[date]:
    """Those of the days on which stories were published: one query, one index step for each."""
    of_day = Article.objects.filter(
        not_ended_q(now),
        status=Status.PUBLISHED,
        published_at__gte=given("begins"),
        published_at__lt=given("ends"),
    )
    # What is published at `now` is out.
    first_later = now + timedelta(microseconds=1)
    adapt = connection.ops.adapt_datetimefield_value
    midnights = [_midnight(day) for day in (*days, days[-1] + timedelta(days=1))]
    found = first_of_each(
        of_day.newest_first(),
        ("begins", "ends"),
        [
            (adapt(begins), adapt(min(ends, first_later)))
            for begins, ends in itertools.pairwise(midnights)
        ],
    )
    return frozenset(day for day, pk in zip(days, found, strict=True) if pk is not None)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _local_day(stories: QuerySet) -> date | None:
    """The day of the first of them."""
    moment = stories.values_list("published_at", flat=True).first()
    return timezone.localtime(moment).date() if moment else None
