"""The index on PostgreSQL: a table of `tsvector` without positions, under a GIN index.

The entries, with what is ranked, are in another: their rows are looked up once the newest matches
are known. Terms are never read again; they lie beside their rows (TOAST), which thereby are small.

GIN answers with a bitmap of all that match, in no order. Where very many stories match, the newest
are therefore asked for window by window: each entry holds lexemes of its month and year, and GIN
skips in the long list of a common word to the stories of these ("GIN fast scan", PostgreSQL 9.4).
"""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any

from django.db import connection
from psycopg import Cursor
from psycopg.pq import Format

from articles.search.entries import Entry, second_of
from articles.search.store import Candidate, Condition, Store

_WINDOW_SECONDS = 30 * 24 * 3600
_WINDOWS_OF_A_BLOCK = 12
ADVISORY_LOCK = 7_305_814_201

FEW = 20_000
"""Up to so many matches are all asked for at once."""

_WIDENING = 3
"""By how much the next windows are wider where the first did not hold enough matches."""


class PostgreSQLStore(Store):
    """See `Store`."""

    @property
    def _index(self) -> str:
        return f"{self.terms}_terms"

    def lock(self) -> None:
        """Let nobody else count words until the transaction ends.

        Each story's words are counted in their order, but of several stories in one transaction a
        later one may need what another transaction holds, and both would wait for each other.
        """
        self._run("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])

    def write(self, entries: Sequence[Entry]) -> None:
        """Add entries of stories that have none."""
        with connection.cursor() as cursor:
            into = f"COPY {self.entries} (key, article_id, ends, impacts) FROM STDIN"
            with cursor.copy(into) as copy:
                for entry in entries:
                    copy.write_row((entry.key, entry.article_id, entry.ends, entry.impacts))
            with cursor.copy(f"COPY {self.terms} (key, ends, terms) FROM STDIN") as copy:
                for entry in entries:
                    terms = f"{entry.terms} {' '.join(_lexemes_of(_window(entry.key)))}"
                    copy.write_row((entry.key, entry.ends, terms))

    def suspend(self) -> None:
        """Drop the index of the terms; inside a transaction it stays."""
        if not connection.in_atomic_block:
            self._run(f"DROP INDEX IF EXISTS {self._index}")

    def resume(self) -> None:
        """Make the index of the terms if it is missing: faster than adding to it row by row."""
        if not connection.in_atomic_block:
            self._create_index()
            # Else the first readers would mark thousands of new rows as visible to all.
            self._run(f"VACUUM (ANALYZE) {self.entries}, {self.terms}, {self.words}")

    def _create_index(self) -> None:
        self._run(
            f"CREATE INDEX IF NOT EXISTS {self._index} ON {self.terms} USING gin (terms)"
            " WITH (fastupdate = off)"
        )

    def candidates(self, condition: Condition, limit: int) -> list[Candidate]:
        """The newest `limit` stories that meet the condition, newest first."""
        if condition.most <= FEW:
            return self._matching(condition, limit, None)
        [(oldest, newest)] = self._all(f"SELECT min(key), max(key) FROM {self.entries}")
        newest, oldest = min(newest, condition.latest), max(oldest, condition.earliest)
        found: list[Candidate] = []
        for windows in self._windows(condition.most, limit, oldest, newest):
            found += self._matching(condition, limit - len(found), windows)
            if len(found) >= limit:
                break
        return found

    @staticmethod
    def _windows(most: int, limit: int, oldest: int, newest: int) -> Iterator[range]:
        """Ranges of windows, newest first: as wide as should do, then ever wider."""
        last, first = _window(newest), _window(oldest)
        width = ceil(limit * (last - first + 1) / max(most, 1)) + 1
        while last >= first:
            yield range(max(first, last - width + 1), last + 1)
            last -= width
            width *= _WIDENING

    def _matching(self, condition: Condition, limit: int, windows: range | None) -> list[Candidate]:
        needed = list(condition.needed)
        if windows is not None:
            needed.append(_covering(windows))
        query = " & ".join(f"({' | '.join(lexemes)})" for lexemes in needed)
        query += "".join(f" & !{lexeme}" for lexeme in condition.without)
        # The sums keep the planner from walking the primary key, which would pass by everything.
        # Entries are read in the order in which they lie: a disk is then several times as fast.
        rows = self._read(
            "SELECT entry.key, entry.article_id, entry.impacts FROM"
            f" (SELECT key FROM (SELECT key FROM {self.terms}"
            " WHERE terms @@ %s::tsquery AND key + 0 BETWEEN %s AND %s AND ends > %s"
            " ORDER BY key + 0 DESC LIMIT %s) AS newest ORDER BY key) AS found"
            f" JOIN {self.entries} AS entry ON entry.key = found.key",
            [query, condition.earliest, condition.latest, condition.now, limit],
        )
        return sorted((Candidate(*row) for row in rows), reverse=True)

    @staticmethod
    def _read(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows in binary form: bytes are sent as they are, not as hexadecimal digits."""
        connection.ensure_connection()
        # Django's cursors put the parameters into the text, and such a query answers in text.
        own: Any = Cursor(connection.connection)
        own.format = Format.BINARY
        logs = connection.queries_logged
        wrapped = connection.make_debug_cursor(own) if logs else connection.make_cursor(own)
        with wrapped as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()

    def create_temporary(self) -> None:
        """Make the tables as temporary ones of this connection."""
        self._run(
            f"CREATE TEMP TABLE {self.entries} (key bigint PRIMARY KEY,"
            " article_id bigint UNIQUE, ends bigint, impacts bytea)"
        )
        self._run(
            f"CREATE TEMP TABLE {self.terms} (key bigint PRIMARY KEY, ends bigint, terms tsvector)"
        )
        self._run(
            f"CREATE TEMP TABLE {self.words}"
            ' (stem text COLLATE "C" PRIMARY KEY, stories integer, headlines integer)'
        )
        self._create_index()


def _window(key: int) -> int:
    return second_of(key) // _WINDOW_SECONDS


def _lexemes_of(window: int) -> tuple[str, str]:
    """What stands for a window and for the block it is in: shorter than any other lexeme."""
    return _numbered("w", window), _numbered("b", window // _WINDOWS_OF_A_BLOCK)


def _covering(windows: range) -> list[str]:
    """The lexemes of all these windows, whole blocks by theirs."""
    blocks: dict[int, list[int]] = {}
    for window in windows:
        blocks.setdefault(window // _WINDOWS_OF_A_BLOCK, []).append(window)
    return [
        lexeme
        for block, parts in blocks.items()
        for lexeme in (
            [_numbered("b", block)]
            if len(parts) == _WINDOWS_OF_A_BLOCK
            else [_numbered("w", window) for window in parts]
        )
    ]


def _numbered(letter: str, number: int) -> str:
    return f"{letter}{number}" if number >= 0 else f"{letter}n{-number}"
