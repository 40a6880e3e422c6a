"""Public pages: a method, a queryset, a context, the headers. Rules live elsewhere."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles import accents as accent_colours
from articles import archive, cache_tags, comment_mode, sharing, structured_data, view_counter
from articles.availability import refusal
from articles.context_processors import of_request
from articles.front_page import front_page
from articles.models import Article, Author, Category, Listing, Page, Tag
from articles.next_change import earliest, next_change, next_end, with_next_change
from articles.public_answer import public_answer, public_page
from articles.related import related_to, topics_of
from newsportal import page_cache
from newsportal.keyset import BadCursor, Cursor, KeysetPage
from newsportal.keyset import page as keyset_page

PAGE_SIZE = 20

CURSORS = ("before", "after")
"""Parameters of the pages of a list."""

COMMENT_PARAMETERS = ("order", "comments", "thread", "after", "lost")
"""Parameters of a story's page, which the conversation under it reads (comments/thread.py)."""

FOREVER = "public, max-age=31536000, immutable"
"""For what never changes under its address (RFC 8246)."""

EARLIEST_YEAR = 1900
"""Of the archive. Near the year 1 a local midnight lies before all that datetime can express."""


@page_cache.shared()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    front = front_page(now)
    response = render(request, "articles/home.html", {"front": front})
    # The masthead shows the day.
    midnight = _following_midnight(timezone.localdate(now))
    tags = {page_cache.HOME, *(page_cache.tag("author", writer.pk) for writer in front.writers)}
    return public_page(
        request, response, tags, front.changes_at, midnight, removed_at=front.removed_at
    )


@page_cache.shared(endless=True)
@require_safe
def accents(request: HttpRequest, digest: str) -> HttpResponse:
    """The colours of the sections, under an address that changes whenever they do.

    A page kept somewhere may still ask for earlier ones: it gets those of today, for a short time.
    """
    sections = Category.objects.values_list("pk", "accent")
    sheet = accent_colours.style_sheet(sections)
    response = HttpResponse(sheet, content_type="text/css; charset=utf-8")
    page_cache.public(response, ())
    if digest == accent_colours.digest(sheet):
        response["Cache-Control"] = FOREVER
    return response


@page_cache.shared(*COMMENT_PARAMETERS)
@require_safe
def article(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A story: 404 to strangers before its time, 410 after its end or withdrawal."""
    story = get_object_or_404(Article.objects.for_page(), pk=pk)
    if refused := refusal(request, story):
        return refused
    if slug != story.slug:
        return _to_canonical(request, story, "article", story.ends_at)
    now = timezone.now()
    context = _story_context(request, story, now)
    response = render(request, "articles/article.html", context)
    related = context["related"]
    return public_page(
        request,
        response,
        cache_tags.of_story_page(story, context["topics"], related),
        next_change(related, now),
        _closing(request, story, now),
        removed_at=earliest(next_end(related), story.ends_at),
    )


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """A story on its real page before it is out, for those of the newsroom who may see it."""
    if not (request.user.is_active and request.user.has_perm("articles.view_article")):
        raise PermissionDenied
    story = get_object_or_404(Article.objects.visible_to(request.user).for_page(), pk=pk)
    context = _story_context(request, story, timezone.now()) | {"is_preview": True}
    return page_cache.private(render(request, "articles/article.html", context))


@page_cache.shared()
@require_safe
def short(request: HttpRequest, pk: int) -> HttpResponse:
    """The short address of a story leads to the canonical one."""
    story = get_object_or_404(Article.objects.defer("body"), pk=pk)
    if refused := refusal(request, story):
        return refused
    return _to_canonical(request, story, "article", story.ends_at)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def count_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Count a view: POST from the page's script, GET as a picture where there is none."""
    return view_counter.answer(request, pk)


@page_cache.shared(*CURSORS)
@require_safe
def category(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    section = get_object_or_404(Category, pk=pk)
    return _list_page(request, section, slug, Listing.Kind.CATEGORY, "articles/category.html")


@page_cache.shared(*CURSORS)
@require_safe
def tag(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    subject = get_object_or_404(Tag, pk=pk)
    return _list_page(request, subject, slug, Listing.Kind.TAG, "articles/tag.html")


@page_cache.shared(*CURSORS)
@require_safe
def author(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    person = get_object_or_404(Author.objects.select_related("portrait"), pk=pk)
    return _list_page(request, person, slug, Listing.Kind.AUTHOR, "articles/author.html")


@page_cache.shared(*CURSORS, endless=True)
@require_safe
def archive_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    start, end = _month_bounds(year, month)
    return _archive(request, start, end, {"month": archive.month(start, end)})


@page_cache.shared(*CURSORS, endless=True)
@require_safe
def archive_day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    start = _local_midnight(year, month, day)
    context = {"month": archive.month(*_month_bounds(year, month)), "day": start.date()}
    return _archive(request, start, _following_midnight(start.date()), context)


@page_cache.shared()
@require_safe
def page(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    static_page = get_object_or_404(Page.objects.public(), pk=pk)
    if slug != static_page.slug:
        return _to_canonical(request, static_page, "page")
    response = render(request, "articles/page.html", {"page": static_page})
    return public_page(request, response, {page_cache.tag("page", pk)})


def _story_context(request: HttpRequest, story: Article, now: datetime) -> dict[str, Any]:
    topics = topics_of(story, now)
    return {
        "article": story,
        "topics": topics,
        "related": related_to(topics, now),
        "share_links": sharing.links(request, story),
        "structured_data": structured_data.news_article(
            request, story, of_request(request), topics.tags
        ),
    }


def _closing(request: HttpRequest, story: Article, now: datetime) -> datetime | None:
    """When the page's comment form goes by the clock alone; None where it stays or has gone."""
    closing = comment_mode.closes_at(story, of_request(request))
    return closing if closing and closing > now else None


def _list_page(
    request: HttpRequest, target: Any, slug: str, kind: Listing.Kind, template: str
) -> HttpResponse:
    """A page of the stories listed under `target`, newest first."""
    if slug != target.slug:
        return _to_canonical(request, target, kind.name.lower())
    now = timezone.now()

    def rows(until: datetime | None) -> Any:
        return Article.objects.listed(kind, target.pk, now, until).for_cards()

    found = _keyset_page(request, rows, now, "listed_at", "listed_id")
    context = {"target": target, "page": found}
    response = render(request, template, context)
    tags = {page_cache.tag(kind.name.lower(), target.pk)}
    changes_at, removed_at = next_change(found.items, now), next_end(found.items)
    return public_page(request, response, tags, changes_at, removed_at=removed_at)


def _archive(
    request: HttpRequest, start: datetime, end: datetime, context: dict[str, Any]
) -> HttpResponse:
    now = timezone.now()

    def rows(until: datetime | None) -> Any:
        return Article.objects.published_between(start, end, until).for_cards()

    found = _keyset_page(request, rows, now, "published_at", "id")
    response = render(request, "articles/archive.html", context | {"page": found})
    changes_at, removed_at = next_change(found.items, now), next_end(found.items)
    return public_page(request, response, {page_cache.ARCHIVE}, changes_at, removed_at=removed_at)


def _keyset_page(
    request: HttpRequest,
    rows: Callable[[datetime | None], Any],
    now: datetime,
    at: str,
    pk: str,
) -> KeysetPage:
    """The page that the address asks for; a cursor that is none of ours is a 404.

    `rows` gives the list's rows until a moment, or all of them.
    """
    try:
        before, after = (
            Cursor.parse(request.GET[name]) if name in request.GET else None for name in CURSORS
        )
    except BadCursor as error:
        raise Http404 from error
    return keyset_page(
        with_next_change(rows(before.at if before else None), now),
        size=PAGE_SIZE,
        at=at,
        pk=pk,
        before=before,
        after=after,
        key=lambda story: Cursor(story.published_at, story.pk),
    )


def _local_midnight(year: int, month: int, day: int) -> datetime:
    """The first moment of a day in the newspaper's time zone (aware); 404 for no day.

    Days before EARLIEST_YEAR are none.
    """
    if year < EARLIEST_YEAR:
        raise Http404
    try:
        return timezone.make_aware(datetime.combine(date(year, month, day), datetime.min.time()))
    except (ValueError, OverflowError) as error:
        raise Http404 from error


def _following_midnight(day: date) -> datetime:
    """The first moment of the day after `day` (aware)."""
    following = day + timedelta(days=1)
    return _local_midnight(following.year, following.month, following.day)


def _month_bounds(year: int, month: int) -> tuple[datetime, datetime]:
    """The first moments of a month and of the following one (aware); 404 for no month."""
    start = _local_midnight(year, month, 1)
    return start, _local_midnight(year + month // 12, month % 12 + 1, 1)


def _to_canonical(
    request: HttpRequest, row: Any, kind: str, changes_at: datetime | None = None
) -> HttpResponse:
    """One permanent redirect to the row's own address, which itself may change again.

    Browsers keep a permanent redirect for ever unless told otherwise (RFC 9111, 4.2.2): after a
    slug changed and changed back, the two old answers would lead to each other.
    """
    query = request.META.get("QUERY_STRING", "")
    address = row.get_absolute_url() + (f"?{query}" if query else "")
    response = HttpResponsePermanentRedirect(address)
    tags = {page_cache.tag(kind, row.pk)}
    return public_answer(request, response, tags, changes_at, removed_at=changes_at)
