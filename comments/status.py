"""What becomes of a comment, and by which act."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    """What became of a comment; one field, never two flags."""

    WAITING = "waiting", _("waiting")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    SPAM = "spam", _("spam")
    WITHDRAWN = "withdrawn", pgettext_lazy("comment", "withdrawn")


class Act(models.TextChoices):
    """What a record in the audit trail tells of."""

    DECIDED = "decided", _("decided by a moderator")
    UNDONE = "undone", _("decision undone")
    CHECKED = "checked", _("decided by a check")
    HIDDEN = "hidden", _("hidden by reports")
    CORRECTED = "corrected", _("corrected by its writer")
    WITHDRAWN = "withdrawn", _("withdrawn by its writer")
    ERASED = "erased", _("personal data erased")
