"""The admin's record of changes, in words that can be translated when they are read."""

from typing import Any

from django.http import HttpRequest


class TranslatableHistoryMixin:
    """A ModelAdmin whose record of changes names fields by their msgids.

    Django writes down the untranslated label with a capital letter and later translates what it
    wrote; our msgids begin with a small letter, so the capital would never be found.
    """

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> list[dict[str, Any]]:
        parent: Any = super()
        message = parent.construct_change_message(request, form, formsets, add)
        for part in message:
            if "fields" in part.get("changed", {}):
                part["changed"]["fields"] = [
                    _uncapitalised(str(label)) for label in part["changed"]["fields"]
                ]
        return message


def _uncapitalised(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
