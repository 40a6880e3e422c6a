"""An answer is everybody's unless this reader may see another one than everybody.

Staff and people with a waiting comment are told by a cookie; see newsportal/page_cache.py.
"""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from articles.context_processors import of_request
from newsportal import page_cache


def public_page(
    request: HttpRequest, response: HttpResponse, tags: Iterable[str], *changes_at: datetime | None
) -> HttpResponse:
    """Mark a page with the furniture around it, which changes by the clock as well."""
    return public_answer(request, response, tags, *changes_at, of_request(request).changes_at)


def public_answer(
    request: HttpRequest, response: HttpResponse, tags: Iterable[str], *changes_at: datetime | None
) -> HttpResponse:
    """Mark what shows the same to everybody until the first of `changes_at` (aware, or None)."""
    if page_cache.is_personal(request):
        return page_cache.private(response)
    next_moment = min((moment for moment in changes_at if moment), default=None)
    return page_cache.public(response, tags, next_moment)
