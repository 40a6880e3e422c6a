"""One query that finds the first row of many lists: one index step for each, however long it is.

A `GROUP BY`, a `DISTINCT` or a window function would pass over all rows of all lists instead.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

MOST = 500
"""Lists of one query; SQLite takes 32,766 parameters (its "Limits", 9)."""


def given(column: str) -> RawSQL:
    """In the queryset for `first_of_each`: the value of this list."""
    return RawSQL(f"given.{column}", ())


def first_of_each(
    rows: QuerySet, columns: Sequence[str], lists: Sequence[tuple[Any, ...]]
) -> list[int | None]:
    """The id of the first of `rows` for each of `lists`, or None; a query for each MOST of them.

    `rows` are ordered and refer by `given(column)` to `columns`, of which each list holds the
    values, as `connection.ops` adapts them.
    """
    sql, parameters = rows.values("pk")[:1].query.sql_with_params()
    found: list[int | None] = []
    for start in range(0, len(lists), MOST):
        part = lists[start : start + MOST]
        places = ", ".join([f"({', '.join(['%s'] * (1 + len(columns)))})"] * len(part))
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH given (place, {', '.join(columns)}) AS (VALUES {places})"
                f" SELECT ({sql}) FROM given ORDER BY place",
                [value for place, row in enumerate(part) for value in (place, *row)]
                + list(parameters),
            )
            found += [pk for (pk,) in cursor.fetchall()]
    return found
