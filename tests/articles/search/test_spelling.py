"""'Did you mean' proposes words of stories that are out, a letter or two away."""

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.publication import Status
from articles.search.spelling import did_you_mean, distance
from articles.search.store import store
from tests.articles.search.corpus import NOW, Story, index_of
from tests.factories import make_article


def proposed(text: str) -> str | None:
    return did_you_mean(store(), text, timezone.now())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("المهرجن", "المهرجان"),
        ("مهرجاان", "مهرجان"),
        ("مهرجلن", "مهرجان"),
        ("مهرجنا", "مهرجان"),
        ("اكادر", "أكادير"),
        ("مهرجان اكادبر", "مهرجان أكادير"),
        ("«مهرجن» أكادير", "«مهرجان» أكادير"),
        ("marrakehc", "Marrakech"),
    ],
)
def test_a_letter_too_many_missing_wrong_or_swapped(typed, meant):
    for _number in range(3):
        make_article(headline="مهرجان أكادير", body="<p>المهرجان Marrakech</p>")
    assert proposed(typed) == meant


@pytest.mark.django_db
def test_what_is_right_or_unknown_is_left_alone():
    for _number in range(3):
        make_article(headline="مهرجان أكادير 2024")
    for text in ("مهرجان", "أكادير مهرجان", "2025", "قطارات", "", "-مهرجن", "من"):
        assert proposed(text) is None


@pytest.mark.django_db
def test_the_commonest_is_meant():
    for _number in range(3):
        make_article(headline="سياحة")
    for _number in range(9):
        make_article(headline="سباحة")
    assert proposed("سناحة") == "سباحة"


@pytest.mark.django_db
def test_words_of_stories_that_are_not_out_stay_unknown():
    for _number in range(3):
        make_article(headline="مهرجان", status=Status.DRAFT)
        later = timezone.now() + timezone.timedelta(days=1)
        make_article(headline="مهرجان", published_at=later)
    assert proposed("مهرجن") is None


@pytest.mark.django_db
def test_proposal_finds_something():
    stories = [Story("مهرجان")] * 3 + [Story("أكادير")] * 3
    with index_of(stories) as index:
        assert did_you_mean(index, "مهرجن أكادير", NOW) is None


@pytest.mark.parametrize(
    ("first", "second", "number"),
    [("", "", 0), ("كتاب", "كتاب", 0), ("كتاب", "كاتب", 1), ("كتب", "كتاب", 1), ("سوق", "ذوق", 1)],
)
def test_distance(first, second, number):
    assert distance(first, second, 3) == number


@given(st.text("ابت", max_size=6), st.text("ابت", max_size=6))
def test_distance_is_symmetric_and_bounded(first, second):
    whole = distance(first, second, 9)
    assert whole == distance(second, first, 9)
    assert (whole == 0) == (first == second)
    assert whole <= max(len(first), len(second))
    assert distance(first, second, 2) == min(whole, 3)
