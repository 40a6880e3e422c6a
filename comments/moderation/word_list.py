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
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby
from typing import NamedTuple

from comments.moderation.folded_comment import FoldedComment, Token, without_neighbours
from comments.moderation.word_hits import Evasion, Hit, evasion, vanishes
from comments.moderation.word_spelling import (
    AFFIXES,
    ENDINGS_FOR_TEH_MARBUTA,
    LONGEST_BEGINNING,
    LONGEST_ENDING,
    STANDING_ALONE,
    Affixes,
    Reading,
    consonants,
    latin_letters,
    readings,
    sound_of_arabic,
    sound_of_arabizi,
    sound_places,
    sounds,
    term_letters,
    without_article,
)

__all__ = ["Evasion", "Hit", "WordList"]


class _Stem(NamedTuple):
    """A word looked up."""

    term: str
    runs: tuple[int, ...]
    """How often each letter stands in succession: 1, 2 for مرر."""
    endings: frozenset[str] | None
    """The only endings it takes; None where it takes all."""

    def may_end_in(self, ending: str) -> bool:
        return self.endings is None or ending in self.endings


class _Span(NamedTuple):
    """A term in the folded comment."""

    start: int
    end: int
    term: str
    seen: Evasion


# Stands in place of a term where a term of several words may begin.
_FIRST_OF_PHRASE = ""

_REPEATED = re.compile(r"(.)\1+")
# Counted from the start as far as particles reach, from the end as far as endings do.
_REPEATS_AT_AFFIXES = (*range(LONGEST_BEGINNING), *range(-LONGEST_ENDING - 1, 0))
_HEAD = 3
# A few thousand words make up most of what is written; none of them is longer.
_MOST_REMEMBERED, _LONGEST_REMEMBERED = 8192, 30
# Three Latin letters with full stops are the initials of a name.
_SHORTEST_SPACED = {"arabic": 3, "latin": 4}


class WordList:
    """Blocked terms, compiled for looking up.

    A term may have several words. Marks, case and the spelling of its letters do not matter; an
    article or particle written in the term is asked for in the comment too. A term without a
    letter or digit is met nowhere. Instances can be pickled, and one serves several threads.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        self._stems: dict[str, list[_Stem]] = {}
        self._squeezed: dict[str, list[_Stem]] = {}
        self._heads: set[str] = set()
        self._phrases: dict[tuple[str, ...], str] = {}
        self._phrase_lengths: dict[str, set[int]] = {}
        # Terms that hold the end of a sentence themselves.
        self._parted: set[str] = set()
        self._sounds: dict[str, list[tuple[str, str]]] = {}
        self._looked_up: dict[tuple[str, str], tuple[_Span, ...]] = {}
        for term in dict.fromkeys(terms):
            self._add(term)

    def __getstate__(self) -> dict[str, object]:
        """All but the words it remembers: a copy, pickled or not, begins without them."""
        return self.__dict__ | {"_looked_up": {}}

    def find(self, text: str | FoldedComment) -> list[Hit]:
        """Return what is met in ``text``, in reading order, none inside another.

        The time it takes grows with the length of the text alone. One that several lists go
        through is best folded once.
        """
        comment = FoldedComment(text) if isinstance(text, str) else text
        spans: list[_Span] = []
        for index, token in enumerate(comment.tokens):
            for start, end, term, seen in self._in_word(token.text, token.script):
                if term == _FIRST_OF_PHRASE:
                    spans += self._phrases_at(comment, index, token.start + start)
                else:
                    spans.append(_Span(token.start + start, token.start + end, term, seen))
        spans += self._spelt_out(comment)
        return [_hit(comment, span) for span in _outermost(spans)]

    # --- Compiling -----------------------------------------------------------------------------

    def _add(self, term: str) -> None:
        folded = FoldedComment(term)
        words = [term_letters(token.text, token.script) for token in folded.tokens]
        if not words:
            return
        joined = "".join(words)
        self._add_stem(joined, term)
        if len(words) > 1:
            key = tuple(map(_squeeze, words))
            self._phrases.setdefault(key, term)
            self._phrase_lengths.setdefault(key[0], set()).add(len(key))
            if not folded.in_one_sentence(folded.tokens):
                self._parted.add(term)
            self._add_stem(words[0], _FIRST_OF_PHRASE, frozenset({""}))
        elif folded.tokens[0].script == "arabic":
            if _ends_in_teh_marbuta(term):
                self._add_stem(joined[:-1], term, ENDINGS_FOR_TEH_MARBUTA)
            # No other sound is written as a digit.
            if not {"ح", "خ", "ع", "ق"}.isdisjoint(joined):
                sound = _squeeze(sound_of_arabic(joined))
                self._sounds.setdefault(consonants(sound), []).append((sound, term))

    def _add_stem(self, letters: str, term: str, endings: frozenset[str] | None = None) -> None:
        stem = _Stem(term, _runs(letters), endings)
        if stem in self._stems.get(letters, ()):
            return
        squeezed = _squeeze(letters)
        self._stems.setdefault(letters, []).append(stem)
        self._squeezed.setdefault(squeezed, []).append(stem)
        self._heads |= {letters[:_HEAD], squeezed[:_HEAD]}

    # --- Looking up one word -------------------------------------------------------------------

    def _in_word(self, text: str, script: str) -> tuple[_Span, ...]:
        """Return the terms that a word stands for, by their places in it."""
        word = (text, script)
        known = self._looked_up.get(word)
        if known is None:
            known = tuple(self._look_up(text, script))
            if len(text) <= _LONGEST_REMEMBERED:
                if len(self._looked_up) >= _MOST_REMEMBERED:
                    self._looked_up.clear()
                self._looked_up[word] = known
        return known

    def _look_up(self, text: str, script: str) -> list[_Span]:
        if len(text) == 1 and script == "arabic" and text not in self._stems:
            return []
        if script == "arabic" and text.isalpha():
            # Nearly every word: spared the ways of reading digits.
            return [
                _Span(first, last, stem.term, _seen(last - first == len(text)))
                for first, last, stem in self._match(text, AFFIXES[script])
            ]
        spans = []
        for reading in readings(text, script):
            for first, last, stem, attached in self._in_reading(reading, script):
                seen = _seen(not attached) if reading.seen is Evasion.PLAIN else reading.seen
                spans.append(_Span(first, last, stem.term, seen))
            # Letters that suffice by themselves take no digit beside them for one more: 7حمار.
            if any(span.term != _FIRST_OF_PHRASE for span in spans):
                return spans
        if script == "latin" and self._sounds and not text.isalpha():
            for first, last, term in self._in_arabizi(text):
                spans.append(_Span(first, last, term, Evasion.ARABIZI))
        return spans

    def _in_reading(self, reading: Reading, script: str) -> list[tuple[int, int, _Stem, bool]]:
        """Return begin and end in the token of each term that its reading stands for.

        With it comes whether anything is attached to the term.
        """
        letters = sounds(reading.letters) if script == "latin" else reading.letters
        by_sound = script == "latin" and reading.seen is Evasion.ARABIZI
        matches = self._match(letters, AFFIXES["arabizi" if by_sound else script])
        if not matches:
            return []
        if script == "latin":
            places: Sequence[int] = sound_places(reading.letters)
        else:
            places = range(len(letters) + 1)
        return [
            (
                reading.start + places[first],
                reading.start + places[last],
                stem,
                first > 0 or last < len(letters),
            )
            for first, last, stem in matches
        ]

    def _match(self, letters: str, affixes: Affixes) -> list[tuple[int, int, _Stem]]:
        """Return begin and end in ``letters`` of each known word in it, affixes left out."""
        if not letters:
            return []
        matches = self._affixed(letters, self._stems, affixes)
        if not _REPEATED.search(letters):
            return matches
        squeezed, runs = _squeeze(letters), _runs(letters)
        starts = [0, *accumulate(runs)]
        for first, last, stem in self._affixed(squeezed, self._squeezed, affixes):
            if _stretches(runs[first:last], stem.runs):
                matches.append((starts[first], starts[last], stem))
        # The last letter of a word and the first of its ending may be the same (غببيين), and so
        # may those of a particle and the word: then squeezing has to leave two.
        for at in _REPEATS_AT_AFFIXES:
            place = at if at >= 0 else len(runs) + at
            if not 0 <= place < len(runs) or runs[place] == 1:
                continue
            form = squeezed[: place + 1] + squeezed[place:]
            parted = (*runs[:place], runs[place] - 1, runs[place] - 1, *runs[place + 1 :])
            begins = [*starts[: place + 1], starts[place] + 1, *starts[place + 1 :]]
            ends = [*starts[: place + 1], starts[place + 1] - 1, *starts[place + 1 :]]
            for first, last, stem in self._affixed(form, self._squeezed, affixes):
                if _stretches(parted[first:last], stem.runs):
                    matches.append((begins[first], ends[last], stem))
        return matches

    def _affixed(
        self, form: str, stems: dict[str, list[_Stem]], affixes: Affixes
    ) -> list[tuple[int, int, _Stem]]:
        """Return begin and end in ``form`` of each of ``stems`` in it, affixes around it."""
        size = len(form)
        matches = []
        if form in stems:
            matches += [(0, size, stem) for stem in stems[form] if stem.may_end_in("")]
        for first, letters, shortest, endings in affixes.beginnings(form[0]):
            if form[first : first + _HEAD] not in self._heads or not form.startswith(letters):
                continue
            rest = size - first
            least = max(min(rest, _HEAD), shortest, rest - LONGEST_ENDING)
            for last in range(size, first + least - 1, -1):
                known = stems.get(form[first:last])
                if known is None or last - first == size:
                    continue
                ending = form[last:]
                if ending in endings and not _stands_alone(form, first, last, affixes):
                    matches += [(first, last, stem) for stem in known if stem.may_end_in(ending)]
        return matches

    def _in_arabizi(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield begin and end, in Latin letters and digits, of the Arabic terms they stand for."""
        for start, letters in without_article(text):
            sound = _squeeze(sound_of_arabizi(letters))
            for known, term in self._sounds.get(consonants(sound), ()):
                # Vowels that Arabic leaves out are written in Latin letters, not the reverse.
                rest = iter(sound)
                if len(known) >= _HEAD and all(letter in rest for letter in known):
                    yield start, start + len(letters), term

    # --- Terms of several words ----------------------------------------------------------------

    def _phrases_at(self, comment: FoldedComment, index: int, start: int) -> Iterator[_Span]:
        """Yield the terms whose words begin at ``start``, within the token of that index.

        Anything but the end of a clause may part the words.
        """
        token = comment.tokens[index]
        head = _squeeze(term_letters(token.text[start - token.start :], token.script))
        for length in self._phrase_lengths.get(head, ()):
            part = comment.tokens[index : index + length]
            if len(part) < length:
                continue
            rest = [_squeeze(term_letters(one.text, one.script)) for one in part[1:]]
            if (match := self._phrase(head, *rest, script=part[-1].script)) is None:
                continue
            term, size = match
            if term not in self._parted and not comment.in_one_sentence(part):
                continue
            seen = Evasion.PLAIN
            if not all(map(str.isspace, comment.separators(part))):
                seen = Evasion.SPACED
            elif start > token.start or size < len(rest[-1]):
                seen = Evasion.ATTACHED
            end = part[-1].start + _places_in_token(part[-1])[size]
            yield _Span(start, end, term, seen)

    def _phrase(self, *words: str, script: str) -> tuple[str, int] | None:
        """Return the term of these words and how many letters of the last one belong to it."""
        *others, last = words
        for size in range(len(last), max(len(last) - LONGEST_ENDING, 1) - 1, -1):
            term = self._phrases.get((*others, last[:size]))
            if term is not None and last[size:] in AFFIXES[script].endings_of(last):
                return term, size
        return None

    # --- Letters apart from each other ---------------------------------------------------------

    def _spelt_out(self, comment: FoldedComment) -> Iterator[_Span]:
        """Yield the terms that runs of single letters stand for."""
        for run in comment.runs:
            script = "latin" if any(token.script == "latin" for token in run) else "arabic"
            if len(run) < _SHORTEST_SPACED[script]:
                continue
            spans = self._in_run(run, script)
            if not spans:
                for part in comment.parts(run):
                    spans += self._in_run(part, script)
            yield from spans

    def _in_run(self, run: list[Token], script: str) -> list[_Span]:
        """Return the terms that all letters of a run stand for, neighbours left out."""
        text = "".join(token.text[0] for token in run)
        shortest = _SHORTEST_SPACED[script]
        for start, end in without_neighbours(text, shortest):
            for reading in readings(text[start:end], script):
                spans = [
                    _Span(
                        run[start + first].start,
                        run[start + last - 1].end,
                        stem.term,
                        Evasion.SPACED,
                    )
                    for first, last, stem, _ in self._in_reading(reading, script)
                    if sum(stem.runs) >= shortest and stem.term != _FIRST_OF_PHRASE
                ]
                if spans:
                    return spans
        return []


def _seen(is_whole_word: bool) -> Evasion:
    return Evasion.PLAIN if is_whole_word else Evasion.ATTACHED


def _hit(comment: FoldedComment, span: _Span) -> Hit:
    start, end = comment.original(span.start, span.end)
    found = comment.text[start:end]
    return Hit(span.term, found, start, end, evasion(span.term, found, span.seen))


def _outermost(spans: list[_Span]) -> list[_Span]:
    """Return the spans that lie in no other, in reading order; of equal ones the first."""
    kept: list[_Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return kept


def _ends_in_teh_marbuta(term: str) -> bool:
    letters = [letter for letter in unicodedata.normalize("NFKC", term) if not vanishes(letter)]
    return letters[-1] in "ةۃ"


def _squeeze(letters: str) -> str:
    """Return each repeated letter once; a number is another one without its repeated digits."""
    return letters if letters.isdigit() else _REPEATED.sub(r"\1", letters)


def _runs(letters: str) -> tuple[int, ...]:
    """Return how often each letter of ``_squeeze(letters)`` stands in ``letters``."""
    if letters.isdigit():
        return (1,) * len(letters)
    return tuple(sum(1 for _ in group) for _, group in groupby(letters))


def _stretches(runs: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    """Return whether a word of these runs of letters draws out one of the ``wanted`` runs."""
    # Two letters, one of them doubled, are often another word: حم and حمم.
    least = 3 if sum(wanted) == 2 else 1
    return all(
        run == length or run >= max(least, length) for run, length in zip(runs, wanted, strict=True)
    )


def _places_in_token(token: Token) -> list[int]:
    """Return for each letter of the squeezed ``token`` its index in it, and where it ends."""
    letters = term_letters(token.text, token.script)
    places = [0, *accumulate(_runs(letters))]
    if token.script != "latin":
        return places
    written = sound_places(latin_letters(token.text))
    return [written[place] for place in places]


def _stands_alone(form: str, first: int, last: int, affixes: Affixes) -> bool:
    """Return whether ``form``, perhaps after a particle, is no affixes around what is between."""
    return any(
        form.startswith(beginning.letters)
        and form[beginning.length :] in STANDING_ALONE
        and (beginning.length, len(form)) != (first, last)
        for beginning in affixes.beginnings(form[0])
    )
