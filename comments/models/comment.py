"""A reader's comment."""

from django.db import models
from django.db.models import Q, Value
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

NETWORK_LENGTH = 44
STAMP_LENGTH = 32


class Comment(models.Model):
    """A reader's comment. The e-mail address is for moderators alone and in no public page.

    A thread is the top-level comment `root` with all below it; `number` tells them apart, 0 for
    the top, the others in the order in which readers first saw them, none before that. `answered`
    is the id of the comment an answer meant where it is not its `parent`. `in_thread` says that
    readers find an entry for it: the comment, or a mark in its place while approved ones answer
    it. That flag and `reply_count`, the approved comments below it, are written by
    comments/counts.py alone.

    `version` grows with every change a moderator should know of before she decides. An empty body
    is that of an erased comment.
    """

    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("story"),
        on_delete=models.CASCADE,
        related_name="comments",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("in reply to"),
        null=True,
        editable=False,
        # Deleting the others' answers with it would be a surprise; with the story all go.
        on_delete=models.RESTRICT,
        related_name="replies",
        # Made below, for those that have one, without stopping a large site.
        db_index=False,
    )
    root = models.ForeignKey(
        "self",
        verbose_name=_("thread"),
        null=True,
        editable=False,
        on_delete=models.RESTRICT,
        related_name="+",
        # The index on (root, number) serves.
        db_index=False,
    )
    depth = models.PositiveSmallIntegerField(
        _("level in the thread"), default=1, db_default=1, editable=False
    )
    number = models.PositiveIntegerField(_("number in the thread"), null=True, editable=False)
    answered = models.BigIntegerField(_("comment answered"), null=True, editable=False)

    name = models.CharField(_("name"), max_length=NAME_LIMIT)
    email = models.EmailField(_("e-mail"), max_length=EMAIL_LIMIT)
    body = models.TextField(_("comment"), max_length=BODY_LIMIT)
    notify = models.BooleanField(
        _("wants e-mails"), default=False, db_default=False, editable=False
    )
    network = models.CharField(
        _("trace of the network"),
        max_length=NETWORK_LENGTH,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    stamp = models.CharField(
        _("stamp of the form"),
        max_length=STAMP_LENGTH,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )

    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.WAITING, editable=False
    )
    submitted_at = models.DateTimeField(_("submitted"), default=timezone.now, editable=False)
    corrected_at = models.DateTimeField(_("corrected"), null=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    answer = models.CharField(
        _("told to the commenter"),
        max_length=REASON_LIMIT,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    version = models.PositiveIntegerField(_("version"), default=0, db_default=0, editable=False)

    findings = models.JSONField(
        _("reasons of the checks"),
        default=list,
        db_default=Value([], models.JSONField()),
        editable=False,
    )
    rejection_probability = models.FloatField(
        _("probability of rejection"), null=True, editable=False
    )
    fingerprint = models.BigIntegerField(_("fingerprint"), null=True, editable=False)

    in_thread = models.BooleanField(
        _("in the thread"), default=False, db_default=False, editable=False
    )
    reply_count = models.PositiveIntegerField(_("replies"), default=0, db_default=0, editable=False)
    like_count = models.PositiveIntegerField(_("likes"), default=0, db_default=0, editable=False)
    open_reports = models.PositiveIntegerField(
        _("reports"), default=0, db_default=0, editable=False
    )
    folded_text = models.TextField(_("search text"), editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-submitted_at", "-id"]
        # What a reader wrote is neither added nor changed nor deleted in the admin.
        default_permissions = ("view",)
        permissions = [
            ("moderate_comment", _("Can approve and reject comments")),
            ("erase_comment", _("Can export and erase a commenter's personal data")),
        ]
        indexes = [
            models.Index(fields=["article", "status", "submitted_at", "id"], name="comment_thread"),
            models.Index(fields=["status", "submitted_at", "id"], name="comment_queue"),
            models.Index(
                fields=["article", "submitted_at", "id"],
                condition=Q(parent__isnull=True, in_thread=True),
                name="comment_tops",
            ),
            models.Index(
                fields=["article", "like_count", "id"],
                condition=Q(parent__isnull=True, in_thread=True),
                name="comment_tops_liked",
            ),
            models.Index(fields=["root", "number"], name="comment_root"),
            models.Index(
                fields=["parent"], condition=Q(parent__isnull=False), name="comment_parent"
            ),
            models.Index(fields=["email", "submitted_at"], name="comment_email"),
            models.Index(
                fields=["network", "submitted_at"],
                condition=~Q(network=""),
                name="comment_network",
            ),
            models.Index(
                fields=["fingerprint", "submitted_at"],
                condition=Q(fingerprint__isnull=False),
                name="comment_fingerprint",
            ),
            models.Index(fields=["stamp"], condition=~Q(stamp=""), name="comment_stamp"),
            models.Index(
                fields=["open_reports"], condition=Q(open_reports__gt=0), name="comment_reported"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.body[:60]}"

    def save(self, *args, **kwargs):
        """Save; a top-level comment is its own root."""
        self.folded_text = fold(f"{self.name} {self.body}")
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "folded_text"}
        super().save(*args, **kwargs)
        if self.root_id is None:
            self.root_id, self.number = self.pk, 0
            type(self).objects.filter(pk=self.pk).update(root=self.pk, number=0)

    def get_absolute_url(self) -> str:
        """The comment's own address, which leads to its place in the thread."""
        return reverse("comments:place", args=[self.pk])

    @property
    def anchor(self) -> str:
        """The fragment that leads to the comment on its story's page."""
        return f"comment-{self.pk}"

    @property
    def is_erased(self) -> bool:
        return not self.body
