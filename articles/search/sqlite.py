"""The index on SQLite: an FTS5 table whose rowids are the keys of the entries.

Rowids ascend with the time of publication, so that FTS5 hands out the newest stories first without
sorting. `detail=none` keeps only which rows hold a term, which is all that is asked.
"""

from collections.abc import Sequence

from django.db import connection

from articles.search.entries import Entry
from articles.search.store import Alternatives, Candidate, Condition, Store


class SQLiteStore(Store):
    """See `Store`."""

    def lock(self) -> None:
        """Nothing to do: SQLite has one writer."""

    def write(self, entries: Sequence[Entry]) -> None:
        """Add entries of stories that have none."""
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {self.entries} (key, article_id, ends, impacts)"
                " VALUES (%s, %s, %s, %s)",
                [(entry.key, entry.article_id, entry.ends, entry.impacts) for entry in entries],
            )
            cursor.executemany(
                f"INSERT INTO {self.terms} (rowid, terms) VALUES (%s, %s)",
                [(entry.key, entry.terms) for entry in entries],
            )

    def suspend(self) -> None:
        """Nothing to do: FTS5 takes many rows as it takes one."""

    def resume(self) -> None:
        """Merge the parts FTS5 left the index in ("The 'optimize' command" of its manual)."""
        self._run(f"INSERT INTO {self.terms} ({self.terms}) VALUES ('optimize')")

    def candidates(self, condition: Condition, limit: int) -> list[Candidate]:
        """The newest `limit` stories that meet the condition, newest first."""
        # CROSS JOIN keeps FTS5 outside: its order is the one asked for (SQLite, "Query planner").
        rows = self._all(
            f"SELECT e.key, e.article_id, e.impacts FROM {self.terms} AS t"
            f" CROSS JOIN {self.entries} AS e ON e.key = t.rowid"
            f" WHERE t.{self.terms} MATCH %s AND t.rowid BETWEEN %s AND %s AND e.ends > %s"
            " ORDER BY t.rowid DESC LIMIT %s",
            [
                match(condition.needed, condition.without),
                condition.earliest,
                condition.latest,
                condition.now,
                limit,
            ],
        )
        return [Candidate(*row) for row in rows]

    def create_temporary(self) -> None:
        """Make the tables as temporary ones of this connection."""
        self._run(
            f"CREATE TEMP TABLE {self.entries} (key integer PRIMARY KEY,"
            " article_id integer UNIQUE, ends integer, impacts blob)"
        )
        self._run(
            f"CREATE TEMP TABLE {self.words}"
            " (stem text PRIMARY KEY, stories integer, headlines integer)"
        )
        self._run(
            f"CREATE VIRTUAL TABLE temp.{self.terms}"
            " USING fts5(terms, detail=none, columnsize=0, tokenize='ascii')"
        )
        self._run(
            f"CREATE TEMP TRIGGER {self.entries}_deleted AFTER DELETE ON {self.entries}"
            f" BEGIN DELETE FROM {self.terms} WHERE rowid = OLD.key; END"
        )


def match(needed: Sequence[Alternatives], without: Alternatives) -> str:
    """An FTS5 query. Lexemes are letters and digits, which FTS5 takes for words in any case."""
    query = " AND ".join(f"({' OR '.join(lexemes)})" for lexemes in needed)
    return f"({query}) NOT ({' OR '.join(without)})" if without else query
