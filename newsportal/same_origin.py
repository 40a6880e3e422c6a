"""Did this request come from one of our own pages?

A page that is cached for everyone can hold no CSRF token, so its forms are guarded by what every
current browser says of a request and no page can forge: `Sec-Fetch-Site` (W3C Fetch Metadata) and
`Origin` (RFC 6454, 7). Where a browser sends neither, the caller asks to confirm on an uncached
page that holds a token.
"""

from enum import Enum
from urllib.parse import urlsplit

from django.http import HttpRequest


class Provenance(Enum):
    """Where a request comes from."""

    OWN = "own"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


def provenance(request: HttpRequest) -> Provenance:
    """Where `request` comes from, by its headers alone.

    `Origin: null` (a sandboxed frame, some privacy tools) says nothing and counts as unknown
    unless the fetch metadata speaks.
    """
    site = request.headers.get("Sec-Fetch-Site", "")
    origin = request.headers.get("Origin", "")
    # "none" is a request nobody's page sent: typed in, or sent again by the browser itself.
    if site and site != "none":
        if site != "same-origin":
            return Provenance.FOREIGN
        if origin and origin != "null" and not _is_ours(origin, request):
            return Provenance.FOREIGN
        return Provenance.OWN
    if origin and origin != "null":
        return Provenance.OWN if _is_ours(origin, request) else Provenance.FOREIGN
    return Provenance.UNKNOWN


def _is_ours(origin: str, request: HttpRequest) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())
