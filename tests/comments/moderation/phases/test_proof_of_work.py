"""Proof of work: off by default, held where it is missing, spam only with a made-up stamp."""

import pytest

from comments.moderation.phases.proof_of_work import ProofOfWork
from comments.moderation.stamp import MISSING, StampReading, StampState
from comments.moderation.verdict import PASS, Verdict
from tests.comments.moderation.invented import context


def stamped(bits, state=StampState.VALID):
    return StampReading(state, "nonce", zero_bits=bits)


@pytest.mark.parametrize("stamp", [MISSING, stamped(0), stamped(0, StampState.FORGED)])
def test_none_is_asked_for_by_default(stamp):
    assert ProofOfWork()(context(stamp=stamp)) == PASS


@pytest.mark.parametrize("bits", [12, 13])
def test_enough_bits_pass(bits):
    assert ProofOfWork()(context(stamp=stamped(bits), proof_of_work_bits=12)) == PASS


def test_too_few_bits_hold_and_are_named():
    result = ProofOfWork()(context(stamp=stamped(11), proof_of_work_bits=12))
    assert result.verdict == Verdict.HOLD
    assert "11" in result.reason
    assert "12" in result.reason


def test_without_javascript_it_is_held():
    result = ProofOfWork()(context(stamp=MISSING, proof_of_work_bits=12))
    assert result.verdict == Verdict.HOLD


def test_an_old_form_that_lacks_its_proof_is_held():
    stamp = stamped(0, StampState.EXPIRED)
    assert ProofOfWork()(context(stamp=stamp, proof_of_work_bits=12)).verdict == Verdict.HOLD


def test_a_made_up_stamp_without_its_proof_is_spam():
    stamp = stamped(3, StampState.FORGED)
    result = ProofOfWork()(context(stamp=stamp, proof_of_work_bits=12))
    assert result.verdict == Verdict.SPAM
    assert result.answer


def test_a_stamp_of_an_older_key_with_its_proof_is_no_spam():
    stamp = stamped(12, StampState.FORGED)
    assert ProofOfWork()(context(stamp=stamp, proof_of_work_bits=12)) == PASS


def test_a_correction_needs_none():
    asked = context(stamp=MISSING, proof_of_work_bits=12, is_correction=True)
    assert ProofOfWork()(asked) == PASS
