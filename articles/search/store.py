"""The tables of the index, and the little SQL that both databases share.

Three tables: `entry` with a row for each published story, `terms` with what it is found by (SQLite:
an FTS5 table; PostgreSQL: a column under a GIN index), `word` with the number of stories of each
stem.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from articles.search.entries import Entry

_CHUNK = 5000
"""Rows or parameters of one statement."""

Alternatives = Sequence[str]
"""Lexemes of which one has to be there."""


class Candidate(NamedTuple):
    """A story that holds what was asked for."""

    key: int
    article_id: int
    impacts: bytes


class Frequency(NamedTuple):
    """In how many stories, and in how many headlines, a stem occurs."""

    stories: int = 0
    headlines: int = 0


@dataclass(frozen=True)
class Condition:
    """What a story must hold: one lexeme of each of `needed`, none of `without`, and its time.

    `earliest` and `latest` are keys; `now` is the second (since 1970) at which it has to be there.
    No more than `most` stories match.
    """

    needed: Sequence[Alternatives]
    without: Alternatives
    earliest: int
    latest: int
    now: int
    most: int


class Store(ABC):
    """An index in the tables `<name>entry`, `<name>terms` and `<name>word`."""

    def __init__(self, name: str = "articles_search"):
        self.entries = f"{name}entry"
        self.words = f"{name}word"
        self.terms = f"{name}terms"

    # --- Words -----------------------------------------------------------------------------------

    def frequencies(self, stems: Iterable[str]) -> dict[str, Frequency]:
        """The frequencies of those of `stems` that occur."""
        found: dict[str, Frequency] = {}
        asked = sorted(set(stems))
        for start in range(0, len(asked), _CHUNK):
            part = asked[start : start + _CHUNK]
            places = ", ".join(["%s"] * len(part))
            rows = self._all(
                f"SELECT stem, stories, headlines FROM {self.words} WHERE stem IN ({places})", part
            )
            found |= {stem: Frequency(*counts) for stem, *counts in rows}
        return found

    def stems_beginning(self, letters: str, shortest: int, longest: int, limit: int) -> list[str]:
        """Up to `limit` stems that begin with `letters`, of `shortest` to `longest` letters."""
        rows = self._all(
            f"SELECT stem FROM {self.words} WHERE stem >= %s AND stem < %s"
            " AND length(stem) BETWEEN %s AND %s ORDER BY stories DESC, stem LIMIT %s",
            [letters, letters + chr(0x10FFFF), shortest, longest, limit],
        )
        return [row[0] for row in rows]

    def add_to_words(self, changes: Mapping[str, tuple[int, int]]) -> None:
        """Add to the counted stories and headlines of stems; what falls to nothing goes."""
        rows = [(stem, *change) for stem, change in sorted(changes.items()) if any(change)]
        if not rows:
            return
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {self.words} (stem, stories, headlines) VALUES (%s, %s, %s)"
                " ON CONFLICT (stem) DO UPDATE SET"
                f" stories = {self.words}.stories + excluded.stories,"
                f" headlines = {self.words}.headlines + excluded.headlines",
                rows,
            )
        fewer = [stem for stem, stories, _headlines in rows if stories < 0]
        for start in range(0, len(fewer), _CHUNK):
            part = fewer[start : start + _CHUNK]
            places = ", ".join(["%s"] * len(part))
            self._run(f"DELETE FROM {self.words} WHERE stories <= 0 AND stem IN ({places})", part)

    def clear_words(self) -> None:
        """Forget all counts."""
        self._run(f"DELETE FROM {self.words}")

    # --- Entries ---------------------------------------------------------------------------------

    def indexed_among(self, article_ids: Iterable[int]) -> set[int]:
        """Those of the stories that have an entry."""
        found: set[int] = set()
        ids = list(article_ids)
        for start in range(0, len(ids), _CHUNK):
            part = ids[start : start + _CHUNK]
            places = ", ".join(["%s"] * len(part))
            found.update(
                row[0]
                for row in self._all(
                    f"SELECT article_id FROM {self.entries} WHERE article_id IN ({places})", part
                )
            )
        return found

    def forget(self, article_ids: Iterable[int]) -> None:
        """Remove the entries of these stories."""
        ids = list(article_ids)
        for start in range(0, len(ids), _CHUNK):
            part = ids[start : start + _CHUNK]
            places = ", ".join(["%s"] * len(part))
            self._run(f"DELETE FROM {self.entries} WHERE article_id IN ({places})", part)

    @abstractmethod
    def lock(self) -> None:
        """Let nobody else count words until the transaction ends."""

    @abstractmethod
    def write(self, entries: Sequence[Entry]) -> None:
        """Add entries of stories that have none."""

    @abstractmethod
    def suspend(self) -> None:
        """Prepare for writing very many entries; searches are slow until `resume`."""

    @abstractmethod
    def resume(self) -> None:
        """Make searches fast again after `suspend`."""

    @abstractmethod
    def candidates(self, condition: Condition, limit: int) -> list[Candidate]:
        """The newest `limit` stories that meet the condition, newest first."""

    @abstractmethod
    def create_temporary(self) -> None:
        """Make the tables as temporary ones of this connection."""

    def drop_temporary(self) -> None:
        """Drop the tables that `create_temporary` made."""
        for table in (self.terms, self.entries, self.words):
            self._run(f"DROP TABLE IF EXISTS {table}")

    # --- SQL -------------------------------------------------------------------------------------

    @staticmethod
    def _run(sql: str, parameters: Sequence[Any] = ()) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)

    @staticmethod
    def _all(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()


def store(name: str = "articles_search") -> Store:
    """The index of the database in use."""
    if connection.vendor == "postgresql":
        from articles.search.postgresql import PostgreSQLStore

        return PostgreSQLStore(name)
    from articles.search.sqlite import SQLiteStore

    return SQLiteStore(name)
