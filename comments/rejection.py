"""Why comments are rejected, in the words the newsroom has posted or in the moderator's own."""

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from comments.models import REASON_LIMIT


class RejectionForm(forms.Form):
    """A posted rule the comments break, a note, or both. `rules` is the text that readers see."""

    rule = forms.ChoiceField(label=_("Broken rule"), widget=forms.RadioSelect, required=False)
    note = forms.CharField(
        label=_("In your own words"),
        max_length=REASON_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, rules: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.rules = [line.strip() for line in rules.splitlines() if line.strip()]
        self.fields["rule"].choices = [  # type: ignore[attr-defined]
            *((str(number), rule) for number, rule in enumerate(self.rules)),
            ("", _("None of them")),
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a rejection without a reason; raises ValidationError."""
        data = super().clean() or {}
        if not self.errors and not data["rule"] and not data["note"]:
            raise forms.ValidationError(_("Choose a rule or write a reason."))
        return data

    @property
    def reason(self) -> str:
        """What the record says; a rule too long for it is cut, the note never."""
        rule, note = self.cleaned_data["rule"], self.cleaned_data["note"]
        if not rule:
            return note
        posted = self.rules[int(rule)]
        room = REASON_LIMIT - len(note) - 1
        if not note:
            return Truncator(posted).chars(REASON_LIMIT)
        return f"{Truncator(posted).chars(room)} {note}" if room > 1 else note
