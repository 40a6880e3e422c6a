"""The order of stories found: by relevance, then freshness. Pure; the same on both databases.

Relevance is BM25 (see entries.py), each word counting by its best reading. Freshness adds at most
`FRESHNESS` of the relevance, so that today's story stands above an equal one of last year while a
much better match of ten years ago stays above both.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from articles.search.entries import impact, impacts_of, second_of, signature
from articles.search.store import Candidate, Frequency

FRESHNESS = 0.15
"""The greatest part that freshness adds to relevance."""

HALF_LIFE_SECONDS = 30 * 24 * 3600
"""The age at which half of the bonus is left."""

Readings = Sequence[str]


class Found(NamedTuple):
    """A story and how good a match it is."""

    score: float
    key: int
    article_id: int


def rarity(stories: int, all_stories: int) -> float:
    """The inverse document frequency of BM25, never negative (Lucene, `BM25Similarity`)."""
    return math.log(1 + (max(all_stories, stories) - stories + 0.5) / (stories + 0.5))


def ranked(
    candidates: Iterable[Candidate],
    query_words: Sequence[Readings],
    frequencies: Mapping[str, Frequency],
    now: int,
) -> list[Found]:
    """The candidates, the best match first; of equals the newest, then the one of greater id.

    `frequencies` holds those of the stems, and of "" for all stories; `now` is the second since
    1970 that ages are counted from.
    """
    all_stories = frequencies.get("", Frequency()).stories
    weighed = [
        [
            (signature(stem), rarity(frequencies[stem].stories, all_stories))
            for stem in readings
            if stem in frequencies
        ]
        for readings in query_words
    ]
    found = []
    for key, article_id, stored in candidates:
        impacts = impacts_of(stored)
        relevance = 0.0
        for readings in weighed:
            # Most words have one reading, and thousands of stories pass here.
            if len(readings) == 1:
                [(stem_signature, weight)] = readings
                relevance += weight * impact(impacts, stem_signature)
            elif readings:
                relevance += max(weight * impact(impacts, stem) for stem, weight in readings)
        found.append(Found(relevance * freshness(now - second_of(key)), key, article_id))
    found.sort(key=lambda story: (-story.score, -story.key))
    return found


def freshness(age: int) -> float:
    """By how much the relevance of a story of `age` seconds is multiplied."""
    return 1 + FRESHNESS * 0.5 ** (max(age, 0) / HALF_LIFE_SECONDS)
