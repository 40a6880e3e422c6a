"""What machines read of a page: addresses, summaries, structured data."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.template import Context
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from articles import sharing
from articles.rich_text import plain_text

register = template.Library()

DESCRIPTION_LENGTH = 200
"""Characters of a description; result pages and share cards cut longer ones."""

CURSORS = ("before", "after")

# As django.utils.html.json_script: inside <script> these could end the element (HTML, 4.12.1.3).
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """`data` as a JSON-LD block (JSON-LD 1.1, 7) that no text in it can break out of."""
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).translate(_ESCAPES)
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


@register.filter
def summary(article: Any) -> str:
    """One or two sentences about a story: its standfirst, or else how its text begins."""
    text = article.standfirst or plain_text(article.body)
    return Truncator(" ".join(text.split())).chars(DESCRIPTION_LENGTH)


@register.filter
def readable(address: str) -> str:
    """The address with its letters as letters (RFC 3987), for people to read and paste."""
    return sharing.readable(address)
