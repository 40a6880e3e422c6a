"""Who waits for a moderator: everyone, those who comment for the first time, or nobody."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.comment_mode import CommentMode
from comments.moderation.verdict import PASS, Context, Result, Verdict


class SenderHistory:
    """Holds what waits by the mode of site, category or story."""

    name = "sender_history"
    label = gettext_lazy("Who waits")

    def __call__(self, context: Context) -> Result:
        if context.mode == CommentMode.EVERYONE_WAITS:
            return Result(Verdict.HOLD, _("Every comment waits here."))
        if context.mode == CommentMode.FIRST_WAITS and not context.history.is_known():
            return Result(
                Verdict.HOLD,
                _("No moderator has approved a comment of this sender, or one was rejected since."),
            )
        return PASS
