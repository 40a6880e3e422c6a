"""Which waiting comments are the visitor's own: a signed cookie with their ids.

It is how a commenter, and she alone, sees her comment before a moderator has decided about it.
Nobody else can make the cookie, and it says nothing but ids.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from comments.models import Comment

MAX_AGE_SECONDS = 30 * 24 * 3600
NEWEST = 20
"""How many ids are kept; the oldest make room."""

_SALT = "comments.waiting"
_STILL_WAITING = "_still_waiting_comments"


def read(request: HttpRequest) -> list[int]:
    """The ids in the cookie, oldest first; none where it is missing, forged or too old."""
    value = request.COOKIES.get(settings.WAITING_COOKIE_NAME)
    if not value:
        return []
    try:
        ids = signing.loads(value, salt=_SALT, max_age=MAX_AGE_SECONDS)
    except signing.BadSignature:
        return []
    return [int(pk) for pk in ids][-NEWEST:]


def write(response: HttpResponse, ids: Iterable[int]) -> None:
    """Set the cookie to the newest of `ids`, or delete it when there are none."""
    kept = list(dict.fromkeys(ids))[-NEWEST:]
    if not kept:
        response.delete_cookie(settings.WAITING_COOKIE_NAME, samesite="Lax")
        return
    response.set_cookie(
        settings.WAITING_COOKIE_NAME,
        signing.dumps(kept, salt=_SALT),
        max_age=MAX_AGE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def add(request: HttpRequest, response: HttpResponse, comment: Comment) -> None:
    """Put the comment among the visitor's own."""
    write(response, [*read(request), comment.pk])


def still_waiting(request: HttpRequest) -> list[int]:
    """The ids of the visitor's comments that wait: no query without the cookie, else one.

    What has been decided meanwhile leaves the cookie with this response (`ForgetDecided`).
    """
    if settings.WAITING_COOKIE_NAME not in request.COOKIES:
        return []
    ids = read(request)
    waiting = set(Comment.objects.awaiting().filter(pk__in=ids).values_list("pk", flat=True))
    kept = [pk for pk in ids if pk in waiting]
    setattr(request, _STILL_WAITING, kept)
    return kept


class ForgetDecided:
    """Middleware: takes decided comments out of the cookie once a page has looked at it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kept = getattr(request, _STILL_WAITING, None)
        if kept is not None and (not kept or kept != read(request)):
            write(response, kept)
        return response
