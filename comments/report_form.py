"""Why a reader reports a comment: a rule the newsroom has posted, or in her own words."""

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from comments import typed_text
from comments.forms import EITHER_DIRECTION, TypedField
from comments.models import REASON_LIMIT
from comments.rejection import posted_rules

OTHER = "other"


class ReportForm(forms.Form):
    """One of the posted rules, or 'other' with a note. `rules` is the text that readers see.

    A choice is sent as the rule's own words: where the rules have been rewritten while the form
    was open, no other rule is taken for the one she meant.
    """

    rule = forms.ChoiceField(
        label=_("Which of the comment rules does it break?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the rule that the comment breaks."),
            "invalid_choice": _("The rules have just changed. Choose once more."),
        },
    )
    note = TypedField(
        label=_("Tell the moderator more"),
        limit=REASON_LIMIT,
        too_long=_("What you wrote is too long: %(length)s; at most %(limit)s."),
        clean_text=typed_text.paragraphs,
        required=False,
        widget=forms.Textarea(
            attrs={"autocomplete": "off", "rows": 3, "cols": 40} | EITHER_DIRECTION
        ),
    )

    def __init__(self, data: Any = None, *, rules: str):
        super().__init__(data, auto_id="report-%s")
        posted = posted_rules(rules)
        field: Any = self.fields["rule"]
        field.choices = [*((rule, rule) for rule in posted), (OTHER, _("Another reason"))]
        if not posted:
            field.label = _("What is wrong with the comment?")

    def clean(self) -> dict[str, Any]:
        """Ask for words where no rule says what is wrong."""
        data = super().clean() or {}
        if data.get("rule") == OTHER and not data.get("note") and "note" not in self.errors:
            self.add_error("note", _("Write what is wrong with the comment."))
        return data

    @property
    def broken_rule(self) -> str:
        """The rule as the report keeps it, "" for another reason."""
        rule = self.cleaned_data["rule"]
        return "" if rule == OTHER else Truncator(rule).chars(REASON_LIMIT)
