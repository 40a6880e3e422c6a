"""The charts' geometry: inside their frame, true to the numbers, from right to left."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments import charts
from comments.figures import Day
from newsportal.arabic.dates import DEFAULT_STYLE, DateStyle, Digits

FIRST = date(2026, 11, 1)

numbers = st.integers(min_value=0, max_value=100_000)
days = st.lists(st.tuples(numbers, numbers, numbers), max_size=90).map(
    lambda rows: [Day(FIRST + timedelta(days=n), *row) for n, row in enumerate(rows)]
)


def chart(*rows, style=DEFAULT_STYLE):
    return charts.day_chart(
        [Day(FIRST + timedelta(days=n), *row) for n, row in enumerate(rows)], style
    )


# --- Days --------------------------------------------------------------------------------------


def test_the_first_day_stands_on_the_right():
    lefts = [float(column.left) for column in chart((1, 0, 0), (1, 0, 0), (1, 0, 0)).columns]
    assert lefts == sorted(lefts, reverse=True)


def test_a_column_stacks_its_pieces_from_the_bottom():
    (column,) = chart((5, 3, 2)).columns
    assert [(piece.kind, piece.top, piece.height) for piece in column.segments] == [
        ("approved", "50", "50"),
        ("turned-away", "20", "30"),
        ("by-checks", "0", "20"),
    ]
    assert column.numbers == ["5", "3", "2"]
    assert column.total == "10"


def test_a_day_without_decisions_has_a_row_and_no_piece():
    (empty,) = chart((0, 0, 0)).columns
    assert (empty.segments, empty.total) == ([], "0")


def test_no_days_make_an_empty_chart():
    empty = charts.day_chart([], DEFAULT_STYLE)
    assert (empty.columns, empty.dates, empty.marks) == ([], [], ["2", "1", "0"])


def test_the_axis_names_the_first_the_middle_and_the_last_day():
    assert chart(*[(1, 0, 0)] * 5).dates == ["1 نونبر 2026", "3 نونبر 2026", "5 نونبر 2026"]
    assert chart((1, 0, 0)).dates == ["1 نونبر 2026"]


def test_numbers_are_written_in_the_newspapers_digits():
    style = DateStyle(digits=Digits.ARABIC_INDIC)
    made = chart((1, 2, 3), style=style)
    assert made.columns[0].numbers == ["١", "٢", "٣"]
    assert charts.share(1, 4, style) == "٢٥%"
    # Geometry is for the browser.
    assert made.columns[0].left == "0.75"


@given(days)
def test_every_piece_lies_in_the_frame_and_is_as_high_as_its_number(days):
    made = charts.day_chart(days, DEFAULT_STYLE)
    top = charts.nice_top(max((day.total for day in days), default=0))
    for day, column in zip(days, made.columns, strict=True):
        assert 0 <= float(column.left) <= float(made.width) - float(column.width)
        heights = sum(float(piece.height) for piece in column.segments)
        assert heights == pytest.approx(100 * day.total / top, abs=0.02)
        for piece in column.segments:
            assert -0.01 <= float(piece.top) <= 100 - float(piece.height) + 0.01


@given(numbers)
def test_the_axis_is_as_high_as_it_must_be_and_no_more_than_four_times(most):
    top = charts.nice_top(most)
    assert most <= top
    assert top % 2 == 0
    assert top <= 2 or top < 2.5 * most


# --- Bars --------------------------------------------------------------------------------------


def test_the_longest_bar_fills_the_width_and_all_grow_from_the_right():
    made = charts.bars([("a", 40), ("b", 10), ("c", 0)], 50, DEFAULT_STYLE)
    assert [(bar.length, bar.start, bar.share) for bar in made] == [
        ("100", "0", "80%"),
        ("25", "75", "20%"),
        ("0", "100", "0%"),
    ]


def test_a_part_is_marked_off_within_its_bar():
    (bar,) = charts.bars([("a", 40, 10, "/x/")], 40, DEFAULT_STYLE)
    assert (bar.part_length, bar.part_start, bar.part_number, bar.part_share, bar.url) == (
        "25",
        "75",
        "10",
        "25%",
        "/x/",
    )


def test_nothing_to_share_is_a_dash():
    assert charts.bars([], 0, DEFAULT_STYLE) == []
    assert charts.share(0, 0, DEFAULT_STYLE) == "—"


@given(st.lists(numbers, max_size=20))
def test_bars_keep_their_proportions(values):
    made = charts.bars([("x", value) for value in values], sum(values), DEFAULT_STYLE)
    longest = max(values, default=0)
    for value, bar in zip(values, made, strict=True):
        assert float(bar.length) == pytest.approx(100 * value / longest if longest else 0, abs=0.01)
        assert float(bar.length) + float(bar.start) == pytest.approx(100, abs=0.02)


# --- Lengths of time ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("time", "text"),
    [
        (None, "—"),
        (timedelta(minutes=5), "5 دقائق"),
        (timedelta(hours=2), "ساعتان"),
        (timedelta(hours=1, minutes=19), "ساعة واحدة و19 دقيقة"),
        (timedelta(days=1), "يوم واحد"),
        (timedelta(days=1, minutes=40), "يوم واحد"),
        (timedelta(days=3, hours=2), "3 أيام وساعتان"),
        (timedelta(days=15), "أسبوعان"),
    ],
)
def test_a_length_of_time_is_told_in_two_units_at_most(time, text):
    assert charts.length_of(time, DEFAULT_STYLE) == text
