"""A reader's key: the same person for half an hour, nobody a day later."""

from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from articles import reader_key, view_counter
from articles.models import Article, HourlyViews, ViewReceipt, ViewSalt, ViewTotal
from tests.factories import make_article

PHONE = (
    "Mozilla/5.0 (Linux; Android 10; SM-A105F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Mobile Safari/537.36"
)
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _fresh_process(monkeypatch):
    """Nothing remembered of salts and prunings."""
    monkeypatch.setattr(reader_key, "_salts", None)
    monkeypatch.setattr(view_counter, "_pruned_at", None)


@pytest.fixture
def story(db) -> Article:
    return make_article(published_at=NOON - timedelta(days=30))


def post(article: Article, client: Client | None = None, **extra: object) -> None:
    headers = {"user-agent": PHONE, **extra.pop("headers", {})}
    address = reverse("articles:count_view", args=[article.pk])
    assert (client or Client()).post(address, headers=headers, **extra).status_code == 204


def total(article: Article) -> int:
    return Article.objects.select_related("view_total").get(pk=article.pk).views


def view_at(story: Article, moment: datetime) -> int:
    with time_machine.travel(moment, tick=False):
        post(story)
    return total(story)


def test_midnight_makes_no_one_a_new_reader(story):
    evening = NOON.replace(hour=23, minute=50)
    assert view_at(story, evening) == 1
    assert view_at(story, evening + 20 * MINUTE) == 1
    assert view_at(story, evening + 35 * MINUTE) == 2, "half an hour later she counts again"
    assert view_at(story, evening + 45 * MINUTE) == 2, "also under the new day's key"
    assert view_at(story, evening + 65 * MINUTE) == 3


def test_a_reader_met_at_the_last_minute_is_not_counted_until_the_window_is_over(story):
    assert view_at(story, NOON.replace(hour=23, minute=59)) == 1
    assert view_at(story, NOON.replace(hour=23, minute=59) + 29 * MINUTE) == 1


def test_yesterdays_key_holds_as_long_as_a_view_keeps_another_from_counting():
    assert reader_key.OVERLAP >= view_counter.WINDOW


def test_the_salt_of_yesterday_is_deleted_after_its_overlap(story):
    def days() -> list[date]:
        return list(ViewSalt.objects.order_by("day").values_list("day", flat=True))

    today, tomorrow = NOON.date(), NOON.date() + timedelta(days=1)
    midnight = datetime.combine(tomorrow, datetime.min.time(), UTC)
    view_at(story, NOON)
    assert days() == [today]
    view_at(story, midnight + 10 * MINUTE)
    assert days() == [today, tomorrow]
    view_at(story, midnight + 30 * MINUTE)
    assert days() == [tomorrow]


def test_a_salt_left_over_from_a_quiet_time_is_deleted_with_the_next_view(story):
    view_at(story, NOON)
    view_at(story, NOON + timedelta(days=3, hours=-11, minutes=-55))
    assert ViewSalt.objects.count() == 1


def test_a_worker_uses_the_salt_another_made(story, monkeypatch):
    view_at(story, NOON)
    monkeypatch.setattr(reader_key, "_salts", None)
    assert view_at(story, NOON + MINUTE) == 1


def test_a_reader_has_another_key_every_day(story):
    keys = set()
    for day in range(3):
        view_at(story, NOON + timedelta(days=day))
        keys.update(ViewReceipt.objects.values_list("reader", flat=True))
    assert len(keys) == 3


def test_nothing_kept_tells_who_read(story):
    post(story, REMOTE_ADDR="192.0.2.77")
    kept = [
        str(value)
        for model in (ViewReceipt, HourlyViews, ViewTotal, ViewSalt)
        for row in model.objects.values_list()
        for value in row
    ]
    assert not any("192.0.2.77" in value or "Android" in value for value in kept)


def readers_differ(story: Article, *requests: dict) -> bool:
    for request in requests:
        post(story, **request)
    return total(story) == len(requests)


def test_readers_are_told_apart_by_address_and_by_browser(story):
    tablet = PHONE.replace("SM-A105F", "Lenovo TB-X306X")
    assert readers_differ(
        story,
        {"REMOTE_ADDR": "192.0.2.1"},
        {"REMOTE_ADDR": "192.0.2.2"},
        {"REMOTE_ADDR": "2001:db8::1"},
        {"REMOTE_ADDR": "192.0.2.1", "headers": {"user-agent": tablet}},
    )


def test_several_readers_behind_one_address_with_one_kind_of_phone_count_as_one(story):
    post(story, Client(), REMOTE_ADDR="192.0.2.1")
    post(story, Client(), REMOTE_ADDR="192.0.2.1")
    assert total(story) == 1


def test_a_forwarded_address_is_believed_behind_a_proxy_of_ours_alone(story):
    claims = [{"headers": {"x-forwarded-for": f"192.0.2.{n}"}} for n in (1, 2)]
    with override_settings(TRUSTED_PROXY_COUNT=0):
        assert not readers_differ(story, *claims)
    with override_settings(TRUSTED_PROXY_COUNT=1):
        assert readers_differ(make_article(), *claims)


@given(agent=st.text(st.characters(max_codepoint=255, exclude_characters="\n\r"), max_size=900))
def test_any_user_agent_gives_a_key_that_fits_its_column(agent):
    request = RequestFactory().post("/", headers={"user-agent": agent})
    salts = reader_key._Salts(NOON.date(), b"a" * 32, b"b" * 32)
    with patch.object(reader_key, "_salts_at", return_value=salts):
        keys = reader_key.reader_keys(request, NOON)
    assert all(-(2**63) <= key < 2**63 for key in keys)
    assert keys.today != keys.yesterday
