"""Counted nouns and relative time, form by form."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsportal.arabic.counting import (
    NOUNS,
    counted,
    format_number,
    since,
    since_parts,
    time_forms,
    until,
)
from newsportal.arabic.dates import DateStyle, Digits, Months

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = 60, 3600, 86_400


def ago(seconds: float) -> str:
    return since(NOW - timedelta(seconds=seconds), NOW)


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, "لا مشاهدات"),
        (1, "مشاهدة واحدة"),
        (2, "مشاهدتان"),
        (3, "3 مشاهدات"),
        (5, "5 مشاهدات"),
        (10, "10 مشاهدات"),
        (11, "11 مشاهدة"),
        (99, "99 مشاهدة"),
        (100, "100 مشاهدة"),
        (101, "101 مشاهدة"),
        (102, "102 مشاهدة"),
        (103, "103 مشاهدات"),
        (110, "110 مشاهدات"),
        (111, "111 مشاهدة"),
        (199, "199 مشاهدة"),
        (200, "200 مشاهدة"),
        (203, "203 مشاهدات"),
        (12_345, "12.345 مشاهدة"),
    ],
)
def test_views(n, expected):
    assert counted(n, "view") == expected


@pytest.mark.parametrize(
    ("noun", "forms"),
    [
        # At 0, 1, 2, 3, 11 and 100: one count for each form.
        ("comment", "لا تعليقات|تعليق واحد|تعليقان|3 تعليقات|11 تعليقا|100 تعليق"),
        ("story", "لا مواد|مادة واحدة|مادتان|3 مواد|11 مادة|100 مادة"),
        ("reply", "لا ردود|رد واحد|ردان|3 ردود|11 ردا|100 رد"),
        ("like", "لا إعجابات|إعجاب واحد|إعجابان|3 إعجابات|11 إعجابا|100 إعجاب"),
        ("report", "لا بلاغات|بلاغ واحد|بلاغان|3 بلاغات|11 بلاغا|100 بلاغ"),
        ("result", "لا نتائج|نتيجة واحدة|نتيجتان|3 نتائج|11 نتيجة|100 نتيجة"),
        ("reader", "لا قراء|قارئ واحد|قارئان|3 قراء|11 قارئا|100 قارئ"),
        ("character", "لا أحرف|حرف واحد|حرفان|3 أحرف|11 حرفا|100 حرف"),
        ("picture", "لا صور|صورة واحدة|صورتان|3 صور|11 صورة|100 صورة"),
        ("word", "لا كلمات|كلمة واحدة|كلمتان|3 كلمات|11 كلمة|100 كلمة"),
        ("error", "لا أخطاء|خطأ واحد|خطآن|3 أخطاء|11 خطأ|100 خطأ"),
        ("item", "لا عناصر|عنصر واحد|عنصران|3 عناصر|11 عنصرا|100 عنصر"),
        (
            "minute_of_reading",
            "أقل من دقيقة قراءة|دقيقة قراءة واحدة|دقيقتا قراءة"
            "|3 دقائق قراءة|11 دقيقة قراءة|100 دقيقة قراءة",
        ),
        ("second", "لا ثواني|ثانية واحدة|ثانيتان|3 ثوان|11 ثانية|100 ثانية"),
        ("minute", "لا دقائق|دقيقة واحدة|دقيقتان|3 دقائق|11 دقيقة|100 دقيقة"),
        ("hour", "لا ساعات|ساعة واحدة|ساعتان|3 ساعات|11 ساعة|100 ساعة"),
        ("day", "لا أيام|يوم واحد|يومان|3 أيام|11 يوما|100 يوم"),
        ("week", "لا أسابيع|أسبوع واحد|أسبوعان|3 أسابيع|11 أسبوعا|100 أسبوع"),
        ("month", "لا أشهر|شهر واحد|شهران|3 أشهر|11 شهرا|100 شهر"),
        ("year", "لا سنوات|سنة واحدة|سنتان|3 سنوات|11 سنة|100 سنة"),
    ],
)
def test_six_forms(noun, forms):
    assert [counted(n, noun) for n in (0, 1, 2, 3, 11, 100)] == forms.split("|")


def test_every_noun_has_all_its_forms_without_tanwin_marks():
    for noun in NOUNS.values():
        forms = [noun.zero, noun.one, noun.two, noun.few, noun.many, noun.other]
        assert all(forms)
        assert not re.search("[\u064b-\u0652]", "".join(forms))


def test_negative_count_is_refused():
    with pytest.raises(ValueError, match="-1"):
        counted(-1, "view")


def test_unknown_noun_is_refused():
    with pytest.raises(KeyError):
        counted(1, "camel")


def test_counts_follow_the_style():
    style = DateStyle(digits=Digits.ARABIC_INDIC)
    assert counted(3, "view", style) == "٣ مشاهدات"
    assert counted(12_345, "view", style) == "١٢٬٣٤٥ مشاهدة"


@given(st.sampled_from(sorted(NOUNS)), st.integers(3, 10), st.integers(0, 10_000))
def test_three_to_ten_take_the_plural_in_every_hundred(noun, units, hundreds):
    assert counted(100 * hundreds + units, noun).endswith(f" {NOUNS[noun].few}")


@given(st.sampled_from(sorted(NOUNS)), st.integers(11, 99), st.integers(0, 10_000))
def test_eleven_to_ninety_nine_take_the_accusative_in_every_hundred(noun, units, hundreds):
    assert counted(100 * hundreds + units, noun).endswith(f" {NOUNS[noun].many}")


@given(st.sampled_from(sorted(NOUNS)), st.integers(0, 2), st.integers(1, 10_000))
def test_whole_hundreds_and_the_two_after_take_the_genitive(noun, units, hundreds):
    n = 100 * hundreds + units
    assert counted(n, noun) == f"{format_number(n)} {NOUNS[noun].other}"


@pytest.mark.parametrize(
    ("n", "style", "expected"),
    [
        (0, None, "0"),
        (9999, None, "9999"),
        (10_000, None, "10.000"),
        (1_234_567, None, "1.234.567"),
        (1_234_567, DateStyle(months=Months.EGYPT_GULF), "1,234,567"),
        (1_234_567, DateStyle(months=Months.MAGHREB), "1.234.567"),
        (9999, DateStyle(digits=Digits.ARABIC_INDIC), "٩٩٩٩"),
        (1_234_567, DateStyle(digits=Digits.ARABIC_INDIC), "١٬٢٣٤٬٥٦٧"),
    ],
)
def test_numbers(n, style, expected):
    assert format_number(n, style) == expected


@given(
    st.integers(0, 10**15),
    st.builds(DateStyle, months=st.sampled_from(Months), digits=st.sampled_from(Digits)),
)
def test_number_reads_back(n, style):
    assert int(re.sub(r"\D", "", format_number(n, style))) == n


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "منذ لحظات"),
        (59, "منذ لحظات"),
        (-59, "منذ لحظات"),
        (MINUTE, "منذ دقيقة واحدة"),
        (2 * MINUTE + 59, "منذ دقيقتين"),
        (3 * MINUTE, "منذ 3 دقائق"),
        (59 * MINUTE + 59, "منذ 59 دقيقة"),
        (HOUR, "منذ ساعة واحدة"),
        (2 * HOUR, "منذ ساعتين"),
        (10 * HOUR, "منذ 10 ساعات"),
        (DAY - 1, "منذ 23 ساعة"),
        (DAY, "منذ يوم واحد"),
        (2 * DAY, "منذ يومين"),
        (7 * DAY - 1, "منذ 6 أيام"),
        (7 * DAY, "منذ أسبوع واحد"),
        (14 * DAY, "منذ أسبوعين"),
        (21 * DAY, "منذ 3 أسابيع"),
        (30 * DAY - 1, "منذ 4 أسابيع"),
        (30 * DAY, "منذ شهر واحد"),
        (60 * DAY, "منذ شهرين"),
        (330 * DAY, "منذ 11 شهرا"),
        (365 * DAY - 1, "منذ 11 شهرا"),
        (365 * DAY, "منذ سنة واحدة"),
        (2 * 365 * DAY, "منذ سنتين"),
        (11 * 365 * DAY, "منذ 11 سنة"),
        (100 * 365 * DAY, "منذ 100 سنة"),
    ],
)
def test_since(seconds, expected):
    assert ago(seconds) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "بعد لحظات"),
        (59, "بعد لحظات"),
        (-59, "بعد لحظات"),
        (MINUTE, "بعد دقيقة واحدة"),
        (HOUR, "بعد ساعة واحدة"),
        (2 * HOUR, "بعد ساعتين"),
        (11 * DAY, "بعد أسبوع واحد"),
    ],
)
def test_until(seconds, expected):
    assert until(NOW + timedelta(seconds=seconds), NOW) == expected


@given(st.integers(MINUTE, 200 * 365 * DAY))
def test_since_and_until_tell_the_direction_of_any_moment(seconds):
    past, future = NOW - timedelta(seconds=seconds), NOW + timedelta(seconds=seconds)
    assert since(future, NOW) == until(future, NOW)
    assert until(past, NOW) == since(past, NOW)
    assert since(past, NOW).startswith("منذ ")
    assert until(future, NOW) == since(past, NOW).replace("منذ", "بعد")


def test_relative_time_follows_the_style():
    style = DateStyle(digits=Digits.ARABIC_INDIC)
    assert since(NOW - timedelta(days=3), NOW, style) == "منذ ٣ أيام"
    assert until(NOW + timedelta(days=3), NOW, style) == "بعد ٣ أيام"


def test_duals_stand_in_the_nominative_alone_and_in_the_oblique_after_a_preposition():
    assert counted(2, "week") == "أسبوعان"
    assert ago(14 * DAY) == "منذ أسبوعين"
    for noun in NOUNS.values():
        if noun.two_oblique:
            assert noun.two_oblique == re.sub("ان$", "ين", noun.two)


@given(st.floats(-1e6, 1e11))
def test_parts_are_whole_units_within_their_bounds(seconds):
    unit, count = since_parts(seconds)
    bounds = {"minute": 59, "hour": 23, "day": 6, "week": 4, "month": 11}
    if seconds < MINUTE:
        assert (unit, count) == ("moment", 0)
    else:
        assert 1 <= count <= bounds.get(unit, count)


@given(st.floats(-1e6, 1e11), st.floats(0, 1e8))
def test_a_longer_time_is_never_told_as_a_shorter_one(seconds, more):
    order = ["moment", "minute", "hour", "day", "week", "month", "year"]
    unit, count = since_parts(seconds)
    later_unit, later_count = since_parts(seconds + more)
    assert (order.index(unit), count) <= (order.index(later_unit), later_count)


def _said_by_script(seconds: float, forms: dict) -> str:
    """The stamp as a page script makes it from nothing but the forms and CLDR's plural rule."""
    for unit in forms["units"]:
        if seconds >= unit["seconds"]:
            n = int(seconds // unit["seconds"])
            if unit["most"] is not None:
                n = min(n, unit["most"])
            rest = n % 100
            if n <= 2:
                category = {1: "one", 2: "two"}[n]
            else:
                category = "few" if 3 <= rest <= 10 else "many" if rest >= 11 else "other"
            form = unit["forms"][category]
            if category in ("one", "two"):
                return f"{forms['prefix']} {form}"
            number = "".join(forms["digits"][int(digit)] for digit in str(n))
            return f"{forms['prefix']} {number} {form}"
    return forms["moments"]


@given(st.integers(-59, 300 * 365 * DAY), st.sampled_from(Digits))
def test_script_says_the_same_as_the_server(seconds, digits):
    style = DateStyle(digits=digits)
    forms = json.loads(json.dumps(time_forms(style)))
    expected = since(NOW - timedelta(seconds=seconds), NOW, style)
    assert _said_by_script(seconds, forms) == expected
