"""How the demo's stories were read: believable figures, the same on every load."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from articles.demo.readership import RECENT, hourly_views

MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
HOUR = timedelta(hours=1)

AGES = st.timedeltas(timedelta(minutes=1), timedelta(days=400))


@given(MOMENTS, AGES, st.integers(0, 100))
def test_views_lie_between_publication_and_now_in_whole_hours(now, age, number):
    views = hourly_views(f"story {number}", now - age, now, now)
    for hour, count in views.items():
        assert count > 0
        assert (hour.minute, hour.second, hour.microsecond) == (0, 0, 0)
        assert now - age - HOUR < hour <= now
    assert views == hourly_views(f"story {number}", now - age, now, now)


def test_old_views_lie_in_one_hour_and_recent_ones_apart():
    now = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
    published_at = now - timedelta(days=60)
    first, *recent = sorted(hourly_views("story", published_at, now, now))
    assert first == published_at
    assert recent
    assert min(recent) >= now - RECENT


def test_nobody_reads_after_the_end():
    now = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
    end = now - timedelta(days=2)
    assert max(hourly_views("story", end - timedelta(days=1), end, now)) < end


def test_a_new_story_is_read_more_than_an_old_one():
    now = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
    published_at = now - timedelta(days=4)
    views = hourly_views("story", published_at, now, now)
    first_day = sum(n for hour, n in views.items() if hour < published_at + timedelta(days=1))
    assert first_day > sum(views.values()) / 2
