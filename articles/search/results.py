"""One page of results: the stories with what was found in them marked, and what else to offer."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from articles.models import Article, Byline
from articles.next_change import with_next_change
from articles.querysets import CARD_FIELDS
from articles.rich_text import plain_text
from articles.search.extracts import Highlighter, Part
from articles.search.find import Answer, Filters, find, find_any
from articles.search.query import Query, parse, readings
from articles.search.spelling import did_you_mean
from articles.search.store import Store

PAGE_SIZE = 10

FEW = 3
"""With fewer results than these another spelling is looked for."""

_STORIES_ASKED_FOR_AUTHORS = 100
_MOST_AUTHORS = 20


class Signer(NamedTuple):
    """An author to choose from."""

    pk: int
    name: str


@dataclass(frozen=True)
class Result:
    """A story found: its card, and its headline and text with the words of the query marked."""

    article: Article
    headline: Sequence[Part]
    extract: Sequence[Part]


@dataclass(frozen=True)
class ResultPage:
    """A page of results, `number` counted from 1.

    `total` is the number of all results, of at least so many where `is_complete` is false.
    `any_word` tells that no story holds all words and these hold some of them. `proposal` is the
    query in another spelling, `authors` those who signed most of what was found.
    """

    results: Sequence[Result]
    total: int
    is_complete: bool
    any_word: bool
    number: int
    pages: int
    proposal: str | None
    authors: Sequence[Signer]

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def result_page(
    index: Store, text: str, now: datetime, filters: Filters, number: int
) -> ResultPage | None:
    """Page `number` (the last one for a greater number) of what `text` finds.

    None for a text in which nothing is asked for.
    """
    query = parse(text)
    if not query:
        return None
    answer = find(index, query, now, filters)
    proposal = None
    if len(answer.stories) < FEW:
        proposal = did_you_mean(index, text, now)
    if not answer.stories and not query.phrases and len(query.needed) > 1:
        answer = find_any(index, query, now, filters)
    total = len(answer.stories)
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, number), pages)
    shown = [
        story.article_id for story in answer.stories[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    ]
    return ResultPage(
        results=_results(shown, query, now),
        total=total,
        is_complete=answer.is_complete,
        any_word=answer.any_word,
        number=number,
        pages=pages,
        proposal=proposal,
        authors=_authors(answer),
    )


def _results(ids: list[int], query: Query, now: datetime) -> list[Result]:
    cards = with_next_change(Article.objects.published(now).for_cards(), now)
    stories = cards.only(*CARD_FIELDS, "body").in_bulk(ids)
    highlighter = Highlighter(readings(query.needed))
    return [_result(stories[pk], highlighter) for pk in ids if pk in stories]


def _result(article: Article, highlighter: Highlighter) -> Result:
    body = plain_text(article.body)
    extract = highlighter.extract(body) or highlighter.extract(article.standfirst)
    return Result(
        article=article,
        headline=highlighter.whole(article.headline),
        extract=extract or highlighter.beginning(article.standfirst or body),
    )


def _authors(answer: Answer) -> list[Signer]:
    ids = [story.article_id for story in answer.stories[:_STORIES_ASKED_FOR_AUTHORS]]
    bylines = Byline.objects.filter(article__in=ids)
    signed = Counter(bylines.values_list("author_id", "author__name"))
    most = sorted(signed, key=lambda author: (-signed[author], *reversed(author)))
    return [Signer(*author) for author in most[:_MOST_AUTHORS]]
