"""The geometry of the figures' charts, and their numbers as the newspaper writes them.

Everything runs from right to left: the first day stands on the right, a bar grows to the left.
Lengths are strings, ready for an attribute whatever the locale makes of a decimal point.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from babel.numbers import format_percent
from django.utils.translation import gettext as _

from comments.figures import Day
from newsportal.arabic.counting import counted, format_number, since_parts
from newsportal.arabic.dates import LOCALES, DateStyle, format_date, localise_digits

WIDE = 100.0
"""Length of the longest bar."""

HIGH = 100.0
STEP = 10.0
"""Height of the chart of days, and the width of one day in it."""

GAP = 1.5
"""Space between two days, half of it on each side."""

NOTHING = "—"

_BELOW = {"hour": ("minute", 3600), "day": ("hour", 24 * 3600)}
"""The unit below, and the seconds of the unit itself."""


@dataclass(frozen=True)
class Bar:
    """One row of a chart that is a table: a label, a number, its share, and a bar.

    `part` is what is marked off within the number, with its own share of it.
    """

    label: str
    number: str
    share: str
    length: str
    start: str
    """Where the bar's left end stands."""
    part_number: str = ""
    part_share: str = ""
    part_length: str = "0"
    part_start: str = "100"
    url: str = ""


@dataclass(frozen=True)
class Segment:
    """A piece of a column; `kind` is also its class."""

    kind: str
    top: str
    height: str


@dataclass(frozen=True)
class Column:
    """A day: its place, its pieces from the bottom up, and its row in the table."""

    left: str
    width: str
    date: str
    numbers: list[str]
    total: str
    segments: list[Segment]


@dataclass(frozen=True)
class DayChart:
    """Columns from the first day to the last; `marks` are the numbers at the axis, top first."""

    columns: list[Column]
    width: str
    marks: list[str]
    dates: list[str] = field(default_factory=list)
    """The first, the middle and the last day, as far as there are that many."""


def day_chart(days: Sequence[Day], style: DateStyle) -> DayChart:
    """Decisions a day as stacked columns, the first day on the right."""
    top = nice_top(max((day.total for day in days), default=0))
    columns = [
        Column(
            left=_plain((len(days) - 1 - place) * STEP + GAP / 2),
            width=_plain(STEP - GAP),
            date=format_date(day.day, style),
            numbers=[format_number(number, style) for number in _numbers(day).values()],
            total=format_number(day.total, style),
            segments=_segments(day, top),
        )
        for place, day in enumerate(days)
    ]
    chosen = sorted({0, len(columns) // 2, len(columns) - 1}) if columns else []
    return DayChart(
        columns=columns,
        width=_plain(len(days) * STEP),
        marks=[format_number(number, style) for number in (top, top // 2, 0)],
        dates=[columns[place].date for place in chosen],
    )


def bars(
    rows: Iterable[tuple[Any, ...]], whole: int, style: DateStyle, longest: int | None = None
) -> list[Bar]:
    """Bars of `rows`: (label, number), or (label, number, part of it, address).

    Shares are of `whole`; the longest bar is that of `longest`, by default the largest number.
    """
    given = [(*row, None, "")[:4] for row in rows]
    longest = longest or max((number for _label, number, *_rest in given), default=0)
    made = []
    for label, number, part, url in given:
        length = WIDE * number / longest if longest else 0.0
        part_length = length * part / number if part and number else 0.0
        made.append(
            Bar(
                label=str(label),
                number=format_number(number, style),
                share=share(number, whole, style),
                length=_plain(length),
                start=_plain(WIDE - length),
                part_number="" if part is None else format_number(part, style),
                part_share="" if part is None else share(part, number, style),
                part_length=_plain(part_length),
                part_start=_plain(WIDE - part_length),
                url=url,
            )
        )
    return made


def share(part: int, whole: int, style: DateStyle) -> str:
    """`part` of `whole` as a whole percentage; a dash where there is no whole."""
    if not whole:
        return NOTHING
    text = format_percent(part / whole, locale=LOCALES[style.months], numbering_system="latn")
    return localise_digits(text, style.digits)


def length_of(time: timedelta | None, style: DateStyle) -> str:
    """A length of time in its largest unit and what is left in the next one; a dash for None."""
    if time is None:
        return NOTHING
    seconds = time.total_seconds()
    unit, number = since_parts(seconds)
    if unit not in _BELOW:
        return _("less than a minute") if unit == "moment" else counted(number, unit, style)
    below, length = _BELOW[unit]
    rest_unit, rest = since_parts(seconds % length)
    told = counted(number, unit, style)
    if rest_unit != below:
        return told
    return _("%(longer)s and %(rest)s") % {"longer": told, "rest": counted(rest, below, style)}


def nice_top(most: int) -> int:
    """The even number from which an axis of `most` begins: 2, 4 or 10 times a power of ten.

    >>> [nice_top(most) for most in (0, 3, 5, 11, 38, 41)]
    [2, 4, 10, 20, 40, 100]
    """
    power = 1
    while True:
        for step in (2, 4, 10):
            if step * power >= most:
                return step * power
        power *= 10


def _numbers(day: Day) -> dict[str, int]:
    return {"approved": day.approved, "turned-away": day.turned_away, "by-checks": day.by_checks}


def _segments(day: Day, top: int) -> list[Segment]:
    segments = []
    filled = 0
    for kind, number in _numbers(day).items():
        if number:
            filled += number
            segments.append(
                Segment(kind, _plain(HIGH - HIGH * filled / top), _plain(HIGH * number / top))
            )
    return segments


def _plain(length: float) -> str:
    return f"{length:.2f}".rstrip("0").rstrip(".")
