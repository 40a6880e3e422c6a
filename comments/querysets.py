"""Which comments, in what order."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from comments.status import Status

if TYPE_CHECKING:
    from articles.models import Article


class CommentQuerySet(models.QuerySet):
    """Comments."""

    def approved(self) -> "CommentQuerySet":
        """What readers see."""
        return self.filter(status=Status.APPROVED)

    def awaiting(self) -> "CommentQuerySet":
        """The moderation queue, oldest first."""
        return self.filter(status=Status.WAITING).order_by("submitted_at", "id")

    def thread_for(self, article: "Article", own_waiting: Iterable[int] = ()) -> "CommentQuerySet":
        """The approved comments of a story, and those of `own_waiting` (ids) that still wait.

        Never loads the e-mail.
        """
        shown = Q(status=Status.APPROVED)
        own = list(own_waiting)
        if own:
            shown |= Q(status=Status.WAITING, pk__in=own)
        return self.filter(shown, article=article).defer("email", "folded_text")
