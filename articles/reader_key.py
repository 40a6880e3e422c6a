"""Who reads, as a number that says nothing about her.

A reader's key is keyed BLAKE2b (RFC 7693) over her network address and her browser's name, under
a random salt that is made anew every day (UTC, whose days all have 24 hours) and then deleted.
Neither address nor browser is stored; and once its salt is gone, a key can be tied to no reader
and to no key of another day. On a site without a single view the salt stays until the next one.

Phones of one model behind one carrier's address have one key: what is counted by it counts such
readers as one. That is the price of knowing nothing more of them.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from django.http import HttpRequest

from articles.models import ViewSalt
from newsportal.client_address import client_address

OVERLAP = timedelta(minutes=30)
"""How long into a day the salt of the day before is kept, so that midnight makes no one new."""

SALT_BYTES = 32
KEY_BYTES = 8
LONGEST_USER_AGENT = 512
"""Characters of the browser's name that are looked at; real ones are a third of that."""


class ReaderKeys(NamedTuple):
    """A reader's key today and, while it still holds, the one of yesterday (signed 64 bit)."""

    today: int
    yesterday: int | None = None


@dataclass(frozen=True)
class _Salts:
    day: date
    today: bytes
    yesterday: bytes | None


_salts: _Salts | None = None
"""The salts as last read, one copy for each process."""


def user_agent(request: HttpRequest) -> str:
    """The browser's name as far as it is looked at; empty when it gives none."""
    return request.headers.get("User-Agent", "").strip()[:LONGEST_USER_AGENT]


def reader_keys(request: HttpRequest, now: datetime) -> ReaderKeys:
    """The keys of the reader who sent `request` at `now` (aware); no query but the day's first."""
    signs = f"{client_address(request)}\0{user_agent(request)}".encode(errors="surrogatepass")
    salts = _salts_at(now.astimezone(UTC))
    return ReaderKeys(
        _key(salts.today, signs),
        None if salts.yesterday is None else _key(salts.yesterday, signs),
    )


def _key(salt: bytes, signs: bytes) -> int:
    digest = hashlib.blake2b(signs, digest_size=KEY_BYTES, key=salt).digest()
    return int.from_bytes(digest, "big", signed=True)


def _salts_at(now: datetime) -> _Salts:
    global _salts
    day = now.date()
    overlapping = now - datetime.combine(day, time.min, UTC) < OVERLAP
    kept = _salts
    if kept is None or kept.day != day or (kept.yesterday is not None and not overlapping):
        kept = _salts = _load(day, overlapping)
    return kept


def _load(day: date, overlapping: bool) -> _Salts:
    """Read the day's salt, made by whichever process asks first, and delete what is outlived."""
    yesterday = day - timedelta(days=1)
    ViewSalt.objects.filter(day__lt=yesterday if overlapping else day).delete()
    ViewSalt.objects.bulk_create(
        [ViewSalt(day=day, salt=secrets.token_bytes(SALT_BYTES))], ignore_conflicts=True
    )
    stored = dict(ViewSalt.objects.filter(day__in=(yesterday, day)).values_list("day", "salt"))
    previous = stored.get(yesterday)
    return _Salts(day, bytes(stored[day]), None if previous is None else bytes(previous))
