"""Words that are not wanted, however they are disguised."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.moderation.folded_comment import FoldedComment
from comments.moderation.quotation import quoted
from comments.moderation.verdict import PASS, Context, Result, Verdict
from comments.moderation.word_hits import Evasion, Hit

MOST_NAMED = 3

HOW = {
    Evasion.SPACED: gettext_lazy("its letters or words apart"),
    Evasion.ARABIZI: gettext_lazy("in Latin letters or digits"),
    Evasion.INVISIBLE: gettext_lazy("with invisible characters"),
    Evasion.STRETCHED: gettext_lazy("drawn out"),
    Evasion.LOOKALIKE: gettext_lazy("in letters that look alike"),
    Evasion.MARKS: gettext_lazy("with vowel signs"),
    Evasion.ATTACHED: gettext_lazy("written onto others"),
    Evasion.PLAIN: gettext_lazy("as it is"),
}


class BlockedTerms:
    """Does with a comment what the newsroom has set for the strongest blocked term in it.

    The name of the commenter is looked through like the text.
    """

    name = "blocked_terms"
    label = gettext_lazy("Blocked terms")

    def __call__(self, context: Context) -> Result:
        if not context.terms:
            return PASS
        body, name = FoldedComment(context.body), FoldedComment(context.name)
        for verdict in (Verdict.SPAM, Verdict.REJECT, Verdict.HOLD):
            if (terms := context.terms.get(verdict)) is None:
                continue
            if hits := terms.find(body):
                return _result(verdict, _("Blocked term in the text: %(terms)s."), hits)
            if hits := terms.find(name):
                return _result(verdict, _("Blocked term in the name: %(terms)s."), hits)
        return PASS


def _result(verdict: Verdict, reason: str, hits: list[Hit]) -> Result:
    # A term met twice in the same way is named once.
    different = list({(hit.term, hit.found): hit for hit in hits}.values())
    named = "؛ ".join(map(_named, different[:MOST_NAMED]))
    if (others := len(different) - MOST_NAMED) > 0:
        named = _("%(terms)s; others: %(number)d") % {"terms": named, "number": others}
    answer = ""
    if verdict != Verdict.HOLD:
        answer = _("The comment contains wording that is not accepted here.")
    return Result(verdict, reason % {"terms": named}, answer)


def _named(hit: Hit) -> str:
    return f"{quoted(hit.term)} ({HOW[hit.how]}): {quoted(hit.found)}"
