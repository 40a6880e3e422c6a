"""Which comments, in what order."""

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from django.db import models
from django.db.models import Case, F, Q, Value, When

from comments.status import Status

if TYPE_CHECKING:
    from articles.models import Article


class CommentQuerySet(models.QuerySet):
    """Comments."""

    def approved(self) -> "CommentQuerySet":
        """What readers see."""
        return self.filter(status=Status.APPROVED)

    def awaiting(self) -> "CommentQuerySet":
        """What a moderator has not decided about, oldest first."""
        return self.filter(status=Status.WAITING).order_by("submitted_at", "id")

    def in_queue(self) -> "CommentQuerySet":
        """What wants a moderator: it waits, or readers have reported it since she looked.

        Each side has an index of its own; what was turned away or withdrawn has no open reports.
        """
        return self.filter(Q(status=Status.WAITING) | Q(open_reports__gt=0))

    def tops(self, article: "Article") -> "CommentQuerySet":
        """The top-level comments readers find under a story, in no order."""
        return self.filter(article=article, parent__isnull=True, in_thread=True)

    def by_sender(self, email: str) -> "CommentQuerySet":
        """All comments of one address, newest first."""
        return self.filter(email=email.lower()).order_by("-submitted_at", "-id")

    def without_private(self) -> "CommentQuerySet":
        """Without what no public page needs: the address, traces, what the checks found."""
        return self.defer(
            "email",
            "network",
            "stamp",
            "findings",
            "rejection_probability",
            "fingerprint",
            "folded_text",
        )


class RecordQuerySet(models.QuerySet):
    """The audit trail, which is only ever added to."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise ValueError("A moderation record is never changed")

    def delete(self) -> NoReturn:
        raise ValueError("A moderation record is never deleted by itself")

    def blank(self) -> int:
        """Blank names, texts, and reasons of checks, which quote; returns how many records changed.

        Who, when and why stay: the moderator's reason, the rule, the name of the check.
        """
        from_checks = When(~Q(check_name=""), then=Value(""))
        return super().update(name="", text="", reason=Case(from_checks, default=F("reason")))

    def strike_out(self, words: str) -> None:
        """Put an ellipsis for `words`, in whichever case, where moderators gave their reasons."""
        for pk, reason in self.filter(reason__icontains=words).values_list("pk", "reason"):
            models.QuerySet.update(self.filter(pk=pk), reason=struck_out(reason, words))


def struck_out(text: str, words: str) -> str:
    """`text` with an ellipsis for `words`, in whichever case they stand.

    >>> struck_out("From Sara@Example.org.", "sara@example.org")
    'From ….'
    """
    return re.sub(re.escape(words), "…", text, flags=re.IGNORECASE)


class BlockQuerySet(models.QuerySet):
    """Blocks of senders."""

    def in_force(self, now: datetime) -> "BlockQuerySet":
        """Blocks that have begun and not ended at `now` (aware)."""
        return self.filter(starts_at__lte=now, ends_at__gt=now)


class BlockedTermQuerySet(models.QuerySet):
    """Blocked terms; what changes many of them at once has them compiled again."""

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        created = super().bulk_create(*args, **kwargs)
        if created:
            _terms_changed()
        return created

    def update(self, **kwargs: Any) -> int:
        changed = super().update(**kwargs)
        if changed:
            _terms_changed()
        return changed

    # As Django marks its own: templates do not call it.
    update.alters_data = True  # type: ignore[attr-defined]


def _terms_changed() -> None:
    from comments.moderation import term_lists

    term_lists.changed()
