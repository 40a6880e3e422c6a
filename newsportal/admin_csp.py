"""The content policy of the admin: the site's own, and by hash what the editor needs."""

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from csp.middleware import CSPMiddleware, PolicyParts
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django_prose_editor.widgets import importmap

EDITOR_SCRIPT = "django_prose_editor/editor.js"
# The one style sheet that ProseMirror's wrapper puts into the page at run time. Without it spaces
# at the end of a line collapse while they are typed.
_INJECTED_STYLE = re.compile(r"=`(\.ProseMirror \{\s+position: relative;[^`]*)`")
_IMPORT_MAP = re.compile(r"<script[^>]*>(.*)</script>", re.DOTALL)


class ContentPolicy(CSPMiddleware):
    """The site's policy everywhere; in the admin with the editor's import map and style."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(reverse("admin:index")) and parts.update is None:
            parts.update = editor_hashes()
        return parts


@lru_cache(maxsize=1)
def editor_hashes() -> dict[str, list[str]]:
    """Hashes (CSP 3, 2.3.1) of the inline import map and the style the editor injects.

    Taken once for each process, from what is served: the map names hashed static files, so it
    differs from one release to the next. Raises LookupError when the editor has changed so that
    its style is no longer found.
    """
    return {
        "script-src": [_hash_source(_inline_import_map())],
        "style-src": [_hash_source(_injected_style())],
    }


def _inline_import_map() -> str:
    match = _IMPORT_MAP.search(str(importmap))
    if match is None:
        raise LookupError("the editor's import map is no longer an inline script")
    return match[1]


def _injected_style() -> str:
    path = finders.find(EDITOR_SCRIPT)
    match = path and _INJECTED_STYLE.search(Path(path).read_text(encoding="utf-8"))
    if not match:
        raise LookupError(f"{EDITOR_SCRIPT} no longer holds the style it injects")
    return match[1]


def _hash_source(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
