"""What the index holds of one story: its place in time, its terms, and how much each word weighs.

All of it is computed here and stored alike by both databases.
"""

import math
from array import array
from base64 import b32encode
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b

from articles.search.texts import stems_in, word_count

# Okapi BM25 with the constants of its authors' experiments (Robertson and Zaragoza, "The
# Probabilistic Relevance Framework: BM25 and Beyond", 2009, 3.4).
_K1 = 1.2
_B = 0.75

AVERAGE_LENGTH = 250
"""Words of a story of middling length. A constant: the index of one story depends on no other."""

HEADLINE_WEIGHT = 3
"""How often a word of the headline counts."""

LEVELS = 255
"""Into how many steps a word's weight in a story is rounded: what fits a byte."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_KEY_BITS = 28
_LAST_SECOND = 2**34 - 1

FOREVER = 2**62
"""The end of a story that has none."""

_IMPACT = "I"
"""Array type of the impacts: unsigned, 32 bits, in the byte order of all current machines."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One story in the index.

    `key` orders entries by publication, `ends` is the second (since 1970) at which the story goes.
    `terms` are lexemes joined by spaces; `impacts` the weight of each stem: see `impact`.
    """

    key: int
    article_id: int
    ends: int
    terms: str
    impacts: bytes


def seconds(moment: datetime) -> int:
    """Whole seconds from 1970 to an aware `moment`, kept within the years 1425 to 2514."""
    return max(-_LAST_SECOND, min(_LAST_SECOND, (moment - _EPOCH) // _SECOND))


def key_of(published_at: datetime, article_id: int) -> int:
    """The place of a story in the order of publication: 36 bits of time, 28 of its id."""
    return (seconds(published_at) << _KEY_BITS) + article_id % (1 << _KEY_BITS)


def first_key(moment: datetime) -> int:
    """The least key a story published at `moment` (aware) may have."""
    return seconds(moment) << _KEY_BITS


def last_key(moment: datetime) -> int:
    """The greatest key a story published at `moment` (aware), or in that second, may have."""
    return first_key(moment) + (1 << _KEY_BITS) - 1


def second_of(key: int) -> int:
    """The second of publication (since 1970) that `key` holds."""
    return key >> _KEY_BITS


@lru_cache(maxsize=65_536)
def _digest(term: str) -> tuple[str, int]:
    digest = blake2b(term.encode(), digest_size=16).digest()
    return b32encode(digest)[:10].decode().lower(), int.from_bytes(digest[-3:], "big") << 8


def lexeme(stem: str) -> str:
    """What stands for `stem` in the index: ten ASCII letters and digits, 50 bits of its digest.

    The tokenisers of the databases know other letters than Python does; these they all know.
    """
    return _digest(stem)[0]


def headline_lexeme(stem: str) -> str:
    """What stands for `stem` in a headline."""
    return _digest(f"^{stem}")[0]


def list_lexeme(kind: int, target_id: int) -> str:
    """What stands for membership in a list: of a category, a tag or an author."""
    return _digest(f"@{kind}:{target_id}")[0]


def entry(
    article_id: int,
    published_at: datetime,
    ends_at: datetime | None,
    headline: str,
    text: str,
    lists: Iterable[tuple[int, int]],
) -> Entry:
    """The entry of a published story from its stored sequences and the lists it appears in."""
    of_headline = stems_in(headline)
    frequencies = Counter(stems_in(text))
    for stem in of_headline:
        frequencies[stem] += HEADLINE_WEIGHT
    terms = {lexeme(stem) for stem in frequencies}
    terms |= {headline_lexeme(stem) for stem in of_headline}
    terms |= {list_lexeme(kind, target) for kind, target in lists}
    length = word_count(headline) + word_count(text)
    return Entry(
        key=key_of(published_at, article_id),
        article_id=article_id,
        ends=FOREVER if ends_at is None else seconds(ends_at),
        terms=" ".join(sorted(terms)),
        impacts=_impacts(frequencies, length),
    )


def _impacts(frequencies: Counter[str], length: int) -> bytes:
    saturation = _K1 * (1 - _B + _B * length / AVERAGE_LENGTH)
    return array(
        _IMPACT,
        sorted(
            _digest(stem)[1] | math.ceil(LEVELS * frequency / (frequency + saturation))
            for stem, frequency in frequencies.items()
        ),
    ).tobytes()


def signature(stem: str) -> int:
    """What `impact` knows a stem by: 24 bits of its digest, above eight for the level."""
    return _digest(stem)[1]


def impacts_of(stored: bytes) -> "array[int]":
    """The impacts of an entry, ready for `impact`."""
    return array(_IMPACT, stored)


def impact(impacts: "array[int]", stem_signature: int) -> int:
    """How much a stem weighs in a story: 1 to LEVELS, 0 where it does not occur.

    The term-frequency part of BM25, f / (f + k1 (1 - b + b length / average)), in steps.
    """
    at = bisect_left(impacts, stem_signature)
    if at < len(impacts) and impacts[at] >> 8 == stem_signature >> 8:
        return impacts[at] & 0xFF
    return 0
