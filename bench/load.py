"""A bounded number of requests to one server of this machine, sent by wrk (Debian's package)."""

import json
import secrets
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

SCRIPT = Path(__file__).with_name("load.lua")
LONGEST_SECONDS = 300
PHONE = "Mozilla/5.0 (Linux; Android 10; SM-A105F) AppleWebKit/537.36 Chrome/120.0.0.0 Mobile"
RUN = secrets.token_hex(4)
"""Makes this run's readers others than those of the run before, who count once in half an hour."""


class LoadFailed(Exception):
    """wrk did not run, or requests were not answered as they should be."""


@dataclass(frozen=True)
class Load:
    """What wrk saw: answers, seconds for all, milliseconds for one."""

    requests: int
    seconds: float
    p50: float
    p99: float
    answered: int

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds


@dataclass(frozen=True)
class Site:
    """How to speak to a server at `port` of 127.0.0.1 so that it answers as to a reader.

    `site_url` is what the site calls itself. Headers tell gunicorn what nginx would.
    """

    port: int
    site_url: str

    def request(self, method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
        """One HTTP/1.1 request; names of headers with `_` for `-`."""
        sent = {
            "Host": urlsplit(self.site_url).netloc,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "127.0.0.1",
            "User-Agent": PHONE,
            "Accept-Encoding": "gzip, deflate, br",
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        if body or method == "POST":
            sent["Content-Length"] = str(len(body))
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {text}" for name, text in sent.items())]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def send(
    port: int,
    requests: Sequence[bytes],
    number: int,
    *,
    connections: int = 8,
    counted: int | None = None,
    filler: bytes = b"",
) -> Load:
    """Send `number` requests, `requests` over and over, on so many connections that are kept.

    With `counted`, a status, exactly `number` are sent and that many answers of this status
    waited for; `filler`, answered with 200, is what free connections send meanwhile. Without,
    what is on its way at the end is not waited for. Raises LoadFailed for any status from 400 on.
    """
    with tempfile.NamedTemporaryFile(suffix=".requests") as file:
        file.write(_stored([*requests, filler] if counted else requests))
        file.flush()
        command = ["wrk", "--threads", "1", "--connections", str(connections)]
        command += ["--duration", f"{LONGEST_SECONDS}s", "--timeout", "60s", "--latency"]
        command += ["--script", str(SCRIPT), f"http://127.0.0.1:{port}/", "--"]
        command += [file.name, str(number), str(counted or "")]
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
    if done.returncode or not done.stdout.strip():
        raise LoadFailed(f"wrk ended with status {done.returncode}\n{done.stderr}{done.stdout}")
    told = json.loads(done.stdout.strip().splitlines()[-1])
    if told["failed"] or (counted and told["answered"] != number):
        raise LoadFailed(f"not all was answered: {told}")
    return Load(
        requests=told["requests"],
        seconds=told["microseconds"] / 1_000_000,
        p50=told["p50"] / 1000,
        p99=told["p99"] / 1000,
        answered=told["answered"],
    )


def _stored(requests: Iterable[bytes]) -> bytes:
    return b"".join(b"%d\n%s" % (len(request), request) for request in requests)
