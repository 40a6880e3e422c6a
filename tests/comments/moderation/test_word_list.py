"""Blocked terms: found under every disguise, and only as words of their own."""

import copy
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from articles.demo import texts
from comments.moderation.word_list import Evasion, Hit, WordList
from comments.moderation.word_spelling import STANDING_ALONE
from newsportal.arabic.folding import fold

FOLDER = Path(__file__).parent
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})|\\n")


def cases(name: str) -> list[tuple[str, str]]:
    """Read term and text of each line, invisible characters and line ends being escaped."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()[1:]
    pairs = (line.split("\t") for line in lines)
    return [(term, _ESCAPE.sub(_unescaped, text)) for term, text in pairs]


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else "\n"


EVASIONS = cases("evasions.tsv")
INNOCENTS = cases("innocents.tsv")
TERMS = list(dict.fromkeys(term for term, _ in EVASIONS + INNOCENTS))
ALL_TERMS = WordList(TERMS)
#: But for some that with an ending or particle are other words, as ثورة and كفار are.
ARABIC_WORDS = [
    term
    for term in TERMS
    if len(term) > 2
    and "ء" <= term[0] <= "ي"
    and " " not in term
    and term not in {"ثور", "فأر", "قرع", "عار"}
]


def letters(text: str) -> str:
    """Return what is left of ``text`` once folded, each letter once and no separators."""
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[\W_]", "", fold(text)))


# --- The two files -----------------------------------------------------------------------------


def test_the_files_hold_two_hundred_different_cases_each():
    assert len(set(EVASIONS)) == len(EVASIONS) >= 200
    assert len(set(INNOCENTS)) == len(INNOCENTS) >= 200


@pytest.mark.parametrize(("term", "text"), EVASIONS, ids=ascii)
def test_an_evasion_is_met(term, text):
    hits = WordList([term]).find(text)
    assert hits, f"{term} hides in {text!r}"
    assert ALL_TERMS.find(text), "other terms hide none"
    assert all(hit.found == text[hit.start : hit.end] for hit in hits)


@pytest.mark.parametrize(("term", "text"), INNOCENTS, ids=ascii)
def test_an_innocent_text_is_not_punished(term, text):
    assert WordList([term]).find(text) == [], f"{text!r} is no {term}"


# --- What a moderator reads --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "text", "found", "how"),
    [
        ("غبي", "أنت غبي جدا", "غبي", Evasion.PLAIN),
        ("kelb", "Ya KELB", "KELB", Evasion.PLAIN),
        ("غبي", "أنت غَبِيٌّ جدا", "غَبِيٌّ", Evasion.MARKS),
        ("غبي", "أنت غبيييي جدا", "غبيييي", Evasion.STRETCHED),
        ("غبي", "أنت غــبي جدا", "غــبي", Evasion.STRETCHED),
        ("غبي", "أنت غ.ب.ي جدا", "غ.ب.ي", Evasion.SPACED),
        ("ابن الكلب", "يا ابن - الكلب", "ابن - الكلب", Evasion.SPACED),
        ("أحمق", "يا احمق", "احمق", Evasion.LOOKALIKE),
        ("حمار", "يا حم١ر", "حم١ر", Evasion.LOOKALIKE),
        ("kelb", "ya k\u0435lb", "k\u0435lb", Evasion.LOOKALIKE),
        ("idiot", "un 1d10t", "1d10t", Evasion.LOOKALIKE),
        ("حمار", "يا 7مار", "7مار", Evasion.ARABIZI),
        ("حمار", "wa 7mar", "7mar", Evasion.ARABIZI),
        ("hmar", "wa 7mar", "7mar", Evasion.ARABIZI),
        ("غبي", "هؤلاء والغبيين", "غبي", Evasion.ATTACHED),
        ("زبالة", "زبالتكم", "زبال", Evasion.ATTACHED),
        ("ابن الكلب", "يا ابنالكلب", "ابنالكلب", Evasion.ATTACHED),
        ("غبي", "أنت غ\u200bبي جدا", "غ\u200bبي", Evasion.INVISIBLE),
    ],
)
def test_a_hit_tells_the_term_the_letters_and_how_they_were_written(term, text, found, how):
    start = text.index(found)
    assert WordList([term]).find(text) == [Hit(term, found, start, start + len(found), how)]


def test_the_term_is_told_as_the_moderator_wrote_it():
    assert [hit.term for hit in WordList(["الـغَـبِـيّ"]).find("يا الغبي")] == ["الـغَـبِـيّ"]


def test_hits_come_in_reading_order_and_none_inside_another():
    word_list = WordList(["كلب", "ابن الكلب", "غبي"])
    hits = word_list.find("غبي وابن الكلب وكلب")
    assert [hit.term for hit in hits] == ["غبي", "ابن الكلب", "كلب"]


def test_terms_that_fold_alike_are_told_once():
    assert len(WordList(["أحمق", "احمق"]).find("يا احمق")) == 1


# --- Where the lines are drawn -----------------------------------------------------------------


@pytest.mark.parametrize("word", ["أغبياء", "أغبى", "كلاب", "حمير", "استحمار", "حمقى"])
def test_broken_plurals_and_other_patterns_are_words_of_their_own(word):
    assert WordList(["غبي", "كلب", "حمار", "أحمق"]).find(word) == []
    assert len(WordList([word]).find(f"هؤلاء {word}")) == 1


def test_after_the_article_a_pronoun_is_no_ending():
    word_list = WordList(["كلب"])
    assert word_list.find("كلبي")
    assert word_list.find("الكلبات")
    assert not word_list.find("الكلبي")


@pytest.mark.parametrize("word", ["ثورة", "الثورة", "وثورتكم", "بالثورات", "ثورتان", "ثوري"])
def test_a_noun_that_looks_like_a_term_and_an_ending_is_not_punished(word):
    word_list = WordList(["ثور"])
    assert word_list.find(word) == []
    assert word_list.find("الثور")
    assert WordList([word]).find(word), "unless it is a term itself"


def test_three_latin_initials_are_a_name_and_four_letters_a_word():
    assert not WordList(["klb"]).find("K. L. B.")
    assert WordList(["kelb"]).find("k. e. l. b.")


def test_letters_of_a_list_make_no_word_although_they_would_without_the_comma():
    word_list = WordList(["كلب"])
    assert word_list.find("ك ل ب")
    assert not word_list.find("ك، ل، ب")


def test_a_longer_run_of_single_letters_is_no_shorter_word():
    assert not WordList(["كلب"]).find("ن ك ل ب ت")


def test_words_of_a_spelt_out_sentence_are_told_apart_by_wider_gaps():
    hits = WordList(["غبي"]).find("ا ن ت   غ ب ي   ج د ا")
    assert [hit.found for hit in hits] == ["غ ب ي"]


def test_two_letters_of_which_one_is_doubled_are_another_word():
    word_list = WordList(["حم"])
    assert not word_list.find("حمم")
    assert word_list.find("حمممم")


def test_a_letter_doubled_in_the_term_is_asked_for_in_the_comment():
    word_list = WordList(["مكلل", "nulle"])
    assert not word_list.find("مكل nule")
    assert len(word_list.find("مكلللل nullle")) == 2


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("كلب", "كلب2024", "كلب"),
        ("كلب", "2024كلب", "كلب"),
        ("حمار", "7مار2024", "7مار"),
        ("حمار", "7mar2024", "7mar"),
        ("kelb", "kelb_777 kelb777", "kelb"),
        ("كوفيد2019", "كوفيد2019", "كوفيد2019"),
    ],
)
def test_a_year_beside_a_word_is_no_part_of_it(term, text, found):
    assert {hit.found for hit in WordList([term]).find(text)} == {found}


def test_three_digits_together_are_a_number_and_no_letters():
    word_list = WordList(["محعقد", "m739d"])
    assert word_list.find("م7عقد")
    assert [hit.term for hit in word_list.find("م739د")] == []
    assert [hit.term for hit in word_list.find("m739d")] == ["m739d"]


def test_a_number_is_met_as_a_whole():
    word_list = WordList(["0600000000"])
    assert word_list.find("اتصل بـ ٠٦٠٠٠٠٠٠٠٠")
    assert not word_list.find("10600000000")
    assert not word_list.find("06000000000"), "digits are not drawn out"


def test_the_first_word_of_a_term_of_several_is_no_term():
    word_list = WordList(["ابن الكلب", "weld lkelb"])
    for text in ("ابن", "ا ب ن", "ابن كلب", "الكلب ابن", "weld", "w e l d", "ابن"):
        assert word_list.find(text) == []


def test_the_end_of_a_sentence_parts_the_words_of_a_term():
    word_list = WordList(["ابن الكلب"])
    assert word_list.find("ابن.الكلب")
    assert word_list.find("ابن -- الكلب")
    assert not word_list.find("جاء الابن. الكلب نائم")
    assert not word_list.find("هذا ابن، الكلب نائم")


@pytest.mark.parametrize("text", ["3 غ ب ي", "و غ ب ي و 7", "يا غ ب ي", "غ ب ي 3", "ه ذ ا غ ب ي"])
def test_words_of_one_letter_beside_spelt_out_ones_are_no_part_of_them(text):
    assert [hit.found for hit in WordList(["غبي"]).find(text)] == ["غ ب ي"]


@pytest.mark.parametrize("term", ["", " ", "!!!", "\u200b", "\u064b", "🙂"])
def test_a_term_without_letters_is_met_nowhere(term):
    assert WordList([term]).find(f"نص {term} غبي !!! 🙂") == []


def test_no_terms_no_hits():
    assert WordList([]).find("أنت غبي") == []


def test_a_pickled_list_finds_the_same():
    again = pickle.loads(pickle.dumps(ALL_TERMS))
    for _, text in EVASIONS:
        assert again.find(text) == ALL_TERMS.find(text)


# --- The demo's prose --------------------------------------------------------------------------


def strings(value: Any) -> Iterator[str]:
    """Yield every text within ``value``, but for comments that the demo shows turned down."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        if value.get("status") not in {"rejected", "spam"}:
            for part in value.values():
                yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def test_the_prose_of_the_demo_trips_no_term():
    demo = texts.load()
    prose = list(strings([demo.site, demo.pages, demo.authors, demo.breaking, demo.stories]))
    assert sum(map(len, prose)) > 100_000
    assert [(text, hit) for text in prose for hit in ALL_TERMS.find(text)] == []


# --- Any composition of evasions, in any company -----------------------------------------------

INNOCENT_WORDS = re.findall(
    r"\S+",
    "قال الوزير إن المشروع سيبدأ في مارس و سيكلف 3 ملايين درهم خلال 7 أيام، وهذا خبر جيد "
    "للسكان؛ شكرا على المقال! Merci beaucoup pour l'article",
)
LOOKALIKES = {
    "ا": "اأإآٱ",
    "أ": "اأإآٱ",
    "ي": "يىیېے",
    "ى": "يىیېے",
    "ة": "ةهہۀ",
    "ه": "هةہھ",
    "ك": "كکڪگ",
    "ب": "بٻپ",
    "ح": "ح7٧",
    "ق": "ق9۹",
    "خ": "خ5",
}
NOISE = st.text(
    st.sampled_from("\u064b\u064e\u064f\u0651\u0652\u0640\u200b\u200c\u200f\u202e\u2066\u00ad"),
    max_size=2,
)
SEPARATORS = st.sampled_from([" ", ".", "-", "*", "_", " . ", "...", "~", " 🙂 ", "\n"])
PARTICLES = st.sampled_from(["", "و", "ف", "ب", "ك", "ل", "ال", "وال", "بال", "لل"])
ENDINGS = st.sampled_from(["", "هم", "كم", "ها", "ه", "ي", "ين", "ات"])
AFTER_ARTICLE = ("", "ه", "ين", "ات")


@st.composite
def disguised_letters(draw: st.DrawFn, word: str) -> list[str]:
    """Each letter of a word as a look-alike or digit, repeated, with marks upon it."""
    disguised = []
    for index, letter in enumerate(word):
        other = draw(st.sampled_from(LOOKALIKES.get(letter, letter)))
        # Repeated digits are numbers.
        times = 1 if other.isdigit() else draw(st.sampled_from([1, 1, 1, 2, 5]))
        noise = draw(NOISE)
        disguised.append(other * times + (noise if index or noise.isalpha() else ""))
    return disguised


@st.composite
def evasions(draw: st.DrawFn) -> tuple[str, str]:
    """Return a term and a text that stands for it."""
    term = draw(st.sampled_from(ARABIC_WORDS))
    disguised = draw(disguised_letters(term))
    if draw(st.booleans()):
        separator = draw(SEPARATORS)
        return term, separator.join(disguised)
    particle = draw(PARTICLES)
    ending = draw(ENDINGS)
    if "ة" in term or (particle.endswith(("ال", "لل")) and ending not in AFTER_ARTICLE):
        ending = ""
    return term, particle + "".join(disguised) + ending


@given(
    evasions(),
    st.lists(st.sampled_from(INNOCENT_WORDS), max_size=6, unique=True),
    st.lists(st.sampled_from(INNOCENT_WORDS), max_size=6, unique=True),
)
def test_any_composition_of_evasions_is_met_where_it_stands(evasion, before, after):
    term, disguise = evasion
    assume(letters(disguise) not in STANDING_ALONE)
    text = " ".join([*before, disguise, *after])
    start = len(" ".join([*before, ""])) if before else 0
    end = start + len(disguise)
    hits = ALL_TERMS.find(text)
    assert len(hits) == 1, f"{term} in {text!r}"
    (hit,) = hits
    assert hit.term == term
    assert start <= hit.start < hit.end <= end
    assert hit.found == text[hit.start : hit.end]
    assert fold(hit.found[0]), "begins with a letter"
    # Letters only: digits are read by the list alone.
    if not any(character.isdigit() for character in hit.found):
        assert letters(term).startswith(letters(hit.found)[:2])
        assert letters(hit.found) in {letters(term), letters(term)[:-1]}


@given(st.lists(st.sampled_from(INNOCENT_WORDS), max_size=30))
def test_innocent_words_in_any_order_trip_nothing(words):
    assert ALL_TERMS.find(" ".join(words)) == []


hostile_text = st.text(
    st.sampled_from("كلبغيحمارتافهوسخال0123579 .-*،_@$\n\u0640\u064e\u200b\u202eﷲﻻﷺßŒabehiklmrt"),
    max_size=200,
)


@given(st.one_of(hostile_text, st.text(max_size=200)))
def test_no_text_raises_and_every_span_lies_inside_it(text):
    last = 0
    for hit in ALL_TERMS.find(text):
        assert 0 <= hit.start < hit.end <= len(text)
        assert hit.found == text[hit.start : hit.end]
        assert hit.term in TERMS
        assert hit.end > last, "none inside another"
        last = hit.end


@given(st.lists(st.text(max_size=20), max_size=8))
def test_a_term_of_letters_finds_itself_and_no_term_raises(terms):
    word_list = WordList(terms)
    for term in terms:
        hits = word_list.find(term)
        assert bool(hits) == any(character.isalnum() for character in fold(term)), repr(term)


@pytest.mark.parametrize("pattern", ["ك ", "ككلل", "وال", "7ح", "ك\u200b", "ابن ", "a2", "ك ل ب  "])
def test_the_work_grows_with_the_length_of_the_text_alone(pattern, monkeypatch):
    """Counted in look-ups, so that a slow machine says nothing."""

    class Counted(dict[str, Any]):
        lookups = 0

        def get(self, *arguments: Any) -> Any:
            Counted.lookups += 1
            return super().get(*arguments)

    word_list = WordList([*TERMS, *(f"ابن {term}" for term in TERMS)])
    for name in ("_stems", "_squeezed", "_phrases", "_sounds"):
        monkeypatch.setattr(word_list, name, Counted(getattr(word_list, name)))
    counts = []
    for length in (1_000, 2_000):
        Counted.lookups = 0
        # A copy, since words looked up once are remembered.
        copy.copy(word_list).find((pattern * length)[:length])
        counts.append(Counted.lookups)
    assert counts[1] <= 2 * counts[0] + 200


def test_a_word_met_before_is_found_again_in_its_new_place():
    word_list = WordList(["كلب", "ابن كلب"])
    for text in ("كلب", "يا كلب", "وكلبهم", "يا ابن كلب", "كلب", "ابن الجيران"):
        found = [(hit.term, hit.start) for hit in copy.copy(word_list).find(text)]
        assert [(hit.term, hit.start) for hit in word_list.find(text)] == found


def test_what_is_remembered_is_bounded():
    word_list = WordList(["كلب"])
    word_list.find(" ".join(f"w{number}" for number in range(10_000)))
    word_list.find("ب" * 4000)
    assert len(word_list._looked_up) <= 8192
    assert max(len(word) for word, _script in word_list._looked_up) < 100
