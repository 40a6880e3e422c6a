"""What every template may ask for."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles import furniture as site_furniture


def furniture(request: HttpRequest) -> dict[str, object]:
    """`site`: the standing elements of the page, read when first asked for and once a request.

    `newspaper` is the same, for the admin: Django's sign-in page calls the host `site`.
    """
    return {"site": of_request(request), "newspaper": of_request(request)}


def of_request(request: HttpRequest) -> Any:
    """The one furniture of `request`, read when first asked for."""
    if not hasattr(request, "_furniture"):
        request._furniture = SimpleLazyObject(site_furniture.load)  # type: ignore[attr-defined]
    return request._furniture  # type: ignore[attr-defined]
