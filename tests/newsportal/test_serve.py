"""The start command as its user meets it: fresh, again, interrupted, on a taken port."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECOND_START_SECONDS = 3

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(var: Path, port: int) -> dict[str, str]:
    """What a newcomer's shell holds: nothing of the test run's own settings."""
    known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return known | {
        "NEWSPORTAL_MODE": "demo",
        "VAR_DIR": str(var),
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def served(var: Path, port: int) -> Iterator[tuple[subprocess.Popen, list[str], float]]:
    """The start command running: its process, the lines it printed, seconds until it answered."""
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=environment(var, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    lines: list[str] = []
    try:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line.rstrip())
            if "Ctrl-C" in line:
                break
        wait_until_answering(port, process)
        yield process, lines, time.monotonic() - started
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until_answering(port: int, process: subprocess.Popen) -> None:
    """Returns when the port accepts connections; fails when the process ends before."""
    for _attempt in range(3000):
        assert process.poll() is None, "the server stopped"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.02)
    pytest.fail("the server does not answer")


def get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, body


@pytest.mark.sqlite_only
def test_first_and_second_start(tmp_path):
    port = free_port()
    with served(tmp_path, port) as (process, lines, _seconds):
        text = "\n".join(lines)
        assert f"http://127.0.0.1:{port}/" in text
        assert f"http://127.0.0.1:{port}/admin/" in text
        accounts = tmp_path / "demo_accounts.txt"
        assert accounts.stat().st_mode & 0o077 == 0
        for name in ("admin", "editor", "reporter", "moderator"):
            assert re.search(rf"^newsportal:\s+{name}\s+\S{{10,}}\s+\S", text, re.M), name
        status, home = get(port, "/")
        assert status == 200
        assert "<h1" in home
        story = re.search(r'href="(/news/\d+/[^"]+)"', home)
        assert story
        assert get(port, story[1])[0] == 200
        style = re.search(r'href="(/static/[^"]+\.css)"', home)
        assert style
        assert get(port, style[1])[0] == 200
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(timeout=20) == 0
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0

    with served(tmp_path, port) as (_process, lines, seconds):
        assert seconds < SECOND_START_SECONDS
        announced = "\n".join(line for line in lines if "static files" not in line)
        assert announced in text, "the same addresses, accounts and passwords"
        assert get(port, story[1])[0] == 200


def test_a_taken_port_is_one_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = subprocess.run(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=environment(tmp_path, port),
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert result.returncode != 0
    assert len(result.stderr.strip().splitlines()) == 1
    assert f"Port {port} cannot be used" in result.stderr
