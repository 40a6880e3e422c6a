"""`manage.py evaluate_moderation`: the figures of the moderation assistant on labelled files.

A file is UTF-8 TSV with a header line naming a column `label`, OFF (rejected) or NOT, and a column
`text`; further columns are ignored. Quotation marks have no meaning.
"""

import csv
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comments.moderation.assistant import Assistant, NotEnoughDecisions
from comments.moderation.measures import Outcome, auc
from comments.moderation.training import stratified_folds

REJECTED, KEPT = "OFF", "NOT"

Rows = list[tuple[str, bool]]
Judged = list[tuple[float, bool, bool]]
"""Probability of rejection, whether it reaches the threshold, whether it was rejected."""

_FOLDS = 5
_SEED = 5


class Command(BaseCommand):
    help = (
        "Trains the moderation assistant on each TSV file of a folder and prints how it does on "
        "the file of the same name in another, or by five-fold cross-validation: name, macro-F1, "
        "precision, recall and F1 of the rejected class, AUC, parted by tabs."
    )
    # Reads files and nothing else: neither settings nor database have to be in order.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("train_dir", type=Path, metavar="TRAIN_DIR")
        parser.add_argument("test_dir", type=Path, metavar="TEST_DIR", nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        for training, testing in _pairs(options["train_dir"], options["test_dir"]):
            try:
                judged = self._evaluate(training, testing)
            except NotEnoughDecisions as error:
                raise CommandError(f"{training}: {error}") from None
            probabilities, called, labels = zip(*judged, strict=True)
            outcome = Outcome.of(called, labels)
            figures = (
                outcome.macro_f1,
                outcome.precision,
                outcome.recall,
                outcome.f1,
                auc(probabilities, labels),
            )
            self.stdout.write("\t".join([training.name, *(f"{value:.3f}" for value in figures)]))
            self.stdout.flush()

    def _evaluate(self, training: Path, testing: Path | None) -> Judged:
        rows = read_rows(training)
        if testing is not None:
            unseen = read_rows(testing)
            self._say(f"{training.name}: learning from {len(rows)}, judging {len(unseen)}")
            return _judge(rows, unseen)
        judged: Judged = []
        folds = stratified_folds([rejected for _, rejected in rows], _FOLDS, _SEED)
        for number, (learnt_from, left_out) in enumerate(folds, start=1):
            self._say(f"{training.name}: fold {number} of {_FOLDS}")
            judged += _judge([rows[row] for row in learnt_from], [rows[row] for row in left_out])
        return judged

    def _say(self, line: str) -> None:
        self.stderr.write(line, self.style.NOTICE)


def read_rows(path: Path) -> Rows:
    """Return the (text, was it rejected) rows of a labelled file, empty lines left out.

    Raises CommandError, naming file and line, for a file that cannot be read, is not UTF-8, lacks
    a column or a row, or has a label other than OFF and NOT.
    """
    # A comment has no limit that a table of them would have to respect.
    csv.field_size_limit(2**31 - 1)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_read(path, file))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CommandError(f"{path} is not UTF-8") from None
    except csv.Error as error:
        raise CommandError(f"{path} is no table: {error}") from None


def _read(path: Path, file: Any) -> Iterator[tuple[str, bool]]:
    lines = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    header = [name.strip().lower() for name in next(lines, [])]
    if not {"label", "text"} <= set(header):
        raise CommandError(f"{path}: the first line must name the columns label and text")
    label_at, text_at = header.index("label"), header.index("text")
    empty = True
    for line in lines:
        if not any(field.strip() for field in line):
            continue
        if len(line) <= max(label_at, text_at):
            raise CommandError(f"{path}, line {lines.line_num}: a label and a text are needed")
        label = line[label_at].strip().upper()
        if label not in (REJECTED, KEPT):
            raise CommandError(
                f"{path}, line {lines.line_num}: the label must be {REJECTED} or {KEPT}, "
                f"not {line[label_at]!r}"
            )
        empty = False
        yield line[text_at], label == REJECTED
    if empty:
        raise CommandError(f"{path} has no rows")


def _pairs(train_dir: Path, test_dir: Path | None) -> list[tuple[Path, Path | None]]:
    """Return each file to learn from with the one to judge, None for cross-validation."""
    for folder in (train_dir, test_dir):
        if folder is not None and not folder.is_dir():
            raise CommandError(f"{folder} is no folder")
    files = sorted(train_dir.glob("*.tsv"))
    if not files:
        raise CommandError(f"{train_dir} has no .tsv file")
    if test_dir is None:
        return [(file, None) for file in files]
    if missing := [file.name for file in files if not (test_dir / file.name).is_file()]:
        raise CommandError(f"{test_dir} lacks {', '.join(missing)}")
    return [(file, test_dir / file.name) for file in files]


def _judge(rows: Rows, unseen: Rows) -> Judged:
    assistant = Assistant.train(rows)
    judged = []
    for text, rejected in unseen:
        probability = assistant.probability(text)
        judged.append((probability, probability >= assistant.threshold, rejected))
    return judged
