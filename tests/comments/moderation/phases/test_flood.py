"""So many comments in so many minutes, then a refusal that says how long to wait."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from comments import actions
from comments.models import Comment, ModerationPolicy, Status
from comments.moderation.phases.flood import Flood
from comments.moderation.verdict import PASS, Verdict
from newsportal.arabic.counting import counted
from tests.comments.moderation.invented import NOW, InventedHistory, context
from tests.comments.submitting import correct, submit
from tests.factories import make_article


def ago(*minutes):
    return [NOW - timedelta(minutes=n) for n in minutes]


def judged(minutes=10, per_sender=3, per_network=5, is_correction=False, **history):
    return Flood()(
        context(
            flood_minutes=minutes,
            flood_per_sender=per_sender,
            flood_per_network=per_network,
            is_correction=is_correction,
            history=InventedHistory(**history),
        )
    )


def test_below_the_limit_it_passes():
    assert judged(by_address=ago(1, 2), from_network=ago(1, 2, 3, 4)) == PASS


@pytest.mark.parametrize(
    "past", [{"by_address": ago(1, 2, 7)}, {"from_network": ago(1, 1, 1, 1, 7)}]
)
def test_at_the_limit_it_is_refused_until_the_first_is_out_of_the_time(past):
    result = judged(**past)
    assert result.verdict == Verdict.REJECT
    assert result.refused
    assert result.refusal_status == 429
    assert "بعد 4 دقائق" in result.answer


def test_whoever_writes_under_anothers_address_elsewhere_does_not_shut_her_out():
    result = judged(elsewhere=ago(1, 2, 3, 4, 5), by_address=ago(1, 2))
    assert (result.verdict, result.refused, result.answer) == (Verdict.HOLD, False, "")
    for figure in (counted(7, "comment"), counted(3, "comment"), counted(10, "minute")):
        assert figure in result.reason


def test_she_waits_for_what_she_sent_herself_and_no_longer():
    result = judged(elsewhere=ago(1, 1, 1), by_address=ago(2, 3, 7))
    assert result.refused
    assert "بعد 4 دقائق" in result.answer


def test_a_full_network_refuses_an_address_that_is_full_elsewhere():
    result = judged(elsewhere=ago(1, 1, 1), from_network=ago(1, 1, 1, 1, 7))
    assert result.refused
    assert "بعد 4 دقائق" in result.answer


def test_the_reason_has_the_figures():
    reason = judged(by_address=ago(1, 2, 3, 4)).reason
    for figure in (counted(4, "comment"), counted(3, "comment"), counted(10, "minute")):
        assert figure in reason


def test_what_lies_further_back_does_not_count():
    assert judged(by_address=ago(11, 12, 13, 14)) == PASS


@pytest.mark.parametrize("past", [{"by_address": ago(*[1] * 50)}, {"from_network": ago(*[1] * 50)}])
def test_0_is_no_limit(past):
    assert judged(per_sender=0, per_network=0, **past) == PASS


def test_a_correction_is_not_counted():
    assert judged(by_address=ago(1, 1, 1, 1), is_correction=True) == PASS


@pytest.mark.parametrize(
    ("first", "when"),
    [(1400, "بعد 41 دقيقة"), (1380, "بعد ساعتين"), (1379, "بعد ساعتين"), (1, "بعد يوم واحد")],
)
def test_long_waits_are_told_in_hours_rounded_up(first, when):
    assert when in judged(minutes=1440, per_sender=1, by_address=ago(first)).answer


@given(
    st.lists(st.integers(min_value=0, max_value=600), min_size=3, max_size=12),
    st.integers(min_value=1, max_value=3),
)
def test_after_the_wait_there_is_room_and_not_before(seconds, limit):
    sent = [NOW - timedelta(seconds=second) for second in seconds]
    answer = judged(per_sender=limit, by_address=sent).answer

    def is_full(minutes):
        since = NOW + timedelta(minutes=minutes - 10)
        return sum(moment >= since for moment in sent) >= limit

    wait = next(minutes for minutes in range(1, 11) if minutes == 10 or not is_full(minutes))
    forms = {1: "بعد دقيقة واحدة", 2: "بعد دقيقتين"}
    assert forms.get(wait, f"بعد {wait} دقائق") in answer


@pytest.mark.django_db
@pytest.mark.parametrize("limit", ["flood_per_sender", "flood_per_network"])
def test_what_a_sender_sends_in_earnest(limit):
    ModerationPolicy(**{"flood_per_sender": 0, "flood_per_network": 0, limit: 2}).save()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        # Two stories: the limit is the sender's, wherever she writes.
        submit(make_article(), body="التعليق الأول")
        last = submit(make_article(), body="التعليق الثاني")
        with pytest.raises(actions.Refused) as refused:
            submit(last.article, body="التعليق الثالث")
        assert refused.value.outcome.deciding == Flood.name
        assert refused.value.outcome.refusal_status == 429
        assert correct(last, "التعليق الثاني مصححا").corrected_at
        clock.shift(timedelta(minutes=10, seconds=1))
        submit(last.article, body="التعليق الثالث")
    assert Comment.objects.count() == 3


@pytest.mark.django_db
def test_a_stranger_under_her_address_does_not_shut_her_out_in_earnest():
    ModerationPolicy(flood_per_sender=2).save()
    for number in range(2):
        submit(make_article(), body=f"كلام غريب رقم {number}", address="198.51.100.9")
    hers = submit(make_article(), body="صاحبة العنوان الحقيقية")
    assert Flood.name in {finding["check"] for finding in hers.findings}
    assert hers.status == Status.WAITING
    with pytest.raises(actions.Refused):
        submit(make_article(), body="كلام غريب آخر", address="198.51.100.9")
