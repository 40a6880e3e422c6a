"""The comments of a story as its page shows them: the newest, oldest of them first."""

from collections.abc import Iterable
from dataclasses import dataclass

from articles.models import Article
from comments.models import Comment
from newsportal import keyset
from newsportal.keyset import BadCursor, Cursor

PAGE_SIZE = 100
PARAMETER = "comments"


@dataclass(frozen=True)
class Thread:
    """Some comments of a story in the order they were written.

    `older` is the query that leads to those before them, or ""; `is_latest` says that none come
    after them.
    """

    comments: list[Comment]
    older: str
    is_latest: bool


def thread(article: Article, position: str = "", own_waiting: Iterable[int] = ()) -> Thread:
    """The comments of `article` before `position`, or the newest: one query.

    `position` is a cursor from an address; one that is none of ours counts as missing, since the
    story itself is there all the same. `own_waiting` are ids of the visitor's own comments.
    """
    try:
        before = Cursor.parse(position) if position else None
    except BadCursor:
        before = None
    page = keyset.page(
        Comment.objects.thread_for(article, own_waiting),
        size=PAGE_SIZE,
        at="submitted_at",
        pk="id",
        before=before,
        key=lambda comment: Cursor(comment.submitted_at, comment.pk),
    )
    return Thread(
        comments=page.items[::-1],
        older=f"?{PARAMETER}={page.older}" if page.older else "",
        is_latest=before is None,
    )
