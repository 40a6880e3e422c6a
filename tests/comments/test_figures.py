"""Figures of moderation: what counts, what does not, from bounded reads."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from comments import actions, figures
from comments.models import Act, Comment, ModerationRecord, Status
from comments.moderation import assistant_in_use
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db

NOW = timezone.make_aware(datetime(2026, 11, 24, 12))


@pytest.fixture
def moderator():
    return make_user("MODERATOR")


@pytest.fixture(autouse=True)
def _no_assistant(monkeypatch):
    monkeypatch.setattr(assistant_in_use, "current", lambda: None)


def decided(comment=None, *, at=NOW, after=timedelta(minutes=30), act=Act.DECIDED, **fields):
    """A record of a decision about a new comment, submitted so long before."""
    if comment is None:
        comment = make_comment(submitted_at=at - after)
    values = {"from_status": Status.WAITING, "to_status": Status.APPROVED} | fields
    return ModerationRecord.objects.create(comment=comment, act=act, decided_at=at, **values)


def of(days=7):
    return figures.figures(days, NOW)


# --- Percentiles -------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 10_000), min_size=1), st.floats(0.01, 1.0))
def test_a_percentile_is_a_value_that_the_share_does_not_exceed(seconds, share):
    ascending = sorted(timedelta(seconds=number) for number in seconds)
    found = figures.percentile(ascending, share)
    assert found in ascending
    assert sum(value <= found for value in ascending) >= share * len(ascending) - 1e-6
    assert sum(value < found for value in ascending) < share * len(ascending)


def test_there_is_no_percentile_of_nothing():
    assert figures.percentile([], 0.5) is None


# --- Waiting -----------------------------------------------------------------------------------


def test_what_waits_and_what_is_reported_is_counted():
    make_comment(submitted_at=NOW - timedelta(hours=1))
    oldest = make_comment(submitted_at=NOW - timedelta(days=3))
    make_comment(status=Status.APPROVED, open_reports=2)
    make_comment(status=Status.REJECTED)
    waiting = of().waiting
    assert (waiting.number, waiting.is_more, waiting.reported) == (2, False, 1)
    assert waiting.oldest == oldest.submitted_at


def test_a_long_queue_is_counted_only_so_far(monkeypatch):
    monkeypatch.setattr(figures, "MOST_WAITING", 2)
    article = make_article()
    for _number in range(3):
        make_comment(article=article)
    waiting = of().waiting
    assert (waiting.number, waiting.is_more) == (2, True)


def test_an_empty_portal_has_figures():
    found = of()
    assert (found.waiting.number, found.waiting.oldest) == (0, None)
    assert [day.total for day in found.by_day] == [0] * 7
    assert (found.delays.number, found.delays.median) == (0, None)
    assert (found.agreement.number, found.stories) == (0, [])


# --- Days --------------------------------------------------------------------------------------


def test_decisions_are_counted_by_the_local_day(moderator):
    # Casablanca's midnight is an hour before UTC's.
    midnight = timezone.make_aware(datetime(2026, 11, 24))
    decided(moderator=moderator, at=midnight)
    decided(moderator=moderator, at=midnight - timedelta(seconds=1), to_status=Status.SPAM)
    decided(act=Act.CHECKED, check_name="flood", at=NOW, to_status=Status.REJECTED)
    yesterday, today = of().by_day[-2:]
    assert (yesterday.approved, yesterday.turned_away, yesterday.by_checks) == (0, 1, 0)
    assert (today.approved, today.turned_away, today.by_checks) == (1, 0, 1)


def test_the_range_begins_with_its_first_day(moderator):
    first = timezone.make_aware(datetime(2026, 11, 18))
    decided(moderator=moderator, at=first)
    decided(moderator=moderator, at=first - timedelta(seconds=1))
    found = of(7)
    assert [day.total for day in found.by_day] == [1, 0, 0, 0, 0, 0, 0]
    assert sum(day.total for day in of(30).by_day) == 2


def test_an_undone_decision_counts_nowhere(moderator):
    comment = make_comment()
    outcome = actions.decide([comment], Status.REJECTED, moderator, rule="لا إهانة")
    actions.undo([record.pk for record in outcome.records], moderator)
    now = timezone.now()
    found = figures.figures(7, now)
    assert sum(day.total for day in found.by_day) == 0
    assert (found.by_rule, found.by_moderator, found.delays.number) == ([], [], 0)
    actions.decide([Comment.objects.get(pk=comment.pk)], Status.APPROVED, moderator)
    found = figures.figures(7, timezone.now())
    assert [(row.decided, row.turned_away) for row in found.by_moderator] == [(1, 0)]
    assert found.delays.number == 1


def test_what_hides_corrects_or_erases_decides_nothing(moderator):
    for act, before, after in (
        (Act.HIDDEN, Status.APPROVED, Status.WAITING),
        (Act.CORRECTED, Status.WAITING, Status.WAITING),
        (Act.WITHDRAWN, Status.WAITING, Status.WITHDRAWN),
        (Act.ERASED, Status.APPROVED, Status.WITHDRAWN),
    ):
        decided(act=act, from_status=before, to_status=after)
    found = of()
    assert sum(day.total for day in found.by_day) == 0
    assert found.delays.number == 0


# --- Time to decision --------------------------------------------------------------------------


def test_median_and_ninetieth_of_the_time_to_a_moderators_decision(moderator):
    for minutes in range(1, 11):
        decided(moderator=moderator, after=timedelta(minutes=minutes))
    delays = of().delays
    assert delays.number == 10
    assert (delays.median, delays.ninetieth) == (timedelta(minutes=5), timedelta(minutes=9))
    assert [number for _label, number in delays.spread] == [9, 1, 0, 0, 0]


def test_only_the_first_decision_about_a_comment_has_a_delay(moderator):
    once = decided(moderator=moderator, after=timedelta(minutes=7)).comment
    decided(once, moderator=moderator, at=NOW + timedelta(0), to_status=Status.REJECTED)
    assert (of().delays.number, of().delays.median) == (1, timedelta(minutes=7))


def test_a_decision_after_that_of_a_check_is_not_the_first(moderator):
    checked = decided(act=Act.CHECKED, check_name="terms").comment
    decided(checked, moderator=moderator, from_status=Status.APPROVED, to_status=Status.REJECTED)
    assert of().delays.number == 0


def test_a_decision_before_the_range_was_the_first(moderator):
    old = decided(moderator=moderator, at=NOW - timedelta(days=40)).comment
    decided(old, moderator=moderator, to_status=Status.REJECTED)
    assert of(7).delays.number == 0


def test_a_correction_that_changes_nothing_is_no_decision(moderator):
    corrected = decided(act=Act.CORRECTED, to_status=Status.WAITING).comment
    decided(corrected, moderator=moderator)
    assert of().delays.number == 1


# --- Shares ------------------------------------------------------------------------------------


def test_a_comment_counts_once_with_its_last_decision(moderator):
    other = make_user("MODERATOR")
    comment = decided(moderator=moderator, to_status=Status.REJECTED, rule="القاعدة الأولى").comment
    decided(comment, moderator=other, to_status=Status.APPROVED)
    found = of()
    assert found.by_rule == []
    assert [(row.name, row.decided, row.turned_away) for row in found.by_moderator] == [
        (other.username, 1, 0)
    ]


def test_shares_by_rule_check_and_moderator(moderator):
    for rule, status in (
        ("القاعدة الأولى", Status.REJECTED),
        ("القاعدة الأولى", Status.REJECTED),
        ("", Status.REJECTED),
        ("", Status.SPAM),
        ("", Status.APPROVED),
    ):
        decided(moderator=moderator, rule=rule, to_status=status)
    decided(act=Act.CHECKED, check_name="links", to_status=Status.SPAM)
    decided(act=Act.CHECKED, check_name="sender_history", to_status=Status.APPROVED)
    found = of()
    assert dict(found.by_rule) == {"القاعدة الأولى": 2, "": 1, None: 1}
    assert found.by_rule[0] == ("القاعدة الأولى", 2)
    assert found.by_check == [("links", 1)]
    assert (found.decided, found.turned_away, found.turned_away_by_checks) == (5, 4, 1)


# --- Assistant ---------------------------------------------------------------------------------


def four_cases(moderator):
    decided(moderator=moderator, probability=0.9, to_status=Status.REJECTED)
    decided(moderator=moderator, probability=0.9, to_status=Status.SPAM)
    decided(moderator=moderator, probability=0.6, to_status=Status.APPROVED)
    decided(moderator=moderator, probability=0.1, to_status=Status.REJECTED)
    decided(moderator=moderator, probability=0.1, to_status=Status.APPROVED)
    decided(moderator=moderator, to_status=Status.APPROVED)
    decided(act=Act.CHECKED, check_name="x", probability=0.9, to_status=Status.REJECTED)


def test_agreement_at_even_odds_without_an_assistant(moderator):
    four_cases(moderator)
    found = of().agreement
    assert (
        found.both_rejected,
        found.assistant_alone,
        found.moderator_alone,
        found.both_kept,
    ) == (2, 1, 1, 1)
    assert (found.agreed, found.number, found.threshold) == (3, 5, 0.5)


def test_agreement_at_the_assistants_own_threshold(moderator, monkeypatch):
    four_cases(moderator)
    monkeypatch.setattr(assistant_in_use, "current", lambda: SimpleNamespace(threshold=0.7))
    found = of().agreement
    assert (found.assistant_alone, found.both_kept, found.threshold) == (0, 2, 0.7)


# --- Stories -----------------------------------------------------------------------------------


def test_the_busiest_stories_come_first():
    busy, calm = make_article(headline="خبر ساخن"), make_article()
    for status in (Status.WAITING, Status.SPAM, Status.APPROVED):
        make_comment(article=busy, status=status, submitted_at=NOW)
    make_comment(article=calm, submitted_at=NOW)
    make_comment(submitted_at=NOW - timedelta(days=8))
    first, second = of().stories
    assert (first.headline, first.comments, first.waiting, first.turned_away) == (
        "خبر ساخن",
        3,
        1,
        1,
    )
    assert second.pk == calm.pk


# --- Bounds ------------------------------------------------------------------------------------


def test_more_decisions_than_are_read_shorten_the_range(moderator, monkeypatch):
    for past in range(5):
        decided(moderator=moderator, at=NOW - timedelta(days=past))
    monkeypatch.setattr(figures, "MOST_RECORDS", 3)
    found = of()
    assert found.is_cut
    # The day that was not read whole does not count.
    assert [day.total for day in found.by_day] == [1, 1, 1]
    assert found.since == timezone.make_aware(datetime(2026, 11, 22))


def test_a_day_of_more_decisions_than_are_read_begins_where_reading_ended(moderator, monkeypatch):
    for past in range(5):
        decided(moderator=moderator, at=NOW - timedelta(minutes=past))
    monkeypatch.setattr(figures, "MOST_RECORDS", 3)
    found = of()
    assert found.is_cut
    assert [day.total for day in found.by_day] == [3]


def test_the_figures_cost_the_same_queries_however_many_there_are(
    moderator, django_assert_num_queries
):
    decided(moderator=moderator)
    with django_assert_num_queries(8):
        of()
    for _number in range(5):
        decided(moderator=make_user("MODERATOR"), to_status=Status.REJECTED, rule="ق")
        make_comment(submitted_at=NOW)
    with django_assert_num_queries(8):
        of()


def test_reported_comments_are_found_by_their_index():
    with CaptureQueriesContext(connection) as queries:
        of()
    (asked,) = [query["sql"] for query in queries if '"open_reports" > 0' in query["sql"]]
    assert '"status" =' not in asked
