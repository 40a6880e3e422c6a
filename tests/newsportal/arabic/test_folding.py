"""One form for every spelling of a word, and the way back to the original letters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsportal.arabic.folding import (
    FOLD_VERSION,
    CharacterTable,
    fold,
    fold_character,
    fold_with_offsets,
    words,
)
from newsportal.arabic.stemming import index_text

MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670\u06e1\u08f0\u0615"
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069\u061c\ufeff\u00ad"
TATWEEL = "\u0640"
ARABIC_LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"

#: Text of the kinds readers type, denser in what folding changes than text of all of Unicode.
typed = st.text(
    st.sampled_from(
        ARABIC_LETTERS
        + MARKS
        + INVISIBLE
        + TATWEEL
        + "٠١٢۳۴۵6789 \t\n\u00a0\u2028ﷺﻻﷲ_-'’،؟éŒßİ½کگیہ"
    )
)
any_text = st.one_of(typed, st.text())


@pytest.mark.parametrize(
    ("spelling", "folded"),
    [
        ("أإآٱا", "ااااا"),
        ("مستشفى", "مستشفي"),
        ("مدرسة", "مدرسه"),
        ("مؤتمر", "موتمر"),
        ("رئيس", "رييس"),
        ("کتاب", "كتاب"),
        ("گلميم ڭلميم ݣلميم", "كلميم كلميم كلميم"),
        ("ایران مےسور", "ايران ميسور"),
        ("ہھەۀۃ", "ههههه"),
        ("ڤيروس ڥيروس", "فيروس فيروس"),
        ("پاريس", "باريس"),
        ("چاد", "جاد"),
        ("ڨفصة", "قفصه"),
        ("ٹڈڑںژ", "تدرنز"),
    ],
)
def test_spellings_of_one_letter_fold_alike(spelling, folded):
    assert fold(spelling) == folded


def test_standalone_hamza_is_a_letter_of_its_own():
    assert fold("ماء") == "ماء"
    assert fold("ماء") != fold("ما")


def test_vowel_signs_and_quranic_marks_go():
    assert fold("ٱلْحَمْدُ لِلَّهِ رَبِّ ٱلْعَٰلَمِينَ ۝") == "الحمد لله رب العلمين"


def test_tatweel_goes():
    assert fold("الـمـــغرب") == "المغرب"
    assert fold("\u0883\u0884\u0885") == ""


def test_invisible_characters_go():
    for character in INVISIBLE + "\u034f\u180e\u3164\u115f\x00\x07\U000e0041":
        assert fold(f"مغ{character}رب") == "مغرب", f"U+{ord(character):04X}"


def test_enclosing_marks_and_lone_surrogates_go():
    assert fold("5\ufe0f\u20e3") == "5"
    assert fold("مغ\ud800رب") == "مغرب", "a surrogate alone cannot be encoded, nor stored"


def test_presentation_forms_become_letters():
    assert fold("ﺍﻟﻤﻐﺮﺏ ﻻ ﷲ") == "المغرب لا الله"
    assert fold("مغ\ufe76رب") == "مغرب", "an isolated fatha leaves no space"


def test_hamza_written_as_a_mark_folds_like_the_letter():
    for letter in "أإآؤئۀ":
        assert fold(unicodedata.normalize("NFD", letter)) == fold(letter)
    assert fold("ٵٶٸ") == fold("أؤئ")


def test_digits_of_every_series_become_latin():
    assert fold("٠١٢٣٤٥٦٧٨٩") == "0123456789"
    assert fold("۰۱۲۳۴۵۶۷۸۹") == "0123456789"
    assert fold("９𝟗") == "99"


def test_latin_letters_lose_case_and_accents():
    assert fold("ÉLÈVE Çà Œuvre Straße ﬁn") == "eleve ca oeuvre strasse fin"


def test_apostrophes_fold_to_one():
    assert {fold(f"l{mark}eau") for mark in "'’ʼ´`"} == {"l'eau"}


def test_whitespace_is_collapsed_and_trimmed():
    assert fold(" \u00a0المغرب\t\n\u2003اليوم\u2800\r\n") == "المغرب اليوم"


@pytest.mark.parametrize("block", [(0x0600, 0x0700), (0x0750, 0x0780), (0x08A0, 0x08C8)])
def test_every_letter_of_the_arabic_blocks_becomes_a_basic_one(block):
    for codepoint in range(*block):
        character = chr(codepoint)
        if unicodedata.category(character) == "Lo":
            assert set(fold(character)) <= set(ARABIC_LETTERS), f"U+{codepoint:04X}"


@given(any_text)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(any_text)
def test_composed_and_decomposed_text_fold_alike(text):
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(
    typed, st.lists(st.tuples(st.integers(0, 100), st.sampled_from(MARKS + INVISIBLE + TATWEEL)))
)
def test_marks_put_anywhere_change_nothing(text, insertions):
    marked = text
    for place, mark in insertions:
        place = min(place, len(marked))
        marked = marked[:place] + mark + marked[place:]
    assert fold(marked) == fold(text)


@given(any_text)
def test_nothing_removable_is_left(text):
    folded = fold(text)
    assert not {unicodedata.category(character) for character in folded} & {"Mn", "Cf", "Cc", "Cs"}
    assert not set(folded) & set("أإآٱىةؤئ" + TATWEEL)
    assert folded == " ".join(folded.split())


def test_table_of_characters_does_not_outgrow_memory():
    table = CharacterTable(str.upper)
    every_han_letter = "".join(map(chr, range(0x4E00, 0x9FFF)))
    assert f"{every_han_letter}abc".translate(table).endswith("ABC")
    assert len(table) < 5000


@given(any_text)
def test_offsets_belong_to_the_folded_text(text):
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded)
    assert offsets == sorted(offsets)
    for character, offset in zip(folded, offsets, strict=True):
        assert character in fold_character(text[offset])


@given(any_text, st.data())
def test_slices_of_folded_text_map_back_to_their_originals(text, data):
    folded, offsets = fold_with_offsets(text)
    start = data.draw(st.integers(0, len(folded)))
    end = data.draw(st.integers(start, len(folded)))
    if start == end:
        return
    original = text[offsets[start] : offsets[end - 1] + 1]
    # One original character may fold to several; a slice begins or ends inside them at times.
    assert folded[start:end].strip() in fold(original)
    if all(len(fold_character(character)) <= 1 for character in original):
        assert fold(original) == folded[start:end].strip()


def test_the_original_of_a_word_takes_in_its_marks():
    text = "قال\n\n كَتَبَتْ، ثم"
    folded, offsets = fold_with_offsets(text)
    assert folded == "قال كتبت، ثم"
    start = folded.index("كتبت")
    end = start + len("كتبت")
    assert text[offsets[start] : offsets[end]] == "كَتَبَتْ"
    assert offsets[folded.index(" ")] == text.index("\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("إنَّ الحكومةَ، (اليوم)!", ["ان", "الحكومه", "اليوم"]),
        ("L’Économiste: week-end d'été", ["l", "economiste", "week", "end", "d", "ete"]),
        ("#المغرب_اليوم", ["المغرب", "اليوم"]),
        ("الـFIFA و5 أشخاص بـ٢٠", ["ال", "fifa", "و", "5", "اشخاص", "ب", "20"]),
        ("3G كوفيد-19", ["3g", "كوفيد", "19"]),
        ("… ؟ 🙂", []),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


@given(any_text)
def test_words_are_the_letters_and_digits_of_the_folded_text(text):
    assert "".join(words(text)) == "".join(
        character for character in fold(text) if character.isalnum()
    )
    assert all(words(word) == [word] for word in words(text))


def test_version_stands_for_exactly_this_folding():
    """Text folded and stored earlier is compared with these results: new ones need a version."""
    sample = "وأعلنتِ الوزارةُ عن ٢٠ إجراءً لِمؤسسات الـFIFA، ومستشفى L’Été بالولايات"
    assert FOLD_VERSION == 1
    assert fold(sample) == ("واعلنت الوزاره عن 20 اجراء لموسسات الfifa، ومستشفي l'ete بالولايات")
    assert index_text(sample) == (
        "واعلن اعلن وزار عن 20 اجرا لموسس موسس ال fifa ومستشف مستشف l ete ولاي"
    )
