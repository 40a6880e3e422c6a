"""The newsroom's admin site: the stock one, with its index in the order of daily use."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _

LAST = 1000
"""Place in the index of a model whose admin does not name one."""


@dataclass(frozen=True)
class SitePage:
    """A page of the admin that belongs to an application and to none of its models.

    Its address is `<app_label>/<name>/`, the name of that address `admin:<app_label>_<name>`. The
    index lists it for those who have `permission`; the view has to ask for itself.
    """

    app_label: str
    name: str
    title: Any
    view: Callable[[HttpRequest], HttpResponse]
    permission: str
    index_position: int = LAST

    @property
    def url_name(self) -> str:
        return f"{self.app_label}_{self.name}"


class NewsroomSite(AdminSite):
    """An admin site whose index follows `index_position` of each ModelAdmin, small ones first.

    Pages without a model stand among those of their application, see `add_page`.
    """

    site_header = _("Newsroom")
    site_title = _("Newsroom")
    index_title = _("Newsroom")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._site_pages: dict[str, SitePage] = {}

    def add_page(self, page: SitePage) -> None:
        """Give the admin a page; to be called while the admin modules are imported."""
        self._site_pages[page.url_name] = page

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The pages' addresses, then Django's."""
        own = [
            path(f"{page.app_label}/{page.name}/", self.admin_view(page.view), name=page.url_name)
            for page in self._site_pages.values()
        ]
        return [*own, *super().get_urls()]

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """Applications and their models as Django lists them, in the newsroom's order."""
        applications = super().get_app_list(request, app_label)
        for application in applications:
            application["models"] += self._page_entries(request, application["app_label"])
            application["models"].sort(key=self._position)
        applications.sort(key=lambda application: self._position(application["models"][0]))
        return applications

    def _page_entries(self, request: HttpRequest, app_label: str) -> list[dict[str, Any]]:
        """The pages of one application as Django's index lists models."""
        return [
            {
                "name": page.title,
                "object_name": page.name,
                "admin_url": reverse(f"{self.name}:{page.url_name}"),
                "add_url": None,
                "view_only": True,
                "page": page,
            }
            for page in self._site_pages.values()
            if page.app_label == app_label and request.user.has_perm(page.permission)
        ]

    def _position(self, entry: dict[str, Any]) -> int:
        if "page" in entry:
            return entry["page"].index_position
        return getattr(self.get_model_admin(entry["model"]), "index_position", LAST)
