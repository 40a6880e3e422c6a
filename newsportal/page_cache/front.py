"""Before Django: requests for everyone's pages are answered from what is kept.

A WSGI application around Django's. What it cannot answer it hands on; what Django then makes of
an address that is shared it keeps, unless the response says otherwise.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

from newsportal.page_cache import Terms
from newsportal.page_cache.addresses import Address, Addresses, Environ, for_everyone
from newsportal.page_cache.cache import PageCache, State
from newsportal.page_cache.encoding import IDENTITY, best_of
from newsportal.page_cache.page import LARGEST_BODY, Page, make

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

NAME = "newsportal"
"""Ours among the caches of a Cache-Status header (RFC 9211)."""

WAIT_SECONDS = 2.0
"""How long one waits for another to make a page before making it too."""

LOOK_AGAIN_SECONDS = 0.004

REST_SECONDS = 1.0
"""For so long nothing is tried after a failure by those who have an old page to show."""

UNKEPT_SECONDS = 10.0
UNKEPT_ADDRESSES = 4096
"""Addresses whose answer was not to be kept: nobody waits there for somebody else's."""


class Front:
    """See the module. `django` is the application behind."""

    def __init__(self, django: Application, cache: PageCache):
        self._django = django
        self._cache = cache
        self._addresses = Addresses()
        self._rest_until = 0.0
        self._resting: OrderedDict[str, float] = OrderedDict()
        self._unkept: OrderedDict[str, float] = OrderedDict()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not self._addresses.is_plain(environ):
            return self._django(environ, start_response)
        if self._addresses.is_personal(environ):
            return self._personal(environ, start_response)
        cache = self._cache
        cache.catch_up()
        now = cache.clock()
        if not environ.get("QUERY_STRING"):
            # The address of most readers needs no thought.
            page = cache.in_memory(environ.get("PATH_INFO", ""))
            if page is not None and cache.state_of(page, now) is State.FRESH:
                return _answer(page, environ, start_response, now)
        address = self._addresses.find(environ)
        if address is None:
            return self._django(environ, start_response)
        page = cache.find(address.key)
        state = State.GONE if page is None else cache.state_of(page, now)
        if page is not None and state is State.FRESH:
            return _answer(page, environ, start_response, now)
        if _is_within(self._unkept, address.key, now):
            return self._make(environ, start_response, address, None)
        return self._renew(environ, start_response, address, page, state)

    def _renew(
        self,
        environ: Environ,
        start_response: StartResponse,
        address: Address,
        page: Page | None,
        state: State,
    ) -> Iterable[bytes]:
        """Make the page anew, or let others do it."""
        cache, key = self._cache, address.key
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            now = cache.clock()
            if page is not None and state in (State.STALE, State.SPARE) and self._rests(key, now):
                return _answer(page, environ, start_response, now, failed=True)
            if cache.acquire(key):
                break
            if page is not None and state is State.STALE:
                return _answer(page, environ, start_response, now)
            if time.monotonic() >= deadline:
                return self._make(environ, start_response, address, page)
            time.sleep(LOOK_AGAIN_SECONDS)
            cache.catch_up()
            page = cache.in_memory(key)
            state = State.GONE if page is None else cache.state_of(page, cache.clock())
            if page is not None and state is State.FRESH:
                return _answer(page, environ, start_response, cache.clock())
        try:
            # Somebody else may have made it since we looked.
            page = cache.reload(key)
            now = cache.clock()
            if page is not None and cache.state_of(page, now) is State.FRESH:
                return _answer(page, environ, start_response, now)
            return self._make(environ, start_response, address, page)
        finally:
            cache.release(key)

    def _make(
        self,
        environ: Environ,
        start_response: StartResponse,
        address: Address,
        old: Page | None,
    ) -> Iterable[bytes]:
        """Have Django make the page, and keep it; the old one answers where that fails."""
        cache, key = self._cache, address.key
        position, now = cache.catch_up(), cache.clock()
        status, headers, response = self._ask(for_everyone(environ, address))
        terms = _terms_of(response)
        if terms is not None:
            endless = address.endless or response.status_code != 200
            page = make(response, headers, terms, position, now, endless)
            response.close()
            cache.save(key, page)
            self._unkept.pop(key, None)
            return _answer(page, environ, start_response, now, made=True)
        if status >= "500":
            self._rest(key, status, now)
            if old is not None and cache.state_of(old, cache.clock()) is not State.GONE:
                _close(response)
                return _answer(old, environ, start_response, now, failed=True)
        else:
            _note(self._unkept, key, now + UNKEPT_SECONDS)
        return _hand_on(environ, start_response, status, headers, response)

    def _personal(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """A page for one person is Django's alone.

        But a reader with a comment of her own reads on while the database is down, like everyone.
        The newsroom must know that it is not served.
        """
        if self._addresses.is_signed_in(environ):
            return self._django(environ, start_response)
        # Django writes the decoded path into what it is given.
        status, headers, response = self._ask(dict(environ))
        if status.startswith("503"):
            self._cache.catch_up()
            now = self._cache.clock()
            address = self._addresses.find(environ)
            page = None if address is None else self._cache.find(address.key)
            if page is not None and self._cache.state_of(page, now) is not State.GONE:
                _close(response)
                return _answer(page, environ, start_response, now, failed=True)
        return _hand_on(environ, start_response, status, headers, response)

    def _ask(self, environ: Environ) -> tuple[str, list[tuple[str, str]], Any]:
        told: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], *rest: Any) -> None:
            told[:] = status, headers

        response = self._django(environ, start_response)
        status, headers = told
        return status, headers, response

    def _rests(self, key: str, now: float) -> bool:
        return now < self._rest_until or _is_within(self._resting, key, now)

    def _rest(self, key: str, status: str, now: float) -> None:
        """After a failure: of the page, or of everything where the database is away."""
        if status.startswith("503"):
            self._rest_until = now + REST_SECONDS
        _note(self._resting, key, now + REST_SECONDS)


def _terms_of(response: Any) -> Terms | None:
    """What a response says of its sharing; None where it is not to be kept."""
    terms: Terms | None = getattr(response, "page_cache_terms", None)
    if terms is None or response.streaming or response.cookies or response.status_code >= 500:
        return None
    return terms if len(response.content) <= LARGEST_BODY else None


def _answer(
    page: Page,
    environ: Environ,
    start_response: StartResponse,
    now: float,
    *,
    made: bool = False,
    failed: bool = False,
) -> Iterable[bytes]:
    """Send `page`, or that the client has it already, with its age and where it comes from."""
    variants = page.variants
    if len(variants) == 1:
        variant = variants[IDENTITY]
    else:
        variant = variants[best_of(environ.get("HTTP_ACCEPT_ENCODING", ""))]
    if made:
        source = f"{NAME}; fwd=miss; stored"
    elif failed:
        source = f"{NAME}; fwd=stale; fwd-status=503; detail=stale-if-error"
    else:
        source = f"{NAME}; hit; ttl={int(page.fresh_until - now)}"
    moment = [("Age", str(max(0, int(now - page.built_at)))), ("Cache-Status", source)]
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is not None and page.status.startswith("200") and _matches(known, variant.etag):
        start_response("304 Not Modified", variant.headers_304 + moment)
        return []
    start_response(page.status, variant.headers + moment)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [variant.body]


def _matches(known: str, etag: str) -> bool:
    """Weak comparison, as If-None-Match wants it (RFC 9110, 13.1.2)."""
    return known.strip() == "*" or etag in (
        item.strip().removeprefix("W/") for item in known.split(",")
    )


def _hand_on(
    environ: Environ,
    start_response: StartResponse,
    status: str,
    headers: list[tuple[str, str]],
    response: Any,
) -> Iterable[bytes]:
    start_response(status, headers)
    if environ["REQUEST_METHOD"] == "HEAD":
        _close(response)
        return []
    return response


def _close(response: Any) -> None:
    if hasattr(response, "close"):
        response.close()


def _note(noted: OrderedDict[str, float], key: str, until: float) -> None:
    noted[key] = until
    while len(noted) > UNKEPT_ADDRESSES:
        noted.popitem(last=False)


def _is_within(noted: OrderedDict[str, float], key: str, now: float) -> bool:
    return now < noted.get(key, 0.0)
