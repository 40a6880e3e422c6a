"""What follows from the deletion of comments, whichever way it was made."""

from typing import Any

from django.db.models import signals

from articles import cache_tags
from articles.models import Article
from comments import counts
from comments.models import Comment
from newsportal import page_cache


def _comment_deleting(sender: Any, instance: Comment, origin: Any = None, **kwargs: Any) -> None:
    """Lock the comment and note its stored status: the instance may have been read long ago."""
    if not _goes_with_its_story(origin):
        instance.status_at_deletion = (  # type: ignore[attr-defined]
            Comment.objects.select_for_update()
            .filter(pk=instance.pk)
            .values_list("status", flat=True)
            .first()
        )


def _comment_deleted(sender: Any, instance: Comment, origin: Any = None, **kwargs: Any) -> None:
    if _goes_with_its_story(origin):
        return
    change = counts.delta(instance.status_at_deletion, None)  # type: ignore[attr-defined]
    if change:
        counts.add({instance.article_id: change})
        page_cache.invalidate(cache_tags.of_stories(Article.objects.filter(pk=instance.article_id)))


def _goes_with_its_story(origin: Any) -> bool:
    """Whether the deletion began with stories: then there is no count left to keep."""
    return isinstance(origin, Article) or getattr(origin, "model", None) is Article


def connect() -> None:
    """Connect all receivers; called once when the application is ready."""
    signals.pre_delete.connect(_comment_deleting, sender=Comment)
    signals.post_delete.connect(_comment_deleted, sender=Comment)
