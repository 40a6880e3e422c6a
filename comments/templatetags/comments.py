"""The comments under a story."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article
from comments import waiting_cookie
from comments.forms import CommentForm
from comments.thread import PARAMETER, thread

register = template.Library()


@register.inclusion_tag("comments/_thread.html", takes_context=True)
def comment_thread(context: Context, article: Article) -> dict[str, Any]:
    """The approved comments of `article`, the visitor's own that wait, and the form.

    One query; a second one for a visitor whose comments wait. No form on previews and under
    stories that are not out.
    """
    request = context["request"]
    own = waiting_cookie.still_waiting(request)
    takes_comments = article.is_out and not context.get("is_preview")
    return {
        "site": context["site"],
        "request": request,
        "article": article,
        "thread": thread(article, request.GET.get(PARAMETER, ""), own),
        "form": CommentForm() if takes_comments else None,
    }


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
