"""Lists that answer 400 to what no page of theirs sends, where Django's would fail."""

import re
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse


class ListGuardMixin:
    """A ModelAdmin whose list raises BadRequest for keys and dates that the database cannot hold.

    Django puts the chosen rows of an action, the edited rows of a list and the values of a filter
    into queries as they come; a word for a number, or a number of thirty digits, is an error there.
    """

    opts: Any

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.method == "POST":
            for key in self._sent_keys(request):
                self._require_key(key)
        parent: Any = super()
        return parent.changelist_view(request, extra_context)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        parent: Any = super()
        try:
            return parent.get_changelist_instance(request)
        except OverflowError as error:
            raise BadRequest("A filter's value is out of range.") from error

    def _sent_keys(self, request: HttpRequest) -> list[Any]:
        edited = re.compile(rf"form-\d+-{re.escape(self.opts.pk.name)}")
        names = [name for name in request.POST if edited.fullmatch(name)]
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        return [*chosen, *(request.POST[name] for name in names)]

    def _require_key(self, key: Any) -> None:
        try:
            self.opts.pk.clean(key, None)
        except ValidationError as error:
            raise BadRequest("What was chosen is no row.") from error
