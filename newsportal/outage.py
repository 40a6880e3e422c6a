"""While the database cannot be asked: how that is told, and what of a form goes back."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

from newsportal.same_origin import Provenance, provenance

UNREACHABLE = (OperationalError, InterfaceError)
"""What Django raises when the database is away, overloaded or locked for too long."""

RETRY_SECONDS = 60

LONG = 40
"""Characters from which words are shown in a box of their own, to be read and copied."""

TEXTS = frozenset({"body", "note"})
"""Names of fields that hold what a person wrote, however short."""


def is_unreachable(exception: BaseException | None) -> bool:
    """Whether `exception` says that the database is away, by itself or as its cause."""
    return isinstance(exception, UNREACHABLE) or (
        exception is not None and isinstance(exception.__cause__, UNREACHABLE)
    )


@dataclass(frozen=True)
class TypedField:
    """One value of a form; `is_text` where a person wrote it and may want to copy it."""

    name: str
    value: str
    is_text: bool


@dataclass(frozen=True)
class TypedForm:
    """A form that could not be taken. `may_resend` says that a page of ours sent it."""

    address: str
    fields: list[TypedField]
    had_files: bool
    may_resend: bool

    @property
    def texts(self) -> list[TypedField]:
        return [field for field in self.fields if field.is_text]


def typed_form(request: HttpRequest) -> TypedForm | None:
    """What was sent with `request`; None where there is nothing to give back.

    A password is given back to nobody. What another site had sent is not shown as ours; where the
    browser does not say which page sent it, it is shown to be copied and not to be sent again: a
    button of ours would vouch for it.
    """
    sender = provenance(request)
    if request.method != "POST" or sender is Provenance.FOREIGN:
        return None
    try:
        fields = list(_fields(request))
        had_files = bool(request.FILES)
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return None
    if not fields or any("password" in field.name for field in fields):
        return None
    return TypedForm(request.get_full_path(), fields, had_files, sender is Provenance.OWN)


def _fields(request: HttpRequest) -> Iterator[TypedField]:
    for name, values in request.POST.lists():
        for value in values:
            text = str(value)
            wordy = " " in text.strip() and len(text) >= LONG
            yield TypedField(name, text, bool(text) and (name in TEXTS or wordy or "\n" in text))
