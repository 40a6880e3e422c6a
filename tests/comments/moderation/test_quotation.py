"""A commenter's words within a sentence: short, on one line, turning nothing around them."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from comments.moderation.quotation import isolated, listed, quoted

FSI, PDI = "\u2068", "\u2069"


def test_it_is_isolated_and_marked():
    assert isolated("example.com") == f"{FSI}example.com{PDI}"
    assert isolated("كلمة") in quoted("كلمة")
    assert quoted("كلمة") != isolated("كلمة")


@given(st.text(max_size=200))
def test_no_text_breaks_out(text):
    inner = isolated(text)[1:-1]
    # Marks stand on their letters and take no place.
    assert sum(not unicodedata.combining(character) for character in inner) <= 40
    assert not set(inner) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\n")


def test_a_list_has_each_once_and_no_more_than_five():
    several = listed(["a", "b", "a", "c", "d", "e", "f", "g"])
    assert [several.count(letter) for letter in "abcdefg"] == [1, 1, 1, 1, 1, 0, 0]
