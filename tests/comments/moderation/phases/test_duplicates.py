"""The same text again waits for a moderator; many copies of an unwanted one are spam."""

import pytest

from articles.models import SiteSettings
from comments import actions
from comments.models import Status
from comments.moderation.phases.duplicates import COPIES_OF_SPAM, Duplicates
from comments.moderation.verdict import PASS, Verdict
from newsportal.arabic.counting import counted
from tests.comments.moderation.invented import InventedHistory, context
from tests.comments.submitting import correct, submit
from tests.factories import make_article, make_user

TEXT = "هذا القرار سيضر بالقدرة الشرائية للمواطنين البسطاء في القرى"
SPELT_OTHERWISE = "هذا القَرار سيضرّ بالقدرة الشرائيـة للمواطنين البسطاء في القري"


def judged(body=TEXT, **past):
    return Duplicates()(context(body, history=InventedHistory(**past)))


def test_a_new_text_passes():
    assert judged(of_sender=["نص آخر للقارئة نفسها"], under_story=["نص آخر"]) == PASS


@pytest.mark.parametrize("earlier", [TEXT, SPELT_OTHERWISE])
@pytest.mark.parametrize("where", ["of_sender", "under_story"])
def test_a_text_of_the_sender_or_the_story_waits(where, earlier):
    result = judged(**{where: ["نص آخر", earlier]})
    assert result.verdict == Verdict.HOLD
    assert result.reason


def test_the_reason_says_where_it_stands():
    assert judged(of_sender=[TEXT]).reason != judged(under_story=[TEXT]).reason


def test_a_copy_elsewhere_on_the_site_waits_with_their_number():
    result = judged(number_of_copies=COPIES_OF_SPAM - 1)
    assert result.verdict == Verdict.HOLD
    assert counted(COPIES_OF_SPAM - 1, "comment") in result.reason


@pytest.mark.parametrize("turned_away", [True, False])
def test_a_copy_of_few_waits_whatever_became_of_them(turned_away):
    result = judged(number_of_copies=COPIES_OF_SPAM - 1, turned_away=turned_away)
    assert result.verdict == Verdict.HOLD


def test_many_copies_alone_are_no_spam():
    result = judged(number_of_copies=50)
    assert (result.verdict, result.answer) == (Verdict.HOLD, "")
    assert counted(50, "comment") in result.reason


def test_many_copies_of_an_unwanted_text_are_spam_and_the_sender_is_told():
    result = judged(number_of_copies=COPIES_OF_SPAM, turned_away=True, of_sender=[TEXT])
    assert result.verdict == Verdict.SPAM
    assert counted(COPIES_OF_SPAM, "comment") in result.reason
    assert result.answer
    assert not result.refused


@pytest.mark.parametrize(
    "short", ["شكرا", "صح", "إنا لله وإنا إليه راجعون", "هههههههههههههههههههههه"]
)
def test_short_texts_are_no_duplicates(short):
    past = {"of_sender": [short], "under_story": [short], "number_of_copies": 99}
    assert judged(short, **past) == PASS


def goes_round(number, body=TEXT):
    sender = {"email": f"{number}@example.org", "address": f"203.0.{number}.7"}
    return submit(make_article(), body=f"{body} {number}", **sender)


def is_copy(comment):
    return Duplicates.name in {finding["check"] for finding in comment.findings}


@pytest.mark.django_db
def test_a_text_that_goes_round_the_site_is_spam_once_a_moderator_has_called_it_so():
    comments = [goes_round(number) for number in range(COPIES_OF_SPAM + 1)]
    assert [is_copy(comment) for comment in comments] == [False] + [True] * COPIES_OF_SPAM
    assert {comment.status for comment in comments} == {Status.WAITING}
    actions.decide(comments[3:4], Status.SPAM, make_user("MODERATOR"))
    last = goes_round(100)
    assert last.status == Status.SPAM
    assert last.answer


@pytest.mark.django_db
def test_where_nobody_looks_a_condolence_of_many_is_not_taken_for_spam():
    SiteSettings.objects.update_or_create(pk=1, defaults={"comment_mode": "nobody"})
    condolence = "إنا لله وإنا إليه راجعون، رحمه الله وأسكنه فسيح جناته وألهم ذويه الصبر"
    sent = [goes_round(number, condolence) for number in range(COPIES_OF_SPAM + 2)]
    assert all(is_copy(comment) for comment in sent[1:])
    assert {comment.status for comment in sent[1:]} == {Status.WAITING}


@pytest.mark.django_db
def test_a_correction_is_no_duplicate_of_itself():
    comment = submit(make_article(), body=TEXT)
    corrected = correct(comment, f"{TEXT}.")
    assert Duplicates.name not in {finding["check"] for finding in corrected.findings}
