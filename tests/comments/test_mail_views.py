"""The links in e-mails: confirming, and unsubscribing in one click (RFC 8058)."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from comments.mail import notices, tokens
from comments.mail.tokens import Purpose
from comments.models import MailAddress, Notice
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

EMAIL = "reader@example.org"


@pytest.fixture
def address():
    return MailAddress.objects.create(email=EMAIL, asked_at=timezone.now() - timedelta(hours=1))


@pytest.fixture
def browser():
    """A browser that keeps no cookie and is held to every check of forms."""
    return Client(enforce_csrf_checks=True)


def path(purpose, address_id):
    return "/" + tokens.link(purpose, address_id).split("/", 3)[3]


def is_confirmed(address):
    address.refresh_from_db()
    return notices.is_confirmed(address)


def is_unsubscribed(address):
    address.refresh_from_db()
    return address.unsubscribed_at is not None


# --- Confirming --------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_confirms_nothing(browser, address, method):
    response = getattr(browser, method)(path(Purpose.CONFIRM, address.pk))
    assert response.status_code == 200
    assert not is_confirmed(address)


def test_the_button_confirms(browser, address):
    link = path(Purpose.CONFIRM, address.pk)
    form = BeautifulSoup(browser.get(link).content, "html.parser").find("form", method="post")
    assert form.get("action", "") == ""
    assert form.find("button", type="submit") is not None
    response = browser.post(link)
    assert response.status_code == 200
    assert is_confirmed(address)


def test_confirming_twice_is_no_error(browser, address):
    link = path(Purpose.CONFIRM, address.pk)
    assert [browser.post(link).status_code for _time in range(2)] == [200, 200]
    assert browser.get(link).status_code == 200


def test_the_link_to_confirm_works_for_a_week(browser, address):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        link = path(Purpose.CONFIRM, address.pk)
        clock.shift(timedelta(days=6, hours=23))
        assert browser.get(link).status_code == 200
        clock.shift(timedelta(hours=2))
        assert browser.get(link).status_code == 410
        assert browser.post(link).status_code == 410
    assert not is_confirmed(address)


def test_the_link_to_confirm_is_spent_by_unsubscribing(browser, address):
    link = path(Purpose.CONFIRM, address.pk)
    browser.post(path(Purpose.UNSUBSCRIBE, address.pk))
    assert browser.get(link).status_code == 410
    assert browser.post(link).status_code == 410
    assert not is_confirmed(address)


# --- Unsubscribing -----------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_unsubscribes_nobody(browser, address, method):
    response = getattr(browser, method)(path(Purpose.UNSUBSCRIBE, address.pk))
    assert response.status_code == 200
    assert not is_unsubscribed(address)


@pytest.mark.parametrize(
    "body",
    [
        {"data": "List-Unsubscribe=One-Click", "content_type": "application/x-www-form-urlencoded"},
        {"data": {"List-Unsubscribe": "One-Click"}},
    ],
    ids=["urlencoded", "multipart"],
)
def test_a_mail_program_unsubscribes_without_cookies_or_redirect(browser, address, body):
    """RFC 8058, 3.1 and 3.2: in both encodings, without cookies, answered at once."""
    response = browser.post(
        path(Purpose.UNSUBSCRIBE, address.pk), **body, headers={"sec-fetch-site": "cross-site"}
    )
    assert response.status_code == 200
    assert is_unsubscribed(address)


def test_the_button_unsubscribes_as_a_mail_program_does(browser, address):
    link = path(Purpose.UNSUBSCRIBE, address.pk)
    form = BeautifulSoup(browser.get(link).content, "html.parser").find("form", method="post")
    fields = {field["name"]: field["value"] for field in form.find_all("input")}
    assert fields == {"List-Unsubscribe": "One-Click"}
    assert browser.post(link, fields).status_code == 200
    assert is_unsubscribed(address)


def test_unsubscribing_drops_what_waits(browser, address):
    Notice.objects.create(address=address, kind=Notice.Kind.QUESTION, comment=make_comment())
    browser.post(path(Purpose.UNSUBSCRIBE, address.pk))
    assert not Notice.objects.exists()


def test_the_link_to_unsubscribe_never_expires(browser, address):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        link = path(Purpose.UNSUBSCRIBE, address.pk)
        clock.shift(timedelta(days=3650))
        assert browser.post(link).status_code == 200
    assert is_unsubscribed(address)


def test_the_old_link_of_an_address_no_longer_kept_is_no_error(browser, address):
    link = path(Purpose.UNSUBSCRIBE, address.pk)
    address.delete()
    assert browser.get(link).status_code == 200
    assert browser.post(link).status_code == 200


# --- Links that are not ours, and what the pages tell ------------------------------------------


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_damaged_link_is_told_so_and_does_nothing(browser, address, purpose, method):
    link = path(purpose, address.pk)
    for damaged in (link[:-3] + "/", link.replace(":", "", 1), f"{link[:-1]}x/", link[:24] + "/"):
        response = getattr(browser, method)(damaged)
        assert response.status_code == 404
    assert not is_confirmed(address)
    assert not is_unsubscribed(address)


def test_a_link_serves_its_own_purpose_alone(browser, address):
    confirm, unsubscribe = (path(purpose, address.pk) for purpose in Purpose)
    token = unsubscribe.split("/")[-2]
    assert browser.post(f"/comments/mail/confirm/{token}/").status_code == 404
    token = confirm.split("/")[-2]
    assert browser.post(f"/comments/mail/unsubscribe/{token}/").status_code == 404
    assert not is_confirmed(address)
    assert not is_unsubscribed(address)


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("method", ["get", "post"])
def test_pages_are_kept_by_nobody_and_name_no_address(browser, address, purpose, method):
    response = getattr(browser, method)(path(purpose, address.pk))
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies
    page = BeautifulSoup(response.content, "html.parser")
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert page.find("link", rel="canonical") is None
    assert page.h1 is not None
    assert EMAIL not in response.content.decode()


@pytest.mark.parametrize("purpose", Purpose)
def test_other_methods_are_refused(browser, address, purpose):
    response = browser.put(path(purpose, address.pk))
    assert response.status_code == 405
    assert not is_confirmed(address)
