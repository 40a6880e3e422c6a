"""How well a classifier did: F1, macro-F1 and the area under the ROC curve; the best threshold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise


@dataclass(frozen=True)
class Outcome:
    """How many documents were called what: true and false positives and negatives."""

    true_positive: int
    false_positive: int
    false_negative: int
    true_negative: int

    @classmethod
    def of(cls, called: Sequence[bool], labels: Sequence[bool]) -> Outcome:
        pairs = list(zip(called, labels, strict=True))
        return cls(
            pairs.count((True, True)),
            pairs.count((True, False)),
            pairs.count((False, True)),
            pairs.count((False, False)),
        )

    @property
    def precision(self) -> float:
        """The share of those called positive that are; 0 where none was called so."""
        return _share(self.true_positive, self.true_positive + self.false_positive)

    @property
    def recall(self) -> float:
        """The share of the positive ones that were called so; 0 where there are none."""
        return _share(self.true_positive, self.true_positive + self.false_negative)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall of the positive class; 0 where undefined."""
        return _f1(self.true_positive, self.false_positive, self.false_negative)

    @property
    def macro_f1(self) -> float:
        """The mean of the F1 of both classes, each counting the same."""
        return _macro_f1(
            self.true_positive, self.false_positive, self.false_negative, self.true_negative
        )


def auc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """The area under the ROC curve; not a number where only one class is present.

    It is the chance that a positive document scores above a negative one, ties counting half
    (Mann-Whitney U, with the mean rank for equal scores).
    """
    positive = sum(labels)
    negative = len(labels) - positive
    if not positive or not negative:
        return math.nan
    ranked = sorted(zip(scores, labels, strict=True))
    twice_the_ranks, start = 0, 0
    while start < len(ranked):
        end = start
        while end < len(ranked) and ranked[end][0] == ranked[start][0]:
            end += 1
        tied_positive = sum(label for _, label in ranked[start:end])
        twice_the_ranks += tied_positive * (start + end + 1)
        start = end
    return (twice_the_ranks / 2 - positive * (positive + 1) / 2) / (positive * negative)


def best_threshold(probabilities: Sequence[float]) -> float:
    """Return the probability from which calling documents positive promises the best macro-F1.

    The promise is what calibrated probabilities say of the documents themselves: of those called
    positive, as many are as their probabilities add up to. Counting labels instead would fit the
    threshold to the chance order of a few rows. It lies halfway between two different
    probabilities; 0.5 where all are equal.
    """
    ranked = sorted(probabilities, reverse=True)
    expected = sum(ranked)
    found = list(accumulate(ranked))
    best, threshold = -1.0, 0.5
    for called, (above, below) in enumerate(pairwise(ranked), start=1):
        hits = found[called - 1]
        promised = _macro_f1(
            hits, called - hits, expected - hits, len(ranked) - called - (expected - hits)
        )
        if above > below and promised > best:
            best, threshold = promised, (above + below) / 2
    return threshold


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _f1(hits: float, false_alarms: float, misses: float) -> float:
    return _share(2 * hits, 2 * hits + false_alarms + misses)


def _macro_f1(hits: float, false_alarms: float, misses: float, rightly_left: float) -> float:
    return (_f1(hits, false_alarms, misses) + _f1(rightly_left, misses, false_alarms)) / 2
