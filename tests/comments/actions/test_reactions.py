"""Likes and reports: one of each for a reader and a comment, and what enough reports do."""

import pytest
from django.utils import timezone

from comments import actions, counts
from comments.models import Act, Comment, Like, ModerationPolicy, ModerationRecord, Report, Status
from comments.reaction_limits import LIKES_OF_ONE_ORIGIN
from comments.reader import Reader
from tests.factories import make_comment, make_report, make_user

pytestmark = pytest.mark.django_db

A, B = "a" * 22, "b" * 22


def elsewhere(number):
    """A reader at an address of her own."""
    return Reader(number, origin=number)


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
    assert actions.unlike(comment, Reader(2, A))
    assert not actions.unlike(comment, Reader(2, A))
    assert likes() == 0
    actions.like(comment, Reader(1, A))
    assert likes() == 1


@pytest.mark.parametrize("other", [Reader(2, B), Reader(2), Reader(1, B), Reader(1)])
def test_nobody_takes_back_what_another_liked(comment, other):
    """A reader with the same key is a phone of the same model behind the same address."""
    actions.like(comment, Reader(1, A))
    assert not actions.unlike(comment, other)
    assert likes() == Like.objects.count() == 1


def test_what_no_browser_has_marked_is_taken_back_by_address_and_browser(comment):
    actions.like(comment, Reader(1))
    assert not actions.unlike(comment, Reader(2, B))
    assert actions.unlike(comment, Reader(1, B))
    assert likes() == 0


def test_of_one_address_so_many_likes_of_a_comment_are_counted(comment):
    for number in range(LIKES_OF_ONE_ORIGIN):
        actions.like(comment, Reader(number, origin=7))
    with pytest.raises(actions.AlreadyDone):
        actions.like(comment, Reader(100, B, origin=7))
    assert likes() == Like.objects.count() == LIKES_OF_ONE_ORIGIN
    actions.like(comment, Reader(101, origin=8))
    assert likes() == LIKES_OF_ONE_ORIGIN + 1
    other = make_comment(status="approved")
    actions.like(other, Reader(100, B, origin=7))
    assert other.likes.exists()


def test_readers_from_nowhere_are_not_counted_together(comment):
    for number in range(LIKES_OF_ONE_ORIGIN + 2):
        actions.like(comment, Reader(number))
    assert likes() == LIKES_OF_ONE_ORIGIN + 2


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
    for number in (1, 2):
        actions.report(comment, elsewhere(number))
        assert Comment.objects.get().status == Status.APPROVED
    tags = forgotten(lambda: actions.report(comment, elsewhere(3)))
    assert f"article:{comment.article_id}" in tags
    comment.refresh_from_db()
    assert (comment.status, comment.version) == (Status.WAITING, 1)
    record = ModerationRecord.objects.get()
    assert (record.act, record.moderator) == (Act.HIDDEN, None)
    assert comment in Comment.objects.in_queue()


def test_reports_from_one_address_do_not_hide_a_comment_under_however_many_names(comment):
    ModerationPolicy.objects.create(reports_to_hide=2)
    for number in range(1, 6):
        actions.report(comment, Reader(number, origin=7))
    stored = Comment.objects.get()
    assert (stored.status, stored.open_reports) == (Status.APPROVED, 5)
    assert stored in Comment.objects.in_queue()
    actions.report(comment, elsewhere(8))
    stored.refresh_from_db()
    assert (stored.status, stored.open_reports) == (Status.WAITING, 6)


def test_reports_from_nowhere_are_from_one_place(comment):
    ModerationPolicy.objects.create(reports_to_hide=2)
    for number in range(1, 4):
        actions.report(comment, Reader(number))
    assert Comment.objects.get().status == Status.APPROVED


def test_the_origins_of_settled_reports_do_not_count_again(comment):
    ModerationPolicy.objects.create(reports_to_hide=2)
    for _number in range(2):
        make_report(comment=comment, settled_at=timezone.now())
    for number in (1, 2):
        actions.report(comment, Reader(-number, origin=-7))
    assert Comment.objects.get().status == Status.APPROVED


def test_the_same_reports_do_not_hide_it_again(comment):
    ModerationPolicy.objects.create(reports_to_hide=2)
    moderator = make_user("MODERATOR")
    for number in (1, 2):
        actions.report(comment, elsewhere(number))
    actions.decide([comment], Status.APPROVED, moderator)
    comment.refresh_from_db()
    assert (comment.status, comment.open_reports) == (Status.APPROVED, 0)
    # Who has reported once is not heard again; it takes as many others.
    with pytest.raises(actions.AlreadyDone):
        actions.report(comment, elsewhere(1))
    actions.report(comment, elsewhere(3))
    assert Comment.objects.get().status == Status.APPROVED
    actions.report(comment, elsewhere(4))
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
    for number in range(1, 11):
        actions.report(comment, elsewhere(number))
    assert Comment.objects.get().status == Status.APPROVED


@pytest.mark.parametrize("status", [s for s in Status if s != Status.APPROVED])
def test_what_readers_do_not_see_is_not_reported(status):
    hidden = make_comment(status=status)
    with pytest.raises(Comment.DoesNotExist):
        actions.report(hidden, Reader(1))
    assert not Report.objects.exists()
