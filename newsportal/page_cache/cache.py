"""Is a kept page still true? The journal of forgotten tags, the clock, and pages in memory.

A page is FRESH; or STALE, and shown to others while one makes it anew; or SPARE, and shown only
where nothing newer can be made; or GONE, and never shown again.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from enum import Enum

from newsportal.page_cache.memory import Memory
from newsportal.page_cache.page import Page, Position, from_bytes, to_bytes
from newsportal.page_cache.store import Store, StoreUnavailable

logger = logging.getLogger(__name__)

PAGES_IN_MEMORY = 24 * 1024 * 1024
ENDLESS_IN_MEMORY = 4 * 1024 * 1024
"""Bytes in each process."""

UNHEARD_SECONDS = 1.0
"""How long a page holds of which nobody can say whether it was forgotten."""

MOST_PENDING = 1000
"""Forgotten sets of tags that wait for the store to come back. Then every page of ours goes."""


class State(Enum):
    FRESH = "fresh"
    STALE = "stale"
    SPARE = "spare"
    GONE = "gone"


class PageCache:
    """The pages of one process and, through `store`, of all others. `clock` as time.time."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.time):
        self.store = store
        self.clock = clock
        self._memory = {False: Memory(PAGES_IN_MEMORY), True: Memory(ENDLESS_IN_MEMORY)}
        self._lock = threading.RLock()
        self._stamp: object = None
        self._position = Position("", 0)
        self._soft: dict[str, int] = {}
        self._withdrawn: dict[str, int] = {}
        self._pending: list[tuple[frozenset[str], bool]] = []
        self._is_heard = False
        self._making: set[str] = set()

    # --- What was forgotten ----------------------------------------------------------------------

    def catch_up(self) -> Position:
        """Hear of what was forgotten since; returns where the journal stands, as far as we know.

        To be asked before the first of a page's data is read.
        """
        try:
            if self._pending:
                self._send_pending()
            stamp = self.store.stamp()
            if stamp != self._stamp:
                self._read(stamp)
            self._is_heard = True
        except StoreUnavailable as error:
            if self._is_heard:
                logger.warning("The page cache goes on without its store: %s", error)
            self._is_heard = False
        return self._position

    def _read(self, stamp: object) -> None:
        with self._lock:
            known = self._position if self._stamp is not None else None
            position, entries = self.store.read(known)
            if position.journal != self._position.journal:
                self._soft.clear()
                self._withdrawn.clear()
            for entry in entries:
                kind = self._withdrawn if entry.withdrawn else self._soft
                kind[entry.tag] = entry.sequence
            self._position, self._stamp = position, stamp

    def forget(self, tags: Iterable[str], *, withdrawn: bool = False) -> None:
        """Let no process show pages with one of `tags` as true any more.

        Never fails: while the store is away this process drops what it has, and the store hears of
        it when it is back.
        """
        named = frozenset(tags)
        with self._lock:
            self._pending.append((named, withdrawn))
            if len(self._pending) > MOST_PENDING:
                del self._pending[0]
        try:
            self._send_pending()
        except StoreUnavailable as error:
            logger.error("Pages could not be forgotten everywhere yet: %s", error)
            for memory in self._memory.values():
                memory.drop_where(lambda page: not named.isdisjoint(page.tags))

    def _send_pending(self) -> None:
        with self._lock:
            while self._pending:
                tags, withdrawn = self._pending[0]
                self.store.forget(tags, withdrawn=withdrawn)
                del self._pending[0]

    # --- Pages -----------------------------------------------------------------------------------

    def in_memory(self, key: str) -> Page | None:
        """The page as this process has it."""
        return self._memory[False].get(key) or self._memory[True].get(key)

    def find(self, key: str) -> Page | None:
        """The page as this process has it, else as the store has it."""
        return self.in_memory(key) or self.reload(key)

    def reload(self, key: str) -> Page | None:
        """The page as the store has it; as this process has it, where the store has none."""
        try:
            data = self.store.load(key)
            page = None if data is None else from_bytes(data, key)
        except (StoreUnavailable, ValueError):
            page = None
        known = self.in_memory(key)
        if page is None or (known is not None and known.built_at > page.built_at):
            return known
        self._keep(key, page)
        return page

    def save(self, key: str, page: Page) -> None:
        """Keep `page` for this process and for all others."""
        self._keep(key, page)
        try:
            self.store.save(key, to_bytes(key, page), endless=page.endless)
        except StoreUnavailable as error:
            logger.info("A page is kept by one process alone: %s", error)

    def _keep(self, key: str, page: Page) -> None:
        self._memory[not page.endless].drop(key)
        self._memory[page.endless].put(key, page)

    def state_of(self, page: Page, now: float) -> State:
        """Whether `page` may be shown at `now`, to whom, as far as `catch_up` has heard."""
        position = self._position
        if page.built_from.journal != position.journal or not page.may_be_shown(now):
            return State.GONE
        if page.good_until < position.sequence:
            found = self._compare(page)
            if found is not State.FRESH:
                return State.STALE if self._may_revalidate(page, now, found) else found
            page.good_until = position.sequence
        if not self._is_heard and now - page.built_at >= UNHEARD_SECONDS:
            return State.SPARE
        if page.is_fresh(now):
            return State.FRESH
        return State.STALE if page.may_revalidate(now) else State.SPARE

    def _compare(self, page: Page) -> State:
        """FRESH where no tag stands in the journal after the page; else SPARE or GONE."""
        begin = page.built_from.sequence
        if any(self._withdrawn.get(tag, -1) > begin for tag in page.tags):
            return State.GONE
        if any(self._soft.get(tag, -1) > begin for tag in page.tags):
            return State.SPARE
        return State.FRESH

    def _may_revalidate(self, page: Page, now: float, found: State) -> bool:
        return found is State.SPARE and self._is_heard and page.may_revalidate(now)

    # --- One at a time ---------------------------------------------------------------------------

    def acquire(self, key: str) -> bool:
        """Take the right to make the page of `key`; False while somebody else has it."""
        with self._lock:
            if key in self._making:
                return False
            self._making.add(key)
        try:
            if self.store.acquire(key):
                return True
        except StoreUnavailable:
            # One for each process is the best there is.
            return True
        self._making.discard(key)
        return False

    def release(self, key: str) -> None:
        """Give back what `acquire` gave."""
        try:
            self.store.release(key)
        except StoreUnavailable:
            pass
        finally:
            self._making.discard(key)
