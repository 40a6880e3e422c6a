"""The links in e-mails: who holds one reads the mailbox, and needs neither account nor cookie.

A token is the address's id, signed for one purpose: a link to unsubscribe confirms nothing.
"""

from datetime import timedelta
from enum import Enum

from django.conf import settings
from django.core import signing
from django.urls import reverse

CONFIRM_WITHIN = timedelta(days=7)


class Purpose(Enum):
    """What a link does; the value is how long it works."""

    CONFIRM = CONFIRM_WITHIN
    UNSUBSCRIBE = None


class InvalidToken(Exception):
    """The link is not one of ours, or not for this purpose, or was damaged on its way."""


class ExpiredToken(Exception):
    """The link was one of ours and works no more."""


def link(purpose: Purpose, address_id: int) -> str:
    """The absolute address that does it."""
    token = signing.dumps(address_id, salt=_salt(purpose))
    path = reverse(f"comments:mail_{purpose.name.lower()}", args=[token])
    return f"{settings.SITE_URL}{path}"


def read(purpose: Purpose, token: str) -> int:
    """The address's id in a token. Raises InvalidToken or ExpiredToken."""
    try:
        value = signing.loads(token, salt=_salt(purpose), max_age=purpose.value)
    except signing.SignatureExpired as error:
        raise ExpiredToken from error
    except signing.BadSignature as error:
        raise InvalidToken from error
    return value


def _salt(purpose: Purpose) -> str:
    return f"comments.mail.{purpose.name.lower()}"
