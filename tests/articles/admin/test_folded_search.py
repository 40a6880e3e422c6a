"""Search by folded text, whatever the ModelAdmin."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.admin.folded_search import FoldedSearchMixin
from articles.models import Author
from newsportal.arabic.folding import fold
from tests.factories import make_author

pytestmark = pytest.mark.django_db


class AuthorsByName(FoldedSearchMixin, admin.ModelAdmin):
    folded_search_fields = ("folded_name",)


def found(text):
    searching = AuthorsByName(Author, admin.site)
    rows, duplicates = searching.get_search_results(
        RequestFactory().get("/"), Author.objects.all(), text
    )
    assert not duplicates
    return {author.name for author in rows}


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("المغربية", "المغربِيّه"),
        ("أحمد", "احمد"),
        ("إدريس", "ادريس"),
        ("فاطمة الزهراء", "الزهراء فاطمه"),
        ("Émilie", "emilie"),
        ("يوسف", "يوسـف"),
    ],
)
def test_every_spelling_finds_the_name(name, query):
    make_author(name=name)
    make_author(name="سواها")
    assert found(query) == {name}


def test_all_words_must_occur_and_no_query_means_all():
    make_author(name="فاطمة العلوي")
    assert found("فاطمة") == found("") == found("  ") == {"فاطمة العلوي"}
    assert found("فاطمة بناني") == set()


def test_a_query_that_folds_to_nothing_finds_nothing():
    make_author(name="فاطمة")
    assert found("\u064b\u0640") == set()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_query_is_answered(db, text):
    make_author(name="فاطمة") if not Author.objects.exists() else None
    rows = found(text)
    assert rows <= {"فاطمة"}
    if rows and text.strip():
        assert fold(text)


def test_the_mixin_turns_the_search_box_on():
    assert AuthorsByName(Author, admin.site).get_search_fields(RequestFactory().get("/")) == (
        "folded_name",
    )
