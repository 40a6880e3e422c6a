"""The home page: what is on it, and that its cost does not grow."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.front_page import BLOCK, LATEST, front_page
from articles.models import HourlyViews
from articles.publication import Status
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db


def view(article, count: int, hours_ago: int) -> None:
    hour = (timezone.now() - timedelta(hours=hours_ago)).replace(minute=0, second=0, microsecond=0)
    HourlyViews.objects.create(article=article, hour=hour, count=count)


def published(minutes_ago: int, **fields):
    return make_article(published_at=timezone.now() - timedelta(minutes=minutes_ago), **fields)


def test_empty():
    front = front_page(timezone.now())
    assert front.lead is None
    assert front.latest == front.blocks == front.most_read_today == []


def test_lead_and_latest_in_order():
    stories = [published(minutes) for minutes in range(1, LATEST + 4)]
    front = front_page(timezone.now())
    assert [front.lead, *front.latest] == stories[: LATEST + 1]


def test_a_block_for_each_section_with_stories_not_shown_above():
    first, second = make_category(position=1), make_category(position=2)
    make_category(position=3)
    above = [published(minutes, category=first) for minutes in range(1, 5)]
    below = [published(minutes, category=first) for minutes in range(10, 20)]
    other = published(30, category=second, further_categories=[first])
    front = front_page(timezone.now())
    assert [block.category for block in front.blocks] == [first, second]
    assert front.blocks[0].articles[0] not in above
    assert front.blocks[0].articles == below[: len(front.blocks[0].articles)]
    assert len(front.blocks[0].articles) <= BLOCK
    assert front.blocks[1].articles == [other]


def test_most_read_counts_real_views_of_stories_that_are_out():
    a, b, c = published(500), published(400), published(300)
    gone = published(200, status=Status.WITHDRAWN)
    view(a, 5, hours_ago=1)
    view(b, 9, hours_ago=2)
    view(c, 50, hours_ago=72)
    view(c, 50, hours_ago=24 * 8)
    view(gone, 99, hours_ago=1)
    front = front_page(timezone.now())
    assert [(row.article, row.views) for row in front.most_read_today] == [(b, 9), (a, 5)]
    assert [(row.article, row.views) for row in front.most_read_week] == [(c, 50), (b, 9), (a, 5)]


@pytest.mark.parametrize("factor", [2, 5])
def test_five_queries_however_much_there_is(factor, django_assert_num_queries):
    for position in range(3 * factor):
        category = make_category(position=position)
        for minutes in range(3 * factor):
            view(published(minutes + 1, category=category), 3, hours_ago=1)
    with django_assert_num_queries(5):
        front_page(timezone.now())
