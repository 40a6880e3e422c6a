"""What goes into the log: one printable line for each event, whatever a stranger sent."""

import logging
import time
from http import HTTPStatus

from django.conf import settings


def printable(text: str) -> str:
    """`text` with every character that could break or forge a log line written as an escape.

    Covers the C0 and C1 controls, line and paragraph separators, and the bidirectional controls
    that make a line read other than it is (CWE-117, CVE-2021-42574).
    """
    return "".join(
        char if char.isprintable() or char == " " else f"\\u{ord(char):04x}" for char in text
    )


class Printable(logging.Filter):
    """Escapes the message; the traceback, which Python formats itself, stays as it is."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = printable(record.getMessage())
        record.args = ()
        return True


class ProductionOnly(logging.Filter):
    """Lets records through in production mode alone."""

    def filter(self, record: logging.LogRecord) -> bool:
        return settings.PRODUCTION


class OneOfAnOutage(logging.Filter):
    """Lets one record of a request answered 503 through in OUTAGE_SECONDS: the others say the same.

    While the database is away every form and every page that must be made anew would send a mail.
    """

    OUTAGE_SECONDS = 600

    def __init__(self) -> None:
        super().__init__()
        self._let_through_at = float("-inf")

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", None) != HTTPStatus.SERVICE_UNAVAILABLE:
            return True
        now = time.monotonic()
        if now < self._let_through_at + self.OUTAGE_SECONDS:
            return False
        self._let_through_at = now
        return True
