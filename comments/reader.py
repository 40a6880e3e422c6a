"""Which reader likes or reports: enough to count her once, too little to know her.

A keyed hash of her network address and her browser's name, under the key of network_hash.py,
tells readers apart whose browsers keep nothing; a random number in a cookie, set with the first
like or report, tells her again when her address changes. Phones of one model behind one carrier's
address are one reader until they have a cookie each, and their second like is not counted: that
is the price of knowing nothing more of them.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from comments import network_hash
from newsportal.client_address import client_address

COOKIE = "reader"
COOKIE_SECONDS = 365 * 24 * 3600
DEVICE_BYTES = 16
KEY_BYTES = 8
LONGEST_USER_AGENT = 512
_DEVICE = re.compile(r"[\w-]{22}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader as her likes and reports store her: `key` signed 64 bit, `device` may be ""."""

    key: int
    device: str = ""

    def q(self) -> Q:
        """Rows that are this reader's."""
        same = Q(reader=self.key)
        return same | Q(device=self.device) if self.device else same


def of_request(request: HttpRequest, now: datetime) -> Reader:
    """The reader who sent `request` at `now` (aware); one query."""
    agent = request.headers.get("User-Agent", "").strip()[:LONGEST_USER_AGENT]
    signs = f"{client_address(request)}\0{agent}".encode(errors="surrogatepass")
    secret = bytes(network_hash.current_key(now).secret)
    digest = hashlib.blake2b(signs, digest_size=KEY_BYTES, key=secret, person=b"reader").digest()
    device = request.COOKIES.get(COOKIE, "")
    return Reader(
        int.from_bytes(digest, "big", signed=True), device if _DEVICE.match(device) else ""
    )


def with_device(reader: Reader) -> Reader:
    """The reader with a number for her browser to keep, a new one where she has none."""
    return reader if reader.device else Reader(reader.key, secrets.token_urlsafe(DEVICE_BYTES))


def remember(response: HttpResponse, reader: Reader) -> None:
    """Let the browser keep the reader's number."""
    response.set_cookie(
        COOKIE,
        reader.device,
        max_age=COOKIE_SECONDS,
        path="/comment/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
