"""robots.txt: where crawlers need not go, and where the sitemaps are (RFC 9309)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from articles.structured_data import SEARCH_PATH
from newsportal import page_cache

SITEMAPS = ("articles:sitemap", "articles:sitemap_news")

VIEW_COUNTERS = "/n/*/views"
"""A crawler that asks for them would be counted as a reader."""


@page_cache.shared()
@require_safe
@conditional_page
def robots(request: HttpRequest) -> HttpResponse:
    """The rules for every crawler. They keep nothing secret: what is closed asks for a password."""
    acts = ("/preview/", "/comments/", "/comment/", VIEW_COUNTERS)
    closed = (reverse("admin:index"), SEARCH_PATH, *acts)
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        "",
        *(f"Sitemap: {request.build_absolute_uri(reverse(name))}" for name in SITEMAPS),
    ]
    text = "\n".join(lines) + "\n"
    return page_cache.public(HttpResponse(text, content_type="text/plain; charset=utf-8"), ())
