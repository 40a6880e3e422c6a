"""How long a list stays true when nobody touches anything, with stories in it or without."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from articles.models import Article
from articles.next_change import next_change, with_next_change
from articles.publication import Status
from tests.factories import make_article, make_category, make_tag

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)


def at(seconds: int) -> datetime:
    return NOW + timedelta(seconds=seconds)


def asked(rows: list) -> datetime | None:
    return next_change(rows, NOW)


def rows() -> list[Article]:
    return list(with_next_change(Article.objects.published(NOW), NOW))


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("stories", "expected"),
    [
        ([], None),
        ([{"published_at": at(-60)}], None),
        ([{"published_at": at(20)}, {"published_at": at(40)}], at(20)),
        ([{"published_at": at(40), "ends_at": at(50)}], at(40)),
        ([{"published_at": at(-60), "ends_at": at(30)}, {"published_at": at(40)}], at(30)),
        ([{"published_at": at(-60), "ends_at": at(-30)}], None),
        ([{"published_at": at(20), "status": Status.WITHDRAWN}], None),
        ([{"published_at": at(20), "status": Status.DRAFT, "ends_at": at(30)}], None),
    ],
)
def test_with_rows_and_without_the_answer_is_the_same(stories, expected):
    for fields in stories:
        make_article(**fields)
    assert asked([]) == expected
    make_article(published_at=at(-3600))
    assert asked(rows()) == expected


def test_only_an_empty_list_costs_a_query(django_assert_num_queries):
    make_article(published_at=at(20))
    make_article(published_at=at(-60), ends_at=at(60))
    found = rows()
    with django_assert_num_queries(0):
        asked(found)
    with django_assert_num_queries(1):
        asked([])


def test_empty_pages_end_with_the_first_publication(client):
    category = make_category()
    make_article(category=category, published_at=at(20))
    for address in ("/", category.get_absolute_url(), "/archive/2026/3/"):
        assert "s-maxage=20," in client.get(address)["Cache-Control"], address


def test_a_story_s_page_ends_with_the_related_ones(client):
    tag = make_tag()
    story = make_article(tags=[tag], published_at=at(-60))
    make_article(tags=[tag], published_at=at(-90), ends_at=at(10))
    assert "s-maxage=10," in client.get(story.get_absolute_url())["Cache-Control"]


def test_a_story_s_page_ends_with_the_first_one_that_may_be_related(client):
    tag = make_tag()
    story = make_article(tags=[tag], published_at=at(-60))
    make_article(tags=[tag], published_at=at(15))
    assert "s-maxage=15," in client.get(story.get_absolute_url())["Cache-Control"]
