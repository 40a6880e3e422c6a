"""Categories, tags and authors in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.folded_search import FoldedSearchMixin
from articles.admin.history import TranslatableHistoryMixin
from articles.models import Author, Category, Tag

ADDRESS = (_("Address"), {"fields": ("slug",), "classes": ("collapse",)})


@admin.register(Category)
class CategoryAdmin(TranslatableHistoryMixin, FoldedSearchMixin, admin.ModelAdmin):
    """Sections, in the order of the navigation."""

    index_position = 40
    folded_search_fields = ("folded_name",)
    list_display = ("name", "position", "description")
    list_editable = ("position",)
    fieldsets = ((None, {"fields": ("name", "description", "position")}), ADDRESS)


@admin.register(Tag)
class TagAdmin(TranslatableHistoryMixin, FoldedSearchMixin, admin.ModelAdmin):
    """Tags. Two spellings of one word are one tag: see `Tag.clean`."""

    index_position = 50
    folded_search_fields = ("folded_name",)
    list_display = ("name",)
    show_full_result_count = False
    fieldsets = ((None, {"fields": ("name",)}), ADDRESS)


@admin.register(Author)
class AuthorAdmin(TranslatableHistoryMixin, FoldedSearchMixin, admin.ModelAdmin):
    """Authors, with or without an account."""

    index_position = 60
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
