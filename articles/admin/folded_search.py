"""Search in the admin's lists that overlooks how a word is spelt."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from newsportal.arabic.folding import fold


class FoldedSearchMixin:
    """A ModelAdmin that looks for the folded query in columns that hold folded text.

    `folded_search_fields` names them, as `search_fields` would: `"author__folded_name"`. A column
    that is not folded but free of accents and marks, such as an e-mail address, may stand there
    too: the comparison ignores case.
    """

    folded_search_fields: tuple[str, ...] = ()

    @property
    def search_fields(self) -> tuple[str, ...]:
        """What the admin goes by to show the search box and to allow autocompletion."""
        return self.folded_search_fields

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """The rows in which every word of the folded query occurs; none if it folds to nothing."""
        folded = fold(search_term)
        if search_term.strip() and not folded:
            return queryset.none(), False
        found: Any = super()
        return found.get_search_results(request, queryset, folded)
