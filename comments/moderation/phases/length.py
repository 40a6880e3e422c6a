"""How much is written."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.moderation.verdict import PASS, Context, Result, Verdict
from newsportal.arabic.counting import counted

_NO_LETTERS = re.compile(r"[\W_]+")


class Length:
    """Holds what has hardly a letter, or more of them than a comment needs.

    Letters and digits are counted in the folded text: vowel signs and tatweel add nothing.
    """

    name = "length"
    label = gettext_lazy("Length")

    def __call__(self, context: Context) -> Result:
        limits = context.limits
        letters = len(_NO_LETTERS.sub("", context.folded))
        if letters < limits.shortest:
            reason, limit = _("Very short: %(letters)s (the least: %(limit)s)."), limits.shortest
        elif letters > limits.longest:
            reason, limit = _("Very long: %(letters)s (the most: %(limit)s)."), limits.longest
        else:
            return PASS
        figures = {
            "letters": counted(letters, "character"),
            "limit": counted(limit, "character"),
        }
        return Result(Verdict.HOLD, reason % figures)
