"""The newsroom's admin site: the stock one, with its index in the order of daily use."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

LAST = 1000
"""Place in the index of a model whose admin does not name one."""


class NewsroomSite(AdminSite):
    """An admin site whose index follows `index_position` of each ModelAdmin, small ones first."""

    site_header = _("Newsroom")
    site_title = _("Newsroom")
    index_title = _("Newsroom")

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """Applications and their models as Django lists them, in the newsroom's order."""
        applications = super().get_app_list(request, app_label)
        for application in applications:
            application["models"].sort(key=self._position)
        applications.sort(key=lambda application: self._position(application["models"][0]))
        return applications

    def _position(self, entry: dict[str, Any]) -> int:
        return getattr(self.get_model_admin(entry["model"]), "index_position", LAST)
