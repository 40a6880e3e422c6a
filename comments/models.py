"""Comments and the record of every decision about them."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.querysets import CommentQuerySet
from comments.status import Status
from newsportal.arabic.folding import fold

NAME_LIMIT = 60
EMAIL_LIMIT = 254
BODY_LIMIT = 4000
REASON_LIMIT = 300
"""Lengths in characters; that of an address is the longest there can be (RFC 5321, 4.5.3.1.3)."""


class Comment(models.Model):
    """A reader's comment. The e-mail address is for moderators alone and in no public page."""

    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("story"),
        on_delete=models.CASCADE,
        related_name="comments",
    )
    name = models.CharField(_("name"), max_length=NAME_LIMIT)
    email = models.EmailField(_("e-mail"), max_length=EMAIL_LIMIT)
    body = models.TextField(_("comment"), max_length=BODY_LIMIT)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.WAITING, editable=False
    )
    submitted_at = models.DateTimeField(_("submitted"), default=timezone.now, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    folded_text = models.TextField(_("search text"), editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-submitted_at", "-id"]
        permissions = [("moderate_comment", _("Can approve and reject comments"))]
        indexes = [
            models.Index(fields=["article", "status", "submitted_at", "id"], name="comment_thread"),
            models.Index(fields=["status", "submitted_at", "id"], name="comment_queue"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.body[:60]}"

    def save(self, *args, **kwargs):
        self.folded_text = fold(f"{self.name} {self.body}")
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "folded_text"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The comment's place on its story's page."""
        return f"{reverse('articles:short', args=[self.article_id])}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """The fragment that leads to the comment on its story's page."""
        return f"comment-{self.pk}"


class ModerationRecord(models.Model):
    """One decision about one comment: who, when, why, and the text as it then was.

    Records are added and never changed: saving an existing one raises ValueError.
    """

    comment = models.ForeignKey(
        Comment, verbose_name=_("comment"), on_delete=models.CASCADE, related_name="records"
    )
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("moderator"),
        null=True,
        # Who decided stays on record: an account that has decided is deactivated, not deleted.
        on_delete=models.PROTECT,
        related_name="+",
    )
    from_status = models.CharField(_("from"), max_length=10, choices=Status.choices)
    to_status = models.CharField(_("to"), max_length=10, choices=Status.choices)
    reason = models.CharField(_("reason"), max_length=REASON_LIMIT, blank=True)
    text = models.TextField(_("text at that time"))
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)

    class Meta:
        verbose_name = _("moderation decision")
        verbose_name_plural = _("moderation decisions")
        ordering = ["-decided_at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_from_status_display()} ← {self.get_to_status_display()}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise ValueError("A moderation record is never changed")
        super().save(*args, **kwargs)
