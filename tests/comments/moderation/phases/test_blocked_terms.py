"""Blocked terms: the strongest verdict, the term as it was written and how it was disguised."""

import pytest

from comments.moderation.phases.blocked_terms import HOW, BlockedTerms
from comments.moderation.verdict import PASS, Verdict
from comments.moderation.word_hits import Evasion
from comments.moderation.word_list import WordList
from tests.comments.moderation.invented import context

TERMS = {
    Verdict.HOLD: WordList(["كذاب"]),
    Verdict.REJECT: WordList(["غبي", "حمار", "كلب"]),
    Verdict.SPAM: WordList(["كازينو"]),
}


def check(body, **fields):
    return BlockedTerms()(context(body, terms=TERMS, **fields))


def test_without_terms_all_pass():
    assert BlockedTerms()(context("كذاب غبي")) == PASS


@pytest.mark.parametrize("body", ["تعليق مهذب", "غبار الطريق", "احمرار العين"])
def test_innocent_words_pass(body):
    assert check(body) == PASS


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("كذاب", Verdict.HOLD),
        ("غبي", Verdict.REJECT),
        ("كازينو", Verdict.SPAM),
        ("كذاب وغبي", Verdict.REJECT),
        ("كذاب غبي في كازينو", Verdict.SPAM),
    ],
)
def test_the_strongest_verdict_wins(body, verdict):
    assert check(body).verdict == verdict


def test_the_reason_names_the_term_its_letters_and_the_disguise():
    reason = check("أنت غبيييييي").reason
    assert "غبي" in reason
    assert "غبيييييي" in reason
    assert str(HOW[Evasion.STRETCHED]) in reason


def test_every_disguise_has_a_name():
    assert set(HOW) == set(Evasion)
    assert len({str(name) for name in HOW.values()}) == len(Evasion)


def test_the_answer_repeats_no_insult_and_holding_needs_none():
    result = check("أنت غبيييييي")
    assert result.answer
    assert "غبي" not in result.answer
    assert check("كذاب").answer == ""


def test_the_name_is_looked_through():
    result = check("تعليق مهذب", name="الحمار")
    assert result.verdict == Verdict.REJECT
    assert "حمار" in result.reason
    assert result.reason != check("الحمار").reason


def test_name_and_text_are_not_read_together():
    terms = {Verdict.REJECT: WordList(["ابن كلب"])}
    assert BlockedTerms()(context("كلب صغير", name="ابن", terms=terms)) == PASS


def test_many_terms_do_not_make_a_long_reason():
    result = check("غبي حمار كلب غبييي حماااار كللللب " * 30)
    assert len(result.reason) < 300
