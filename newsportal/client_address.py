"""Whose request is it: the network address of the reader, behind proxies of our own or none."""

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"


def client_address(request: HttpRequest) -> str:
    """The reader's IP address in canonical form, or UNKNOWN where there is none.

    With TRUSTED_PROXY_COUNT = n the address is the n-th entry from the right of X-Forwarded-For:
    each of our proxies appends who it saw, and what stands further left is the client's own claim
    (RFC 7239, 8.1). With 0 only the connection itself is believed. A connection over a UNIX
    socket has no address.
    """
    if settings.TRUSTED_PROXY_COUNT:
        seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(seen) >= settings.TRUSTED_PROXY_COUNT:
            return _canonical(seen[-settings.TRUSTED_PROXY_COUNT])
        return UNKNOWN
    return _canonical(request.META.get("REMOTE_ADDR", ""))


# Some proxies add the port: 203.0.113.7:5678, [2001:db8::1]:443 (RFC 7239, 6).
_WITH_PORT = re.compile(r"\[([^]]+)\](?::\d+)?|([^:]+):\d+")


def _canonical(text: str) -> str:
    text = text.strip()
    if match := _WITH_PORT.fullmatch(text):
        text = match[1] or match[2]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return UNKNOWN
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)
