"""The picture library in the admin, and choosing from it while writing."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles import roles
from articles.admin.folded_search import FoldedSearchMixin
from articles.admin.newsroom_admin import NewsroomAdminMixin, form_link, phase_label
from articles.admin.thumbnails import thumbnail
from articles.forms import PictureForm
from articles.models import Picture
from articles.picture_uses import uses_of

CHOOSER_PAGE = 24


class ReadyFilter(admin.SimpleListFilter):
    """Pictures that still need an alternative text, or those that may go out."""

    title = _("alternative text")
    parameter_name = "ready"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("Needs alternative text")), ("yes", _("Ready to publish"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        match self.value():
            case "no":
                return queryset.unready()
            case "yes":
                return queryset.ready()
        return queryset


@admin.register(Picture)
class PictureAdmin(NewsroomAdminMixin, FoldedSearchMixin, admin.ModelAdmin):
    """Pictures. A file is never exchanged, since stored texts name it: another one is uploaded."""

    index_position = 20
    form = PictureForm
    folded_search_fields = ("folded_text",)
    list_display = ("shown", "description", "credit", "readiness", "uploaded_at")
    list_display_links = ("shown", "description")
    list_filter = (ReadyFilter, ("uploaded_at", admin.DateFieldListFilter))
    list_per_page = 48
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    fieldsets = (
        (None, {"fields": ("file", "alt", "decorative", "caption", "credit")}),
        (
            _("Focal point"),
            {
                "fields": ("focal_x", "focal_y"),
                "description": _(
                    "Crops keep this point in view: click on the picture, or write percentages."
                ),
            },
        ),
    )

    class Media:
        js = [Script("admin_portal/focal_point.js", defer=True)]

    def has_change_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        """Asked many times for one page, and answered once: it costs a search through the texts."""
        if obj is None:
            return roles.may_change_picture(request.user, None)
        answers: dict[Any, bool] = request.__dict__.setdefault("_may_change_picture", {})
        if obj.pk not in answers:
            answers[obj.pk] = roles.may_change_picture(request.user, obj)
        return answers[obj.pk]

    def get_fieldsets(self, request: HttpRequest, obj: Picture | None = None) -> Any:
        """Once there is a picture, it is shown where the focal point is set."""
        if obj is None:
            return self.fieldsets
        (_title, main), (focal, options) = self.fieldsets
        return (
            (None, main | {"fields": main["fields"][1:]}),
            (focal, options | {"fields": ("whole_picture", *options["fields"])}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Picture | None = None) -> Any:
        return ("whole_picture",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Picture, form: Any, change: bool) -> None:
        if not change:
            obj.uploaded_by_id = request.user.pk
        super().save_model(request, obj, form, change)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What Django finds, with the texts that stand in the way and the places left bare."""
        to_delete, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        uses = uses_of(objs)
        protected = [*protected, *(form_link(row) for row in uses.texts)]
        if bare := [*uses.covers, *uses.portraits]:
            to_delete = [
                *to_delete,
                gettext("These lose their picture:"),
                [form_link(row) for row in bare],
            ]
        return to_delete, counts, forbidden, protected

    @admin.display(description=_("picture"))
    def shown(self, picture: Picture) -> SafeString:
        return thumbnail(picture, "square", 96)

    @admin.display(description=_("description"))
    def description(self, picture: Picture) -> str:
        return str(picture)

    @admin.display(description=_("alternative text"))
    def readiness(self, picture: Picture) -> SafeString:
        if picture.ready:
            return phase_label("out", _("Ready to publish"))
        return phase_label("in_review", _("Needs alternative text"))

    @admin.display(description=_("picture"))
    def whole_picture(self, picture: Picture) -> SafeString:
        return format_html('<span class="focal-point">{}</span>', thumbnail(picture, "text", 480))

    # --- Choosing a picture for a text

    def get_urls(self) -> list[URLPattern]:
        choose = path(
            "choose/",
            self.admin_site.admin_view(require_safe(self.choose)),
            name="articles_picture_choose",
        )
        return [choose, *super().get_urls()]

    def choose(self, request: HttpRequest) -> HttpResponse:
        """A page of the library as a fragment for the editor's dialog; `q` searches, `p` turns."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        query = request.GET.get("q", "")
        found, _duplicates = self.get_search_results(request, self.get_queryset(request), query)
        page = Paginator(found, CHOOSER_PAGE).get_page(request.GET.get("p"))
        context = {
            "query": query,
            "page": page,
            "pictures": [(picture, thumbnail(picture, "square", 96)) for picture in page],
            "may_add": self.has_add_permission(request),
        }
        return render(request, "admin/articles/picture/choose.html", context)
