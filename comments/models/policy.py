"""What the newsroom sets about moderation."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

_PROBABILITY = [MinValueValidator(0.0), MaxValueValidator(1.0)]


class ModerationPolicy(models.Model):
    """The one row of limits the checks go by. Who may comment at all is said by CommentMode."""

    reports_to_hide = models.PositiveSmallIntegerField(
        _("reports that hide a comment"),
        default=3,
        help_text=_("Until a moderator looks at it. 0: reports hide nothing."),
    )
    flood_minutes = models.PositiveSmallIntegerField(
        _("minutes in which comments are counted"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 60)],
    )
    flood_per_sender = models.PositiveSmallIntegerField(
        _("comments of one address in that time"), default=5, help_text=_("0: no limit.")
    )
    flood_per_network = models.PositiveIntegerField(
        _("comments of one network in that time"),
        default=60,
        help_text=_("A mobile network serves thousands at once. 0: no limit."),
    )
    links_to_hold = models.PositiveSmallIntegerField(
        _("links that make a comment suspicious"), default=1, help_text=_("0: links do not matter.")
    )
    links_to_spam = models.PositiveSmallIntegerField(
        _("links that make a comment spam"), default=5, help_text=_("0: none do.")
    )
    shortest = models.PositiveSmallIntegerField(
        _("letters below which a comment is suspicious"), default=2
    )
    longest = models.PositiveSmallIntegerField(
        _("letters above which a comment is suspicious"), default=2000
    )
    least_seconds = models.PositiveSmallIntegerField(
        _("seconds a person needs to write"),
        default=3,
        help_text=_("A form sent sooner after it was begun is suspicious."),
    )
    proof_of_work_bits = models.PositiveSmallIntegerField(
        _("proof of work"),
        default=0,
        validators=[MaxValueValidator(20)],
        help_text=_(
            "Bits that a browser has to find before it sends a comment: 15 take a cheap phone a "
            "second or so. 0: no proof is asked for."
        ),
    )
    assistant_hold_from = models.FloatField(
        _("assistant: hold from"),
        null=True,
        blank=True,
        validators=_PROBABILITY,
        help_text=_("A probability of rejection, 0 to 1. Empty: the assistant holds nothing."),
    )
    assistant_reject_from = models.FloatField(
        _("assistant: reject from"),
        null=True,
        blank=True,
        validators=_PROBABILITY,
        help_text=_("A probability of rejection, 0 to 1. Empty: the assistant rejects nothing."),
    )
    rejected_days = models.PositiveSmallIntegerField(
        _("days a rejected comment is kept for appeal"),
        default=90,
        validators=[MinValueValidator(1)],
        help_text=_("Then name, address and text go."),
    )
    network_days = models.PositiveSmallIntegerField(
        _("days the trace of a network is kept"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    terms_changed_at = models.DateTimeField(_("terms changed"), null=True, editable=False)
    purged_at = models.DateTimeField(_("last purge"), null=True, editable=False)

    class Meta:
        verbose_name = _("moderation settings")
        verbose_name_plural = _("moderation settings")
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="moderation_policy_single_row")
        ]

    def __str__(self) -> str:
        return str(_("moderation settings"))

    def save(self, *args, **kwargs):
        """Save as the one row."""
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> "ModerationPolicy":
        """The row as it stands, or the defaults while nobody has saved one: one query."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
