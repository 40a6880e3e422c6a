"""Two taps, two moderators, a moderator and a recount: all at the same moment."""

import threading

import pytest
from django.db import connection

from articles.models import Article
from comments import actions, counts
from comments.models import Comment, ModerationRecord, Status
from tests.factories import make_article, make_comment, make_user

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_once(*acts):
    """Run the acts in threads that start together; raises what any of them raised."""
    start = threading.Barrier(len(acts))
    raised = []

    def run(act):
        try:
            start.wait(timeout=30)
            act()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]


def test_taps_of_one_moment_are_one_comment():
    article = make_article()
    at_once(*[lambda: actions.submit(article, "قارئة", "a@example.org", "نص")] * 6)
    assert Comment.objects.count() == 1


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
