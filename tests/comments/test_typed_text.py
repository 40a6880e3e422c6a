"""Letters stay; what the eye does not see, or what reaches beyond the comment, goes."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.typed_text import MARKS_ON_A_LETTER, address, is_blank, paragraphs, single_line

BIDI_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TRICKS = BIDI_CONTROLS + "\x00\x07\x7f\x85\ufeff\u200b\u00ad\u3164\u115f\ud800\udfff\U000e0041"
texts = st.text() | st.text(st.sampled_from(TRICKS + "\u200d\u200f\u064b\u0301 \n\r\tاabc"))


@pytest.mark.parametrize(
    "text",
    [
        "مقال جيد، شكرا.",
        "بِسْمِ اللَّهِ الرَّحْمَٰنِ الرَّحِيمِ ۝١",
        "Très bon article, merci !",
        "C'est « bien » — vraiment…",
        "می\u200cخواهم",
        "👍🏽 👩\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3",
        "سعر الخبز 1.20 درهم (20%)",
        "العدد 5\u200f.",
    ],
)
def test_what_readers_write_stays_as_it_is(text):
    assert single_line(text) == text
    assert paragraphs(text) == text


@pytest.mark.parametrize("trick", TRICKS.replace("\x85", ""))
def test_what_is_not_seen_goes(trick):
    assert single_line(f"مر{trick}حبا") == "مرحبا"
    assert paragraphs(f"مر{trick}حبا") == "مرحبا"


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_line_breaks_are_of_one_kind_and_none_is_in_a_line(line_break):
    assert paragraphs(f"سطر{line_break}سطر") == "سطر\nسطر"
    assert single_line(f"سطر{line_break}سطر") == "سطر سطر"


def test_whitespace_does_not_pile_up():
    assert paragraphs("  أول \n\n\n\n \t\n ثان\u00a0\u2003\u2800 آخر \n") == "أول\n\nثان آخر"
    assert single_line(" أول \t\u3000 ثان ") == "أول ثان"


@pytest.mark.parametrize("mark", ["\u064b", "\u0301", "\u20dd"])
def test_marks_do_not_pile_up_on_a_letter(mark):
    assert single_line("ب" + mark * 50 + "ت") == "ب" + mark * MARKS_ON_A_LETTER + "ت"
    assert single_line("ب" + f"{mark}\u200d" * 50).count(mark) == MARKS_ON_A_LETTER


def test_joiners_do_not_pile_up():
    assert single_line("ب" + "\u200d\u200c\u200f" * 1000 + "ت") == "ب\u200dت"


@pytest.mark.parametrize(
    "text", ["", "   ", "\n\t", "\u200b" * 500, "\u200f\u200d", "\u3164\u2800", "ـــ", "\u064b"]
)
def test_text_without_anything_to_see_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["ن", "?", "😀", "...", "1", "٣"])
def test_the_shortest_text_is_not_blank(text):
    assert not is_blank(text)


def test_an_address_holds_nothing_unseen():
    assert address(" \u200freader\u200d@\u202aexample.org\u202c\n") == "reader@example.org"


@given(texts)
def test_cleaning_cleans_once_for_all(text):
    for clean in (paragraphs, single_line, address):
        once = clean(text)
        assert clean(once) == once
        assert len(once) <= len(text)


@given(texts)
def test_cleaned_text_stays_in_its_place(text):
    cleaned = paragraphs(text)
    assert not set(cleaned) & set(BIDI_CONTROLS)
    assert all(
        char == "\n" or unicodedata.category(char) not in {"Cc", "Cs", "Zl", "Zp"}
        for char in cleaned
    )
    assert "\n\n\n" not in cleaned
    cleaned.encode()


@given(texts)
def test_a_line_is_one_line(text):
    assert len(single_line(text).splitlines()) <= 1


@given(st.text(st.characters(categories=["L", "N", "P"], codec="utf-8"), max_size=50))
def test_letters_digits_and_punctuation_are_never_lost(text):
    kept = "".join(char for char in text if char not in "\u3164\uffa0\u115f\u1160")
    assert single_line(kept) == kept
