"""The operator's reminder, on pages that moderators open."""

from django import template
from django.template import Context
from django.utils import timezone

from comments import retention
from comments.retention import Overdue

register = template.Library()


@register.simple_tag(takes_context=True)
def overdue_purge(context: Context) -> Overdue | None:
    """Says that the daily purge was forgotten, to moderators; up to three small queries."""
    if not context["user"].has_perm("comments.moderate_comment"):
        return None
    return retention.overdue(timezone.now())
