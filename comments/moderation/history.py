"""What is known of earlier comments, in queries that stay small however many there are.

Each reads a short stretch of one index of the comments: by address, by network, by fingerprint,
by stamp, or by story and status.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from articles.models import Article
from comments import blocks
from comments.models import Act, Block, Comment, ModerationRecord, Status
from newsportal.arabic.folding import fold

LATEST = 10
"""Comments compared with a new one: so many of its address, of its network, visible under its
story and waiting there. Four times this number bounds what the checks for duplicates cost."""

RECENTLY = timedelta(days=7)
"""How far back bodies are looked at."""

COPIES_SINCE = timedelta(days=30)
MOST_COPIES = 50
"""Copies are counted up to this number."""

RECORD_OF_SENDER = 100
"""Comments of an address that say whether it is known: the latest."""

TURNED_AWAY = (Status.REJECTED, Status.SPAM)


@dataclass(frozen=True, slots=True)
class StoredHistory:
    """The History (verdict.py) of one sender, asked of the database when a check needs it.

    `networks` are the hashes of the sender's network under every key, compared with blocks;
    `network` is the one stored with comments of today, "" for none. `without` is the id of the
    comment that is being corrected.
    """

    article: Article
    name: str
    email: str
    networks: Sequence[str]
    network: str
    now: datetime
    without: int | None = None
    _read: dict[str, list[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def sent_by_address(self, since: datetime) -> int:
        return self._of_address().filter(submitted_at__gte=since).count()

    def sent_by_address_from_network(self, since: datetime) -> int:
        """The same of those from this network; where it is unknown, of those from unknown ones."""
        from_here = self._of_address().filter(network=self.network)
        return from_here.filter(submitted_at__gte=since).count()

    def sent_from_network(self, since: datetime) -> int:
        if not self.network:
            return 0
        return self._of_network().filter(submitted_at__gte=since).count()

    def is_known(self) -> bool:
        """Whether a moderator approved a comment of this address and nothing was rejected since.

        Only her own decision about the text as it now reads vouches for a sender: where nobody
        waits, comments are approved that no one has looked at, and so is a correction that passes
        the checks. A comment rejected or marked as spam, by whomever, ends the trust until the
        next approval. An address proves nothing by itself: who knows that of a known sender can
        write under it.
        """
        latest = (
            self._of_address()
            .order_by("-submitted_at")
            .values_list("pk", "status", "decided_at")[:RECORD_OF_SENDER]
        )
        approved: list[int] = []
        turned_away: list[datetime] = []
        for pk, status, decided_at in latest:
            if status == Status.APPROVED:
                approved.append(pk)
            elif status in TURNED_AWAY and decided_at is not None:
                turned_away.append(decided_at)
        vouched = (
            list(_approvals(approved).values_list("decided_at", flat=True)) if approved else []
        )
        return bool(vouched) and (not turned_away or max(vouched) > max(turned_away))

    def bodies_of_sender(self) -> Sequence[str]:
        """Folded texts of the latest comments of this address, then of this network."""
        if "sender" not in self._read:
            bodies = self._bodies(self._of_address())
            if self.network:
                bodies += self._bodies(self._of_network().exclude(email=self._address))
            self._read["sender"] = bodies
        return self._read["sender"]

    def bodies_under_story(self) -> Sequence[str]:
        """Folded texts of the latest comments under the story that are visible, or wait."""
        if "story" not in self._read:
            # A status at a time: the index on story and status then gives the latest in order.
            self._read["story"] = [
                body
                for status in (Status.APPROVED, Status.WAITING)
                for body in self._bodies(self._others().filter(article=self.article, status=status))
            ]
        return self._read["story"]

    def copies(self, fingerprint: int) -> int:
        """Comments with this fingerprint in the last days, MOST_COPIES at most.

        0 as soon as a moderator has approved one of them: it is then a text that people send each
        other, a prayer or a condolence, and no advertisement.
        """
        found = self._copies(fingerprint)
        approved = [pk for pk, status in found if status == Status.APPROVED]
        return 0 if approved and _approvals(approved).exists() else len(found)

    def is_turned_away(self, fingerprint: int) -> bool:
        """Whether a moderator's rejection, or mark as spam, of one of the copies stands.

        What the checks alone turned away says nothing here: they would prove each other right.
        """
        turned_away = [pk for pk, status in self._copies(fingerprint) if status in TURNED_AWAY]
        return bool(turned_away) and _decisions(turned_away, TURNED_AWAY).exists()

    def _copies(self, fingerprint: int) -> list[tuple[int, str]]:
        """Id and status of the latest comments with the fingerprint, MOST_COPIES at most."""
        latest = self._others().filter(
            fingerprint=fingerprint, submitted_at__gte=self.now - COPIES_SINCE
        )
        return list(latest.order_by("-submitted_at").values_list("pk", "status")[:MOST_COPIES])

    def stamp_was_used(self, stamp: str) -> bool:
        # The second condition is that of the index.
        return bool(stamp) and self._others().filter(stamp=stamp).exclude(stamp="").exists()

    def block(self) -> Block | None:
        return blocks.met_by(self.name, self.email, self.networks, self.now)

    @property
    def _address(self) -> str:
        return self.email.lower()

    def _others(self) -> QuerySet[Comment]:
        comments = Comment.objects.all()
        return comments.exclude(pk=self.without) if self.without is not None else comments

    def _of_address(self) -> QuerySet[Comment]:
        return self._others().filter(email=self._address)

    def _of_network(self) -> QuerySet[Comment]:
        # The second condition is that of the index.
        return self._others().filter(network=self.network).exclude(network="")

    def _bodies(self, comments: QuerySet[Comment]) -> list[str]:
        """The folded bodies of the latest of `comments`; a withdrawn one may be sent again."""
        latest = (
            comments.filter(submitted_at__gte=self.now - RECENTLY)
            .exclude(Q(status=Status.WITHDRAWN) | Q(body=""))
            .order_by("-submitted_at", "-pk")
            .values_list("name", "folded_text")[:LATEST]
        )
        return [folded.removeprefix(fold(name)).lstrip() for name, folded in latest]


def _approvals(approved: Sequence[int]) -> QuerySet[ModerationRecord]:
    """A moderator's approvals of these approved comments, of their texts as they now read."""
    return _decisions(approved, [Status.APPROVED]).filter(
        Q(comment__corrected_at__isnull=True) | Q(decided_at__gte=F("comment__corrected_at"))
    )


def _decisions(comments: Sequence[int], to: Sequence[Status]) -> QuerySet[ModerationRecord]:
    """Moderators' own decisions about the comments that gave them one of the statuses."""
    return ModerationRecord.objects.order_by().filter(
        comment__in=comments, act=Act.DECIDED, to_status__in=to, moderator__isnull=False
    )
