"""The site as an app: its manifest, its service worker, and the pages that live on the device.

The service worker itself is static/js/service_worker.js. What it has to know of this site stands
before it in the one short script at its address; whenever that script changes, browsers install
the service worker anew (Service Workers, 4.6, "Update").
"""

import hashlib
import json

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from articles.context_processors import of_request
from newsportal import page_cache

SHELL = {
    "articles:offline": "articles/offline.html",
    "articles:saved": "articles/saved.html",
}
"""Pages that a device always keeps. The first stands in for a page that cannot be reached."""

KEPT_PAGES = "pages-1"
"""Name of the cache of kept pages. Another one lets devices drop what they kept before."""

THEME = "#0b4f42"
PAPER = "#ffffff"
"""As static/css/tokens.css has them for the masthead and the page, in light."""

ICONS = (
    ("icons/app-192.png", "192x192", "any"),
    ("icons/app-512.png", "512x512", "any"),
    ("icons/maskable-192.png", "192x192", "maskable"),
    ("icons/maskable-512.png", "512x512", "maskable"),
)


@page_cache.shared()
@require_safe
@conditional_page
def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest (W3C, Web Application Manifest)."""
    site = of_request(request)
    home = reverse("articles:home")
    content = {
        "id": home,
        "name": site.name,
        "short_name": site.name,
        "description": site.description,
        "lang": "ar",
        "dir": "rtl",
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": THEME,
        "categories": ["news"],
        "icons": [
            {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
    }
    response = JsonResponse(content, content_type="application/manifest+json")
    return page_cache.public(response, ())


@page_cache.shared()
@require_safe
@conditional_page
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that a browser starts as the service worker of the whole site."""
    offline = {
        "version": _version(request),
        "cache": KEPT_PAGES,
        "shell": [reverse(name) for name in SHELL],
        "stories": _stories(),
        "static": settings.STATIC_URL,
        "media": settings.MEDIA_URL,
        "apart": [reverse("admin:index"), "/preview/"],
    }
    script = f"self.offline = {json.dumps(offline)};\n"
    script += f"importScripts({json.dumps(static('js/service_worker.js'))});\n"
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    page_cache.public(response, ())
    # An old service worker would keep an old site alive.
    response["Cache-Control"] = "no-cache"
    return response


@page_cache.shared()
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What a device shows of a page that it can neither reach nor has kept."""
    context = {"cache": KEPT_PAGES, "stories": _stories()}
    return page_cache.public(render(request, SHELL["articles:offline"], context), ())


@page_cache.shared()
@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    """The reading list, which the device fills in; the same page for everyone."""
    return page_cache.public(render(request, SHELL["articles:saved"]), ())


def _stories() -> str:
    """How the addresses of all stories begin."""
    return reverse("articles:article", args=(0, "-")).partition("0")[0]


def _version(request: HttpRequest) -> str:
    """A digest of all static files and of the pages of the shell."""
    digest = hashlib.sha256(getattr(staticfiles_storage, "manifest_hash", "").encode())
    context = {"cache": KEPT_PAGES, "stories": _stories()}
    for template in SHELL.values():
        digest.update(render_to_string(template, context, request).encode())
    return digest.hexdigest()[:12]
