"""Sitemaps: where every page that is out can be found, and when it last changed.

Protocol: https://www.sitemaps.org/protocol.html. All files lie at the root, since a sitemap speaks
for its own folder and what is below. Stories are split by the third of a month of their publication
(articles/sitemap_parts.py), so that a crawler fetches again only the files whose `lastmod` moved.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from articles import cache_tags
from articles.context_processors import of_request
from articles.models import Article, Author, Category, Listing, Page, Tag
from articles.next_change import earliest, next_change
from articles.publication import not_ended_q
from articles.sitemap_parts import UPDATED, Third, ThirdOf
from newsportal import page_cache
from newsportal.feed_formats import LANGUAGE
from newsportal.first_of_each import first_of_each, given
from newsportal.xml_text import legal

URLS = 50_000
"""Addresses in one file, the protocol's limit: more than a newspaper publishes in ten days."""

TAGS = 5_000
"""Tags of one file are those whose ids lie within so many successive numbers."""

NEWS_URLS = 1000
NEWS_PERIOD = timedelta(days=2)
"""Limits of a Google News sitemap (Search Central, "News sitemaps")."""

_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


@page_cache.shared()
@require_safe
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    """The sitemap of sitemaps: for what is no story, for tags, for each third of a month."""
    now = timezone.now()
    parts: list[tuple[str, datetime | None]] = [(reverse("articles:sitemap_pages"), None)]
    for number in _parts_of_tags(now):
        parts.append((reverse("articles:sitemap_tags", args=[number]), None))
    for third, updated in _thirds(now):
        numbers = [third.year, third.month, third.part]
        parts.append((reverse("articles:sitemap_month", args=numbers), updated))
    origin = _origin(request)
    entries = (
        f"<sitemap>{_location(origin, path)}{_last_modified(updated)}</sitemap>"
        for path, updated in parts
    )
    document = _document("sitemapindex", _SITEMAP, entries)
    return _answer(document, {page_cache.ARCHIVE, cache_tags.TAGS}, next_change([], now))


@page_cache.shared()
@require_safe
@conditional_page
def pages(request: HttpRequest) -> HttpResponse:
    """The home page, sections, authors with stories, and static pages."""
    now = timezone.now()
    newest = Article.objects.published(now).newest_first().values_list("published_at", flat=True)
    found: list[tuple[str, datetime | None]] = [(reverse("articles:home"), newest.first())]
    sections = Category.objects.annotate(listed_at=_last_listed(Listing.Kind.CATEGORY, now))
    authors = Author.objects.annotate(listed_at=_last_listed(Listing.Kind.AUTHOR, now))
    for rows in (sections.order_by("pk"), authors.exclude(listed_at=None).order_by("pk")):
        found += [(row.get_absolute_url(), row.listed_at) for row in rows[:URLS]]
    found += [
        (page.get_absolute_url(), page.changed_at) for page in Page.objects.public().defer("body")
    ]
    document = _document("urlset", _SITEMAP, _urls(request, found))
    # Sections and static pages are part of the furniture.
    return _answer(document, {page_cache.ARCHIVE, cache_tags.AUTHORS}, next_change([], now))


@page_cache.shared()
@require_safe
@conditional_page
def tags(request: HttpRequest, number: int) -> HttpResponse:
    """Part `number` (from 1) of the tags with stories, by their ids; 404 where there is none."""
    now = timezone.now()
    # A database cannot count to every number.
    if not 1 <= number <= 2**40:
        raise Http404
    rows = Tag.objects.filter(pk__gt=(number - 1) * TAGS, pk__lte=number * TAGS)
    listed = rows.annotate(listed_at=_last_listed(Listing.Kind.TAG, now)).order_by("pk")
    found = [(row.get_absolute_url(), row.listed_at) for row in listed if row.listed_at]
    if not found:
        raise Http404
    document = _document("urlset", _SITEMAP, _urls(request, found))
    return _answer(document, {page_cache.ARCHIVE, cache_tags.TAGS}, next_change([], now))


@page_cache.shared()
@require_safe
@conditional_page
def month(request: HttpRequest, year: int, month: int, number: int) -> HttpResponse:
    """The stories of part `number` (1 to 3) of a month of UTC, newest first; 404 for no such."""
    now = timezone.now()
    try:
        start, end = Third(year, month, number).bounds
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    stories = (
        Article.objects.published(now, before=end)
        .filter(published_at__gte=start)
        .newest_first()
        .only("id", "slug", "published_at", "corrected_at", "status")
    )
    found = [(story.get_absolute_url(), story.updated_at) for story in stories[:URLS]]
    if not found:
        raise Http404
    document = _document("urlset", _SITEMAP, _urls(request, found))
    return _answer(document, {page_cache.ARCHIVE}, next_change([], now))


@page_cache.shared()
@require_safe
@conditional_page
def news(request: HttpRequest) -> HttpResponse:
    """The Google News sitemap: the newest stories of the last two days; empty when there is none.

    https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
    """
    now = timezone.now()
    stories = list(
        Article.objects.published(now)
        .filter(published_at__gt=now - NEWS_PERIOD)
        .newest_first()
        .only("id", "slug", "headline", "published_at", "status")[:NEWS_URLS]
    )
    origin, name = _origin(request), publication_name(of_request(request).name)
    entries = [
        f"<url>{_location(origin, story.get_absolute_url())}<news:news><news:publication>"
        f"<news:name>{_text(name)}</news:name><news:language>{LANGUAGE}</news:language>"
        f"</news:publication><news:publication_date>{story.published_at.isoformat()}"
        f"</news:publication_date><news:title>{_text(news_title(story.headline))}</news:title>"
        "</news:news></url>"
        for story in stories
    ]
    document = _document("urlset", f"{_SITEMAP} {_NEWS}", entries)
    leaving = stories[-1].published_at + NEWS_PERIOD if stories else None
    return _answer(document, {page_cache.HOME}, earliest(next_change([], now), leaving))


def publication_name(name: str) -> str:
    """The newspaper's name without what follows it in parentheses.

    The schema wants it so (google.com/schemas/sitemap-news/0.9: "omitting any trailing
    parentheticals").
    """
    head, bracket, rest = name.rstrip().partition("(")
    return head.strip() or name if bracket and rest.endswith(")") else name.strip()


def news_title(headline: str) -> str:
    """A headline in one line, without the invisible marks that steer its direction."""
    return " ".join("".join(char for char in headline if char not in _MARKS).split())


_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Bidi controls (UAX #9, 2.7) and the byte order mark: no letters of a title."""


def _thirds(now: datetime) -> Iterator[tuple[Third, datetime]]:
    """The thirds of months in which stories were published, and their last updates, newest first.

    Four queries, one index step for each third.
    """
    published = Article.objects.published(now)
    times = published.newest_first().values_list("published_at", flat=True)
    newest, oldest = times.first(), times.reverse().first()
    if newest is None or oldest is None:
        return
    thirds = range(Third.of(newest).number, Third.of(oldest).number - 1, -1)
    rows = published.alias(third=ThirdOf("published_at")).filter(third=given("third"))
    last = first_of_each(rows.order_by(UPDATED.desc()), ["third"], [(number,) for number in thirds])
    stories = published.only("published_at", "corrected_at").in_bulk([pk for pk in last if pk])
    for number, pk in zip(thirds, last, strict=True):
        if pk in stories:
            yield Third.numbered(number), stories[pk].updated_at


def _parts_of_tags(now: datetime) -> list[int]:
    """The numbers of those files of tags that hold any: two queries."""
    last = Tag.objects.aggregate(last=Max("pk"))["last"] or 0
    numbers = range(1, -(-last // TAGS) + 1)
    rows = Tag.objects.filter(
        Exists(_listed(Listing.Kind.TAG, now)), pk__gt=given("begins"), pk__lte=given("ends")
    )
    found = first_of_each(
        rows.order_by("pk"), ["begins", "ends"], [((n - 1) * TAGS, n * TAGS) for n in numbers]
    )
    return [number for number, pk in zip(numbers, found, strict=True) if pk is not None]


def _last_listed(kind: Listing.Kind, now: datetime) -> Subquery:
    """When the newest story of a list came out: one index step for each list."""
    newest = _listed(kind, now).order_by("-listed_at", "-article_id")
    return Subquery(newest.values("listed_at")[:1])


def _listed(kind: Listing.Kind, now: datetime) -> QuerySet[Listing]:
    return Listing.objects.filter(
        not_ended_q(now, "article__"), kind=kind, target_id=OuterRef("pk"), listed_at__lte=now
    )


def _urls(request: HttpRequest, found: Iterable[tuple[str, datetime | None]]) -> Iterator[str]:
    origin = _origin(request)
    for path, changed in found:
        yield f"<url>{_location(origin, path)}{_last_modified(changed)}</url>"


def _origin(request: HttpRequest) -> str:
    """Scheme and host. Asked once a file: for thousands of addresses it would be the most work."""
    return request.build_absolute_uri("/").removesuffix("/")


def _location(origin: str, path: str) -> str:
    return f"<loc>{_text(origin + path)}</loc>"


def _last_modified(moment: datetime | None) -> str:
    """W3C Datetime, with its zone."""
    return f"<lastmod>{moment.isoformat()}</lastmod>" if moment else ""


def _text(text: str) -> str:
    """Text of an element: the five characters that the protocol names as entities."""
    return escape(legal(text), {"'": "&apos;", '"': "&quot;"})


def _document(root: str, namespaces: str, entries: Iterable[str]) -> str:
    lines = "\n".join(entries)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {namespaces}>\n{lines}\n</{root}>\n'


def _answer(document: str, shown: set[str], changes_at: datetime | None) -> HttpResponse:
    response = HttpResponse(document, content_type="application/xml; charset=utf-8")
    return page_cache.public(response, shown, changes_at)
