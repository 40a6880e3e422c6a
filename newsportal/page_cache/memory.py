"""Pages in this process's memory, the ones asked for most recently, up to a number of bytes."""

import threading
from collections import OrderedDict
from collections.abc import Callable

from newsportal.page_cache.page import Page


class Memory:
    """Keeps pages by key; several threads may use it."""

    def __init__(self, most_bytes: int):
        self._most_bytes = most_bytes
        self._bytes = 0
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Page | None:
        page = self._pages.get(key)
        if page is not None:
            with self._lock:
                if key in self._pages:
                    self._pages.move_to_end(key)
        return page

    def put(self, key: str, page: Page) -> None:
        """Keep `page`, in place of what was asked for least recently; not if it is too large."""
        with self._lock:
            former = self._pages.pop(key, None)
            if former is not None:
                self._bytes -= former.size
            if page.size > self._most_bytes // 8:
                return
            self._pages[key] = page
            self._bytes += page.size
            while self._bytes > self._most_bytes:
                _key, oldest = self._pages.popitem(last=False)
                self._bytes -= oldest.size

    def drop(self, key: str) -> None:
        with self._lock:
            page = self._pages.pop(key, None)
            if page is not None:
                self._bytes -= page.size

    def drop_where(self, is_dropped: Callable[[Page], bool]) -> None:
        with self._lock:
            for key in [key for key, page in self._pages.items() if is_dropped(page)]:
                self._bytes -= self._pages.pop(key).size
