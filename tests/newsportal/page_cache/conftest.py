"""Stores of both kinds, a clock to turn, and the portal behind a cache of its own."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from newsportal.page_cache import running
from newsportal.page_cache.cache import PageCache
from newsportal.page_cache.front import Front
from newsportal.page_cache.store_embedded import EmbeddedStore
from newsportal.page_cache.store_redis import RedisStore
from scripts.redis_server import RedisUnavailable, throwaway_redis
from tests.newsportal.calling import Reader


class Clock:
    """Seconds since 1970, as somebody turns them."""

    def __init__(self, now: float):
        self.now = now

    def __call__(self) -> float:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture(scope="session")
def redis_address() -> Iterator[str]:
    """A Redis for the run. Skips where there is none, fails there in CI."""
    with ExitStack() as stack:
        try:
            address = stack.enter_context(throwaway_redis())
        except RedisUnavailable as error:
            if os.environ.get("CI", "").lower() in {"1", "true"}:
                pytest.fail(str(error))
            pytest.skip(str(error))
        yield address


@pytest.fixture(params=["embedded", "redis"])
def make_store(request, tmp_path) -> Callable[..., Any]:
    """Makes stores that share what they keep, as those of several processes do."""
    if request.param == "embedded":
        return lambda release="": EmbeddedStore(tmp_path / "pages", release)
    address = request.getfixturevalue("redis_address")
    prefix = f"{tmp_path.name}:"

    def make(release: str = "") -> RedisStore:
        # Asks each time: a test need not wait for the moment between two questions.
        ticks = iter(range(10**9))
        return RedisStore(address, release, prefix, clock=lambda: float(next(ticks)))

    return make


@pytest.fixture
def clock() -> Clock:
    return Clock(time.time())


@pytest.fixture
def make_cache(make_store, clock) -> Callable[[], PageCache]:
    """Makes page caches of several processes over one store."""
    return lambda: PageCache(make_store(), clock)


@pytest.fixture
def embedded_cache(tmp_path, clock) -> PageCache:
    return PageCache(EmbeddedStore(tmp_path / "portal"), clock)


@pytest.fixture(autouse=True)
def _connection_stays() -> Iterator[None]:
    """As in django.test.Client: the test's own transaction is on the connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def portal(embedded_cache, monkeypatch) -> Front:
    """The portal behind a page cache of its own, which hears of every committed change."""
    monkeypatch.setattr(running, "cache", lambda: embedded_cache)
    return Front(WSGIHandler(), embedded_cache)


@pytest.fixture
def reader(portal) -> Reader:
    return Reader(portal)


@pytest.fixture
def committing(django_capture_on_commit_callbacks) -> Callable[[Callable[[], object]], None]:
    """Call with an act: it is carried out and committed."""

    def run(act: Callable[[], object]) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            act()

    return run
