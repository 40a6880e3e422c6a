"""The record of decisions: read by many, written by actions alone."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.list_guard import ListGuardMixin
from comments.models import ModerationRecord


class ReadOnlyMixin(ListGuardMixin):
    """Nothing is added, changed or deleted here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RecordInline(ReadOnlyMixin, admin.TabularInline):
    """What has been decided about one comment, newest first."""

    model = ModerationRecord
    verbose_name_plural = _("History of decisions")
    fields = ("decided_at", "moderator", "decision", "reason")
    readonly_fields = fields
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("moderator")

    @admin.display(description=_("decision"))
    def decision(self, record: ModerationRecord) -> str:
        return str(record)


@admin.register(ModerationRecord)
class RecordAdmin(ReadOnlyMixin, admin.ModelAdmin):
    """All decisions, newest first."""

    index_position = 20
    fields = (
        "decided_at",
        "moderator",
        "comment_link",
        "from_status",
        "to_status",
        "reason",
        "text",
    )
    readonly_fields = fields
    list_display = ("decided_at", "moderator", "decision", "comment_link", "reason")
    list_filter = ("to_status",)
    list_per_page = 50
    # Records are only ever added, so their ids are in the order of time, and have an index.
    ordering = ("-pk",)
    sortable_by = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        unread = ("comment__body", "comment__email", "comment__folded_text")
        return super().get_queryset(request).select_related("moderator", "comment").defer(*unread)

    def has_delete_permission(
        self, request: HttpRequest, obj: ModerationRecord | None = None
    ) -> bool:
        """Never by itself: a record goes only with its comment, when that is deleted elsewhere."""
        match = request.resolver_match
        if match is None or (match.url_name or "").startswith("comments_moderationrecord_"):
            return False
        return request.user.has_perm("comments.delete_comment")

    @admin.display(description=_("decision"))
    def decision(self, record: ModerationRecord) -> str:
        return str(record)

    @admin.display(description=_("Comment"))
    def comment_link(self, record: ModerationRecord) -> SafeString:
        url = reverse("admin:comments_comment_change", args=[record.comment_id])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', url, record.comment.name)
