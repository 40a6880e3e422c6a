"""Length is counted in letters, without what folding takes away."""

import pytest

from comments.moderation.phases.length import Length
from comments.moderation.verdict import PASS, Verdict
from tests.comments.moderation.invented import context


@pytest.mark.parametrize("body", ["لا", "ok", "10", "صح."])
def test_two_letters_are_enough(body):
    assert Length()(context(body)) == PASS


@pytest.mark.parametrize("body", ["و", "بَّـــــــ", "!!!", "👏👏👏", ".", "ـــــ"])
def test_less_is_held(body):
    result = Length()(context(body))
    assert result.verdict == Verdict.HOLD
    assert not result.answer


def test_the_longest_that_passes():
    assert Length()(context("َب" * 100, longest=100)) == PASS
    result = Length()(context("َب" * 101, longest=100))
    assert result.verdict == Verdict.HOLD
    assert "101" in result.reason
    assert "100" in result.reason


def test_spaces_and_signs_are_no_letters():
    assert Length()(context("ب . " * 100, longest=100)) == PASS
