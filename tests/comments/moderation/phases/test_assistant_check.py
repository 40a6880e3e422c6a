"""The assistant gives a probability always and a verdict only where the newsroom lets it."""

import pytest

from comments.moderation.phases.assistant_check import AssistantCheck
from comments.moderation.verdict import PASS, Verdict
from tests.comments.moderation.invented import context


class Invented:
    """An assistant of one mind."""

    def __init__(self, probability, words=(("سيئ", 2.0), ("حسن", -1.0))):
        self._probability, self._words = probability, list(words)

    def probability(self, text):
        return self._probability

    def explain(self, text, n=5):
        return self._words[:n]


def check(probability, **fields):
    return AssistantCheck()(context(assistant=Invented(probability), **fields))


def test_without_an_assistant_nothing_is_said():
    assert AssistantCheck()(context(assistant_reject_from=0.0)) == PASS


def test_it_decides_nothing_by_default():
    result = check(1.0)
    assert (result.verdict, result.probability, result.reason) == (Verdict.PASS, 1.0, "")


@pytest.mark.parametrize(
    ("probability", "verdict"),
    [(0.59, Verdict.PASS), (0.6, Verdict.HOLD), (0.89, Verdict.HOLD), (0.9, Verdict.REJECT)],
)
def test_it_decides_from_the_thresholds(probability, verdict):
    result = check(probability, assistant_hold_from=0.6, assistant_reject_from=0.9)
    assert result.verdict == verdict
    assert result.probability == probability
    assert bool(result.answer) == (verdict == Verdict.REJECT)


def test_a_threshold_of_nought_is_one():
    assert check(0.0, assistant_hold_from=0.0).verdict == Verdict.HOLD


def test_the_reason_has_the_percentage_and_the_words_against_the_comment():
    reason = check(0.874, assistant_hold_from=0.5).reason
    assert "87" in reason
    assert "سيئ" in reason
    assert "حسن" not in reason


def test_without_such_words_the_percentage_stands_alone():
    asked = context(assistant=Invented(0.9, [("حسن", -1.0)]), assistant_hold_from=0.5)
    reason = AssistantCheck()(asked).reason
    assert "90" in reason
    assert "حسن" not in reason


def test_the_name_weighs_nothing():
    class Heard(Invented):
        def probability(self, text):
            return 1.0 if "سعاد" in text else 0.0

    asked = context(assistant=Heard(0.0), name="سعاد")
    assert AssistantCheck()(asked).probability == 0.0
