"""The moderation assistant: how likely is a comment to be rejected, and which words say so.

Learnt from decisions of moderators and nothing else. It sorts and explains, it decides nothing.
Texts are compared in the folded form of ``newsportal.arabic``, letters repeated for emphasis
written once, so that a text scores alike with tashkeel, tatweel or elongation and without.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import Any

from comments.moderation.training import (
    Calibration,
    Classifier,
    Columns,
    Learnt,
    learn,
)
from newsportal.arabic.folding import FOLD_VERSION, fold_character, fold_with_offsets, words
from newsportal.arabic.stemming import stems

#: Raised with every change in which features are made of a text.
FEATURES_VERSION = 1

#: Fewer decisions of either kind than this teach nothing worth showing.
LEAST_OF_EACH = 10

#: Of more decisions the latest are learnt from, which bounds memory and time.
MOST_ROWS = 8_000

_SHORTEST_FRAGMENT, _LONGEST_FRAGMENT = 3, 4

# Longer than any word of either script; what follows is no language, and slow to stem.
_LONGEST_WORD = 40

_ELONGATION = re.compile(r"(.)\1{2,}", re.DOTALL)
_DOUBLING = re.compile(r"(.)\1+", re.DOTALL)

_MARKS = '!?؟.،,:"#@<…'
_REPEATED_MARK = re.compile(r"[!?؟]{2}")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf]")
_LATIN = re.compile("[A-Za-z]")
_DIGIT = re.compile(r"\d")


class NotEnoughDecisions(ValueError):
    """Too few decisions of one kind to learn from."""

    def __init__(self, rejected: int, kept: int) -> None:
        super().__init__(
            f"The assistant learns from {LEAST_OF_EACH} rejected and {LEAST_OF_EACH} kept comments "
            f"or more; there are {rejected} rejected and {kept} kept."
        )
        self.rejected = rejected
        self.kept = kept


class OtherVersion(ValueError):
    """A stored assistant compares texts in a form that is no longer made: train it again."""


class Assistant:
    """What was learnt from decisions: gives probabilities of rejection and their reasons."""

    def __init__(self, learnt: Learnt) -> None:
        self._learnt = learnt

    @classmethod
    def train(cls, rows: Iterable[tuple[str, bool]]) -> Assistant:
        """Return an assistant learnt from (text, was it rejected) rows, the oldest first.

        The same rows in the same order make the same assistant. Of more than ``MOST_ROWS`` the
        last are taken. Raises NotEnoughDecisions when fewer than ``LEAST_OF_EACH`` were rejected,
        or kept.
        """
        latest = deque(rows, maxlen=MOST_ROWS)
        labels = [bool(rejected) for _, rejected in latest]
        if min(sum(labels), len(labels) - sum(labels)) < LEAST_OF_EACH:
            raise NotEnoughDecisions(sum(labels), len(labels) - sum(labels))
        return cls(learn((_features(text) for text, _ in latest), labels, _importance))

    @property
    def threshold(self) -> float:
        """The probability from which calling a comment rejected should agree best with moderators.

        Best is the highest macro-F1 to be expected, both classes counting the same; the
        probabilities are those of decisions held out of training.
        """
        return self._learnt.threshold

    def probability(self, text: str) -> float:
        """Return how likely moderators are to reject ``text``, in [0, 1].

        Calibrated for comments of which as many are rejected as among those learnt from.
        """
        scores = self._learnt.classifier.scores(_features(text))
        return self._learnt.calibration.probability(scores)

    def explain(self, text: str, n: int = 5) -> list[tuple[str, float]]:
        """Return the ``n`` words of ``text`` that weighed most, the weightiest first.

        Each stands as it is first spelt in the text, marks and invisible characters included: show
        it isolated (``bdi``). Its weight is in log-odds, the sum over its occurrences of all that
        was learnt of its fragments, stems and pairs; above 0 it speaks for rejection, below 0
        against. An emoji counts as a word.
        """
        weights = self._weights(text)
        spelt: dict[str, str] = {}
        total: dict[str, float] = {}
        found = []
        for word, original in _words_as_spelt(text):
            found.append(word)
            spelt.setdefault(word, original)
            total[word] = total.get(word, 0.0) + sum(
                weights.get(name, 0.0) for name in _word_features(word)
            )
        for (one, other), pair in zip(pairwise(found), _pair_features(found), strict=True):
            half = weights.get(pair, 0.0) / 2
            total[one] += half
            total[other] += half
        for emoji in dict.fromkeys(_EMOJI.findall(text)):
            spelt[emoji], total[emoji] = emoji, weights.get(f"!{emoji}", 0.0)
        weighed = [(spelt[word], weight) for word, weight in total.items() if weight]
        return sorted(weighed, key=lambda item: -abs(item[1]))[: max(0, n)]

    def _weights(self, text: str) -> dict[str, float]:
        """Return what one occurrence of each known feature adds to the log-odds."""
        calibration = self._learnt.calibration
        return {
            name: calibration.machine * part.machine + calibration.bayes * part.bayes
            for name, part in self._learnt.classifier.parts(_features(text)).items()
        }

    def to_json(self) -> str:
        """Return all that was learnt as JSON.

        Of the texts learnt from it holds fragments of words, stems and pairs of stems that stand in
        two comments or more, no other text.
        """
        classifier = self._learnt.classifier
        columns = classifier.columns
        return json.dumps(
            {
                "features_version": FEATURES_VERSION,
                "fold_version": FOLD_VERSION,
                "threshold": self._learnt.threshold,
                "calibration": astuple(self._learnt.calibration),
                "bias": columns.bias,
                "features": list(classifier.numbers),
                "scale": columns.scale,
                "weight": columns.weight,
                "ratio": columns.ratio,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, stored: str) -> Assistant:
        """Return the assistant that ``to_json`` wrote down.

        Raises OtherVersion when it was learnt from text in another form than is made today, and
        ValueError for anything that is no stored assistant.
        """
        try:
            state: Any = json.loads(stored, parse_constant=_refuse_constant)
            versions = (state["features_version"], state["fold_version"])
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError("This is no stored moderation assistant.") from error
        if versions != (FEATURES_VERSION, FOLD_VERSION):
            raise OtherVersion(
                f"The stored assistant was learnt with features {versions[0]} of text folded by "
                f"version {versions[1]}; now they are {FEATURES_VERSION} and {FOLD_VERSION}. "
                "Train it again."
            )
        try:
            names = {str(name): number for number, name in enumerate(state["features"])}
            scale, weight, ratio = (
                [float(value) for value in state[column]] for column in ("scale", "weight", "ratio")
            )
            if not len(names) == len(scale) == len(weight) == len(ratio):
                raise ValueError("columns of different lengths")
            learnt = Learnt(
                Classifier(names, Columns(scale, weight, ratio, float(state["bias"]))),
                Calibration(*map(float, state["calibration"])),
                float(state["threshold"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError("The stored moderation assistant is damaged.") from error
        return cls(learnt)


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


# --- Features ----------------------------------------------------------------------------------
#
# A fragment is named by itself, a border of the word being a space; "=" begins the name of a stem
# or of a pair of stems, "!" that of a sign. Neither occurs in a fragment.


def _features(text: str) -> Iterator[str]:
    """Yield the features of a text, each as often as it occurs; a sign is there or not."""
    found = _words(text)
    return chain(
        chain.from_iterable(map(_word_features, found)),
        _pair_features(found),
        dict.fromkeys(_signs(text, len(found))),
    )


def _importance(name: str) -> float:
    """Return the factor of a feature: a sign has no parts whose weights add up, as a word does."""
    return 3.0 if name[0] == "!" else 1.0


def _words(text: str) -> list[str]:
    """Return the folded words of a text, no letter more than twice in a row."""
    # In one pass over all of them, not one over each.
    found = _ELONGATION.sub(r"\1", " ".join(words(text))).split()
    return [word[:_LONGEST_WORD] for word in found]


def _words_as_spelt(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a text with the part of it each stands for."""
    folded, offsets = fold_with_offsets(text)
    end = 0
    for full, word in zip(words(text), _words(text), strict=True):
        start = folded.index(full, end)
        end = start + len(full)
        last = offsets[end - 1] + 1
        while last < len(text) and not fold_character(text[last]):
            last += 1
        yield word, text[offsets[start] : last]


@lru_cache(maxsize=4096)
def _word_features(word: str) -> tuple[str, ...]:
    """Return the stems and the fragments of a word, repeated ones repeated."""
    # Looking first is faster: few words have a doubled letter.
    single = _DOUBLING.sub(r"\1", word) if _DOUBLING.search(word) else word
    bordered = " " + single + " "
    fragments = map(bordered.__getitem__, _fragment_slices(len(bordered)))
    return (*["=" + stem for stem in stems(word)], *fragments)


@cache
def _fragment_slices(size: int) -> tuple[slice, ...]:
    """Return where the fragments of a bordered word of this size stand."""
    return tuple(
        slice(start, start + length)
        for length in range(_SHORTEST_FRAGMENT, min(_LONGEST_FRAGMENT, size) + 1)
        for start in range(size - length + 1)
    )


def _pair_features(found: Sequence[str]) -> Iterator[str]:
    """Yield a feature for each word but the last: its likeliest stem and that of the next."""
    likeliest = [stems(word)[0] for word in found]
    return map("={} {}".format, likeliest, likeliest[1:])


def _signs(text: str, number_of_words: int) -> Iterator[str]:
    """Yield what a text shows besides its words: length, marks, emoji, Latin letters, digits."""
    yield f"!size {min(7, (number_of_words + 1).bit_length() - 1)}"
    for mark in _MARKS:
        if mark in text:
            yield f"!{mark}"
    if _REPEATED_MARK.search(text):
        yield "!repeated"
    for emoji in _EMOJI.findall(text):
        yield f"!{emoji}"
        yield "!emoji"
    if _LATIN.search(text):
        yield "!latin"
    if _DIGIT.search(text):
        yield "!digit"
