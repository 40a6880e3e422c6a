"""One reader is counted once, and is known to nobody."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from comments import network_hash, reader
from comments.models import Like, NetworkKey
from comments.reader import Reader
from tests.factories import make_comment, make_like

pytestmark = pytest.mark.django_db

DEVICE = "abcdefghijklmnopqrstu_"


def of(address="203.0.113.7", agent="Android", cookie=None):
    request = RequestFactory().get("/", REMOTE_ADDR=address, headers={"User-Agent": agent})
    if cookie is not None:
        request.COOKIES[reader.COOKIE] = cookie
    return reader.of_request(request, timezone.now())


def test_the_same_address_and_browser_are_the_same_reader():
    assert of() == of()


@pytest.mark.parametrize("other", [{"address": "203.0.113.8"}, {"agent": "iPhone"}])
def test_another_address_or_browser_is_another(other):
    assert of(**other).key != of().key


def test_she_is_another_under_another_key():
    """What was stored under the old key cannot be tied to what comes after."""
    before = of()
    NetworkKey.objects.create(secret=b"n" * 32)
    assert of().key != before.key
    assert of().origin != before.origin


def test_her_origin_is_her_address_whatever_her_browser_says():
    assert of(agent="iPhone", cookie=DEVICE).origin == of().origin
    assert of(address="203.0.113.8").origin != of().origin
    assert of().origin != of().key


def test_the_addresses_of_one_subscriber_are_one_origin():
    assert of(address="2001:db8:0:7::1").origin == of(address="2001:db8:0:7:ffff::2").origin
    assert of(address="2001:db8:0:7::1").origin != of(address="2001:db8:0:8::1").origin


@pytest.mark.parametrize("unknown", ["", "0.0.0.0", "::"])
def test_without_an_address_the_origin_is_unknown(unknown):
    assert of(address=unknown).origin == reader.UNKNOWN_ORIGIN != of().origin


def test_the_key_is_no_hash_of_the_network():
    key = network_hash.current_key(timezone.now())
    assert f"{of().key & (2**64 - 1):x}" not in network_hash.network_hash("203.0.113.7", key)


def test_the_key_fits_its_column():
    readers = [of(agent=f"{n}", address=f"203.0.113.{n + 1}") for n in range(64)]
    for hashes in ([each.key for each in readers], [each.origin for each in readers]):
        assert all(-(2**63) <= value < 2**63 for value in hashes)
        assert min(hashes) < 0 < max(hashes)


@pytest.mark.parametrize("agent", ["", "x" * 100_000, "\ud800", "متصفح"])
def test_any_browser_name_will_do(agent):
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7")
    request.META["HTTP_USER_AGENT"] = agent
    assert isinstance(reader.of_request(request, timezone.now()).key, int)


def test_the_number_of_her_browser_is_read():
    assert of(cookie=DEVICE).device == DEVICE


@pytest.mark.parametrize("forged", ["", "short", DEVICE + "x", "é" * 22, "a" * 21 + "\n", "<" * 22])
def test_a_forged_number_is_none(forged):
    assert of(cookie=forged).device == ""


def test_a_new_number_is_one_that_is_read_again():
    known = reader.with_device(Reader(1, origin=2))
    assert (known.key, known.origin) == (1, 2)
    assert of(cookie=known.device).device == known.device
    assert reader.with_device(known) == known
    assert reader.with_device(Reader(1)) != known


def test_the_cookie_is_sent_to_likes_and_reports_alone(settings):
    settings.SESSION_COOKIE_SECURE = True
    response = HttpResponse()
    reader.remember(response, Reader(1, DEVICE))
    cookie = response.cookies[reader.COOKIE]
    assert cookie.value == DEVICE
    assert cookie["path"] == "/comment/"
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"


def test_her_rows_are_those_of_her_address_or_of_her_browser():
    comment = make_comment()
    by_key = make_like(comment=comment, reader=1)
    by_device = make_like(comment=comment, reader=2, device=DEVICE)
    make_like(comment=comment, reader=3)
    assert set(Like.objects.filter(Reader(1, DEVICE).q())) == {by_key, by_device}
    assert set(Like.objects.filter(Reader(1).q())) == {by_key}
    assert not Like.objects.filter(Reader(9).q()).exists()


def test_surely_hers_is_what_no_other_browser_has_marked():
    comment = make_comment()
    unmarked = make_like(comment=comment, reader=1)
    hers = make_like(reader=1, device=DEVICE)
    make_like(reader=1, device="z" * 22)
    assert set(Like.objects.filter(Reader(1, DEVICE).surely())) == {unmarked, hers}
    assert set(Like.objects.filter(Reader(1).surely())) == {unmarked}
