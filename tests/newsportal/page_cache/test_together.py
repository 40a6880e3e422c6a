"""Many at once: one makes the page, the others get the old one or wait; races end with the truth.

Django is an application here that makes a page when it is told to.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.http import HttpResponse

from newsportal import page_cache
from newsportal.page_cache import front
from newsportal.page_cache.cache import PageCache, State
from newsportal.page_cache.front import Front
from newsportal.page_cache.store_embedded import EmbeddedStore
from newsportal.page_cache.store_redis import RedisStore
from tests.newsportal.calling import Answer, Reader
from tests.newsportal.processes import in_another_process

PATIENCE = 20


class Workshop:
    """Makes pages that say which edition they are; `edition` is what stands in the database."""

    def __init__(self) -> None:
        self.edition = 1
        self.made = 0
        self.status = 200
        self.keepable = True
        self.reading: Callable[[], None] = lambda: None
        """Called once the edition has been read, before the page is there."""

    def __call__(self, environ, start_response) -> HttpResponse:
        edition = self.edition
        self.made += 1
        self.reading()
        response = HttpResponse(f"edition {edition}", status=self.status)
        if self.keepable and self.status == 200:
            page_cache.public(response, {"home"})
        start_response(f"{self.status} X", list(response.items()))
        return response


@pytest.fixture
def workshop() -> Workshop:
    return Workshop()


@pytest.fixture
def worker(make_cache, workshop) -> Callable[[], Reader]:
    """Makes workers over one store, each with a reader who asks it."""
    return lambda: Reader(Front(workshop, make_cache()))


def cache_of(reader: Reader) -> PageCache:
    return reader.application._cache


class Hold:
    """Stops whoever makes a page until let go; `begun` says that somebody is stopped."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()

    def __call__(self) -> None:
        self.begun.set()
        assert self.go_on.wait(PATIENCE)


def while_one_makes_it(
    reader: Reader, workshop: Workshop, act: Callable[[], object]
) -> tuple[Answer, object]:
    """What the maker got, and what `act` gives that is done while the page is being made."""
    hold = workshop.reading = Hold()
    with ThreadPoolExecutor(1) as threads:
        maker = threads.submit(reader.get, "/")
        assert hold.begun.wait(PATIENCE)
        workshop.reading = lambda: None
        try:
            done = act()
        finally:
            hold.go_on.set()
        return maker.result(PATIENCE), done


def test_while_one_makes_it_others_get_the_old_page(worker, workshop):
    one, other = worker(), worker()
    one.get("/")
    other.get("/")
    workshop.edition = 2
    cache_of(other).forget(["home"])
    maker, others = while_one_makes_it(
        one, workshop, lambda: [reader.get("/") for reader in [one, *others_of(one, other)]]
    )
    assert "edition 2" in maker
    assert workshop.made == 2
    assert all("edition 1" in answer for answer in others)
    assert "edition 2" in one.get("/")
    assert "edition 2" in other.get("/")
    assert workshop.made == 2


def others_of(one: Reader, other: Reader) -> list[Reader]:
    """Other workers who are kept from making it too.

    The embedded store excludes processes, and here all is one process; the next test has two.
    """
    return [other] if isinstance(cache_of(one).store, RedisStore) else []


def test_two_processes_over_one_folder(workshop, tmp_path, clock):
    one = Reader(Front(workshop, PageCache(EmbeddedStore(tmp_path), clock)))
    one.get("/")
    workshop.edition = 2
    cache_of(one).forget(["home"])

    def begin() -> bool:
        """Another worker, which has begun to make the page."""
        cache = PageCache(EmbeddedStore(tmp_path), clock)
        cache.catch_up()
        page = cache.find("/")
        is_stale = page is not None and cache.state_of(page, clock()) is State.STALE
        return is_stale and cache.acquire("/")

    with in_another_process(begin) as begun:
        assert begun
        assert "edition 1" in one.get("/")
        assert workshop.made == 1
    # It has died over it.
    assert "edition 2" in one.get("/")


def test_where_there_is_no_old_page_others_wait(worker, workshop, monkeypatch):
    one = worker()
    hold = workshop.reading = Hold()
    looked = threading.Semaphore(0)
    monkeypatch.setattr(front, "WAIT_SECONDS", PATIENCE)
    monkeypatch.setattr(front.time, "sleep", lambda seconds: looked.release())
    with ThreadPoolExecutor(8) as threads:
        first = threads.submit(one.get, "/")
        assert hold.begun.wait(PATIENCE)
        waiting = [threads.submit(one.get, "/") for _each in range(7)]
        for _each in waiting:
            assert looked.acquire(timeout=PATIENCE)
        hold.go_on.set()
        answers = [each.result(PATIENCE) for each in [first, *waiting]]
    assert workshop.made == 1
    assert {answer.body for answer in answers} == {b"edition 1"}


def test_who_has_waited_long_makes_it_too(worker, workshop, monkeypatch):
    one = worker()
    monkeypatch.setattr(front, "WAIT_SECONDS", 0)
    maker, answer = while_one_makes_it(one, workshop, lambda: one.get("/"))
    assert (maker.status, answer.status, workshop.made) == (200, 200, 2)


def test_what_was_withdrawn_is_waited_for(worker, workshop, monkeypatch):
    one = worker()
    one.get("/")
    workshop.edition = 2
    cache_of(one).forget(["home"], withdrawn=True)
    monkeypatch.setattr(front, "WAIT_SECONDS", 0)
    _maker, answer = while_one_makes_it(one, workshop, lambda: one.get("/"))
    assert "edition 2" in answer


def test_a_page_of_old_data_stored_late_is_not_shown_as_true(worker, workshop):
    """Read before the change, stored after it was forgotten: made anew for the next."""
    one, other = worker(), worker()

    def change() -> None:
        workshop.edition = 2
        cache_of(other).forget(["home"])

    maker, _done = while_one_makes_it(one, workshop, change)
    assert "edition 1" in maker
    assert "edition 2" in one.get("/")
    assert "edition 2" in other.get("/")
    assert workshop.made == 2


def test_answers_that_are_not_kept_are_not_waited_for(worker, workshop):
    one = worker()
    workshop.keepable = False
    one.get("/")
    _maker, answer = while_one_makes_it(one, workshop, lambda: one.get("/"))
    assert (answer.cached, "edition 1" in answer) == ("", True)


def test_when_they_are_kept_again_they_are_kept(worker, workshop):
    one = worker()
    workshop.keepable = False
    one.get("/")
    workshop.keepable = True
    assert [one.get("/").cached for _time in range(2)] == ["miss", "hit"]


def test_a_failure_gives_the_right_to_make_it_back(worker, workshop):
    one, other = worker(), worker()
    workshop.status = 500
    assert one.get("/").status == 500
    workshop.status = 200
    assert [one.get("/").cached, other.get("/").cached] == ["miss", "hit"]


def test_no_answer_with_a_cookie_is_kept(worker):
    one = worker()

    def with_cookie(environ, start_response):
        response = page_cache.public(HttpResponse("x"), {"home"})
        response.set_cookie("a", "b")
        start_response("200 OK", [*response.items(), ("Set-Cookie", "a=b")])
        return response

    one.application._django = with_cookie
    assert [one.get("/").cached for _time in range(2)] == ["", ""]


def test_marked_private_after_all_it_is_not_kept(worker):
    one = worker()

    def private(environ, start_response):
        response = page_cache.private(page_cache.public(HttpResponse("x"), {"home"}))
        start_response("200 OK", list(response.items()))
        return response

    one.application._django = private
    assert [one.get("/").cached for _time in range(2)] == ["", ""]


def test_an_edit_on_one_is_seen_on_the_other(worker, workshop):
    one, other = worker(), worker()
    assert [one.get("/").cached, other.get("/").cached] == ["miss", "hit"]
    workshop.edition = 2
    cache_of(one).forget(["home"])
    assert "edition 2" in other.get("/")
    assert "edition 2" in one.get("/")
    assert workshop.made == 2
