"""The view counter under load: a real server, many readers at once, a worker that dies.

Runs on the database that DATABASE_URL names, SQLite else. With CI=true, or LOAD_VIEWS=20000, ten
times as many views as by default.
"""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.server import own_database
from tests.conftest import IN_CI, ROOT

pytestmark = pytest.mark.slow

VIEWS = int(os.environ.get("LOAD_VIEWS", "20000" if IN_CI else "2000"))
CLIENTS = 16
PHONE = "Mozilla/5.0 (Linux; Android 10; SM-A105F) AppleWebKit/537.36 Chrome/120.0.0.0 Mobile"

MAKE_STORY = """
from django.utils import timezone
from articles.models import Article, Category
category, _ = Category.objects.get_or_create(name="الأخبار")
print(Article.objects.create(
    headline="خبر", body="<p>نص</p>", category=category, status="published",
    published_at=timezone.now() - timezone.timedelta(hours=1),
).pk)
"""
READ_COUNTS = """
from articles.models import HourlyViews, ViewTotal
print(ViewTotal.objects.filter(article_id={pk}).values_list("count", flat=True).get(),
    sum(HourlyViews.objects.filter(article_id={pk}).values_list("count", flat=True)))
"""


@dataclass(frozen=True)
class Server:
    """gunicorn at an address, with a database of its own."""

    port: int
    pid: int
    environment: dict[str, str]

    def run(self, script: str) -> list[int]:
        """The numbers that a script prints in the server's own settings."""
        command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", script]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True
        )
        return [int(word) for word in done.stdout.split()]

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(pid) for pid in children.split()]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    with own_database(folder) as database_url, socket.create_server(("127.0.0.1", 0)) as listening:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "newsportal.settings",
            "NEWSPORTAL_MODE": "demo",
            "VAR_DIR": str(folder),
            "DATABASE_URL": database_url,
            "TRUSTED_PROXY_COUNT": "1",
        }
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=ROOT,
            env=environment,
            check=True,
        )
        # The socket is open already: clients that come before the workers wait in its queue.
        gunicorn = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "newsportal.wsgi", "--no-control-socket"]
            + ["--bind", f"fd://{listening.fileno()}", "--workers", "2", "--threads", "4"]
            + ["--log-level", "critical"],
            cwd=ROOT,
            env=environment,
            pass_fds=[listening.fileno()],
        )
        try:
            yield Server(listening.getsockname()[1], gunicorn.pid, environment)
        finally:
            gunicorn.terminate()
            gunicorn.wait(30)


class Load:
    """Views sent by CLIENTS threads over kept connections, each by the reader of its number."""

    def __init__(self, server: Server, story: int, readers: list[int]):
        self.server, self.path, self.readers = server, f"/n/{story}/views", readers
        self.statuses: list[int] = []
        self.failures = 0
        self.under_way = threading.Event()
        self._threads = [
            threading.Thread(target=self._send, args=(readers[number::CLIENTS],))
            for number in range(CLIENTS)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def _send(self, readers: list[int]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        for reader in readers:
            address = f"10.{reader >> 16}.{reader >> 8 & 255}.{reader & 255}"
            headers = {"User-Agent": PHONE, "X-Forwarded-For": address}
            try:
                connection.request("POST", self.path, headers=headers)
                response = connection.getresponse()
                response.read()
            except (http.client.HTTPException, OSError):
                # Not sent again: whether such a view was counted is open, and must stay so.
                connection.close()
                self.failures += 1
                continue
            self.statuses.append(response.status)
            if len(self.statuses) > len(self.readers) // 3:
                self.under_way.set()
        connection.close()


def test_every_view_is_counted_exactly_once(server):
    [story] = server.run(MAKE_STORY)
    readers = [*range(VIEWS), *range(0, VIEWS, 10)]
    random.Random(1).shuffle(readers)
    load = Load(server, story, readers)
    started = time.monotonic()
    load.start()
    load.join()
    seconds = time.monotonic() - started
    print(f"{len(readers)} views in {seconds:.1f} s: {len(readers) / seconds:.0f} a second")
    assert set(load.statuses) == {204}
    assert len(load.statuses) == len(readers)
    assert server.run(READ_COUNTS.format(pk=story)) == [VIEWS, VIEWS]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds workers through /proc")
def test_nothing_answered_is_lost_when_a_worker_is_killed(server):
    [story] = server.run(MAKE_STORY)
    load = Load(server, story, list(range(VIEWS)))
    load.start()
    assert load.under_way.wait(60)
    killed = server.workers()[0]
    os.kill(killed, signal.SIGKILL)
    load.join()
    answered = load.statuses.count(204)
    counted, by_hour = server.run(READ_COUNTS.format(pk=story))
    assert answered <= counted <= VIEWS
    assert counted == by_hour
    assert killed not in server.workers()
    assert len(server.workers()) == 2
