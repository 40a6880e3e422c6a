"""What belongs to the site in the admin: settings, static pages, breaking news."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.newsroom_admin import NewsroomAdminMixin, phase_label, yes_or_no
from articles.models import BreakingNews, Page, SiteSettings

BREAKING_LASTS = timedelta(hours=6)
"""The expiry proposed for a new item of the bar."""


@admin.register(BreakingNews)
class BreakingNewsAdmin(NewsroomAdminMixin, admin.ModelAdmin):
    """The breaking-news bar: what is on it now, and what is set for later."""

    index_position = 30
    list_display = ("text", "place", "starts_at", "expires_at", "article")
    list_select_related = ("article",)
    autocomplete_fields = ("article",)
    fields = ("text", "article", "starts_at", "expires_at")
    show_full_result_count = False

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        proposed = {"expires_at": timezone.now() + BREAKING_LASTS}
        return proposed | super().get_changeform_initial_data(request)

    @admin.display(description=_("on the bar"))
    def place(self, item: BreakingNews) -> SafeString:
        now = timezone.now()
        if item.expires_at <= now:
            return phase_label("ended", _("ended"))
        if item.starts_at > now:
            return phase_label("scheduled", _("scheduled"))
        return phase_label("out", _("on the bar now"))


@admin.register(Page)
class PageAdmin(NewsroomAdminMixin, admin.ModelAdmin):
    """Static pages, in the order of the footer."""

    index_position = 70
    list_display = ("title", "position", yes_or_no("is_public", _("public")), "changed_at")
    list_editable = ("position",)
    fieldsets = (
        (None, {"fields": ("title",)}),
        (_("Text"), {"fields": ("body",), "classes": ("rich-text",)}),
        (_("Publication"), {"fields": ("is_public", "position")}),
        (_("Address"), {"fields": ("slug",), "classes": ("collapse",)}),
    )

    class Media:
        css = {"all": ["admin_portal/editor.css"]}

    def get_view_on_site_url(self, obj: Page | None = None) -> str | None:
        return super().get_view_on_site_url(obj) if obj is not None and obj.is_public else None


@admin.register(SiteSettings)
class SiteSettingsAdmin(NewsroomAdminMixin, admin.ModelAdmin):
    """The one row of settings: its list is its form, and nothing is added or deleted."""

    index_position = 80
    fieldsets = (
        (None, {"fields": ("name", "tagline", "description")}),
        (_("Dates and digits"), {"fields": ("months", "digits", "hijri", "hijri_offset")}),
        (_("Readers"), {"fields": ("whatsapp_url",)}),
        (
            _("Comments"),
            {"fields": ("comment_mode", "comments_close_after_days", "comment_rules")},
        ),
    )
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        SiteSettings.objects.get_or_create(pk=1)
        return HttpResponseRedirect(reverse("admin:articles_sitesettings_change", args=[1]))
