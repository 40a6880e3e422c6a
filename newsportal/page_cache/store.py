"""What a store of pages does, whichever it is; and which one the settings ask for."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings

from newsportal.page_cache.page import Position

KEPT_SECONDS = 2 * 24 * 3600
"""How long a page is kept that nobody asks for: longer than it may be shown while we are down."""


class StoreUnavailable(Exception):
    """The store cannot be asked at the moment; the portal goes on without it."""


@dataclass(frozen=True)
class Forgotten:
    """One entry of the journal: pages with this tag that were made before are not true any more."""

    sequence: int
    tag: str
    withdrawn: bool


class Store(Protocol):
    """Keeps pages and the journal of forgotten tags for all processes that share it.

    A page is kept together with where the journal stood before its data was read. It is true while
    no tag of it stands further on in the journal: what was made of old data and stored late is
    found out, in whichever order it all happens. Every method may raise StoreUnavailable.
    """

    def stamp(self) -> object:
        """Equal to the one before as long as nothing was forgotten; asked for every request."""

    def read(self, since: Position | None) -> tuple[Position, list[Forgotten]]:
        """Where the journal stands, and its entries after `since`.

        All of it where `since` is None or of another journal: then no page made before is true.
        """

    def forget(self, tags: Iterable[str], *, withdrawn: bool) -> None:
        """Write `tags` into the journal."""

    def load(self, key: str) -> bytes | None:
        """What was saved under `key`, or None."""

    def save(self, key: str, data: bytes, *, endless: bool) -> None:
        """Keep `data`; the endless ones make room for each other and for nobody else."""

    def acquire(self, key: str) -> bool:
        """Take the right to make the page of `key`; False while another process has it.

        It ends with `release`, and by itself with the process.
        """

    def release(self, key: str) -> None:
        """Give back what `acquire` gave."""

    def clear(self) -> None:
        """Delete every page and begin a new journal."""

    def sizes(self) -> dict[str, tuple[int, int]]:
        """How many pages and bytes there are, by "pages" and "endless"."""


def name_of(key: str, release: str) -> str:
    """What a store calls the page of `key`: 40 hexadecimal digits, others in each release."""
    asked = f"{release}\0{key}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(asked, digest_size=20).hexdigest()


@cache
def configured() -> Store | None:
    """The store that CACHE_URL asks for; None where pages are not kept."""
    if settings.PAGE_CACHE_URL == "off":
        return None
    from newsportal.page_cache.release import release

    if settings.PAGE_CACHE_URL:
        from newsportal.page_cache.store_redis import RedisStore

        return RedisStore(settings.PAGE_CACHE_URL, release())
    from newsportal.page_cache.store_embedded import EmbeddedStore

    return EmbeddedStore(settings.PAGE_CACHE_DIR, release())
