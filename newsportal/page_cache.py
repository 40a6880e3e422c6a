"""What may be kept of a page, for how long, under which tags; and what to forget when.

Every public response says here what it shows (its tags) and until when it is true. Whoever
changes something names the tags it touches; after the transaction commits, the receivers of
`tags_invalidated` hear of it. No other module knows of caching.
"""

from collections.abc import Iterable
from datetime import datetime

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

HOME = "home"
FURNITURE = "furniture"
ARCHIVE = "archive"

tags_invalidated = Signal()
"""Sent once for each committed change with `tags`, a frozenset of str."""


def tag(kind: str, pk: int) -> str:
    """The tag of one row: `article:12`."""
    return f"{kind}:{pk}"


def public(
    response: HttpResponse, tags: Iterable[str], expires_at: datetime | None = None
) -> HttpResponse:
    """Mark `response` as the same for everyone, showing what `tags` name.

    `expires_at` (aware) is the next moment a publication or an expiry changes the page by the
    clock alone; no cache serves it longer, be it stale: a story whose end has come is not shown for
    another day because we are down. Browsers ask every time (so a commenter sees her own comment
    at once), shared caches once a minute.
    """
    seconds = SHARED_SECONDS
    stale = STALE_WHILE_REVALIDATE_SECONDS
    if_error = STALE_IF_ERROR_SECONDS
    if expires_at is not None:
        left = max(0, int((expires_at - timezone.now()).total_seconds()))
        seconds = min(seconds, left)
        # The seconds of staleness begin where those of freshness end.
        stale, if_error = min(stale, left - seconds), min(if_error, left - seconds)
    response["Cache-Control"] = (
        f"public, max-age=0, s-maxage={seconds}, stale-while-revalidate={stale}, "
        f"stale-if-error={if_error}"
    )
    response["Cache-Tag"] = ",".join(sorted({FURNITURE, *tags}))
    return response


def private(response: HttpResponse) -> HttpResponse:
    """Mark `response` as meant for one person: no cache keeps it."""
    response["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ("Cookie",))
    return response


def is_personal(request: HttpRequest) -> bool:
    """Whether `request` carries a cookie that may change the page: a session, a waiting comment."""
    return any(name in request.COOKIES for name in personal_cookies())


def personal_cookies() -> tuple[str, ...]:
    """Names of the cookies whose bearer never sees or fills a shared page."""
    return (settings.SESSION_COOKIE_NAME, settings.WAITING_COOKIE_NAME)


def invalidate(tags: Iterable[str]) -> None:
    """Forget every page that shows one of `tags`, once the current transaction has committed."""
    forgotten = frozenset(tags)
    if forgotten:
        transaction.on_commit(lambda: tags_invalidated.send(sender=None, tags=forgotten))
