"""One normal form for matching Arabic and Latin text.

Every step works on one character alone, so folding is a single pass through a table, the folded
text can be traced back to the original letters, and a precomposed letter folds as its decomposed
spelling does (Unicode Standard Annex 15, canonical equivalence).
"""

import re
import unicodedata
from collections.abc import Callable
from itertools import chain, repeat

#: Raised with every change in what ``fold`` or ``newsportal.arabic.stemming`` returns. Text folded
#: under another version has to be folded again before it can be matched.
FOLD_VERSION = 1

# Spellings one and the same word is met with. Standalone hamza is kept: it is a consonant, and
# without it ماء "water" would be ما "what" and إجراءات would lose the ending that marks its plural.
_ARABIC_SPELLINGS = {
    "ى": "ي",
    "ة": "ه",
    "ٱ": "ا",
    "\u0674": "",  # the high hamza that compatibility decomposition leaves behind
}

# Letters of other languages written in Arabic script: typed on a phone with a Persian or Urdu
# keyboard, or standing for the sounds of loan words. The three sounds Arabic lacks take the letter
# Moroccan usage puts there (بويتفليقة, جيكا, فيتامين).
_LOAN_LETTERS = {
    "KEHEH": "ك",
    "SWASH KAF": "ك",
    "GAF": "ك",
    "NG": "ك",
    "NGOEH": "ك",
    "GUEH": "ك",
    "PEH": "ب",
    "BEEH": "ب",
    "BEHEH": "ب",
    "PEHEH": "ف",
    "VEH": "ف",
    "DOTLESS FEH": "ف",
    "DOTLESS QAF": "ق",
    "DOTLESS BEH": "ب",
    "AFRICAN FEH": "ف",
    "AFRICAN QAF": "ق",
    "AFRICAN NOON": "ن",
    "TCHEH": "ج",
    "TCHEHEH": "ج",
    "NYEH": "ج",
    "DYEH": "ج",
    "JEH": "ز",
    "TTEH": "ت",
    "TTEHEH": "ت",
    "TEHEH": "ت",
    "DDAL": "د",
    "DAHAL": "د",
    "DDAHAL": "د",
    "DUL": "د",
    "RREH": "ر",
    "NOON GHUNNA": "ن",
    "RNOON": "ن",
    "HEH DOACHASHMEE": "ه",
    "HEH GOAL": "ه",
    "TEH MARBUTA GOAL": "ه",
    "AE": "ه",
    "FARSI YEH": "ي",
    "KASHMIRI YEH": "ي",
    "YEH BARREE": "ي",
    "ROHINGYA YEH": "ي",
    "THIN YEH": "ي",
    "E": "ي",
    "OE": "و",
    "KIRGHIZ OE": "و",
    "U": "و",
    "YU": "و",
    "KIRGHIZ YU": "و",
    "VE": "و",
    "STRAIGHT WAW": "و",
    "LOW ALEF": "ا",
}

# Latin letters that Unicode does not decompose although readers type them as plain ones.
_LATIN_SPELLINGS = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i"}

# Unicode counts some of these as letters; in a name such as L’Économiste each of them parts words.
_APOSTROPHES = "`´ʹʻʼʽʾʿˈ‘’‛′"

# Blank to the eye though no whitespace to Unicode; a blocked word must not hide behind them.
_BLANKS = {"\u115f": "", "\u1160": "", "\u3164": "", "\uffa0": "", "\u2800": " "}

_REMOVED_CATEGORIES = frozenset({"Mn", "Me", "Cf", "Cc", "Cs"})

# More characters than a newsroom and its readers use; a text made of all of Unicode must not fill
# the memory of the process.
_TABLE_LIMIT = 4096

_NAME_OF_ARABIC_LETTER = re.compile(r"ARABIC LETTER (.+?)(?: WITH .+)?")

_WORD = re.compile(r"[ء-غف-ي]+|[^\W_ء-غف-ي]+")


def fold(text: str) -> str:
    """Return the form of ``text`` in which different spellings of the same words are equal.

    Compatibility forms (NFKD) become plain letters; vowel signs, Quranic marks and other
    nonspacing marks, tatweel, bidirectional controls and other invisible characters go; أ إ آ ٱ
    become ا, ى and ئ become ي, ؤ becomes و, ة becomes ه, while standalone ء stays; letters of
    Persian, Urdu and loan words become their Arabic neighbours (ک گ ڭ: ك, ڤ: ف, پ: ب, چ: ج);
    decimal digits of every script become 0–9; Latin and other cased letters are case-folded and
    lose their accents; each run of whitespace becomes one space, none at either end.

    Folding a folded text changes nothing, and text folds alike in NFC and NFD.
    """
    return " ".join(text.translate(_TABLE).split())


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Return ``fold(text)`` and, for each of its characters, the index it came from in ``text``.

    The offsets never decrease. The original of ``folded[a:b]`` is
    ``text[offsets[a] : offsets[b - 1] + 1]``; ending at ``offsets[b]`` instead, or at the end of
    the text where there is no ``offsets[b]``, takes in the marks written on the last letter. A run
    of whitespace, folded to one space, has the index of its first character.
    """
    # Whole texts at a time: a call for each character would be most of the time this takes.
    replacements = list(map(_TABLE.__getitem__, map(ord, text)))
    folded = "".join(replacements)
    offsets = list(chain.from_iterable(map(repeat, range(len(text)), map(len, replacements))))
    if "  " not in folded and folded == folded.strip(" "):
        return folded, offsets
    kept = [
        index
        for index, character in enumerate(folded)
        if character != " " or (index and folded[index - 1] != " ")
    ]
    if kept and folded[kept[-1]] == " ":
        kept.pop()
    return "".join(map(folded.__getitem__, kept)), list(map(offsets.__getitem__, kept))


def words(text: str) -> list[str]:
    """Return the folded words of ``text`` in reading order.

    A word is a run of letters and digits. Apostrophes, hyphens and underscores part words, and so
    does the border between Arabic letters and anything else: «الـFIFA» is ال and fifa, «بـ20» is ب
    and 20, because the attached part is a word of its own.
    """
    return _WORD.findall(fold(text))


def words_with_places(text: str) -> list[tuple[str, int, int]]:
    """Return the folded words of ``text``, each with where its original begins and ends.

    The original of a word is ``text[begin:end]``, the marks on its last letter included.
    """
    folded, offsets = fold_with_offsets(text)
    offsets.append(len(text))
    return [
        (found[0], offsets[found.start()], _end(text, offsets, found.end()))
        for found in _WORD.finditer(folded)
    ]


def _end(text: str, offsets: list[int], folded_end: int) -> int:
    """Return where the original of what ends at ``folded_end`` ends, marks included."""
    end = offsets[folded_end - 1] + 1
    while end < len(text) and end < offsets[folded_end] and not fold_character(text[end]):
        end += 1
    return end


def fold_character(character: str) -> str:
    """Return what ``fold`` makes of one character: usually one, sometimes none or several.

    Whitespace becomes a space here, since only a whole text has ends to trim.
    """
    if character.isspace():
        return " "
    folded = character
    while (again := "".join(map(_fold_once, folded))) != folded:
        folded = again
    # Spacing forms of marks (´ or a lone shadda from an old typesetting system) decompose to a
    # space and a mark; that space stands for no space in the text.
    return folded.strip(" ") if character not in _BLANKS else folded


def _fold_once(character: str) -> str:
    """Return one character after one round of folding."""
    if character in _APOSTROPHES:
        return "'"
    if character in _BLANKS:
        return _BLANKS[character]
    category = unicodedata.category(character)
    if category in _REMOVED_CATEGORIES:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if character in _ARABIC_SPELLINGS:
        return _ARABIC_SPELLINGS[character]
    name = unicodedata.name(character, "")
    if name.startswith("ARABIC "):
        return _fold_arabic(character, name, category)
    decomposed = unicodedata.normalize("NFKD", character)
    if decomposed != character:
        return decomposed
    return _LATIN_SPELLINGS.get(character) or character.casefold()


def _fold_arabic(character: str, name: str, category: str) -> str:
    """Return the plain Arabic letters of one character of the Arabic script."""
    if category == "Lm" or name.startswith("ARABIC TATWEEL"):
        return ""
    decomposed = unicodedata.normalize("NFKD", character)
    if decomposed != character:
        return decomposed
    letter = _NAME_OF_ARABIC_LETTER.fullmatch(name)
    if letter is None:
        return character
    base = letter.group(1)
    if base in _LOAN_LETTERS:
        return _LOAN_LETTERS[base]
    # A letter with dots or rings added, such as ڥ, is named after the letter it was made from.
    try:
        return unicodedata.lookup(f"ARABIC LETTER {base}")
    except KeyError:
        return character


class CharacterTable(dict[int, str]):
    """A table for ``str.translate``, filled as characters are first met.

    ``spell`` gives what a character becomes.
    """

    def __init__(self, spell: Callable[[str], str]) -> None:
        super().__init__()
        self._spell = spell

    def __missing__(self, codepoint: int) -> str:
        spelt = self._spell(chr(codepoint))
        if len(self) < _TABLE_LIMIT:
            self[codepoint] = spelt
        return spelt


_TABLE = CharacterTable(fold_character)
