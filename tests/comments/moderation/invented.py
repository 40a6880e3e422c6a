"""A comment, its story and its sender's past, made up: what checks look at, without a database."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from articles.comment_mode import CommentMode
from articles.models import Article, Category
from articles.publication import Status
from comments.moderation.stamp import StampReading, StampState
from comments.moderation.verdict import Context, Limits
from newsportal.arabic.folding import fold

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@dataclass
class InventedHistory:
    """A History that says what a test wants it to; times of earlier comments are aware.

    Those of `by_address` came from the sender's network, those of `elsewhere` under the same
    address from others.
    """

    by_address: list[datetime] = field(default_factory=list)
    elsewhere: list[datetime] = field(default_factory=list)
    from_network: list[datetime] = field(default_factory=list)
    known: bool = False
    of_sender: list[str] = field(default_factory=list)
    under_story: list[str] = field(default_factory=list)
    number_of_copies: int = 0
    turned_away: bool = False
    used_stamps: frozenset[str] = frozenset()
    met: Any = None

    def sent_by_address(self, since: datetime) -> int:
        return sum(moment >= since for moment in self.by_address + self.elsewhere)

    def sent_by_address_from_network(self, since: datetime) -> int:
        return sum(moment >= since for moment in self.by_address)

    def sent_from_network(self, since: datetime) -> int:
        return sum(moment >= since for moment in self.from_network)

    def is_known(self) -> bool:
        return self.known

    def bodies_of_sender(self) -> list[str]:
        return [fold(body) for body in self.of_sender]

    def bodies_under_story(self) -> list[str]:
        return [fold(body) for body in self.under_story]

    def copies(self, fingerprint: int) -> int:
        return self.number_of_copies

    def is_turned_away(self, fingerprint: int) -> bool:
        return self.turned_away

    def stamp_was_used(self, stamp: str) -> bool:
        return stamp in self.used_stamps

    def block(self) -> Any:
        return self.met


def story(**fields: Any) -> Article:
    """A story published an hour before NOW, not stored."""
    values = {
        "category": Category(name="سياسة"),
        "status": Status.PUBLISHED,
        "published_at": NOW - timedelta(hours=1),
    }
    return Article(**values | fields)


def context(body: str = "تعليق مفيد عن الخبر", **fields: Any) -> Context:
    """A comment with nothing against it, sent at NOW; fields of Limits and Context may be given."""
    limits = {name: fields.pop(name) for name in list(fields) if name in Limits.__slots__}
    values: dict[str, Any] = {
        "article": story(),
        "mode": CommentMode.NOBODY_WAITS,
        "is_open": True,
        "name": "قارئة",
        "email": "reader@example.org",
        "body": body,
        "folded": fold(body),
        "now": NOW,
        "stamp": StampReading(StampState.VALID, "nonce", timedelta(minutes=1)),
        "history": InventedHistory(),
        "limits": Limits(**limits),
    }
    return Context(**values | fields)
