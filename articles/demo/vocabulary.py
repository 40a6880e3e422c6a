"""What archive stories are put together from: the prose's sentences, and names.

Word frequencies follow Zipf's law as in real text (G. K. Zipf, "Human Behavior and the Principle
of Least Effort", 1949): some sentences stand in thousands of stories, others in a handful, and the
rarest names and numbers in one or two. Each piece carries its HTML and its stems, made once.
"""

import itertools
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Generic, NamedTuple, TypeVar

from articles.demo.markup import linked_stories, to_html
from articles.demo.texts import Texts
from articles.rich_text import plain_text
from articles.search.texts import sequence

_PATTERNS = (
    "ال{}{}{}ي",
    "ال{}ا{}{}ي",
    "بن{}{}ي{}",
    "{}{}و{}ي",
    "ال{}{}ي{}ي",
    "بو{}{}{}ة",
    "{}{}ا{}",
    "ال{}{}ا{}",
)

_SENTENCE_END = re.compile(r"(?<=[.؟!])\s+")
_SHORTEST, _LONGEST = 5, 60
_HEADLINE_WORDS = range(5, 13)
_ZIPF_EXPONENT = 1.0

T = TypeVar("T")


class Piece(NamedTuple):
    """A run of text: as written, as HTML, and its stems as articles/search stores them."""

    text: str
    html: str
    stems: str

    @classmethod
    def of(cls, text: str) -> "Piece":
        return cls(text, escape(text, quote=False), sequence(text))


class Ranked(Generic[T]):
    """Things drawn by Zipf's law: the one of rank r with a chance in proportion to 1/r."""

    def __init__(self, things: Sequence[T], exponent: float = _ZIPF_EXPONENT):
        self.things = things
        weights = (1 / rank**exponent for rank in range(1, len(things) + 1))
        self._cumulative = list(itertools.accumulate(weights))

    def draw(self, rng: random.Random, number: int) -> list[T]:
        """`number` of them, some perhaps more than once."""
        return rng.choices(self.things, cum_weights=self._cumulative, k=number)


@dataclass(frozen=True)
class Vocabulary:
    """The pieces, by section where they belong to one."""

    sentences: dict[str, Ranked[Piece]]
    all_sentences: Ranked[Piece]
    headlines: dict[str, Ranked[Piece]]
    subheads: Sequence[Piece]
    kickers: dict[str, list[Piece]]
    first_names: Sequence[Piece]
    surnames: Ranked[Piece]


def build(texts: Texts) -> Vocabulary:
    """The vocabulary of `texts`, the same on every call."""
    rng = random.Random(1)
    sentences: dict[str, list[Piece]] = {}
    headlines: dict[str, list[Piece]] = {}
    kickers: dict[str, list[Piece]] = {}
    subheads: list[Piece] = []
    for story in texts.stories:
        section = story["section"]
        found = [Piece.of(sentence) for sentence in _sentences(story["body"])]
        sentences.setdefault(section, []).extend(found)
        headlines.setdefault(section, []).append(Piece.of(story["headline"]))
        headlines[section] += [
            Piece.of(piece.text.rstrip(".؟!"))
            for piece in found
            if len(piece.text.split()) in _HEADLINE_WORDS
            and piece.text.endswith(".")
            and not piece.text.startswith(("و", "ف"))
        ]
        subheads += [Piece.of(line[3:]) for line in story["body"].splitlines() if line[:3] == "## "]
        kickers.setdefault(section, [Piece.of("")])
        if "kicker" in story:
            kickers[section].append(Piece.of(story["kicker"]))
    return Vocabulary(
        sentences={section: Ranked(_shuffled(found, rng)) for section, found in sentences.items()},
        all_sentences=Ranked(_shuffled(itertools.chain(*sentences.values()), rng)),
        headlines={
            section: Ranked(_shuffled(found, rng), 0.6) for section, found in headlines.items()
        },
        subheads=subheads,
        kickers=kickers,
        first_names=[Piece.of(name) for name in texts.names["first"]],
        surnames=Ranked([Piece.of(name) for name in _surnames(texts.names, rng)]),
    )


def _sentences(body: str) -> list[str]:
    addresses = dict.fromkeys(linked_stories(body), "/")
    sentences: list[str] = []
    for block in re.split(r"\n\s*\n", body.strip()):
        # Lists, tables and foreign paragraphs read badly away from their place.
        if block.startswith(("-", "|", "#", "{", ">", "*")):
            continue
        found = _SENTENCE_END.split(plain_text(to_html(block, addresses)))
        sentences += [sentence for sentence in found if _stands_alone(sentence)]
    return sentences


def _stands_alone(sentence: str) -> bool:
    """Whether it has a fit length, an end, and was not cut out of the middle of a quotation."""
    return (
        _SHORTEST <= len(sentence.split()) <= _LONGEST
        and sentence[-1] in ".؟!"
        and sentence.count("«") == sentence.count("»")
        and sentence.count("(") == sentence.count(")")
    )


def _surnames(names: dict[str, Any], rng: random.Random) -> list[str]:
    """Names made of roots by the patterns of Arabic, those of known roots first."""
    rare = ["".join(letters) for letters in itertools.product(*names["rare"])]
    return [
        name
        for roots in (names["roots"], rare)
        for name in _shuffled((p.format(*root) for root in roots for p in _PATTERNS), rng)
    ]


def _shuffled(things: Iterable[T], rng: random.Random) -> list[T]:
    shuffled = list(things)
    rng.shuffle(shuffled)
    return shuffled
