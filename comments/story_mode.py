"""Who may comment on one story, changed by those who moderate its comments."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from articles.comment_mode import OVERRIDES
from articles.models import Article


def set_mode(article: Article, mode: str, moderator: Any) -> bool:
    """Put the story's comments in `mode` (one of comment_mode.OVERRIDES); whether that is new.

    The pages that show the story are forgotten (articles/signals.py). Raises PermissionDenied when
    `moderator` may not moderate, ValueError for a mode there is none of, and Article.DoesNotExist.
    """
    if not moderator.has_perm("comments.moderate_comment"):
        raise PermissionDenied
    if mode not in dict(OVERRIDES):
        raise ValueError(f"{mode!r} is no mode")
    with transaction.atomic():
        # Whoever edits the story at this moment saves after this, and is told of the difference.
        stories = Article.objects.select_for_update(no_key=True).defer("body")
        stored = stories.get(pk=article.pk)
        if stored.comment_mode == mode:
            return False
        stored.comment_mode = mode
        stored.save(update_fields=["comment_mode"])
        return True
