"""Sitemaps: where every page that is out can be found, and when it last changed.

Protocol: https://www.sitemaps.org/protocol.html. All files lie at the root, since a sitemap speaks
for its own folder and what is below. Stories are split by the month of their publication in UTC,
so that a crawler fetches again only the months whose `lastmod` moved.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

from django.db.models import CharField, Count, Exists, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest, Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from articles import cache_tags
from articles.context_processors import of_request
from articles.models import Article, Author, Category, Listing, Page, Tag
from articles.next_change import next_change
from articles.publication import not_ended_q
from newsportal import page_cache
from newsportal.feed_formats import LANGUAGE
from newsportal.xml_text import legal

URLS = 5_000
"""Addresses in one file, the work of 0.2 s. The protocol allows 50,000 and 50 MB."""

PARTS = 1000
"""Files of one month, far more than any needs; a database cannot count to every number."""

NEWS_URLS = 1000
NEWS_PERIOD = timedelta(days=2)
"""Limits of a Google News sitemap (Search Central, "News sitemaps")."""

_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'

_UPDATED = Greatest(Coalesce("corrected_at", "published_at"), "published_at")
"""articles/last_updated.py's stamp, for many rows."""

# Both databases write a time in UTC with the month as its first seven characters. Truncating to a
# month as Django does calls Python for each row of SQLite: seconds for a large archive.
_MONTH = Substr(Cast("published_at", CharField()), 1, 7)


@page_cache.shared()
@require_safe
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    """The sitemap of sitemaps: for what is no story, for tags, one or more for each month."""
    now = timezone.now()
    months = (
        Article.objects.published(now)
        .order_by()
        .values(month=_MONTH)
        .annotate(stories=Count("pk"), updated=Max(_UPDATED))
        .order_by("-month")
    )
    parts: list[tuple[str, datetime | None]] = [(reverse("articles:sitemap_pages"), None)]
    for number in range(1, -(-_tags(now).count() // URLS) + 1):
        parts.append((reverse("articles:sitemap_tags", args=[number]), None))
    for row in months:
        year, month = row["month"].split("-")
        for number in range(1, -(-row["stories"] // URLS) + 1):
            path = reverse("articles:sitemap_month", args=[int(year), int(month), number])
            parts.append((path, row["updated"]))
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
    """Part `number` (from 1) of the tags with stories, in the order of their ids; else 404."""
    now = timezone.now()
    if not 1 <= number <= PARTS:
        raise Http404
    first = (number - 1) * URLS
    rows = _tags(now).annotate(listed_at=_last_listed(Listing.Kind.TAG, now)).order_by("pk")
    found = [(row.get_absolute_url(), row.listed_at) for row in rows[first : first + URLS]]
    if not found:
        raise Http404
    document = _document("urlset", _SITEMAP, _urls(request, found))
    return _answer(document, {page_cache.ARCHIVE, cache_tags.TAGS}, next_change([], now))


@page_cache.shared()
@require_safe
@conditional_page
def month(request: HttpRequest, year: int, month: int, number: int) -> HttpResponse:
    """Part `number` (from 1) of the stories of a month of UTC, newest first; 404 for no such."""
    now = timezone.now()
    try:
        start = datetime(year, month, 1, tzinfo=UTC)
        end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    if not 1 <= number <= PARTS:
        raise Http404
    first = (number - 1) * URLS
    stories = (
        Article.objects.published(now)
        .filter(published_at__gte=start, published_at__lt=end)
        .newest_first()
        .only("id", "slug", "published_at", "corrected_at", "status")
    )
    found = [
        (story.get_absolute_url(), story.updated_at) for story in stories[first : first + URLS]
    ]
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
    leaving = [stories[-1].published_at + NEWS_PERIOD] if stories else []
    changes = [moment for moment in (next_change([], now), *leaving) if moment]
    return _answer(document, {page_cache.HOME}, min(changes, default=None))


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


def _tags(now: datetime) -> QuerySet[Tag]:
    """The tags with a story that is out: one index step for each tag."""
    return Tag.objects.filter(Exists(_listed(Listing.Kind.TAG, now)))


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
