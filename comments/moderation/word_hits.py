"""What a moderator reads about a blocked term that was met."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import filterfalse, groupby
from typing import NamedTuple

from newsportal.arabic.folding import fold, fold_character


class Evasion(StrEnum):
    """How a term was written; where several apply, the first of them in this order."""

    SPACED = "spaced"
    """Its letters stand apart, or its words are parted by more than a space."""
    ARABIZI = "arabizi"
    """Digits or Latin letters stand for Arabic sounds."""
    INVISIBLE = "invisible"
    """Invisible or bidirectional characters stand inside."""
    STRETCHED = "stretched"
    """Letters are repeated or drawn out with tatweel."""
    LOOKALIKE = "lookalike"
    """Other letters, digits or signs stand for letters they look like."""
    MARKS = "marks"
    """Vowel signs or other marks are added."""
    ATTACHED = "attached"
    """Particles or endings are written onto it, or its words onto each other."""
    PLAIN = "plain"
    """As the moderator wrote it, but for case and marks."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A blocked term met in a comment."""

    term: str
    """The term as the moderator wrote it."""
    found: str
    """The letters that stand for it in the comment, without attached particles."""
    start: int
    end: int
    """``text[start:end]`` is ``found``."""
    how: Evasion


@lru_cache(maxsize=4096)
def vanishes(character: str) -> bool:
    """Return whether nothing of ``character`` is left after folding: a mark, tatweel, a control."""
    return not fold_character(character)


def evasion(term: str, found: str, seen: Evasion) -> Evasion:
    """Return how ``found``, which stands for ``term``, is written.

    ``seen`` is what the search replaced or left out to find it.
    """
    if seen == Evasion.SPACED:
        return seen
    if found == term:
        return Evasion.ATTACHED if seen == Evasion.ATTACHED else Evasion.PLAIN
    written, wanted = _written(found), _written_term(term)
    if seen == Evasion.ARABIZI and written.spelling != wanted.spelling:
        return seen
    if "invisible" in written.additions:
        return Evasion.INVISIBLE
    is_repeated = written.letters != wanted.letters and written.squeezed == wanted.squeezed
    if is_repeated or "tatweel" in written.additions - wanted.additions:
        return Evasion.STRETCHED
    if seen == Evasion.LOOKALIKE and written.spelling != wanted.spelling:
        return seen
    if written.letters != wanted.letters:
        # Of زبالة before an ending, زبال is left.
        is_shortened = seen == Evasion.ATTACHED and wanted.letters.startswith(written.letters)
        return Evasion.ATTACHED if is_shortened else Evasion.ARABIZI
    if written.spelling.replace(" ", "") != wanted.spelling.replace(" ", ""):
        return Evasion.LOOKALIKE
    if "mark" in written.additions:
        return Evasion.MARKS
    is_attached = seen == Evasion.ATTACHED or written.spelling != wanted.spelling
    return Evasion.ATTACHED if is_attached else Evasion.PLAIN


class _Written(NamedTuple):
    """The ways in which two spellings of a term can differ."""

    spelling: str
    """The letters as they stand, but for case and what folding takes away."""
    letters: str
    """The folded letters and digits."""
    squeezed: str
    """The same, each run of one letter being one."""
    additions: set[str]
    """The kinds of characters that folding takes away."""


def _written(text: str) -> _Written:
    composed = unicodedata.normalize("NFC", text)
    spelling = "".join(filterfalse(vanishes, composed)).casefold()
    letters = "".join(filter(str.isalnum, fold(text)))
    squeezed = "".join(letter for letter, _ in groupby(letters))
    additions = set(map(_addition, filter(vanishes, composed)))
    return _Written(" ".join(spelling.split()), letters, squeezed, additions)


_written_term = lru_cache(maxsize=4096)(_written)


def _addition(character: str) -> str:
    """Return the kind of a character of which folding leaves nothing."""
    if character == "\u0640":
        return "tatweel"
    category = unicodedata.category(character)
    return "mark" if category in {"Mn", "Me", "Lm", "Sk"} else "invisible"
