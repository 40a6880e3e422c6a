"""Forms of cached pages hold no token: what is asked of a request instead.

Where a browser says that the form was sent from a page of ours (newsportal/same_origin.py), it is
taken; where it says nothing, an uncached page with a token asks to confirm.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from newsportal import error_pages
from newsportal.same_origin import Provenance, provenance

FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


class SeeOther(HttpResponseRedirect):
    """The answer to a form is at another address (RFC 9110, 15.4.4)."""

    status_code = HTTPStatus.SEE_OTHER


class _TokenCheck(CsrfViewMiddleware):
    """Django's own check, telling the reason instead of answering: the page keeps the text."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def takes_form(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the view take forms without a token; it asks `is_vouched_for` before it does anything.

    A POST from another site's page (403), or that is no form (415), never reaches the view. Error
    reports hold nothing of what was typed.
    """

    @csrf_exempt
    @sensitive_post_parameters()
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            if provenance(request) is Provenance.FOREIGN:
                return error_pages.foreign_origin(request)
            if not _is_form(request):
                return error_pages.error_page(
                    request,
                    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                    _("This form cannot be read"),
                    _("Forms are taken as browsers send them from our pages."),
                )
        return view(request, *args, **kwargs)

    return guarded


def is_vouched_for(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent `request`, or its token does."""
    return provenance(request) is Provenance.OWN or has_token(request)


def has_token(request: HttpRequest) -> bool:
    """Whether `request` carries the token of an uncached page of ours."""
    check = _TokenCheck(_not_called)
    check.process_request(request)
    return check.process_view(request, _not_called, (), {}) is None


def wants_fragment(request: HttpRequest) -> bool:
    """Whether a script of ours asks, which puts the answer into the page."""
    return request.headers.get("X-Requested-With") == "fetch"


def _is_form(request: HttpRequest) -> bool:
    charset = (request.content_params or {}).get("charset", "utf-8")
    return request.content_type in FORM_TYPES and charset.lower() == "utf-8"


def _not_called(request: HttpRequest) -> HttpResponse:
    """The view Django's check is told to guard; the exempt views of this app would pass it."""
    raise NotImplementedError
