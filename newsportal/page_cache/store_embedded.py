"""The store that needs no service: files in a folder, shared by the processes of one machine.

- `journal`: the first line is its name, then a line for each forgotten tag. Its size is the
  sequence, so to learn that nothing was forgotten is one stat(2).
- `pages/`, `endless/`: a file for each page, written aside and renamed, so that it is whole or
  not there. When a folder has grown too large the oldest files go: a page that is asked for is
  written again every minute, and is never among them.
- `making`: locks on one byte each, at a place made of the page's key. The system gives them back
  when a process dies (fcntl(2)).
"""

import contextlib
import fcntl
import os
import secrets
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from newsportal.page_cache.page import Position
from newsportal.page_cache.store import KEPT_SECONDS, Forgotten, StoreUnavailable, name_of

PAGES_BYTES = 256 * 1024 * 1024
ENDLESS_BYTES = 64 * 1024 * 1024

JOURNAL_BYTES = 8 * 1024 * 1024
"""Some 400,000 tags: the news of weeks. A longer one begins anew, and every page with it."""

_BLOCK = 4096
_SOFT, _WITHDRAWN = b"-", b"!"


class EmbeddedStore:
    """See the module; `folder` is made where it is missing, `release` tells our pages apart."""

    def __init__(
        self,
        folder: Path,
        release: str = "",
        pages_bytes: int = PAGES_BYTES,
        endless_bytes: int = ENDLESS_BYTES,
        journal_bytes: int = JOURNAL_BYTES,
    ):
        self._folder = Path(folder)
        self._release = release
        self._limits = {"pages": pages_bytes, "endless": endless_bytes}
        self._journal_bytes = journal_bytes
        self._journal = str(self._folder / "journal")
        self._written = dict.fromkeys(self._limits, 0)
        self._mutex = threading.Lock()
        self._making: int | None = None
        with _told():
            self._ensure_journal()

    # --- Journal ---------------------------------------------------------------------------------

    def stamp(self) -> object:
        try:
            found = os.stat(self._journal)
        except FileNotFoundError:
            with _told():
                self._ensure_journal()
                found = os.stat(self._journal)
        except OSError as error:
            raise StoreUnavailable(str(error)) from error
        return found.st_ino, found.st_size, found.st_mtime_ns

    def read(self, since: Position | None) -> tuple[Position, list[Forgotten]]:
        with _told():
            self._ensure_journal()
            with open(self._journal, "rb") as file:
                name = file.readline().strip().decode("ascii", "replace")
                if since is not None and since.journal == name:
                    file.seek(since.sequence)
                begin = file.tell()
                text = file.read()
        # What is being written at this moment is read whole the next time.
        text = text[: text.rfind(b"\n") + 1]
        entries, place = [], begin
        for line in text.splitlines(keepends=True):
            place += len(line)
            kind, tag = line[:1], line[1:-1]
            if kind in (_SOFT, _WITHDRAWN):
                entries.append(Forgotten(place, tag.decode("utf-8", "replace"), kind == _WITHDRAWN))
        return Position(name, place), entries

    def forget(self, tags: Iterable[str], *, withdrawn: bool) -> None:
        kind = _WITHDRAWN if withdrawn else _SOFT
        lines = b"".join(kind + tag.encode() + b"\n" for tag in sorted(tags))
        with _told(), self._alone():
            self._ensure_journal()
            if os.stat(self._journal).st_size > self._journal_bytes:
                self._begin_journal()
            with open(self._journal, "ab") as file:
                # First an end to whatever a full disk left half written.
                file.write(b"\n" + lines)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """One writer at a time, so that none writes into a journal that has just been replaced."""
        with open(self._folder / "writing", "ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _ensure_journal(self) -> None:
        if not os.path.exists(self._journal):
            for kind in self._limits:
                (self._folder / kind).mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileExistsError):
                self._put_journal(os.link)

    def _begin_journal(self) -> None:
        self._put_journal(os.replace)

    def _put_journal(self, put: Callable[[str, str], None]) -> None:
        with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
            file.write(secrets.token_hex(8).encode() + b"\n")
        try:
            put(file.name, self._journal)
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(file.name)

    # --- Pages -----------------------------------------------------------------------------------

    def load(self, key: str) -> bytes | None:
        name = self._name(key)
        with _told():
            for kind in self._limits:
                with contextlib.suppress(FileNotFoundError):
                    return (self._folder / kind / name).read_bytes()
        return None

    def save(self, key: str, data: bytes, *, endless: bool) -> None:
        kind = "endless" if endless else "pages"
        folder = self._folder / kind
        with _told():
            with tempfile.NamedTemporaryFile(dir=folder, prefix="new-", delete=False) as file:
                try:
                    file.write(data)
                    file.close()
                    os.replace(file.name, folder / self._name(key))
                except BaseException:
                    os.unlink(file.name)
                    raise
            # An address that was anybody's is a story's now, or the other way round.
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self._folder / ("pages" if endless else "endless") / self._name(key))
            self._make_room(kind, len(data))

    def _name(self, key: str) -> str:
        return name_of(key, self._release)

    def _make_room(self, kind: str, written: int) -> None:
        """Look at the whole folder whenever this process has written a sixteenth of it."""
        limit = self._limits[kind]
        with self._mutex:
            self._written[kind] += max(written, _BLOCK)
            if self._written[kind] < limit // 16:
                return
            self._written[kind] = 0
        self._trim(kind, limit)

    def _trim(self, kind: str, limit: int) -> None:
        files = sorted(_files(self._folder / kind))
        total = sum(size for _at, size, _path in files)
        newest = files[-1][0] if files else 0.0
        for at, size, path in files:
            if total <= limit and at > newest - KEPT_SECONDS:
                break
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)
            total -= size

    # --- One at a time ---------------------------------------------------------------------------

    def acquire(self, key: str) -> bool:
        with _told():
            try:
                fcntl.lockf(self._making_file(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, self._byte(key))
            except (BlockingIOError, PermissionError):
                return False
        return True

    def release(self, key: str) -> None:
        with _told():
            fcntl.lockf(self._making_file(), fcntl.LOCK_UN, 1, self._byte(key))

    def _making_file(self) -> int:
        # Open for good: closing any descriptor of the file gives all locks of the process back.
        with self._mutex:
            if self._making is None:
                self._making = os.open(self._folder / "making", os.O_RDWR | os.O_CREAT, 0o600)
            return self._making

    def _byte(self, key: str) -> int:
        return int(self._name(key)[:15], 16)

    # --- Upkeep ----------------------------------------------------------------------------------

    def clear(self) -> None:
        with _told(), self._alone():
            self._begin_journal()
            for kind in self._limits:
                for _at, _size, path in _files(self._folder / kind):
                    with contextlib.suppress(FileNotFoundError):
                        os.unlink(path)

    def sizes(self) -> dict[str, tuple[int, int]]:
        found = {}
        with _told():
            for kind in self._limits:
                files = _files(self._folder / kind)
                found[kind] = (len(files), sum(size for _at, size, _path in files))
        return found


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """A disk that is full or gone is no reason to answer nothing."""
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(str(error)) from error


def _files(folder: Path) -> list[tuple[float, int, str]]:
    """Time, size on disk and path of every file."""
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(FileNotFoundError):
                stat = entry.stat()
                found.append((stat.st_mtime, -(-stat.st_size // _BLOCK) * _BLOCK, entry.path))
    return found
