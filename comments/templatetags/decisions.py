"""What a moderator is told on a story's page of the decisions she took there."""

from typing import Any

from django import template
from django.contrib.messages import get_messages
from django.http import HttpRequest

register = template.Library()


@register.simple_tag
def decisions_told(request: HttpRequest) -> Any:
    """The messages that wait for the visitor; those that are read are gone."""
    return get_messages(request)
