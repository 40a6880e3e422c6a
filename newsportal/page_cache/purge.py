"""Tells a CDN in front which tags to forget, where one is set up.

CDN_PURGE_URL is sent `POST` with the JSON `{"tags": ["article:12", "home"]}`, at most MOST_TAGS at
once, and `Authorization: Bearer` with CDN_PURGE_TOKEN. Any answer of 2xx means that they are
forgotten. This is Cloudflare's "purge by tag"; for others a few lines in between translate it.

It is told after the commit and outside the request: tags wait in a folder of this machine, and a
thread sends them. What cannot be sent goes with the next change, or with `page_cache purge`.
"""

import json
import logging
import threading
import urllib.request
from typing import Any

from django.conf import settings

from newsportal.spool import Spool, SpoolFull

logger = logging.getLogger(__name__)

MOST_TAGS = 30
TIMEOUT_SECONDS = 5
MOST_BYTES = 16 * 1024 * 1024

_sending = threading.Lock()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The token is for this address alone."""

    def redirect_request(self, *arguments: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect)


def _spool() -> Spool:
    return Spool(settings.VAR_DIR / "purges", MOST_BYTES)


def notice(sender: Any, tags: frozenset[str], **kwargs: Any) -> None:
    """Receiver of `tags_invalidated`: never fails, and waits for nobody."""
    if not settings.CDN_PURGE_URL:
        return
    try:
        _spool().append(json.dumps(sorted(tags)))
    except (OSError, SpoolFull) as error:
        logger.error("The CDN will not be told what to forget: %s", error)
        return
    threading.Thread(target=_send_all, name="cdn-purge").start()


def _send_all() -> None:
    # One thread sends for all: it looks again after it gave the lock back.
    while not _spool().is_empty() and _sending.acquire(blocking=False):
        try:
            send()
        except OSError as error:
            logger.warning("The CDN could not be told what to forget: %s", error)
            return
        finally:
            _sending.release()


def send() -> int:
    """Send what waits; returns how many tags were sent.

    Raises OSError (of which urllib's errors are kinds) where the CDN does not take them; they wait
    on.
    """
    sent = 0
    for batch in _spool().batches():
        tags = sorted({tag for line in batch.lines for tag in _read(line)})
        for begin in range(0, len(tags), MOST_TAGS):
            _post(tags[begin : begin + MOST_TAGS])
        batch.done()
        sent += len(tags)
    return sent


def _read(line: str) -> list[str]:
    try:
        return [str(tag) for tag in json.loads(line)]
    except (ValueError, TypeError):
        return []


def _post(tags: list[str]) -> None:
    headers = {"Content-Type": "application/json"}
    if settings.CDN_PURGE_TOKEN:
        headers["Authorization"] = f"Bearer {settings.CDN_PURGE_TOKEN}"
    body = json.dumps({"tags": tags}).encode()
    request = urllib.request.Request(settings.CDN_PURGE_URL, body, headers, method="POST")
    with _opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
        answer.read(65_536)
