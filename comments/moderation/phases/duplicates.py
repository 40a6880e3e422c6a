"""Whether the same text has been sent before."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.moderation.fingerprint import fingerprint
from comments.moderation.verdict import PASS, Context, Result, Verdict
from newsportal.arabic.counting import counted

COPIES_OF_SPAM = 10
"""Copies on the site, a moderator having turned one away and approved none, from which one more
is spam. Of their number alone it is not: on the night of a disaster many send one condolence."""


class Duplicates:
    """Holds a text that this sender or network sent lately, or that stands under the story or
    elsewhere on the site; calls it spam where there are many copies that moderators do not want.

    The spelling does not matter. Short texts are no duplicates: many people say thanks.
    """

    name = "duplicates"
    label = gettext_lazy("Same text again")

    def __call__(self, context: Context) -> Result:
        number = fingerprint(context.folded)
        if number is None:
            return PASS
        copies = context.history.copies(number)
        on_site = _("Copies of this text on the site in the last days: %(copies)s.") % {
            "copies": counted(copies, "comment")
        }
        if copies >= COPIES_OF_SPAM and context.history.is_turned_away(number):
            answer = _("This text has been sent to the site many times; it is taken for spam.")
            return Result(Verdict.SPAM, on_site, answer)
        if context.folded in context.history.bodies_of_sender():
            return Result(Verdict.HOLD, _("The same text came lately from this sender or network."))
        if context.folded in context.history.bodies_under_story():
            return Result(Verdict.HOLD, _("The same text stands under this story already."))
        return Result(Verdict.HOLD, on_site) if copies else PASS
