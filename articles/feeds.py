"""Feeds of stories: of the site, of a category, a tag, an author. They present published()."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from articles import renditions
from articles.context_processors import of_request
from articles.feed_text import for_feeds
from articles.models import Article, Author, Category, Listing, Tag
from articles.next_change import next_change, next_end, with_next_change
from articles.story_summary import summary_of
from newsportal import page_cache
from newsportal.feed_formats import Entry, Feed, FeedPicture, Person, respond
from newsportal.page_cache import tag

SIZE = 20
"""Entries of a feed: with whole texts some 100 kB, what JSON Feed calls ideal."""

TOPICS = 8
"""Tags named for an entry. Each is a cache tag too, and proxies read some 4 kB of headers."""

KINDS: dict[str, tuple[Any, Listing.Kind]] = {
    "category": (Category, Listing.Kind.CATEGORY),
    "tag": (Tag, Listing.Kind.TAG),
    "author": (Author, Listing.Kind.AUTHOR),
}


# No Last-Modified: a story withdrawn or dated back changes the feed without a later date in it.
@page_cache.shared()
@require_safe
@conditional_page
def site(request: HttpRequest, file: str) -> HttpResponse:
    """The newest stories of the newspaper."""
    furniture = of_request(request)
    now = timezone.now()
    stories = _read(Article.objects.published(now).newest_first(), now)
    feed = describe(
        request,
        path=reverse("articles:feed", args=[file]),
        home=reverse("articles:home"),
        title=furniture.name,
        description=furniture.description or furniture.tagline or furniture.name,
        entries=(entry(request, story) for story in stories),
    )
    return _answer(feed, file, {page_cache.HOME}, stories, now)


@page_cache.shared()
@require_safe
@conditional_page
def listing(request: HttpRequest, kind: str, pk: int, file: str) -> HttpResponse:
    """The newest stories of a category, a tag or an author (KINDS); 404 for anything else."""
    if kind not in KINDS:
        raise Http404
    model, listing_kind = KINDS[kind]
    target = get_object_or_404(model, pk=pk)
    now = timezone.now()
    stories = _read(Article.objects.listed(listing_kind, pk, now), now)
    title = f"{target.name} | {of_request(request).name}"
    about = getattr(target, "description", "") or getattr(target, "biography", "")
    feed = describe(
        request,
        path=reverse("articles:list_feed", args=[kind, pk, file]),
        home=target.get_absolute_url(),
        title=title,
        description=about or title,
        entries=(entry(request, story) for story in stories),
    )
    return _answer(feed, file, {tag(kind, pk)}, stories, now)


def describe(
    request: HttpRequest,
    *,
    path: str,
    home: str,
    title: str,
    description: str,
    entries: Iterable[Entry],
) -> Feed:
    """A feed at `path` of what the page at `home` shows, signed by the newspaper."""
    absolute = request.build_absolute_uri
    return Feed(
        id=permanent(path),
        url=absolute(path),
        home_url=absolute(home),
        title=title,
        description=description,
        author=Person(of_request(request).name, absolute(reverse("articles:home"))),
        icon=absolute(static("icons/logo.png")),
        favicon=absolute(static("icons/touch.png")),
        entries=tuple(entries),
    )


def permanent(path: str) -> str:
    """An identifier for what is at `path`: the same whichever host was asked (RFC 4287, 4.2.6)."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def entry(request: HttpRequest, story: Article) -> Entry:
    """A story, loaded with its bylines and tags, as an entry. Its short address is its identity."""
    address = request.build_absolute_uri(story.get_absolute_url())
    assert story.published_at is not None
    return Entry(
        id=permanent(story.get_short_url()),
        url=address,
        title=story.headline,
        summary=summary_of(story),
        html=for_feeds(story.body, address),
        published=story.published_at,
        updated=story.updated_at,
        authors=tuple(
            Person(author.name, request.build_absolute_uri(author.get_absolute_url()))
            for author in story.writers
        ),
        topics=tuple(dict.fromkeys([story.category.name, *(row.name for row in _topics(story))])),
        picture=_picture(request, story),
        comments_url=f"{address}#comments",
    )


def _topics(story: Article) -> list[Tag]:
    return list(story.tags.all())[:TOPICS]


def _picture(request: HttpRequest, story: Article) -> FeedPicture | None:
    if not (cover := story.shown_cover):
        return None
    share = renditions.sources(cover, "share")
    return FeedPicture(
        url=request.build_absolute_uri(share.jpeg),
        width=share.width,
        height=share.height,
        alt=cover.alt_text,
        credit=cover.credit,
    )


def _read(rows: Any, now: Any) -> list[Article]:
    """The first SIZE of `rows` with all that an entry needs: three queries."""
    return list(with_next_change(rows.for_page(), now).prefetch_related("tags")[:SIZE])


def _answer(
    feed: Feed, file: str, tags: set[str], stories: list[Article], now: Any
) -> HttpResponse:
    shown = {
        *tags,
        *(tag("article", story.pk) for story in stories),
        *(tag("category", story.category_id) for story in stories),
        *(tag("author", author.pk) for story in stories for author in story.writers),
        *(tag("tag", row.pk) for story in stories for row in _topics(story)),
    }
    response = respond(feed, file)
    return page_cache.public(response, shown, next_change(stories, now), next_end(stories))
