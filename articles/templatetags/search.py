"""Texts in which words were found, as HTML."""

from collections.abc import Sequence

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from articles.search.extracts import Part
from newsportal.arabic.direction import direction

register = template.Library()


@register.filter
def marked(parts: Sequence[Part]) -> SafeString:
    """The parts in one `<bdi>`, those found in `<mark>`; every text is escaped."""
    whole = "".join(part.text for part in parts)
    inside = SafeString("").join(
        format_html("<mark>{}</mark>", part.text) if part.is_found else escape(part.text)
        for part in parts
    )
    return format_html('<bdi dir="{}">{}</bdi>', direction(whole), mark_safe(inside))
