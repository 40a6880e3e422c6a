"""`manage.py evaluate_search`: how well the search finds what is known to be relevant.

A set is a folder with `docs.jsonl` (id, title, body) and `queries.jsonl` (id, query, relevant: ids
of documents). Each query is a question, so any of its words may match.
"""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError

from articles.search import evaluation
from articles.search.evaluation import Document, Question


class Command(BaseCommand):
    help = (
        "Prints how well the search answers the questions of a set: name, MRR@10, Recall@10. "
        "Leaves nothing in the site's data."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        documents = [
            Document(row.text("id"), row.text("title"), row.text("body"))
            for row in _rows(folder / "docs.jsonl")
        ]
        questions = [
            Question(row.text("query"), row.names("relevant"))
            for row in _rows(folder / "queries.jsonl")
        ]
        questions = [question for question in questions if question.relevant]
        if not documents or not questions:
            raise CommandError(f"{folder} holds no documents or no questions")
        figures = evaluation.evaluate(documents, questions)
        self.stdout.write(
            f"{folder.resolve().name}\tMRR@10 {figures.mrr:.3f}\tRecall@10 {figures.recall:.3f}"
        )


class _Row(NamedTuple):
    """One line of a file, read."""

    place: str
    values: dict[str, Any]

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if not isinstance(value, str):
            raise CommandError(f"{self.place}: {name} must be a text")
        return value

    def names(self, name: str) -> frozenset[str]:
        value = self.values.get(name)
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise CommandError(f"{self.place}: {name} must be a list of ids")
        return frozenset(value)


def _rows(path: Path) -> Iterator[_Row]:
    """The objects of a file of JSON lines; raises CommandError naming file and line."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _row(f"{path}, line {number}", line)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CommandError(f"{path} is not UTF-8") from None


def _row(place: str, line: str) -> _Row:
    try:
        values = json.loads(line)
    except ValueError:
        raise CommandError(f"{place} is not JSON") from None
    if not isinstance(values, dict):
        raise CommandError(f"{place} is no JSON object")
    return _Row(place, values)
