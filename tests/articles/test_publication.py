"""The rule of publication: a query over the clock, the same for one row and for many."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Article
from articles.publication import GONE, Phase, Status, phase_of, phase_q
from tests.factories import make_article, make_category

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

offsets = st.one_of(st.none(), st.integers(-3, 3).map(lambda minutes: NOW + minutes * MINUTE))


class PhaseAgreesWithQuery(TestCase):
    """`phase_of` and the queries are two statements of one rule."""

    @classmethod
    def setUpTestData(cls):
        cls.category = make_category()

    @given(status=st.sampled_from(Status), published_at=offsets, ends_at=offsets)
    def test_same_answer(self, status, published_at, ends_at):
        if status == Status.PUBLISHED and published_at is None:
            published_at = NOW
        if published_at and ends_at and ends_at <= published_at:
            ends_at = published_at + MINUTE
        article = make_article(
            category=self.category, status=status, published_at=published_at, ends_at=ends_at
        )
        phase = phase_of(article, NOW)
        for candidate in Phase:
            found = Article.objects.filter(phase_q(candidate, NOW), pk=article.pk).exists()
            assert found == (candidate == phase), candidate
        out = Article.objects.published(NOW).filter(pk=article.pk).exists()
        assert out == (phase == Phase.OUT)


@pytest.mark.parametrize(
    ("status", "published_in", "ends_in", "expected"),
    [
        (Status.PUBLISHED, -1, None, 200),
        (Status.PUBLISHED, 0, None, 200),
        (Status.PUBLISHED, +1, None, 404),
        (Status.PUBLISHED, -2, +1, 200),
        (Status.PUBLISHED, -2, 0, 410),
        (Status.PUBLISHED, -2, -1, 410),
        (Status.DRAFT, -1, None, 404),
        (Status.IN_REVIEW, -1, None, 404),
        (Status.WITHDRAWN, -1, None, 410),
        (Status.WITHDRAWN, +1, None, 410),
    ],
)
@pytest.mark.django_db
def test_what_a_stranger_is_answered(client, status, published_in, ends_in, expected):
    with time_machine.travel(NOW, tick=False):
        article = make_article(
            status=status,
            published_at=NOW + published_in * MINUTE,
            ends_at=None if ends_in is None else NOW + ends_in * MINUTE,
        )
        assert client.get(article.get_absolute_url()).status_code == expected
        short = client.get(article.get_short_url()).status_code
        assert short == (301 if expected == 200 else expected)
        shown = article.headline in client.get("/").content.decode()
        assert shown == (expected == 200)


@pytest.mark.django_db
def test_story_appears_and_ends_by_the_clock_alone(client):
    with time_machine.travel(NOW - MINUTE, tick=False) as clock:
        article = make_article(published_at=NOW, ends_at=NOW + timedelta(hours=1))
        pages = ["/", article.category.get_absolute_url()]

        def shown() -> list[bool]:
            return [article.headline in client.get(page).content.decode() for page in pages]

        assert shown() == [False, False]
        clock.move_to(NOW)
        assert shown() == [True, True]
        clock.move_to(NOW + timedelta(hours=1))
        assert shown() == [False, False]


@pytest.mark.django_db
def test_home_is_not_kept_beyond_the_next_change(client):
    with time_machine.travel(NOW, tick=False):
        make_article(published_at=NOW - MINUTE)
        assert "s-maxage=60" in client.get("/")["Cache-Control"]
        make_article(published_at=NOW + timedelta(seconds=20))
        assert "s-maxage=20" in client.get("/")["Cache-Control"]
        make_article(published_at=NOW - MINUTE, ends_at=NOW + timedelta(seconds=7))
        assert "s-maxage=7" in client.get("/")["Cache-Control"]


@pytest.mark.django_db
def test_database_refuses_impossible_times():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_article(published_at=NOW, ends_at=NOW)
    article = make_article()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(published_at=None)


@pytest.mark.django_db
def test_publishing_without_a_time_means_now():
    before = timezone.now()
    article = make_article(published_at=None)
    assert before <= article.published_at <= timezone.now()


def test_gone_is_what_was_there():
    assert {Phase.ENDED, Phase.WITHDRAWN} == GONE
