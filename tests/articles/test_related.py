"""Stories to read next: the most shared topics first, at a constant cost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.publication import Status
from articles.related import LIMIT, related_to, topics_of
from tests.factories import make_article, make_category, make_tag

pytestmark = pytest.mark.django_db


def related(article):
    now = timezone.now()
    return related_to(topics_of(article, now), now)


def test_topics():
    tag, other, further = make_tag(name="باء"), make_tag(name="ألف"), make_category()
    article = make_article(tags=[tag, other], further_categories=[further])
    topics = topics_of(article, timezone.now())
    assert topics.tags == [other, tag]
    assert topics.categories == [further]
    assert topics.tags[0].get_absolute_url() == other.get_absolute_url()


def test_most_shared_topics_then_newest():
    category, tags = make_category(), [make_tag(), make_tag()]
    hours = iter(range(10, 1, -1))

    def story(**fields):
        published_at = timezone.now() - timedelta(hours=next(hours))
        return make_article(published_at=published_at, **fields)

    both = story(category=category, tags=tags)
    one = story(category=category, tags=tags[:1])
    section = story(category=category)
    newer_section = story(category=category)
    story()
    article = story(category=category, tags=tags)
    assert related(article) == [both, one, newer_section, section]


def test_only_stories_that_are_out_and_never_itself():
    category = make_category()
    article = make_article(category=category)
    make_article(category=category, status=Status.WITHDRAWN)
    make_article(category=category, published_at=timezone.now() + timedelta(hours=1))
    make_article(
        category=category,
        published_at=timezone.now() - timedelta(hours=2),
        ends_at=timezone.now() - timedelta(hours=1),
    )
    assert related(article) == []


def test_two_queries_however_many_topics(django_assert_num_queries):
    category = make_category()
    tags = [make_tag() for _ in range(6)]
    article = make_article(category=category, tags=tags)
    for _ in range(LIMIT + 3):
        make_article(category=category, tags=tags)
    with django_assert_num_queries(2):
        assert len(related(article)) == LIMIT
