"""A story that takes no comments refuses them and says which word closed it."""

from datetime import timedelta

import pytest
from django.utils.translation import gettext as _

from articles.comment_mode import CommentMode
from articles.models import Category
from articles.publication import Status
from comments.moderation.phases.closed import Closed
from comments.moderation.verdict import PASS, Verdict
from tests.comments.moderation.invented import NOW, context, story

closed = CommentMode.CLOSED
BY_SITE = "Comments are closed on the whole site at the moment."


def refusal(**fields):
    result = Closed()(context(**{"is_open": False} | fields))
    assert result.verdict == Verdict.REJECT
    assert result.refused
    assert result.refusal_status == 403
    assert result.reason == result.answer
    return result.answer


def test_an_open_story_passes():
    assert Closed()(context()) == PASS


def test_the_word_that_closed_it_is_named():
    category = Category(name="رياضة", comment_mode=closed)
    assert refusal(mode=closed) == _(BY_SITE)
    assert "رياضة" in refusal(mode=closed, article=story(category=category))
    by_story = refusal(mode=closed, article=story(comment_mode=closed, category=category))
    assert by_story == _("Comments on this story are closed.")
    old = story(published_at=NOW - timedelta(days=90))
    assert refusal(article=old) == _("This story is too old to take comments.")


@pytest.mark.parametrize(
    "closing", [{"status": Status.WITHDRAWN}, {"published_at": NOW + timedelta(hours=1)}]
)
def test_a_story_that_is_not_out(closing):
    assert refusal(article=story(**closing)) == _(
        "This story is not published at the moment, so it takes no comments."
    )


def test_a_story_open_by_its_own_word_under_a_closed_category_was_closed_by_the_site():
    category = Category(name="رياضة", comment_mode=closed)
    article = story(category=category, comment_mode=CommentMode.FIRST_WAITS)
    assert refusal(mode=closed, article=article) == _(BY_SITE)


def test_a_correction_is_refused_as_well():
    refusal(is_correction=True, mode=closed)
