"""Counted nouns and relative time in Arabic.

Arabic inflects a counted noun in six ways; which of them a number takes is CLDR's plural rule for
``ar``, asked through Babel, and the forms stand in one table here. Nothing else in the product
inflects a counted noun.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from babel import Locale
from babel.numbers import format_decimal

from newsportal.arabic.dates import (
    DEFAULT_STYLE,
    DIGITS,
    LOCALES,
    DateStyle,
    Digits,
    localise_digits,
)

_category = Locale.parse("ar").plural_form

# Newspapers leave four digits whole and part longer numbers in threes.
_GROUPED_FROM = 10_000


@dataclass(frozen=True, slots=True)
class Noun:
    """The six forms of a counted noun, named after CLDR's plural categories.

    ``zero``, ``one`` and ``two`` are whole phrases without a number; ``few`` (genitive plural),
    ``many`` (accusative singular, written without its tanwin mark) and ``other`` (genitive
    singular) follow the number. ``two`` is in the nominative; ``two_oblique`` is the dual after
    a preposition, given for the nouns that stand after one.
    """

    zero: str
    one: str
    two: str
    few: str
    many: str
    other: str
    two_oblique: str = ""


NOUNS: Final[dict[str, Noun]] = {
    "view": Noun("لا مشاهدات", "مشاهدة واحدة", "مشاهدتان", "مشاهدات", "مشاهدة", "مشاهدة"),
    "comment": Noun("لا تعليقات", "تعليق واحد", "تعليقان", "تعليقات", "تعليقا", "تعليق"),
    "story": Noun("لا مواد", "مادة واحدة", "مادتان", "مواد", "مادة", "مادة"),
    "reply": Noun("لا ردود", "رد واحد", "ردان", "ردود", "ردا", "رد"),
    "like": Noun("لا إعجابات", "إعجاب واحد", "إعجابان", "إعجابات", "إعجابا", "إعجاب"),
    "report": Noun("لا بلاغات", "بلاغ واحد", "بلاغان", "بلاغات", "بلاغا", "بلاغ"),
    "result": Noun("لا نتائج", "نتيجة واحدة", "نتيجتان", "نتائج", "نتيجة", "نتيجة"),
    "reader": Noun("لا قراء", "قارئ واحد", "قارئان", "قراء", "قارئا", "قارئ"),
    "character": Noun("لا أحرف", "حرف واحد", "حرفان", "أحرف", "حرفا", "حرف"),
    "picture": Noun("لا صور", "صورة واحدة", "صورتان", "صور", "صورة", "صورة"),
    "link": Noun("لا روابط", "رابط واحد", "رابطان", "روابط", "رابطا", "رابط"),
    "term": Noun("لا عبارات", "عبارة واحدة", "عبارتان", "عبارات", "عبارة", "عبارة"),
    "decision": Noun("لا قرارات", "قرار واحد", "قراران", "قرارات", "قرارا", "قرار"),
    "word": Noun("لا كلمات", "كلمة واحدة", "كلمتان", "كلمات", "كلمة", "كلمة"),
    "error": Noun("لا أخطاء", "خطأ واحد", "خطآن", "أخطاء", "خطأ", "خطأ"),
    "item": Noun("لا عناصر", "عنصر واحد", "عنصران", "عناصر", "عنصرا", "عنصر"),
    "minute_of_reading": Noun(
        "أقل من دقيقة قراءة",
        "دقيقة قراءة واحدة",
        "دقيقتا قراءة",
        "دقائق قراءة",
        "دقيقة قراءة",
        "دقيقة قراءة",
    ),
    "second": Noun(
        "لا ثواني", "ثانية واحدة", "ثانيتان", "ثوان", "ثانية", "ثانية", two_oblique="ثانيتين"
    ),
    "minute": Noun(
        "لا دقائق", "دقيقة واحدة", "دقيقتان", "دقائق", "دقيقة", "دقيقة", two_oblique="دقيقتين"
    ),
    "hour": Noun("لا ساعات", "ساعة واحدة", "ساعتان", "ساعات", "ساعة", "ساعة", two_oblique="ساعتين"),
    "day": Noun("لا أيام", "يوم واحد", "يومان", "أيام", "يوما", "يوم", two_oblique="يومين"),
    "week": Noun(
        "لا أسابيع", "أسبوع واحد", "أسبوعان", "أسابيع", "أسبوعا", "أسبوع", two_oblique="أسبوعين"
    ),
    "month": Noun("لا أشهر", "شهر واحد", "شهران", "أشهر", "شهرا", "شهر", two_oblique="شهرين"),
    "year": Noun("لا سنوات", "سنة واحدة", "سنتان", "سنوات", "سنة", "سنة", two_oblique="سنتين"),
}

_SINCE = "منذ"
_UNTIL = "بعد"
_MOMENTS = "لحظات"
_MINUTE = 60
_DAY = 24 * 60 * _MINUTE
_YEAR = 365 * _DAY

# Unit, its length in seconds and, where the next unit is no multiple of it, the highest count told
# in it: 360 days are twelve months of thirty days but not yet a year.
_UNITS: Final[tuple[tuple[str, int, int | None], ...]] = (
    ("year", _YEAR, None),
    ("month", 30 * _DAY, 11),
    ("week", 7 * _DAY, None),
    ("day", _DAY, None),
    ("hour", 60 * _MINUTE, None),
    ("minute", _MINUTE, None),
)


def format_number(n: int, style: DateStyle | None = None) -> str:
    """Return ``n`` in the style's digits, grouped from 10,000 on.

    Four digits stay whole, as in newspapers (1234, 12.345). The separator is CLDR's for the region
    whose month names the style uses and for its digits. ``None`` stands for ``DEFAULT_STYLE``.
    """
    style = style or DEFAULT_STYLE
    grouped = format_decimal(
        n,
        locale=LOCALES[style.months],
        group_separator=abs(n) >= _GROUPED_FROM,
        # Babel takes the separators of a numbering system but always writes Latin digits.
        numbering_system="arab" if style.digits is Digits.ARABIC_INDIC else "latn",
    )
    return localise_digits(grouped, style.digits)


def counted(n: int, noun: str, style: DateStyle | None = None) -> str:
    """Return ``n`` with its noun inflected, in the nominative where the form shows case.

    ``counted(2, "view")`` is «مشاهدتان», ``counted(11, "view")`` «11 مشاهدة». ``noun`` is a key of
    ``NOUNS``, else KeyError is raised; a negative ``n`` raises ValueError. Numbers are written by
    ``format_number``. Categories: CLDR, Language Plural Rules, ``ar``.
    """
    return _inflect(n, NOUNS[noun], NOUNS[noun].two, style)


def since_parts(seconds: float) -> tuple[str, int]:
    """Return the largest whole unit in a length of time and how many of it there are.

    Units are the keys minute, hour, day, week, month (30 days, at most 11) and year (365 days) of
    ``NOUNS``. Under a minute, negative lengths included, the parts are ``("moment", 0)``.
    """
    for unit, length, most in _UNITS:
        if seconds >= length:
            count = int(seconds // length)
            return unit, count if most is None else min(count, most)
    return "moment", 0


def since(then: datetime, now: datetime, style: DateStyle | None = None) -> str:
    """Return how long before ``now`` the moment ``then`` was: «منذ أسبوعين», «منذ 3 ساعات».

    Under a minute it is «منذ لحظات», also when ``then`` is less than a minute ahead, as the clocks
    of two machines may be; a moment further ahead is told by ``until``. Both datetimes are aware or
    both naive, else TypeError is raised.
    """
    seconds = (now - then).total_seconds()
    if seconds <= -_MINUTE:
        return until(then, now, style)
    return f"{_SINCE} {_length(seconds, style)}"


def until(then: datetime, now: datetime, style: DateStyle | None = None) -> str:
    """Return how long after ``now`` the moment ``then`` will be: «بعد ساعة واحدة», «بعد لحظات».

    The mirror image of ``since``, which tells a moment that is a minute or more in the past.
    """
    seconds = (then - now).total_seconds()
    if seconds <= -_MINUTE:
        return since(then, now, style)
    return f"{_UNTIL} {_length(seconds, style)}"


def time_forms(style: DateStyle | None = None) -> dict[str, object]:
    """Return what a script needs to say the same as ``since``, JSON-ready.

    ``prefix`` is «منذ» and ``moments`` the whole phrase for less than a minute. ``units`` lists,
    the longest first, each ``unit`` with its length in ``seconds``, the highest count told in it
    as ``most`` (null: no limit) and its ``forms`` after a preposition by CLDR category, which
    ``Intl.PluralRules("ar")`` gives. Forms ``one`` and ``two`` stand without the number, the others
    after it. ``digits`` are the style's digits from zero to nine.
    """
    return {
        "prefix": _SINCE,
        "moments": f"{_SINCE} {_MOMENTS}",
        "digits": DIGITS[(style or DEFAULT_STYLE).digits],
        "units": [
            {"unit": unit, "seconds": length, "most": most, "forms": _oblique_forms(NOUNS[unit])}
            for unit, length, most in _UNITS
        ],
    }


def _length(seconds: float, style: DateStyle | None) -> str:
    """Return a length of time as it stands after a preposition."""
    unit, count = since_parts(seconds)
    if unit == "moment":
        return _MOMENTS
    return _inflect(count, NOUNS[unit], NOUNS[unit].two_oblique, style)


def _inflect(n: int, noun: Noun, dual: str, style: DateStyle | None) -> str:
    """Return ``n`` with the form of ``noun`` it takes, ``dual`` being the form for two."""
    if n < 0:
        raise ValueError(f"{n} things cannot be counted")
    category = _category(n)
    if category in ("zero", "one"):
        return str(getattr(noun, category))
    if category == "two":
        return dual
    return f"{format_number(n, style)} {getattr(noun, category)}"


def _oblique_forms(noun: Noun) -> dict[str, str]:
    """Return the forms a count of at least one takes after a preposition, by CLDR category."""
    return {
        "one": noun.one,
        "two": noun.two_oblique,
        "few": noun.few,
        "many": noun.many,
        "other": noun.other,
    }
