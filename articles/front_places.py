"""The editor's choice of the home page: which stories hold a place on it, and until when.

A story holds its place while it is out and the place has not ended. Of several the one that took
its place last comes first: what an editor says last counts, whichever story is newer. The rest of
the page fills itself, see articles/front_page.py.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.publication import Status, out_q

if TYPE_CHECKING:
    from articles.models import Article


class FrontPlace(models.TextChoices):
    """Where an editor has put a story on the home page."""

    NONE = "", _("no place of its own")
    LEAD = "lead", _("the lead")
    TOP = "top", _("beside the lead")


def holding_q(now: datetime) -> Q:
    """The stories that hold a place at `now` (aware)."""
    unended = Q(front_until__isnull=True) | Q(front_until__gt=now)
    return out_q(now) & Q(front_since__lte=now) & unended


def lasts(article: "Article", now: datetime) -> bool:
    """Whether the story has a place that has not ended at `now` (aware), be it out or not."""
    until = article.front_until
    return bool(article.front_place) and (until is None or until > now)


def settle(article: "Article", now: datetime) -> None:
    """Set since when the story holds its place: its marking or its publication, the later one.

    A story set for later takes its place when it goes out. Without a place both times are empty.
    """
    if not article.front_place:
        article.front_since = article.front_until = None
        return
    marked_anew = article.front_place != article.stored_front_place
    since = article.front_since
    if since is None or marked_anew or since > now:
        since = now
    article.front_since = max(since, article.published_at or since)


def clear_ended(now: datetime) -> None:
    """Take the marks from stories whose place, or which themselves, have ended at `now` (aware).

    They show nowhere any more; without them the index of places stays as short as the page. A
    story that somebody is writing at this moment is left for the next time.
    """
    from articles.models import Article

    ended = Article.objects.filter(
        Q(front_until__lte=now) | Q(ends_at__lte=now),
        status=Status.PUBLISHED,
        front_since__isnull=False,
    )
    free = ended.order_by().select_for_update(skip_locked=True, no_key=True)
    with transaction.atomic():
        Article.objects.filter(pk__in=list(free.values_list("pk", flat=True))).update(
            front_place=FrontPlace.NONE, front_since=None, front_until=None
        )
