"""Why comments are rejected, in the words the newsroom has posted or in the moderator's own."""

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from comments.models import REASON_LIMIT


def posted_rules(rules: str) -> list[str]:
    """The rules of a text that has one on each line, in their order, each of them once."""
    return list(dict.fromkeys(rule for line in rules.splitlines() if (rule := line.strip())))


class RejectionForm(forms.Form):
    """A posted rule the comments break, a note, or both. `rules` is the text that readers see.

    A rule is sent in its own words, not by its number: rules may be rewritten while the form is
    open, and nobody is told of another one than the moderator chose.
    """

    rule = forms.ChoiceField(label=_("Broken rule"), widget=forms.RadioSelect, required=False)
    note = forms.CharField(
        label=_("In your own words"),
        max_length=REASON_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, rules: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["rule"]
        field.choices = [*((rule, rule) for rule in posted_rules(rules)), ("", _("None of them"))]
        field.error_messages["invalid_choice"] = _(
            "This rule is no longer posted. Choose one of those that are."
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a rejection without a reason; raises ValidationError."""
        data = super().clean() or {}
        if not self.errors and not data["rule"] and not data["note"]:
            raise forms.ValidationError(_("Choose a rule or write a reason."))
        return data

    @property
    def broken_rule(self) -> str:
        """The rule as the record keeps it: one too long for it is cut."""
        return Truncator(self.cleaned_data["rule"]).chars(REASON_LIMIT)

    @property
    def reason(self) -> str:
        """The moderator's own words."""
        return self.cleaned_data["note"]
