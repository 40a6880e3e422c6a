"""oEmbed: what other sites need to show a link to a story as a card (https://oembed.com)."""

import json
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from articles import renditions
from articles.context_processors import of_request
from articles.models import Article
from newsportal import page_cache
from newsportal.page_cache import tag
from newsportal.xml_text import legal

CACHE_SECONDS = 3600
"""How long we suggest that a card is kept."""

ADDRESSES = frozenset({"articles:article", "articles:short"})

THUMBNAILS = ("share", "wide", "square")
"""Slots of the cover, the largest first; the first that fits is taken."""

CONTENT_TYPES = {
    "json": "application/json; charset=utf-8",
    "xml": "text/xml; charset=utf-8",
}


@page_cache.shared("url", "format", "maxwidth", "maxheight")
@require_safe
@conditional_page
def oembed(request: HttpRequest) -> HttpResponse:
    """The card of the story at `url`, a response of type `link`.

    404 for an address without one, 501 for a format other than json and xml (oEmbed 1.0, 2.3.5);
    400 for a size that is no number.
    """
    form = request.GET.get("format", "json")
    if form not in CONTENT_TYPES:
        return _refusal(501, "format must be json or xml")
    try:
        box = tuple(_limit(request.GET.get(name, "")) for name in ("maxwidth", "maxheight"))
    except ValueError:
        return _refusal(400, "maxwidth and maxheight must be whole numbers")
    story = _story_at(request, request.GET.get("url", ""))
    content = _ENCODERS[form](_card(request, story, box))
    response = HttpResponse(
        content,
        content_type=CONTENT_TYPES[form],
        headers={
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    )
    tags = {tag("article", story.pk), *(tag("author", author.pk) for author in story.writers)}
    return page_cache.public(response, tags, story.ends_at)


def _story_at(request: HttpRequest, address: str) -> Article:
    """The story that is out at `address`, canonical or short; Http404 for anything else.

    What is withdrawn has no card either: the consumer then shows the bare link.
    """
    try:
        parts = urlsplit(address)
        match = resolve(unquote(parts.path))
    except (ValueError, Resolver404) as error:
        raise Http404 from error
    ours = {request.get_host(), urlsplit(settings.SITE_URL).netloc}
    if parts.scheme not in ("http", "https") or parts.netloc not in ours:
        raise Http404
    if match.view_name not in ADDRESSES:
        raise Http404
    try:
        story = Article.objects.for_page().defer("body").get(pk=match.kwargs["pk"])
    except (Article.DoesNotExist, OverflowError) as error:
        raise Http404 from error
    if not story.is_out:
        raise Http404
    return story


def _card(request: HttpRequest, story: Article, box: tuple[int | None, ...]) -> dict[str, Any]:
    site = of_request(request)
    card: dict[str, Any] = {
        "version": "1.0",
        "type": "link",
        "title": story.headline,
        "provider_name": site.name,
        "provider_url": request.build_absolute_uri(reverse("articles:home")),
        "cache_age": _cache_age(story),
    }
    if story.writers:
        first = story.writers[0]
        card["author_name"] = first.name
        card["author_url"] = request.build_absolute_uri(first.get_absolute_url())
    return card | _thumbnail(request, story, box)


def _cache_age(story: Article) -> int:
    """Seconds; a story that ends sooner is kept no longer than it is there."""
    if story.ends_at is None:
        return CACHE_SECONDS
    left = int((story.ends_at - timezone.now()).total_seconds())
    return max(0, min(CACHE_SECONDS, left))


def _thumbnail(request: HttpRequest, story: Article, box: tuple[int | None, ...]) -> dict[str, Any]:
    """The largest picture of the cover within `box` (width, height); its three values or none."""
    if not (cover := story.shown_cover):
        return {}
    for slot in THUMBNAILS:
        found = renditions.sources(cover, slot)
        sides = zip((found.width, found.height), box, strict=True)
        if all(limit is None or side <= limit for side, limit in sides):
            return {
                "thumbnail_url": request.build_absolute_uri(found.jpeg),
                "thumbnail_width": found.width,
                "thumbnail_height": found.height,
            }
    return {}


def _limit(text: str) -> int | None:
    """A number of pixels; None for none given; raises ValueError for what is no number."""
    if not text:
        return None
    if not text.isascii() or not text.isdigit():
        raise ValueError(text)
    # Nobody's screen is wider, and int() refuses very long numbers.
    return int(text[:9])


def _refusal(status: int, reason: str) -> HttpResponse:
    response = HttpResponse(reason, status=status, content_type="text/plain; charset=utf-8")
    return page_cache.private(response)


def _as_json(card: dict[str, Any]) -> str:
    return json.dumps(card, ensure_ascii=False)


def _as_xml(card: dict[str, Any]) -> str:
    values = "".join(
        f"<{name}>{escape(legal(str(value)))}</{name}>" for name, value in card.items()
    )
    return f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{values}</oembed>\n'


_ENCODERS = {"json": _as_json, "xml": _as_xml}
