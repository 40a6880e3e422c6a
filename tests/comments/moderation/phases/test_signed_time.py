"""When a form was begun: nothing about it refuses, each doubt holds with its own reason."""

from datetime import timedelta

import pytest

from comments.moderation.phases.signed_time import SignedTime
from comments.moderation.stamp import MISSING, StampReading, StampState
from comments.moderation.verdict import PASS, Verdict
from tests.comments.moderation.invented import InventedHistory, context


def stamped(state=StampState.VALID, seconds=60.0):
    return StampReading(state, "nonce", timedelta(seconds=seconds))


def test_a_form_begun_a_minute_ago_passes():
    assert SignedTime()(context()) == PASS


DOUBTS = {
    "missing": {"stamp": MISSING},
    "forged": {"stamp": StampReading(StampState.FORGED)},
    "expired": {"stamp": stamped(StampState.EXPIRED)},
    "replayed": {"history": InventedHistory(used_stamps=frozenset({"nonce"}))},
    "quick": {"stamp": stamped(seconds=1.2)},
    "at once": {"stamp": stamped(seconds=0.1)},
}


@pytest.mark.parametrize("doubt", DOUBTS)
def test_a_doubt_holds(doubt):
    result = SignedTime()(context(**DOUBTS[doubt]))
    assert result.verdict == Verdict.HOLD
    assert not result.refused


def test_each_doubt_has_its_reason():
    reasons = {SignedTime()(context(**fields)).reason for fields in DOUBTS.values()}
    assert len(reasons) == len(DOUBTS)


@pytest.mark.parametrize(("seconds", "passes"), [(4.9, False), (5.0, True)])
def test_the_limit_is_the_newsrooms(seconds, passes):
    result = SignedTime()(context(stamp=stamped(seconds=seconds), least_seconds=5))
    assert (result == PASS) is passes
    assert passes or "5" in result.reason


@pytest.mark.parametrize("doubt", DOUBTS)
def test_a_correction_needs_no_stamp(doubt):
    assert SignedTime()(context(**DOUBTS[doubt], is_correction=True)) == PASS


def test_no_limit_of_seconds():
    assert SignedTime()(context(stamp=stamped(seconds=0), least_seconds=0)) == PASS
