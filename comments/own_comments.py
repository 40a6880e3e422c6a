"""Which comments are the visitor's own: a signed cookie with their ids.

It is how a commenter, and she alone, sees what became of her comment, and how she corrects and
withdraws it. Nobody else can make the cookie, and it says nothing but ids.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles.models import Article
from comments.actions import CORRECTION
from comments.models import Comment, Status

MAX_AGE_SECONDS = 30 * 24 * 3600
NEWEST = 20
"""How many ids are kept; the oldest make room."""

TOLD = timedelta(days=7)
"""How long after the decision she is still told of it."""

_SALT = "comments.waiting"
_OWN = "_own_comments"
_SHOWN = "_own_comments_shown"


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


def own(request: HttpRequest) -> list[Comment]:
    """The visitor's own comments she is to be told of: no query without the cookie, else one.

    They hold what tells their state, and not their text. What she need not be told of any more
    leaves the cookie with this response (`ForgetDecided`).
    """
    if settings.WAITING_COOKIE_NAME not in request.COOKIES:
        return []
    found = getattr(request, _OWN, None)
    if found is None:
        now = timezone.now()
        ids = read(request)
        stored = Comment.objects.filter(pk__in=ids).only(
            "article_id", "status", "submitted_at", "decided_at"
        )
        found = [comment for comment in stored if _is_kept(comment, now)] if ids else []
        setattr(request, _OWN, found)
    return found


def own_under(request: HttpRequest, article: Article) -> list[int]:
    """The ids of the visitor's own comments under `article`; as many queries as `own`."""
    return [comment.pk for comment in own(request) if comment.article_id == article.pk]


def shown(request: HttpRequest, ids: Iterable[int]) -> None:
    """Tell that the response shows these comments: those published leave the cookie with it.

    They stay while they can still be corrected.
    """
    setattr(request, _SHOWN, {*getattr(request, _SHOWN, ()), *ids})


def _is_kept(comment: Comment, now: datetime) -> bool:
    if comment.status == Status.WAITING or now < comment.submitted_at + CORRECTION:
        return True
    if comment.status == Status.WITHDRAWN:
        return False
    return comment.decided_at is not None and now < comment.decided_at + TOLD


class ForgetDecided:
    """Middleware: takes comments out of the cookie whose writer has been told enough of them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        found = getattr(request, _OWN, None)
        if found is not None and settings.WAITING_COOKIE_NAME not in response.cookies:
            now = timezone.now()
            seen: set[int] = getattr(request, _SHOWN, set())
            staying = {comment.pk for comment in found if not _is_done(comment, seen, now)}
            ids = read(request)
            kept = [pk for pk in ids if pk in staying]
            if not kept or kept != ids:
                write(response, kept)
        return response


def _is_done(comment: Comment, seen: set[int], now: datetime) -> bool:
    return (
        comment.status == Status.APPROVED
        and comment.pk in seen
        and now >= comment.submitted_at + CORRECTION
    )
