"""What a reader typed, read: words, "phrases", -words and -"phrases" to leave out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from newsportal.arabic.folding import words
from newsportal.arabic.stemming import stems
from newsportal.arabic.stop_words import is_stop_word

LONGEST = 200
"""Characters of a query that are read; the rest is not."""

MOST_WORDS = 16
"""Words of a query that are looked for, those in phrases included; the rest are not."""

_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟″〞〝＂", '"'))
_MINUSES = str.maketrans(dict.fromkeys("−–—‐‑－", "-"))
_PART = re.compile(
    r"""(?P<minus> (?<!\S) -+ (?=[^\s-]) )?
        (?: " (?P<phrase> [^"]*) "? | (?P<word> [^\s"]+) )""",
    re.VERBOSE,
)

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """Folded words and phrases (tuples of folded words), each once, in the order typed.

    `without` and `without_phrases` are what a story must not hold.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    without: tuple[str, ...] = ()
    without_phrases: tuple[Phrase, ...] = ()

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """The words a story has to hold: all of the phrases, and the others but for stop words.

        Where nothing else was typed, stop words count like others.
        """
        telling = [word for word in self.words if not is_stop_word(word)]
        in_phrases = [word for phrase in self.phrases for word in phrase]
        return _each_once([*telling, *in_phrases]) or self.words

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.words or self.phrases)


def parse(text: str) -> Query:
    """Read a query. Whatever is no operator here is text, and every text is a query.

    Quotation marks of any kind enclose a phrase; one left open ends with the query. A minus before
    a word or a phrase, with no letter before it, leaves that out.
    """
    found: dict[str, list[str]] = {"words": [], "without": []}
    phrases: dict[str, list[Phrase]] = {"words": [], "without": []}
    left = MOST_WORDS
    for part in _PART.finditer(text[:LONGEST].translate(_QUOTES).translate(_MINUSES)):
        where = "without" if part["minus"] else "words"
        read = words(part["phrase"] if part["phrase"] is not None else part["word"])[:left]
        left -= len(read)
        if len(read) > 1 and (part["phrase"] is not None or part["minus"]):
            phrases[where].append(tuple(read))
        elif part["phrase"] is not None and read and not part["minus"]:
            # One word in quotation marks is looked for whatever it is.
            phrases[where].append(tuple(read))
        else:
            found[where] += read
    return Query(
        _each_once(found["words"]),
        tuple(dict.fromkeys(phrases["words"])),
        _each_once(found["without"]),
        tuple(dict.fromkeys(phrases["without"])),
    )


def parse_question(text: str) -> Query:
    """Read a question in full sentences, in which nothing is an operator; of any length."""
    return Query(_each_once(words(text)))


def readings(query_words: Iterable[str]) -> list[tuple[str, ...]]:
    """The stems of each word, any one of which finds it."""
    return [stems(word) for word in query_words]


def _each_once(query_words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(query_words))
