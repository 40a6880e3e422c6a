"""What readers do with the comments of others: like and report."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.availability import refusal
from articles.context_processors import of_request
from comments import actions, reader
from comments.models import Comment, Like, Report, Status
from comments.reaction_limits import WINDOW, count_taken_back, is_flood
from comments.report_form import ReportForm
from comments.views.guard import SeeOther, is_vouched_for, takes_form, wants_fragment
from comments.views.place import address
from newsportal import error_pages, page_cache
from newsportal.arabic.counting import counted

CommentView = Callable[[HttpRequest, Comment], HttpResponse]

UNDO = "undo"
"""Name of the form's field that takes a like back."""


def _about_a_shown_comment(view: CommentView) -> Callable[..., HttpResponse]:
    """Answer for comments that readers do not see, and for stories that are not out."""

    @takes_form
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponse:
        comment = (
            Comment.objects.without_private()
            .select_related("article")
            .defer("article__body")
            .filter(pk=pk)
            .first()
        )
        if comment is None:
            return _not_shown(request)
        if refused := refusal(request, comment.article):
            return refused
        if comment.status != Status.APPROVED or comment.is_erased:
            return _not_shown(request)
        return page_cache.private(view(request, comment))

    return guarded


@_about_a_shown_comment
def like(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Count a reader's like, or take it back. To like twice is no error and counts once."""
    if request.method != "POST":
        return _like_page(request, comment)
    if not is_vouched_for(request):
        return _confirm(request, comment)
    now = timezone.now()
    who = reader.with_device(reader.of_request(request, now))
    liked = UNDO not in request.POST
    if not liked:
        if actions.unlike(comment, who):
            count_taken_back(who)
    elif is_flood(Like, who, now):
        return _too_many(request)
    else:
        with suppress(actions.AlreadyDone):
            actions.like(comment, who)
    response = _liked(request, comment, liked)
    reader.remember(response, who)
    return response


@_about_a_shown_comment
def report(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Ask what is wrong with a comment, and tell the moderators."""
    rules = of_request(request).comment_rules
    if request.method != "POST":
        return _report_page(request, comment, ReportForm(rules=rules))
    form = ReportForm(request.POST, rules=rules)
    if not form.is_valid():
        return _report_page(request, comment, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not is_vouched_for(request):
        return _report_page(request, comment, form, HTTPStatus.FORBIDDEN, token_failed=True)
    now = timezone.now()
    who = reader.with_device(reader.of_request(request, now))
    if is_flood(Report, who, now):
        return _too_many(request)
    try:
        actions.report(comment, who, form.broken_rule, form.cleaned_data["note"])
    except actions.AlreadyDone:
        pass
    except Comment.DoesNotExist:
        return _not_shown(request)
    response = render(request, "comments/reported.html", _about(comment))
    reader.remember(response, who)
    return response


def _liked(request: HttpRequest, comment: Comment, liked: bool) -> HttpResponse:
    if not wants_fragment(request):
        return SeeOther(request.path if liked else address(comment))
    comment.refresh_from_db(fields=["like_count"])
    number = comment.like_count
    likes = counted(number, "like", of_request(request).date_style) if number else ""
    return JsonResponse({"liked": liked, "likes": likes})


def _like_page(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Tell a reader of her like, which the cached page of the story cannot, and offer it back."""
    who = reader.of_request(request, timezone.now())
    if not Like.objects.filter(who.surely(), comment=comment).exists():
        return HttpResponseRedirect(comment.get_absolute_url())
    context = _about(comment) | {"undo": True, "is_liked": True}
    return render(request, "comments/like_confirm.html", context)


def _confirm(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Ask once more, on a page with a token, what a silent browser has sent."""
    failed = "csrfmiddlewaretoken" in request.POST
    context = _about(comment) | {"undo": UNDO in request.POST, "token_failed": failed}
    status = HTTPStatus.FORBIDDEN if failed else HTTPStatus.OK
    return render(request, "comments/like_confirm.html", context, status=status)


def _report_page(
    request: HttpRequest,
    comment: Comment,
    form: ReportForm,
    status: int = HTTPStatus.OK,
    token_failed: bool = False,
) -> HttpResponse:
    context = _about(comment) | {"form": form, "token_failed": token_failed}
    return render(request, "comments/report.html", context, status=status)


def _about(comment: Comment) -> dict[str, object]:
    return {"comment": comment, "article": comment.article, "address": address(comment)}


def _not_shown(request: HttpRequest) -> HttpResponse:
    return error_pages.error_page(
        request,
        HTTPStatus.NOT_FOUND,
        _("This comment is not on the site"),
        _("It may have been removed, or a moderator is looking at it."),
    )


def _too_many(request: HttpRequest) -> HttpResponse:
    response = error_pages.error_page(
        request,
        HTTPStatus.TOO_MANY_REQUESTS,
        _("That was a lot in a short time"),
        _("Wait ten minutes, then go on."),
    )
    response["Retry-After"] = str(int(WINDOW.total_seconds()))
    return response
