"""What a check looks at and what it says: the contract between the pipeline and its phases."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from articles.comment_mode import CommentMode
from articles.models import Article
from comments.moderation.assistant import Assistant
from comments.moderation.stamp import StampReading
from comments.moderation.word_list import WordList


class Verdict(StrEnum):
    """What a check says of a comment, from the mildest to the strongest."""

    PASS = "pass"
    """Nothing speaks against it."""
    HOLD = "hold"
    """A moderator should look."""
    REJECT = "reject"
    """It breaks a rule."""
    SPAM = "spam"
    """It is advertising, or comes from no person."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one check says, and why.

    `reason` is read by moderators: one plain sentence that names what tripped the check; the
    pipeline puts the check's name before it. `answer` is read by the commenter, who is owed one
    wherever the verdict is not `pass` or `hold`. A `refused` comment is not kept: the form comes
    back with its text and the answer, with the HTTP status `refusal_status`.
    """

    verdict: Verdict
    reason: str = ""
    answer: str = ""
    refused: bool = False
    refusal_status: int = 403
    probability: float | None = None


PASS = Result(Verdict.PASS)


class History(Protocol):
    """What is known of earlier comments, asked for when a check needs it (history.py).

    A comment that is being corrected is left out of all answers.
    """

    def sent_by_address(self, since: datetime) -> int:
        """Comments of the sender's address since then, whatever became of them."""

    def sent_by_address_from_network(self, since: datetime) -> int:
        """Comments of the sender's address from the sender's network since then."""

    def sent_from_network(self, since: datetime) -> int:
        """Comments from the sender's network since then."""

    def is_known(self) -> bool:
        """Whether a moderator approved a comment of this address and rejected none since."""

    def bodies_of_sender(self) -> Sequence[str]:
        """Folded texts of the latest comments of this address or network."""

    def bodies_under_story(self) -> Sequence[str]:
        """Folded texts of the latest comments under the story."""

    def copies(self, fingerprint: int) -> int:
        """Comments with this fingerprint anywhere on the site in the last days.

        0 where a moderator has approved one of them.
        """

    def is_turned_away(self, fingerprint: int) -> bool:
        """Whether a moderator has rejected such a comment in the last days, or called it spam."""

    def stamp_was_used(self, stamp: str) -> bool:
        """Whether a comment with this stamp is stored."""

    def block(self) -> Any:
        """The Block in force that the sender meets, or None."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers the newsroom sets; see comments/models/policy.py for their meaning."""

    flood_minutes: int = 10
    flood_per_sender: int = 5
    flood_per_network: int = 60
    links_to_hold: int = 1
    links_to_spam: int = 5
    shortest: int = 2
    longest: int = 2000
    least_seconds: int = 3
    proof_of_work_bits: int = 0
    assistant_hold_from: float | None = None
    assistant_reject_from: float | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """One comment as it was sent, and all that its checks may look at.

    `body` is clean already and within its limit (comments/forms.py); `folded` is its folded form.
    `trap` is what stands in the field no person sees. `terms` holds the blocked terms by what
    happens to a comment that contains one.
    """

    article: Article
    mode: CommentMode
    is_open: bool
    name: str
    email: str
    body: str
    folded: str
    now: datetime
    stamp: StampReading
    history: History
    is_correction: bool = False
    trap: str = ""
    limits: Limits = field(default_factory=Limits)
    terms: dict[Verdict, WordList] = field(default_factory=dict)
    assistant: Assistant | None = None


class Phase(Protocol):
    """One check: one rule, one file under phases/, no writes."""

    name: str
    """Names the check in records and findings; never changes."""
    label: Any
    """Its name for moderators (lazy translation)."""

    def __call__(self, context: Context) -> Result: ...
