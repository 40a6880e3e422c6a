"""How often may be liked and reported from one address: a person never meets the limit, a script
does, under whatever name it goes.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache

from comments.models import Like, Report
from comments.reader import UNKNOWN_ORIGIN, Reader

WINDOW = timedelta(minutes=10)

LIMITS: dict[Any, int] = {Like: 60, Report: 10}
"""Of one origin in WINDOW. Phones behind one carrier's address have one origin."""

LIKES_OF_ONE_ORIGIN = 10
"""Likes of one comment that are counted from one origin: a family's, not a script's."""

LOOKED_AT = 1000
"""Only the newest rows of the whole site are looked at, which needs no index of its own: where
they do not reach back as far as WINDOW, the limit holds for the time they cover."""


def is_flood(model: Any, reader: Reader, now: datetime) -> bool:
    """Whether as many of `model` (Like or Report) came from the reader's origin as may: one query.

    Likes that were taken back count too. Readers of unknown origin are not counted together, but
    each by her own key: one flood would silence them all.
    """
    newest = model.objects.order_by("-pk").values("pk")[:LOOKED_AT]
    theirs = model.objects.filter(pk__in=newest, created_at__gt=now - WINDOW)
    if reader.origin == UNKNOWN_ORIGIN:
        theirs = theirs.filter(reader=reader.key)
    else:
        theirs = theirs.filter(origin=reader.origin)
    taken_back = cache.get(_taken_back(reader), 0) if model is Like else 0
    return taken_back + theirs.count() >= LIMITS[model]


def count_taken_back(reader: Reader) -> None:
    """Remember for WINDOW that a like of the reader was taken back, which leaves no row.

    The number stands in the cache, and where each process has a cache of its own each counts by
    itself: a loop of liking and taking back ends after as many times the limit.
    """
    key = _taken_back(reader)
    cache.add(key, 0, timeout=WINDOW.total_seconds())
    # It may run out between the two.
    with suppress(ValueError):
        cache.incr(key)


def is_full(likes: Any, reader: Reader) -> bool:
    """Whether `likes`, those of one comment, hold all that are counted from the reader's origin."""
    if reader.origin == UNKNOWN_ORIGIN:
        return False
    return bool(likes.filter(origin=reader.origin).count() >= LIKES_OF_ONE_ORIGIN)


def _taken_back(reader: Reader) -> str:
    whose = reader.key if reader.origin == UNKNOWN_ORIGIN else reader.origin
    return f"likes_taken_back:{whose}"
