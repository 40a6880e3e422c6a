"""Name and e-mail address of a commenter who asked to be remembered, on her own device alone.

A signed cookie fills the forms on uncached pages; on the story's page, which is cached for
everyone, static/js/comments.js does it from what it keeps itself.
"""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "commenter"
MAX_AGE_SECONDS = 365 * 24 * 3600
PATH = "/comment/"
"""Only pages below it are filled, so the cookie goes nowhere else (RFC 6265, 5.1.4)."""

_SALT = "comments.remembered"


def read(request: HttpRequest) -> dict[str, str]:
    """The remembered `name` and `email`; nothing where the cookie is missing or forged."""
    try:
        kept: Any = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=MAX_AGE_SECONDS
        )
    except signing.BadSignature:
        return {}
    return {"name": str(kept["name"]), "email": str(kept["email"])}


def keep(response: HttpResponse, name: str, email: str) -> None:
    """Remember her."""
    response.set_cookie(
        COOKIE,
        signing.dumps({"name": name, "email": email}, salt=_SALT),
        max_age=MAX_AGE_SECONDS,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Remember nothing any more; pages that send the form cannot see whether anything was."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
