"""When the form was begun."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.moderation.stamp import StampState
from comments.moderation.verdict import PASS, Context, Result, Verdict
from newsportal.arabic.counting import counted


class SignedTime:
    """Holds what comes without the time its form was begun, or too soon after it.

    Nothing of this is proof: a browser without JavaScript asks for no stamp, a page may lie open
    for days, and a new secret key makes every stamp a foreign one. So it holds and never refuses.
    A correction is written in another form, which has no stamp.
    """

    name = "signed_time"
    label = gettext_lazy("Time of writing")

    def __call__(self, context: Context) -> Result:
        reason = "" if context.is_correction else _objection(context)
        return Result(Verdict.HOLD, reason) if reason else PASS


def _objection(context: Context) -> str:
    stamp = context.stamp
    if stamp.state == StampState.MISSING:
        return _("Sent without JavaScript: when it was begun is not known.")
    if stamp.state == StampState.FORGED:
        return _("The time at which the form was begun is not signed by this site.")
    if stamp.state == StampState.EXPIRED:
        return _("The form was begun more than a day before it was sent.")
    if context.history.stamp_was_used(stamp.nonce):
        return _("The form had been sent before.")
    seconds = stamp.age.total_seconds() if stamp.age else 0
    if seconds >= context.limits.least_seconds:
        return ""
    return _("Written too quickly: %(seconds)s (the least: %(least)s).") % {
        "seconds": counted(int(seconds), "second") if seconds >= 1 else _("under a second"),
        "least": counted(context.limits.least_seconds, "second"),
    }
