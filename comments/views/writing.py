"""Taking comments: from the form on the story's page, and from uncached pages of its own."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles.availability import refusal
from articles.comment_mode import takes_comments
from articles.context_processors import of_request
from articles.models import Article
from comments import actions, network_hash, own_comments, remembered
from comments.forms import CommentForm
from comments.models import Comment, ModerationPolicy, Status
from comments.moderation import stamp
from comments.thread import Entry, place
from comments.views import guard
from newsportal import error_pages, page_cache
from newsportal.client_address import client_address
from newsportal.same_origin import Provenance, provenance

StoryView = Callable[[HttpRequest, Article], HttpResponse]


def _under_story(view: StoryView) -> Callable[..., HttpResponse]:
    """Answer for stories that are not out as their pages do; only a POST reaches the view."""

    @guard.takes_form
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, article_pk: int) -> HttpResponse:
        story = get_object_or_404(
            Article.objects.select_related("category").defer("body"), pk=article_pk
        )
        if refused := refusal(request, story):
            return refused
        if request.method != "POST":
            return redirect(f"{story.get_absolute_url()}#comments")
        return view(request, story)

    return guarded


@_under_story
def submit(request: HttpRequest, story: Article) -> HttpResponse:
    """A comment from the form on the story's page."""
    if provenance(request) is Provenance.OWN:
        return _take(request, story)
    form = CommentForm(request.POST)
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
    return _form_page(request, story, form, status, confirming=True)


@_under_story
def confirm(request: HttpRequest, story: Article) -> HttpResponse:
    """A comment from the page that asks to confirm, which holds a token."""
    if guard.has_token(request):
        return _take(request, story, confirming=True)
    form = CommentForm(request.POST)
    form.is_valid()
    return _form_page(
        request, story, form, HTTPStatus.FORBIDDEN, confirming=True, token_failed=True
    )


@require_safe
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The form that answers a comment, for browsers where the story's page cannot show it."""
    answered = get_object_or_404(Comment.objects.select_related("article__category"), pk=pk)
    story = answered.article
    if refused := refusal(request, story):
        return refused
    if answered.status != Status.APPROVED or answered.is_erased:
        return error_pages.error_page(
            request,
            HTTPStatus.NOT_FOUND,
            _("This comment cannot be answered"),
            _("It is not there, or it has been taken off the site."),
        )
    if not takes_comments(story, of_request(request), timezone.now()):
        return redirect(f"{story.get_absolute_url()}#comments")
    kept = remembered.read(request)
    initial = kept | {
        "remember": bool(kept),
        "parent": answered.pk,
        # The page is nobody else's, so the form can say when it was begun.
        "stamp": stamp.make(timezone.now()),
    }
    form = CommentForm(initial=initial)
    return _form_page(request, story, form, HTTPStatus.OK, answered=answered)


@require_safe
def new_stamp(request: HttpRequest) -> HttpResponse:
    """For the script: the stamp of a form just begun, and how much proof it asks for."""
    bits = ModerationPolicy.current().proof_of_work_bits
    response = JsonResponse({"stamp": stamp.make(timezone.now()), "bits": bits})
    return page_cache.private(response)


def _take(request: HttpRequest, story: Article, confirming: bool = False) -> HttpResponse:
    form = CommentForm(request.POST)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _form_page(request, story, form, status, confirming=confirming)
    address = client_address(request)
    try:
        comment = actions.submit(story, form.typed, address, of_request(request))
    except Article.DoesNotExist as error:
        raise Http404 from error
    except actions.Refused as refused:
        return turned_away(
            refused,
            form,
            lambda status: _form_page(request, story, form, status, confirming=confirming),
        )
    except actions.ReplyRefused:
        return _answer_to_nothing(request, story, confirming)
    is_hers = _is_hers(comment, address)
    response = _taken(request, story, comment, is_hers)
    if is_hers:
        own_comments.add(request, response, comment)
    if form.cleaned_data["remember"]:
        remembered.keep(response, comment.name, comment.email)
    else:
        remembered.forget(response)
    return page_cache.private(response)


def turned_away(
    refused: actions.Refused, form: Any, page: Callable[[int], HttpResponse]
) -> HttpResponse:
    """The form's `page` with what the checks say of it as an error of the comment."""
    outcome = refused.outcome
    form.add_error("body", outcome.answer or _("This comment cannot be taken."))
    response = page(outcome.refusal_status)
    if outcome.refusal_status == HTTPStatus.TOO_MANY_REQUESTS:
        # When the oldest of her comments leaves the window, at the latest (RFC 9110, 10.2.3).
        response["Retry-After"] = str(ModerationPolicy.current().flood_minutes * 60)
    return response


def _answer_to_nothing(request: HttpRequest, story: Article, confirming: bool) -> HttpResponse:
    """The text comes back, to be sent as a comment of its own."""
    data = request.POST.copy()
    data["parent"] = ""
    again = CommentForm(data)
    again.add_error(
        "body",
        _(
            "The comment you are answering is no longer there. Your text has been kept: you can "
            "send it as a comment of its own."
        ),
    )
    return _form_page(request, story, again, HTTPStatus.CONFLICT, confirming=confirming, alone=True)


def _is_hers(comment: Comment, address: str) -> bool:
    """Whether who sent this form may change the comment it led to.

    A form that is sent again leads to the comment stored first. Who knows the text of one that
    waits has written it; that of others can be read by everyone, so its network has to agree.
    """
    if comment.status == Status.WAITING:
        return True
    key = network_hash.current_key(timezone.now())
    return comment.network == network_hash.network_hash(address, key)


def _taken(request: HttpRequest, story: Article, comment: Comment, is_hers: bool) -> HttpResponse:
    address = address_of(comment)
    if not guard.wants_fragment(request):
        return guard.SeeOther(address)
    story.refresh_from_db(fields=["comment_count"])
    context = {
        "article": story,
        "comment": comment,
        "entry": Entry(comment, answered=_readable(story, comment.answered)),
        "own": {comment.pk} if is_hers else frozenset(),
        "may_react": True,
        "form": CommentForm(),
        "taken": comment.status,
    }
    response = render(request, "comments/_taken.html", context, status=HTTPStatus.CREATED)
    response["Location"] = address
    return response


def address_of(comment: Comment) -> str:
    """Where its writer finds the comment: on its page of the thread when others see it too."""
    query = place(comment) if comment.status == Status.APPROVED else ""
    return f"{comment.article.get_absolute_url()}{query}#{comment.anchor}"


def _form_page(
    request: HttpRequest, story: Article, form: CommentForm, status: int, **context: Any
) -> HttpResponse:
    """The form with what was typed: a page, or the form alone for the script."""
    if "answered" not in context:
        context["answered"] = _answered(story, form)
    template = "_desk.html" if guard.wants_fragment(request) else "comment_form.html"
    response = render(
        request, f"comments/{template}", {"article": story, "form": form, **context}, status=status
    )
    return page_cache.private(response)


def _answered(story: Article, form: CommentForm) -> Comment | None:
    """The comment the form answers, to be named above it."""
    parent = form.fields["parent"].to_python(form["parent"].value())
    return _readable(story, parent)


def _readable(story: Article, pk: int | None) -> Comment | None:
    """The comment of this id, where readers of the story can read it."""
    if not pk:
        return None
    return story.comments.approved().exclude(body="").filter(pk=pk).first()
