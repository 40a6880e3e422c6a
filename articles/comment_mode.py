"""Who may comment, and who waits: said for the site, for a category, for a story.

The nearest word counts, except that what is closed for the whole site stays closed. What a mode
means for one comment is the business of the comments' own checks.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.publication import Phase, phase_of

if TYPE_CHECKING:
    from articles.furniture import Furniture
    from articles.models import Article


class CommentMode(models.TextChoices):
    """What happens to comments before readers see them."""

    EVERYONE_WAITS = "everyone", _("every comment waits for a moderator")
    FIRST_WAITS = "first", _("a sender's first comment waits")
    NOBODY_WAITS = "nobody", _("no comment waits, unless a check holds it")
    CLOSED = "closed", _("no comments are taken")


INHERITED = ""

OVERRIDES = [(INHERITED, _("as set for the whole site")), *CommentMode.choices]
"""Choices of a category and of a story."""


def effective_mode(site: str, category: str = INHERITED, story: str = INHERITED) -> CommentMode:
    """The mode that holds where these three are set; "" is no word of its own."""
    if site == CommentMode.CLOSED:
        return CommentMode.CLOSED
    return CommentMode(story or category or site)


def mode_of(article: "Article", site: "Furniture") -> CommentMode:
    """The mode that holds for a story, its age left aside."""
    return effective_mode(site.comment_mode, article.category.comment_mode, article.comment_mode)


def closes_at(article: "Article", site: "Furniture") -> datetime | None:
    """When the story stops taking comments by its age; None for never.

    An own mode of the story outlives the age that the site sets: it was chosen for this story.
    """
    if not site.comments_close_after_days or article.comment_mode or article.published_at is None:
        return None
    closing: datetime = article.published_at + timedelta(days=site.comments_close_after_days)
    return closing


def takes_comments(article: "Article", site: "Furniture", now: datetime) -> bool:
    """Whether the story's page shows the form at `now` (aware): it is out, and open."""
    closing = closes_at(article, site)
    return (
        phase_of(article, now) == Phase.OUT
        and mode_of(article, site) != CommentMode.CLOSED
        and (closing is None or now < closing)
    )
