"""The demo's times: nothing but tomorrow's stories lies ahead, whenever it is loaded."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from articles.demo import texts
from articles.demo.timetable import FRESHEST, Timetable

STORIES = texts.load().stories
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
HOUR = timedelta(hours=1)


@given(MOMENTS)
def test_the_newest_story_is_some_minutes_old_and_tomorrows_lie_ahead(now):
    timetable = Timetable.of(STORIES, now)
    for story in STORIES:
        published_at = timetable.publication(story)
        if story["days_ago"] < 0:
            assert published_at > now
        else:
            assert published_at <= now - FRESHEST
        corrected_at = timetable.correction(story)
        assert corrected_at is None or published_at < corrected_at < now


@given(MOMENTS)
def test_stories_keep_the_order_they_were_written_in(now):
    timetable = Timetable.of(STORIES, now)
    times = [timetable.publication(story) for story in STORIES]
    assert times == sorted(times)


def test_by_midday_stories_stand_at_the_written_times():
    noon = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
    timetable = Timetable.of(STORIES, noon)
    assert timetable.shift == timedelta()


def test_what_would_lie_ahead_comes_on_the_way_to_now():
    now = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
    timetable = Timetable(now, timedelta())
    start = now - 4 * HOUR
    assert timetable.between(start, now - HOUR, 0.5) == now - HOUR
    assert timetable.between(start, now + HOUR, 0.5) == now - 2 * HOUR
