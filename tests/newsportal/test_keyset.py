"""Pages by position: every row exactly once, in both directions, whatever the ties."""

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Article
from newsportal.keyset import BadCursor, Cursor, page
from tests.factories import make_article, make_category

START = datetime(2026, 1, 1, tzinfo=UTC)


def key(article: Article) -> Cursor:
    return Cursor(article.published_at, article.pk)


def turn(size: int, **cursors: Cursor | None):
    return page(Article.objects.all(), size=size, at="published_at", pk="id", key=key, **cursors)


class Walks(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.category = make_category()

    @given(minutes=st.lists(st.integers(0, 3), max_size=12), size=st.integers(1, 5))
    def test_both_ways(self, minutes, size):
        for minute in minutes:
            make_article(category=self.category, published_at=START + timedelta(minutes=minute))
        expected = list(Article.objects.order_by("-published_at", "-id"))

        current = turn(size)
        pages = [current]
        while current.older:
            current = turn(size, before=current.older)
            pages.append(current)
        assert [row for found in pages for row in found.items] == expected
        assert pages[0].newer is None

        back = [pages[-1]]
        while back[-1].newer:
            back.append(turn(size, after=back[-1].newer))
        assert [found.items for found in reversed(back)] == [found.items for found in pages]


@given(st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1)), st.integers(0, 10**12))
def test_a_cursor_survives_its_text(naive, pk):
    cursor = Cursor(naive.replace(tzinfo=UTC), pk)
    assert Cursor.parse(str(cursor)) == cursor


@given(st.text(max_size=40))
def test_any_text_parses_or_is_refused(text):
    with contextlib.suppress(BadCursor):
        Cursor.parse(text)


@pytest.mark.parametrize("text", ["", "1", "1-", "-1-2", "9" * 18 + "-1", "1-2\n", "١-٢", "1-2-3"])
def test_refused(text):
    with pytest.raises(BadCursor):
        Cursor.parse(text)
