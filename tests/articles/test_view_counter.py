"""What counts as a view, how often a reader counts, and what is kept of her."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles import most_read, reader_key, view_counter
from articles.models import Article, HourlyViews, ViewReceipt, ViewTotal
from articles.publication import Status
from articles.reader_key import ReaderKeys
from newsportal import page_cache
from tests.factories import make_article, make_user

PHONE = (
    "Mozilla/5.0 (Linux; Android 10; SM-A105F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Mobile Safari/537.36"
)
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _fresh_process(monkeypatch):
    """Nothing remembered of salts, prunings and sums."""
    monkeypatch.setattr(reader_key, "_salts", None)
    monkeypatch.setattr(view_counter, "_pruned_at", None)
    monkeypatch.setattr(most_read, "_asked_at", None)


@pytest.fixture
def story(db) -> Article:
    return make_article(published_at=NOON - timedelta(days=30))


def address(article: Article) -> str:
    return reverse("articles:count_view", args=[article.pk])


def post(article: Article, client: Client | None = None, **extra: object):
    headers = {"user-agent": PHONE, **extra.pop("headers", {})}
    return (client or Client()).post(address(article), headers=headers, **extra)


def total(article: Article) -> int:
    article = Article.objects.select_related("view_total").get(pk=article.pk)
    hours = sum(HourlyViews.objects.filter(article=article).values_list("count", flat=True))
    assert article.views == hours, "total and hours part"
    return hours


# --- Answers -------------------------------------------------------------------------------------


def test_the_scripts_report_counts_and_is_answered_without_content(story):
    response = post(story)
    assert (response.status_code, response.content) == (204, b"")
    assert "no-store" in response["Cache-Control"]
    assert total(story) == 1


def test_the_picture_counts_where_there_is_no_script(story):
    response = Client().get(address(story), headers={"user-agent": PHONE})
    assert response.status_code == 200
    assert response["Content-Type"] == "image/gif"
    assert response.content.startswith(b"GIF89a")
    assert "no-store" in response["Cache-Control"]
    assert total(story) == 1


def test_script_and_picture_of_one_reader_count_once(story):
    post(story)
    Client().get(address(story), headers={"user-agent": PHONE})
    assert total(story) == 1


@pytest.mark.parametrize("pk", [0, 999_999, 10**30])
def test_an_unknown_story_is_not_found(db, pk):
    assert Client().post(f"/n/{pk}/views", headers={"user-agent": PHONE}).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.DRAFT},
        {"status": Status.IN_REVIEW},
        {"status": Status.WITHDRAWN},
        {"published_at": timezone.now() + timedelta(days=1)},
        {"ends_at": timezone.now() - timedelta(days=1)},
    ],
    ids=["draft", "in review", "withdrawn", "scheduled", "ended"],
)
def test_a_story_that_is_not_out_does_not_count(db, fields):
    story = make_article(**{"published_at": timezone.now() - timedelta(days=2)} | fields)
    assert post(story).status_code == 404
    assert total(story) == 0


def test_other_methods_are_refused(story):
    response = Client().put(address(story), headers={"user-agent": PHONE})
    assert response.status_code == 405
    assert total(story) == 0


def test_a_form_token_is_not_asked_for(story):
    assert post(story, Client(enforce_csrf_checks=True)).status_code == 204
    assert total(story) == 1


# --- Who does not count --------------------------------------------------------------------------


def test_head_does_not_count(story):
    response = Client().head(address(story), headers={"user-agent": PHONE})
    assert response.status_code == 200
    assert total(story) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-purpose": "prefetch"},
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"x-purpose": "preview"},
        {"x-moz": "prefetch"},
        {"user-agent": ""},
        {"user-agent": "   "},
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "facebookexternalhit/1.1"},
        {"user-agent": "python-requests/2.32"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "none"},
        {"origin": "https://elsewhere.example"},
        {"referer": "https://elsewhere.example/page"},
        {"referer": "http://testserver@elsewhere.example/"},
        {"referer": "http://[broken"},
    ],
    ids=lambda headers: " ".join(headers.values()) or "no user agent",
)
@pytest.mark.parametrize("method", ["post", "get"])
def test_what_is_no_reading_does_not_count(story, method, headers):
    answer = getattr(Client(), method)(address(story), headers={"user-agent": PHONE} | headers)
    assert answer.status_code == {"post": 204, "get": 200}[method]
    assert total(story) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "same-origin"},
        {"origin": "http://testserver"},
        {"origin": "null", "sec-fetch-site": "same-origin"},
        {"referer": "http://testserver/news/1/x/"},
    ],
    ids=str,
)
def test_our_own_pages_and_silent_browsers_count(story, headers):
    post(story, headers=headers)
    assert total(story) == 1


@pytest.mark.parametrize(("role", "counted"), [("REPORTER", 0), (None, 1)])
def test_staff_do_not_count(story, role, counted):
    client = Client()
    client.force_login(make_user(role))
    post(story, client)
    assert total(story) == counted


def test_the_session_of_a_reader_is_not_even_asked_for():
    request = RequestFactory().post("/n/1/views", headers={"user-agent": PHONE})
    assert not hasattr(request, "user")
    assert view_counter.is_reading(request)


def test_a_view_costs_few_queries(story, django_assert_num_queries):
    post(story, REMOTE_ADDR="192.0.2.1")
    statements = 1 if settings.DATABASES["default"]["ENGINE"].endswith("postgresql") else 5
    with django_assert_num_queries(1 + statements):  # the story; the view (SQLite: in a savepoint)
        post(story, REMOTE_ADDR="192.0.2.2")


# --- Once for a reader ---------------------------------------------------------------------------


def count(story: Article, at: datetime, reader: int = 7, yesterday: int | None = None) -> bool:
    return view_counter.count(story.pk, ReaderKeys(reader, yesterday), at)


def test_once_within_half_an_hour_of_the_last_counted_view(story):
    assert count(story, NOON)
    assert not count(story, NOON + 29 * MINUTE)
    assert not count(story, NOON + 30 * MINUTE - timedelta(microseconds=1))
    assert count(story, NOON + 30 * MINUTE), "the window rolls from the last counted view"
    assert not count(story, NOON + 59 * MINUTE)
    assert count(story, NOON + 60 * MINUTE)
    assert total(story) == 3


def test_readers_and_stories_count_apart(story):
    other = make_article(published_at=NOON - timedelta(days=1))
    assert count(story, NOON, reader=1)
    assert count(story, NOON, reader=2)
    assert count(other, NOON, reader=1)
    assert (total(story), total(other)) == (2, 1)


def test_views_go_into_their_hour(story):
    for minutes, reader in ((0, 1), (59, 2), (60, 3)):
        count(story, NOON + minutes * MINUTE, reader)
    hours = HourlyViews.objects.filter(article=story).order_by("hour").values_list("hour", "count")
    assert list(hours) == [(NOON, 2), (NOON + 60 * MINUTE, 1)]


def test_a_story_deleted_meanwhile_counts_nothing(transactional_db):
    assert not view_counter.count(999_999, ReaderKeys(1), NOON)
    assert not ViewReceipt.objects.exists()
    assert not ViewTotal.objects.exists()


class AnyOrderOfViews(TestCase):
    """Whatever the order of readers, stories and pauses, the counter is a simple model's equal."""

    @given(
        st.lists(
            st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(0, 45)),
            max_size=30,
        )
    )
    def test_counter_equals_model(self, views):
        stories = [make_article(), make_article()]
        last: dict[tuple[int, int], datetime] = {}
        expected = [0, 0]
        now = NOON
        for which, reader, pause in views:
            now += pause * MINUTE
            before = last.get((which, reader))
            counts = before is None or now - before >= view_counter.WINDOW
            assert count(stories[which], now, reader) == counts
            if counts:
                last[which, reader] = now
                expected[which] += 1
        assert [total(article) for article in stories] == expected
        view_counter.rebuild_totals()
        assert [total(article) for article in stories] == expected


# --- Upkeep --------------------------------------------------------------------------------------


def test_receipts_that_say_nothing_any_more_are_pruned(story, monkeypatch):
    monkeypatch.setattr(view_counter, "PRUNE_BATCH", 2)
    for reader in range(5):
        count(story, NOON, reader)
    count(story, NOON + 20 * MINUTE, reader=5)
    assert view_counter.prune(NOON + 30 * MINUTE) == 5
    assert list(ViewReceipt.objects.values_list("reader", flat=True)) == [5]
    assert total(story) == 6


def test_pruning_comes_along_with_views_about_once_an_hour(story):
    count(story, NOON, reader=1)
    count(story, NOON + 59 * MINUTE, reader=2)
    assert ViewReceipt.objects.count() == 2
    count(story, NOON + 60 * MINUTE, reader=3)
    assert set(ViewReceipt.objects.values_list("reader", flat=True)) == {2, 3}


def test_rebuilt_totals_equal_live_ones(story):
    unread = make_article(published_at=NOON - timedelta(days=1))
    for reader in range(4):
        count(story, NOON + reader * 20 * MINUTE, reader)
    count(unread, NOON)
    ViewTotal.objects.filter(article=story).update(count=99)
    ViewTotal.objects.filter(article=unread).delete()
    ViewTotal.objects.create(article=make_article(), count=5)
    call_command("rebuild_views", stdout=(said := StringIO()))
    assert "2 stories" in said.getvalue()
    totals = dict(ViewTotal.objects.values_list("article_id", "count"))
    assert totals == {story.pk: 4, unread.pk: 1}


def test_views_counted_elsewhere_are_added(story):
    view_counter.add_history([(story.pk, NOON, 40), (story.pk, NOON + 60 * MINUTE, 2)])
    assert total(story) == 42
    count(story, NOON)
    assert total(story) == 43


# --- What a view leaves alone --------------------------------------------------------------------


def test_a_view_touches_neither_the_story_nor_any_page(story, django_capture_on_commit_callbacks):
    heard: list[object] = []

    def listen(**signal: object) -> None:
        heard.append(signal["tags"])

    before = Article.objects.filter(pk=story.pk).values().get()
    page_cache.tags_invalidated.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            post(story)
    finally:
        page_cache.tags_invalidated.disconnect(listen)
    assert total(story) == 1
    assert Article.objects.filter(pk=story.pk).values().get() == before
    assert heard == []
