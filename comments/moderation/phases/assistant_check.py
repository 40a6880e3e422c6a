"""What the moderation assistant thinks."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.moderation.quotation import listed
from comments.moderation.verdict import PASS, Context, Result, Verdict


class AssistantCheck:
    """Gives the probability of rejection; decides only from where the newsroom lets it.

    It is asked about the text alone, since it has learnt from texts: a name weighed with them
    would count against all who bear it.
    """

    name = "assistant_check"
    label = gettext_lazy("Assistant")

    def __call__(self, context: Context) -> Result:
        if context.assistant is None:
            return PASS
        probability = context.assistant.probability(context.body)
        limits, answer = context.limits, ""
        if _reaches(probability, limits.assistant_reject_from):
            verdict = Verdict.REJECT
            answer = _(
                "The comment resembles those that moderators reject here. "
                "This was decided by a program, and it may be mistaken."
            )
        elif _reaches(probability, limits.assistant_hold_from):
            verdict = Verdict.HOLD
        else:
            return Result(Verdict.PASS, probability=probability)
        weighed = context.assistant.explain(context.body)
        words = listed(word for word, weight in weighed if weight > 0)
        percent = round(100 * probability)
        reason = _("Likely to be rejected: %(percent)d%%.") % {"percent": percent}
        if words:
            reason = _("Likely to be rejected: %(percent)d%%. Weighing most: %(words)s.") % {
                "percent": percent,
                "words": words,
            }
        return Result(verdict, reason, answer, probability=probability)


def _reaches(probability: float, threshold: float | None) -> bool:
    return threshold is not None and probability >= threshold
