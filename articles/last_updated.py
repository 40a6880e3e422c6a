"""The last-updated stamp: when what a reader reads of a published story last changed.

Views, comments, a save without change and a change of status do not move it, nor does what is
edited while nobody can read the story: before its time, or between a withdrawal and the next
publication. A cover deleted from the library moves it, an alternative text corrected there does
not. Until the first change after publication it equals the publication time. schema.org
`dateModified` is the same.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

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


def as_read(article: "Article", now: datetime) -> dict[str, Any] | None:
    """The editorial fields as readers of the published story have them at `now` (one query).

    None when nobody can have read it: the story is new or not out.
    """
    if article.pk is None or article._state.adding:
        return None
    stories = type(article)._base_manager.filter(out_q(now), pk=article.pk)
    return stories.values(*EDITORIAL_FIELDS).first()


def differs(article: "Article", read: dict[str, Any], saved: Collection[str] | None = None) -> bool:
    """Whether `article` says something else than was `read`, in the fields that are `saved`."""
    return any(
        value != getattr(article, name)
        for name, value in read.items()
        if saved is None or name in saved or name.removesuffix("_id") in saved
    )


def byline_changed(byline: "Byline") -> bool:
    """Whether saving `byline` changes what readers have read: name, role or order (one query).

    The names of a story that goes out with the very act that signs it are no change.
    """
    if byline.article.is_first_out:
        return False
    if byline._state.adding:
        return True
    fields = ("author_id", "role", "position")
    stored = type(byline)._base_manager.filter(pk=byline.pk).values(*fields).first()
    return stored is None or any(stored[name] != getattr(byline, name) for name in fields)


def touch(article_ids: Iterable[int], now: datetime) -> None:
    """Move the stamp of those of the stories that are out to `now` (aware)."""
    from articles.models import Article

    Article.objects.filter(out_q(now), pk__in=list(article_ids)).update(corrected_at=now)
