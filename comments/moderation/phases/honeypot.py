"""The field no person sees."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.moderation.quotation import quoted
from comments.moderation.verdict import PASS, Context, Result, Verdict


class Honeypot:
    """Calls spam what fills in the field that only a program finds."""

    name = "honeypot"
    label = gettext_lazy("Hidden field")

    def __call__(self, context: Context) -> Result:
        if not context.trap:
            return PASS
        return Result(
            Verdict.SPAM,
            _("The field that no person sees was filled in: %(text)s.")
            % {"text": quoted(context.trap)},
            _("The form was filled in as a program would do it, so the comment is not published."),
        )
