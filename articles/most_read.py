"""Which stories are read most, of a day and of a week: real figures, at most some minutes old.

The sums pass over every hour of every story read within a week, however few are wanted, which takes
a database longer than all the rest of the home page. So they are kept, ready, in one row that all
processes share. Whoever counts a view makes them anew once a minute, behind a request that no
reader waits for; a page does so where nobody has read anything for PATIENCE.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from articles.models import HourlyViews, MostRead

TODAY = timedelta(hours=24)
WEEK = timedelta(days=7)

KEPT = 10
"""Stories of each period."""

EVERY = timedelta(minutes=1)
PATIENCE = timedelta(minutes=10)

_ROW = 1

Views = dict[int, int]
"""Views within a period by story id, most first."""


def most_read(now: datetime) -> tuple[Views, Views]:
    """What was read most within a day and within a week until `now` (aware): one query.

    Stories that were out when the sums were made: whether they still are is not asked.
    """
    row = MostRead.objects.filter(pk=_ROW).first()
    if row is None or not -EVERY <= now - row.counted_at < PATIENCE:
        row = _count_anew(now)
    return dict(row.today), dict(row.week)


def refresh(now: datetime) -> bool:
    """Make the sums anew unless someone did within EVERY before `now` (aware); returns whether.

    Of many processes that ask together one does the work.
    """
    rows = MostRead.objects.filter(pk=_ROW)
    is_due = Q(counted_at__lte=now - EVERY) | Q(counted_at__gt=now + EVERY)
    if not rows.filter(is_due).update(counted_at=now) and rows.exists():
        return False
    _count_anew(now)
    return True


def _count_anew(now: datetime) -> MostRead:
    today, week = (
        [
            [row["article_id"], row["views"]]
            for row in HourlyViews.objects.most_read(period, KEPT, now)
        ]
        for period in (TODAY, WEEK)
    )
    row = MostRead(pk=_ROW, counted_at=now, today=today, week=week)
    MostRead.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["counted_at", "today", "week"],
    )
    return row


# --- Now and then --------------------------------------------------------------------------------

_asked_at: datetime | None = None
"""When this process last asked for sums to be made anew."""


def refresh_at_times(now: datetime) -> None:
    """`refresh`, of which each process asks the database once within EVERY."""
    global _asked_at
    if _asked_at is None or not timedelta() <= now - _asked_at < EVERY:
        _asked_at = now
        refresh(now)
