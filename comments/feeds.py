"""Feeds of comments: of one story, and of all. Approved comments of stories that are out alone."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from articles.availability import refusal
from articles.context_processors import of_request
from articles.feeds import describe, permanent
from articles.models import Article
from articles.next_change import next_change
from articles.publication import out_q
from articles.story_summary import DESCRIPTION_LENGTH
from comments.models import Comment
from newsportal import page_cache
from newsportal.feed_formats import Entry, Feed, Person, respond
from newsportal.page_cache import tag

SIZE = 30

FIELDS = (
    "name",
    "body",
    "submitted_at",
    "article__headline",
    "article__slug",
    "article__status",
)
"""All that a feed shows of a comment; the e-mail address is not even read."""


@page_cache.shared()
@require_safe
@conditional_page
def site(request: HttpRequest, file: str) -> HttpResponse:
    """The newest comments of the whole newspaper."""
    now = timezone.now()
    comments = _newest(now)
    title = _("Comments on %(name)s") % {"name": of_request(request).name}
    path = reverse("comments:feed", args=[file])
    feed = _feed(request, path, reverse("articles:home"), title, comments)
    return _answer(feed, file, {page_cache.HOME}, comments, next_change([], now))


@page_cache.shared()
@require_safe
@conditional_page
def story(request: HttpRequest, pk: int, file: str) -> HttpResponse:
    """The newest comments of a story; where the story is refused, its comments are too."""
    article = get_object_or_404(Article.objects.defer("body"), pk=pk)
    if refused := refusal(request, article):
        return refused
    comments = _newest(timezone.now(), article)
    title = _("Comments on %(name)s") % {"name": article.headline}
    path = reverse("comments:story_feed", args=[pk, file])
    feed = _feed(request, path, f"{article.get_absolute_url()}#comments", title, comments)
    return _answer(feed, file, {tag("article", pk)}, comments, article.ends_at)


def _newest(now: datetime, article: Article | None = None) -> list[Comment]:
    """The newest approved comments, with their stories: one query."""
    rows = Comment.objects.approved().filter(out_q(now, "article__"))
    if article is not None:
        rows = rows.filter(article=article)
    # The text of an erased comment is empty.
    rows = rows.exclude(body="").select_related("article").only("article_id", *FIELDS)
    return list(rows.order_by("-submitted_at", "-id")[:SIZE])


def _feed(request: HttpRequest, path: str, home: str, title: str, comments: list[Comment]) -> Feed:
    return describe(
        request,
        path=path,
        home=home,
        title=title,
        description=title,
        entries=(_entry(request, comment) for comment in comments),
    )


def _entry(request: HttpRequest, comment: Comment) -> Entry:
    address = comment.get_absolute_url()
    names = {"name": comment.name, "headline": comment.article.headline}
    return Entry(
        id=permanent(address),
        url=request.build_absolute_uri(address),
        title=_("%(name)s on: %(headline)s") % names,
        summary=Truncator(" ".join(comment.body.split())).chars(DESCRIPTION_LENGTH),
        html=_html(comment.body),
        published=comment.submitted_at,
        updated=comment.submitted_at,
        authors=(Person(comment.name),),
    )


def _html(body: str) -> str:
    """A comment is text: nothing in it is markup, no address in it a link."""
    paragraphs = ((linebreaksbr(part),) for part in body.split("\n\n") if part)
    return format_html_join("", '<p dir="auto">{}</p>', paragraphs)


def _answer(
    feed: Feed, file: str, tags: set[str], comments: list[Comment], changes_at: datetime | None
) -> HttpResponse:
    shown = tags | {tag("article", comment.article_id) for comment in comments}
    return page_cache.public(respond(feed, file), shown, changes_at)
