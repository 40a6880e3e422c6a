"""In which order the queue is worked through, and where in it a page begins.

Pages are told by position, as in newsportal/keyset.py: what is decided meanwhile moves nothing.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_POSITION = re.compile(r"(\d{1,18}),(-?\d[\d.e+-]{0,24})\Z", re.ASCII)


class Order(models.TextChoices):
    """The orders of the queue; among equals the comment that came first stands first."""

    AGE = "age", _("Longest waiting")
    REPORTS = "reports", _("Most reported")
    LIKELY = "likely", _("Most likely to be rejected")
    UNLIKELY = "unlikely", _("Least likely to be rejected")


@dataclass(frozen=True, slots=True)
class _Key:
    """What an order sorts by; `read` makes a value of the key out of what an address holds."""

    expression: Any
    descending: bool
    write: Callable[[Any], str]
    read: Callable[[str], Any]


def _moment(text: str) -> datetime:
    return _EPOCH + int(text) * _MICROSECOND


def _small(text: str) -> int:
    number = int(text)
    if number >= 2**31:
        raise ValueError(text)
    return number


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


# Comments the assistant has said nothing about come last in either direction.
_KEYS = {
    Order.AGE: _Key(
        F("submitted_at"), False, lambda at: str((at - _EPOCH) // _MICROSECOND), _moment
    ),
    Order.REPORTS: _Key(F("open_reports"), True, str, _small),
    Order.LIKELY: _Key(Coalesce(F("rejection_probability"), Value(-1.0)), True, repr, _finite),
    Order.UNLIKELY: _Key(Coalesce(F("rejection_probability"), Value(2.0)), False, repr, _finite),
}


def page(comments: QuerySet, order: Order, after: str, size: int) -> tuple[list[int], str]:
    """Ids of the `size` comments that follow the position `after`, and the position of the last.

    The position is "" when nothing follows. An `after` that is none of this order's positions
    counts as the beginning. One query, which reads no texts.
    """
    key = _KEYS[order]
    comments = comments.annotate(key=key.expression)
    if (position := _read(after, key)) is not None:
        pk, value = position
        side = "lt" if key.descending else "gt"
        # The redundant first condition is what lets an index begin in the right place.
        comments = comments.filter(
            Q(**{f"key__{side}e": value}),
            Q(**{f"key__{side}": value}) | Q(key=value, pk__gt=pk),
        )
    ordered = comments.order_by("-key" if key.descending else "key", "pk")
    rows = list(ordered.values_list("pk", "key")[: size + 1])
    shown = rows[:size]
    last = f"{shown[-1][0]},{key.write(shown[-1][1])}" if len(rows) > size else ""
    return [pk for pk, _value in shown], last


def _read(after: str, key: _Key) -> tuple[int, Any] | None:
    match = _POSITION.match(after)
    if match is None:
        return None
    try:
        return int(match[1]), key.read(match[2])
    except (ValueError, OverflowError):
        return None
