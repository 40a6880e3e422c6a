"""What a commenter does with her own comments: she looks after them, corrects, withdraws.

That they are hers is shown by the cookie of own_comments.py alone.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles.context_processors import of_request
from comments import actions, own_comments
from comments.forms import CorrectionForm
from comments.models import Comment, Status
from comments.views import guard
from comments.views.writing import address_of, turned_away
from newsportal import error_pages, page_cache
from newsportal.arabic.counting import counted
from newsportal.client_address import client_address

OwnView = Callable[[HttpRequest, Comment], HttpResponse]


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """All of the visitor's own comments, with what became of each."""
    ids = [comment.pk for comment in own_comments.own(request)]
    rows = (
        Comment.objects.filter(pk__in=ids)
        .without_private()
        .select_related("article")
        .defer("article__body")
        .order_by("-submitted_at", "-pk")
    )
    now = timezone.now()
    found = [(comment, actions.may_still_change(comment, now)) for comment in rows] if ids else []
    return page_cache.private(render(request, "comments/mine.html", {"found": found}))


def _own_only(view: OwnView) -> Callable[..., HttpResponse]:
    """Only her own comments reach the view; of others it is not even said whether they exist."""

    @guard.takes_form
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponse:
        comment = None
        if pk in own_comments.read(request):
            stored = Comment.objects.select_related("article__category").defer("article__body")
            comment = stored.filter(pk=pk).first()
        if comment is None:
            return error_pages.error_page(
                request,
                HTTPStatus.FORBIDDEN,
                _("This is not a comment of yours"),
                _(
                    "A comment is corrected and withdrawn in the browser it was written in, where "
                    "cookies are allowed."
                ),
            )
        return page_cache.private(view(request, comment))

    return guarded


@_own_only
def correct(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Another text for a comment, through the checks again."""
    if request.method != "POST":
        initial = {"body": comment.body, "version": comment.version}
        return _correct_page(request, comment, CorrectionForm(initial=initial), HTTPStatus.OK)
    form = CorrectionForm(request.POST)
    if not actions.may_still_change(comment, timezone.now()):
        return _correct_page(request, comment, form, HTTPStatus.CONFLICT)
    if not form.is_valid():
        return _correct_page(request, comment, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not guard.is_vouched_for(request):
        return _correct_page(request, comment, form, HTTPStatus.FORBIDDEN, confirming=True)
    try:
        corrected = actions.correct(
            comment,
            form.cleaned_data["body"],
            client_address(request),
            of_request(request),
            seen=form.cleaned_data["version"],
        )
    except actions.ChangedMeanwhile as changed:
        # Decided about, or corrected in another tab; what she sends next was sent knowing it.
        data = request.POST.copy()
        data["version"] = str(changed.comment.version)
        return _correct_page(
            request, changed.comment, CorrectionForm(data), HTTPStatus.CONFLICT, has_changed=True
        )
    except actions.TooLate:
        comment.refresh_from_db()
        return _correct_page(request, comment, form, HTTPStatus.CONFLICT)
    except actions.Refused as refused:
        return turned_away(
            refused, form, lambda status: _correct_page(request, comment, form, status)
        )
    return guard.SeeOther(address_of(corrected))


@_own_only
def withdraw(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Take a comment back, after a question where the browser does not say who asks."""
    if comment.status == Status.WITHDRAWN:
        return guard.SeeOther(address_of(comment))
    if request.method != "POST":
        return _withdraw_page(request, comment, HTTPStatus.OK)
    if not guard.is_vouched_for(request):
        return _withdraw_page(request, comment, HTTPStatus.FORBIDDEN, confirming=True)
    try:
        return guard.SeeOther(address_of(actions.withdraw(comment)))
    except actions.TooLate:
        comment.refresh_from_db()
        return _withdraw_page(request, comment, HTTPStatus.CONFLICT)


def _correct_page(
    request: HttpRequest, comment: Comment, form: CorrectionForm, status: int, **context: Any
) -> HttpResponse:
    return _page(request, "comments/correct.html", comment, status, {"form": form} | context)


def _withdraw_page(
    request: HttpRequest, comment: Comment, status: int, **context: Any
) -> HttpResponse:
    return _page(request, "comments/withdraw.html", comment, status, context)


def _page(
    request: HttpRequest, template: str, comment: Comment, status: int, context: dict[str, Any]
) -> HttpResponse:
    may_change = actions.may_still_change(comment, timezone.now())
    context |= {
        "comment": comment,
        "article": comment.article,
        "may_change": may_change,
        "minutes": counted(actions.CORRECTION // timedelta(minutes=1), "minute"),
        "story_address": address_of(comment),
    }
    if not may_change and status == HTTPStatus.OK:
        status = HTTPStatus.CONFLICT
    return render(request, template, context, status=status)
