"""How often one reader may like and report: a person never meets the limit, a script does."""

from datetime import datetime, timedelta
from typing import Any

from comments.models import Like, Report
from comments.reader import Reader

WINDOW = timedelta(minutes=10)

LIMITS: dict[Any, int] = {Like: 60, Report: 10}
"""Of one reader in WINDOW. Phones behind one carrier's address may be one reader."""

LOOKED_AT = 1000
"""Only the newest rows of the whole site are looked at, which needs no index of its own: where
they do not reach back as far as WINDOW, the limit holds for the time they cover."""


def is_flood(model: Any, reader: Reader, now: datetime) -> bool:
    """Whether the reader has made as many of `model` (Like or Report) as she may: one query."""
    newest = model.objects.order_by("-pk").values("reader", "created_at")[:LOOKED_AT]
    hers = model.objects.filter(
        pk__in=newest.values("pk"), reader=reader.key, created_at__gt=now - WINDOW
    )
    return hers.count() >= LIMITS[model]
