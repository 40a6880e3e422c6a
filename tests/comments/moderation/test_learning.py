"""What the assistant learns from: decisions of moderators that stand, and no others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import actions
from comments.models import Comment, ModerationRecord, TrainedAssistant
from comments.moderation import learning
from comments.moderation.assistant import Assistant
from tests.comments.submitting import correct, submit
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return make_user("MODERATOR")


@pytest.fixture
def article():
    return make_article()


def test_the_latest_decisions_oldest_first(moderator, article):
    for body, status in (("أول", "approved"), ("ثان", "rejected"), ("ثالث", "spam")):
        actions.decide([make_comment(article=article, body=body)], status, moderator)
    assert learning.decisions() == [("أول", False), ("ثان", True), ("ثالث", True)]
    assert learning.decisions(2) == [("ثان", True), ("ثالث", True)]


def test_what_waits_or_was_decided_by_checks_teaches_nothing(moderator, article):
    make_comment(article=article, body="ينتظر")
    submit(article, body="كلام عن الطريق", trap="x")
    assert Comment.objects.get(body="كلام عن الطريق").status == "spam"
    assert learning.decisions() == []


def test_of_several_decisions_the_standing_one_counts(moderator, article):
    comment = make_comment(article=article, body="نص")
    actions.decide([comment], "rejected", moderator)
    actions.decide([comment], "approved", moderator)
    assert learning.decisions() == [("نص", False)]


def test_undone_decisions_teach_nothing(moderator, article):
    done = actions.decide([make_comment(article=article)], "rejected", moderator)
    actions.undo([record.pk for record in done.records], moderator)
    assert learning.decisions() == []


def test_a_text_corrected_since_was_not_seen(moderator, article):
    comment = submit(article, body="نص لا بأس به")
    actions.decide([comment], "approved", moderator)
    correct(comment, "نص آخر تماما")
    # Whatever the checks make of the new text, nobody has looked at it.
    Comment.objects.update(status="approved")
    assert learning.decisions() == []


def test_erased_comments_are_left_out(moderator, article):
    comment = make_comment(article=article)
    actions.decide([comment], "rejected", moderator)
    Comment.objects.filter(pk=comment.pk).update(body="")
    ModerationRecord.objects.all().blank()
    assert learning.decisions() == []


ROWS = [(f"{word} {n}", word == "سيئ") for n in range(15) for word in ("سيئ", "حسن")]


def test_the_last_three_trainings_are_kept():
    assistant = Assistant.train(ROWS)
    rows = [learning.store(assistant, ROWS) for _ in range(5)]
    assert list(TrainedAssistant.objects.order_by("pk")) == rows[2:]
    assert (rows[-1].kept, rows[-1].rejected) == (15, 15)


def test_the_waiting_comments_are_judged_anew(article, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(learning, "BATCH", 10)
    waiting = [make_comment(article=article, body=f"سيئ {n}") for n in range(25)]
    decided = make_comment(article=article, body="سيئ", status="approved")
    assistant = Assistant.train(ROWS)
    with django_assert_max_num_queries(20):
        assert learning.judge_waiting(assistant) == 25
    for comment in waiting:
        comment.refresh_from_db()
        assert comment.rejection_probability == pytest.approx(assistant.probability(comment.body))
    decided.refresh_from_db()
    assert decided.rejection_probability is None


def test_a_comment_corrected_meanwhile_keeps_its_own_probability(article):
    comment = make_comment(article=article, body="سيئ")

    class Slow:
        def probability(self, text):
            Comment.objects.filter(pk=comment.pk).update(
                body="حسن", version=1, rejection_probability=0.25
            )
            return 0.9

    assert learning.judge_waiting(Slow()) == 0
    comment.refresh_from_db()
    assert comment.rejection_probability == 0.25


def test_decisions_are_ordered_by_when_they_were_taken(moderator, article):
    first, second = (make_comment(article=article, body=body) for body in ("أ ب", "ج د"))
    now = timezone.now()
    for comment, age in ((first, 1), (second, 2)):
        ModerationRecord.objects.create(
            comment=comment,
            moderator=moderator,
            from_status="waiting",
            to_status="approved",
            text=comment.body,
            decided_at=now - timedelta(days=age),
        )
    Comment.objects.update(status="approved")
    assert [text for text, _ in learning.decisions()] == ["ج د", "أ ب"]
