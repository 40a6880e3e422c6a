"""Dates in the five month series, the two digit series and the Hijri calendar."""

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsportal.arabic.dates import (
    DEFAULT_STYLE,
    HIJRI_OFFSETS,
    DateStyle,
    Digits,
    Months,
    format_date,
    format_datetime,
    format_hijri,
    format_month,
    format_time,
    format_weekday,
    localise_digits,
)

EGYPT_GULF = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
]
LEVANT = [
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
]
NAMES = {
    Months.EGYPT_GULF: EGYPT_GULF,
    Months.MOROCCO: [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "ماي",
        "يونيو",
        "يوليوز",
        "غشت",
        "شتنبر",
        "أكتوبر",
        "نونبر",
        "دجنبر",
    ],
    Months.MAGHREB: [
        "جانفي",
        "فيفري",
        "مارس",
        "أفريل",
        "ماي",
        "جوان",
        "جويلية",
        "أوت",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
    Months.LEVANT: LEVANT,
    Months.DUAL: [f"{first}/{second}" for first, second in zip(EGYPT_GULF, LEVANT, strict=True)],
}
styles = st.builds(
    DateStyle,
    months=st.sampled_from(Months),
    digits=st.sampled_from(Digits),
    hijri=st.booleans(),
    hijri_offset=st.sampled_from(HIJRI_OFFSETS),
)


@pytest.mark.parametrize("series", Months)
def test_month_names(series):
    style = DateStyle(months=series)
    for number, name in enumerate(NAMES[series], start=1):
        assert format_month(2023, number, style) == f"{name} 2023"
        assert format_date(date(2023, number, 1), style) == f"1 {name} 2023"


def test_default_style_is_moroccan():
    assert DateStyle.from_dict({}) == DEFAULT_STYLE
    assert (DEFAULT_STYLE.months, DEFAULT_STYLE.digits) == (Months.MOROCCO, Digits.LATIN)
    assert not DEFAULT_STYLE.hijri
    assert format_date(date(2023, 1, 18)) == "18 يناير 2023"
    assert format_date(date(2023, 8, 1)) == "1 غشت 2023"


def test_moment_is_written_as_it_stands_in_local_time():
    assert format_datetime(datetime(2023, 1, 18, 15, 5, tzinfo=UTC)) == "18 يناير 2023، 15:05"
    assert format_time(datetime(2023, 1, 18, 0, 0, tzinfo=UTC)) == "00:00"
    assert format_time(time(9, 7)) == "09:07"


def test_arabic_indic_digits():
    style = DateStyle(digits=Digits.ARABIC_INDIC)
    moment = datetime(2023, 1, 18, 15, 5, tzinfo=UTC)
    assert format_datetime(moment, style) == "١٨ يناير ٢٠٢٣، ١٥:٠٥"
    assert format_month(2023, 1, style) == "يناير ٢٠٢٣"
    assert format_hijri(moment, style) == "٢٥ جمادى الآخرة ١٤٤٤ هـ"


@pytest.mark.parametrize("month", [0, 13])
def test_month_outside_the_year_is_refused(month):
    with pytest.raises(ValueError, match=str(month)):
        format_month(2023, month)


def test_weekdays():
    names = [format_weekday(date(2023, 1, 16) + timedelta(days=days)) for days in range(7)]
    assert names == ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]


def test_hijri_date():
    assert format_hijri(date(2023, 1, 18)) == "25 جمادى الآخرة 1444 هـ"


def test_hijri_offset_follows_the_sighting():
    # Umm al-Qura began Ramadan 1444 on 23 March 2023.
    day = date(2023, 3, 23)
    assert format_hijri(day) == "1 رمضان 1444 هـ"
    assert format_hijri(day, DateStyle(hijri_offset=-1)) == "30 شعبان 1444 هـ"
    assert format_hijri(day, DateStyle(hijri_offset=2)) == "3 رمضان 1444 هـ"


def test_hijri_date_is_empty_outside_the_tables():
    first, last, day = date(1924, 8, 1), date(2077, 11, 16), timedelta(days=1)
    assert format_hijri(first) == "1 محرم 1343 هـ"
    assert format_hijri(first - day) == ""
    assert format_hijri(last).endswith("1500 هـ")
    assert format_hijri(last + day) == ""


def test_hijri_offset_counts_at_the_ends_of_the_tables():
    first, last, day = date(1924, 8, 1), date(2077, 11, 16), timedelta(days=1)
    earlier, later = DateStyle(hijri_offset=-1), DateStyle(hijri_offset=1)
    assert format_hijri(first, earlier) == ""
    assert format_hijri(first - day, later) == "1 محرم 1343 هـ"
    assert format_hijri(last, later) == ""
    assert format_hijri(date.max, later) == ""
    assert format_hijri(date.min, earlier) == ""


@given(st.dates(), styles)
def test_any_day_can_be_written(day, style):
    foreign = {Digits.LATIN: "٠١٢٣٤٥٦٧٨٩", Digits.ARABIC_INDIC: "0123456789"}[style.digits]
    written = format_date(day, style)
    number, *name, year = localise_digits(written, Digits.LATIN).split(" ")
    assert (int(number), int(year)) == (day.day, day.year)
    assert " ".join(name) == NAMES[style.months][day.month - 1]
    assert not set(written + format_hijri(day, style)) & set(foreign)


@given(st.text())
def test_digits_go_to_the_other_series_and_back(text):
    latin = localise_digits(text, Digits.LATIN)
    assert localise_digits(localise_digits(latin, Digits.ARABIC_INDIC), Digits.LATIN) == latin


@pytest.mark.parametrize("offset", [-3, 3])
def test_offset_beyond_a_sighting_is_refused(offset):
    with pytest.raises(ValueError, match=str(offset)):
        DateStyle(hijri_offset=offset)


@given(styles)
def test_style_survives_json(style):
    assert DateStyle.from_dict(json.loads(json.dumps(style.to_dict()))) == style


def test_stored_style_is_plain_json():
    assert DateStyle().to_dict() == {
        "months": "morocco",
        "digits": "latin",
        "hijri": False,
        "hijri_offset": 0,
    }


@pytest.mark.parametrize("data", [None, {}, [], "morocco", {"months": ["morocco"], "extra": 1}])
def test_nothing_usable_gives_the_default_style(data):
    assert DateStyle.from_dict(data) == DEFAULT_STYLE


def test_each_unknown_value_takes_its_own_default():
    data = {"months": "levant", "digits": "roman", "hijri": "yes", "hijri_offset": 9}
    assert DateStyle.from_dict(data) == DateStyle(months=Months.LEVANT)
    assert DateStyle.from_dict({"hijri": True, "hijri_offset": True}) == DateStyle(hijri=True)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(
    st.dictionaries(
        st.sampled_from(["months", "digits", "hijri", "hijri_offset", "x"]), json_values
    )
)
def test_no_stored_value_breaks_the_style(data):
    style = DateStyle.from_dict(data)
    assert style.months in Months
    assert style.hijri_offset in HIJRI_OFFSETS
