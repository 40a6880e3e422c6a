"""The portal's addresses and `/bench/ok`, behind the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

# Django looks for the handlers in the root of the addresses.
from newsportal.urls import handler400, handler403, handler404, handler500  # noqa: F401
from newsportal.urls import urlpatterns as portal


def ok(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("bench/ok", ok), *portal]
