"""Collects what the checks look at. What costs a query is asked for when a check needs it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from articles.comment_mode import mode_of, takes_comments
from articles.furniture import Furniture
from articles.models import Article
from comments import network_hash
from comments.models import Comment, ModerationPolicy
from comments.moderation import assistant_in_use, stamp, term_lists
from comments.moderation.history import StoredHistory
from comments.moderation.verdict import Context, Limits
from newsportal.arabic.folding import fold

if TYPE_CHECKING:
    from comments.actions.submission import Typed

_LIMITS = tuple(Limits.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What does not depend on the comment's story; gathered before that is locked."""

    network: str
    """The hash to store with the comment."""
    networks: list[str]
    """The hash under every key, to be compared with blocks."""
    policy: ModerationPolicy

    def context(
        self,
        article: Article,
        typed: "Typed",
        site: Furniture,
        now: datetime,
        corrected: Comment | None = None,
    ) -> Context:
        """All that the checks may look at; `corrected` is the comment that gets another text."""
        return Context(
            article=article,
            mode=mode_of(article, site),
            is_open=takes_comments(article, site, now),
            name=typed.name,
            email=typed.email,
            body=typed.body,
            folded=fold(typed.body),
            now=now,
            stamp=stamp.read(typed.stamp, typed.proof, now),
            history=StoredHistory(
                article=article,
                name=typed.name,
                email=typed.email,
                networks=self.networks,
                network=self.network,
                now=now,
                without=corrected.pk if corrected else None,
            ),
            is_correction=corrected is not None,
            trap=typed.trap,
            limits=Limits(**{name: getattr(self.policy, name) for name in _LIMITS}),
            terms=term_lists.in_use(self.policy),
            assistant=assistant_in_use.current(),
        )


def evidence(address: str) -> Evidence:
    """What is known before the story is locked: the settings, the sender's network.

    `address` is the sender's IP address.
    """
    key = network_hash.current_key(timezone.now())
    return Evidence(
        network=network_hash.network_hash(address, key),
        networks=network_hash.all_hashes(address),
        policy=ModerationPolicy.current(),
    )
