"""What a kept page costs beside a Django view that does nothing, and 200 clients on one rebuild.

Run from the project's folder, with the store in a folder or with Redis::

    python -m bench.page_cache [--requests 20000]
    python -m scripts.redis_server -- python -m bench.page_cache

All from one gunicorn in one run: requests a second and CPU time of the workers for an article with
a hundred comments from the cache (brotli, plain, 304) and for the empty view; then the clients who
ask at once for the home page just after it was forgotten, and again while it is kept.
"""

import argparse
import multiprocessing
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.server import Server, running

HOST = "127.0.0.1:8000"
"""The site's own, whichever port it is served at here."""

PROCESSES, CONNECTIONS = 2, 4
CLIENTS = 200

SET_UP = """
from datetime import timedelta
from django.utils import timezone
from articles.models import Article
from comments.models import Comment
from django.core.management import call_command
call_command("load_demo", verbosity=0)
from articles.furniture import refresh
refresh()
story = Article.objects.published(timezone.now()).newest_first()[0]
Comment.objects.filter(article=story).delete()
rows = [
    Comment(article=story, name=f"قارئ {n}", body="رأيي في هذا الخبر أن الأمر يستحق النقاش " * 3,
            status="approved", submitted_at=timezone.now() - timedelta(minutes=n), number=0,
            in_thread=True)
    for n in range(100)
]
Comment.objects.bulk_create(rows)
from comments import counts
counts.rebuild()
print(json.dumps(story.get_absolute_url()))
"""

FORGET = """
from newsportal import page_cache
page_cache.invalidate({"home"})
print("null")
"""


class Connection:
    """One kept connection that speaks just enough HTTP."""

    def __init__(self, port: int):
        self._address = ("127.0.0.1", port)
        self._line: socket.socket | None = None

    def open(self) -> None:
        if self._line is None:
            self._line = socket.create_connection(self._address, 30)

    def ask(self, request: bytes) -> tuple[bytes, int]:
        """The head and the size of the body."""
        self.open()
        assert self._line is not None
        self._line.sendall(request)
        data = b""
        while b"\r\n\r\n" not in data:
            part = self._line.recv(262_144)
            if not part:
                self._line = None
                return self.ask(request)
            data += part
        head, _end, body = data.partition(b"\r\n\r\n")
        lower = head.lower()
        size = 0
        if b"content-length:" in lower and b" 304 " not in head[:20]:
            size = int(lower.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        left = size - len(body)
        while left > 0:
            left -= len(self._line.recv(262_144))
        if b"connection: close" in lower:
            self._line.close()
            self._line = None
        return head, size


def request(path: str, **headers: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _send(port: int, asked: bytes, number: int, begin: Any) -> None:
    def work() -> None:
        connection = Connection(port)
        for _time in range(number // CONNECTIONS):
            connection.ask(asked)

    begin.wait()
    threads = [threading.Thread(target=work) for _each in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def load(server: Server, asked: bytes, number: int) -> tuple[float, float]:
    """Requests a second, and CPU milliseconds of the workers for each."""
    begin = multiprocessing.Barrier(PROCESSES + 1)
    children = [
        multiprocessing.Process(target=_send, args=(server.port, asked, number // PROCESSES, begin))
        for _each in range(PROCESSES)
    ]
    for child in children:
        child.start()
    begin.wait()
    cpu, started = server.cpu_seconds(), time.monotonic()
    for child in children:
        child.join()
    wall = time.monotonic() - started
    sent = number // PROCESSES // CONNECTIONS * PROCESSES * CONNECTIONS
    return sent / wall, (server.cpu_seconds() - cpu) / sent * 1000


def crowd(server: Server, asked: bytes, before: Callable[[], object]) -> tuple[float, float, int]:
    """p50 and p99 in milliseconds of CLIENTS who ask at once; how many pages were made."""
    lines = [Connection(server.port) for _each in range(CLIENTS)]
    before()
    # Beforehand, one after the other: the queue of a listening socket is shorter than the crowd.
    for line in lines:
        line.open()
    begin = threading.Barrier(CLIENTS)
    seconds: list[float] = []
    heads: list[bytes] = []

    def work(line: Connection) -> None:
        begin.wait()
        started = time.perf_counter()
        head, _size = line.ask(asked)
        seconds.append(time.perf_counter() - started)
        heads.append(head)

    threads = [threading.Thread(target=work, args=(line,)) for line in lines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    hundredths = statistics.quantiles(seconds, n=100, method="inclusive")
    made = sum(b"fwd=miss" in head for head in heads)
    return hundredths[49] * 1000, hundredths[98] * 1000, made


def measure(server: Server, number: int) -> None:
    story = server.run(SET_UP)
    brotli = request(story, Accept_Encoding="gzip, br")
    head, size = Connection(server.port).ask(brotli)
    etag = next(line for line in head.decode().split("\r\n") if line.lower().startswith("etag"))
    plain_size = Connection(server.port).ask(request(story))[1]
    kinds = {
        "empty Django view": request("/bench/ok"),
        f"article, kept, brotli ({size // 1000} kB)": brotli,
        f"article, kept, plain ({plain_size // 1000} kB)": request(story),
        "article, kept, 304": request(
            story, Accept_Encoding="gzip, br", If_None_Match=etag.partition(":")[2].strip()
        ),
    }
    base = 0.0
    for name, asked in kinds.items():
        load(server, asked, number // 10)
        rate, cpu = load(server, asked, number)
        base = base or rate
        print(f"{name:<36}{rate:8.0f} /s {rate / base:6.2f} × {cpu:8.3f} ms CPU", flush=True)
    home = request("/", Accept_Encoding="gzip, br")
    Connection(server.port).ask(home)
    for name, before in {
        "kept": lambda: None,
        "just forgotten": lambda: server.run(FORGET),
    }.items():
        p50, p99, made = crowd(server, home, before)
        print(
            f"{CLIENTS} clients, home {name:<20} p50 {p50:6.1f} ms, p99 {p99:6.1f} ms, made {made}"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the page cache.")
    parser.add_argument("--requests", type=int, default=20_000)
    arguments = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), DJANGO_SETTINGS_MODULE="bench.with_empty_view") as server,
    ):
        measure(server, arguments.requests)
    return 0


if __name__ == "__main__":
    sys.exit(main())
