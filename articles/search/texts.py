"""The words of a story as they are compared: folded, stemmed, in reading order.

A word with several readings is written as `first + second`, so that phrases can tell its readings
from the next word; ` | ` stands between texts that no phrase runs across.
"""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from articles.rich_text import plain_text
from newsportal.arabic.folding import words
from newsportal.arabic.stemming import query_terms, stems

if TYPE_CHECKING:
    from articles.models import Article

READING = "+"
BORDER = "|"
_SIGNS = frozenset((READING, BORDER))

_OTHER_READINGS_AFTER = rf"(?: [{READING}] [^ ]+)*"
_OTHER_READINGS_BEFORE = rf"(?:[^ ]+ [{READING}] )*"


def sequence(text: str) -> str:
    """The stems of `text` in reading order, the readings of one word joined by ` + `."""
    return " ".join([f" {READING} ".join(stems(word)) for word in words(text)])


def joined(sequences: Iterable[str]) -> str:
    """The sequences of several texts as one, which no phrase runs across."""
    return f" {BORDER} ".join(filter(None, sequences))


def indexed(headline: str, *texts: str) -> tuple[str, str]:
    """The stored sequences of a headline and of the rest, spaces at both ends.

    The spaces let a query ask for the beginning of a word with a plain `LIKE '% word%'`.
    """
    return f" {sequence(headline)} ", f" {joined(map(sequence, texts))} "


def story_texts(article: "Article") -> tuple[str, str, str, str]:
    """What of a story is searched: headline, then kicker, standfirst and body as plain text."""
    return article.headline, article.kicker, article.standfirst, plain_text(article.body)


def stems_in(stored: str) -> list[str]:
    """All stems of a stored sequence, in order."""
    return [token for token in stored.split() if token not in _SIGNS]


def word_count(stored: str) -> int:
    """How many words a stored sequence was made from."""
    return len(stems_in(stored)) - stored.count(f" {READING} ")


def phrase_pattern(phrase: Sequence[Sequence[str]]) -> re.Pattern[str]:
    """What finds words in a row in a stored sequence; each word is given by its readings."""
    patterns = ["(?:" + "|".join(map(re.escape, readings)) + ")" for readings in phrase]
    between = rf"{_OTHER_READINGS_AFTER} {_OTHER_READINGS_BEFORE}"
    return re.compile(f" {between.join(patterns)} ")


def filter_stories(stories: Any, text: str) -> Any:
    """Those of `stories` (a queryset) that hold every word of `text`, or a word beginning so."""
    for forms in query_terms(text):
        found = Q()
        for form in forms:
            found |= Q(search_text__headline__contains=f" {form}")
            found |= Q(search_text__text__contains=f" {form}")
        stories = stories.filter(found)
    return stories
