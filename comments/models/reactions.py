"""What readers do with the comments of others: like and report."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import REASON_LIMIT, Comment

DEVICE_LENGTH = 22


class _Reaction(models.Model):
    """A reader's one act on one comment.

    She is known by a keyed hash of address and browser (`reader`, signed 64 bit), and by a random
    number her browser keeps (`device`, empty where it keeps none). `origin` is a keyed hash of the
    address alone (signed 64 bit): whoever changes browsers keeps it. See comments/reader.py.
    """

    comment = models.ForeignKey(Comment, verbose_name=_("comment"), on_delete=models.CASCADE)
    reader = models.BigIntegerField(editable=False)
    origin = models.BigIntegerField(editable=False)
    device = models.CharField(max_length=DEVICE_LENGTH, blank=True, editable=False)
    created_at = models.DateTimeField(_("time"), default=timezone.now, editable=False)

    class Meta:
        abstract = True


class Like(_Reaction):
    """A reader liked a comment."""

    class Meta:
        default_permissions = ()
        default_related_name = "likes"
        constraints = [
            models.UniqueConstraint(fields=["comment", "reader"], name="like_once_reader"),
            models.UniqueConstraint(
                fields=["comment", "device"], condition=~Q(device=""), name="like_once_device"
            ),
        ]


class Report(_Reaction):
    """A reader reported a comment; open until a moderator has decided about the comment.

    `rule` is the posted rule it breaks in the reader's eyes, as it was worded then; empty for
    'other'.
    """

    rule = models.CharField(_("broken rule"), max_length=REASON_LIMIT, blank=True)
    note = models.CharField(_("note"), max_length=REASON_LIMIT, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        default_permissions = ()
        default_related_name = "reports"
        constraints = [
            models.UniqueConstraint(fields=["comment", "reader"], name="report_once_reader"),
            models.UniqueConstraint(
                fields=["comment", "device"], condition=~Q(device=""), name="report_once_device"
            ),
        ]
