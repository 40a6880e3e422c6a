"""Comments, what is decided about them, and what decides."""

from comments.models.assistant import TrainedAssistant
from comments.models.blocks import Block, BlockedTerm, NetworkKey
from comments.models.comment import BODY_LIMIT, EMAIL_LIMIT, NAME_LIMIT, REASON_LIMIT, Comment
from comments.models.notices import MailAddress, Notice
from comments.models.policy import ModerationPolicy
from comments.models.reactions import Like, Report
from comments.models.record import ModerationRecord
from comments.status import Act, Status

__all__ = [
    "BODY_LIMIT",
    "EMAIL_LIMIT",
    "NAME_LIMIT",
    "REASON_LIMIT",
    "Act",
    "Block",
    "BlockedTerm",
    "Comment",
    "Like",
    "MailAddress",
    "ModerationPolicy",
    "ModerationRecord",
    "NetworkKey",
    "Notice",
    "Report",
    "Status",
    "TrainedAssistant",
]
