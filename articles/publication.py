"""The rule of publication, written once.

A story is out while its status is `published`, its time has come and its end has not. Nothing
runs at 06:00 to publish a story set for 06:00: the rule is a query. `out_q` states it for many
rows and `phase_of` for one; a test holds the two together.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from articles.models import Article


class Status(models.TextChoices):
    """What the newsroom decided. Scheduled and ended are not decisions but views of the times."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Phase(models.TextChoices):
    """Where a story stands at a moment: its status seen together with its times."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    SCHEDULED = "scheduled", _("scheduled")
    OUT = "out", _("published")
    ENDED = "ended", _("ended")
    WITHDRAWN = "withdrawn", _("withdrawn")


GONE = frozenset({Phase.ENDED, Phase.WITHDRAWN})
"""Phases a stranger is answered with 410 (RFC 9110, 15.5.11): it was here, on purpose no more."""


def out_q(
    now: datetime,
    prefix: str = "",
    before: datetime | None = None,
    until: datetime | None = None,
) -> Q:
    """The stories that are out at `now` (aware); `prefix` leads to the story, as `article__`.

    Those that came out `before` a moment, or `until` it, where one is given (see `begun_q`).
    """
    begun = begun_q(f"{prefix}published_at", now, before, until)
    return Q(**{f"{prefix}status": Status.PUBLISHED}) & begun & not_ended_q(now, prefix)


def begun_q(
    name: str, now: datetime, before: datetime | None = None, until: datetime | None = None
) -> Q:
    """The part of the rule that looks at the beginning: the time `name` has come at `now` (aware).

    It lies `before` one moment and not after `until` another, where they are given. All this is
    one condition: of two, SQLite takes the first to find its place in an index, and walks on from
    there, through all that is newer than a deep page.
    """
    latest = min(now, until or now)
    if before is not None and before <= latest:
        return Q(**{f"{name}__lt": before})
    return Q(**{f"{name}__lte": latest})


def not_ended_q(now: datetime, prefix: str = "") -> Q:
    """The part of the rule that looks at the end alone, for lists of stories already begun."""
    return Q(**{f"{prefix}ends_at__isnull": True}) | Q(**{f"{prefix}ends_at__gt": now})


def phase_of(article: "Article", now: datetime) -> Phase:
    """The phase of one story at `now` (aware)."""
    if article.status != Status.PUBLISHED:
        return Phase(article.status)
    if article.published_at is None or article.published_at > now:
        return Phase.SCHEDULED
    if article.ends_at is not None and article.ends_at <= now:
        return Phase.ENDED
    return Phase.OUT


def phase_q(phase: Phase, now: datetime) -> Q:
    """The stories in `phase` at `now` (aware), for the newsroom's filter."""
    published = Q(status=Status.PUBLISHED)
    match phase:
        case Phase.OUT:
            return out_q(now)
        case Phase.SCHEDULED:
            return published & Q(published_at__gt=now)
        case Phase.ENDED:
            return published & Q(published_at__lte=now, ends_at__lte=now)
        case _:
            return Q(status=phase.value)
