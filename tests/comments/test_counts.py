"""The count under a story is always the number of its approved comments."""

import io
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db.models import RestrictedError
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Article
from comments import actions, counts
from comments.models import Comment, Status
from tests.comments.submitting import submit
from tests.factories import make_article, make_comment, make_user


def live():
    return dict(Article.objects.values_list("pk", "comment_count"))


def threads():
    return list(Comment.objects.order_by("pk").values_list("pk", "reply_count", "in_thread"))


@pytest.mark.parametrize("before", [None, *Status])
@pytest.mark.parametrize("after", [None, *Status])
def test_delta_is_the_difference_of_what_readers_see(before, after):
    assert counts.delta(before, after) == (after == "approved") - (before == "approved")


@given(st.lists(st.sampled_from([None, *Status]), min_size=1))
def test_deltas_of_a_comments_life_add_up(statuses):
    steps = zip([None, *statuses], statuses, strict=False)
    assert sum(counts.delta(*step) for step in steps) == counts.delta(None, statuses[-1])


number = st.integers(0, 5)
numbers = st.lists(number, max_size=3)
act = st.one_of(
    st.tuples(st.just("submit"), st.integers(0, 1)),
    st.tuples(st.just("answer"), number),
    st.tuples(st.just("undo"), numbers),
    st.tuples(st.just("withdraw"), number),
    st.tuples(st.just("decide"), numbers, st.sampled_from(actions.DECISIONS)),
    st.tuples(st.just("delete"), number),
    st.tuples(st.just("delete_some"), numbers),
    st.tuples(st.just("delete_by_status"), st.sampled_from(list(Status))),
    st.tuples(st.just("delete_story"), st.integers(0, 1)),
)


class AnySequenceOfActs(TestCase):
    """Whatever is done with comments, the live counts equal those counted anew."""

    @given(st.lists(act, min_size=3, max_size=12))
    def test_live_equals_rebuilt(self, acts):
        articles = [make_article(), make_article()]
        moderator = make_user("MODERATOR")
        # Instances keep the status they were read with, as they do in a moderator's open page.
        comments = [make_comment(article=articles[n % 2], body=f"تعليق {n}") for n in range(4)]
        actions.decide(comments[:2], Status.APPROVED, moderator)
        for name, *arguments in acts:
            if name == "submit" and articles[arguments[0]].pk:
                body = f"تعليق جديد {len(comments)}"
                comments.append(
                    submit(articles[arguments[0]], email=f"r{len(comments)}@b.ma", body=body)
                )
            elif name == "answer":
                if parent := Comment.objects.approved().filter(pk=comments[0].pk).first():
                    body = f"جواب جديد {len(comments)}"
                    email = f"r{len(comments)}@b.ma"
                    answer = submit(parent.article, parent_id=parent.pk, email=email, body=body)
                    comments.append(answer)
            elif name == "undo":
                actions.undo(arguments[0], moderator)
            elif name == "withdraw":
                if comments[arguments[0] % len(comments)].pk:
                    with suppress(actions.TooLate):
                        actions.withdraw(comments[arguments[0] % len(comments)])
            elif name == "decide":
                chosen = [comments[n] for n in arguments[0] if n < len(comments)]
                actions.decide([c for c in chosen if c.pk], arguments[1], moderator)
            elif name == "delete":
                if arguments[0] < len(comments) and comments[arguments[0]].pk:
                    with suppress(RestrictedError):
                        comments[arguments[0]].delete()
            elif name == "delete_some":
                chosen = [comments[n].pk for n in arguments[0] if n < len(comments)]
                with suppress(RestrictedError):
                    Comment.objects.filter(pk__in=[pk for pk in chosen if pk]).delete()
            elif name == "delete_by_status":
                with suppress(RestrictedError):
                    Comment.objects.filter(status=arguments[0]).delete()
            elif name == "delete_story" and articles[arguments[0]].pk:
                articles[arguments[0]].delete()
        before, shown = live(), threads()
        assert counts.rebuild(batch_size=1) == 0
        assert (live(), threads()) == (before, shown)
        for pk, count in before.items():
            assert count == Comment.objects.filter(article=pk, status="approved").count()


@pytest.mark.django_db
def test_rebuild_puts_wrong_counts_right_and_says_how_many():
    one, two, right = make_article(), make_article(), make_article()
    make_comment(article=one, status=Status.APPROVED)
    make_comment(article=one, status=Status.APPROVED)
    make_comment(article=one, status=Status.SPAM)
    make_comment(article=two)
    Article.objects.filter(pk=two.pk).update(comment_count=7)
    output = io.StringIO()
    call_command("rebuild_comment_counts", stdout=output)
    assert live() == {one.pk: 2, two.pk: 0, right.pk: 0}
    assert output.getvalue() == "Stories and comments with a wrong count, now right: 2\n"
    assert counts.rebuild() == 0


@pytest.mark.django_db
def test_a_story_takes_its_comments_along_without_counting(django_assert_max_num_queries):
    article = make_article()
    for _number in range(20):
        make_comment(article=article, status=Status.APPROVED)
    counts.rebuild()
    with django_assert_max_num_queries(40):
        article.delete()
    assert not Comment.objects.exists()
