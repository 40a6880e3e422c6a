"""An answer is everybody's unless this reader may see another one than everybody.

Staff and people with a waiting comment are told by a cookie; see newsportal/page_cache/.
"""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from articles.context_processors import of_request
from articles.next_change import earliest
from newsportal import page_cache


def public_page(
    request: HttpRequest,
    response: HttpResponse,
    tags: Iterable[str],
    *changes_at: datetime | None,
    removed_at: datetime | None = None,
) -> HttpResponse:
    """Mark a page with the furniture around it, which changes by the clock as well."""
    moments = (*changes_at, of_request(request).changes_at)
    return public_answer(request, response, tags, *moments, removed_at=removed_at)


def public_answer(
    request: HttpRequest,
    response: HttpResponse,
    tags: Iterable[str],
    *changes_at: datetime | None,
    removed_at: datetime | None,
) -> HttpResponse:
    """Mark what shows the same to everybody until the first of `changes_at` (aware, or None).

    From `removed_at` on it is not even shown while the database is away (`page_cache.public`).
    """
    if page_cache.is_personal(request):
        return page_cache.private(response)
    return page_cache.public(response, tags, earliest(*changes_at), removed_at)
