"""What a stranger typed, made fit to keep and to show beside the words of others.

Letters stay as they were typed. What goes is what the eye does not see and what reaches beyond
the comment itself: control characters, bidirectional embeddings, overrides and isolates (UAX #9,
2.1-2.6), which would turn the text around them, and marks piled on one letter until they cover
the lines above and below.
"""

import re
import unicodedata
from enum import Enum
from functools import lru_cache

from newsportal.arabic.folding import fold

MARKS_ON_A_LETTER = 4
"""Marks that stay on one letter: fully vowelled Quranic text needs no more."""

_LINE_BREAK = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n{3,}")

# Joiners shape Persian words and composed emoji, the marks of direction set a full stop right;
# none of them reaches beyond its place, so one at a time may stay.
_JOINERS = frozenset("\u200c\u200d\u200e\u200f\u061c")

# Format characters that are seen: number signs and the end of a verse (Unicode property
# Prepended_Concatenation_Mark).
_SEEN_FORMATS = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)

# Letters by their category, though they show as nothing.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
_BLANK_PATTERN = "\u2800"


class _Kind(Enum):
    TEXT = 1
    SPACE = 2
    MARK = 3
    JOINER = 4
    DROPPED = 5


def paragraphs(text: str) -> str:
    """`text` cleaned, line breaks as "\\n", with at most one blank line in a row. Idempotent."""
    lines = _cleaned(_LINE_BREAK.sub("\n", text)).split("\n")
    return _BLANK_LINES.sub("\n\n", "\n".join(" ".join(line.split()) for line in lines)).strip()


def single_line(text: str) -> str:
    """`text` cleaned and on one line, each run of whitespace as one space. Idempotent."""
    return " ".join(_cleaned(_LINE_BREAK.sub("\n", text)).split())


def address(text: str) -> str:
    """`text` without anything unseen: what a keyboard or a paste slips into an e-mail address."""
    return single_line("".join(char for char in text if char not in _JOINERS))


def is_blank(text: str) -> bool:
    """Whether nothing of `text` can be seen: spaces, invisible characters, marks on no letter."""
    return not fold(text)


def _cleaned(text: str) -> str:
    kept: list[str] = []
    marks = 0
    after_joiner = False
    for char in text:
        kind = _kind(char)
        if kind is _Kind.DROPPED or (kind is _Kind.JOINER and after_joiner):
            continue
        if kind is _Kind.MARK:
            marks += 1
            if marks > MARKS_ON_A_LETTER:
                continue
        elif kind is not _Kind.JOINER:
            marks = 0
        after_joiner = kind is _Kind.JOINER
        kept.append(" " if kind is _Kind.SPACE else char)
    return "".join(kept)


@lru_cache(maxsize=4096)
def _kind(char: str) -> _Kind:
    if char == "\n":
        return _Kind.TEXT
    if char in _JOINERS:
        return _Kind.JOINER
    if char in _FILLERS:
        return _Kind.DROPPED
    category = unicodedata.category(char)
    if char in "\t\x1f" or char == _BLANK_PATTERN or category == "Zs":
        return _Kind.SPACE
    if category in {"Mn", "Me"}:
        return _Kind.MARK
    if category in {"Cc", "Cf", "Cs"} and char not in _SEEN_FORMATS:
        return _Kind.DROPPED
    return _Kind.TEXT
