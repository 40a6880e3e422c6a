"""Which way a text runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsportal.arabic.direction import direction

ARABIC = st.text(st.characters(min_codepoint=0x627, max_codepoint=0x648), min_size=1)
LATIN = st.text(st.characters(min_codepoint=0x61, max_codepoint=0x7A), min_size=1)
NEUTRAL = st.text(st.sampled_from("0123456789 .,:!?()«»\"'-"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("المغرب يوسع تعاونه", "auto"),
        ("Rencontre à Tanger", "auto"),
        ("ChatGPT يدخل المدارس المغربية", "rtl"),
        ("«BMCE» ترفع أرباحها في الربع الأول", "rtl"),
        ("قال: the whole sentence stands in English", "ltr"),
        ("", "auto"),
        ("2023 - 18:00", "auto"),
        ("اب cd", "auto"),
    ],
)
def test_most_letters_decide(text, expected):
    assert direction(text) == expected


@given(NEUTRAL, st.one_of(ARABIC, LATIN), NEUTRAL)
def test_a_text_of_one_script_needs_no_help(before, letters, after):
    assert direction(before + letters + after) == "auto"


@given(LATIN, ARABIC)
def test_the_answer_names_the_larger_part_unless_it_comes_first(latin, arabic):
    first_is_larger = len(latin) >= len(arabic)
    assert direction(f"{latin} {arabic}") == ("auto" if first_is_larger else "rtl")
    first_is_larger = len(arabic) >= len(latin)
    assert direction(f"{arabic} {latin}") == ("auto" if first_is_larger else "ltr")
