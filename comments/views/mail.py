"""Links in e-mails: yes to the question, and no more of them.

Programs that look for viruses open every link of an e-mail, so opening one changes nothing; a
button does. The link itself is the proof that its bearer reads the mailbox: no cookie, account or
token of a page is asked for, as there is none where a mail program unsubscribes (RFC 8058, 3.2).
The pages tell nobody which address they are about.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments.mail import notices, tokens
from comments.mail.tokens import Purpose
from comments.models import MailAddress
from newsportal import error_pages, page_cache

AddressView = Callable[[HttpRequest, int], HttpResponse]


def _with_token(purpose: Purpose) -> Callable[[AddressView], Callable[..., HttpResponse]]:
    """Call the view with the address's id from the link; answer what is no such link."""

    def decorate(view: AddressView) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def guarded(request: HttpRequest, token: str) -> HttpResponse:
            try:
                address_id = tokens.read(purpose, token)
            except tokens.InvalidToken:
                return error_pages.error_page(
                    request,
                    HTTPStatus.NOT_FOUND,
                    _("This link does not work"),
                    _("It may have been cut short: copy the whole of it from the e-mail."),
                )
            except tokens.ExpiredToken:
                return _spent(request)
            return page_cache.private(view(request, address_id))

        return guarded

    return decorate


@_with_token(Purpose.CONFIRM)
def confirm(request: HttpRequest, address_id: int) -> HttpResponse:
    """Yes: e-mails about comments may go to the address."""
    if request.method == "POST":
        if notices.confirm(address_id, timezone.now()):
            return render(request, "comments/mail_confirmed.html")
        return _spent(request)
    address = MailAddress.objects.filter(pk=address_id).first()
    if address is None or not notices.can_confirm(address):
        return _spent(request)
    return render(request, "comments/mail_confirm.html")


@_with_token(Purpose.UNSUBSCRIBE)
def unsubscribe(request: HttpRequest, address_id: int) -> HttpResponse:
    """No more e-mails. A mail program posts here by itself; it follows no redirect."""
    if request.method == "POST":
        notices.unsubscribe(address_id, timezone.now())
        return render(request, "comments/mail_unsubscribed.html")
    return render(request, "comments/mail_unsubscribe.html")


def _spent(request: HttpRequest) -> HttpResponse:
    return error_pages.error_page(
        request,
        HTTPStatus.GONE,
        _("This link no longer works"),
        _(
            "It is too old, or e-mails were refused meanwhile. Ask for e-mails again with your "
            "next comment, and a new link is sent."
        ),
    )
