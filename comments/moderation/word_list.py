"""Blocked terms, found in a comment however they are disguised.

A term is met as a whole word: both sides are folded (``newsportal.arabic.folding``, as the search
does), then repeated letters are squeezed, digits read as the letters they stand for, and the
particles and endings that Arabic writes onto a word taken off. What is left is looked up in a
table, so a comment costs about the same with ten terms and with ten thousand, and a word that
merely contains a term (كلبش, احمرار) is not met. Letters apart from each other make a word only in
a run of single letters, and only the whole run does: the initials «و ب ي» are no غبي.

Broken plurals and other patterns of a root (أغبياء and أغبى beside غبي, كلاب beside كلب, استحمار
beside حمار) are words of their own; whoever wants them blocked lists them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import groupby, pairwise
from typing import NamedTuple

from comments.moderation.word_spelling import (
    ARABIC,
    ENDINGS_FOR_TEH_MARBUTA,
    FORMS_OF_ADDRESS,
    LATIN,
    LONGEST_ENDING,
    SINGLE_LETTER_WORDS,
    STANDING_ALONE,
    TOKEN,
    Affixes,
    Reading,
    arabic_letters,
    arabic_readings,
    consonants,
    latin_letters,
    latin_readings,
    sound_of_arabic,
    sound_of_arabizi,
    sound_places,
    sounds,
)
from newsportal.arabic.folding import fold, fold_character, fold_with_offsets


class Evasion(StrEnum):
    """How a term was written; where several apply, the first of them in this order."""

    SPACED = "spaced"
    """Its letters, or the words of a term of several, stand apart by more than a space."""
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
    """As the moderator wrote it, but for case."""


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


class _Stem(NamedTuple):
    """A word looked up."""

    term: str
    runs: tuple[int, ...]
    """How often each letter stands in succession: فرر has (1, 2)."""
    endings: frozenset[str] | None
    """The endings without which this is no word; None where none is needed."""


class _Token(NamedTuple):
    """A word of the folded comment."""

    text: str
    start: int
    end: int
    script: str | None


class _Span(NamedTuple):
    """A term in the folded comment."""

    start: int
    end: int
    term: str
    how: str
    """What the search saw; the original letters may tell more."""


class _Comment:
    """A comment, its folded form and, once needed, the way back."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self.tokens = [
            _Token(match[0], *match.span(), match.lastgroup)
            for match in TOKEN.finditer(self.folded)
        ]

    @cached_property
    def _offsets(self) -> list[int]:
        return fold_with_offsets(self.text)[1]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``folded[start:end]`` stands in the text, marks on its end included."""
        last = self._offsets[end - 1] + 1
        while last < len(self.text) and not fold_character(self.text[last]):
            last += 1
        return self._offsets[start], last

    def between(self, start: int, end: int) -> str:
        """Return the original of a separator, with nothing collapsed."""
        return self.text[self._offsets[start] : self._offsets[end]]


_REPEATED = re.compile(r"(.)\1+")
_THRICE = re.compile(r"(.)\1{2,}")
_HEAD = 3
_SHORTEST_SPACED = {"arabic": 3, "latin": 4}
# A comma before a space lists letters, a full stop before one ends a sentence.
_LISTING = re.compile(r"[,،;؛:] ")
_SENTENCE_END = re.compile(r"[.!?؟,،;؛:]+ ")
_VOCATIVE_OR_ARTICLE = re.compile(r"(?:ya|w?(?:el|al|l)?)")
_AFFIXES = {"arabic": ARABIC, "latin": LATIN}


class WordList:
    """Blocked terms, compiled for looking up.

    A term may have several words. Marks, case and the spelling of its letters do not matter; an
    article or particle written in the term is asked for in the comment too. A term without a
    letter or digit is met nowhere. Instances can be pickled and are not changed by ``find``.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        self._stems: dict[str, list[_Stem]] = {}
        self._squeezed: dict[str, list[_Stem]] = {}
        self._heads: set[str] = set()
        self._phrases: dict[tuple[str, ...], str] = {}
        self._phrase_lengths: dict[str, set[int]] = {}
        self._sounds: dict[str, list[tuple[str, str]]] = {}
        for term in dict.fromkeys(terms):
            self._add(term)

    def find(self, text: str) -> list[Hit]:
        """Return what is met in ``text``, in reading order, none inside another."""
        comment = _Comment(text)
        spans = [span for token in comment.tokens for span in self._in_word(token)]
        spans += self._spelt_out(comment)
        if self._phrases:
            spans += self._in_phrases(comment)
        return [_hit(comment, span) for span in _outermost(spans)]

    # --- Compiling -----------------------------------------------------------------------------

    def _add(self, term: str) -> None:
        tokens = list(TOKEN.finditer(fold(term)))
        words = [_term_letters(match[0], match.lastgroup) for match in tokens]
        if not words:
            return
        joined = "".join(words)
        self._add_stem(joined, term)
        if len(words) > 1:
            key = tuple(map(_squeeze, words))
            self._phrases.setdefault(key, term)
            self._phrase_lengths.setdefault(key[0], set()).add(len(key))
        elif tokens[0].lastgroup == "arabic":
            if _ends_in_teh_marbuta(term):
                self._add_stem(joined[:-1], term, ENDINGS_FOR_TEH_MARBUTA)
            # Only such a sound is written as a digit.
            if not {"ح", "خ", "ع", "ق"}.isdisjoint(joined):
                sound = _squeeze(sound_of_arabic(joined))
                self._sounds.setdefault(consonants(sound), []).append((sound, term))

    def _add_stem(self, letters: str, term: str, endings: frozenset[str] | None = None) -> None:
        runs = tuple(len(list(group)) for _, group in groupby(letters))
        stem = _Stem(term, runs, endings)
        self._stems.setdefault(letters, []).append(stem)
        self._squeezed.setdefault(_squeeze(letters), []).append(stem)
        self._heads |= {letters[:_HEAD], _squeeze(letters)[:_HEAD]}

    # --- Looking up one word -------------------------------------------------------------------

    def _in_word(self, token: _Token) -> Iterator[_Span]:
        """Yield the terms that a word stands for."""
        text, start, _, script = token
        if script == "number":
            for stem in self._stems.get(text, ()):
                yield _Span(start, token.end, stem.term, "")
            return
        for reading in arabic_readings(text) if script == "arabic" else latin_readings(text):
            for first, last, stem, attached in self._in_reading(reading, script):
                how = reading.replaced or ("attached" if attached else "")
                yield _Span(start + first, start + last, stem.term, how)
        if script == "latin" and self._sounds and not text.isalpha():
            yield from self._in_arabizi(token)

    def _in_reading(
        self, reading: Reading, script: str | None
    ) -> Iterator[tuple[int, int, _Stem, bool]]:
        """Yield begin and end in the token of each term that its reading stands for."""
        letters = sounds(reading.letters) if script == "latin" else reading.letters
        affixes = ARABIC if script == "arabic" else LATIN
        for first, last, stem in self._match(letters, affixes):
            attached = first > 0 or last < len(letters)
            if script == "latin":
                places = sound_places(reading.letters)
                first, last = places[first], places[last]
            yield reading.start + first, reading.start + last, stem, attached

    def _match(self, letters: str, affixes: Affixes) -> Iterator[tuple[int, int, _Stem]]:
        """Yield begin and end in ``letters`` of each known word in it, affixes left out."""
        yield from self._affixed(letters, self._stems, affixes)
        if not _REPEATED.search(letters):
            return
        # A letter of the word and the same one of its affix may meet: غبييييين is غبيين.
        for form in dict.fromkeys((_THRICE.sub(r"\1", letters), _THRICE.sub(r"\1\1", letters))):
            if form != letters:
                for first, last, stem in self._affixed(form, self._stems, affixes):
                    places, _ = _align(letters, form)
                    yield places[first], places[last], stem
        form = _squeeze(letters)
        for first, last, stem in self._affixed(form, self._squeezed, affixes):
            places, runs = _align(letters, form)
            if _stretches(runs[first:last], stem.runs):
                yield places[first], places[last], stem

    def _affixed(
        self, form: str, stems: dict[str, list[_Stem]], affixes: Affixes
    ) -> Iterator[tuple[int, int, _Stem]]:
        """Yield begin and end in ``form`` of each of ``stems`` in it, affixes around it."""
        size = len(form)
        for stem in stems.get(form, ()):
            if stem.endings is None:
                yield 0, size, stem
        for beginning, endings in affixes.beginnings(form):
            first = len(beginning)
            if form[first : first + _HEAD] not in self._heads:
                continue
            for last in range(size, max(first + affixes.shortest, size - LONGEST_ENDING) - 1, -1):
                if last - first == size or not (known := stems.get(form[first:last])):
                    continue
                ending = form[last:]
                if ending not in endings or _stands_alone(form, first, last, affixes):
                    continue
                for stem in known:
                    if stem.endings is None or ending in stem.endings:
                        yield first, last, stem

    def _in_arabizi(self, token: _Token) -> Iterator[_Span]:
        """Yield the terms in Arabic letters that a word in Latin letters and digits stands for."""
        letters = latin_letters(token.text)
        if len(letters.strip("0123456789")) < 2 or re.search(r"\d{3}|[014@$]", letters):
            return
        cut = _VOCATIVE_OR_ARTICLE.match(letters).end()  # type: ignore[union-attr]
        for start in dict.fromkeys((0, cut)):
            sound = _squeeze(sound_of_arabizi(letters[start:]))
            for known, term in self._sounds.get(consonants(sound), ()):
                # Vowels that Arabic leaves unwritten are written in Latin letters, not the reverse.
                rest = iter(sound)
                if len(known) >= _HEAD and all(letter in rest for letter in known):
                    yield _Span(token.start + start, token.end, term, "arabizi")

    # --- Terms of several words ----------------------------------------------------------------

    def _in_phrases(self, comment: _Comment) -> Iterator[_Span]:
        """Yield the terms of several words, whatever but the end of a sentence parts the words."""
        tokens = comment.tokens
        keys = [_squeeze(_term_letters(token.text, token.script)) for token in tokens]
        for index, key in enumerate(keys):
            affixes = _AFFIXES.get(tokens[index].script or "")
            beginnings = {"", *(cut for cut, _ in affixes.beginnings(key))} if affixes else {""}
            for beginning in beginnings:
                head = key[len(beginning) :]
                for length in self._phrase_lengths.get(head, ()):
                    rest = keys[index + 1 : index + length]
                    if len(rest) < length - 1:
                        continue
                    part = tokens[index : index + length]
                    term, ending = self._phrase((head, *rest), part[-1].script)
                    if term is None or any(
                        _SENTENCE_END.fullmatch(comment.folded[one.end : other.start])
                        for one, other in pairwise(part)
                    ):
                        continue
                    start, end = part[0].start + len(beginning), part[-1].end - len(ending)
                    spaced = any(
                        not comment.folded[one.end : other.start].isspace()
                        for one, other in pairwise(part)
                    )
                    how = "spaced" if spaced else "attached" if beginning or ending else ""
                    yield _Span(start, end, term, how)

    def _phrase(self, words: tuple[str, ...], script: str | None) -> tuple[str | None, str]:
        """Return the term of these words and the ending its last word has in the comment."""
        *others, last = words
        endings = _AFFIXES[script].endings[""] if script in _AFFIXES else {""}
        for length in range(min(LONGEST_ENDING, len(last) - 1) + 1):
            stem = last[: len(last) - length]
            term = self._phrases.get((*others, stem))
            if term is not None and last[len(stem) :] in endings:
                return term, last[len(stem) :]
        return None, ""

    # --- Letters apart from each other ---------------------------------------------------------

    def _spelt_out(self, comment: _Comment) -> Iterator[_Span]:
        """Yield the terms that runs of single letters stand for."""
        for run in _runs(comment):
            script = "latin" if any(token.script == "latin" for token in run) else "arabic"
            if len(run) < _SHORTEST_SPACED[script]:
                continue
            spans = list(self._in_run(run, script))
            if not spans:
                for part in _parts(comment, run):
                    spans += self._in_run(part, script)
            yield from spans

    def _in_run(self, run: list[_Token], script: str) -> Iterator[_Span]:
        """Yield the terms that all letters of a run stand for, neighbours left out."""
        letters = "".join(token.text[0] for token in run)
        text = letters.strip("0123456789") or letters
        first = letters.index(text)
        for start, end in _trimmed(text):
            if end - start < _SHORTEST_SPACED[script]:
                continue
            part = text[start:end]
            for reading in arabic_readings(part) if script == "arabic" else latin_readings(part):
                for one, other, stem, _ in self._in_reading(reading, script):
                    if sum(stem.runs) >= _SHORTEST_SPACED[script]:
                        begin = run[first + start + one]
                        yield _Span(
                            begin.start, run[first + start + other - 1].end, stem.term, "spaced"
                        )
