"""The database away: readers read on, forms come back, nobody is shown what was taken off."""

import logging
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.utils import timezone

from articles.publication import Status
from comments import counts
from newsportal import page_cache
from newsportal.logs import OneOfAnOutage
from tests.factories import make_article, make_comment
from tests.newsportal.calling import Reader
from tests.outage import database_away

pytestmark = pytest.mark.django_db

OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def story():
    return make_article(headline="خبر أول", published_at=timezone.now() - timedelta(hours=1))


def test_pages_seen_before_are_read_on(reader, story, clock):
    addresses = ["/", story.get_absolute_url(), "/search/", "/feeds/rss.xml", "/robots.txt"]
    seen = {address: reader.get(address).body for address in addresses}
    clock.pass_by(5 * 3600)
    with database_away():
        for address in addresses:
            answer = reader.get(address)
            assert (answer.status, answer.body) == (200, seen[address])
            if address != "/robots.txt":
                assert answer.cached == "stale"
                assert answer.headers["Age"] == str(5 * 3600)
                assert "fwd-status=503" in answer.headers["Cache-Status"]


def test_also_what_a_change_had_forgotten(reader, story, committing):
    address = story.get_absolute_url()
    seen = reader.get(address)
    committing(lambda: page_cache.invalidate({f"article:{story.pk}"}))
    with database_away():
        answer = reader.get(address)
    assert (answer.cached, answer.body) == ("stale", seen.body)


@pytest.mark.parametrize("act", ["withdraw", "delete"])
def test_what_was_taken_off_is_not_shown(reader, story, committing, act):
    addresses = ["/", story.get_absolute_url(), story.category.get_absolute_url()]
    for address in addresses:
        reader.get(address)
    story.status = Status.WITHDRAWN
    committing(story.save if act == "withdraw" else story.delete)
    with database_away():
        for address in addresses:
            answer = reader.get(address)
            assert answer.status == 503
            assert "خبر أول" not in answer


def test_a_comment_taken_off_is_not_shown(reader, story, committing):
    comment = make_comment(article=story, body="كلام مسيء", status="approved")
    counts.rebuild()
    address = story.get_absolute_url()
    assert "كلام مسيء" in reader.get(address)
    committing(comment.delete)
    with database_away():
        assert reader.get(address).status == 503


def test_a_story_whose_end_has_come_is_not_shown(reader, clock):
    now = timezone.now()
    story = make_article(
        headline="إعلان", published_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    addresses = ["/", story.get_absolute_url()]
    for address in addresses:
        reader.get(address)
    clock.pass_by(3599)
    with database_away():
        assert [reader.get(address).status for address in addresses] == [200, 200]
        clock.pass_by(2)
        assert [reader.get(address).status for address in addresses] == [503, 503]


def test_yesterdays_front_page_is_better_than_none(reader, story, clock):
    """Midnight and the next publication make it older and show nothing that has ended."""
    make_article(published_at=timezone.now() + timedelta(minutes=5))
    reader.get("/")
    clock.pass_by(20 * 3600)
    with database_away():
        assert reader.get("/").cached == "stale"


def test_a_page_never_seen_is_not_there(reader):
    with database_away():
        answer = reader.get("/")
    page = BeautifulSoup(answer.body, "html.parser")
    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert page.html["lang"] == "ar"
    assert "no-store" in answer.headers["Cache-Control"]


def test_after_a_failure_the_database_is_left_alone_for_a_second(reader, portal, story, clock):
    address = story.get_absolute_url()
    reader.get(address)
    reader.get("/")
    clock.pass_by(1000)
    with database_away():
        reader.get(address)
    asked = []
    real = portal._django
    portal._django = lambda *request: asked.append(request) or real(*request)
    for path in (address, "/", address):
        assert reader.get(path).cached == "stale"
    assert asked == []
    clock.pass_by(1.1)
    with time_machine.travel(clock()):
        assert reader.get(address).cached == "miss"


def test_a_reader_with_a_waiting_comment_reads_on(portal, reader, story):
    address = story.get_absolute_url()
    reader.get(address)
    waiting = Reader(portal, {settings.WAITING_COOKIE_NAME: "x"})
    with database_away():
        answer = waiting.get(address)
        staff = Reader(portal, {settings.SESSION_COOKIE_NAME: "x"}).get(address)
    assert (answer.status, answer.cached) == (200, "stale")
    assert waiting.get(address).cached == ""
    # The newsroom must not take everyone's page for its own.
    assert (staff.status, staff.cached) == (503, "")


def test_a_broken_page_is_replaced_by_the_old_one(reader, story, clock, monkeypatch):
    reader.get("/")
    clock.pass_by(1000)
    monkeypatch.setattr("articles.views.front_page", lambda now: 1 / 0)
    assert reader.get("/").cached == "stale"
    assert reader.get(story.get_absolute_url()).cached == "miss"


# --- Forms ---------------------------------------------------------------------------------------


def sent(story, headers=OWN, **typed: str):
    client = Client(raise_request_exception=False)
    with database_away():
        return client.post(f"/comments/{story.pk}/", typed, headers=headers)


def form_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser").form


def test_a_comment_comes_back_to_be_sent_again(story):
    typed = {
        "name": "قارئة",
        "email": "r@example.org",
        "body": "نص <b>فيه</b>\nسطران",
        "stamp": "x.y",
    }
    response = sent(story, **typed)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    form = form_of(response)
    assert (form["method"], form["action"]) == ("post", f"/comments/{story.pk}/")
    assert form.textarea.text.lstrip("\n") == typed["body"]
    hidden = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    assert hidden == {name: typed[name] for name in ("name", "email", "stamp")}
    assert form.button is not None


def test_a_short_comment_can_be_read_too(story):
    assert form_of(sent(story, body="شكرا")).textarea.text.strip() == "شكرا"


def test_what_another_site_sent_does_not_come_back(story):
    response = sent(story, {"Sec-Fetch-Site": "cross-site"}, body="نص من موقع آخر")
    assert response.status_code == 403
    assert "نص من موقع آخر" not in response.content.decode()


def test_where_the_sender_is_unknown_the_text_can_be_copied_and_no_more(story):
    form = form_of(sent(story, {}, name="قارئة", body="نص طويل لا يضيع"))
    assert "نص طويل لا يضيع" in form.textarea.text
    assert form.button is None
    assert form.input is None


def test_a_password_does_not_come_back():
    client = Client(raise_request_exception=False)
    with database_away():
        response = client.post(
            "/admin/login/", {"username": "editor", "password": "geheim geheim"}, headers=OWN
        )
    assert response.status_code == 503
    assert "geheim" not in response.content.decode()
    assert form_of(response) is None


def test_a_broken_form_is_answered_all_the_same(story):
    client = Client(raise_request_exception=False)
    with database_away():
        response = client.post(
            f"/comments/{story.pk}/",
            urlencode([("a", "b")] * 3000),
            content_type="application/x-www-form-urlencoded",
            headers=OWN,
        )
    assert response.status_code in (400, 503)


def test_one_report_for_an_outage():
    def record(status: int) -> logging.LogRecord:
        made = logging.makeLogRecord({"msg": "x"})
        made.status_code = status
        return made

    let_through = OneOfAnOutage()
    assert [let_through.filter(record(status)) for status in (500, 503, 503, 500, 503)] == [
        True,
        True,
        False,
        True,
        False,
    ]
