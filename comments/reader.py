"""Which reader likes or reports: enough to count her once, too little to know her.

A keyed hash of her network address and her browser's name, under the key of network_hash.py,
tells readers apart whose browsers keep nothing; a random number in a cookie, set with the first
like or report, tells her again when her address changes. Phones of one model behind one carrier's
address are one reader for a comment, and their second like is not counted: that is the price of
knowing nothing more of them.

Name and cookie are what the browser says, and a script says another at every request. Where it
matters that readers are different ones, it is their origin that counts: a keyed hash of the
address alone.
"""

import hashlib
import ipaddress
import re
import secrets
from dataclasses import dataclass, replace
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
IPV6_PREFIX = 64
"""A subscriber, and a phone, has a whole /64 to take addresses from (RFC 6177, RFC 6459)."""
UNKNOWN_ORIGIN = 0
_DEVICE = re.compile(r"[\w-]{22}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader as her likes and reports store her.

    `key` (address and browser's name) and `origin` (address alone) are signed 64 bit; `device`
    is "" for a browser without a number, `origin` UNKNOWN_ORIGIN where she has no address.
    """

    key: int
    device: str = ""
    origin: int = UNKNOWN_ORIGIN

    def q(self) -> Q:
        """Rows that may be this reader's, and leave no room for another of hers."""
        same = Q(reader=self.key)
        return same | Q(device=self.device) if self.device else same

    def surely(self) -> Q:
        """Rows that are nobody else's: of a row with a number, her browser has the same."""
        same = Q(reader=self.key, device="")
        return same | Q(device=self.device) if self.device else same


def of_request(request: HttpRequest, now: datetime) -> Reader:
    """The reader who sent `request` at `now` (aware); one query."""
    address = client_address(request)
    agent = request.headers.get("User-Agent", "").strip()[:LONGEST_USER_AGENT]
    secret = bytes(network_hash.current_key(now).secret)
    device = request.COOKIES.get(COOKIE, "")
    place = _place(address)
    return Reader(
        key=_hash(f"{address}\0{agent}", secret, b"reader"),
        device=device if _DEVICE.match(device) else "",
        origin=_hash(place, secret, b"origin") if place else UNKNOWN_ORIGIN,
    )


def _place(address: str) -> str:
    """What of an IP address its holder cannot change at will; "" for an unknown one."""
    parsed = ipaddress.ip_address(address)
    if parsed.is_unspecified:
        return ""
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, IPV6_PREFIX), strict=False))
    return address


def _hash(signs: str, secret: bytes, purpose: bytes) -> int:
    digest = hashlib.blake2b(
        signs.encode(errors="surrogatepass"), digest_size=KEY_BYTES, key=secret, person=purpose
    ).digest()
    return int.from_bytes(digest, "big", signed=True)


def with_device(reader: Reader) -> Reader:
    """The reader with a number for her browser to keep, a new one where she has none."""
    return reader if reader.device else replace(reader, device=secrets.token_urlsafe(DEVICE_BYTES))


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
