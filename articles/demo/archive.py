"""A large archive of stories, to see and measure how the portal works when it is full.

The stories are put together from the demo's own sentences (see articles/demo/vocabulary.py), with
the dates, subjects, authors, pictures and readers of a newspaper of several years. Rows are
written in bulk together with the rows derived from them.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any, NamedTuple

from django.db import connection, transaction

from articles import furniture
from articles.demo.bulk_rows import Table, reserve_keys
from articles.demo.loader import ensure_author, ensure_newsroom, ensure_tag
from articles.demo.readership import RECENT, hourly_views
from articles.demo.texts import Texts
from articles.demo.vocabulary import Piece, Ranked, Vocabulary, build
from articles.models import (
    Article,
    ArticleSearchText,
    Byline,
    HourlyViews,
    Listing,
    Picture,
    ViewTotal,
)
from articles.publication import Status
from articles.search import index as indexing
from articles.search.entries import entry
from articles.search.store import store
from articles.search.texts import joined
from newsportal import page_cache
from newsportal.arabic.folding import FOLD_VERSION
from newsportal.arabic.slugs import slugify

BATCH = 2000
"""Stories written in one transaction."""

MANY = 10_000
"""From so many stories on, the index of the search is made at the end."""

NEWEST = timedelta(days=1)
"""How old the newest story is at least: the demo's own stories stay on top."""

STORIES_A_DAY = 25
FEWEST_YEARS, MOST_YEARS = 3, 10
_DENSER_LATELY = 1.15

_SECTION_WEIGHTS = {
    "national": 22,
    "regions": 18,
    "sport": 16,
    "economy": 14,
    "world": 11,
    "culture": 8,
    "technology": 7,
    "opinion": 4,
}


class Story(NamedTuple):
    """One story of the archive with everything that its rows say."""

    pk: int
    headline: str
    kicker: str
    standfirst: str
    body: str
    category: int
    further: int | None
    tags: list[int]
    authors: list[int]
    cover: int | None
    published_at: datetime
    corrected_at: datetime | None
    headline_stems: str
    text_stems: str
    views: dict[datetime, int]

    @property
    def lists(self) -> list[tuple[int, int]]:
        """The lists it appears in, as kind and id of their subject (see Listing)."""
        lists = [(Listing.Kind.CATEGORY.value, self.category)]
        if self.further:
            lists.append((Listing.Kind.CATEGORY.value, self.further))
        lists += [(Listing.Kind.TAG.value, tag) for tag in self.tags]
        lists += [(Listing.Kind.AUTHOR.value, author) for author in self.authors]
        return lists


@dataclass(frozen=True)
class Subjects:
    """Ids that stories refer to, the busiest first."""

    categories: dict[str, int]
    tags: Ranked[int]
    authors: Ranked[int]
    covers: Sequence[int]


def load(texts: Texts, number: int, now: datetime) -> Iterator[range]:
    """Write `number` stories as seen from `now` (aware); yields the ids of each batch written.

    Each batch is complete when it is yielded; the standing elements of pages follow at the end.
    """
    rng = random.Random(number)
    vocabulary = build(texts)
    subjects = _subjects(texts, vocabulary, number, rng)
    with transaction.atomic():
        first = reserve_keys(Article, number)
    tables = _Tables()
    stories = _stories(first, number, now, vocabulary, subjects, rng)
    index = store()
    if number >= MANY:
        index.suspend()
    for start in range(first, first + number, BATCH):
        ids = range(start, min(start + BATCH, first + number))
        with transaction.atomic():
            tables.write([next(stories) for _ in ids])
        yield ids
    if number >= MANY:
        index.resume()
    furniture.refresh()
    page_cache.invalidate({page_cache.HOME, page_cache.ARCHIVE, page_cache.FURNITURE})


def _subjects(texts: Texts, vocabulary: Vocabulary, number: int, rng: random.Random) -> Subjects:
    """Sections and pictures of the demo; its tags and authors and, the larger the archive, more."""
    newsroom = ensure_newsroom(texts)
    people = [_person(vocabulary, rng).text for _ in range(min(2000, number // 100))]
    writers = [_person(vocabulary, rng).text for _ in range(min(60, number // 500))]
    tags = [*newsroom.tags.values(), *(ensure_tag(name) for name in people)]
    authors = [*newsroom.authors.values(), *(ensure_author(name) for name in writers)]
    covers = Picture.objects.exclude(alt="").filter(portrait_of=None).order_by("pk")
    return Subjects(
        categories={key: category.pk for key, category in newsroom.categories.items()},
        tags=Ranked(list(dict.fromkeys(tag.pk for tag in tags))),
        authors=Ranked(list(dict.fromkeys(author.pk for author in authors)), 0.5),
        covers=list(covers.values_list("pk", flat=True)),
    )


# --- Composing -----------------------------------------------------------------------------------

_SOURCE = Piece.of("والمعلومة من")
_FILE = Piece.of("ويحمل الملف الرقم")


def _stories(
    first: int,
    number: int,
    now: datetime,
    vocabulary: Vocabulary,
    subjects: Subjects,
    rng: random.Random,
) -> Iterator[Story]:
    """The stories, oldest first, denser towards the present."""
    years = min(MOST_YEARS, max(FEWEST_YEARS, number / STORIES_A_DAY / 365))
    span = timedelta(days=years * 365)
    sections = list(_SECTION_WEIGHTS)
    weights = list(_SECTION_WEIGHTS.values())
    for position, section in enumerate(rng.choices(sections, weights, k=number)):
        age = span * (1 - (position + rng.random()) / number) ** _DENSER_LATELY
        published_at = (now - NEWEST - age).replace(second=0, microsecond=0)
        yield _story(first + position, section, published_at, now, vocabulary, subjects, rng)


def _story(
    pk: int,
    section: str,
    published_at: datetime,
    now: datetime,
    vocabulary: Vocabulary,
    subjects: Subjects,
    rng: random.Random,
) -> Story:
    person = _person(vocabulary, rng)
    headline = vocabulary.headlines[section].draw(rng, 1)[0]
    if rng.random() < 0.35 and len(headline.text) < 120:
        headline = _joined(person, headline, between=": ")
    kicker = rng.choice(vocabulary.kickers[section])
    standfirst, *sentences = _sentences(section, person, vocabulary, rng)
    if rng.random() < 0.25 or len(standfirst.text) > 390:
        standfirst = Piece.of("")
    body, body_stems = _body(sentences, vocabulary, rng)
    other = subjects.categories[rng.choice(list(subjects.categories))]
    category = subjects.categories[section]
    corrected = published_at + timedelta(minutes=rng.randrange(20, 20 * 60))
    return Story(
        pk=pk,
        headline=headline.text,
        kicker=kicker.text,
        standfirst=standfirst.text,
        body=body,
        category=category,
        further=other if other != category and rng.random() < 0.4 else None,
        tags=list(dict.fromkeys(subjects.tags.draw(rng, rng.choice((1, 2, 2, 3, 3, 4))))),
        authors=list(dict.fromkeys(subjects.authors.draw(rng, rng.choice((1, 1, 1, 2))))),
        cover=rng.choice(subjects.covers) if subjects.covers and rng.random() < 0.85 else None,
        published_at=published_at,
        corrected_at=corrected if rng.random() < 0.12 else None,
        headline_stems=headline.stems,
        text_stems=joined((kicker.stems, standfirst.stems, body_stems)),
        views=_views(pk, published_at, now, rng),
    )


def _person(vocabulary: Vocabulary, rng: random.Random) -> Piece:
    [surname] = vocabulary.surnames.draw(rng, 1)
    return _joined(rng.choice(vocabulary.first_names), surname)


def _joined(*pieces: Piece, between: str = " ") -> Piece:
    """Pieces in a row; only what no word can run across may stand between them."""
    return Piece(
        between.join(piece.text for piece in pieces),
        between.join(piece.html for piece in pieces),
        " ".join(piece.stems for piece in pieces),
    )


def _ended(*pieces: Piece) -> Piece:
    text, html, stems = _joined(*pieces)
    return Piece(f"{text}.", f"{html}.", stems)


def _sentences(
    section: str, person: Piece, vocabulary: Vocabulary, rng: random.Random
) -> list[Piece]:
    """The sentences of one story: most of its section, some of any, a name and a number."""
    length = max(7, min(32, round(rng.gauss(14, 4))))
    of_section = vocabulary.sentences[section].draw(rng, length * 3 // 4)
    of_any = vocabulary.all_sentences.draw(rng, length - len(of_section))
    sentences = list(dict.fromkeys(chain(of_section, of_any)))
    file_number = str(rng.randrange(1000, 1_000_000))
    sentences.insert(2, _ended(_SOURCE, person))
    sentences.append(_ended(_FILE, Piece(file_number, file_number, file_number)))
    return sentences


def _body(
    sentences: Sequence[Piece], vocabulary: Vocabulary, rng: random.Random
) -> tuple[str, str]:
    """Sentences set in paragraphs, with a subhead or a quotation now and then; HTML and stems.

    The HTML is what `rich_text.clean` would make of it.
    """
    html: list[str] = []
    stems: list[str] = []
    start = 0
    while start < len(sentences):
        end = start + rng.choice((1, 2, 2, 3, 3, 4))
        paragraph = sentences[start:end]
        if start and rng.random() < 0.12:
            subhead = rng.choice(vocabulary.subheads)
            html.append(f'<h2 dir="auto">{subhead.html}</h2>')
            stems.append(subhead.stems)
        text = f'<p dir="auto">{" ".join(piece.html for piece in paragraph)}</p>'
        html.append(f"<blockquote>{text}</blockquote>" if rng.random() < 0.07 else text)
        stems += [piece.stems for piece in paragraph]
        start = end
    return "".join(html), " ".join(stems)


def _views(
    pk: int, published_at: datetime, now: datetime, rng: random.Random
) -> dict[datetime, int]:
    if now - published_at < RECENT:
        return hourly_views(str(pk), published_at, now, now)
    hour = published_at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return {hour: max(1, round(900 * math.exp(rng.gauss(0, 1.2))))}


# --- Writing -------------------------------------------------------------------------------------


class _Tables:
    """The tables an archive story has rows in."""

    def __init__(self) -> None:
        self.articles = Table(
            Article,
            "id",
            "slug",
            "headline",
            "kicker",
            "standfirst",
            "body",
            "category_id",
            "cover_id",
            "status",
            "published_at",
            "corrected_at",
            "created_at",
        )
        self.further = Table(Article.further_categories.through, "article_id", "category_id")
        self.tags = Table(Article.tags.through, "article_id", "tag_id")
        self.bylines = Table(Byline, "article_id", "author_id", "role", "position")
        self.listings = Table(Listing, "kind", "target_id", "listed_at", "article_id")
        self.search_texts = Table(
            ArticleSearchText, "article_id", "headline", "text", "fold_version"
        )
        self.hours = Table(HourlyViews, "article_id", "hour", "count")
        self.totals = Table(ViewTotal, "article_id", "count")

    def write(self, stories: Sequence[Story]) -> None:
        """Write the stories and all that is derived from them."""
        self.articles.write(self._article(story) for story in stories)
        self.further.write((story.pk, story.further) for story in stories if story.further)
        self.tags.write((story.pk, tag) for story in stories for tag in story.tags)
        self.bylines.write(
            (story.pk, author, Byline.Role.BY.value, position)
            for story in stories
            for position, author in enumerate(story.authors, start=1)
        )
        self.listings.write(chain.from_iterable(map(self._listings, stories)))
        self.search_texts.write(
            (story.pk, f" {story.headline_stems} ", f" {story.text_stems} ", FOLD_VERSION)
            for story in stories
        )
        self._index(stories)
        self.hours.write(
            (story.pk, self._time(hour), views)
            for story in stories
            for hour, views in story.views.items()
        )
        self.totals.write((story.pk, sum(story.views.values())) for story in stories)

    @staticmethod
    def _index(stories: Sequence[Story]) -> None:
        changes: indexing.Changes = {}
        entries = []
        for story in stories:
            headline, text = f" {story.headline_stems} ", f" {story.text_stems} "
            entries.append(entry(story.pk, story.published_at, None, headline, text, story.lists))
            indexing.count(changes, headline, text, 1)
        index = store()
        indexing.add(entries, index)
        index.add_to_words(changes)

    _time = staticmethod(connection.ops.adapt_datetimefield_value)

    def _article(self, story: Story) -> tuple[Any, ...]:
        published_at = self._time(story.published_at)
        return (
            story.pk,
            slugify(story.headline),
            story.headline,
            story.kicker,
            story.standfirst,
            story.body,
            story.category,
            story.cover,
            Status.PUBLISHED.value,
            published_at,
            self._time(story.corrected_at) if story.corrected_at else None,
            published_at,
        )

    def _listings(self, story: Story) -> list[tuple[int, int, Any, int]]:
        listed_at = self._time(story.published_at)
        return [(kind, target, listed_at, story.pk) for kind, target in story.lists]
