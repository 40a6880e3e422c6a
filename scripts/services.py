"""Servers that run beside each other until one of them ends or all are stopped."""

import contextlib
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

START_SECONDS = 60
STOP_SECONDS = 30
TAIL_LINES = 15


class ServiceFailed(Exception):
    """A service did not start, or ended by itself; the message says which and shows its log."""


@dataclass(frozen=True)
class Service:
    """A running server."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def check(self) -> None:
        """Raises ServiceFailed when it has ended."""
        status = self.process.poll()
        if status is not None:
            raise ServiceFailed(f"{self.name} ended with status {status}\n{self._tail()}".rstrip())

    def _tail(self) -> str:
        with contextlib.suppress(OSError):
            lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
            return "\n".join(f"  {line}" for line in lines[-TAIL_LINES:])
        return ""


@contextlib.contextmanager
def running(
    name: str, command: list[str], log: Path, stdin: str = "", **options: Any
) -> Iterator[Service]:
    """Runs `command` with its output in `log`, written anew, until the block ends.

    `options` are those of subprocess.Popen.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "wb") as file:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=file,
            stderr=file,
            # A Ctrl-C is for whoever started them all, and stops them in the right order.
            start_new_session=True,
            **options,
        )
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError), process.stdin:
        process.stdin.write(stdin.encode())
    try:
        yield Service(name, process, log)
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(service: Service, answers: Callable[[], bool]) -> None:
    """Returns once `answers` says so. Raises ServiceFailed when the service ends or is too slow."""
    deadline = time.monotonic() + START_SECONDS
    while not answers():
        service.check()
        if time.monotonic() > deadline:
            raise ServiceFailed(f"{service.name} does not answer; its log: {service.log}")
        time.sleep(0.05)
