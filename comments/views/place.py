"""A comment's own address."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.availability import refusal
from articles.public_answer import public_answer
from comments import own_comments
from comments.models import Comment
from comments.thread import LOST
from comments.thread import place as place_in_thread
from newsportal import page_cache


@page_cache.shared()
@require_safe
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to where the comment stands now, which changes with every newer one.

    A comment that readers do not find leads to the others under its story, where they are told.
    Where it stands under no story that is out, the answer is that of the story.
    """
    comment = get_object_or_404(
        Comment.objects.without_private().select_related("article").defer("article__body"), pk=pk
    )
    story = comment.article
    if refused := refusal(request, story):
        return refused
    is_own = comment.pk in own_comments.read(request)
    response = HttpResponseRedirect(address(comment, is_own))
    tags = {page_cache.tag("article", story.pk)}
    return public_answer(request, response, tags, story.ends_at, removed_at=story.ends_at)


def address(comment: Comment, is_own: bool = False) -> str:
    """Where the comment, or the mark in its place, is on the story's page; up to two queries.

    One that its writer alone sees stands on the story's first page.
    """
    story = comment.article.get_absolute_url()
    if comment.in_thread:
        return f"{story}{place_in_thread(comment)}#{comment.anchor}"
    return f"{story}#{comment.anchor}" if is_own else f"{story}?{LOST}#comments"
