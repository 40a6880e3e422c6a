"""The policy: which checks a comment goes through, in this order.

What turns a comment away at the door comes first, then what a program gives itself away by, then
what can be said of the text alone, and last what needs the longest look.
"""

from comments.moderation.phases.assistant_check import AssistantCheck
from comments.moderation.phases.blocked_sender import BlockedSender
from comments.moderation.phases.blocked_terms import BlockedTerms
from comments.moderation.phases.closed import Closed
from comments.moderation.phases.duplicates import Duplicates
from comments.moderation.phases.flood import Flood
from comments.moderation.phases.honeypot import Honeypot
from comments.moderation.phases.length import Length
from comments.moderation.phases.links import Links
from comments.moderation.phases.near_duplicates import NearDuplicates
from comments.moderation.phases.proof_of_work import ProofOfWork
from comments.moderation.phases.script_mix import ScriptMix
from comments.moderation.phases.sender_history import SenderHistory
from comments.moderation.phases.shouting import Shouting
from comments.moderation.phases.signed_time import SignedTime
from comments.moderation.verdict import Phase

POLICY: tuple[Phase, ...] = (
    Closed(),
    BlockedSender(),
    Flood(),
    Honeypot(),
    SignedTime(),
    ProofOfWork(),
    Length(),
    Links(),
    BlockedTerms(),
    Duplicates(),
    NearDuplicates(),
    Shouting(),
    ScriptMix(),
    AssistantCheck(),
    SenderHistory(),
)
"""The order is the policy: what rejects a comment, or calls it spam, ends it."""

OF_SENDING = frozenset({Flood.name, Honeypot.name, SignedTime.name, ProofOfWork.name})
"""Checks of how a comment was sent, not of what it says: a correction is not sent anew."""
