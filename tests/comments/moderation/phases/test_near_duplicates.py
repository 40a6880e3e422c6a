"""Almost the same text waits for a moderator, with the percentage."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.moderation.history import LATEST
from comments.moderation.phases.near_duplicates import ALIKE, NearDuplicates, pairs
from comments.moderation.verdict import PASS, Verdict
from newsportal.arabic.folding import fold
from tests.comments.moderation.invented import InventedHistory, context

TEXT = "هذا القرار سيضر بالقدرة الشرائية للمواطنين البسطاء في القرى والمدن الصغرى بلا شك"


def judged(body, **past):
    return NearDuplicates()(context(body, history=InventedHistory(**past)))


def changed(*places):
    return " ".join(f"آخر{n}" if n in places else word for n, word in enumerate(TEXT.split()))


@pytest.mark.parametrize("where", ["of_sender", "under_story"])
def test_one_word_changed_waits_with_the_percentage(where):
    result = judged(TEXT, **{where: ["نص آخر لا يشبهه في شيء أبدا", changed(5)]})
    assert result.verdict == Verdict.HOLD
    # 12 pairs each, 10 in common: 10 of 14.
    assert "71" in result.reason


def test_the_reason_says_where_it_stands():
    assert (
        judged(TEXT, of_sender=[changed(5)]).reason != judged(TEXT, under_story=[changed(5)]).reason
    )


def test_spelling_and_punctuation_do_not_matter():
    dressed = "هَذا: القرار - سيضرّ، بالقدرة الشرائيـــة للمواطنين البسطاء في القري والمدن الصغري!!"
    assert judged(TEXT, of_sender=[dressed]).verdict == Verdict.HOLD


def test_the_very_same_text_is_the_matter_of_another_check():
    assert judged(TEXT, of_sender=[TEXT], under_story=[TEXT]) == PASS


def test_it_looks_on_past_the_very_same_text():
    assert judged(TEXT, of_sender=[TEXT, changed(0)]).verdict == Verdict.HOLD


def test_few_words_in_common_pass():
    assert judged(TEXT, of_sender=[changed(1, 4, 7, 10)], under_story=["هذا القرار سيضر"]) == PASS


def test_short_texts_are_not_compared():
    assert judged("شكرا لكم على الخبر", of_sender=["شكرا لكم على الخبر المفيد"]) == PASS


def test_an_answer_that_quotes_is_not_the_quoted_text():
    answer = "أخالفك الرأي تماما لأن الدعم سيوجه مباشرة إلى الأسر المحتاجة ابتداء من العام المقبل"
    assert judged(f"«{TEXT}» {answer}", under_story=[TEXT]) == PASS


@given(st.text(alphabet="ابتث ", max_size=80), st.text(alphabet="ابتث ", max_size=80))
def test_what_is_held_is_alike_and_what_is_alike_is_held(one, other):
    """The short cuts leave out nothing that counts among texts of similar length."""
    mine, theirs = pairs(fold(one)), pairs(fold(other))
    comparable = (
        len(mine) >= 5
        and fold(one) != fold(other)
        and len(fold(one)) / 3 <= len(fold(other)) <= len(fold(one)) * 3
    )
    alike = comparable and len(mine & theirs) / len(mine | theirs) >= ALIKE
    assert (judged(one, of_sender=[other]).verdict == Verdict.HOLD) == alike


def test_full_lists_cost_a_few_milliseconds_at_most():
    """Far above what it takes (see bench/checks.py): a search that grows is what would fail."""
    many = [" ".join(f"كلمة{n}{m}" for m in range(80)) for n in range(LATEST * 2)]
    asked = context(many[0], history=InventedHistory(of_sender=many[1:], under_story=many[1:]))
    check = NearDuplicates()
    begun = time.process_time()
    for _ in range(10):
        assert check(asked) == PASS
    assert (time.process_time() - begun) / 10 < 0.05
