"""The moderation queue: what waits, oldest first, and what is decided about one or many."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles.admin.folded_search import FoldedSearchMixin
from articles.context_processors import of_request
from comments import actions
from comments.admin.records import ReadOnlyMixin, RecordInline
from comments.models import Comment, Status
from comments.rejection import RejectionForm
from comments.templatetags.comments import paragraphs
from newsportal.arabic.counting import counted

DONE = {
    Status.APPROVED: _("Approved: %(comments)s."),
    Status.REJECTED: _("Rejected: %(comments)s."),
    Status.SPAM: _("Marked as spam: %(comments)s."),
}
ALREADY = _("Decided so before: %(comments)s.")

EXCERPT = 140
SHOWN_FOR_REJECTION = 20
FILTERS = "_changelist_filters"
"""Where Django keeps the list's query while another page is open."""


class StatusFilter(admin.SimpleListFilter):
    """Comments by status; those that wait unless asked otherwise."""

    title = _("status")
    parameter_name = "status"
    ALL = "all"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        waiting = Comment.objects.awaiting().count()
        return [
            (Status.WAITING, f"{Status.WAITING.label} ({waiting})"),
            *((status, status.label) for status in actions.DECISIONS),
            (self.ALL, _("All")),
        ]

    def value(self) -> str:
        asked = super().value()
        return asked if asked and asked in {*Status, self.ALL} else Status.WAITING

    def choices(self, changelist: Any) -> Iterator[Any]:
        for value, title in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": title,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset if self.value() == self.ALL else queryset.filter(status=self.value())


@admin.register(Comment)
class CommentAdmin(FoldedSearchMixin, ReadOnlyMixin, admin.ModelAdmin):
    """Readers' comments. Nobody edits what a reader wrote; moderators decide whether it shows."""

    index_position = 10
    folded_search_fields = ("folded_text",)
    list_display = ("excerpt", "writer", "story", "submitted_at", "status")
    list_display_links = ("excerpt",)
    list_filter = (StatusFilter,)
    list_per_page = 50
    sortable_by = ("submitted_at",)
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    readonly_fields = ("text", "writer", "email", "story", "submitted_at", "status", "decided_at")
    inlines = (RecordInline,)
    actions = ("approve", "reject", "mark_as_spam")

    class Media:
        css = {"all": ["admin_portal/comments.css"]}

    # --- Who sees and decides

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Asked for by the actions and the buttons."""
        return request.user.has_perm("comments.moderate_comment")

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return request.user.has_perm("comments.delete_comment")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        comments = super().get_queryset(request).select_related("article")
        return comments.defer("article__body", "folded_text")

    def get_fields(self, request: HttpRequest, obj: Comment | None = None) -> Any:
        """The e-mail address is for moderators alone."""
        hidden = set() if self.has_moderate_permission(request) else {"email"}
        return [name for name in self.readonly_fields if name not in hidden]

    # --- List

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Who has waited longest comes first; elsewhere the newest."""
        status = request.GET.get(StatusFilter.parameter_name, Status.WAITING)
        newest_first = ("-submitted_at", "-id")
        return ("submitted_at", "id") if status == Status.WAITING else newest_first

    @admin.display(description=_("Comment"))
    def excerpt(self, comment: Comment) -> SafeString:
        text = Truncator(comment.body).chars(EXCERPT)
        return format_html('<span dir="auto">{}</span>', text)

    @admin.display(description=_("Name"))
    def writer(self, comment: Comment) -> SafeString:
        return format_html("<bdi>{}</bdi>", comment.name)

    @admin.display(description=_("Story"))
    def story(self, comment: Comment) -> SafeString:
        """The story, as a link where readers have a page of it."""
        if not comment.article.is_out:
            return format_html("<bdi>{}</bdi>", comment.article)
        url = f"{comment.article.get_absolute_url()}#{comment.anchor}"
        return format_html('<a href="{}"><bdi>{}</bdi></a>', url, comment.article)

    @admin.display(description=_("Comment"))
    def text(self, comment: Comment) -> SafeString:
        return paragraphs(comment.body)

    # --- Decisions

    @admin.action(permissions=["moderate"], description=_("Approve"))
    def approve(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._decide(request, queryset, Status.APPROVED)

    @admin.action(permissions=["moderate"], description=_("Reject…"))
    def reject(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        form = RejectionForm(rules=of_request(request).comment_rules)
        return self._reason_page(request, list(queryset), form, request.GET.urlencode())

    @admin.action(permissions=["moderate"], description=_("Mark as spam"))
    def mark_as_spam(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._decide(request, queryset, Status.SPAM)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.decide_view)
        return [path("decide/", view, name="comments_comment_decide"), *super().get_urls()]

    def decide_view(self, request: HttpRequest) -> HttpResponse:
        """The buttons under a comment, and the page that asks for a reason.

        POST: `status`, `comments` (ids with commas between them), for a rejection also the fields
        of RejectionForm and `confirmed`.
        """
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._back(request)
        status = request.POST.get("status", "")
        if status not in actions.DECISIONS:
            raise BadRequest("no decision")
        comments = self._posted_comments(request)
        reason = ""
        if status == Status.REJECTED:
            data = request.POST if "confirmed" in request.POST else None
            form = RejectionForm(data, rules=of_request(request).comment_rules)
            if not form.is_valid():
                return self._reason_page(request, comments, form, request.POST.get(FILTERS, ""))
            reason = form.reason
        self._decide(request, comments, status, reason)
        return self._back(request)

    def _posted_comments(self, request: HttpRequest) -> list[Comment]:
        ids = request.POST.get("comments", "").split(",")
        if not all(pk.isascii() and pk.isdigit() and len(pk) <= 18 for pk in ids):
            raise BadRequest("no ids of comments")
        return list(self.get_queryset(request).filter(pk__in=ids).order_by("submitted_at", "id"))

    def _decide(self, request: HttpRequest, comments: Any, status: str, reason: str = "") -> None:
        outcome = actions.decide(comments, status, request.user, reason)
        for found, text, level in (
            (outcome.changed, DONE[Status(status)], messages.SUCCESS),
            (outcome.unchanged, ALREADY, messages.WARNING),
        ):
            if found:
                number = counted(len(found), "comment")
                self.message_user(request, text % {"comments": number}, level)

    def _reason_page(
        self, request: HttpRequest, comments: list[Comment], form: RejectionForm, filters: str
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Reject comments"),
            "opts": self.opts,
            "form": form,
            "media": self.media,
            "ids": ",".join(str(comment.pk) for comment in comments),
            "number": counted(len(comments), "comment"),
            "comments": comments[:SHOWN_FOR_REJECTION],
            "hidden": len(comments) - SHOWN_FOR_REJECTION,
            "filters_name": FILTERS,
            "filters": filters,
        }
        return TemplateResponse(
            request,
            "admin/comments/comment/reject.html",
            context,
            status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
        )

    def _back(self, request: HttpRequest) -> HttpResponse:
        url = reverse("admin:comments_comment_changelist")
        filters = request.POST.get(FILTERS, "")
        return HttpResponseRedirect(f"{url}?{filters}" if filters else url)

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any):
        """With the decisions that are left to take, for those who may."""
        comment = kwargs.get("obj")
        if comment is not None and self.has_moderate_permission(request):
            context["decisions"] = [s for s in actions.DECISIONS if s != comment.status]
        context |= {"filters_name": FILTERS, "filters": request.GET.get(FILTERS, "")}
        return super().render_change_form(request, context, *args, **kwargs)
