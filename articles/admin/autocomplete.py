"""Pickers that search while one types, and that survive whatever is sent in their place."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.http import HttpRequest


class _OnlyKeys:
    """A picker that, shown again after an error, leaves out what cannot be a key.

    Django looks the sent values up to show them, and fails on a value that is no number.
    """

    choices: Any

    def optgroups(self, name: str, value: list[Any], attr: Any = None) -> Any:
        parent: Any = super()
        return parent.optgroups(name, [key for key in value if self._may_be_key(key)], attr)

    def _may_be_key(self, value: Any) -> bool:
        if str(value) in self.choices.field.empty_values:
            return True
        try:
            self.choices.queryset.model._meta.pk.clean(value, None)
        except ValidationError:
            return False
        return True


class Picker(_OnlyKeys, AutocompleteSelect):  # type: ignore[misc]
    """One row."""


class MultiplePicker(_OnlyKeys, AutocompleteSelectMultiple):  # type: ignore[misc]
    """Several rows; what cannot be a key is not read at all.

    Django's field would put a number beyond the column's range into a query, which SQLite refuses.
    """

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        sent = super().value_from_datadict(data, files, name) or []
        return [key for key in sent if self._may_be_key(key)]


class PickersMixin:
    """A ModelAdmin or inline whose `autocomplete_fields` use these pickers."""

    admin_site: Any

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return self._with_picker("formfield_for_foreignkey", Picker, db_field, request, kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return self._with_picker(
            "formfield_for_manytomany", MultiplePicker, db_field, request, kwargs
        )

    def _with_picker(
        self, method: str, picker: Any, db_field: Any, request: HttpRequest, kwargs: dict[str, Any]
    ) -> Any:
        parent: Any = super()
        if db_field.name in parent.get_autocomplete_fields(request):
            kwargs.setdefault("widget", picker(db_field, self.admin_site))
        return getattr(parent, method)(db_field, request, **kwargs)
