"""Lists of categories, tags and authors: derived rows that always say what the stories say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import listings, views
from articles.models import Article, Listing
from articles.publication import Status
from newsportal.keyset import KeysetPage
from tests.factories import make_article, make_author, make_category, make_tag

pytestmark = pytest.mark.django_db


def stored() -> set[tuple]:
    return set(Listing.objects.values_list("kind", "target_id", "listed_at", "article_id"))


def assert_rebuild_equals_live() -> None:
    live = stored()
    listings.rebuild(batch_size=2)
    assert stored() == live


def test_a_story_is_listed_wherever_it_belongs():
    further, tag, author = make_category(), make_tag(), make_author()
    article = make_article(authors=[author], tags=[tag], further_categories=[further])
    assert {(row[0], row[1]) for row in stored()} == {
        (Listing.Kind.CATEGORY, article.category_id),
        (Listing.Kind.CATEGORY, further.pk),
        (Listing.Kind.TAG, tag.pk),
        (Listing.Kind.AUTHOR, author.pk),
    }
    assert_rebuild_equals_live()


def test_the_same_category_twice_lists_once():
    category = make_category()
    make_article(category=category, further_categories=[category])
    assert len(stored()) == 1
    assert_rebuild_equals_live()


def test_every_change_is_followed():
    tag, other = make_tag(), make_tag()
    article = make_article(tags=[tag], authors=[make_author()])
    article.tags.set([other])
    assert_rebuild_equals_live()
    article.category = make_category()
    article.published_at -= timedelta(days=1)
    article.save()
    assert_rebuild_equals_live()
    other.articles.clear()
    assert_rebuild_equals_live()
    article.bylines.all().delete()
    assert_rebuild_equals_live()
    article.status = Status.WITHDRAWN
    article.save()
    assert stored() == set()
    article.status = Status.PUBLISHED
    article.save()
    assert_rebuild_equals_live()
    assert stored()
    article.delete()
    assert stored() == set()


def test_drafts_are_not_listed_and_scheduled_stories_wait_for_their_time():
    category = make_category()
    make_article(category=category, status=Status.DRAFT)
    later = make_article(category=category, published_at=timezone.now() + timedelta(hours=1))
    now = timezone.now()
    kind = Listing.Kind.CATEGORY
    assert list(Article.objects.listed(kind, category.pk, now)) == []
    assert list(Article.objects.listed(kind, category.pk, now + timedelta(hours=1))) == [later]


def test_newest_first_with_ties_settled_by_id():
    category, moment = make_category(), timezone.now() - timedelta(hours=2)
    same = [make_article(category=category, published_at=moment) for _ in range(3)]
    newer = make_article(category=category, published_at=moment + timedelta(minutes=1))
    found = Article.objects.listed(Listing.Kind.CATEGORY, category.pk)
    assert list(found) == [newer, *reversed(same)]


def test_a_story_of_many_lists_stands_once_on_every_page(client, monkeypatch):
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    section, lists = make_category(), {"tags": [make_tag()], "authors": [make_author()]}
    stories = [
        make_article(
            category=section,
            further_categories=[make_category()],
            published_at=timezone.now() - timedelta(hours=hours),
            **lists,
        )
        for hours in range(1, 6)
    ]

    def page(query: str) -> KeysetPage:
        return client.get(section.get_absolute_url() + query).context["page"]

    first = page("")
    second = page(f"?before={first.older}")
    third = page(f"?before={second.older}")
    assert [*first.items, *second.items, *third.items] == stories
    assert page(f"?after={third.newer}").items == second.items


def test_a_deleted_tag_or_section_leaves_no_rows():
    tag, section = make_tag(), make_category()
    make_article(tags=[tag], further_categories=[section])
    tag.delete()
    section.delete()
    assert {row[0] for row in stored()} == {Listing.Kind.CATEGORY}
    assert_rebuild_equals_live()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("delete", [Article.delete, lambda _story: Article.objects.all().delete()])
def test_a_deleted_story_is_listed_nowhere(delete):
    delete(make_article(tags=[make_tag()], authors=[make_author()]))
    assert stored() == set()
