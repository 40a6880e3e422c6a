"""The portal as production runs it, on a database of its own, for measurements."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench.processes import cpu_seconds

ROOT = Path(__file__).resolve().parent.parent
STOP_SECONDS = 30
LOG = "server.log"


@dataclass(frozen=True)
class Server:
    """gunicorn at a port of 127.0.0.1, as deploy/gunicorn.conf.py sets it up."""

    port: int
    pid: int
    environment: dict[str, str]
    log: Path

    def run(self, script: str, *arguments: Any) -> Any:
        """What a Python script prints as JSON in the server's own settings.

        It finds `arguments`, which JSON can hold, under that name. Raises CalledProcessError.
        """
        return _run(self.environment, script, arguments)

    def cpu_seconds(self) -> float:
        """CPU time that the workers alive have used so far."""
        return sum(cpu_seconds(pid) for pid in self.workers())

    def workers(self) -> list[int]:
        """Process ids of the workers."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(pid) for pid in children.split()]


@contextmanager
def running(folder: Path, **variables: str) -> Iterator[Server]:
    """Migrates an empty database, serves it and stops the server at the end.

    `folder` is for what the server writes; the database is one of the server that DATABASE_URL
    names, SQLite in the folder else. `variables` are added to the environment. Raises
    CalledProcessError when the preparations fail.
    """
    with own_database(folder) as database_url, socket.create_server(("127.0.0.1", 0)) as listening:
        environment = (
            os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "newsportal.settings",
                "NEWSPORTAL_MODE": "demo",
                "VAR_DIR": str(folder),
                "DATABASE_URL": database_url,
            }
            | variables
        )
        _run(environment, PREPARE)
        # The socket is open already: clients that come before the workers wait in its queue.
        with open(folder / LOG, "wb") as log:
            gunicorn = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
                + ["--bind", f"fd://{listening.fileno()}"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stderr=log,
                pass_fds=[listening.fileno()],
            )
        try:
            yield Server(listening.getsockname()[1], gunicorn.pid, environment, folder / LOG)
        finally:
            gunicorn.terminate()
            try:
                gunicorn.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                gunicorn.kill()
                gunicorn.wait()


PREPARE = """
from django.core.management import call_command
from newsportal.catalogues import compile_catalogues
from newsportal.static_collection import collect_if_changed
call_command("migrate", verbosity=0, interactive=False)
compile_catalogues()
collect_if_changed()
print("null")
"""


def _run(environment: dict[str, str], script: str, arguments: tuple[Any, ...] = ()) -> Any:
    whole = f"import json, sys\narguments = json.load(sys.stdin)\n{script}"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", whole],
        cwd=ROOT,
        env=environment,
        input=json.dumps(arguments),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """The address of an empty database of the kind that DATABASE_URL names.

    An SQLite database lies in `folder`, one of PostgreSQL is dropped at the end.
    """
    outside = os.environ.get("DATABASE_URL", "")
    if not outside.startswith("postgres"):
        yield f"sqlite:///{folder / 'db.sqlite3'}"
        return
    name = f"bench_{os.getpid()}"
    with psycopg.connect(outside, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield outside.rsplit("/", 1)[0] + f"/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
