"""'Did you mean': words of the index that are close to what was typed.

A word is close by one letter too many, missing, wrong or swapped with its neighbour (Damerau, "A
technique for computer detection and correction of spelling errors", 1964: four in five mistakes),
or else by two. Of the words as close the one in most stories is meant.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from articles.search.find import find
from articles.search.query import Query, parse
from articles.search.store import Store
from articles.search.texts import story_texts
from newsportal.arabic.folding import words_with_places
from newsportal.arabic.stemming import stems

ENOUGH = 3
"""Stories that hold a word; where there are as many, it is taken for what was meant."""

_SHORTEST = 3
_SHORTEST_FOR_TWO = 5
_ALPHABET = "ءابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_MOST_COMPARED = 5000

_FAR_MORE = 10
"""What is meant stands in so many times more stories than what was typed."""

_ATTACHED = re.compile(r"(?:[وف]?[بك]?ال|لل)(?=...)")


def did_you_mean(index: Store, text: str, now: datetime) -> str | None:
    """The query `text` with its doubtful words corrected; None where nothing better is known.

    What is proposed finds at least one story that is out at `now` (aware), and is written as it is
    in the best of them.
    """
    from articles.models import Article

    corrections = corrected(index, parse(text))
    if not corrections:
        return None
    proposal = _rewritten(text, corrections)
    answer = find(index, parse(proposal), now)
    if not answer.stories:
        return None
    best = Article.objects.filter(pk=answer.stories[0].article_id).first()
    if best is None:
        return proposal
    originals = {
        word: written[begin:end]
        for written in reversed(story_texts(best))
        for word, begin, end in words_with_places(written)
    }
    return _rewritten(text, {word: _spelt(meant, originals) for word, meant in corrections.items()})


def _spelt(meant: str, originals: dict[str, str]) -> str:
    """A folded word in the letters of a story, from another form of it where that is all."""
    if meant in originals:
        return originals[meant]
    for word, original in originals.items():
        # Folding most often turns one letter into one.
        if len(word) != len(original) or len(word) < _SHORTEST:
            continue
        if meant.endswith(word):
            return meant[: -len(word)] + original
        if word.endswith(meant):
            return original[-len(meant) :]
    return meant


def _rewritten(text: str, corrections: dict[str, str]) -> str:
    parts = []
    done = 0
    for word, begin, end in words_with_places(text):
        if word in corrections:
            parts += [text[done:begin], corrections[word]]
            done = end
    return "".join([*parts, text[done:]])


def corrected(index: Store, query: Query) -> dict[str, str]:
    """For the words of the query that hardly any story holds: what they may have been meant as.

    Both are folded words. Words of digits are never corrected.
    """
    doubtful = [
        word
        for word in query.needed
        if len(word) >= _SHORTEST and word.isalpha() and not _is_known(index, word)
    ]
    found = {word: _closest(index, word) for word in doubtful}
    return {word: meant for word, meant in found.items() if meant is not None}


def _is_known(index: Store, word: str) -> bool:
    found = index.frequencies(stems(word))
    return any(frequency.stories >= ENOUGH for frequency in found.values())


def _closest(index: Store, word: str) -> str | None:
    attached = _ATTACHED.match(word)
    begin = attached.end() if attached else 0
    bare = word[begin:]
    held = [frequency.stories for frequency in index.frequencies(stems(word)).values()]
    least = max(1, _FAR_MORE * max(held, default=0))
    for near in (_by_one(bare), _by_two(index, bare)):
        counts = index.frequencies(near.values())
        better = {
            other: counts[stem].stories
            for other, stem in near.items()
            if stem in counts and counts[stem].stories > least
        }
        if better:
            meant = max(better, key=lambda other: (better[other], -len(other), other))
            return word[:begin] + meant
    return None


def _by_one(word: str) -> dict[str, str]:
    """Every word one mistake away, and its stem."""
    letters = _LATIN if word.isascii() else _ALPHABET
    splits = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    near = {left + right[1:] for left, right in splits if right}
    near |= {left + letter + right for left, right in splits for letter in letters}
    near |= {left + letter + right[1:] for left, right in splits if right for letter in letters}
    near |= {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
    return {other: stems(other)[0] for other in near - {word} if len(other) >= _SHORTEST}


def _by_two(index: Store, word: str) -> dict[str, str]:
    """Known stems two mistakes away that begin with the same two letters."""
    if len(word) < _SHORTEST_FOR_TWO:
        return {}
    known = index.stems_beginning(word[:2], len(word) - 2, len(word) + 2, _MOST_COMPARED)
    return {other: other for other in known if other.isalpha() and distance(word, other, 2) <= 2}


def distance(first: Sequence[str], second: Sequence[str], most: int) -> int:
    """The least number of letters to add, drop, change or swap with a neighbour.

    Optimal string alignment; any number above `most` stands for all of them.
    """
    if abs(len(first) - len(second)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(second) + 1))
    for row, letter in enumerate(first, start=1):
        line = [row]
        for column, other in enumerate(second, start=1):
            cost = min(last[column] + 1, line[column - 1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == second[column - 2] and first[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
        before, last = last, line
    return min(last[-1], most + 1)
