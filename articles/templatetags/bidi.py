"""Texts of unknown direction inside Arabic pages: headlines, names and captions may be French."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from newsportal.arabic import direction as text_direction

register = template.Library()


@register.filter
def direction(text: str) -> str:
    """The value of `dir` for an element that holds `text`."""
    return text_direction.direction(text or "")


@register.filter
def isolated(text: str) -> SafeString:
    """`text` in `<bdi>`, so that neither it nor what surrounds it is reordered by the other."""
    way = direction(text)
    if way == "auto":
        return format_html("<bdi>{}</bdi>", text)
    return format_html('<bdi dir="{}">{}</bdi>', way, text)
