"""An index of invented stories in temporary tables, and what it must answer: computed plainly."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from articles.search import index as indexing
from articles.search.entries import entry
from articles.search.store import Store, store
from articles.search.texts import indexed
from newsportal.arabic.folding import words
from newsportal.arabic.stemming import stems

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Story:
    """An invented story, published so many days before NOW."""

    headline: str
    text: str = ""
    days: int = 0
    ends_in_days: int | None = None
    lists: Sequence[tuple[int, int]] = field(default=())

    @property
    def published_at(self) -> datetime:
        return NOW - timedelta(days=self.days)

    @property
    def ends_at(self) -> datetime | None:
        return None if self.ends_in_days is None else NOW + timedelta(days=self.ends_in_days)


@contextmanager
def index_of(stories: Sequence[Story]) -> Iterator[Store]:
    """An index of the stories, whose ids are 1, 2, 3 …"""
    index = store("reference_")
    index.create_temporary()
    try:
        changes: indexing.Changes = {}
        entries = []
        for number, story in enumerate(stories, start=1):
            headline, text = indexed(story.headline, story.text)
            entries.append(
                entry(number, story.published_at, story.ends_at, headline, text, story.lists)
            )
            indexing.count(changes, headline, text, 1)
        indexing.add(entries, index)
        index.add_to_words(changes)
        index.resume()
        yield index
    finally:
        index.drop_temporary()


def reference(stories: Sequence[Story], query: str) -> list[int]:
    """The ids of the stories that hold all words of `query`, in their order, by brute force."""
    texts = [(words(story.headline), words(story.text)) for story in stories]
    holders = Counter(
        stem
        for headline, text in texts
        for stem in {stem for word in (*headline, *text) for stem in stems(word)}
    )
    scored = []
    for number, (story, (headline, text)) in enumerate(zip(stories, texts, strict=True), start=1):
        frequency: Counter[str] = Counter()
        for weight, written in ((3, headline), (1, text)):
            for word in written:
                for stem in stems(word):
                    frequency[stem] += weight
        length = len(headline) + len(text)
        score, holds_all = 0.0, True
        for word in dict.fromkeys(words(query)):
            best = 0.0
            for stem in stems(word):
                if f := frequency[stem]:
                    saturated = f / (f + 1.2 * (0.25 + 0.75 * length / 250))
                    n = holders[stem]
                    rarity = math.log(1 + (len(stories) - n + 0.5) / (n + 0.5))
                    best = max(best, rarity * math.ceil(255 * saturated))
            holds_all &= best > 0
            score += best
        if holds_all and story.days >= 0:
            score *= 1 + 0.15 * 0.5 ** (story.days / 30)
            scored.append((-score, story.days, -number))
    return [-number for _score, _days, number in sorted(scored)]
