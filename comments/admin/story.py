"""The latest comments on a story's own page in the admin, of which articles/ knows nothing."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.admin.records import ReadOnlyMixin
from comments.models import Comment

LATEST = 5


class ShownOnly(BaseInlineFormSet):
    """A formset without forms: it shows comments, and whatever is posted to it is not read.

    New comments arrive while an editor writes, so the rows of the page she saves are not the rows
    of the page she opened.
    """

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any):
        super().__init__(**kwargs)

    def is_valid(self) -> bool:
        return True

    def save(self, commit: bool = True) -> list[Comment]:
        self.new_objects: list[Any] = []
        self.changed_objects: list[Any] = []
        self.deleted_objects: list[Any] = []
        return []

    def latest(self) -> list[Comment]:
        """The newest comments on the story, whatever their status; one query."""
        comments = self.instance.comments.defer("email", "folded_text")
        return list(comments.order_by("-submitted_at", "-id")[:LATEST])


class LatestComments(ReadOnlyMixin, admin.TabularInline):
    """The latest comments and a link to all of them, for those who may see comments."""

    model = Comment
    formset = ShownOnly
    template = "admin/comments/latest.html"
    verbose_name_plural = _("Latest comments")
    fields = ()
    extra = 0

    class Media:
        css = {"all": ["admin_portal/comments.css"]}

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Not on the page of a new story, which has no comments yet."""
        return obj is not None and super().has_view_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).none()


if admin.site.is_registered(Article):
    _story_admin = admin.site.get_model_admin(Article)
    _story_admin.inlines = (*_story_admin.inlines, LatestComments)  # type: ignore[misc]
