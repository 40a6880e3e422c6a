"""What may be kept of a page, for how long, under which tags; and what to forget when.

Every public response says here what it shows (its tags) and until when it is true. Whoever
changes something names the tags it touches; after the transaction commits, the receivers of
`tags_invalidated` hear of it. No other module knows of caching.

This module is what views and signals use. How pages are kept and found again, in the order of a
request: `front` (before Django), `addresses` (what may be shared), `cache` (fresh, stale or gone),
`page`, `encoding`, `memory`, and the two stores. See docs/decisions/013-page-cache.md.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

SHARED_SECONDS = 60
"""How long a shared cache may hold a page unasked (RFC 9111, s-maxage)."""

STALE_WHILE_REVALIDATE_SECONDS = 300
STALE_IF_ERROR_SECONDS = 86400
"""How long a shared cache may serve the old page meanwhile, or while we are down (RFC 5861)."""

PROXY_SECONDS = 1
"""How long our own nginx holds a page: X-Accel-Expires counts for it alone and goes no further.

It stands behind Cache-Control, or nginx would not read the terms of staleness there.
"""

HOME = "home"
FURNITURE = "furniture"
ARCHIVE = "archive"

tags_invalidated = Signal()
"""Sent once for each committed change with `tags`, a frozenset of str, and `withdrawn`."""

View = TypeVar("View", bound=Callable[..., HttpResponse])


@dataclass(frozen=True)
class Terms:
    """What a response marked public says of itself; aware times, None for never."""

    tags: frozenset[str]
    expires_at: datetime | None
    removed_at: datetime | None


@dataclass(frozen=True)
class Sharing:
    """How the addresses of a view are shared: see `shared`."""

    parameters: tuple[str, ...]
    endless: bool


def shared(*parameters: str, endless: bool = False) -> Callable[[View], View]:
    """Let the pages of a view be kept for everyone, by its path and these query parameters.

    The page is made as if the query held nothing else, so it cannot depend on what is not named
    here, nor can a stranger's parameters make a second copy of it. `endless` is for addresses
    anybody can make up (searches, days without stories): they are kept apart from the others.
    """

    def mark(view: View) -> View:
        # Functions take attributes, which their type does not say; `addresses` reads this one.
        view.sharing = Sharing(parameters, endless)  # type: ignore[attr-defined]
        return view

    return mark


def tag(kind: str, pk: int) -> str:
    """The tag of one row: `article:12`."""
    return f"{kind}:{pk}"


_AS_EXPIRES: Any = object()


def public(
    response: HttpResponse,
    tags: Iterable[str],
    expires_at: datetime | None = None,
    removed_at: datetime | None = _AS_EXPIRES,
) -> HttpResponse:
    """Mark `response` as the same for everyone, showing what `tags` name.

    `expires_at` (aware) is the next moment a publication or an expiry changes the page by the
    clock alone; no cache serves it longer while we are up. `removed_at` is the moment from which
    something on it must not be shown any more: no cache serves it longer even while we are down, so
    that a story whose end has come is not shown for another day. Unless given it is `expires_at`.
    Browsers ask every time (so a commenter sees her own comment at once), shared caches once a
    minute.
    """
    if removed_at is _AS_EXPIRES:
        removed_at = expires_at
    now = timezone.now()
    left, shown = _seconds_until(expires_at, now), _seconds_until(removed_at, now)
    seconds = min(SHARED_SECONDS, left, shown)
    # The seconds of staleness begin where those of freshness end.
    stale = min(STALE_WHILE_REVALIDATE_SECONDS, left - seconds, shown - seconds)
    if_error = min(STALE_IF_ERROR_SECONDS, shown - seconds)
    response["Cache-Control"] = (
        f"public, max-age=0, s-maxage={seconds}, stale-while-revalidate={stale}, "
        f"stale-if-error={if_error}"
    )
    response["X-Accel-Expires"] = str(min(seconds, PROXY_SECONDS))
    terms = Terms(frozenset({FURNITURE, *tags}), expires_at, removed_at)
    response["Cache-Tag"] = ",".join(sorted(terms.tags))
    _set_terms(response, terms)
    return response


def _set_terms(response: HttpResponse, terms: Terms | None) -> None:
    # Django's type knows of no attributes of ours; `front` reads this one.
    response.page_cache_terms = terms  # type: ignore[attr-defined]


_FOREVER_SECONDS = 2 * STALE_IF_ERROR_SECONDS


def _seconds_until(moment: datetime | None, now: datetime) -> int:
    """Whole seconds, none of them negative; for no moment, more than any cache is told."""
    if moment is None:
        return _FOREVER_SECONDS
    return max(0, min(_FOREVER_SECONDS, int((moment - now).total_seconds())))


def private(response: HttpResponse) -> HttpResponse:
    """Mark `response` as meant for one person: no cache keeps it."""
    response["Cache-Control"] = "private, no-store"
    _set_terms(response, None)
    patch_vary_headers(response, ("Cookie",))
    return response


def is_personal(request: HttpRequest) -> bool:
    """Whether `request` carries a cookie that may change the page: a session, a waiting comment."""
    return any(name in request.COOKIES for name in personal_cookies())


def personal_cookies() -> tuple[str, ...]:
    """Names of the cookies whose bearer never sees or fills a shared page."""
    return (settings.SESSION_COOKIE_NAME, settings.WAITING_COOKIE_NAME)


def invalidate(tags: Iterable[str], *, withdrawn: bool = False) -> None:
    """Forget every page that shows one of `tags`, once the current transaction has committed.

    Until it is made anew the old page may still be shown, for the moment that takes, or while the
    database is down; not so with `withdrawn`: something has been taken off the site.
    """
    forgotten = frozenset(tags)
    if forgotten:
        transaction.on_commit(
            lambda: tags_invalidated.send(sender=None, tags=forgotten, withdrawn=withdrawn)
        )
