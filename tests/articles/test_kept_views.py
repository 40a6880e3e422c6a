"""Views reported while the database is away are counted later, each once."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from articles import kept_views, reader_key, view_counter
from articles.models import CountedBatch, HourlyViews, ViewReceipt, ViewSalt
from articles.publication import Status
from newsportal.spool import Batch
from tests.factories import make_article
from tests.outage import database_away

# In no transaction of the test, which the first failed query would end.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
PHONE = "Mozilla/5.0 (Linux; Android 10; SM-A105F) AppleWebKit/537.36 Chrome/120.0 Mobile"


@pytest.fixture(autouse=True)
def _fresh_process(monkeypatch, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    restart(monkeypatch)
    monkeypatch.setattr(view_counter, "_pruned_at", None)


@pytest.fixture
def story():
    return make_article(published_at=NOON - timedelta(days=1))


def restart(monkeypatch) -> None:
    """Another process, which has not asked for the salts yet."""
    monkeypatch.setattr(reader_key, "_salts", None)


def view(story, at: datetime = NOON, reader: int = 1, agent: str = PHONE, **headers: str) -> int:
    with time_machine.travel(at, tick=False):
        response = Client().post(
            reverse("articles:count_view", args=[story.pk]),
            headers={"user-agent": agent, **headers},
            REMOTE_ADDR=f"192.0.2.{reader}",
        )
    return response.status_code


def counted(story) -> dict[datetime, int]:
    return dict(HourlyViews.objects.filter(article=story).values_list("hour", "count"))


def test_a_view_is_kept_and_counted_in_its_hour(story):
    with database_away():
        assert view(story) == 204
        assert view(story, reader=2) == 204
    assert counted(story) == {}
    assert kept_views.count_kept() == 2
    assert counted(story) == {NOON: 2}
    assert kept_views.count_kept() == 0
    assert counted(story) == {NOON: 2}
    assert not CountedBatch.objects.exists()


def test_a_reader_counts_once_before_in_and_after_the_outage(story, monkeypatch):
    view(story)
    restart(monkeypatch)
    with database_away():
        view(story, NOON + timedelta(minutes=5))
        view(story, NOON + timedelta(minutes=6))
    restart(monkeypatch)
    # The first view after the outage has the kept ones counted with it.
    view(story, NOON + timedelta(minutes=7))
    assert counted(story) == {NOON: 1}
    assert not kept_views.are_waiting()


def test_a_new_view_has_the_kept_ones_counted(story):
    with database_away():
        view(story, NOON, 1)
    view(story, NOON + timedelta(hours=3), 2)
    assert counted(story) == {NOON: 1, NOON + timedelta(hours=3): 1}


def test_a_day_that_begins_in_the_outage_has_one_salt(story, monkeypatch):
    view(story, NOON - timedelta(days=1), 9)
    with database_away():
        for _process in range(2):
            restart(monkeypatch)
            view(story)
    restart(monkeypatch)
    view(story, NOON + timedelta(minutes=1))
    assert counted(story)[NOON] == 1
    salt = ViewSalt.objects.get().salt
    assert bytes(salt).hex() in (kept_views.settings.VAR_DIR / "views" / "salts").read_text()


def test_neither_address_nor_browser_is_kept(story, settings):
    with database_away():
        view(story)
    (waiting,) = settings.VAR_DIR.glob("views/waiting")
    assert "192.0.2.1" not in waiting.read_text()
    assert "Mozilla" not in waiting.read_text()
    assert (settings.VAR_DIR / "views" / "salts").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("crash_after", range(4))
def test_after_a_crash_the_counting_goes_on(story, crash_after):
    with database_away():
        for reader in range(3):
            view(story, reader=reader)
    done = 0

    def crash_between(*arguments) -> bool:
        nonlocal done
        if done == crash_after:
            raise SystemExit
        done += 1
        return really(*arguments)

    def crash(batch) -> None:
        raise SystemExit

    really = view_counter.store
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(view_counter, "store", crash_between)
        patched.setattr(Batch, "done", crash)
        with pytest.raises(SystemExit):
            kept_views.count_kept()
    assert sum(counted(story).values()) == crash_after
    # Much later: the receipts, which would tell who was counted, are gone.
    ViewReceipt.objects.all().delete()
    kept_views.count_kept()
    assert counted(story) == {NOON: 3}
    assert not kept_views.are_waiting()


def test_kept_views_wait_for_the_end_of_the_outage(story):
    with database_away():
        view(story)
        with pytest.raises(view_counter.UNREACHABLE):
            kept_views.count_kept()
    kept_views.count_kept()
    assert counted(story) == {NOON: 1}


def test_what_is_no_view_is_not_counted_later_either(story):
    draft = make_article(status=Status.DRAFT)
    with database_away():
        view(draft)
        view(story, agent="Googlebot/2.1")
        view(story, **{"sec-purpose": "prefetch"})
        view(story, **{"sec-fetch-site": "cross-site"})
        gone = make_unsaved(story)
        view(gone)
    assert kept_views.count_kept() == 2
    assert not HourlyViews.objects.exists()


def make_unsaved(story):
    return type(story)(pk=story.pk + 1000)


def test_an_unreadable_line_stops_nothing(story, settings):
    with database_away():
        view(story)
    with open(settings.VAR_DIR / "views" / "waiting", "a") as file:
        file.write("[1, 2\n")
    with database_away():
        view(story, reader=2)
    assert kept_views.count_kept() == 3
    assert counted(story) == {NOON: 2}


def test_a_part_at_a_time(story):
    with database_away():
        for reader in range(5):
            view(story, reader=reader)
    assert [kept_views.count_kept(2) for _time in range(4)] == [2, 2, 1, 0]
    assert counted(story) == {NOON: 5}


def test_the_command(story):
    with database_away():
        view(story)
    out = StringIO()
    call_command("count_kept_views", stdout=out)
    assert out.getvalue().startswith("1 ")
    assert counted(story) == {NOON: 1}
