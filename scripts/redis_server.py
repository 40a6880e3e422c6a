"""A throwaway Redis for tests and measurements, which keeps nothing.

    python -m scripts.redis_server [-- command …]

runs the command with CACHE_URL set and exits with its status; without a command it prints the
address and waits for Ctrl-C. From Python: `with throwaway_redis() as address: …`.
"""

import argparse
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from scripts.postgres import free_port

PROGRAMS = ("redis-server", "valkey-server")
START_SECONDS = 20
STOP_SECONDS = 10


class RedisUnavailable(Exception):
    """This machine cannot run a Redis; the message says why and what would help."""


def program() -> str:
    """The path of a server that speaks Redis's protocol. Raises RedisUnavailable."""
    for name in PROGRAMS:
        if found := shutil.which(name):
            return found
    raise RedisUnavailable("Redis is not installed (Debian: apt-get install redis-server)")


@contextlib.contextmanager
def throwaway_redis() -> Iterator[str]:
    """Starts a server on 127.0.0.1, yields its redis:// address, stops it.

    Raises RedisUnavailable.
    """
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="newsportal-redis-") as folder:
        server = subprocess.Popen(
            [program(), "--port", str(port), "--bind", "127.0.0.1", "--dir", folder]
            + ["--save", "", "--appendonly", "no", "--daemonize", "no", "--loglevel", "warning"]
            + ["--maxmemory", "64mb", "--maxmemory-policy", "volatile-ttl"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # A Ctrl-C is for the command that uses the server; the server goes after it.
            start_new_session=True,
        )
        try:
            if not _answers(port, server):
                raise RedisUnavailable("Redis was started and does not answer")
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            # A server that was stopped (SIGSTOP) by a test must hear of its end.
            server.send_signal(signal.SIGCONT)
            server.terminate()
            try:
                server.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _answers(port: int, server: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as line:
            line.sendall(b"PING\r\n")
            if line.recv(16).startswith(b"+PONG"):
                return True
        time.sleep(0.02)
    return False


def main() -> int:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Run a command with a throwaway Redis.")
    parser.add_argument("command", nargs="*", help="after --; without it: wait for Ctrl-C")
    command = parser.parse_args().command
    try:
        with throwaway_redis() as address:
            if not command:
                print(f"CACHE_URL={address}", flush=True)
                signal.pause()
            return subprocess.run(
                command, env={**os.environ, "CACHE_URL": address}, check=False
            ).returncode
    except RedisUnavailable as error:
        print(f"Redis: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
