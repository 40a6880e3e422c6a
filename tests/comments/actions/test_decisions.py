"""Deciding about comments, and taking a decision back: one transaction each, nothing twice."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.db.models import ProtectedError
from django.utils import timezone

from articles.models import Article
from comments import actions, counts
from comments.models import Act, Block, Comment, ModerationRecord, Report, Status
from newsportal import batches, page_cache
from tests.comments.submitting import correct, submit
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return make_user("MODERATOR")


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
    with django_assert_max_num_queries(14):
        outcome = actions.decide(comments, Status.APPROVED, moderator)
    assert len(outcome.changed) == 30
    for article in articles:
        article.refresh_from_db()
        assert article.comment_count == 15


def test_more_comments_than_one_query_takes(moderator, monkeypatch):
    monkeypatch.setattr(batches, "SIZE", 2)
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

    def fail(moves):
        raise DatabaseError

    monkeypatch.setattr(counts, "moved", fail)

    def act():
        with pytest.raises(DatabaseError):
            actions.decide([comment], Status.APPROVED, moderator)

    assert forgotten(act) == set()
    comment.refresh_from_db()
    assert comment.status == Status.WAITING
    assert not ModerationRecord.objects.exists()


def test_stories_are_locked_first_then_comments_in_the_order_of_their_ids(
    moderator, django_assert_max_num_queries
):
    comments = [make_comment(), make_comment()]
    with django_assert_max_num_queries(20) as captured:
        actions.decide(reversed(comments), Status.APPROVED, moderator)
    locks = [q["sql"] for q in captured if " ORDER BY " in q["sql"] and "auth_" not in q["sql"]]
    assert 'FROM "articles_article"' in locks[0]
    assert 'FROM "comments_comment"' in locks[1]
    if connection.features.has_select_for_update:
        assert all("FOR NO KEY UPDATE" in sql for sql in locks[:2])


# --- What the moderator saw --------------------------------------------------------------------


def test_a_comment_that_changed_since_it_was_shown_is_left_alone(moderator):
    comment = make_comment()
    seen = {comment.pk: comment.version}
    other = make_user("MODERATOR")
    assert actions.decide([comment], Status.REJECTED, other, versions=seen).changed == [comment]
    outcome = actions.decide([comment], Status.APPROVED, moderator, versions=seen)
    assert (outcome.changed, outcome.conflicts) == ([], [comment])
    assert outcome.conflicts[0].status == Status.REJECTED
    assert Comment.objects.get().status == Status.REJECTED
    assert ModerationRecord.objects.count() == 1


def test_neither_is_one_decided_that_its_writer_corrected(moderator):
    comment = submit(make_article())
    seen = {comment.pk: comment.version}
    correct(comment, "نص آخر")
    outcome = actions.decide([comment], Status.APPROVED, moderator, versions=seen)
    assert outcome.conflicts[0].body == "نص آخر"
    assert Comment.objects.get().status == Status.WAITING


def test_of_many_only_the_changed_ones_are_left_alone(moderator):
    same, changed = make_comment(), make_comment()
    seen = {same.pk: 0, changed.pk: 0}
    actions.decide([changed], Status.SPAM, moderator)
    outcome = actions.decide([same, changed], Status.APPROVED, moderator, versions=seen)
    assert (outcome.changed, outcome.conflicts) == ([same], [changed])


def test_a_comment_not_among_those_seen_is_not_decided(moderator):
    comment = make_comment()
    assert actions.decide([comment], Status.SPAM, moderator, versions={}).conflicts == [comment]


@pytest.mark.parametrize("fields", [{"status": "withdrawn"}, {"status": "approved", "body": ""}])
def test_what_its_writer_took_back_is_not_decided(moderator, fields):
    comment = make_comment(**fields)
    outcome = actions.decide([comment], Status.APPROVED, moderator)
    assert outcome.conflicts == [comment]
    assert Comment.objects.get().status == fields["status"]


# --- What the commenter is told ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "note", "told"),
    [
        ("لا شتائم", "", "لا شتائم"),
        ("", "ملاحظة", "ملاحظة"),
        ("لا شتائم", "ملاحظة", "لا شتائم ملاحظة"),
        ("ق" * 300, "ملاحظة", "ق" * 292 + "… ملاحظة"),
        ("لا شتائم", "م" * 300, "م" * 300),
    ],
)
def test_a_rejection_tells_the_rule_and_the_note(moderator, rule, note, told):
    comment = make_comment()
    actions.decide([comment], Status.REJECTED, moderator, rule=rule, reason=note)
    comment.refresh_from_db()
    assert comment.answer == told
    assert len(comment.answer) <= 300
    record = ModerationRecord.objects.get()
    assert (record.rule, record.reason) == (rule, note)


def test_an_approval_afterwards_takes_the_answer_back(moderator):
    comment = make_comment()
    actions.decide([comment], Status.REJECTED, moderator, rule="لا شتائم")
    actions.decide([comment], Status.APPROVED, moderator)
    comment.refresh_from_db()
    assert comment.answer == ""


# --- Taking a decision back --------------------------------------------------------------------


def test_undo_brings_everything_back(moderator, forgotten):
    comment = make_comment()
    (record,) = actions.decide([comment], Status.APPROVED, moderator).records
    tags = forgotten(lambda: actions.undo([record.pk], moderator))
    assert f"article:{comment.article_id}" in tags
    comment.refresh_from_db()
    assert (comment.status, comment.decided_at) == (Status.WAITING, None)
    assert not comment.in_thread
    comment.article.refresh_from_db()
    assert comment.article.comment_count == 0
    undone = ModerationRecord.objects.order_by("pk").last()
    assert (undone.act, undone.moderator) == (Act.UNDONE, moderator)
    assert (undone.from_status, undone.to_status) == (Status.APPROVED, Status.WAITING)


def test_undoing_an_approval_of_a_rejected_comment_tells_the_rule_again(moderator):
    comment = make_comment()
    actions.decide([comment], Status.REJECTED, moderator, rule="لا شتائم")
    (record,) = actions.decide([comment], Status.APPROVED, moderator).records
    actions.undo([record.pk], moderator)
    rejected_at = comment.records.order_by("pk")[0].decided_at
    comment.refresh_from_db()
    assert (comment.status, comment.answer) == (Status.REJECTED, "لا شتائم")
    # The time for appeal runs on.
    assert comment.decided_at == rejected_at


def test_a_decision_after_which_something_happened_stays(moderator):
    comment = make_comment()
    (record,) = actions.decide([comment], Status.APPROVED, moderator).records
    actions.decide([comment], Status.SPAM, make_user("MODERATOR"))
    outcome = actions.undo([record.pk], moderator)
    assert (outcome.changed, outcome.conflicts) == ([], [comment])
    assert Comment.objects.get().status == Status.SPAM


def test_nothing_is_undone_twice(moderator):
    (record,) = actions.decide([make_comment()], Status.SPAM, moderator).records
    actions.undo([record.pk], moderator)
    assert actions.undo([record.pk], moderator).changed == []


def test_undo_ends_the_block_and_reopens_the_reports(moderator):
    comment = make_comment(status="approved", open_reports=1)
    counts.rebuild()
    settled = Report.objects.create(
        comment=comment, reader=2, origin=2, settled_at=timezone.now() - timedelta(days=1)
    )
    Report.objects.create(comment=comment, reader=1, origin=1)
    (record,) = actions.decide([comment], Status.SPAM, moderator, block=["email"]).records
    assert Block.objects.in_force(timezone.now()).exists()
    assert not Report.objects.filter(settled_at=None).exists()
    actions.undo([record.pk], moderator)
    assert not Block.objects.in_force(timezone.now()).exists()
    comment.refresh_from_db()
    assert (comment.status, comment.open_reports) == (Status.APPROVED, 1)
    settled.refresh_from_db()
    assert settled.settled_at is not None


@pytest.mark.parametrize("role", [None, "REPORTER", "EDITOR"])
def test_only_moderators_undo(moderator, role):
    (record,) = actions.decide([make_comment()], Status.SPAM, moderator).records
    with pytest.raises(PermissionDenied):
        actions.undo([record.pk], make_user(role))


def test_what_a_check_or_the_writer_did_is_not_undone(moderator):
    comment = submit(make_article())
    actions.withdraw(comment)
    record = ModerationRecord.objects.get()
    assert actions.undo([record.pk], moderator).changed == []
    assert Comment.objects.get().status == Status.WITHDRAWN


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


@pytest.mark.parametrize("act", ["update", "delete"])
def test_nor_by_the_queryset(moderator, act):
    actions.decide([make_comment()], Status.SPAM, moderator)
    change = {
        "update": lambda rows: rows.update(reason="سبب"),
        "delete": lambda rows: rows.delete(),
    }
    with pytest.raises(ValueError, match="never"):
        change[act](ModerationRecord.objects.all())
    with pytest.raises(ValueError, match="never"):
        ModerationRecord.objects.get().delete()


def test_personal_data_alone_is_blanked(moderator):
    actions.decide([make_comment()], Status.REJECTED, moderator, rule="لا شتائم", reason="ملاحظة")
    before = ModerationRecord.objects.values().get()
    assert ModerationRecord.objects.all().blank() == 1
    assert ModerationRecord.objects.values().get() == before | {"name": "", "text": ""}
