"""The last-updated stamp: when what a reader reads of a published story last changed.

Views, comments, a save without change and a change of status do not move it. Until the first
change after publication it equals the publication time. schema.org `dateModified` is the same.
"""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from articles.publication import out_q

if TYPE_CHECKING:
    from articles.models import Article, Byline

EDITORIAL_FIELDS = (
    "headline",
    "kicker",
    "standfirst",
    "body",
    "cover_id",
    "cover_caption",
)
"""The story's own columns that are editorial; bylines are too, see `byline_changed`."""


def stamp(article: "Article") -> datetime | None:
    """The stamp to show (aware); None for a story that has no publication time."""
    if article.published_at is None or article.corrected_at is None:
        return article.published_at
    return max(article.published_at, article.corrected_at)


def moves(article: "Article", now: datetime, update_fields: Collection[str] | None = None) -> bool:
    """Whether saving `article` at `now` changes what readers of the published story have read.

    Looks at the stored row (one query); a new or unpublished story never moves its stamp.
    """
    if article.pk is None or article._state.adding:
        return False
    fields = [
        name
        for name in EDITORIAL_FIELDS
        if update_fields is None
        or name in update_fields
        or name.removesuffix("_id") in update_fields
    ]
    if not fields:
        return False
    stored = type(article)._base_manager.filter(out_q(now), pk=article.pk).values(*fields).first()
    return stored is not None and any(stored[name] != getattr(article, name) for name in fields)


def byline_changed(byline: "Byline") -> bool:
    """Whether saving `byline` adds or changes a name, a role or the order (one query)."""
    if byline._state.adding:
        return True
    fields = ("author_id", "role", "position")
    stored = type(byline)._base_manager.filter(pk=byline.pk).values(*fields).first()
    return stored is None or any(stored[name] != getattr(byline, name) for name in fields)


def touch(article_id: int, now: datetime) -> None:
    """Move the stamp of the story to `now` if it is out."""
    from articles.models import Article

    Article.objects.filter(out_q(now), pk=article_id).update(corrected_at=now)
