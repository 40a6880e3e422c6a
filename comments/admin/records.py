"""The record of decisions: read by many, written by actions alone."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.list_guard import ListGuardMixin
from comments.admin.exact_times import ExactTimesMixin
from comments.models import ModerationRecord
from comments.moderation import phases, pipeline
from comments.templatetags.comments import paragraphs


class ReadOnlyMixin(ListGuardMixin):
    """Nothing is added, changed or deleted here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RecordColumns(ExactTimesMixin):
    """How a record is told, in a list and on its own page."""

    exact_times = ("decided_at",)

    @admin.display(description=_("decision"))
    def decision(self, record: ModerationRecord) -> str:
        return str(record)

    @admin.display(description=_("by"))
    def decided_by(self, record: ModerationRecord) -> SafeString | str:
        """The moderator, or the check; "—" where readers or the writer acted."""
        if record.moderator is not None:
            account = record.moderator
            return format_html("<bdi>{}</bdi>", account.get_full_name() or account.get_username())
        labels = pipeline.labels(phases.POLICY)
        return str(labels.get(record.check_name, record.check_name)) or "—"

    @admin.display(description=_("reason"))
    def why(self, record: ModerationRecord) -> SafeString:
        parts = [part for part in (record.rule, record.reason) if part]
        return format_html_join(" ", '<span dir="auto">{}</span>', ((part,) for part in parts))

    @admin.display(description=_("name at that time"))
    def name_then(self, record: ModerationRecord) -> SafeString:
        return format_html("<bdi>{}</bdi>", record.name or "—")

    @admin.display(description=_("text at that time"))
    def text_then(self, record: ModerationRecord) -> SafeString | str:
        return paragraphs(record.text) or "—"

    @admin.display(description=_("probability of rejection"))
    def probability_then(self, record: ModerationRecord) -> str:
        return "—" if record.probability is None else f"{round(100 * record.probability)}%"


class RecordInline(RecordColumns, ReadOnlyMixin, admin.TabularInline):
    """What has been decided about one comment, newest first."""

    model = ModerationRecord
    verbose_name_plural = _("History of decisions")
    fields = ("decided_at", "act", "decided_by", "decision", "why")
    readonly_fields = fields
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("moderator")


class ModeratorFilter(admin.SimpleListFilter):
    """Records by who decided, of all accounts of the newsroom."""

    title = _("moderator")
    parameter_name = "moderator"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        accounts = get_user_model().objects.filter(is_staff=True).order_by("username")
        return [
            (str(account.pk), account.get_full_name() or account.get_username())
            for account in accounts
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = {value for value, _name in self.lookup_choices}
        return queryset.filter(moderator=self.value()) if self.value() in known else queryset


class CheckFilter(admin.SimpleListFilter):
    """Records by the check that decided."""

    title = _("check")
    parameter_name = "check"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(pipeline.labels(phases.POLICY).items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = {value for value, _name in self.lookup_choices}
        return queryset.filter(check_name=self.value()) if self.value() in known else queryset


@admin.register(ModerationRecord)
class RecordAdmin(RecordColumns, ReadOnlyMixin, admin.ModelAdmin):
    """All that has been decided, newest first."""

    index_position = 20
    fields = (
        "decided_at",
        "act",
        "decided_by",
        "comment_link",
        "from_status",
        "to_status",
        "rule",
        "reason",
        "probability_then",
        "name_then",
        "text_then",
    )
    readonly_fields = fields
    list_display = ("decided_at", "act", "decided_by", "decision", "comment_link", "why")
    list_filter = ("act", "to_status", ModeratorFilter, CheckFilter)
    list_per_page = 50
    # Records are only ever added, so their ids are in the order of time, and have an index.
    ordering = ("-pk",)
    sortable_by = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    class Media:
        css = {"all": ["admin_portal/comments.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        unread = ("comment__body", "comment__email", "comment__folded_text", "comment__findings")
        return super().get_queryset(request).select_related("moderator", "comment").defer(*unread)

    @admin.display(description=_("Comment"))
    def comment_link(self, record: ModerationRecord) -> SafeString:
        url = reverse("admin:comments_comment_change", args=[record.comment_id])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', url, record.comment.name or "—")
