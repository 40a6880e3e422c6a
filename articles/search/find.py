"""The answer to a query: which stories, in what order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from articles.search import entries
from articles.search.entries import headline_lexeme, lexeme, list_lexeme
from articles.search.query import Query, readings
from articles.search.ranking import Found, ranked
from articles.search.store import Alternatives, Candidate, Condition, Frequency, Store
from articles.search.texts import phrase_pattern
from newsportal.arabic.stemming import stems

RANKED = 2000
"""Of the stories that hold all words, so many of the newest are ranked."""

RANKED_BY_HEADLINE = 1000
"""And so many of the newest that hold all words in the headline, where there are more."""

READ_FOR_PHRASES = 5000
"""So many of the newest stories that hold the words of a phrase are read for the phrase."""

READ_AT_ONCE = 500
"""Until `RANKED` of them hold it; no more than so many are read in vain."""

EARLIEST, LATEST = -(2**62), 2**62


@dataclass(frozen=True)
class Filters:
    """Lists that a story must be in (see Listing: kind and id), and its time [start, end)."""

    lists: tuple[tuple[int, int], ...] = ()
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True)
class Answer:
    """The stories found, best first.

    `is_complete` tells whether these are all; `any_word` that no story holds all words of the
    query and these hold some of them.
    """

    stories: Sequence[Found] = ()
    is_complete: bool = True
    any_word: bool = False


def find(index: Store, query: Query, now: datetime, filters: Filters | None = None) -> Answer:
    """The stories out at `now` (aware) that hold all words of the query."""
    query_words = readings(query.needed)
    frequencies = _frequencies(index, query_words)
    if not query or any(not _occurs(word, frequencies) for word in query_words):
        return Answer()
    patterns = [phrase_pattern(readings(phrase)) for phrase in query.phrases if len(phrase) > 1]
    excluded = [phrase_pattern(readings(phrase)) for phrase in query.without_phrases]
    reads = bool(patterns or excluded)
    limit = READ_FOR_PHRASES if reads else RANKED
    needed = [[lexeme(stem) for stem in word] for word in query_words]
    condition = _condition(
        needed, _most(query_words, frequencies), query, now, filters or Filters()
    )
    candidates = index.candidates(condition, limit + 1)
    is_complete = len(candidates) <= limit
    candidates = candidates[:limit]
    if not is_complete and not reads:
        in_headlines = _condition(
            [[headline_lexeme(stem) for stem in word] for word in query_words],
            _most(query_words, frequencies, in_headlines=True),
            query,
            now,
            filters or Filters(),
        )
        strong = index.candidates(in_headlines, RANKED_BY_HEADLINE)
        candidates = list({story.key: story for story in (*candidates, *strong)}.values())
    if reads:
        candidates, all_read = _read(candidates, patterns, excluded)
        is_complete = is_complete and all_read
    return Answer(ranked(candidates, query_words, frequencies, entries.seconds(now)), is_complete)


def find_any(index: Store, query: Query, now: datetime, filters: Filters | None = None) -> Answer:
    """The stories out at `now` (aware) that hold any of the words, however apart they stand.

    Candidates are the newest stories of the rarest word, then of the next, up to `RANKED`.
    """
    query_words = readings(query.needed)
    frequencies = _frequencies(index, query_words)
    candidates: dict[int, Candidate] = {}
    rarest_first = sorted(
        (word for word in query_words if _occurs(word, frequencies)),
        key=lambda word: (_most([word], frequencies), word),
    )
    for word in rarest_first:
        left = RANKED - len(candidates)
        if left <= 0:
            break
        condition = _condition(
            [[lexeme(stem) for stem in word]],
            _most([word], frequencies),
            query,
            now,
            filters or Filters(),
        )
        for story in index.candidates(condition, left):
            candidates.setdefault(story.key, story)
    return Answer(
        ranked(candidates.values(), query_words, frequencies, entries.seconds(now)),
        len(candidates) < RANKED,
        any_word=True,
    )


def _frequencies(index: Store, query_words: Sequence[tuple[str, ...]]) -> dict[str, Frequency]:
    return index.frequencies(["", *(stem for word in query_words for stem in word)])


def _occurs(word: tuple[str, ...], frequencies: Mapping[str, Frequency]) -> bool:
    return any(stem in frequencies for stem in word)


def _most(
    query_words: Sequence[tuple[str, ...]],
    frequencies: Mapping[str, Frequency],
    in_headlines: bool = False,
) -> int:
    """How many stories may hold all words: no more than hold the rarest."""
    return min(
        sum(
            found.headlines if in_headlines else found.stories
            for found in (frequencies.get(stem, Frequency()) for stem in word)
        )
        for word in query_words
    )


def _condition(
    needed: Sequence[Alternatives], most: int, query: Query, now: datetime, filters: Filters
) -> Condition:
    latest = entries.last_key(now)
    if filters.end is not None:
        latest = min(latest, entries.first_key(filters.end) - 1)
    return Condition(
        needed=[*needed, *([list_lexeme(kind, target)] for kind, target in filters.lists)],
        # Only the likeliest reading: what is left out should be what was meant.
        without=[lexeme(stems(word)[0]) for word in query.without],
        earliest=EARLIEST if filters.start is None else entries.first_key(filters.start),
        latest=min(latest, LATEST),
        now=entries.seconds(now),
        most=most,
    )


def _read(
    candidates: list[Candidate], patterns: list, excluded: list
) -> tuple[list[Candidate], bool]:
    """Those candidates whose stored words hold every pattern and nothing excluded, and whether all.

    Of more than `RANKED` these are the first, which are the newest.
    """
    from articles.models import ArticleSearchText

    found: list[Candidate] = []
    for start in range(0, len(candidates), READ_AT_ONCE):
        if len(found) >= RANKED:
            return found[:RANKED], False
        part = candidates[start : start + READ_AT_ONCE]
        rows = ArticleSearchText.objects.filter(pk__in=[story.article_id for story in part])
        kept = {
            article_id
            for article_id, *stored in rows.values_list("article_id", "headline", "text")
            if all(any(map(pattern.search, stored)) for pattern in patterns)
            and not any(any(map(pattern.search, stored)) for pattern in excluded)
        }
        found += [story for story in part if story.article_id in kept]
    return found[:RANKED], len(found) <= RANKED
