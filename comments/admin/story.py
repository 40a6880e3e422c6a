"""Comments on a story's own page in the admin, of which articles/ knows nothing.

The latest ones, and who may comment: editors change that as a field of the story, moderators, who
do not edit stories, with a button of its own.
"""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from articles.comment_mode import OVERRIDES
from articles.models import Article
from comments import story_mode
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

    modes = OVERRIDES

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


class StoryModeMixin:
    """A ModelAdmin of comments with the address where the button on a story's page leads."""

    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        parent: Any = super()
        view = self.admin_site.admin_view(self.story_mode_view)
        name = "comments_comment_story_mode"
        return [path("story/<int:article_pk>/mode/", view, name=name), *parent.get_urls()]

    def story_mode_view(self, request: HttpRequest, article_pk: int) -> HttpResponse:
        """POST `story_comment_mode`: who may comment on the story from now on."""
        address = reverse("admin:articles_article_change", args=[article_pk])
        if request.method != "POST":
            return HttpResponseRedirect(address)
        if not request.user.has_perm("comments.moderate_comment"):
            raise PermissionDenied
        seen: Any = Article.objects.all()
        story = get_object_or_404(seen.visible_to(request.user).defer("body"), pk=article_pk)
        try:
            is_new = story_mode.set_mode(
                story, request.POST.get("story_comment_mode", "-"), request.user
            )
        except ValueError as error:
            raise BadRequest("no mode") from error
        if is_new:
            _story_admin().log_change(request, story, [{"changed": {"fields": ["comments"]}}])
            messages.success(request, _("Saved who may comment on this story."))
        return HttpResponseRedirect(address)


def _story_admin() -> admin.ModelAdmin:
    return admin.site.get_model_admin(Article)


if admin.site.is_registered(Article):
    _story_admin().inlines = (*_story_admin().inlines, LatestComments)  # type: ignore[misc]
