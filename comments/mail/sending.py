"""The outbox is sent: each e-mail at most once.

A notice is marked sent before the mail server has it, in a statement of its own. No transaction is
open while the server is spoken with, two runs never send the same notice, and a run that is killed
loses the one e-mail it was at rather than sending it twice: twice would break the promise of how
often a stranger's address is written to. What the server refuses is tried again later.
"""

import logging
import smtplib
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import mail
from django.utils import timezone

from articles import furniture
from articles.furniture import Furniture
from comments.mail import notices, texts
from comments.models import Notice

logger = logging.getLogger(__name__)

TIMEOUT = 30
"""Seconds the mail server may take to answer, where the settings name no time."""

PERMANENT = 500
"""The first of the codes by which a server refuses for good (RFC 5321, 4.2.1: 5yz)."""

# After these the connection, or our own account at the server, cannot be trusted with the next.
_SERVER_TROUBLE = (
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPConnectError,
    smtplib.SMTPSenderRefused,
)


class MailServerUnavailable(Exception):
    """The mail server cannot be reached, or does not let us in; nothing was tried."""


@dataclass
class Tally:
    """What a run did: e-mails sent, refused for now or for good, and notices dropped because they
    were no longer true or too old. `interrupted`: the server went away, the rest waits.
    """

    sent: int = 0
    failed: int = 0
    dropped: int = 0
    interrupted: bool = False


def send_due(most: int) -> Tally:
    """Send up to `most` notices that are due over one connection.

    Raises MailServerUnavailable before anything was tried.
    """
    started = timezone.now()
    tally = Tally(dropped=notices.drop_outdated(started))
    pending: list[Any] = list(notices.due(started)[:most])
    if not pending:
        return tally
    connection = _connected()
    site = furniture.load(started)
    sent_to: Counter[int] = Counter()
    try:
        for notice in pending:
            if notice.sent_lately + sent_to[notice.address_id] >= notices.MOST_A_DAY:
                continue
            if not notices.claim(notice, timezone.now()):
                continue
            outcome = _send(notice, site, connection)
            if outcome is None:
                tally.dropped += 1
            elif outcome:
                tally.sent += 1
                sent_to[notice.address_id] += 1
            else:
                tally.failed += 1
    except _SERVER_TROUBLE as error:
        logger.warning("The mail server went away: %s", type(error).__name__)
        tally.failed += 1
        tally.interrupted = True
    finally:
        _close(connection)
    return tally


def _connected() -> Any:
    connection = mail.get_connection(timeout=settings.EMAIL_TIMEOUT or TIMEOUT)
    try:
        connection.open()
    except OSError as error:
        raise MailServerUnavailable(type(error).__name__) from error
    return connection


def _close(connection: Any) -> None:
    try:
        connection.close()
    except OSError:
        logger.warning("The mail server did not say goodbye")


def _send(notice: Notice, site: Furniture, connection: Any) -> bool | None:
    """Send a claimed notice: whether the server took it, None where there is nothing to say.

    One notice's trouble is its own, whatever it is; only the server's trouble is raised.
    """
    try:
        message = texts.compose(notice.pk, site)
        if message is None:
            Notice.objects.filter(pk=notice.pk).delete()
            return None
        message.connection = connection
        message.send()
    except Exception as error:
        notices.release(notice, attempts=_attempts_after(notice, error))
        # The error of a mail server repeats the address: only its kind and codes are logged.
        logger.warning(
            "Notice %d was not sent: %s %s", notice.pk, type(error).__name__, _codes(error)
        )
        if _is_servers(error):
            raise smtplib.SMTPServerDisconnected from error
        return False
    return True


def _is_servers(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPException):
        return isinstance(error, _SERVER_TROUBLE)
    return isinstance(error, OSError)


def _attempts_after(notice: Notice, error: Exception) -> int:
    """How many attempts the notice has behind it with this one."""
    if isinstance(error, smtplib.SMTPSenderRefused):
        # We are not welcome, whoever is written to.
        return notice.attempts
    if isinstance(error, smtplib.SMTPRecipientsRefused) and min(_codes(error)) >= PERMANENT:
        return len(notices.PAUSES)
    return notice.attempts + 1


def _codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _text in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []
