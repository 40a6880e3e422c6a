"""What happens to a comment: written, corrected, withdrawn, decided about, liked, reported.

Each act does everything in one transaction: status, record, counts, the e-mails that follow. It
locks stories first and comments after, each in the order of their ids, so that no two acts wait
for each other in a circle. Pages that show the change are forgotten once it has committed.
"""

from comments.actions.decisions import DECISIONS, Outcome, decide, undo
from comments.actions.reactions import AlreadyDone, like, report, unlike
from comments.actions.submission import (
    CORRECTION,
    ChangedMeanwhile,
    Refused,
    ReplyRefused,
    TooLate,
    Typed,
    correct,
    may_still_change,
    submit,
    withdraw,
)

__all__ = [
    "CORRECTION",
    "DECISIONS",
    "AlreadyDone",
    "ChangedMeanwhile",
    "Outcome",
    "Refused",
    "ReplyRefused",
    "TooLate",
    "Typed",
    "correct",
    "decide",
    "like",
    "may_still_change",
    "report",
    "submit",
    "undo",
    "unlike",
    "withdraw",
]
