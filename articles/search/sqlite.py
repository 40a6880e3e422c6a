"""The index on SQLite: an FTS5 table whose rowids are the keys of the entries.

Rowids ascend with the time of publication, so that FTS5 hands out the newest stories first without
sorting. `detail=none` keeps only which rows hold a term, which is all that is asked.
"""

from collections.abc import Sequence
from typing import Any

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
        found: list[Candidate] = []
        latest = condition.latest
        while left := limit - len(found):
            rows = self._newest(condition, latest, left)
            found += [Candidate(*row) for *row, ends in rows if ends > condition.now]
            if len(rows) < left:
                break
            # Stories that have ended made room for older ones.
            latest = rows[-1][0] - 1
        return found

    def _newest(self, condition: Condition, latest: int, limit: int) -> list[tuple[Any, ...]]:
        """Key, article, impacts and end of the newest matches up to the key `latest`."""
        # Entries are read in the order in which they lie: a disk is then several times as fast.
        # CROSS JOIN keeps the order, and for its limit the subquery is not flattened (SQLite,
        # "Query planner").
        rows = self._all(
            "SELECT e.key, e.article_id, e.impacts, e.ends FROM"
            f" (SELECT key FROM (SELECT rowid AS key FROM {self.terms}"
            f" WHERE {self.terms} MATCH %s AND rowid BETWEEN %s AND %s"
            " ORDER BY rowid DESC LIMIT %s) ORDER BY key LIMIT -1) AS found"
            f" CROSS JOIN {self.entries} AS e ON e.key = found.key",
            [match(condition.needed, condition.without), condition.earliest, latest, limit],
        )
        return sorted(rows, reverse=True)

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
