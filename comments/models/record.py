"""The audit trail."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import NAME_LIMIT, REASON_LIMIT, Comment
from comments.querysets import RecordQuerySet
from comments.status import Act, Status


class ModerationRecord(models.Model):
    """One act about one comment: who, when, why, and the text as it then was.

    Records are added and never changed: saving an existing one raises ValueError, and so do
    `update` and `delete` of a queryset. Personal data alone can be blanked, see RecordQuerySet.
    `moderator` is empty where a check, reports or the writer acted; `check_name` names the check.
    `rule` is the posted rule that was broken, as it was worded then; `probability` what the
    assistant had said by then.
    """

    comment = models.ForeignKey(
        Comment, verbose_name=_("comment"), on_delete=models.CASCADE, related_name="records"
    )
    act = models.CharField(
        _("act"), max_length=10, choices=Act.choices, default=Act.DECIDED, db_default=Act.DECIDED
    )
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("moderator"),
        null=True,
        # Who decided stays on record: an account that has decided is deactivated, not deleted.
        on_delete=models.PROTECT,
        related_name="+",
    )
    check_name = models.CharField(_("check"), max_length=40, blank=True, default="", db_default="")
    from_status = models.CharField(_("from"), max_length=10, choices=Status.choices)
    to_status = models.CharField(_("to"), max_length=10, choices=Status.choices)
    rule = models.CharField(
        _("broken rule"), max_length=REASON_LIMIT, blank=True, default="", db_default=""
    )
    reason = models.CharField(_("reason"), max_length=REASON_LIMIT, blank=True)
    name = models.CharField(
        _("name at that time"), max_length=NAME_LIMIT, blank=True, default="", db_default=""
    )
    text = models.TextField(_("text at that time"), blank=True)
    probability = models.FloatField(_("probability of rejection"), null=True)
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("moderation decision")
        verbose_name_plural = _("moderation decisions")
        ordering = ["-decided_at", "-id"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["decided_at"], name="record_decided_at")]

    def __str__(self) -> str:
        return f"{self.get_from_status_display()} ← {self.get_to_status_display()}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise ValueError("A moderation record is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ValueError("A moderation record is never deleted by itself")
