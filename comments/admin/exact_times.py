"""Moments in lists and forms as the newspaper writes them, with the months of its region."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from articles.context_processors import of_request
from newsportal.arabic.dates import format_datetime


class ExactTimesMixin:
    """A ModelAdmin or inline whose `exact_times`, fields with a moment, are told like elsewhere.

    Django writes the months of the admin's language, which are not those of the newspaper's
    region: the same November would have two names in the newsroom. Fields that can be edited stay
    as they are.
    """

    exact_times: tuple[str, ...] = ()
    model: type[Model]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        parent: Any = super()
        return self.told_exactly(request, parent.get_list_display(request))

    def get_sortable_by(self, request: HttpRequest) -> list[Any]:
        parent: Any = super()
        return self.told_exactly(request, parent.get_sortable_by(request))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        parent: Any = super()
        me: Any = self
        may_edit = obj is None or me.has_change_permission(request, obj)
        fixed = {*me.get_readonly_fields(request, obj)} if may_edit else {*self.exact_times}
        columns = self._columns(request)
        told = {name: column for name, column in columns.items() if {name, column} & fixed}
        return [
            (title, {**options, "fields": [told.get(name, name) for name in options["fields"]]})
            for title, options in parent.get_fieldsets(request, obj)
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        parent: Any = super()
        return self.told_exactly(request, parent.get_readonly_fields(request, obj))

    def told_exactly(self, request: HttpRequest, names: Iterable[Any]) -> list[Any]:
        """`names` with a callable in place of each of the fields."""
        columns = self._columns(request)
        return [columns.get(name, name) for name in names]

    def _columns(self, request: HttpRequest) -> dict[str, Callable[[Any], str | None]]:
        """The callable of each field, the same ones for all of a request: Django compares them."""
        kept: dict[type, Any] = request.__dict__.setdefault("_exact_times", {})
        if self.model not in kept:
            kept[self.model] = {
                name: _column(self.model, name, request) for name in self.exact_times
            }
        return kept[self.model]


def _column(model: type[Model], name: str, request: HttpRequest) -> Callable[[Any], str | None]:
    field: Any = model._meta.get_field(name)

    @admin.display(description=field.verbose_name, ordering=name)
    def column(row: Any) -> str | None:
        moment: datetime | None = getattr(row, name)
        if moment is None:
            return None
        return format_datetime(timezone.localtime(moment), of_request(request).date_style)

    column.__name__ = name
    return column
