"""A comment cut into folded words, with the way back to its own letters."""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from comments.moderation.word_hits import vanishes
from comments.moderation.word_spelling import FORMS_OF_ADDRESS, SINGLE_LETTER_WORDS, TOKEN
from newsportal.arabic.folding import fold, fold_with_offsets

# A comma before a space lists letters (أ، ب، ج), a full stop before one ends a sentence.
_LISTING = re.compile(r"[,،;؛:] ")
_SENTENCE_END = re.compile(r"[.!?؟…,،;؛:]+ ")
# Enough for «و 3 و»; each one more is tried with all those on the other side.
_MOST_NEIGHBOURS = 3


class Token(NamedTuple):
    """A word of a folded comment."""

    text: str
    start: int
    end: int
    script: str
    """``arabic``, ``latin`` (any other script too) or ``number``."""


class FoldedComment:
    """A comment, its folded form and, once needed, the way back."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self.tokens = [
            Token(match[0], *match.span(), match.lastgroup or "")
            for match in TOKEN.finditer(self.folded)
        ]

    @cached_property
    def _offsets(self) -> list[int]:
        return fold_with_offsets(self.text)[1]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``folded[start:end]`` stands in the text, marks on its end included."""
        last = self._offsets[end - 1] + 1
        while last < len(self.text) and vanishes(self.text[last]):
            last += 1
        return self._offsets[start], last

    def separators(self, tokens: list[Token]) -> list[str]:
        """Return what stands between neighbours among successive ``tokens``, folded."""
        return [self.folded[one.end : other.start] for one, other in pairwise(tokens)]

    def in_one_sentence(self, tokens: list[Token]) -> bool:
        """Return whether no mark that parts sentences or clauses stands between ``tokens``."""
        return not any(map(_SENTENCE_END.fullmatch, self.separators(tokens)))

    @cached_property
    def runs(self) -> list[list[Token]]:
        """The runs of words of a single letter, perhaps repeated, of one script each.

        Digits may stand among them. The letters of a list, parted by commas, are no run.
        """
        return list(self._runs())

    def _runs(self) -> Iterator[list[Token]]:
        run: list[Token] = []
        scripts: set[str] = set()
        for token in self.tokens:
            text = token.text
            # Most words are longer, which is seen without looking at each of their letters.
            is_single = text[0] == text[-1] and text == text[0] * len(text)
            if run and not (is_single and self._continues(run[-1], scripts, token)):
                yield run
                run, scripts = [], set()
            if is_single:
                run.append(token)
                scripts.add(token.script)
        if run:
            yield run

    def _continues(self, last: Token, scripts: set[str], token: Token) -> bool:
        """Return whether ``token`` belongs to a run that has ``last`` at its end."""
        if {"arabic", "latin"} <= {*scripts, token.script}:
            return False
        return not _LISTING.search(self.folded[last.end : token.start])

    def parts(self, run: list[Token]) -> Iterator[list[Token]]:
        """Yield the words of a run whose letters stand closer together than its words do."""
        gaps = [self._gap(one, other) for one, other in pairwise(run)]
        narrowest = min(gaps)
        part = run[:1]
        for token, gap in zip(run[1:], gaps, strict=True):
            if gap > narrowest:
                yield part
                part = []
            part.append(token)
        if len(part) < len(run):
            yield part

    def _gap(self, one: Token, other: Token) -> tuple[int, int]:
        """Return how wide a gap looks: its whitespace, which folding narrows, then all of it."""
        gap = self.text[self._offsets[one.end - 1] + 1 : self._offsets[other.start]]
        return sum(map(str.isspace, gap)), len(gap)


def without_neighbours(letters: str, shortest: int) -> Iterator[tuple[int, int]]:
    """Yield begin and end of what may be one word among spelt-out ``letters``, the shortest first.

    A form of address before it, and words and numbers of one character on either side, may stand
    in the same run. What is left has ``shortest`` letters or more.
    """
    size = len(letters)
    starts = [*range(_neighbours(letters) + 1)]
    starts += [len(form) for form in FORMS_OF_ADDRESS if letters.startswith(form)]
    for start in sorted(set(starts), reverse=True):
        for end in range(size - _neighbours(letters[::-1]), size + 1):
            if end - start >= shortest:
                yield start, end


def _neighbours(letters: str) -> int:
    """Return how many of the first letters are words by themselves, as far as they are tried."""
    count = 0
    while count < _MOST_NEIGHBOURS and letters[count : count + 1] in SINGLE_LETTER_WORDS:
        count += 1
    return count
