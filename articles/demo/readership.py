"""How the demo's stories were read: by hour, more by day than by night, fewer as they age."""

import math
import random
from datetime import UTC, datetime, timedelta

from django.utils import timezone

RECENT = timedelta(days=8)
"""For how long views are told by the hour; what came before lies in the hour of publication."""

_HOUR = timedelta(hours=1)
_MEDIAN_READERS = 2600
_SPREAD = 0.85

# How busy each hour of the local day is, from midnight on; the mean is 1.
_BUSY = (
    0.55, 0.3, 0.16, 0.1, 0.1, 0.2, 0.55, 1.0, 1.35, 1.4, 1.3, 1.25,
    1.4, 1.5, 1.3, 1.15, 1.1, 1.15, 1.3, 1.45, 1.6, 1.7, 1.4, 0.69,
)  # fmt: skip


def hourly_views(
    seed: str, published_at: datetime, until: datetime, now: datetime
) -> dict[datetime, int]:
    """Views of one story by hour (aware, UTC), the same for the same `seed`.

    It is read from `published_at` to `until`; hours within RECENT of `now` are told apart. Only
    hours with views are there.
    """
    rng = random.Random(seed)
    readers = _MEDIAN_READERS * math.exp(rng.gauss(0, _SPREAD))
    start = published_at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    recent = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) - RECENT
    views: dict[datetime, int] = {}
    hour = start
    if start < recent:
        views[start] = round(readers * _share(min(recent, until) - published_at))
        hour = recent
    while hour < until:
        begins, ends = max(hour, published_at), min(hour + _HOUR, until)
        share = _share(ends - published_at) - _share(begins - published_at)
        expected = readers * share * _BUSY[timezone.localtime(hour).hour]
        # Chance decides about the fraction, so that an old story has a reader now and then.
        views[hour] = int(expected + rng.random())
        hour += _HOUR
    return {hour: count for hour, count in views.items() if count}


def _share(age: timedelta) -> float:
    """Which part of its readers a story has had at `age`: half within eight hours."""
    hours = max(age, timedelta()) / _HOUR
    return 1 - (1 + hours / 6) ** -0.8
