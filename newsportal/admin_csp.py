"""The content policy of the admin: the site's own, and by hash what the editor needs."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse


class ContentPolicy(CSPMiddleware):
    """The site's policy everywhere; in the admin with the editor's import map and style."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(reverse("admin:index")) and parts.update is None:
            parts.update = editor_hashes()
        return parts


def editor_hashes() -> dict[str, list[str]]:
    """Hashes (CSP 3, 2.3.1) of the inline import map and the style the editor injects."""
    return {}
