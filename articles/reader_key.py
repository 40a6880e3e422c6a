"""Who reads, as a number that says nothing about her.

A reader's key is keyed BLAKE2b (RFC 7693) over her network address and her browser's name, under
a random salt that is made anew every day (UTC, whose days all have 24 hours) and then deleted.
Neither address nor browser is stored; and once its salt is gone, a key can be tied to no reader
and to no key of another day. On a site without a single view the salt stays until the next one.

Phones of one model behind one carrier's address have one key: what is counted by it counts such
readers as one. That is the price of knowing nothing more of them.

The salts also lie in a file of this machine, written anew with them, so that readers have their
keys while the database is away.
"""

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest

from articles.models import ViewSalt
from newsportal.client_address import client_address
from newsportal.outage import UNREACHABLE

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
        try:
            kept = _salts = _load(day, overlapping)
        except UNREACHABLE:
            return _from_file(day, overlapping)
    return kept


def _load(day: date, overlapping: bool) -> _Salts:
    """Read the day's salt, made by whichever process asks first, and delete what is outlived."""
    yesterday = day - timedelta(days=1)
    first = yesterday if overlapping else day
    # The database was away when the day's first reader came, or it has the salt already.
    salt = _read_file().get(day) or secrets.token_bytes(SALT_BYTES)
    ViewSalt.objects.filter(day__lt=first).delete()
    ViewSalt.objects.bulk_create([ViewSalt(day=day, salt=salt)], ignore_conflicts=True)
    rows = ViewSalt.objects.filter(day__in=(first, day)).values_list("day", "salt")
    stored = {found: bytes(kept) for found, kept in rows}
    with _file_alone():
        _write_file(stored)
    return _Salts(day, stored[day], stored.get(yesterday))


# --- While the database is away ------------------------------------------------------------------


def _from_file(day: date, overlapping: bool) -> _Salts:
    """The salts as this machine last had them; the day's is made here if it is new."""
    yesterday = day - timedelta(days=1)
    with _file_alone():
        kept = _read_file()
        if day not in kept:
            kept[day] = secrets.token_bytes(SALT_BYTES)
            _write_file({found: kept[found] for found in (yesterday, day) if found in kept})
    return _Salts(day, kept[day], kept.get(yesterday) if overlapping else None)


def _file() -> Path:
    return settings.VAR_DIR / "views" / "salts"


@contextmanager
def _file_alone() -> Iterator[None]:
    _file().parent.mkdir(parents=True, exist_ok=True)
    with open(_file().with_name("salts.lock"), "ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _read_file() -> dict[date, bytes]:
    try:
        found = json.loads(_file().read_text())
        return {date.fromisoformat(day): bytes.fromhex(salt) for day, salt in found.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _write_file(salts: dict[date, bytes]) -> None:
    """In place of the former ones, whole or not at all, for nobody but the portal to read."""
    new = _file().with_name("salts.new")
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({day.isoformat(): salt.hex() for day, salt in salts.items()}, file)
    new.replace(_file())
