"""Addresses: the admin, pictures, health, stories and comments."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from newsportal import health
from newsportal.media import serve_media

urlpatterns = [
    path("admin/", admin.site.urls),
    path("media/<path:name>", serve_media, name="media"),
    path("healthz/live", health.live),
    path("healthz/ready", health.ready),
    path("", include("comments.urls")),
    path("", include("articles.urls")),
]
if settings.DEBUG:
    from articles.design_page import design

    urlpatterns.insert(0, path("design/", design, name="design"))

handler400 = "newsportal.error_pages.bad_request"
handler403 = "newsportal.error_pages.permission_denied"
handler404 = "newsportal.error_pages.not_found"
handler500 = "newsportal.error_pages.server_error"
