"""E-mails to commenters who asked for them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import EMAIL_LIMIT, Comment


class MailAddress(models.Model):
    """An address e-mails were asked for; nothing but the question goes there until it answers."""

    email = models.EmailField(_("e-mail address"), max_length=EMAIL_LIMIT, unique=True)
    asked_at = models.DateTimeField(_("asked"), null=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    unsubscribed_at = models.DateTimeField(_("unsubscribed"), null=True)

    class Meta:
        verbose_name = _("e-mail address")
        verbose_name_plural = _("e-mail addresses")
        default_permissions = ()

    def __str__(self) -> str:
        return self.email


class Notice(models.Model):
    """An e-mail to send: written in the transaction it tells of, sent by a command after it."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("is this address yours?")
        DECISION = "decision", _("decision")
        REPLY = "reply", _("reply")

    address = models.ForeignKey(MailAddress, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # The comment decided about, the reply, or the comment because of which the question is asked.
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["created_at"], condition=Q(sent_at__isnull=True), name="notice_unsent"
            )
        ]
