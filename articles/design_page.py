"""Every component of the public pages on one page, as it is now; served in debug mode only.

It shows the stories at hand, through the very templates that pages use: what is wrong here is
wrong there.
"""

import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import archive, sharing
from articles.front_page import front_page
from articles.models import Article, Category
from articles.related import related_to, topics_of
from newsportal import page_cache

SHAPES = ("feature", "columns", "headlines", "pictures", "opinion")
SIZES = ("h1", "h2", "h3", "h4", "lead", "body", "small", "meta")

_COLOUR = re.compile(
    r"^    --([\w-]+): (?:var\(--light|#|var\(--(?:brand|button|on-button)\))", re.M
)


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """The page of components; 404 where there is no story to show them with."""
    now = timezone.now()
    newest = Article.objects.published(now).newest_first()
    with_picture = newest.filter(cover__isnull=False).first()
    if with_picture is None:
        raise Http404
    article = Article.objects.published(now).for_page().get(pk=with_picture.pk)
    topics = topics_of(article, now)
    cards = list(newest.for_cards().prefetch_related("bylines__author__portrait")[:4])
    start = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    context = {
        "article": article,
        "topics": topics,
        "related": related_to(topics, now),
        "share_links": sharing.links(request, article),
        "front": front_page(now),
        "cards": cards,
        "blocks": [
            SimpleNamespace(category=category, articles=cards, shape=shape)
            for category, shape in zip(_sections(), SHAPES, strict=False)
        ],
        "categories": Category.objects.all(),
        "page": SimpleNamespace(items=cards, newer="1", older="2"),
        "month": archive.month(start, (start + timedelta(days=32)).replace(day=1)),
        "colours": colours(),
        "sizes": SIZES,
    }
    return page_cache.private(render(request, "articles/design.html", context))


def _sections() -> list[Category]:
    """As many sections as there are shapes, some more than once where there are few."""
    found = list(Category.objects.all())
    return [found[place % len(found)] for place in range(len(SHAPES))]


def colours() -> list[str]:
    """The names of the colour tokens, in the order of their sheet."""
    sheet = Path(settings.BASE_DIR, "static", "css", "tokens.css").read_text()
    return list(dict.fromkeys(_COLOUR.findall(sheet)))
