"""The page cache of this process, as the settings ask for it."""

from functools import cache as once
from typing import Any

from newsportal.page_cache.cache import PageCache
from newsportal.page_cache.store import configured


@once
def cache() -> PageCache | None:
    """The one cache of this process; None where pages are not kept."""
    store = configured()
    return None if store is None else PageCache(store)


def forget(sender: Any, tags: frozenset[str], withdrawn: bool, **kwargs: Any) -> None:
    """Receiver of `tags_invalidated`."""
    found = cache()
    if found is not None:
        found.forget(tags, withdrawn=withdrawn)
