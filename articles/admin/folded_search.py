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
    search_fields: Any = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Name the columns where the admin looks before it shows a search box or a picker."""
        super().__init_subclass__(**kwargs)
        cls.search_fields = cls.folded_search_fields

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """The rows in which every word of the folded query occurs; none if it folds to nothing."""
        folded = fold(search_term)
        if search_term.strip() and not folded:
            return queryset.none(), False
        found: Any = super()
        return found.get_search_results(request, queryset, folded)
