"""Rows written in bulk, past the models, at the speed of the database.

PostgreSQL takes them by COPY, SQLite by one prepared INSERT. Nothing is validated and no signal is
sent: who writes here writes the derived rows too.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


class Table:
    """The table of a model, ready to take rows that hold some of its columns.

    `fields` are the names that each row gives (attnames, as `category_id`); every other field
    takes its default, the same in every row, and an automatic key that is not named is left to
    the database. Raises KeyError for a name that is no column. Times in rows are what
    `connection.ops.adapt_datetimefield_value` makes of them.
    """

    def __init__(self, model: type[models.Model], *fields: str):
        columns = {field.attname: field for field in model._meta.concrete_fields if field.column}
        given = [columns.pop(name) for name in fields]
        constant = [field for field in columns.values() if not isinstance(field, models.AutoField)]
        self._constants = tuple(
            field.get_db_prep_save(field.get_default(), connection) for field in constant
        )
        quote = connection.ops.quote_name
        names = ", ".join(quote(str(field.column)) for field in [*given, *constant])
        self._into = f"{quote(model._meta.db_table)} ({names})"
        self._places = ", ".join(["%s"] * (len(given) + len(constant)))

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        """Insert the rows."""
        complete = (tuple(row) + self._constants for row in rows)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self._into} FROM STDIN") as copy:
                    for row in complete:
                        copy.write_row(row)
            else:
                cursor.executemany(
                    f"INSERT INTO {self._into} VALUES ({self._places})", list(complete)
                )


def reserve_keys(model: type[models.Model], number: int) -> int:
    """Keep `number` successive keys of `model` from others; returns the first.

    Called in a transaction. Keys that are never used leave a gap.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # An insertion takes its key after this lock, so none comes between the two calls.
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
            [first] = cursor.fetchone()
            last = first + number - 1
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, last])
            return first
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        first = found[0] + 1 if found else 1
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table, first + number - 1])
        return first


def analyze() -> None:
    """Let PostgreSQL count rows and values now, as autovacuum would in a minute.

    Until then it plans for the tables as they were, which takes up to thirty times as long.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
