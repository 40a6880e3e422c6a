"""Lines that wait in a folder until they can be delivered, whoever of this machine wrote them.

They outlive a crash of the process; what a power cut can lose is what the system had not yet
written, some seconds' worth.
"""

import contextlib
import fcntl
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WAITING = "waiting"
_TAKEN = ".taken"


class SpoolFull(Exception):
    """More is waiting than the spool may hold."""


@dataclass(frozen=True)
class Batch:
    """Lines to deliver. `name` is theirs alone, for ever; `done` says that they were delivered."""

    name: str
    lines: list[str]
    path: Path

    def done(self) -> None:
        self.path.unlink()


class Spool:
    """See the module. `folder` is made when the first line comes."""

    def __init__(self, folder: Path, most_bytes: int):
        self._folder = folder
        self._most_bytes = most_bytes

    def append(self, line: str) -> None:
        """Keep one line, without a line break in it. Raises SpoolFull, and OSError."""
        with self._alone(), open(self._folder / WAITING, "ab") as file:
            if file.tell() > self._most_bytes:
                raise SpoolFull(str(self._folder))
            file.write(line.encode() + b"\n")

    def is_empty(self) -> bool:
        """Whether nothing waits."""
        try:
            return not any(name == WAITING or name.endswith(_TAKEN) for name in self._names())
        except FileNotFoundError:
            return True

    def batches(self) -> Iterator[Batch]:
        """What waits, each batch for this process alone until it asks for the next.

        A batch that was begun elsewhere and not done, for whatever reason, comes again.
        """
        if self.is_empty():
            return
        with self._alone(), contextlib.suppress(FileNotFoundError):
            os.rename(self._folder / WAITING, self._folder / f"{uuid.uuid4()}{_TAKEN}")
        for name in sorted(name for name in self._names() if name.endswith(_TAKEN)):
            path = self._folder / name
            with contextlib.suppress(FileNotFoundError, BlockingIOError), open(path, "rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # Whoever had it may have been done between our opening and our locking it.
                os.stat(path)
                # What a full disk cut off has no end.
                lines = file.read().decode("utf-8", "replace").split("\n")[:-1]
                yield Batch(name.removesuffix(_TAKEN), lines, path)

    def _names(self) -> list[str]:
        return os.listdir(self._folder)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        with open(self._folder / "lock", "ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
