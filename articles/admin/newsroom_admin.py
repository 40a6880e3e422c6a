"""What every admin of the newsroom shares."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.autocomplete import PickersMixin
from articles.admin.list_guard import ListGuardMixin


class NewsroomAdminMixin(ListGuardMixin, PickersMixin):
    """A ModelAdmin whose history can be read in Arabic and whose deletions name what matters.

    Its list stands what is forged, see list_guard.py.
    """

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> list[dict[str, Any]]:
        """Django's record of a change, with fields by their msgids.

        Django writes down the untranslated label with a capital letter and later translates what
        it wrote; our msgids begin with a small letter, so the capital would never be found.
        """
        parent: Any = super()
        message = parent.construct_change_message(request, form, formsets, add)
        for part in message:
            for details in part.values():
                if "fields" in details:
                    details["fields"] = [_uncapitalised(str(label)) for label in details["fields"]]
        return message

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What deleting `objs` takes along, without derived rows, which have no form."""
        parent: Any = super()
        to_delete, counts, forbidden, protected = parent.get_deleted_objects(objs, request)
        known = {
            str(model._meta.verbose_name_plural)
            for model in apps.get_models()
            if admin.site.is_registered(model)
        }
        shown = {name: count for name, count in counts.items() if str(name) in known}
        return _with_forms(to_delete), shown, forbidden, protected


def yes_or_no(name: str, description: Any) -> Callable[[Any], Any]:
    """A column for the truth of `name`, in words: Django's icons are read aloud in English."""

    @admin.display(description=description, ordering=name)
    def column(row: Any) -> Any:
        return _("Yes") if getattr(row, name) else _("No")

    return column


def phase_label(phase: str, name: Any) -> SafeString:
    """A phase as a coloured label; the colours are in static/admin_portal/admin.css."""
    return format_html('<span class="phase phase-{}">{}</span>', phase, name)


def form_link(row: Any) -> SafeString:
    """The row's kind and name, leading to its form."""
    options = row._meta
    address = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[row.pk])
    return format_html('{}: <a href="{}">{}</a>', options.verbose_name, address, row)


def _with_forms(entries: list[Any]) -> list[Any]:
    """Of a nested list of rows, those that link to a form: Django marks their HTML as safe."""
    kept: list[Any] = []
    for entry in entries:
        if isinstance(entry, list):
            if inner := _with_forms(entry):
                kept.append(inner)
        elif hasattr(entry, "__html__"):
            kept.append(entry)
    return kept


def _uncapitalised(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
