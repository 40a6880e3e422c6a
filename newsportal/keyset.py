"""Pages of a list by position instead of number: page 1,000 costs what page 1 costs.

A cursor names the row a page begins after. It is made of the sort key (a time and an id), so it
stays right when newer rows arrive. See "no offset" paging in the SQL literature.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR = re.compile(r"(\d{1,17})-(\d{1,18})\Z", re.ASCII)
_MICROSECOND = timedelta(microseconds=1)


class BadCursor(ValueError):
    """The text is no cursor of ours."""


@dataclass(frozen=True)
class Cursor:
    """The sort key of one row: an aware time and an id."""

    at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // _MICROSECOND}-{self.pk}"

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """The cursor written as `<microseconds since 1970>-<id>`; raises BadCursor."""
        match = _CURSOR.match(text)
        if not match:
            raise BadCursor(text)
        try:
            return cls(_EPOCH + int(match[1]) * _MICROSECOND, int(match[2]))
        except OverflowError as error:
            raise BadCursor(text) from error


@dataclass(frozen=True)
class KeysetPage:
    """Some rows of a list, newest first, and the cursors of the neighbouring pages (or None)."""

    items: list[Any]
    newer: Cursor | None
    older: Cursor | None


def page(
    rows: QuerySet,
    *,
    size: int,
    at: str,
    pk: str,
    before: Cursor | None = None,
    after: Cursor | None = None,
    key: Callable[[Any], Cursor],
) -> KeysetPage:
    """`size` rows in descending order of the columns `at` and `pk`, in one query.

    `before` asks for what follows (older), `after` for what precedes (newer). `key` gives the
    cursor of a row.
    """
    if after is not None:
        newer_rows = rows.filter(_beyond(at, pk, after, "gt")).order_by(at, pk)
        found = list(newer_rows[: size + 1])
        more = len(found) > size
        items = found[:size][::-1]
        return KeysetPage(
            items,
            newer=key(items[0]) if items and more else None,
            older=key(items[-1]) if items else None,
        )
    if before is not None:
        rows = rows.filter(_beyond(at, pk, before, "lt"))
    found = list(rows.order_by(f"-{at}", f"-{pk}")[: size + 1])
    items = found[:size]
    return KeysetPage(
        items,
        newer=key(items[0]) if items and before is not None else None,
        older=key(items[-1]) if len(found) > size else None,
    )


def _beyond(at: str, pk: str, cursor: Cursor, side: str) -> Q:
    # The redundant first condition is what lets an index on (at, pk) begin in the right place.
    return Q(**{f"{at}__{side}e": cursor.at}) & (
        Q(**{f"{at}__{side}": cursor.at}) | Q(**{f"{pk}__{side}": cursor.pk})
    )
