"""Stories in the admin: the editor's form, the list, and what is done to many at once."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from articles import actions, rich_text, roles, text_pictures
from articles.admin.autocomplete import PickersMixin
from articles.admin.newsroom_admin import NewsroomAdminMixin, form_link, phase_label
from articles.admin.thumbnails import thumbnail
from articles.forms import FRONT_FIELDS, BylineFormSet, StoryForm
from articles.front_places import FrontPlace, holding_q
from articles.models import Article, Byline
from articles.publication import Phase, phase_q
from newsportal.arabic.counting import counted

WRITTEN = ("kicker", "headline", "standfirst", "body", "cover_caption")
"""The fields of a story that hold what somebody wrote, rather than chose."""


class BylineInline(PickersMixin, admin.StackedInline):
    """Who signs the story, in order. Whoever may edit the story may edit its bylines."""

    model = Byline
    formset = BylineFormSet
    fields = (("author", "role", "position"),)
    ordering = ("position", "id")
    autocomplete_fields = ("author",)
    extra = 0

    def get_extra(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> int:
        """One line ready to fill in on a new story."""
        return 1 if obj is None else 0

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return request.user.has_perm("articles.view_article")

    def has_add_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return roles.may_change(request.user, obj)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return roles.may_change(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return roles.may_change(request.user, obj)


class PhaseFilter(admin.SimpleListFilter):
    """Stories by where they stand now."""

    title = _("phase")
    parameter_name = "phase"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(phase.value, phase.label) for phase in Phase]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        phase = self.value()
        if phase in Phase.values:
            return queryset.filter(phase_q(Phase(phase), timezone.now()))
        return queryset


class FrontPlaceFilter(admin.SimpleListFilter):
    """Stories that hold a place on the home page now; for those who give places."""

    title = _("front page")
    parameter_name = "front"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        if not roles.may_publish(request.user):
            return []
        return [(place.value, place.label) for place in FrontPlace if place]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        place = self.value()
        if place and place in FrontPlace.values:
            return queryset.filter(holding_q(timezone.now()), front_place=place)
        return queryset


class AuthorFilter(admin.RelatedFieldListFilter):
    """Stories by who signs them."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.title = _("author")


class StoryList(ChangeList):
    """The list, without the texts of its stories."""

    def get_queryset(self, *args: Any, **kwargs: Any) -> QuerySet:
        stories: Any = super().get_queryset(*args, **kwargs)
        return stories.for_newsroom()


@admin.register(Article)
class StoryAdmin(NewsroomAdminMixin, admin.ModelAdmin):
    """Stories. Who may do what with which is asked of articles/roles.py on every way in."""

    index_position = 5
    form = StoryForm
    fieldsets = (
        (None, {"fields": ("kicker", "headline", "standfirst")}),
        (_("Text"), {"fields": ("body",), "classes": ("rich-text",)}),
        (_("Cover"), {"fields": ("cover", "cover_preview", "cover_caption")}),
        (_("Placement"), {"fields": ("category", "further_categories", "tags")}),
        (
            _("Publication"),
            {"fields": ("status", "published_at", "ends_at"), "classes": ("after-bylines",)},
        ),
        (_("Front page"), {"fields": FRONT_FIELDS}),
        (_("Comments"), {"fields": ("comment_mode",)}),
        (_("Address"), {"fields": ("slug",), "classes": ("collapse",)}),
    )
    readonly_fields = ("cover_preview",)
    autocomplete_fields = ("cover", "further_categories", "tags")
    inlines = (BylineInline,)
    list_display = (
        "headline",
        "standing",
        "category",
        "signed_by",
        "publication",
        "view_count",
        "comments",
        "preview_link",
    )
    list_display_links = ("headline",)
    list_filter = (
        PhaseFilter,
        FrontPlaceFilter,
        "category",
        ("published_at", admin.DateFieldListFilter),
        ("authors", AuthorFilter),
    )
    list_per_page = 50
    ordering = ("-created_at", "-id")
    # Shows the search box and allows autocompletion; the search itself is `get_search_results`.
    search_fields = ("headline",)
    # Counting all stories a second time, or by filter, costs more than the list itself.
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = (
        "publish",
        "withdraw",
        "make_lead",
        "put_beside_lead",
        "take_off_front",
        "submit_for_review",
        "return_to_draft",
    )

    class Media:
        css = {"all": ["admin_portal/editor.css"]}

    # --- Who sees and changes what

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        stories: Any = super().get_queryset(request)
        return stories.visible_to(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return roles.may_change(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return roles.may_delete(request.user, obj)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Article | None:
        """The story; where it is about to be saved or deleted, locked first and then read.

        Whoever else would write it waits, so that neither undoes what the other did. Readers'
        comments do not wait: the lock leaves foreign keys to the story alone.
        """
        story: Any = super().get_object(request, object_id, from_field)
        writes = request.method == "POST" and transaction.get_connection().in_atomic_block
        if story is None or not writes:
            return story
        stories = self.get_queryset(request).select_for_update(of=("self",), no_key=True)
        return stories.filter(pk=story.pk).first()

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What Django finds; stories that readers may know stand in the way of deleting them."""
        known = [story for story in objs if story.stored_status not in roles.UNPUBLISHED]
        if known:
            return [], {}, set(), [form_link(story) for story in known]
        return super().get_deleted_objects(objs, request)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Asked for by the actions that need the right to publish."""
        return roles.may_publish(request.user)

    # --- Form

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any
    ) -> type[StoryForm]:
        form = super().get_form(request, obj, change, **kwargs)
        attributes = {"may_publish": roles.may_publish(request.user), "user": request.user}
        return type(form.__name__, (form,), attributes)

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """For those who only read, the text as readers see it in the place of its markup.

        Whoever may not publish sees nothing of the home page.
        """
        fieldsets = super().get_fieldsets(request, obj)
        if not roles.may_publish(request.user):
            fieldsets = [part for part in fieldsets if part[1]["fields"] != FRONT_FIELDS]
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (name, options | {"fields": ("shown_text",)}) if "body" in options["fields"] else
            (name, options)
            for name, options in fieldsets
        ]  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        return (*super().get_readonly_fields(request, obj), "shown_text")

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Article, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """A new story is signed by the author of the account, until she writes otherwise."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        author = getattr(request.user, "author", None)
        is_new = request.method == "GET" and obj.pk is None
        if is_new and author is not None and isinstance(inline, BylineInline):
            kwargs["initial"] = [{"author": author.pk}]
        return kwargs

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        if not change:
            obj.created_by_id = request.user.pk
        super().save_model(request, obj, form, change)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Django's view; whoever may no longer save what she wrote is given it back to copy."""
        try:
            return super().changeform_view(request, object_id, *args, **kwargs)
        except PermissionDenied:
            typed = self._typed_texts(request)
            if object_id is None or not typed:
                raise
            context = {
                **self.admin_site.each_context(request),
                "title": _("Not saved"),
                "opts": self.opts,
                "story": self.get_object(request, unquote(object_id)),
                "typed": typed,
            }
            return TemplateResponse(
                request,
                "admin/articles/article/not_saved.html",
                context,
                status=HTTPStatus.FORBIDDEN,
            )

    def _typed_texts(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Label and text of each field of a sent form that holds writing."""
        texts = []
        for name in WRITTEN:
            if text := request.POST.get(name, "").strip():
                shown = mark_safe(rich_text.clean(text)) if name == "body" else text
                texts.append((str(self.opts.get_field(name).verbose_name), shown))
        return texts

    def get_view_on_site_url(self, obj: Article | None = None) -> str | None:
        """Only a story that is out has a page for everyone; the preview shows the others."""
        return super().get_view_on_site_url(obj) if obj is not None and obj.is_out else None

    @admin.display(description=_("text"))
    def shown_text(self, article: Article) -> SafeString:
        # A stored text is a clean text: see articles/rich_text.py.
        return mark_safe(text_pictures.for_readers(article.body))

    @admin.display(description=_("chosen picture"))
    def cover_preview(self, article: Article) -> SafeString | str:
        return thumbnail(article.cover, "wide", 320) if article.cover else "—"

    # --- List

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return StoryList

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet, bool]:
        return queryset.matching(search_term), False

    @admin.display(description=_("phase"))
    def standing(self, article: Article) -> SafeString:
        phase = article.phase
        return phase_label(phase.value, phase.label)

    @admin.display(description=_("byline"))
    def signed_by(self, article: Article) -> str:
        names = [str(byline.author) for byline in article.bylines.all()]
        return "، ".join(dict.fromkeys(names)) or "—"

    @admin.display(description=_("publication time"), ordering="published_at")
    def publication(self, article: Article) -> str:
        if article.published_at is None:
            return ""
        return date_format(timezone.localtime(article.published_at), "SHORT_DATETIME_FORMAT")

    @admin.display(description=_("views"), ordering="view_total__count")
    def view_count(self, article: Article) -> str:
        return counted(article.views, "view")

    @admin.display(description=_("comments"), ordering="comment_count")
    def comments(self, article: Article) -> str:
        return counted(article.comment_count, "comment")

    @admin.display(description=_("preview"))
    def preview_link(self, article: Article) -> SafeString:
        address = reverse("articles:preview", args=[article.pk])
        return format_html('<a href="{}">{}</a>', address, _("Preview"))

    # --- Acts on many

    @admin.action(description=_("Publish the selected stories"), permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._act(request, queryset, actions.publish, _("%(stories)s published."))

    @admin.action(description=_("Withdraw the selected stories"), permissions=["publish"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._act(request, queryset, actions.withdraw, _("%(stories)s withdrawn."))

    @admin.action(description=_("Make the selected story the lead"), permissions=["publish"])
    def make_lead(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._place(request, queryset, FrontPlace.LEAD, _("%(stories)s made the lead."))

    @admin.action(
        description=_("Put the selected stories beside the lead"), permissions=["publish"]
    )
    def put_beside_lead(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._place(request, queryset, FrontPlace.TOP, _("%(stories)s put beside the lead."))

    @admin.action(
        description=_("Take the selected stories from their place on the home page"),
        permissions=["publish"],
    )
    def take_off_front(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._place(request, queryset, FrontPlace.NONE, _("%(stories)s taken from their place."))

    def _place(
        self, request: HttpRequest, queryset: QuerySet, place: FrontPlace, done: Any
    ) -> None:
        def act(stories: QuerySet, user: Any) -> actions.Outcome:
            return actions.place_on_front(stories, user, place)

        self._act(request, queryset, act, done, changed="front_place")

    @admin.action(description=_("Submit the selected stories for review"), permissions=["change"])
    def submit_for_review(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._act(
            request, queryset, actions.submit_for_review, _("%(stories)s submitted for review.")
        )

    @admin.action(description=_("Return the selected stories to draft"), permissions=["change"])
    def return_to_draft(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._act(request, queryset, actions.return_to_draft, _("%(stories)s returned to draft."))

    def _act(
        self,
        request: HttpRequest,
        queryset: QuerySet,
        act: Callable[..., Any],
        done: Any,
        changed: str = "status",
    ) -> None:
        """Run `act`, record what it did, and tell what it did and what it refused and why."""
        outcome = act(queryset, request.user)
        # The record holds msgids, see NewsroomAdminMixin.
        with translation.override(None):
            label = str(self.opts.get_field(changed).verbose_name)
        for article in outcome.done:
            self.log_change(request, article, [{"changed": {"fields": [label]}}])
        if outcome.done:
            stories = counted(len(outcome.done), "story")
            self.message_user(request, done % {"stories": stories}, messages.SUCCESS)
        for article, reason in outcome.refused:
            refusal = _("Not applied to “%(headline)s”: %(reason)s") % {
                "headline": article.headline,
                "reason": reason,
            }
            self.message_user(request, refusal, messages.WARNING)
