"""The archive's calendar: which days have stories, and which months with stories lie beside."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from articles.models import Article


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
    published = Article.objects.published()
    times = published.values_list("published_at", flat=True)
    weeks = calendar.Calendar(calendar.MONDAY).monthdayscalendar(first_day.year, first_day.month)
    return Month(
        first_day=first_day,
        weeks=[[first_day.replace(day=day) if day else None for day in week] for week in weeks],
        days_with_stories=frozenset(
            moment.date()
            for moment in published.filter(published_at__gte=start, published_at__lt=end).datetimes(
                "published_at", "day"
            )
        ),
        earlier=_local_day(
            times.filter(published_at__lt=start).order_by("-published_at", "-id").first()
        ),
        later=_local_day(
            times.filter(published_at__gte=end).order_by("published_at", "id").first()
        ),
    )


def _local_day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None
