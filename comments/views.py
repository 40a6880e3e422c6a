"""Taking comments: the story's page is cached for everyone, so its form holds no token.

Where a browser says that the form was sent from a page of ours (newsportal/same_origin.py), the
comment is taken; where it says nothing, an uncached page with a token asks to confirm.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from articles.availability import refusal
from articles.models import Article
from comments import actions, waiting_cookie
from comments.forms import CommentForm
from comments.models import Comment, Status
from newsportal import error_pages, page_cache
from newsportal.same_origin import Provenance, provenance

StoryView = Callable[[HttpRequest, Article], HttpResponse]

FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


class SeeOther(HttpResponseRedirect):
    """The answer to a form is at another address (RFC 9110, 15.4.4)."""

    status_code = HTTPStatus.SEE_OTHER


class _TokenCheck(CsrfViewMiddleware):
    """Django's own check, telling the reason instead of answering: the page keeps the text."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def _takes_comments(view: StoryView) -> Callable[..., HttpResponse]:
    """Answer for stories that take no comments as their pages do, and for what is no form."""

    @csrf_exempt
    @sensitive_post_parameters()
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, article_pk: int) -> HttpResponse:
        story = get_object_or_404(Article.objects.defer("body"), pk=article_pk)
        if refused := refusal(request, story):
            return refused
        if request.method != "POST":
            return redirect(f"{story.get_absolute_url()}#comments")
        if provenance(request) is Provenance.FOREIGN:
            return error_pages.foreign_origin(request)
        if not _is_form(request):
            return error_pages.error_page(
                request,
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                _("This comment cannot be read"),
                _("Comments are taken from the form under the story."),
            )
        return view(request, story)

    return guarded


@_takes_comments
def submit(request: HttpRequest, story: Article) -> HttpResponse:
    """A comment from the form on the story's page."""
    if provenance(request) is Provenance.OWN:
        return _take(request, story)
    form = CommentForm(request.POST)
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
    return _form_page(request, story, form, status, confirming=True)


@_takes_comments
def confirm(request: HttpRequest, story: Article) -> HttpResponse:
    """A comment from the page that asks to confirm, which holds a token."""
    if _has_token(request):
        return _take(request, story, confirming=True)
    form = CommentForm(request.POST)
    form.is_valid()
    return _form_page(
        request, story, form, HTTPStatus.FORBIDDEN, confirming=True, token_failed=True
    )


def _take(request: HttpRequest, story: Article, confirming: bool = False) -> HttpResponse:
    form = CommentForm(request.POST)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _form_page(request, story, form, status, confirming=confirming)
    try:
        comment = actions.submit(story, **form.cleaned_data)
    except Article.DoesNotExist as error:
        raise Http404 from error
    response = _taken(request, story, comment)
    if comment.status == Status.WAITING:
        waiting_cookie.add(request, response, comment)
    return page_cache.private(response)


def _taken(request: HttpRequest, story: Article, comment: Comment) -> HttpResponse:
    address = f"{story.get_absolute_url()}#{comment.anchor}"
    if not _wants_fragment(request):
        return SeeOther(address)
    context = {"article": story, "comment": comment, "form": CommentForm()}
    response = render(request, "comments/_taken.html", context, status=HTTPStatus.CREATED)
    response["Location"] = address
    return response


def _form_page(
    request: HttpRequest, story: Article, form: CommentForm, status: int, **context: bool
) -> HttpResponse:
    """The form with what was typed: a page, or the form alone for the script."""
    template = "_desk.html" if _wants_fragment(request) else "comment_form.html"
    response = render(
        request, f"comments/{template}", {"article": story, "form": form, **context}, status=status
    )
    return page_cache.private(response)


def _wants_fragment(request: HttpRequest) -> bool:
    """Whether static/js/comments.js asks, which puts the answer into the page."""
    return request.headers.get("X-Requested-With") == "fetch"


def _is_form(request: HttpRequest) -> bool:
    charset = (request.content_params or {}).get("charset", "utf-8")
    return request.content_type in FORM_TYPES and charset.lower() == "utf-8"


def _has_token(request: HttpRequest) -> bool:
    check = _TokenCheck(_not_called)
    check.process_request(request)
    return check.process_view(request, _not_called, (), {}) is None


def _not_called(request: HttpRequest) -> HttpResponse:
    """The view Django's check is told to guard; the exempt views of this module would pass it."""
    raise NotImplementedError
