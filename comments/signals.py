"""What follows from the deletion of comments and from other blocked terms, however it was made."""

from typing import Any

from django.db.models import signals

from articles.models import Article
from comments import counts
from comments.actions.change import forget_pages, locked
from comments.models import BlockedTerm, Comment
from comments.moderation import term_lists
from newsportal import page_cache


def _comment_deleting(sender: Any, instance: Comment, origin: Any = None, **kwargs: Any) -> None:
    """Lock the comment and note its stored status: the instance may have been read long ago."""
    if not _goes_with_its_story(origin):
        stored = locked([instance.pk])
        instance.status_at_deletion = (  # type: ignore[attr-defined]
            stored[0].status if stored else None
        )


def _comment_deleted(sender: Any, instance: Comment, origin: Any = None, **kwargs: Any) -> None:
    if _goes_with_its_story(origin):
        return
    before = instance.status_at_deletion  # type: ignore[attr-defined]
    counts.moved([(instance, before, None)])
    if counts.delta(before, None):
        forget_pages([instance.article_id])
        page_cache.invalidate({page_cache.tag("article", instance.article_id)}, withdrawn=True)


def _goes_with_its_story(origin: Any) -> bool:
    """Whether the deletion began with stories: then there is no count left to keep."""
    return isinstance(origin, Article) or getattr(origin, "model", None) is Article


def _term_saved(sender: Any, **kwargs: Any) -> None:
    term_lists.changed()


def _term_deleted(sender: Any, origin: Any = None, **kwargs: Any) -> None:
    """Note it once where many are deleted together: Django tells of each of them."""
    if not getattr(origin, "terms_deletion_noted", False):
        term_lists.changed()
        if origin is not None:
            origin.terms_deletion_noted = True


def connect() -> None:
    """Connect all receivers; called once when the application is ready."""
    signals.pre_delete.connect(_comment_deleting, sender=Comment)
    signals.post_delete.connect(_comment_deleted, sender=Comment)
    signals.post_save.connect(_term_saved, sender=BlockedTerm)
    signals.post_delete.connect(_term_deleted, sender=BlockedTerm)
