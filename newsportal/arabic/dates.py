"""Dates and digits as Arab newspapers write them.

Month and weekday names come from CLDR through Babel, Hijri dates from the Umm al-Qura tables of
hijridate. No function here converts between time zones: an aware datetime is written as it stands,
so it has to be in local time already.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Self, TypeVar

from babel import Locale
from hijridate import Gregorian

_Choice = TypeVar("_Choice", bound=StrEnum)


class Months(StrEnum):
    """The name series of the Gregorian months in use across Arab countries."""

    EGYPT_GULF = "egypt_gulf"
    MOROCCO = "morocco"
    MAGHREB = "maghreb"
    LEVANT = "levant"
    DUAL = "dual"


class Digits(StrEnum):
    """The decimal digits: 0123456789 or ٠١٢٣٤٥٦٧٨٩."""

    LATIN = "latin"
    ARABIC_INDIC = "arabic_indic"


#: The Babel locale whose usage each month series follows, for names and for number separators. The
#: dual series writes the names of two regions and takes the separators of the first.
LOCALES: dict[Months, str] = {
    Months.EGYPT_GULF: "ar",
    Months.MOROCCO: "ar_MA",
    Months.MAGHREB: "ar_DZ",
    Months.LEVANT: "ar_LB",
    Months.DUAL: "ar",
}

#: The digits zero to nine of each series.
DIGITS: dict[Digits, str] = {
    Digits.LATIN: "0123456789",
    Digits.ARABIC_INDIC: "٠١٢٣٤٥٦٧٨٩",
}

_TO_DIGITS = {
    Digits.LATIN: str.maketrans(DIGITS[Digits.ARABIC_INDIC], DIGITS[Digits.LATIN]),
    Digits.ARABIC_INDIC: str.maketrans(DIGITS[Digits.LATIN], DIGITS[Digits.ARABIC_INDIC]),
}

#: How far, in days, a sighting of the crescent may differ from the Umm al-Qura calendar.
HIJRI_OFFSETS = range(-2, 3)


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How a site writes dates and numbers.

    ``hijri`` says whether pages show the Hijri date beside the Gregorian one; ``hijri_offset`` is
    the number of days added to the Umm al-Qura date to follow the local sighting, within
    ``HIJRI_OFFSETS``. Raises ValueError for an offset outside it.
    """

    months: Months = Months.MOROCCO
    digits: Digits = Digits.LATIN
    hijri: bool = False
    hijri_offset: int = 0

    def __post_init__(self) -> None:
        if self.hijri_offset not in HIJRI_OFFSETS:
            raise ValueError(f"Hijri offset {self.hijri_offset} is not a day count from -2 to 2")

    def to_dict(self) -> dict[str, str | bool | int]:
        """Return the style as JSON-ready values, for ``from_dict`` to read back."""
        return asdict(self) | {"months": self.months.value, "digits": self.digits.value}

    @classmethod
    def from_dict(cls, data: object) -> Self:
        """Return the style stored in ``data``; each missing or unknown value takes its default."""
        values = data if isinstance(data, Mapping) else {}
        return cls(
            months=_one_of(Months, values.get("months"), cls().months),
            digits=_one_of(Digits, values.get("digits"), cls().digits),
            hijri=values.get("hijri") is True,
            hijri_offset=_offset(values.get("hijri_offset")),
        )


#: Moroccan month names, Latin digits, no Hijri date.
DEFAULT_STYLE = DateStyle()


def localise_digits(text: str, digits: Digits) -> str:
    """Return ``text`` with its Latin and Arabic-Indic digits written in the series ``digits``."""
    return text.translate(_TO_DIGITS[digits])


def format_date(day: date, style: DateStyle = DEFAULT_STYLE) -> str:
    """Return day, month name and year: «18 يناير 2023»."""
    month = _month_names(style.months)[day.month - 1]
    return localise_digits(f"{day.day} {month} {day.year}", style.digits)


def format_time(moment: time | datetime, style: DateStyle = DEFAULT_STYLE) -> str:
    """Return hours and minutes on the 24-hour clock: «15:05»."""
    return localise_digits(f"{moment:%H:%M}", style.digits)


def format_datetime(moment: datetime, style: DateStyle = DEFAULT_STYLE) -> str:
    """Return date and time of a moment in local time: «18 يناير 2023، 15:05»."""
    return f"{format_date(moment, style)}، {format_time(moment, style)}"


def format_month(year: int, month: int, style: DateStyle = DEFAULT_STYLE) -> str:
    """Return month name and year: «يناير 2023». ``month`` counts from 1; else raises ValueError."""
    if not 1 <= month <= 12:
        raise ValueError(f"month {month} is not from 1 to 12")
    return localise_digits(f"{_month_names(style.months)[month - 1]} {year}", style.digits)


def format_weekday(day: date) -> str:
    """Return the name of the weekday: «الأربعاء»."""
    names: Mapping[int, str] = Locale.parse("ar").days["format"]["wide"]
    return names[day.weekday()]


def format_hijri(day: date, style: DateStyle = DEFAULT_STYLE) -> str:
    """Return the Hijri date «25 جمادى الآخرة 1444 هـ», moved by the style's offset.

    Returns "" for days the Umm al-Qura tables do not cover, after the offset: before 1 August 1924
    and after 16 November 2077. Whether a page shows it is for the caller to ask ``style.hijri``.
    """
    try:
        sighted = day + timedelta(days=style.hijri_offset)
        hijri = Gregorian(sighted.year, sighted.month, sighted.day).to_hijri()
    except OverflowError:
        return ""
    name = f"{hijri.day} {hijri.month_name('ar')} {hijri.year} {hijri.notation('ar')}"
    return localise_digits(name, style.digits)


@cache
def _month_names(series: Months) -> tuple[str, ...]:
    """Return the twelve month names of a series."""
    if series is Months.DUAL:
        pairs = zip(_month_names(Months.EGYPT_GULF), _month_names(Months.LEVANT), strict=True)
        return tuple(f"{first}/{second}" for first, second in pairs)
    names: Mapping[int, str] = Locale.parse(LOCALES[series]).months["format"]["wide"]
    return tuple(names[month] for month in range(1, 13))


def _one_of(choices: type[_Choice], value: object, default: _Choice) -> _Choice:
    """Return the member of ``choices`` with this value, or the default."""
    return next((choice for choice in choices if choice.value == value), default)


def _offset(value: object) -> int:
    """Return a stored Hijri offset, or 0 where it is none."""
    # JSON's true and 1.0 equal 1 in Python, and no setting form stores either.
    return value if type(value) is int and value in HIJRI_OFFSETS else 0
