"""How well the search finds what is known to be relevant.

Mean reciprocal rank and recall of the first ten (Manning, Raghavan and Schütze, "Introduction to
Information Retrieval", 2008, chapter 8), on an index in temporary tables that nobody else sees.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import NamedTuple

from articles.search import index as indexing
from articles.search.entries import entry
from articles.search.find import find_any
from articles.search.query import parse_question
from articles.search.store import Store, store
from articles.search.texts import indexed

FIRST = 10

# Documents have no date: as all are of one moment, freshness decides nothing.
_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


class Document(NamedTuple):
    """A text to be found."""

    id: str
    title: str
    body: str


class Question(NamedTuple):
    """A question and the ids of the documents that answer it."""

    text: str
    relevant: frozenset[str]


class Figures(NamedTuple):
    """Mean reciprocal rank and mean recall of the first ten, from 0 to 1."""

    mrr: float
    recall: float


def evaluate(documents: Sequence[Document], questions: Sequence[Question]) -> Figures:
    """The figures of the search over the documents. Raises ValueError for no questions."""
    if not questions:
        raise ValueError("no questions")
    reciprocal_ranks = recalls = 0.0
    with _temporary_index(documents) as index:
        for question in questions:
            answer = find_any(index, parse_question(question.text), _MOMENT)
            first = [documents[found.article_id - 1].id for found in answer.stories[:FIRST]]
            hits = [rank for rank, name in enumerate(first, start=1) if name in question.relevant]
            reciprocal_ranks += 1 / hits[0] if hits else 0
            recalls += len(hits) / len(question.relevant)
    return Figures(reciprocal_ranks / len(questions), recalls / len(questions))


@contextmanager
def _temporary_index(documents: Sequence[Document]) -> Iterator[Store]:
    """An index of the documents, numbered from 1 so that of equals the first comes first."""
    index = store("evaluation_")
    try:
        index.create_temporary()
        changes: indexing.Changes = {}
        entries = []
        for number, document in enumerate(documents, start=1):
            headline, text = indexed(document.title, document.body)
            entries.append(entry(number, _MOMENT, None, headline, text, ()))
            indexing.count(changes, headline, text, 1)
        indexing.add(entries, index)
        index.add_to_words(changes)
        index.resume()
        yield index
    finally:
        index.drop_temporary()
