"""The engine, with invented checks."""

import pytest

from comments.moderation import pipeline
from comments.moderation.pipeline import Finding
from comments.moderation.verdict import PASS, Result, Verdict
from tests.comments.moderation.invented import context


class Check:
    """A check that says what it is told to, and remembers what it was asked."""

    label = "اسم الفحص"

    def __init__(self, name, result=PASS):
        self.name = name
        self.result = result
        self.asked = []

    def __call__(self, asked):
        self.asked.append(asked)
        return self.result


def says(name, verdict, **fields):
    return Check(name, Result(verdict, f"سبب {name}", **fields))


def test_without_checks_a_comment_passes():
    outcome = pipeline.run(context(), [])
    assert (outcome.verdict, outcome.deciding, outcome.findings) == (Verdict.PASS, "", [])
    assert not outcome.refused


def test_each_check_is_asked_once_about_the_same_comment():
    checks = [Check("one"), says("two", Verdict.HOLD), Check("three")]
    asked = context()
    pipeline.run(asked, checks)
    assert [check.asked for check in checks] == [[asked], [asked], [asked]]


def test_checks_that_pass_leave_no_finding():
    outcome = pipeline.run(context(), [Check("one", Result(Verdict.PASS, "سبب"))])
    assert outcome.verdict == Verdict.PASS
    assert outcome.as_json == []


def test_the_reasons_of_all_are_kept_in_order():
    outcome = pipeline.run(
        context(), [says("one", Verdict.HOLD), Check("two"), says("three", Verdict.HOLD)]
    )
    assert outcome.as_json == [
        {"check": "one", "verdict": "hold", "reason": "سبب one"},
        {"check": "three", "verdict": "hold", "reason": "سبب three"},
    ]


def test_of_equally_strong_verdicts_the_first_decides():
    outcome = pipeline.run(context(), [says("one", Verdict.HOLD), says("two", Verdict.HOLD)])
    assert (outcome.verdict, outcome.deciding) == (Verdict.HOLD, "one")


@pytest.mark.parametrize("final", [Verdict.REJECT, Verdict.SPAM])
def test_a_final_verdict_ends_it_and_beats_what_was_milder(final):
    after = Check("after")
    outcome = pipeline.run(
        context(), [says("before", Verdict.HOLD), says("final", final, answer="لا"), after]
    )
    assert (outcome.verdict, outcome.deciding, outcome.answer) == (final, "final", "لا")
    assert outcome.findings == [
        Finding("before", "hold", "سبب before"),
        Finding("final", final.value, "سبب final"),
    ]
    assert after.asked == []


def test_a_refusal_keeps_its_status():
    outcome = pipeline.run(
        context(), [says("flood", Verdict.REJECT, refused=True, refusal_status=429)]
    )
    assert outcome.refused
    assert outcome.refusal_status == 429


def test_a_refusal_is_that_of_the_deciding_check_alone():
    outcome = pipeline.run(
        context(), [says("mild", Verdict.HOLD, refused=True), says("spam", Verdict.SPAM)]
    )
    assert not outcome.refused


def test_the_probability_is_kept_whatever_the_verdict():
    check = Check("assistant", Result(Verdict.PASS, probability=0.25))
    outcome = pipeline.run(context(), [check, says("other", Verdict.SPAM)])
    assert outcome.probability == 0.25


def test_verdicts_are_ordered_from_the_mildest():
    order = [Verdict.PASS, Verdict.HOLD, Verdict.REJECT, Verdict.SPAM]
    assert sorted(Verdict, key=pipeline.STRENGTH.__getitem__) == order


def test_labels_by_name():
    assert pipeline.labels([Check("one"), Check("two")]) == {"one": "اسم الفحص", "two": "اسم الفحص"}
