"""Rolling up: nobody's views are lost, hours last as long as they are asked for."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles import most_read, view_counter, view_history
from articles.models import HourlyViews, ViewTotal
from articles.reader_key import ReaderKeys
from tests.factories import make_article

database = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 12, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch):
    monkeypatch.setattr(view_history, "BATCH", 3)


def view(article, hour: datetime, count: int = 1) -> None:
    HourlyViews.objects.create(article=article, hour=hour, count=count)


def rows(article) -> list[tuple[datetime, int]]:
    views = HourlyViews.objects.filter(article=article)
    return list(views.order_by("hour").values_list("hour", "count"))


@database
def test_hours_become_days_and_days_months():
    story, other = make_article(), make_article()
    day = datetime(2026, 1, 20, tzinfo=UTC)
    for hour in (0, 5, 23):
        view(story, day + hour * HOUR, 10)
    view(story, day + DAY + 7 * HOUR, 4)
    view(other, day + 5 * HOUR, 7)
    month = datetime(2024, 11, 1, tzinfo=UTC)
    for days in (0, 3, 29):
        view(story, month + days * DAY + 2 * HOUR, 100)
    view(story, month + 30 * DAY, 1)
    assert view_history.roll_up(NOW) > 0
    assert rows(story) == [(month, 300), (month + 30 * DAY, 1), (day, 30), (day + DAY, 4)]
    assert rows(other) == [(day, 7)]


@database
def test_what_is_asked_for_stays():
    story = make_article()
    kept = (NOW - view_history.HOURS_KEPT).replace(hour=0, minute=0)
    for hour in (kept - HOUR, kept, kept + HOUR, NOW.replace(minute=0)):
        view(story, hour)
    view_history.roll_up(NOW)
    assert [hour for hour, _count in rows(story)] == [
        (kept - HOUR).replace(hour=0),
        kept,
        kept + HOUR,
        NOW.replace(minute=0),
    ]
    assert view_history.HOURS_KEPT > most_read.WEEK + DAY


@database
def test_once_done_it_passes_over_days_and_changes_nothing():
    story = make_article()
    for days in range(40, 50):
        for hours in range(3):
            view(story, NOW.replace(hour=1, minute=0) - days * DAY + hours * HOUR)
    assert view_history.roll_up(NOW) == 30
    before = rows(story)
    with CaptureQueriesContext(connection) as queries:
        assert view_history.roll_up(NOW) == 0
    assert rows(story) == before
    assert sum("UPDATE" in query["sql"] for query in queries) == 0


@database
def test_a_view_counted_late_is_added_by_the_next_run():
    story = make_article(published_at=NOW - 60 * DAY)
    late = NOW - 40 * DAY
    view(story, late.replace(minute=0))
    view_history.roll_up(NOW)
    assert view_counter.store(story.pk, ReaderKeys(1, 1), late)
    view_history.roll_up(NOW)
    assert rows(story) == [(late.replace(hour=0, minute=0), 2)]


@database
def test_the_command():
    view(make_article(), datetime(2020, 5, 5, 5, tzinfo=UTC))
    out = StringIO()
    call_command("roll_up_views", stdout=out)
    assert HourlyViews.objects.get().hour == datetime(2020, 5, 1, tzinfo=UTC)
    assert out.getvalue()
    quiet = StringIO()
    call_command("roll_up_views", stdout=quiet, verbosity=0)
    assert quiet.getvalue() == ""


class TotalsTest(TestCase):
    @given(
        st.dictionaries(
            st.tuples(st.integers(0, 2), st.integers(0, 600 * 24)), st.integers(1, 50), max_size=40
        )
    )
    def test_totals_rebuilt_are_the_same_before_and_after(self, views):
        stories = [make_article() for _number in range(3)]
        for (story, hours), count in views.items():
            view(stories[story], NOW.replace(minute=0) - hours * HOUR, count)
        view_counter.rebuild_totals()
        before = dict(ViewTotal.objects.values_list("article_id", "count"))
        recent = HourlyViews.objects.filter(hour__gte=NOW - 34 * DAY)
        hours = set(recent.values_list("article_id", "hour", "count"))
        view_history.roll_up(NOW)
        assert set(recent.values_list("article_id", "hour", "count")) == hours
        sums = HourlyViews.objects.values("article_id").annotate(sum=Sum("count"))
        assert dict(sums.values_list("article_id", "sum")) == before
        view_counter.rebuild_totals()
        assert dict(ViewTotal.objects.values_list("article_id", "count")) == before
