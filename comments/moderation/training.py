"""Learning a text classifier from labelled rows, with the standard library alone.

Two classifiers read the same features. A linear support vector machine with squared hinge loss is
trained by dual coordinate descent (Hsieh et al., "A dual coordinate descent method for large-scale
linear SVM", ICML 2008) on features scaled by their log-count ratio (Wang and Manning, "Baselines
and bigrams", ACL 2012); a naive Bayes score adds up the ratios themselves (multinomial, presence
counts). Logistic regression on scores of rows neither was trained on blends the two into a
probability (stacking, and Platt's calibration in one).

Nothing is known of language here: a document is the names of its features, each as often as it
occurs.
"""

from __future__ import annotations

import math
import random
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from comments.moderation.measures import best_threshold

# Chosen on folds of labelled comments; the outcome changes little with any of them.
_LEAST_DOCUMENTS = 2
_SCALE_SMOOTHING = 3.0
_SCALE_FLOOR = 0.3
_BAYES_SMOOTHING = 0.3
_SVM_COST = 0.3

_SVM_PASSES = 40
_SVM_TOLERANCE = 0.01
_FOLDS = 5
_SEED = 20_240_229


@dataclass(frozen=True)
class Scores:
    """The two raw scores of one document."""

    machine: float
    bayes: float


@dataclass(frozen=True)
class Columns:
    """What was learnt of each feature, by its number.

    The scale weighs a feature against the others of its document, the weight is the machine's, the
    ratio the logarithm of naive Bayes; the latter two are positive where the feature speaks for the
    positive class. A feature of scale 0 was not learnt and counts for nothing.
    """

    scale: Sequence[float]
    weight: Sequence[float]
    ratio: Sequence[float]
    bias: float

    def scores(self, features: Sequence[int], values: Iterable[float]) -> Scores:
        """Both scores of a document given as numbers of different features and their values."""
        # Sums of whole columns: the documents to judge are many, and some are long.
        scaled = list(map(mul, values, map(self.scale.__getitem__, features)))
        length = math.sqrt(sum(map(mul, scaled, scaled))) or 1.0
        machine = sum(map(mul, scaled, map(self.weight.__getitem__, features)))
        bayes = sum(map(self.ratio.__getitem__, features))
        known = len(scaled) - scaled.count(0.0)
        return Scores(machine / length + self.bias, bayes / math.sqrt(1 + known))


@dataclass(frozen=True)
class Classifier:
    """Two linear scores, without calibration."""

    numbers: Mapping[str, int]
    columns: Columns

    def scores(self, document: Iterable[str]) -> Scores:
        """Both scores of a document; features that were not learnt count for nothing."""
        counts = self._count(document)
        # Most features occur once, and a call for each would be most of the time this takes.
        values = [1.0 if count == 1 else _value(count) for count in counts.values()]
        return self.columns.scores(list(counts), values)

    def parts(self, document: Iterable[str]) -> dict[str, Scores]:
        """What one occurrence of each known feature adds to the scores.

        Over all occurrences, and with the bias, they add up to what ``scores`` returns.
        """
        document = list(document)
        counts = self._count(document)
        columns = self.columns
        scaled = {number: _value(count) * columns.scale[number] for number, count in counts.items()}
        length = math.sqrt(sum(value * value for value in scaled.values())) or 1.0
        size = math.sqrt(1 + len(counts))
        return {
            name: Scores(
                scaled[number] * columns.weight[number] / length / counts[number],
                columns.ratio[number] / size / counts[number],
            )
            for name in document
            if (number := self.numbers.get(name)) is not None
        }

    def _count(self, document: Iterable[str]) -> Counter[int]:
        counts: Counter[int] = Counter(
            map(self.numbers.get, document)  # type: ignore[arg-type]  # None goes next
        )
        del counts[None]
        return counts


@dataclass(frozen=True)
class Calibration:
    """Log-odds of the positive class from the two scores: intercept and a slope for each."""

    intercept: float
    machine: float
    bayes: float

    def log_odds(self, scores: Scores) -> float:
        return self.intercept + self.machine * scores.machine + self.bayes * scores.bayes

    def probability(self, scores: Scores) -> float:
        return logistic(self.log_odds(scores))


@dataclass(frozen=True)
class Learnt:
    """A classifier with what makes a probability and a decision of its scores."""

    classifier: Classifier
    calibration: Calibration
    threshold: float


def logistic(log_odds: float) -> float:
    """The probability, in [0, 1], of `log_odds`; never overflows."""
    if log_odds >= 0:
        return 1 / (1 + math.exp(-log_odds))
    grown = math.exp(max(log_odds, -700.0))
    return grown / (1 + grown)


def learn(
    documents: Iterable[Iterable[str]],
    labels: Sequence[bool],
    importance: Callable[[str], float] = lambda name: 1.0,
) -> Learnt:
    """Train on all rows; calibrate and choose the threshold on rows left out of training by folds.

    ``importance`` gives a factor for the values of a feature. The threshold is the probability from
    which calling a document positive gives the best macro-F1 to be expected. The same rows in the
    same order give the same result. Needs five rows of each class, one for each fold.
    """
    corpus = _Corpus(documents, importance)
    left_out = [Scores(0.0, 0.0)] * len(labels)
    for training, testing in stratified_folds(labels, _FOLDS, _SEED):
        columns = corpus.train(training, labels)
        for row in testing:
            left_out[row] = columns.scores(corpus.features[row], corpus.values[row])
    calibration = _calibrate(left_out, labels)
    threshold = best_threshold([calibration.probability(scores) for scores in left_out])
    classifier = corpus.classifier(corpus.train(range(len(labels)), labels))
    return Learnt(classifier, calibration, _rounded(threshold))


def _value(count: int) -> float:
    """The value of a feature grows with the logarithm of its occurrences."""
    return 1.0 + math.log(count)


def stratified_folds(
    labels: Sequence[bool], folds: int, seed: int
) -> Iterator[tuple[list[int], list[int]]]:
    """Yield (training, testing) row numbers; each row is tested once, classes spread evenly."""
    order = list(range(len(labels)))
    random.Random(seed).shuffle(order)
    dealt = sorted(order, key=lambda row: labels[row])
    fold_of = {row: place % folds for place, row in enumerate(dealt)}
    for fold in range(folds):
        yield (
            [row for row in range(len(labels)) if fold_of[row] != fold],
            [row for row in range(len(labels)) if fold_of[row] == fold],
        )


class _Corpus:
    """Documents with feature names as numbers, from which any part can be trained.

    ``features`` and ``values`` hold an array for each document; a feature met in too few documents
    to learn from is in none.
    """

    def __init__(
        self, documents: Iterable[Iterable[str]], importance: Callable[[str], float]
    ) -> None:
        numbers: dict[str, int] = {}
        rows = []
        for document in documents:
            counts = Counter(document)
            rows.append(
                (
                    array("l", [numbers.setdefault(name, len(numbers)) for name in counts]),
                    array("f", map(_value, counts.values())),
                )
            )
        met = Counter[int]()
        for features, _ in rows:
            met.update(features)
        kept = {old: new for new, old in enumerate(n for n in met if met[n] >= _LEAST_DOCUMENTS)}
        self._numbers = {name: kept[old] for name, old in numbers.items() if old in kept}
        self._importance = [importance(name) for name in self._numbers]
        self.features: list[array[int]] = []
        self.values: list[array[float]] = []
        for features, values in rows:
            known = [(kept[f], v) for f, v in zip(features, values, strict=True) if f in kept]
            self.features.append(array("l", [feature for feature, _ in known]))
            self.values.append(array("f", [value for _, value in known]))

    def train(self, rows: Sequence[int], labels: Sequence[bool]) -> Columns:
        """Both classifiers from these rows alone: counts, scales and weights."""
        positive, negative = self._count(rows, labels)
        met = list(map(sum, zip(positive, negative, strict=True)))
        spread = _ratios(positive, negative, _SCALE_SMOOTHING)
        scale = [
            importance
            * math.sqrt(_SCALE_FLOOR + ratio * ratio)
            * (1 + math.log((1 + len(rows)) / (1 + count)))
            if count >= _LEAST_DOCUMENTS
            else 0.0
            for importance, ratio, count in zip(self._importance, spread, met, strict=True)
        ]
        weight, bias = _train_machine(
            [self.features[row] for row in rows],
            [self._scaled(row, scale) for row in rows],
            [labels[row] for row in rows],
            len(self._numbers),
        )
        ratio = [
            ratio if known else 0.0
            for ratio, known in zip(
                _ratios(positive, negative, _BAYES_SMOOTHING), scale, strict=True
            )
        ]
        return Columns(scale, weight, ratio, bias)

    def classifier(self, columns: Columns) -> Classifier:
        """The classifier that knows features by name; its figures are short to write down."""
        return Classifier(
            self._numbers,
            Columns(
                list(map(_rounded, columns.scale)),
                list(map(_rounded, columns.weight)),
                list(map(_rounded, columns.ratio)),
                _rounded(columns.bias),
            ),
        )

    def _count(self, rows: Sequence[int], labels: Sequence[bool]) -> tuple[list[int], list[int]]:
        positive, negative = [0] * len(self._numbers), [0] * len(self._numbers)
        for row in rows:
            counts = positive if labels[row] else negative
            for feature in self.features[row]:
                counts[feature] += 1
        return positive, negative

    def _scaled(self, row: int, scale: Sequence[float]) -> array[float]:
        """The values of a row times the scales of their features, as a vector of length 1."""
        scaled = list(map(mul, self.values[row], map(scale.__getitem__, self.features[row])))
        length = math.sqrt(sum(map(mul, scaled, scaled))) or 1.0
        return array("f", [value / length for value in scaled])


def _ratios(positive: Sequence[int], negative: Sequence[int], smoothing: float) -> list[float]:
    """The log of each feature's share among the positive features over that among the negative."""
    all_positive = sum(positive) + smoothing * len(positive)
    all_negative = sum(negative) + smoothing * len(negative)
    shift = math.log(all_negative / all_positive) if positive else 0.0
    return [
        math.log((yes + smoothing) / (no + smoothing)) + shift
        for yes, no in zip(positive, negative, strict=True)
    ]


def _train_machine(
    features: Sequence[array[int]],
    values: Sequence[array[float]],
    labels: Sequence[bool],
    size: int,
) -> tuple[list[float], float]:
    """The weights and the bias; both classes count the same however many rows each has.

    Every row is a vector of length 1, or 0 where nothing in it is known, and a constant 1 that
    carries the bias.
    """
    weights, bias = [0.0] * size, 0.0
    rows_of = {True: max(1, sum(labels)), False: max(1, len(labels) - sum(labels))}
    softness = {label: rows_of[label] / (_SVM_COST * len(labels)) for label in (True, False)}
    multipliers = [0.0] * len(labels)
    order = list(range(len(labels)))
    shuffle = random.Random(_SEED).shuffle
    weight_of = weights.__getitem__
    for _ in range(_SVM_PASSES):
        shuffle(order)
        largest = 0.0
        for row in order:
            sign = 1.0 if labels[row] else -1.0
            old = multipliers[row]
            margin = sum(map(mul, map(weight_of, features[row]), values[row])) + bias
            soft = softness[labels[row]]
            gradient = sign * margin - 1 + soft * old
            if old == 0 and gradient >= 0:
                continue
            largest = max(largest, abs(gradient))
            curvature = (2.0 if features[row] else 1.0) + soft
            multipliers[row] = max(0.0, old - gradient / curvature)
            step = sign * (multipliers[row] - old)
            for feature, value in zip(features[row], values[row], strict=True):
                weights[feature] += step * value
            bias += step
        if largest < _SVM_TOLERANCE:
            break
    return weights, bias


def _calibrate(scores: Sequence[Scores], labels: Sequence[bool]) -> Calibration:
    """Logistic regression by Newton's method, with Platt's targets and a slight ridge.

    Platt, "Probabilistic outputs for support vector machines", 1999: targets a little off 0 and 1
    keep the slopes finite where the scores part the classes without error.
    """
    positive = sum(labels)
    target = {True: (positive + 1) / (positive + 2), False: 1 / (len(labels) - positive + 2)}
    rows = [(1.0, row.machine, row.bayes) for row in scores]
    ridge = (0.0, 0.01, 0.01)
    slopes = [math.log((positive + 1) / (len(labels) - positive + 1)), 0.0, 0.0]

    def loss(candidate: Sequence[float]) -> float:
        total = sum(r * c * c / 2 for r, c in zip(ridge, candidate, strict=True))
        for row, label in zip(rows, labels, strict=True):
            odds = sum(map(mul, row, candidate))
            total += max(odds, 0.0) + math.log1p(math.exp(-abs(odds))) - target[label] * odds
        return total

    current = loss(slopes)
    for _ in range(50):
        gradient = [r * s for r, s in zip(ridge, slopes, strict=True)]
        hessian = [[ridge[i] * (i == j) for j in range(3)] for i in range(3)]
        for row, label in zip(rows, labels, strict=True):
            probability = logistic(sum(map(mul, row, slopes)))
            spread = probability * (1 - probability)
            for i in range(3):
                gradient[i] += (probability - target[label]) * row[i]
                for j in range(3):
                    hessian[i][j] += spread * row[i] * row[j]
        step = _solve(hessian, gradient)
        length = 1.0
        while True:
            candidate = [s - length * d for s, d in zip(slopes, step, strict=True)]
            fresh = loss(candidate)
            if fresh <= current or length < 1e-6:
                break
            length /= 2
        if current - fresh < 1e-9:
            break
        slopes, current = candidate, fresh
    return Calibration(*map(_rounded, slopes))


def _solve(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """The solution of a positive definite system of equations, by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for pivot, row in enumerate(rows):
        divisor = row[pivot] + 1e-12
        rows[pivot] = row = [value / divisor for value in row]
        for other in range(len(rows)):
            if other != pivot:
                factor = rows[other][pivot]
                rows[other] = [a - factor * b for a, b in zip(rows[other], row, strict=True)]
    return [row[-1] for row in rows]


def _rounded(value: float) -> float:
    """Six significant digits: as exact as the data allow, and short when written down."""
    return float(f"{value:.6g}")
