"""Likes and reports: one of each for a reader and a comment, and what enough reports do."""

import pytest

from comments import actions, counts
from comments.models import Act, Comment, Like, ModerationPolicy, ModerationRecord, Report, Status
from comments.reader import Reader
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db

A, B = "a" * 22, "b" * 22


@pytest.fixture
def comment():
    comment = make_comment(status="approved")
    counts.rebuild()
    return comment


def likes():
    return Comment.objects.get().like_count


def test_a_reader_likes_once(comment):
    actions.like(comment, Reader(1))
    with pytest.raises(actions.AlreadyDone):
        actions.like(comment, Reader(1))
    actions.like(comment, Reader(2))
    assert likes() == Like.objects.count() == 2


def test_the_same_browser_elsewhere_is_the_same_reader(comment):
    actions.like(comment, Reader(1, A))
    for again in (Reader(2, A), Reader(1, B), Reader(1)):
        with pytest.raises(actions.AlreadyDone):
            actions.like(comment, again)
    assert likes() == 1


def test_a_like_is_taken_back_once(comment):
    actions.like(comment, Reader(1, A))
    actions.unlike(comment, Reader(2, A))
    actions.unlike(comment, Reader(2, A))
    assert likes() == 0
    actions.like(comment, Reader(1, A))
    assert likes() == 1


def test_nobody_takes_back_what_another_liked(comment):
    actions.like(comment, Reader(1, A))
    actions.unlike(comment, Reader(2, B))
    assert likes() == 1


def test_a_like_is_no_news_to_a_moderator(comment):
    actions.like(comment, Reader(1))
    assert Comment.objects.get().version == comment.version


def test_a_reader_reports_once(comment):
    actions.report(comment, Reader(1), rule="لا شتائم")
    with pytest.raises(actions.AlreadyDone):
        actions.report(comment, Reader(1), note="أخرى")
    assert Report.objects.get().rule == "لا شتائم"
    assert Comment.objects.get().open_reports == 1


def test_enough_reports_hide_a_comment_until_a_moderator_looks(comment, forgotten):
    for reader in (1, 2):
        actions.report(comment, Reader(reader))
        assert Comment.objects.get().status == Status.APPROVED
    tags = forgotten(lambda: actions.report(comment, Reader(3)))
    assert f"article:{comment.article_id}" in tags
    comment.refresh_from_db()
    assert (comment.status, comment.version) == (Status.WAITING, 1)
    record = ModerationRecord.objects.get()
    assert (record.act, record.moderator) == (Act.HIDDEN, None)
    assert comment in Comment.objects.in_queue()


def test_the_same_reports_do_not_hide_it_again(comment):
    ModerationPolicy.objects.create(reports_to_hide=2)
    moderator = make_user("MODERATOR")
    for reader in (1, 2):
        actions.report(comment, Reader(reader))
    actions.decide([comment], Status.APPROVED, moderator)
    comment.refresh_from_db()
    assert (comment.status, comment.open_reports) == (Status.APPROVED, 0)
    # Who has reported once is not heard again; it takes as many others.
    with pytest.raises(actions.AlreadyDone):
        actions.report(comment, Reader(1))
    actions.report(comment, Reader(3))
    assert Comment.objects.get().status == Status.APPROVED
    actions.report(comment, Reader(4))
    assert Comment.objects.get().status == Status.WAITING


def test_approving_a_reported_comment_settles_the_reports_and_is_recorded(comment):
    actions.report(comment, Reader(1))
    assert comment in Comment.objects.in_queue()
    outcome = actions.decide([comment], Status.APPROVED, make_user("MODERATOR"))
    assert outcome.changed == [comment]
    assert comment not in Comment.objects.in_queue()
    assert ModerationRecord.objects.get().to_status == Status.APPROVED
    assert Report.objects.get().settled_at is not None


def test_with_no_limit_reports_hide_nothing(comment):
    ModerationPolicy.objects.create(reports_to_hide=0)
    for reader in range(10):
        actions.report(comment, Reader(reader))
    assert Comment.objects.get().status == Status.APPROVED


@pytest.mark.parametrize("status", [s for s in Status if s != Status.APPROVED])
def test_what_readers_do_not_see_is_not_reported(status):
    hidden = make_comment(status=status)
    with pytest.raises(Comment.DoesNotExist):
        actions.report(hidden, Reader(1))
    assert not Report.objects.exists()
