"""Two taps, two moderators, readers and a recount: all at the same moment."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles import furniture
from articles.models import Article
from comments import actions, counts, retention
from comments.actions import AlreadyDone, Typed
from comments.models import Act, Block, Comment, Like, ModerationPolicy, ModerationRecord, Status
from comments.reader import Reader
from tests.factories import make_article, make_comment, make_user

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ADDRESS = "203.0.113.7"


def at_once(*acts, expected=()):
    """Run the acts in threads that start together; returns what each returned or, of the
    `expected` exceptions, raised. Raises what else any of them raised.
    """
    start = threading.Barrier(len(acts))
    results = [None] * len(acts)
    raised = []

    def run(number, act):
        try:
            start.wait(timeout=30)
            results[number] = act()
        except expected as error:
            results[number] = error
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[*numbered]) for numbered in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]
    return results


def submit(article, number=0, **fields):
    values = {"name": "قارئة", "email": f"reader{number}@example.org", "body": f"نص {number}"}
    return actions.submit(article, Typed(**values | fields), ADDRESS, furniture.load())


def test_taps_of_one_moment_are_one_comment():
    article = make_article()
    taken = at_once(*[lambda: submit(article)] * 6)
    assert {comment.pk for comment in taken} == {Comment.objects.get().pk}


def test_answers_approved_in_one_moment_have_numbers_of_their_own():
    top = make_comment(status=Status.APPROVED)
    answers = at_once(
        *(
            lambda number=number: submit(top.article, number, parent_id=top.pk)
            for number in range(5)
        )
    )
    moderator = make_user("MODERATOR")
    at_once(
        *(
            lambda answer=answer: actions.decide([answer], Status.APPROVED, moderator)
            for answer in answers
        )
    )
    numbers = Comment.objects.filter(parent=top).values_list("number", flat=True)
    assert sorted(numbers) == [1, 2, 3, 4, 5]


def test_two_moderators_decide_and_one_is_told_that_it_changed():
    comment = make_comment()
    moderators = [make_user("MODERATOR") for _each in range(4)]
    seen = {comment.pk: comment.version}
    decisions = [Status.APPROVED, Status.REJECTED, Status.SPAM, Status.APPROVED]
    outcomes = at_once(
        *(
            lambda moderator=moderator, status=status: actions.decide(
                [comment], status, moderator, versions=seen
            )
            for moderator, status in zip(moderators, decisions, strict=True)
        )
    )
    assert sorted(len(outcome.changed) for outcome in outcomes) == [0, 0, 0, 1]
    assert sorted(len(outcome.conflicts) for outcome in outcomes) == [0, 1, 1, 1]
    [decided] = [outcome.changed[0] for outcome in outcomes if outcome.changed]
    record = ModerationRecord.objects.get()
    comment.refresh_from_db()
    assert comment.status == decided.status == record.to_status
    for outcome in outcomes:
        assert all(conflict.status == comment.status for conflict in outcome.conflicts)


def test_two_moderators_decide_alike_and_one_of_them_is_recorded():
    comment = make_comment()
    moderators = [make_user("MODERATOR") for _each in range(4)]
    at_once(
        *(
            lambda moderator=moderator: actions.decide([comment], Status.APPROVED, moderator)
            for moderator in moderators
        )
    )
    assert ModerationRecord.objects.count() == 1
    assert Article.objects.get().comment_count == 1


def test_opposite_decisions_leave_count_and_status_in_step():
    article = make_article()
    comments = [make_comment(article=article, body=str(number)) for number in range(6)]
    one, other = make_user("MODERATOR"), make_user("MODERATOR")
    at_once(
        lambda: actions.decide(comments, Status.APPROVED, one),
        lambda: actions.decide(reversed(comments), Status.SPAM, other),
        lambda: Comment.objects.filter(pk=comments[0].pk).delete(),
        counts.rebuild,
    )
    article.refresh_from_db()
    assert article.comment_count == Comment.objects.approved().count()
    assert counts.rebuild() == 0
    statuses = {*Comment.objects.values_list("status", flat=True)}
    assert len(statuses) == 1


def test_answers_approved_at_once_are_all_counted_above_them():
    top = make_comment(status=Status.APPROVED)
    middle = make_comment(parent=top, status=Status.APPROVED)
    answers = [make_comment(parent=above) for above in (top, middle) * 4]
    counts.rebuild()
    moderators = [make_user("MODERATOR") for _answer in answers]
    at_once(
        *(
            lambda answer=answer, moderator=moderator: actions.decide(
                [answer], Status.APPROVED, moderator
            )
            for answer, moderator in zip(answers, moderators, strict=True)
        )
    )
    top.refresh_from_db()
    middle.refresh_from_db()
    assert (top.reply_count, middle.reply_count) == (9, 4)
    assert Article.objects.get().comment_count == 10
    assert counts.rebuild() == 0


def test_a_decision_taken_back_twice_is_taken_back_once():
    comment = make_comment()
    moderator = make_user("MODERATOR")
    [record] = actions.decide([comment], Status.APPROVED, moderator).records
    outcomes = at_once(*[lambda: actions.undo([record.pk], moderator)] * 3)
    assert sorted(len(outcome.changed) for outcome in outcomes) == [0, 0, 1]
    assert ModerationRecord.objects.filter(act=Act.UNDONE).count() == 1
    assert Article.objects.get().comment_count == 0


def test_a_reader_likes_once_however_often_she_taps():
    comment = make_comment(status=Status.APPROVED)
    results = at_once(
        *[lambda: actions.like(comment, Reader(7, "a" * 22))] * 5, expected=AlreadyDone
    )
    assert sum(isinstance(result, AlreadyDone) for result in results) == 4
    comment.refresh_from_db()
    assert comment.like_count == Like.objects.count() == 1


def test_likes_given_and_taken_back_at_once_are_all_counted():
    comment = make_comment(status=Status.APPROVED)
    for number in range(3):
        actions.like(comment, Reader(number))
    at_once(
        *(lambda number=number: actions.unlike(comment, Reader(number)) for number in (0, 0, 1)),
        *(lambda number=number: actions.like(comment, Reader(number)) for number in (10, 11, 12)),
    )
    comment.refresh_from_db()
    assert comment.like_count == Like.objects.count() == 4


def test_reports_of_one_moment_hide_once():
    comment = make_comment(status=Status.APPROVED)
    counts.rebuild()
    ModerationPolicy(reports_to_hide=3).save()
    results = at_once(
        *(
            lambda number=number: actions.report(comment, Reader(number, origin=number))
            for number in range(1, 7)
        ),
        expected=Comment.DoesNotExist,
    )
    assert results.count(None) == 3
    comment.refresh_from_db()
    assert (comment.status, comment.open_reports) == (Status.WAITING, 3)
    assert comment.reports.count() == 3
    assert ModerationRecord.objects.get().act == Act.HIDDEN
    assert counts.rebuild() == 0


def test_a_reader_reports_once_however_often_she_taps():
    comment = make_comment(status=Status.APPROVED)
    results = at_once(*[lambda: actions.report(comment, Reader(7))] * 4, expected=AlreadyDone)
    assert results.count(None) == 1
    comment.refresh_from_db()
    assert comment.open_reports == comment.reports.count() == 1


def test_commenters_moderators_and_readers_never_wait_in_a_circle():
    article = make_article()
    tops = [make_comment(article=article, status=Status.APPROVED) for _each in range(2)]
    answers = [make_comment(parent=top, status=Status.APPROVED) for top in tops]
    waiting = [make_comment(parent=answer) for answer in answers]
    counts.rebuild()
    moderator = make_user("MODERATOR")
    everything = [*tops, *answers, *waiting]
    at_once(
        lambda: [submit(article, n, parent_id=answers[n % 2].pk) for n in range(4)],
        lambda: [submit(article, 10 + n, parent_id=tops[n % 2].pk) for n in range(4)],
        lambda: [actions.decide([each], Status.APPROVED, moderator) for each in waiting],
        lambda: actions.decide(everything[::-1], Status.APPROVED, moderator),
        lambda: [actions.report(each, Reader(1)) for each in everything[:4]],
        lambda: [actions.like(each, Reader(2)) for each in answers + tops],
        lambda: [actions.withdraw(each) for each in waiting],
        counts.rebuild,
        expected=(Comment.DoesNotExist, actions.TooLate),
    )
    assert counts.rebuild() == 0
    numbered = Comment.objects.filter(number__isnull=False)
    places = Counter(numbered.values_list("root", "number"))
    assert max(places.values()) == 1
    assert Comment.objects.filter(email__startswith="reader1").exists()


def test_the_purge_and_a_moderator_never_wait_in_a_circle():
    """Where rows stand in the table in another order than that of their ids."""
    article = make_article()
    moderator = make_user("MODERATOR")
    now = timezone.now()
    for turn in range(16):
        comments = Comment.objects.bulk_create(
            Comment(
                pk=1000 * turn + number,
                article=article,
                name="قارئ",
                email=f"reader{number}@example.org",
                body="نص",
                folded_text="نص",
                network="1-abc",
                submitted_at=now - timedelta(days=60),
            )
            for number in range(200, 0, -1)
        )
        at_once(
            lambda: retention.purge(now),
            lambda comments=comments: actions.decide(comments, Status.APPROVED, moderator),
        )
    assert not Comment.objects.exclude(network="", status=Status.APPROVED).exists()


def test_one_sender_blocked_from_two_desks_is_blocked():
    comments = [make_comment(email="loud@example.org", body=str(number)) for number in range(2)]
    moderators = [make_user("MODERATOR") for _comment in comments]
    at_once(
        *(
            lambda comment=comment, moderator=moderator: actions.decide(
                [comment], Status.SPAM, moderator, block=[Block.Kind.EMAIL]
            )
            for comment, moderator in zip(comments, moderators, strict=True)
        )
    )
    assert Block.objects.filter(value="loud@example.org").exists()
    assert not Comment.objects.exclude(status=Status.SPAM).exists()
