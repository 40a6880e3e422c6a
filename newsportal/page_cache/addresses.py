"""Which requests are answered with everyone's page, and under which key it is kept."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from newsportal.page_cache import Sharing, personal_cookies

Environ = dict[str, Any]

LONGEST = 1024
"""Bytes of path and query. What is longer nobody of ours has linked to."""

MOST_PARAMETERS = 30

_HOST_HEADERS = ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT")


@dataclass(frozen=True)
class Address:
    """Where a shared page is kept, and the query it is made with."""

    key: str
    query: str
    endless: bool


class Addresses:
    """The rules, with the settings they need looked up once."""

    def __init__(self) -> None:
        site = urlsplit(settings.SITE_URL)
        self._host, self._scheme = site.netloc.lower(), site.scheme
        self._cookies = personal_cookies()
        self._proxy = settings.SECURE_PROXY_SSL_HEADER

    def is_plain(self, environ: Environ) -> bool:
        """Whether the request, cookies aside, is one for a page that is kept.

        A GET or HEAD to the site's own host. Pages name the host and the scheme they were asked
        at; at any other, they are made by Django each time.
        """
        return (
            environ["REQUEST_METHOD"] in ("GET", "HEAD")
            and environ.get("HTTP_HOST", "").lower() == self._host
            and self._scheme_of(environ) == self._scheme
            and "HTTP_AUTHORIZATION" not in environ
            and not environ.get("SCRIPT_NAME")
        )

    def is_personal(self, environ: Environ) -> bool:
        """Whether a cookie of the request may change the page.

        The names are looked for anywhere in the header: what only looks like one of them costs its
        bearer the cache and nothing else.
        """
        cookies = environ.get("HTTP_COOKIE")
        return cookies is not None and any(name in cookies for name in self._cookies)

    def is_signed_in(self, environ: Environ) -> bool:
        """Whether the request has a session, which only the newsroom's own people have."""
        return settings.SESSION_COOKIE_NAME in environ.get("HTTP_COOKIE", "")

    def _scheme_of(self, environ: Environ) -> str:
        """As Django tells it (HttpRequest.scheme)."""
        if self._proxy:
            header, secure = self._proxy
            value = environ.get(header)
            if value is not None:
                return "https" if value.split(",", 1)[0].strip() == secure else "http"
        return environ.get("wsgi.url_scheme", "http")

    def find(self, environ: Environ) -> Address | None:
        """Where the page that the request asks for is kept; None if it is not to be kept."""
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        if len(path) + len(query) > LONGEST:
            return None
        sharing = _sharing(path)
        if sharing is None:
            return None
        if not query:
            return Address(path, "", sharing.endless)
        kept = normalised(query, sharing.parameters)
        if kept is None:
            return None
        if not kept:
            return Address(path, "", sharing.endless)
        return Address(f"{path}?{kept}", kept, endless=True)


def normalised(query: str, parameters: tuple[str, ...]) -> str | None:
    """`query` with `parameters` alone, in their order, the last value of each, as Django reads it.

    None for a query with more parameters than a page of ours ever has.
    """
    try:
        # WSGI hands bytes over as Latin-1 (PEP 3333).
        text = query.encode("latin-1").decode("utf-8", "replace")
        given = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return None
    values = dict(given)
    return urlencode([(name, values[name]) for name in parameters if name in values])


@lru_cache(maxsize=8192)
def _sharing(path: str) -> Sharing | None:
    """What the view of a path says of its sharing.

    Another spelling of an address, as 007 for 7, is one that anybody can make up.
    """
    try:
        plain = get_path_info({"PATH_INFO": path})
        match = resolve(plain)
        sharing: Sharing | None = getattr(match.func, "sharing", None)
        if sharing is None or sharing.endless:
            return sharing
        spelt = unquote(reverse(match.view_name, args=match.args, kwargs=match.kwargs))
    except (Resolver404, NoReverseMatch, UnicodeError, ValueError):
        return None
    return sharing if spelt == plain else replace(sharing, endless=True)


def for_everyone(environ: Environ, address: Address) -> Environ:
    """The request as everyone would send it: the page cannot depend on who happens to ask first.

    No cookies, no wish of the client's and no parameter but those of the address are left.
    """
    kept = {*_HOST_HEADERS, "HTTP_X_FORWARDED_FOR"}
    if settings.SECURE_PROXY_SSL_HEADER:
        kept.add(settings.SECURE_PROXY_SSL_HEADER[0])
    plain = {
        name: value
        for name, value in environ.items()
        if not name.startswith("HTTP_") or name in kept
    }
    # RAW_URI and the like repeat the query; nothing of ours reads them.
    return plain | {"REQUEST_METHOD": "GET", "QUERY_STRING": address.query}
