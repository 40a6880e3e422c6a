"""Texts as result pages show them: the words that were found marked, in their original letters."""

from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from newsportal.arabic.folding import words_with_places
from newsportal.arabic.stemming import stems

EXTRACT_WORDS = 36

_ELLIPSIS = "…"


class Part(NamedTuple):
    """A run of text, found or not."""

    text: str
    is_found: bool


class _Word(NamedTuple):
    begin: int
    end: int
    hit: int
    """Which word of the query it is, counted from 0; -1 for none."""


class Highlighter:
    """Marks the words of one query (given by their readings) in any text."""

    def __init__(self, query_words: Iterable[tuple[str, ...]]):
        self._places = {
            stem: place for place, readings in enumerate(query_words) for stem in readings
        }

    def whole(self, text: str) -> list[Part]:
        """All of `text`."""
        return _parts(text, 0, len(text), self._read(text))

    def beginning(self, text: str, length: int = EXTRACT_WORDS) -> list[Part]:
        """The first `length` words of `text`, with nothing marked."""
        words = words_with_places(text)
        if len(words) <= length:
            return [Part(text, False)] if text else []
        _word, _begin, end = words[length - 1]
        return [Part(f"{text[:end]} {_ELLIPSIS}", False)]

    def extract(self, text: str, length: int = EXTRACT_WORDS) -> list[Part]:
        """The stretch of `text` (`length` words) with most of the query, an ellipsis at cut ends.

        Different words of the query count more than repeated ones, the earlier stretch more than
        an equal one. Empty where nothing of the query is in the text.
        """
        words = self._read(text)
        hits = [place for place, word in enumerate(words) if word.hit >= 0]
        if not hits:
            return []
        sums = list(accumulate((word.hit >= 0 for word in words), initial=0))

        def worth(first: int) -> tuple[int, int, int]:
            last = min(first + length, len(words))
            different = {words[place].hit for place in hits if first <= place < last}
            return len(different), sums[last] - sums[first], -first

        # A stretch is best where it begins a little before a word of the query.
        best = max(
            (max(0, min(place - length // 6, len(words) - length)) for place in hits), key=worth
        )
        last = min(best + length, len(words)) - 1
        begin = words[best].begin if best else 0
        end = words[last].end if last < len(words) - 1 else len(text)
        parts = _parts(text, begin, end, words[best : last + 1])
        if best:
            parts.insert(0, Part(f"{_ELLIPSIS} ", False))
        if end < len(text):
            parts.append(Part(f" {_ELLIPSIS}", False))
        return parts

    def _read(self, text: str) -> list[_Word]:
        return [_Word(begin, end, self._hit(word)) for word, begin, end in words_with_places(text)]

    def _hit(self, word: str) -> int:
        return next((self._places[stem] for stem in stems(word) if stem in self._places), -1)


def _parts(text: str, begin: int, end: int, words: Iterable[_Word]) -> list[Part]:
    """`text[begin:end]`, the found words apart."""
    parts = []
    done = begin
    for word in words:
        # A ligature of two words is one character of the original: it is marked once.
        if word.hit < 0 or word.end <= done:
            continue
        if word.begin > done:
            parts.append(Part(text[done : word.begin], False))
        parts.append(Part(text[max(done, word.begin) : word.end], True))
        done = word.end
    if done < end:
        parts.append(Part(text[done:end], False))
    return parts
