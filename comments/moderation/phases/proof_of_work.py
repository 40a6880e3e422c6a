"""A little work for the browser, which a bot has to do thousands of times."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.moderation.stamp import StampState
from comments.moderation.verdict import PASS, Context, Result, Verdict


class ProofOfWork:
    """Holds what comes without the proof the newsroom asks for; off while it asks for none.

    Without JavaScript there can be no proof, and a slow phone may send its form before it has
    found one: both are held. Only a made-up stamp without its proof is called spam. A browser
    always works on the stamp it was given, also on one that a new secret key has made a foreign
    one, so what comes with neither was written by a program.
    """

    name = "proof_of_work"
    label = gettext_lazy("Proof of work")

    def __call__(self, context: Context) -> Result:
        wanted, stamp = context.limits.proof_of_work_bits, context.stamp
        if context.is_correction or stamp.zero_bits >= wanted:
            return PASS
        if stamp.state == StampState.MISSING:
            return Result(Verdict.HOLD, _("Sent without JavaScript, so without a proof of work."))
        figures = {"bits": stamp.zero_bits, "wanted": wanted}
        if stamp.state != StampState.FORGED:
            return Result(
                Verdict.HOLD, _("The proof of work falls short: %(bits)s of %(wanted)s.") % figures
            )
        return Result(
            Verdict.SPAM,
            _(
                "The time of the form is made up, and its proof of work falls short: "
                "%(bits)s of %(wanted)s."
            )
            % figures,
            _("The form was sent as a program would do it, so the comment is not published."),
        )
