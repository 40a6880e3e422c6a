"""What machines read of a page: addresses, summaries, structured data."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles import sharing, structured_data
from articles.models import Author, Category, Tag
from articles.story_summary import DESCRIPTION_LENGTH as DESCRIPTION_LENGTH
from articles.story_summary import summary_of
from articles.templatetags.stamps import day_name, month_name

register = template.Library()

CURSORS = ("before", "after")

# As django.utils.html.json_script: inside <script> these could end the element (HTML, 4.12.1.3).
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """`data` as a JSON-LD block (JSON-LD 1.1, 7) that no text in it can break out of."""
    compact = (",", ":")
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, separators=compact)
    text = text.translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))


@register.simple_tag(takes_context=True)
def absolute(context: Context, address: str) -> str:
    """`address` with scheme and host."""
    return context["request"].build_absolute_uri(address)


@register.simple_tag(takes_context=True)
def canonical(context: Context) -> str:
    """The page's own absolute address, of whose query only the place in a list remains."""
    request = context["request"]
    place = {name: request.GET[name] for name in CURSORS if name in request.GET}
    # build_absolute_uri would add the whole query by itself.
    address = request.build_absolute_uri(request.path)
    return f"{address}?{urlencode(place)}" if place else address


@register.simple_tag(takes_context=True)
def site_data(context: Context) -> SafeString:
    """Structured data of the home page."""
    return json_ld(structured_data.website(context["request"], context["site"]))


@register.simple_tag(takes_context=True)
def list_data(context: Context, name: str, description: str = "") -> SafeString:
    """Structured data of a list of stories that is called `name`: `page` is in the context."""
    stories = context["page"].items
    return json_ld(
        structured_data.collection_page(
            context["request"], context["site"], name, canonical(context), description, stories
        )
    )


@register.simple_tag(takes_context=True)
def author_data(context: Context) -> SafeString:
    """Structured data of the page of the author `target`."""
    request, site = context["request"], context["site"]
    author = context["target"]
    return json_ld(structured_data.profile_page(request, site, author, canonical(context)))


@register.simple_tag(takes_context=True)
def breadcrumb_data(context: Context, *rows: Any) -> SafeString:
    """The way from the home page through `rows`, a category, a story or a static page each."""
    trail = [(str(row), row.get_absolute_url()) for row in rows]
    return json_ld(structured_data.breadcrumbs(context["request"], context["site"], trail))


@register.simple_tag(takes_context=True)
def description_of(context: Context, target: Any) -> str:
    """What the list of a category, a tag or an author holds, in one sentence of plain text."""
    written = getattr(target, "description", "") or getattr(target, "biography", "")
    if written:
        return " ".join(written.split())
    names = {"name": target.name, "site": context["site"].name}
    match target:
        case Category():
            return _("All stories of the section %(name)s in %(site)s.") % names
        case Tag():
            return _("All stories about %(name)s in %(site)s.") % names
        case Author():
            return _("All stories by %(name)s in %(site)s.") % names
        case _other:
            raise TypeError(type(target))


@register.simple_tag(takes_context=True)
def archive_period(context: Context) -> str:
    """The day or month that a page of the archive shows: «18 يناير 2023»."""
    if day := context.get("day"):
        return day_name(context, day)
    return month_name(context, context["month"].first_day)


@register.simple_tag(takes_context=True)
def archive_description(context: Context) -> str:
    """What a page of the archive holds, in one sentence of plain text."""
    names = {"period": archive_period(context), "site": context["site"].name}
    return _("All stories of %(period)s in %(site)s.") % names


FEED_TYPES = {
    "rss.xml": ("RSS", "application/rss+xml"),
    "atom.xml": ("Atom", "application/atom+xml"),
    "feed.json": ("JSON Feed", "application/feed+json"),
}


@register.inclusion_tag("articles/_feed_links.html", takes_context=True)
def feed_links(context: Context) -> dict[str, Any]:
    """`<link>`s to the feeds: of the list `target`, if the page shows one, and of the site.

    The page's own come first, since readers offer the first one (rssboard.org/rss-autodiscovery).
    """
    links = []
    target = context.get("target")
    if isinstance(target, Category | Tag | Author):
        kind = str(target._meta.model_name)
        links += _feed_links(target.name, "articles:list_feed", kind, target.pk)
    links += _feed_links(context["site"].name, "articles:feed")
    return {"links": links}


def _feed_links(name: str, view: str, *args: Any) -> list[dict[str, str]]:
    return [
        {
            "title": f"{name} – {label}",
            "type": content_type,
            "href": reverse(view, args=[*args, file]),
        }
        for file, (label, content_type) in FEED_TYPES.items()
    ]


@register.simple_tag(takes_context=True)
def oembed_address(context: Context, article: Any, form: str) -> str:
    """Where the card of a story is; `form` is json or xml. The short address weighs a tenth."""
    query = urlencode({"url": absolute(context, article.get_short_url()), "format": form})
    return f"{absolute(context, reverse('articles:oembed'))}?{query}"


@register.simple_tag(takes_context=True)
def logo(context: Context) -> str:
    """The absolute address of the newspaper's logo, a square of LOGO_SIDE pixels."""
    return absolute(context, static(structured_data.LOGO))


@register.filter
def summary(article: Any) -> str:
    """One or two sentences about a story: its standfirst, or else how its text begins."""
    return summary_of(article)


@register.filter
def readable(address: str) -> str:
    """The address with its letters as letters (RFC 3987), for people to read and paste."""
    return sharing.readable(address)
