"""Who and what is not welcome: blocks of senders, blocked terms."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import REASON_LIMIT
from comments.querysets import BlockedTermQuerySet, BlockQuerySet

BLOCK_LASTS = timedelta(days=30)
"""What a block made with one key lasts."""


def default_end():
    """The end proposed for a new block."""
    return timezone.now() + BLOCK_LASTS


class NetworkKey(models.Model):
    """A random key under which networks are hashed; see comments/network_hash.py."""

    secret = models.BinaryField(max_length=32)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()


class Block(models.Model):
    """A sender whose comments are turned away until `ends_at`.

    `value` is what comments/blocks.py compares: a folded name, an address or domain in small
    letters, or a network's hash.
    """

    class Kind(models.TextChoices):
        NAME = "name", _("name")
        EMAIL = "email", _("e-mail address")
        DOMAIN = "domain", _("domain of the address")
        NETWORK = "network", _("network")

    kind = models.CharField(_("what is blocked"), max_length=10, choices=Kind.choices)
    value = models.CharField(_("value"), max_length=254)
    reason = models.CharField(_("reason"), max_length=REASON_LIMIT, blank=True)
    starts_at = models.DateTimeField(_("from"), default=timezone.now, editable=False)
    ends_at = models.DateTimeField(_("until"), default=default_end)
    comment = models.ForeignKey(
        "comments.Comment",
        verbose_name=_("because of the comment"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="blocks",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("blocked by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocked senders")
        ordering = ["-starts_at", "-id"]
        # A block is ended, not deleted: it tells why comments of that time were turned away.
        default_permissions = ("view", "add", "change")
        indexes = [models.Index(fields=["kind", "value", "ends_at"], name="block_lookup")]

    def __str__(self) -> str:
        if self.kind == self.Kind.NETWORK:
            return str(self.get_kind_display())
        return f"{self.get_kind_display()}: {self.value}"


class BlockedTerm(models.Model):
    """A word or phrase that is not wanted, found however it is spelt."""

    class Verdict(models.TextChoices):
        HOLD = "hold", _("hold for a moderator")
        REJECT = "reject", _("reject")
        SPAM = "spam", _("mark as spam")

    term = models.CharField(_("term"), max_length=100, unique=True)
    verdict = models.CharField(
        _("what happens"), max_length=10, choices=Verdict.choices, default=Verdict.HOLD
    )
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    objects = BlockedTermQuerySet.as_manager()

    class Meta:
        verbose_name = _("blocked term")
        verbose_name_plural = _("blocked terms")
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term
