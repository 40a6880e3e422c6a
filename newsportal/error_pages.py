"""Error pages in the site's design. They work with the database down, then without furniture."""

import logging
import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from newsportal import page_cache
from newsportal.outage import RETRY_SECONDS, is_unreachable, typed_form

logger = logging.getLogger(__name__)


def error_page(request: HttpRequest, status: int, title: str, explanation: str) -> HttpResponse:
    """A page that says in plain Arabic what happened and where to go on.

    Where the full page cannot be made (navigation and breaking news come from the database), a
    plain one says the same: an error page never fails itself.
    """
    context = {"status": int(status), "title": title, "explanation": explanation}
    try:
        content = render_to_string("error.html", context | {"base": "base.html"}, request)
    except Exception:
        logger.warning("The error page is shown without the site's furniture", exc_info=True)
        content = render_to_string("error.html", context | {"base": "base_plain.html"})
    return page_cache.private(HttpResponse(content, status=status))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(
        request,
        HTTPStatus.BAD_REQUEST,
        _("This request cannot be understood"),
        _("The address or the form holds something that no page of ours sends."),
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(
        request,
        HTTPStatus.FORBIDDEN,
        _("You may not open this page"),
        _("It is for those who are signed in and have the right to see it."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(
        request,
        HTTPStatus.NOT_FOUND,
        _("There is no such page"),
        _("The address may be mistyped, or the page has never been here."),
    )


def gone(request: HttpRequest) -> HttpResponse:
    return error_page(
        request,
        HTTPStatus.GONE,
        _("This story is no longer available"),
        _("The newsroom has taken it off the site."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(
        request,
        HTTPStatus.FORBIDDEN,
        _("The form has expired"),
        _("Go back, load the page again and send the form once more."),
    )


def foreign_origin(request: HttpRequest) -> HttpResponse:
    return error_page(
        request,
        HTTPStatus.FORBIDDEN,
        _("This form was sent from another site"),
        _("For your safety, forms are accepted from our own pages only."),
    )


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database cannot be asked. Nothing is asked of it; what was typed comes back."""
    typed = typed_form(request)
    if request.method == "POST":
        title = _("Nothing can be stored at the moment")
        explanation = _("Nothing you wrote is lost. Send it again in a few minutes.")
    else:
        title = _("This page cannot be shown at the moment")
        explanation = _("We are working on it. Please try again in a few minutes.")
    status = HTTPStatus.SERVICE_UNAVAILABLE
    context = {"status": int(status), "title": title, "explanation": explanation, "typed": typed}
    content = render_to_string("unavailable.html", context | {"base": "base_plain.html"})
    response = HttpResponse(content, status=status, headers={"Retry-After": str(RETRY_SECONDS)})
    return page_cache.private(response)


def server_error(request: HttpRequest) -> HttpResponse:
    if is_unreachable(sys.exception()):
        return unavailable(request)
    return error_page(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _("Something went wrong on our side"),
        _("The error has been recorded. Please try again in a few minutes."),
    )
