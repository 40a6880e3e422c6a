"""The sums of what is read most: what they say, how old they may be, who makes them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import most_read, view_counter
from articles.models import HourlyViews, MostRead
from articles.publication import Status
from articles.reader_key import ReaderKeys
from tests.factories import make_article

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 12, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _fresh_process(monkeypatch):
    monkeypatch.setattr(most_read, "_asked_at", None)


def story(**fields):
    return make_article(**{"published_at": NOW - timedelta(days=30)} | fields)


def view(article, count: int, hours_ago: int) -> None:
    hour = NOW.replace(minute=0) - timedelta(hours=hours_ago)
    HourlyViews.objects.create(article=article, hour=hour, count=count)


def test_a_day_and_a_week_in_whole_hours():
    a, b = story(), story()
    for hours_ago in (0, 24, 25, 168, 169):
        view(a, 10 + hours_ago, hours_ago)
    view(b, 5, 1)
    today, week = most_read.most_read(NOW)
    assert list(today.items()) == [(a.pk, 10 + 34), (b.pk, 5)]
    assert list(week.items()) == [(a.pk, 10 + 34 + 35 + 178), (b.pk, 5)]


def test_equals_stand_newest_first_and_no_more_than_are_kept():
    stories = [story() for _number in range(most_read.KEPT + 2)]
    for row in stories:
        view(row, 3, 1)
    today, _week = most_read.most_read(NOW)
    assert list(today) == [row.pk for row in reversed(stories)][: most_read.KEPT]


def test_what_is_not_out_takes_nobody_s_place(monkeypatch):
    monkeypatch.setattr(most_read, "KEPT", 1)
    ended, withdrawn, out = story(ends_at=NOW), story(status=Status.WITHDRAWN), story()
    for row, count in ((ended, 9), (withdrawn, 8), (out, 7)):
        view(row, count, 1)
    assert most_read.most_read(NOW) == ({out.pk: 7}, {out.pk: 7})


def test_pages_pay_one_query_until_the_sums_are_too_old(django_assert_num_queries):
    read = story()
    assert most_read.most_read(NOW) == ({}, {})
    view(read, 1, 1)
    with django_assert_num_queries(1):
        found = most_read.most_read(NOW + most_read.PATIENCE - SECOND)
    assert found == ({}, {})
    assert most_read.most_read(NOW + most_read.PATIENCE) == ({read.pk: 1}, {read.pk: 1})


def test_sums_of_a_later_time_are_made_anew_after_the_clock_was_set_back():
    MostRead.objects.create(pk=1, counted_at=NOW + timedelta(days=1), today=[[1, 1]], week=[])
    assert most_read.most_read(NOW) == ({}, {})


def test_one_of_all_processes_makes_them_each_minute():
    assert most_read.refresh(NOW)
    assert not most_read.refresh(NOW)
    assert not most_read.refresh(NOW + most_read.EVERY - SECOND)
    assert most_read.refresh(NOW + most_read.EVERY)
    assert not most_read.refresh(NOW + most_read.EVERY)


def test_a_view_has_them_made_and_those_of_the_same_minute_do_not_even_ask():
    read = story()

    def count(reader: int, now: datetime) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert view_counter.count(read.pk, ReaderKeys(reader, reader), now)
        return sum(MostRead._meta.db_table in query["sql"] for query in queries)

    assert count(1, NOW)
    assert most_read.most_read(NOW)[0] == {read.pk: 1}
    assert not count(2, NOW + 59 * SECOND)
    assert count(3, NOW + 60 * SECOND)
    assert most_read.most_read(NOW + 60 * SECOND)[0] == {read.pk: 3}


def test_the_sums_read_no_stories():
    """By the statement: a join with the stories would be worked out for every hour of every one."""
    view(story(), 1, 1)
    with CaptureQueriesContext(connection) as queries:
        HourlyViews.objects.most_read(most_read.WEEK, 5, NOW)
    (sums,) = (query["sql"] for query in queries if "SUM" in query["sql"])
    assert "articles_article" not in sums
