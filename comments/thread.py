"""The comments of a story as its page shows them: fifty threads a page, in the order asked for.

One query, however many comments there are: the page's top-level comments are found by an index in
the order of that index (newsportal/keyset.py tells why by position), and what stands below them
comes with them, the first ANSWERS of each. The page of one thread shows all of them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Func, Q, QuerySet, Value
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.models import Comment, Status

PAGE_SIZE = 30
"""Top-level comments."""

ANSWERS = 5
"""Comments below a top-level one that its story's page shows unasked."""

THREAD_PAGE_SIZE = 100
"""Comments on a page of one thread."""

ORDER, POSITION, THREAD, AFTER = "order", "comments", "thread", "after"
"""Names in the address's query."""

LOST = "lost"
"""Name in the query of the address that a comment leads to which readers do not find."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CURSOR = re.compile(r"(\d{1,17})-(\d{1,18})\Z", re.ASCII)
_NUMBER = re.compile(r"\d{1,18}\Z", re.ASCII)


class Order(models.TextChoices):
    """In which order top-level comments stand; answers always stand in that of their writing."""

    NEWEST = "newest", _("Newest")
    OLDEST = "oldest", _("Oldest")
    LIKED = "liked", _("Most liked")


@dataclass
class Entry:
    """A comment in its place, and what stands below it."""

    comment: Comment
    answers: list["Entry"] = field(default_factory=list)
    more: int = 0
    """Approved comments below a top-level one that are not on this page."""
    answered: Comment | None = None
    """The comment it answers beside which it stands, where that can be read on this page."""

    @property
    def is_mark(self) -> bool:
        """Whether readers see a mark in place of the text."""
        return self.comment.is_erased or self.comment.status != Status.APPROVED


@dataclass(frozen=True)
class Thread:
    """Some threads of a story. `next` leads to what follows in this order, or is "".

    `alone` is the id of the one thread this is a page of, None on pages of many. `is_first` says
    that nothing stands before in this order.
    """

    entries: list[Entry]
    order: Order
    next: str = ""
    is_first: bool = True
    alone: int | None = None


@dataclass(frozen=True)
class Asked:
    """Which part of the comments an address asks for."""

    order: Order = Order.NEWEST
    position: tuple[int, int] | None = None
    thread: int | None = None
    after: int = -1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        """What stands in the query of an address; what is none of ours counts as missing."""
        order = query.get(ORDER, "")
        position = _CURSOR.match(query.get(POSITION, ""))
        thread, after = query.get(THREAD, ""), query.get(AFTER, "")
        return cls(
            Order(order) if order in Order.values else Order.NEWEST,
            (int(position[1]), int(position[2])) if position else None,
            int(thread) if _NUMBER.match(thread) else None,
            int(after) if _NUMBER.match(after) else -1,
        )


def thread(article: Article, asked: Asked, own: Iterable[int] = ()) -> Thread:
    """The comments of `article` that `asked` means: one query, a second one where there are `own`.

    `own` are ids of the visitor's own comments, shown whatever their status.
    """
    own = list(own)
    if asked.thread is not None:
        return _one_thread(article, asked, own)
    tops = _ordered(Comment.objects.tops(article), asked.order)
    if asked.position is not None:
        tops = tops.filter(_from(asked.order, asked.position))
    tops = tops.values("pk")[: PAGE_SIZE + 1]
    shown = Comment.objects.filter(root__in=tops, in_thread=True, number__lte=ANSWERS)
    rows = [*shown.without_private().order_by(), *_unseen(article, own)]
    entries = _entries(rows, asked.order)
    following = ""
    regular = [entry for entry in entries if entry.comment.in_thread]
    if len(regular) > PAGE_SIZE:
        beyond = regular[PAGE_SIZE]
        following = address(asked.order, beyond.comment)
        entries = entries[: entries.index(beyond)]
    return Thread(entries, asked.order, following, is_first=asked.position is None)


def _one_thread(article: Article, asked: Asked, own: list[int]) -> Thread:
    below = Q(number__gt=asked.after) | Q(number=0)
    shown = Comment.objects.filter(below, root=asked.thread, article=article, in_thread=True)
    rows = list(shown.without_private().order_by("number")[: THREAD_PAGE_SIZE + 2])
    following = ""
    if len(rows) > THREAD_PAGE_SIZE + 1:
        rows = rows[: THREAD_PAGE_SIZE + 1]
        following = f"?{THREAD}={asked.thread}&{AFTER}={rows[-1].number}"
    rows += [comment for comment in _unseen(article, own) if comment.root_id == asked.thread]
    entries = _entries(rows, Order.OLDEST)
    for entry in entries:
        entry.more = 0
    return Thread(entries, asked.order, following, is_first=asked.after < 0, alone=asked.thread)


def top_of(comment: Comment) -> int:
    """The id of the comment at the top of this one's thread."""
    return comment.root_id or comment.pk


def _unseen(article: Article, own: list[int]) -> list[Comment]:
    """Those of the visitor's own comments that others do not see."""
    if not own:
        return []
    unseen = Comment.objects.filter(pk__in=own, article=article, in_thread=False)
    return list(unseen.without_private())


def address(order: Order, top: Comment) -> str:
    """The query of the page that begins with this top-level comment."""
    key = top.like_count if order == Order.LIKED else (top.submitted_at - _EPOCH) // _MICROSECOND
    asked = "" if order == Order.NEWEST else f"{ORDER}={order}&"
    return f"?{asked}{POSITION}={key}-{top.pk}"


def place(comment: Comment) -> str:
    """The query of the page on which readers find an approved comment; "" for the first one.

    Up to two queries.
    """
    top = comment if comment.parent_id is None else Comment.objects.get(pk=top_of(comment))
    if comment.number and comment.number > ANSWERS:
        return f"?{THREAD}={top.pk}&{AFTER}={comment.number - 1}"
    first_page = _ordered(Comment.objects.tops(comment.article), Order.NEWEST)[:PAGE_SIZE]
    if top.pk in set(first_page.values_list("pk", flat=True)):
        return ""
    return address(Order.NEWEST, top)


def _ordered(tops: QuerySet, order: Order) -> QuerySet:
    if order == Order.LIKED:
        return tops.order_by("-like_count", "-id")
    sign = "" if order == Order.OLDEST else "-"
    return tops.order_by(f"{sign}submitted_at", f"{sign}id")


def _from(order: Order, position: tuple[int, int]) -> Any:
    """Top-level comments from this position on, itself included: one comparison of whole rows.

    Very many comments have as many likes. PostgreSQL's index begins right among them, where two
    conditions would walk through all; SQLite's still passes over them, some hundred in 10 µs.
    """
    key, pk = position
    column, value = "like_count", Value(min(key, 2**31 - 1))  # The largest of its column.
    if order != Order.LIKED:
        column = "submitted_at"
        try:
            value = Value(_EPOCH + key * _MICROSECOND, output_field=models.DateTimeField())
        except OverflowError:
            return Q()
    compare = GreaterThanOrEqual if order == Order.OLDEST else LessThanOrEqual
    return compare(_Row(column, "pk"), _Row(value, Value(pk)))


class _Row(Func):
    """Several values compared as one, the first first."""

    template = "(%(expressions)s)"
    output_field: Any = models.BooleanField()


def _entries(rows: Iterable[Comment], order: Order) -> list[Entry]:
    """The comments in reading order, each below the one it answers.

    Where the answered comment is on another page, it stands below the thread's top, or by itself.
    """
    written = sorted(rows, key=lambda row: (row.submitted_at, row.pk))
    entries = {row.pk: Entry(row) for row in written}
    for entry in entries.values():
        answered = entries.get(entry.comment.answered or 0)
        if answered and not answered.is_mark:
            entry.answered = answered.comment
    tops: list[Entry] = []
    below: dict[int, int] = {}
    for entry in entries.values():
        comment = entry.comment
        above = None
        if comment.parent_id:
            above = entries.get(comment.parent_id) or entries.get(top_of(comment))
        (above.answers if above else tops).append(entry)
        if comment.parent_id and comment.status == Status.APPROVED:
            below[top_of(comment)] = below.get(top_of(comment), 0) + 1
    for entry in tops:
        if not entry.comment.parent_id:
            entry.more = max(0, entry.comment.reply_count - below.get(entry.comment.pk, 0))
    tops.sort(key=_sort_key(order), reverse=order != Order.OLDEST)
    return tops


def _sort_key(order: Order) -> Any:
    if order == Order.LIKED:
        return lambda entry: (entry.comment.like_count, entry.comment.pk)
    return lambda entry: (entry.comment.submitted_at, entry.comment.pk)
