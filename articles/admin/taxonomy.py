"""Categories, tags and authors in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles import accents
from articles.admin.folded_search import FoldedSearchMixin
from articles.admin.newsroom_admin import NewsroomAdminMixin, form_link
from articles.forms import CategoryForm
from articles.models import Article, Author, Category, Tag

ADDRESS: Any = (_("Address"), {"fields": ("slug",), "classes": ("collapse",)})
STORIES_SHOWN = 20
"""How many of the stories that keep a category or an author from being deleted are named."""


class KeptByStoriesMixin:
    """A ModelAdmin of rows that cannot be deleted while stories refer to them by `story_lookup`.

    Answers before Django would gather every such story, of which a section may have thousands.
    """

    story_lookup: str

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        stories = Article.objects.filter(**{f"{self.story_lookup}__in": objs}).defer("body")
        if named := stories.distinct()[:STORIES_SHOWN]:
            return [], {}, set(), [form_link(story) for story in named]
        parent: Any = super()
        return parent.get_deleted_objects(objs, request)


@admin.register(Category)
class CategoryAdmin(KeptByStoriesMixin, NewsroomAdminMixin, FoldedSearchMixin, admin.ModelAdmin):
    """Sections, in the order of the navigation."""

    index_position = 40
    story_lookup = "category"
    folded_search_fields = ("folded_name",)
    form = CategoryForm
    list_display = ("name", "position", "description", "block", "colours")
    list_editable = ("position",)
    readonly_fields = ("colours",)
    fieldsets = (
        (None, {"fields": ("name", "description", "position", "comment_mode")}),
        (_("Look"), {"fields": ("block", "own_accent", "accent", "colours")}),
        ADDRESS,
    )

    @admin.display(description=_("what readers see"))
    def colours(self, section: Category) -> SafeString:
        """The stored colour as readers get it, on the grounds of both schemes."""
        colours = accents.accent(section.accent or accents.HOUSE)
        context = {
            "name": section.name or self.opts.verbose_name,
            "light": (accents.LIGHT_GROUNDS[0], colours.light),
            "dark": (accents.DARK_GROUNDS[0], colours.dark),
            "fill": (colours.fill, colours.on_fill),
        }
        return render_to_string("admin/articles/category/colours.html", context)


@admin.register(Tag)
class TagAdmin(NewsroomAdminMixin, FoldedSearchMixin, admin.ModelAdmin):
    """Tags. Two spellings of one word are one tag: see `Tag.clean`."""

    index_position = 50
    folded_search_fields = ("folded_name",)
    list_display = ("name",)
    show_full_result_count = False
    fieldsets = ((None, {"fields": ("name",)}), ADDRESS)


@admin.register(Author)
class AuthorAdmin(KeptByStoriesMixin, NewsroomAdminMixin, FoldedSearchMixin, admin.ModelAdmin):
    """Authors, with or without an account."""

    index_position = 60
    story_lookup = "bylines__author"
    folded_search_fields = ("folded_name",)
    list_display = ("name", "job_title", "user")
    list_select_related = ("user",)
    autocomplete_fields = ("portrait",)
    fieldsets = (
        (None, {"fields": ("name", "job_title", "biography", "portrait", "user")}),
        ADDRESS,
    )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only accounts of the newsroom sign stories."""
        if db_field.name == "user":
            accounts = db_field.remote_field.model.objects
            kwargs["queryset"] = accounts.filter(is_staff=True).order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
