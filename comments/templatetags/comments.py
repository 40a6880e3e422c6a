"""The comments under a story."""

from math import ceil
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.comment_mode import CommentMode, mode_of, takes_comments
from articles.models import Article
from comments import actions, own_comments
from comments.forms import CommentForm
from comments.models import Comment, Status
from comments.thread import LOST, ORDER, Asked, Entry, Order, thread
from newsportal.arabic.counting import counted

register = template.Library()


@register.inclusion_tag("comments/_thread.html", takes_context=True)
def comment_thread(context: Context, article: Article) -> dict[str, Any]:
    """The comments of `article` that the address asks for, the visitor's own, and the form.

    One query; a second one for a visitor with comments of her own, and those that tell who she is
    for a visitor who is signed in. Where no comments are taken a sentence says why; on previews
    there is neither, nor anything to react with.
    """
    request, site = context["request"], context["site"]
    own = own_comments.own_under(request, article)
    found = thread(article, Asked.of(request.GET), own)
    own_comments.shown(request, _on_page(found.entries, own))
    is_public = article.is_out and not context.get("is_preview")
    is_open = is_public and takes_comments(article, site, timezone.now())
    return {
        "site": site,
        "request": request,
        "article": article,
        "thread": found,
        "own": frozenset(own),
        "orders": _orders(article, found.order),
        "form": CommentForm() if is_open else None,
        "closed": _why_closed(article, site) if is_public and not is_open else "",
        "may_react": is_public,
        "decide_address": _decide_address(request) if is_public else "",
        "is_lost": LOST in request.GET,
    }


def _on_page(entries: list[Entry], wanted: list[int]) -> set[int]:
    """Which of the `wanted` comments are among the entries."""
    if not wanted:
        return set()
    found = {entry.comment.pk for entry in entries} & set(wanted)
    for entry in entries:
        found |= _on_page(entry.answers, wanted)
    return found


def _orders(article: Article, current: Order) -> list[dict[str, Any]]:
    """Where each order of the comments is found; the usual one at the story's own address."""
    return [
        {
            "label": order.label,
            "address": _first_page(article, order),
            "is_current": order == current,
        }
        for order in Order
    ]


def _first_page(article: Article, order: Order) -> str:
    query = "" if order == Order.NEWEST else f"?{ORDER}={order}"
    return f"{article.get_absolute_url()}{query}#comments"


def _why_closed(article: Article, site: Any) -> str:
    if site.comment_mode == CommentMode.CLOSED:
        return _("The site takes no comments at present.")
    if mode_of(article, site) == CommentMode.CLOSED:
        return _("Comments on this story are closed.")
    return _("Comments on this story are closed, as on every story after some time.")


def _decide_address(request: HttpRequest) -> str:
    """Where a moderator's decision is sent; "" for everyone else, without a query for strangers."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    if not request.user.has_perm("comments.moderate_comment"):
        return ""
    return reverse("admin:comments_comment_decide")


@register.filter
def mark_of(comment: Comment) -> str:
    """What readers see in place of a comment that others have answered."""
    if comment.status == Status.WITHDRAWN:
        return _("This comment has been withdrawn by its writer.")
    if comment.status in (Status.REJECTED, Status.SPAM):
        return _("This comment has been removed.")
    if comment.is_erased:
        return _("This comment has been erased.")
    return _("A moderator is looking at this comment.")


@register.simple_tag
def seconds_to_change(comment: Comment) -> int:
    """For how long its writer may still correct and withdraw the comment; 0 when she may not."""
    now = timezone.now()
    if not actions.may_still_change(comment, now):
        return 0
    return ceil((comment.submitted_at + actions.CORRECTION - now).total_seconds())


@register.simple_tag
def correction_time() -> str:
    """How long a comment can be corrected: «10 دقائق»."""
    return counted(int(actions.CORRECTION.total_seconds() // 60), "minute")


@register.filter
def paragraphs(text: str) -> SafeString:
    """`text` as HTML: blank lines part paragraphs, each of which finds its own direction.

    Addresses of web pages stay text: a comment is no place to lead readers, or search engines,
    anywhere.
    """
    return format_html_join(
        "\n", '<p dir="auto">{}</p>', ((_lines(part),) for part in text.split("\n\n") if part)
    )


def _lines(text: str) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in text.split("\n")))
