"""Submitting a comment, and deciding about it: one transaction each, nothing twice."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.db.models import ProtectedError
from django.utils import timezone

from articles.models import Article
from comments import actions, counts
from comments.models import Comment, ModerationRecord, Status
from newsportal import page_cache
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return make_user("MODERATOR")


# --- Submitting --------------------------------------------------------------------------------


def submit(article, **texts):
    return actions.submit(
        article, **{"name": "قارئة", "email": "reader@example.org", "body": "تعليق"} | texts
    )


def test_a_new_comment_waits_and_is_not_counted():
    article = make_article()
    comment = submit(article)
    comment.refresh_from_db()
    assert (comment.article, comment.name, comment.email, comment.body) == (
        article,
        "قارئة",
        "reader@example.org",
        "تعليق",
    )
    assert comment.status == Status.WAITING
    assert comment.decided_at is None
    assert abs(comment.submitted_at - timezone.now()) < timedelta(minutes=1)
    article.refresh_from_db()
    assert article.comment_count == 0
    assert not ModerationRecord.objects.exists()


def test_a_comment_does_not_move_the_storys_stamp():
    article = make_article()
    submit(article)
    article.refresh_from_db()
    assert article.corrected_at is None


def test_the_same_text_again_within_a_minute_is_stored_once():
    article = make_article()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first = submit(article)
        clock.shift(59)
        assert submit(article) == first
        clock.shift(2)
        assert submit(article) != first
    assert Comment.objects.count() == 2


def test_a_replay_is_answered_as_the_first_also_when_it_has_been_decided(moderator):
    article = make_article()
    first = submit(article)
    actions.decide([first], Status.REJECTED, moderator)
    assert submit(article) == first
    assert Comment.objects.get().status == Status.REJECTED


@pytest.mark.parametrize(
    "other", [{"name": "قارئ آخر"}, {"email": "other@example.org"}, {"body": "تعليق آخر"}]
)
def test_another_sender_or_text_is_another_comment(other):
    article = make_article()
    assert submit(article) != submit(article, **other)


def test_the_same_text_on_another_story_is_another_comment():
    assert submit(make_article()) != submit(make_article())


def test_a_story_deleted_meanwhile_takes_no_comment():
    article = make_article()
    Article.objects.filter(pk=article.pk).delete()
    with pytest.raises(Article.DoesNotExist):
        submit(article)


# --- Deciding ----------------------------------------------------------------------------------


def test_a_decision_changes_records_and_counts(moderator):
    comment = make_comment(body="نص التعليق")
    outcome = actions.decide([comment], Status.APPROVED, moderator, reason="مفيد")
    assert outcome.changed == [comment]
    assert outcome.unchanged == []
    comment.refresh_from_db()
    assert comment.status == Status.APPROVED
    assert comment.decided_at is not None
    record = ModerationRecord.objects.get()
    assert record.comment == comment
    assert record.moderator == moderator
    assert (record.from_status, record.to_status) == ("waiting", "approved")
    assert (record.reason, record.text) == ("مفيد", "نص التعليق")
    assert record.decided_at == comment.decided_at
    comment.article.refresh_from_db()
    assert comment.article.comment_count == 1


def test_a_decision_can_be_reversed_and_every_one_is_recorded(moderator):
    comment = make_comment()
    for status in (Status.APPROVED, Status.SPAM, Status.REJECTED, Status.APPROVED):
        actions.decide([comment], status, moderator)
    steps = ModerationRecord.objects.order_by("pk").values_list("from_status", "to_status")
    assert list(steps) == [
        ("waiting", "approved"),
        ("approved", "spam"),
        ("spam", "rejected"),
        ("rejected", "approved"),
    ]
    comment.article.refresh_from_db()
    assert comment.article.comment_count == 1


def test_the_same_decision_again_changes_and_records_nothing(moderator, forgotten):
    comment = make_comment()
    actions.decide([comment], Status.APPROVED, moderator)
    stored = Comment.objects.values().get()
    other = make_user("MODERATOR")

    def again():
        # The instance still says "waiting", as a page opened before the first decision does.
        outcome = actions.decide([comment], Status.APPROVED, other)
        assert outcome.changed == []
        assert outcome.unchanged == [comment]

    assert forgotten(again) == set()
    assert Comment.objects.values().get() == stored
    assert ModerationRecord.objects.count() == 1
    comment.article.refresh_from_db()
    assert comment.article.comment_count == 1


def test_many_comments_of_several_stories_in_a_constant_number_of_queries(
    moderator, django_assert_max_num_queries
):
    articles = [make_article(), make_article()]
    comments = [make_comment(article=articles[n % 2], body=f"تعليق {n}") for n in range(30)]
    moderator.has_perm("comments.moderate_comment")
    with django_assert_max_num_queries(9):
        outcome = actions.decide(comments, Status.APPROVED, moderator)
    assert len(outcome.changed) == 30
    for article in articles:
        article.refresh_from_db()
        assert article.comment_count == 15


def test_more_comments_than_one_query_takes(moderator, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 2)
    article = make_article()
    comments = [make_comment(article=article, body=f"تعليق {n}") for n in range(5)]
    assert len(actions.decide(reversed(comments), Status.APPROVED, moderator).changed) == 5
    assert Comment.objects.approved().count() == ModerationRecord.objects.count() == 5


@pytest.mark.parametrize("role", [None, "REPORTER", "EDITOR"])
def test_only_moderators_decide(role):
    comment = make_comment()
    with pytest.raises(PermissionDenied):
        actions.decide([comment], Status.APPROVED, make_user(role))
    comment.refresh_from_db()
    assert comment.status == Status.WAITING


def test_a_moderator_who_has_left_decides_nothing():
    with pytest.raises(PermissionDenied):
        actions.decide([make_comment()], Status.SPAM, make_user("MODERATOR", is_active=False))


@pytest.mark.parametrize("status", ["waiting", "published", ""])
def test_what_is_no_decision_is_refused(moderator, status):
    with pytest.raises(ValueError, match="no decision"):
        actions.decide([make_comment()], status, moderator)


def test_a_comment_deleted_meanwhile_is_left_out(moderator):
    comment, gone = make_comment(), make_comment()
    Comment.objects.filter(pk=gone.pk).delete()
    assert actions.decide([gone, comment], Status.APPROVED, moderator).changed == [comment]


def test_all_or_nothing(moderator, monkeypatch, forgotten):
    comment = make_comment()

    def fail(deltas):
        raise DatabaseError

    monkeypatch.setattr(counts, "add", fail)

    def act():
        with pytest.raises(DatabaseError):
            actions.decide([comment], Status.APPROVED, moderator)

    assert forgotten(act) == set()
    comment.refresh_from_db()
    assert comment.status == Status.WAITING
    assert not ModerationRecord.objects.exists()


def test_comments_are_locked_in_the_order_of_their_ids(moderator, django_assert_max_num_queries):
    comments = [make_comment(), make_comment()]
    with django_assert_max_num_queries(20) as captured:
        actions.decide(reversed(comments), Status.APPROVED, moderator)
    selects = [q["sql"] for q in captured if 'FROM "comments_comment"' in q["sql"]]
    assert 'ORDER BY "comments_comment"."id" ASC' in selects[0]
    if connection.features.has_select_for_update:
        assert "FOR NO KEY UPDATE" in selects[0]


# --- What readers' pages hear of it ------------------------------------------------------------


def pages_of(article: Article) -> set[str]:
    """The tags of the story's page and of the lists whose cards count its comments."""
    story, section = f"article:{article.pk}", f"category:{article.category_id}"
    return {story, section, page_cache.HOME, page_cache.ARCHIVE}


def test_approval_and_its_reversal_forget_the_pages_that_count_them(moderator, forgotten):
    comment = make_comment()
    tags = pages_of(comment.article)
    assert forgotten(lambda: actions.decide([comment], Status.APPROVED, moderator)) == tags
    assert forgotten(lambda: actions.decide([comment], Status.REJECTED, moderator)) == tags


def test_what_readers_never_saw_forgets_nothing(moderator, forgotten):
    comment = make_comment()
    assert forgotten(lambda: actions.decide([comment], Status.REJECTED, moderator)) == set()
    assert forgotten(lambda: submit(comment.article)) == set()
    assert forgotten(comment.delete) == set()


def test_the_deletion_of_an_approved_comment_forgets_them_too(moderator, forgotten):
    comment = make_comment()
    actions.decide([comment], Status.APPROVED, moderator)
    assert forgotten(lambda: Comment.objects.all().delete()) == pages_of(comment.article)


# --- The record --------------------------------------------------------------------------------


def test_a_record_is_never_changed(moderator):
    actions.decide([make_comment()], Status.SPAM, moderator)
    record = ModerationRecord.objects.get()
    record.reason = "سبب آخر"
    with pytest.raises(ValueError, match="never changed"):
        record.save()


def test_who_decided_stays_on_record(moderator):
    actions.decide([make_comment()], Status.SPAM, moderator)
    with pytest.raises(ProtectedError):
        moderator.delete()
    assert ModerationRecord.objects.get().moderator == moderator
