"""`make production` as its user meets it: started, stopped, and losing one of its servers."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scripts.production_stack import ROOT, two_free_ports
from tests.production.conftest import Browser

pytestmark = pytest.mark.production


@contextmanager
def make_production(folder: Path, port: int) -> Iterator[tuple[subprocess.Popen, list[str]]]:
    """The command running, and what it printed until it was ready or ended."""
    known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-m", "scripts.production"],
        cwd=ROOT,
        env=known | {"VAR_DIR": str(folder.parent), "PORT": str(port), "WEB_WORKERS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines: list[str] = []
    try:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line.rstrip())
            if "Ctrl-C" in line:
                break
        yield process, lines
    finally:
        process.terminate()
        process.wait(timeout=60)
        assert process.stdout is not None
        lines += process.stdout.read().splitlines()


def servers(parent: int) -> dict[str, int]:
    """Process ids by the names of the programs started by `parent`."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return {Path(f"/proc/{pid}/comm").read_text().strip(): int(pid) for pid in children}


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_it_starts_says_where_and_stops_everything(production_folder):
    port = two_free_ports()
    with make_production(production_folder, port) as (process, lines):
        assert f"https://127.0.0.1:{port + 1}/" in "\n".join(lines)
        assert Browser(port + 1).get("/").status == 200
        started = servers(process.pid)
        assert {"postgres", "nginx", "redis-server"} <= started.keys()
        secrets = [path for path in production_folder.iterdir() if path.is_file()]
        assert {path.name for path in secrets if path.stat().st_mode & 0o077} <= {"lock"}
        with make_production(production_folder, port) as (second, complaint):
            assert second.wait(timeout=60) == 1
        assert "running already" in "\n".join(complaint)
    assert process.returncode == 0
    assert not listens(port)
    assert not listens(port + 1)
    assert not any(Path(f"/proc/{pid}").exists() for pid in started.values())


def test_the_end_of_one_server_is_told_and_ends_all(production_folder):
    port = two_free_ports()
    with make_production(production_folder, port) as (process, lines):
        started = servers(process.pid)
        os.kill(started["redis-server"], signal.SIGKILL)
        assert process.wait(timeout=60) == 1
    assert "newsportal: redis ended with status -9" in "\n".join(lines)
    assert not any(Path(f"/proc/{pid}").exists() for pid in started.values())
