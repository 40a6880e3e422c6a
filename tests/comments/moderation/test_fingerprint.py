"""Copies have one fingerprint however they are spelt; other texts have others."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.moderation.fingerprint import SHORTEST, fingerprint, skeleton
from newsportal.arabic.folding import fold

TEXT = "هل تريد أن تربح آلاف الدراهم من بيتك؟ اتصل بنا اليوم ولن تندم على ذلك أبدا"


def of(text):
    return fingerprint(fold(text))


@pytest.mark.parametrize(
    "copy",
    [
        "هَلْ تُريدُ أنْ تَربَح آلاف الدراهم من بيتك؟ اتصل بنا اليوم ولن تندم على ذلك أبدا",
        "هل تريد ان تربح الاف الدراهم من بيتك اتصل بنا اليوم ولن تندم علي ذلك ابدا",
        "هل تريد أن تربح آلاف الدراهم من بيتــــك؟ اتصل بنا اليوم ولن تندم على ذلك أبدااااا",
        f"{TEXT} 4821",
        f"{TEXT} 🔥🔥 !!!",
        f"{TEXT} https://example.com/a?x=71",
        f"www.example.com {TEXT}",
        TEXT.replace(" ", "  .  "),
    ],
)
def test_a_copy_has_the_same_fingerprint(copy):
    assert of(copy) == of(TEXT) is not None


@pytest.mark.parametrize("other", [f"{TEXT} حقا", TEXT.replace("اليوم", "غدا"), TEXT[:-8]])
def test_another_wording_has_another(other):
    assert of(other) not in (of(TEXT), None)


@pytest.mark.parametrize(
    "short",
    [
        "",
        "شكرا",
        "شكرا جزيلا على هذا المقال",
        "إنا لله وإنا إليه راجعون",
        "هههههههههههههههههههههههههههههههههههههه",
        "1234567890 1234567890 1234567890 1234567890",
        "https://example.com/a-long-address-of-a-page-with-many-letters",
    ],
)
def test_short_texts_have_none(short):
    assert of(short) is None


def test_what_counts_as_short():
    # Neighbouring letters differ, so that all of them count.
    letters = "اب" * SHORTEST
    assert fingerprint(letters[: SHORTEST - 1]) is None
    assert fingerprint(letters[:SHORTEST]) is not None


def test_it_stays_the_same_in_every_process():
    """It is stored: Python's own hash, which is salted, would not do."""
    assert fingerprint("abcdefghij" * 3) == -7488602850646665137


@given(st.text())
def test_it_fits_a_signed_column_of_64_bits(text):
    number = of(text)
    assert number is None or -(2**63) <= number < 2**63


@given(st.text())
def test_what_is_hashed_is_letters_none_twice_in_a_row(text):
    letters = skeleton(fold(text))
    assert not any(character.isdecimal() or character.isspace() for character in letters)
    assert all(one != other for one, other in pairwise(letters))
