"""Two portals on the same servers, one with the archive and one with a thousand stories."""

import contextlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace

import psycopg

from bench.content import Content
from bench.figures import Machine
from bench.load import Site
from scripts.production_stack import ROOT, Stack, gunicorn_of
from scripts.services import ServiceFailed

FEW = 1_000
COMMENTS_A_STORY = 5
SETTINGS = "bench.with_empty_view"


@dataclass(frozen=True)
class Portal:
    """A running portal with its content."""

    site: Site
    machine: Machine
    content: Content


@contextlib.contextmanager
def small_portal(large: Stack) -> Iterator[Stack]:
    """A gunicorn with a database and pages of its own, on the servers of `large`."""
    folder = large.folder / "small"
    folder.mkdir(exist_ok=True)
    with psycopg.connect(large.database_url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'small'").fetchone()
        if not known:
            connection.execute("CREATE DATABASE small")
    environment = large.environment | {
        "VAR_DIR": str(folder),
        "DATABASE_URL": large.database_url.rpartition("/")[0] + "/small",
        "CACHE_URL": large.cache_url.rpartition("/")[0] + "/1",
    }
    stack = replace(large, folder=folder, environment=environment, gunicorns=[], services={})
    stack.manage("prepare")
    stack.manage("migrate", "--no-input")
    with gunicorn_of(stack, 1) as gunicorn:
        stack.gunicorns.append(gunicorn)
        yield stack


def fill(stack: Stack, stories: int, *, shown: bool) -> None:
    """Load the archive, unless it is there from an earlier run."""
    with psycopg.connect(stack.database_url) as connection:
        row = connection.execute("SELECT count(*) FROM articles_article").fetchone()
    if row and row[0] >= stories:
        return
    command = [sys.executable, "manage.py", "load_archive", "--articles", str(stories)]
    command += ["--comments", str(stories * COMMENTS_A_STORY)]
    output = None if shown else subprocess.PIPE
    done = subprocess.run(
        command, cwd=ROOT, env=stack.environment, stdout=subprocess.PIPE, stderr=output, check=False
    )
    if done.returncode:
        raise ServiceFailed(f"the archive of {stories} stories could not be loaded")


def fill_both(large: Stack, small: Stack, stories: int) -> None:
    """Load both archives, side by side."""
    other = threading.Thread(target=fill, args=(small, FEW), kwargs={"shown": False})
    other.start()
    fill(large, stories, shown=True)
    other.join()


def machine_of(stack: Stack, servers: Stack) -> Machine:
    services = {name: servers.services[name] for name in ("postgresql", "redis", "nginx")}
    pids = {name: service.process.pid for name, service in services.items()}
    return Machine(pids | {"gunicorn": stack.gunicorns[0].service.process.pid})
