"""What a reader may be typing: sections, tags and authors by name, and recent headlines."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q

from articles.models import Article, Author, Category, Listing, Tag
from articles.search.entries import headline_lexeme, last_key, seconds
from articles.search.find import EARLIEST
from articles.search.query import parse
from articles.search.store import Condition, Store
from newsportal.arabic.folding import fold
from newsportal.arabic.stemming import stems

SHORTEST = 2
"""Letters that have to be typed before anything is suggested."""

MOST_NAMES = 4
MOST_HEADLINES = 5

_MOST_ENDINGS = 20
"""So many words that begin as the unfinished one are looked for, the commonest."""

_ARTICLE = "ال"


class Suggestion(NamedTuple):
    """A page the reader may be looking for; `kind` is category, tag, author or story."""

    kind: str
    text: str
    address: str


def suggest(index: Store, text: str, now: datetime) -> list[Suggestion]:
    """Up to nine suggestions for what has been typed so far, names before headlines."""
    folded = fold(text)[:100]
    if len(folded.replace(" ", "")) < SHORTEST:
        return []
    return [*_names(folded, now), *_headlines(index, folded, now)]


def _names(folded: str, now: datetime) -> list[Suggestion]:
    """Subjects whose name begins so, the article apart, and that have a story."""
    begins = Q(folded_name__startswith=folded) | Q(folded_name__startswith=_ARTICLE + folded)
    found = []
    for model, kind in (
        (Category, Listing.Kind.CATEGORY),
        (Tag, Listing.Kind.TAG),
        (Author, Listing.Kind.AUTHOR),
    ):
        listed = Listing.objects.filter(kind=kind, target_id=OuterRef("pk"), listed_at__lte=now)
        rows: Any = model._default_manager.filter(begins, Exists(listed)).order_by("folded_name")
        found += [
            Suggestion(kind.name.lower(), row.name, row.get_absolute_url())
            for row in rows[:MOST_NAMES]
        ]
    return found[:MOST_NAMES]


def _headlines(index: Store, folded: str, now: datetime) -> list[Suggestion]:
    """The newest stories with all words in the headline; the last word may be unfinished."""
    *whole, last = parse(folded).words or ("",)
    needed = [stems(word) for word in whole]
    bare = last.removeprefix(_ARTICLE)
    if len(bare) >= SHORTEST:
        begun = index.stems_beginning(bare, len(bare), len(bare) + 4, _MOST_ENDINGS)
        needed.append(tuple(dict.fromkeys([*stems(last), *begun])))
    if not needed:
        return []
    frequencies = index.frequencies(stem for word in needed for stem in word)
    known = [[stem for stem in word if stem in frequencies] for word in needed]
    if not all(known):
        return []
    rarest = min(sum(frequencies[stem].headlines for stem in word) for word in known)
    if not rarest:
        return []
    condition = Condition(
        needed=[[headline_lexeme(stem) for stem in word] for word in known],
        without=(),
        earliest=EARLIEST,
        latest=last_key(now),
        now=seconds(now),
        most=rarest,
    )
    ids = [story.article_id for story in index.candidates(condition, MOST_HEADLINES)]
    return list(_stories(ids, now))


def _stories(ids: list[int], now: datetime) -> Iterable[Suggestion]:
    stories = Article.objects.published(now).only("slug", "headline").in_bulk(ids)
    for pk in ids:
        if pk in stories:
            yield Suggestion("story", stories[pk].headline, stories[pk].get_absolute_url())
