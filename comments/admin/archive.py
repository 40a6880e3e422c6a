"""All comments, to be searched and read; and the page of one, with its history."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles.admin.folded_search import FoldedSearchMixin
from comments.admin import cards
from comments.admin.deciding import DecidingMixin
from comments.admin.exact_times import ExactTimesMixin
from comments.admin.queue import QueueMixin
from comments.admin.records import ReadOnlyMixin, RecordInline
from comments.admin.story import StoryModeMixin
from comments.models import Comment, Status
from newsportal.admin_site import SitePage

EXCERPT = 140


class StatusFilter(admin.SimpleListFilter):
    """Comments by status."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        waiting = Comment.objects.awaiting().count()
        return [
            (status, f"{status.label} ({waiting})" if status == Status.WAITING else status.label)
            for status in Status
        ]

    def choices(self, changelist: Any) -> Iterator[Any]:
        """With "all" chosen where the address asks for no status there is."""
        choices = super().choices(changelist)
        if self.value() is not None and self.value() not in Status:
            choices = iter([next(choices) | {"selected": True}, *choices])
        return choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        status = self.value()
        return queryset.filter(status=status) if status in Status else queryset


@admin.register(Comment)
class CommentAdmin(
    QueueMixin,
    DecidingMixin,
    StoryModeMixin,
    FoldedSearchMixin,
    ExactTimesMixin,
    ReadOnlyMixin,
    admin.ModelAdmin,
):
    """Readers' comments. Nobody edits what a reader wrote; moderators decide whether it shows."""

    index_position = 10
    folded_search_fields = ("folded_text",)
    list_display = ("excerpt", "writer", "story", "submitted_at", "status")
    list_display_links = ("excerpt",)
    exact_times = ("submitted_at", "corrected_at", "decided_at")
    list_filter = (StatusFilter,)
    list_per_page = 50
    sortable_by = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    readonly_fields = (
        "status",
        "email",
        "submitted_at",
        "corrected_at",
        "decided_at",
        "told",
        "like_count",
        "reply_count",
    )
    inlines = (RecordInline,)
    actions = ("decide_about",)

    class Media:
        css = {
            "all": [
                "admin_portal/comments.css",
                "admin_portal/queue.css",
                "admin_portal/queue_keys.css",
            ]
        }

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        comments = super().get_queryset(request).select_related("article")
        return comments.defer("article__body", "folded_text")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """The newest first. Ids are in the order of time too, and have an index of their own."""
        by_status = request.GET.get(StatusFilter.parameter_name) in Status
        return ("-submitted_at", "-id") if by_status else ("-id",)

    def get_fields(self, request: HttpRequest, obj: Comment | None = None) -> Any:
        """The e-mail address is for moderators alone."""
        hidden = set() if self.has_moderate_permission(request) else {"email"}
        return [name for name in self.readonly_fields if name not in hidden]

    @admin.action(permissions=["moderate"], description=_("Decide about the selected comments"))
    def decide_about(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        """Lead to the cards of the chosen comments, where they are decided about as they are."""
        chosen = ",".join(str(pk) for pk in queryset.values_list("pk", flat=True))
        return HttpResponseRedirect(f"{reverse('admin:comments_queue')}?chosen={chosen}")

    @admin.display(description=_("Comment"))
    def excerpt(self, comment: Comment) -> SafeString:
        text = Truncator(comment.body).chars(EXCERPT)
        return format_html('<span dir="auto">{}</span>', text or "—")

    @admin.display(description=_("Name"))
    def writer(self, comment: Comment) -> SafeString:
        return format_html("<bdi>{}</bdi>", comment.name or "—")

    @admin.display(description=_("Story"))
    def story(self, comment: Comment) -> SafeString:
        """The story, as a link where readers have a page of it."""
        if not comment.article.is_out:
            return format_html("<bdi>{}</bdi>", comment.article)
        shown = comment.get_absolute_url() if comment.status == Status.APPROVED else ""
        url = shown or comment.article.get_absolute_url()
        return format_html('<a href="{}"><bdi>{}</bdi></a>', url, comment.article)

    @admin.display(description=_("told to the commenter"))
    def told(self, comment: Comment) -> SafeString:
        return format_html('<span dir="auto">{}</span>', comment.answer or "—")

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any):
        """With the comment's card, where she who may decides about it."""
        if comment := kwargs.get("obj"):
            context["card"] = cards.of([comment])[0]
            context |= self.card_context(request, request.get_full_path())
        return super().render_change_form(request, context, *args, **kwargs)


def _queue(request: HttpRequest) -> HttpResponse:
    model_admin: Any = admin.site.get_model_admin(Comment)
    return model_admin.queue_view(request)


admin.site.add_page(  # type: ignore[attr-defined]
    SitePage(
        app_label="comments",
        name="queue",
        title=_("What waits"),
        view=_queue,
        permission="comments.view_comment",
        index_position=CommentAdmin.index_position - 1,
    )
)
