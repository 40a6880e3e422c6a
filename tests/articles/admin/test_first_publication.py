"""The form that publishes a story may change anything about it: no reader has seen it before."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from articles.models import Article, Byline
from articles.publication import Status
from tests.factories import make_article, make_author

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

PUBLISHED = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({}, 3),
        ({"bylines-0-role": Byline.Role.PHOTOS.value}, 3),
        ({"bylines-1-DELETE": "on"}, 2),
        ({"bylines-1-DELETE": "on", "bylines-2-position": "1"}, 2),
    ],
)
def test_bylines_changed_in_the_act_that_publishes_are_no_correction(desk, changes, left):
    editor = desk()
    draft = make_article(status=Status.DRAFT, authors=[make_author() for _each in range(3)])
    with time_machine.travel(PUBLISHED + timedelta(hours=3), tick=False):
        response = editor.send(
            f"/admin/articles/article/{draft.pk}/change/",
            status=Status.PUBLISHED.value,
            published_at_0="2026-03-10",
            published_at_1="06:00:00",
            **changes,
        )
    assert response.status_code == 302, editor.shown(".errorlist")
    stored = Article.objects.get(pk=draft.pk)
    assert stored.bylines.count() == left
    assert stored.corrected_at is None
