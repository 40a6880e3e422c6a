"""How stories are spread over sitemaps: a file for each third of a month of UTC.

A third is known from a story's time alone: no story is counted to find out how many files there
are. An index of the stories by their third (models/article.py) gives each file's last update.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, Func, IntegerField
from django.db.models.functions import Coalesce, Greatest

THIRDS = 3
_DAYS = 10
"""Of each third but the last, which is the rest of the month."""

UPDATED = Greatest(Coalesce(F("corrected_at"), F("published_at")), F("published_at"))
"""articles/last_updated.py's stamp, for many rows."""


class ThirdOf(Func):
    """The number of the third (Third.number) in which a time lies, as both databases index it."""

    arity = 1
    output_field: Any = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        # Times are text in UTC: 2026-11-24 18:51:44.
        part = "CAST(SUBSTR(%(expressions)s, {}) AS INTEGER)"
        return self._number(compiler, connection, "MIN", part, "1, 4", "6, 2", "9, 2")

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        part = "EXTRACT({} FROM %(expressions)s AT TIME ZONE 'UTC')::integer"
        return self._number(compiler, connection, "LEAST", part, "YEAR", "MONTH", "DAY")

    def _number(self, compiler: Any, connection: Any, least: str, part: str, *parts: str) -> Any:
        year, month, day = map(part.format, parts)
        third = f"{least}({THIRDS - 1}, ({day} - 1) / {_DAYS})"
        template = f"(({year} * 12 + {month}) * {THIRDS} + {third})"
        return super().as_sql(compiler, connection, template=template)


@dataclass(frozen=True)
class Third:
    """The third `part` (1 to 3) of a month of UTC. Raises ValueError where there is none."""

    year: int
    month: int
    part: int

    def __post_init__(self) -> None:
        if not 1 <= self.part <= THIRDS:
            raise ValueError(self.part)
        # What is no month raises here; so does the last of all, which has no end.
        _ = self.bounds

    @classmethod
    def of(cls, moment: datetime) -> "Third":
        """The third in which `moment` (aware) lies."""
        day = moment.astimezone(UTC)
        return cls(day.year, day.month, 1 + min(THIRDS - 1, (day.day - 1) // _DAYS))

    @classmethod
    def numbered(cls, number: int) -> "Third":
        """The third whose `number` it is."""
        months, part = divmod(number, THIRDS)
        return cls((months - 1) // 12, (months - 1) % 12 + 1, part + 1)

    @property
    def number(self) -> int:
        """Successive thirds have successive numbers."""
        return (self.year * 12 + self.month) * THIRDS + self.part - 1

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The first moments of it and of the following one (aware)."""
        start = datetime(self.year, self.month, 1 + (self.part - 1) * _DAYS, tzinfo=UTC)
        if self.part < THIRDS:
            return start, start.replace(day=1 + self.part * _DAYS)
        following = datetime(self.year + self.month // 12, self.month % 12 + 1, 1, tzinfo=UTC)
        return start, following
