"""The queue: what wants a moderator, with all she needs to decide, worked through on one page."""

import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.context_processors import of_request
from articles.models import Article
from comments import retention
from comments.admin import cards
from comments.admin.queue_order import Order, page
from comments.models import Block, Comment
from comments.models.blocks import BLOCK_LASTS
from comments.rejection import posted_rules
from newsportal.arabic.counting import counted

PAGE_SIZE = 25
MANY = 100
"""Comments of one sender, or chosen from the list, on one page: they are decided about at once."""

KEYS_OF_RULES = 9
"""Rules that have a key of their own."""

_NUMBER = re.compile(r"\d{1,18}\Z", re.ASCII)

KINDS = (
    (Block.Kind.EMAIL, _("This e-mail address")),
    (Block.Kind.NAME, _("Everyone who signs with this name")),
    (Block.Kind.DOMAIN, _("Everyone with an address at the same provider")),
    (Block.Kind.NETWORK, _("Everyone in the same network")),
)
"""By what a sender can be blocked; the first is what one key does."""


@dataclass(frozen=True)
class Asked:
    """Which comments an address asks for. Senders are named by a comment, never by their e-mail."""

    order: Order = Order.AGE
    after: str = ""
    scopes: dict[str, int] = field(default_factory=dict)
    chosen: tuple[int, ...] = ()

    SCOPES = ("sender", "network", "story")

    @classmethod
    def of(cls, query: QueryDict) -> "Asked":
        """What stands in the query; what is none of ours counts as missing."""
        order = query.get("order", "")
        numbers = [n for n in query.get("chosen", "").split(",")[:MANY] if _NUMBER.match(n)]
        return cls(
            Order(order) if order in Order.values else Order.AGE,
            query.get("after", ""),
            {
                name: int(number)
                for name in cls.SCOPES
                if _NUMBER.match(number := query.get(name, ""))
            },
            tuple(int(number) for number in numbers),
        )

    @property
    def is_of_many(self) -> bool:
        """Whether the comments belong together, so that one decision about all is likely."""
        return bool(self.chosen) or bool(self.scopes.keys() & {"sender", "network"})

    def address(self, *, order: Order | None = None, after: str = "") -> str:
        """The query of another page of the same comments."""
        query = QueryDict(mutable=True)
        query.update({name: str(pk) for name, pk in self.scopes.items()})
        if self.chosen:
            query["chosen"] = ",".join(map(str, self.chosen))
        if (order or self.order) != Order.AGE:
            query["order"] = order or self.order
        if after:
            query["after"] = after
        return f"?{query.urlencode(safe=',')}"


class QueueMixin:
    """A ModelAdmin of comments with the view of the queue, `admin:comments_queue`."""

    admin_site: Any
    opts: Any
    media: Any

    def queue_view(self, request: HttpRequest) -> HttpResponse:
        """The queue, or a part of it: `order`, `after`, `sender`, `network`, `story`, `chosen`."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        asked = Asked.of(request.GET)
        comments, title, subject = _part(asked)
        size = MANY if asked.is_of_many else PAGE_SIZE
        ids, last = page(comments, asked.order, asked.after, size)
        context = {
            "title": title,
            "subject": subject,
            "asked": asked,
            "total": counted(comments.count(), "comment"),
            "next_page": asked.address(after=last) if last else "",
            "orders": [
                (order.label, asked.address(order=order), order == asked.order) for order in Order
            ],
            "is_part": bool(asked.scopes or asked.chosen),
        }
        shown = cards.of_ids(ids)
        if request.headers.get("X-Requested-With") == "fetch":
            template, context = "admin/comments/_cards.html", context | {"cards": shown}
            back = reverse("admin:comments_queue") + asked.address()
            context |= self.card_context(request, back)
            return TemplateResponse(request, template, context)
        context["overdue"] = retention.overdue(timezone.now())
        return self.cards_page(request, shown, back=request.get_full_path(), **context)

    def cards_page(
        self,
        request: HttpRequest,
        shown: list[cards.Card],
        back: str,
        status: int = HTTPStatus.OK,
        **context: Any,
    ) -> HttpResponse:
        """A page of cards, each with its forms; a decision leads to the address `back`."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "cards": shown,
            **self.card_context(request, back),
            **context,
        }
        return TemplateResponse(request, "admin/comments/queue.html", context, status=status)

    def card_context(self, request: HttpRequest, back: str) -> dict[str, Any]:
        """What the template of a card needs besides the card."""
        return {
            "may_moderate": self.has_moderate_permission(request),  # type: ignore[attr-defined]
            "rules": list(enumerate(posted_rules(of_request(request).comment_rules), start=1)),
            "keys_of_rules": KEYS_OF_RULES,
            "kinds": KINDS,
            "block_lasts": counted(BLOCK_LASTS.days, "day", of_request(request).date_style),
            "many": MANY,
            "back": back,
        }


def left_of(address: str) -> str:
    """How many comments the queue's page at `address` is about, in words; "" for other pages."""
    parts = urlsplit(address)
    if parts.path != reverse("admin:comments_queue"):
        return ""
    try:
        comments, _title, _subject = _part(Asked.of(QueryDict(parts.query)))
    except Http404:
        return ""
    return counted(comments.count(), "comment")


def _part(asked: Asked) -> tuple[QuerySet, Any, Any]:
    """The comments asked for, the page's title, and what they are about."""
    if asked.chosen:
        return Comment.objects.filter(pk__in=asked.chosen), _("Chosen comments"), None
    queue: QuerySet = Comment.objects.in_queue()
    title: Any = _("What waits")
    subject: Any = None
    if pk := asked.scopes.get("sender"):
        subject = _known(pk, "email")
        queue, title = queue.filter(email=subject.email), _("What waits of one sender")
    if pk := asked.scopes.get("network"):
        subject = _known(pk, "network")
        queue, title = queue.filter(network=subject.network), _("What waits of one network")
    if pk := asked.scopes.get("story"):
        subject = get_object_or_404(Article.objects.defer("body"), pk=pk)
        queue, title = queue.filter(article=subject), _("What waits under one story")
    return queue, title, subject


def _known(pk: int, trace: str) -> Comment:
    """The comment, if it still has the `trace` of its sender; raises Http404."""
    comment = get_object_or_404(Comment, pk=pk)
    if not getattr(comment, trace):
        raise Http404
    return comment
