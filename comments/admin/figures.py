"""The page of figures about moderation."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.context_processors import of_request
from comments import charts, retention
from comments.figures import RANGES, Figures, figures
from comments.moderation import phases, pipeline
from newsportal.admin_site import SitePage
from newsportal.arabic.counting import counted, format_number, since
from newsportal.arabic.dates import DateStyle, format_date

PERMISSION = "comments.moderate_comment"
TITLE = gettext_lazy("Figures of moderation")


def figures_view(request: HttpRequest) -> HttpResponse:
    """Figures of the last week, month or quarter: `?days=` 7 (the default), 30 or 90."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(number) for number in RANGES} else RANGES[0]
    found = figures(days, timezone.now())
    style = of_request(request).date_style
    context = {
        **admin.site.each_context(request),
        "title": TITLE,
        "ranges": [(number, counted(number, "day", style)) for number in RANGES],
        "figures": found,
        "since": format_date(timezone.localdate(found.since), style),
        "overdue": retention.overdue(timezone.now()),
        **_waiting(found, style),
        **_delays(found, style),
        **_charts(found, style),
    }
    return TemplateResponse(request, "admin/comments/figures.html", context)


def _waiting(found: Figures, style: DateStyle) -> dict[str, Any]:
    waiting = found.waiting
    return {
        "waiting": format_number(waiting.number, style) + ("+" if waiting.is_more else ""),
        "oldest": since(waiting.oldest, timezone.now(), style) if waiting.oldest else "",
        "reported": format_number(waiting.reported, style),
    }


def _delays(found: Figures, style: DateStyle) -> dict[str, Any]:
    return {
        "median": charts.length_of(found.delays.median, style),
        "ninetieth": charts.length_of(found.delays.ninetieth, style),
        "spread": charts.bars(found.delays.spread, found.delays.number, style),
    }


def _charts(found: Figures, style: DateStyle) -> dict[str, Any]:
    labels = pipeline.labels(phases.POLICY)
    agreement = found.agreement
    return {
        "by_day": charts.day_chart(found.by_day, style),
        "share_turned_away": charts.share(found.turned_away, found.decided, style),
        "by_rule": charts.bars(
            [(_rule(rule), number) for rule, number in found.by_rule], found.turned_away, style
        ),
        "by_check": charts.bars(
            [(labels.get(check, check), number) for check, number in found.by_check],
            found.turned_away_by_checks,
            style,
        ),
        "by_moderator": charts.bars(
            [(row.name or "—", row.decided, row.turned_away) for row in found.by_moderator],
            found.decided,
            style,
        ),
        "agreed": charts.share(agreement.agreed, agreement.number, style),
        "threshold": charts.share(round(agreement.threshold * 1000), 1000, style),
        "agreement": charts.bars(
            [
                (_("Both would reject"), agreement.both_rejected),
                (_("Both would keep"), agreement.both_kept),
                (_("The assistant alone would reject"), agreement.assistant_alone),
                (_("The moderator alone rejected"), agreement.moderator_alone),
            ],
            agreement.number,
            style,
        ),
        "square": [
            [format_number(number, style) for number in row]
            for row in (
                (agreement.both_rejected, agreement.assistant_alone),
                (agreement.moderator_alone, agreement.both_kept),
            )
        ],
        "stories": charts.bars(
            [
                (story.headline, story.comments, story.turned_away, _archive_of(story.pk))
                for story in found.stories
            ],
            sum(story.comments for story in found.stories),
            style,
        ),
    }


def _rule(rule: str | None) -> str:
    if rule is None:
        return _("Spam")
    return rule or _("Without a posted rule")


def _archive_of(story: int) -> str:
    """All comments of a story in the archive."""
    archive = reverse("admin:comments_comment_changelist")
    return f"{archive}?article__id__exact={story}&status=all"


admin.site.add_page(  # type: ignore[attr-defined]
    SitePage("comments", "figures", TITLE, figures_view, PERMISSION, index_position=25)
)
