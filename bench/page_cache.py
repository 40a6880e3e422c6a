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
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from bench.client import Client, crowd
from bench.figures import JOURNAL_SECONDS, percentile
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


def request(path: str, **headers: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _send(port: int, asked: bytes, number: int, begin: Any) -> None:
    def work() -> None:
        client = Client(port)
        for _time in range(number // CONNECTIONS):
            client.ask(asked)
        client.close()

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


def measure(server: Server, number: int) -> None:
    story = server.run(SET_UP)
    brotli = request(story, Accept_Encoding="gzip, br")
    client = Client(server.port)
    kept = client.ask(brotli)
    lines = kept.head.decode().split("\r\n")
    etag = next(line for line in lines if line.lower().startswith("etag"))
    plain = client.ask(request(story))
    kinds = {
        "empty Django view": request("/bench/ok"),
        f"article, kept, brotli ({len(kept.body) // 1000} kB)": brotli,
        f"article, kept, plain ({len(plain.body) // 1000} kB)": request(story),
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
    client.ask(home)
    client.close()
    for name in ("kept", "just forgotten"):
        if name == "just forgotten":
            server.run(FORGET)
            time.sleep(JOURNAL_SECONDS)
        answers = crowd(server.port, home, CLIENTS)
        p50, p99 = (percentile([a.seconds for a in answers], part) * 1000 for part in (50, 99))
        made = sum(answer.made for answer in answers)
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
