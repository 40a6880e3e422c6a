"""The archive's calendar."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from articles import archive
from articles.publication import Status
from tests.factories import make_article

pytestmark = pytest.mark.django_db

NOW = timezone.make_aware(datetime(2023, 3, 20, 12))


def at(*parts: int) -> datetime:
    return timezone.make_aware(datetime(*parts))


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


def february() -> archive.Month:
    return archive.month(at(2023, 2, 1), at(2023, 3, 1))


def test_days_are_those_of_the_newspaper_s_time_zone():
    # Both lie on the other day in UTC.
    make_article(published_at=at(2023, 2, 1, 0, 10))
    make_article(published_at=at(2023, 2, 28, 23, 50))
    assert february().days_with_stories == {date(2023, 2, 1), date(2023, 2, 28)}


def test_the_months_beside_are_those_that_have_stories():
    make_article(published_at=at(2022, 11, 30, 23, 30))
    make_article(published_at=at(2022, 5, 1))
    make_article(published_at=at(2023, 3, 1, 0, 0))
    make_article(published_at=at(2023, 3, 9))
    assert february().earlier == date(2022, 11, 30)
    assert february().later == date(2023, 3, 1)
    assert february().days_with_stories == frozenset()


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.DRAFT},
        {"status": Status.WITHDRAWN},
        {"ends_at": NOW - timedelta(days=1)},
    ],
)
def test_what_is_not_out_leaves_no_trace(fields):
    for moment in (at(2023, 1, 5), at(2023, 2, 5), at(2023, 3, 5)):
        make_article(**{"published_at": moment} | fields)
    make_article(published_at=NOW + timedelta(hours=1))
    month = february()
    assert (month.earlier, month.later, month.days_with_stories) == (None, None, frozenset())


def test_weeks_begin_on_monday_and_hold_every_day_once():
    weeks = february().weeks
    assert all(len(week) == 7 for week in weeks)
    assert [day.day for week in weeks for day in week if day] == list(range(1, 29))
    assert weeks[0][:3] == [None, None, date(2023, 2, 1)]


def test_the_second_week_is_always_whole():
    for number in range(1, 13):
        end = at(2024, 1, 1) if number == 12 else at(2023, number + 1, 1)
        assert all(archive.month(at(2023, number, 1), end).weeks[1])


def test_three_queries(django_assert_num_queries):
    for day in range(1, 20):
        make_article(published_at=at(2023, 2, day))
    with django_assert_num_queries(3):
        february()
