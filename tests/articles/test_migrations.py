"""A site goes on searching whichever of its editions it goes through, forward and back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from articles.search.find import find
from articles.search.query import parse
from articles.search.store import store
from tests.factories import make_article, make_category

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FIRST_SEARCH = [("articles", "0003_search"), ("comments", "0004_indexes")]


def migrate(targets):
    MigrationExecutor(connection).migrate(targets)


def migrate_to_the_latest():
    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())


@pytest.fixture(autouse=True)
def _to_the_latest_afterwards():
    yield
    migrate_to_the_latest()


def found() -> list[int]:
    return [story.article_id for story in find(store(), parse("زلزال"), timezone.now()).stories]


def number_of_terms() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_searchterms")
        return cursor.fetchone()[0]


def test_the_search_survives_the_way_back_and_forth():
    section = make_category()
    stories = [make_article(headline=f"زلزال {n}", category=section) for n in range(3)]
    before = found()
    assert len(before) == 3
    migrate(FIRST_SEARCH)
    migrate_to_the_latest()
    assert found() == before
    stories[0].delete()
    assert set(found()) == {story.pk for story in stories[1:]}
    assert number_of_terms() == 2
