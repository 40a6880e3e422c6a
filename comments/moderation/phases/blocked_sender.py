"""Whether a moderator has blocked the sender."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.moderation.verdict import PASS, Context, Result, Verdict
from newsportal.arabic.dates import format_datetime


class BlockedSender:
    """Refuses comments of a blocked sender.

    She is told that she is blocked, not by what she was recognised: it would be the next thing
    she changes. The comment is not kept, so a block spares the moderators her texts.
    """

    name = "blocked_sender"
    label = gettext_lazy("Blocked senders")

    def __call__(self, context: Context) -> Result:
        block = context.history.block()
        if block is None:
            return PASS
        reason = _("The sender is blocked (%(kind)s) until %(end)s.") % {
            "kind": block.get_kind_display(),
            "end": format_datetime(block.ends_at),
        }
        if block.reason:
            reason = f"{reason} {block.reason}"
        answer = _("You are blocked from commenting here for the time being.")
        return Result(Verdict.REJECT, reason=reason, answer=answer, refused=True)
