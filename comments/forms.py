"""What a reader types to comment, cleaned and judged by what she can put right herself."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comments import typed_text
from comments.actions import Typed
from comments.models import BODY_LIMIT, EMAIL_LIMIT, NAME_LIMIT
from newsportal.arabic.counting import counted

CLEANED_UP_TO = 10
"""A text this many times longer than its limit is refused uncleaned, to spare the work."""

# An empty field with dir=auto is left to right (HTML, 3.2.6.4); the style sheet finds it by its
# placeholder and lets it begin on the page's own side.
EITHER_DIRECTION = {"dir": "auto", "placeholder": " "}


class TypedField(forms.CharField):
    """Text in a stranger's hand, cleaned by `clean_text`; `limit` counts the characters left.

    The limit is no `maxlength` attribute: browsers cut a pasted text there without a word.
    """

    def __init__(
        self, *, limit: int, too_long: Any, clean_text: Callable[[str], str], **kwargs: Any
    ):
        super().__init__(**kwargs)
        self.limit = limit
        self.too_long = too_long
        self.clean_text = clean_text

    def to_python(self, value: Any) -> str:
        """The cleaned text; "" when nothing of it can be seen. Raises ValidationError when long."""
        text = _within(value, self.limit, self.clean_text, self.too_long)
        return "" if typed_text.is_blank(text) else text


class TypedEmailField(forms.EmailField):
    """An e-mail address, freed of the unseen characters that keyboards and pastes slip in.

    It is kept in small letters: by it a sender is known again.
    """

    def __init__(self, *, limit: int, too_long: Any, **kwargs: Any):
        super().__init__(max_length=None, **kwargs)
        self.limit = limit
        self.too_long = too_long

    def to_python(self, value: Any) -> str:
        """The cleaned address. Raises ValidationError when long."""
        return _within(value, self.limit, typed_text.address, self.too_long).lower()


def _within(value: Any, limit: int, clean_text: Callable[[str], str], too_long: Any) -> str:
    text = "" if value is None else str(value)
    if len(text) <= limit * CLEANED_UP_TO:
        text = clean_text(text)
    if len(text) > limit:
        raise forms.ValidationError(
            too_long,
            code="max_length",
            params={
                "length": counted(len(text), "character"),
                "limit": counted(limit, "character"),
            },
        )
    return text


_ID = re.compile(r"\d{1,18}\Z", re.ASCII)
NO_COMMENT = 0
"""Stands for an id that is none: no comment has it."""

MACHINE_LIMIT = 300
"""What a script of ours sends is shorter; cut there, a forgery stays one."""


class ParentField(forms.CharField):
    """The id of the comment that is answered; what is no id becomes NO_COMMENT, no error."""

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        """The id, None where nothing is answered."""
        text = str(value or "")
        if not text:
            return None
        return int(text) if _ID.match(text) else NO_COMMENT

    def run_validators(self, value: Any) -> None:
        """Whether there is such a comment is found out when it is stored."""


class MachineField(forms.CharField):
    """What no person types: any text will do, its first characters are looked at."""

    def to_python(self, value: Any) -> str:
        """The text's beginning."""
        return str(value or "").replace("\x00", "")[:MACHINE_LIMIT]


def body_field() -> TypedField:
    """The comment itself, of a form that takes one."""
    return TypedField(
        label=_("Comment"),
        limit=BODY_LIMIT,
        too_long=_("The comment is too long: %(length)s; at most %(limit)s."),
        clean_text=typed_text.paragraphs,
        error_messages={"required": _("Write your comment.")},
        widget=forms.Textarea(
            attrs={"autocomplete": "off", "rows": 6, "cols": 40} | EITHER_DIRECTION
        ),
    )


class _DeskForm(forms.Form):
    """A form of the desk: what ids its fields have and how their errors are counted."""

    def __init__(self, data: Any = None, **kwargs: Any):
        super().__init__(data, auto_id="comment-%s", **kwargs)

    @property
    def error_count(self) -> str:
        """How many errors there are, as a phrase: «خطآن»."""
        return counted(sum(len(errors) for errors in self.errors.values()), "error")


class CommentForm(_DeskForm):
    """Name, e-mail address and comment, all required, and what goes with them unseen.

    Nothing of the unseen is an error the reader could do anything about. `website` is a trap: the
    style sheet hides it from sight, keyboard and screen reader, so only a script fills it in.
    """

    name = TypedField(
        label=_("Name"),
        limit=NAME_LIMIT,
        too_long=_("The name is too long: %(length)s; at most %(limit)s."),
        clean_text=typed_text.single_line,
        error_messages={"required": _("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"} | EITHER_DIRECTION),
    )
    email = TypedEmailField(
        label=_("E-mail address"),
        limit=EMAIL_LIMIT,
        too_long=_("The e-mail address is too long: %(length)s; at most %(limit)s."),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This is no e-mail address; one looks like name@example.com."),
        },
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "inputmode": "email", "dir": "ltr"}
        ),
    )
    body = body_field()
    notify = forms.BooleanField(label=_("E-mail me the decision and replies"), required=False)
    remember = forms.BooleanField(
        label=_("Remember my name and address on this device"), required=False
    )
    parent = ParentField(required=False, widget=forms.HiddenInput)
    website = MachineField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = MachineField(required=False, widget=forms.HiddenInput)
    proof = MachineField(required=False, widget=forms.HiddenInput)

    @property
    def typed(self) -> Typed:
        """What was typed, for the action; of a valid form."""
        typed = self.cleaned_data
        return Typed(
            name=typed["name"],
            email=typed["email"],
            body=typed["body"],
            parent_id=typed["parent"],
            notify=typed["notify"],
            trap=typed["website"],
            stamp=typed["stamp"],
            proof=typed["proof"],
        )


class CorrectionForm(_DeskForm):
    """Another text for a comment; `version` is that of the comment the form shows."""

    body = body_field()
    version = MachineField(required=False, widget=forms.HiddenInput)
