"""PostgreSQL clusters: a throwaway one, deleted when done, and one that is kept in a folder.

    python scripts/postgres.py [--durable] [-- command …]

runs the command with DATABASE_URL set and exits with its status; without a command it prints the
address and waits for Ctrl-C. From Python: `with throwaway_cluster() as database_url: …`.
"""

import argparse
import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DEBIAN_BINARIES = Path("/usr/lib/postgresql")
SYSTEM_USER = "postgres"
ROLE = DATABASE = "newsportal"
START_SECONDS = 60
STOP_SECONDS = 30
INTERRUPT_SECONDS = 10
# PostgreSQL's own limit on a socket's path (sun_path of unix(7), with its NUL).
SOCKET_PATH_BYTES = 107

# Nothing in a throwaway cluster has to survive a power cut.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresUnavailable(Exception):
    """This machine cannot run a cluster; the message says why and what would help."""


def binaries() -> Path:
    """The folder with initdb and postgres: PATH's, else the newest of Debian's.

    Raises PostgresUnavailable when there is none.
    """
    in_path = shutil.which("initdb")
    if in_path:
        # PATH may hold a link to initdb alone.
        return Path(in_path).resolve().parent
    versions = sorted(
        (folder for folder in DEBIAN_BINARIES.glob("*/bin") if (folder / "initdb").exists()),
        key=lambda folder: [int(part) for part in re.findall(r"\d+", folder.parent.name)],
    )
    if not versions:
        raise PostgresUnavailable(
            "PostgreSQL's server programs are not installed (Debian: apt-get install postgresql)"
        )
    return versions[-1]


def unprivileged() -> dict[str, Any]:
    """Arguments of subprocess calls that give root away, which PostgreSQL refuses to run as.

    Raises PostgresUnavailable for root on a machine without the user `postgres`.
    """
    if os.geteuid() != 0:
        return {}
    import pwd

    try:
        user = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise PostgresUnavailable(
            f"PostgreSQL refuses to run as root and there is no user {SYSTEM_USER!r} "
            "to run it as; start this as an ordinary user"
        ) from None
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def throwaway_cluster(*, durable: bool = False) -> Iterator[str]:
    """Starts a cluster in a temporary folder, yields its DATABASE_URL, stops and deletes it.

    The address names an empty UTF-8 database whose role may create others. The cluster listens on
    127.0.0.1 and trusts whoever asks, which is right for a test on one machine and nothing else.
    `durable=True` keeps fsync on, as in production, for measurements. Raises PostgresUnavailable.
    """
    bin_folder, privileges = binaries(), unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="newsportal-postgres-"))
    try:
        if privileges:
            os.chown(folder, privileges["user"], privileges["group"])
        _run(
            [str(bin_folder / "initdb"), "--pgdata", str(folder / "data"), "--username", ROLE]
            + ["--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"],
            cwd=folder,
            **privileges,
        )
        with _server(bin_folder, folder, durable, privileges) as (port, _process):
            address = ["--host", "127.0.0.1", "--port", str(port), "--username", ROLE]
            _run([str(bin_folder / "createdb"), *address, DATABASE], cwd=folder)
            yield f"postgres://{ROLE}@127.0.0.1:{port}/{DATABASE}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def kept_cluster(folder: Path, password: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Starts the cluster in `folder`, made on the first call; yields DATABASE_URL and the process.

    It is durable, listens on 127.0.0.1 and asks for `password`, which stays that of the first
    call. Raises PostgresUnavailable, as for a folder that root's substitute cannot enter.
    """
    bin_folder, privileges = binaries(), unprivileged()
    folder.mkdir(parents=True, exist_ok=True)
    if privileges:
        os.chown(folder, privileges["user"], privileges["group"])
        if subprocess.run(["test", "-w", folder], check=False, **privileges).returncode:
            raise PostgresUnavailable(
                f"the user {SYSTEM_USER!r}, whom root runs it as, cannot enter {folder}; "
                "start this as an ordinary user, or from a folder that others may enter"
            )
    if not (folder / "made").exists():
        shutil.rmtree(folder / "data", ignore_errors=True)
        _make_cluster(bin_folder, folder, password, privileges)
    with _server(bin_folder, folder, True, privileges) as (port, process):
        if not (folder / "made").exists():
            address = ["--host", "127.0.0.1", "--port", str(port), "--username", ROLE]
            variables = {**os.environ, "PGPASSWORD": password}
            _run([str(bin_folder / "createdb"), *address, DATABASE], cwd=folder, env=variables)
            # Last: a first start that was interrupted is begun anew.
            (folder / "made").touch()
        yield f"postgres://{ROLE}:{password}@127.0.0.1:{port}/{DATABASE}", process


def _make_cluster(
    bin_folder: Path, folder: Path, password: str, privileges: dict[str, Any]
) -> None:
    with tempfile.NamedTemporaryFile("w", dir=folder) as file:
        file.write(password)
        file.flush()
        if privileges:
            os.chown(file.name, privileges["user"], privileges["group"])
        _run(
            [str(bin_folder / "initdb"), "--pgdata", str(folder / "data"), "--username", ROLE]
            + ["--auth", "scram-sha-256", "--pwfile", file.name]
            + ["--encoding", "UTF8", "--locale", "C.UTF-8"],
            cwd=folder,
            **privileges,
        )


def _run(command: list[str], **options: Any) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if done.returncode:
        raise PostgresUnavailable(
            f"{Path(command[0]).name} failed:\n{(done.stderr or done.stdout).strip()}"
        )


@contextlib.contextmanager
def _server(
    bin_folder: Path, folder: Path, durable: bool, privileges: dict[str, Any]
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Runs the server on a free port until the block ends; yields the port and the process."""
    port = free_port()
    socket_folder = folder if len(f"{folder}/.s.PGSQL.{port}") <= SOCKET_PATH_BYTES else ""
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": str(socket_folder),
        **({} if durable else FORGETFUL),
    }
    options = [f"--{name}={value}" for name, value in settings.items()]
    with open(folder / "log", "w+", encoding="utf-8", errors="replace") as log:
        server = subprocess.Popen(
            [str(bin_folder / "postgres"), "-D", str(folder / "data"), *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            # A Ctrl-C is for the command that uses the cluster; the cluster goes after it.
            start_new_session=True,
            **privileges,
        )
        try:
            if not _answers(bin_folder, port, server):
                log.seek(0)
                raise PostgresUnavailable(f"postgres did not start:\n{log.read().strip()[-2000:]}")
            yield port, server
        finally:
            # SIGINT asks for "fast shutdown": open connections are dropped, the files closed.
            server.send_signal(signal.SIGINT)
            try:
                server.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                server.send_signal(signal.SIGQUIT)
                server.wait()


def _answers(bin_folder: Path, port: int, server: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + START_SECONDS
    question = [str(bin_folder / "pg_isready"), "--quiet", "--host", "127.0.0.1"]
    while time.monotonic() < deadline and server.poll() is None:
        if subprocess.run([*question, "--port", str(port)], check=False).returncode == 0:
            return True
        time.sleep(0.05)
    return False


def _exit_on_signal(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def main() -> int:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Run a command with a throwaway PostgreSQL.")
    parser.add_argument("--durable", action="store_true", help="keep fsync on, to measure")
    parser.add_argument("command", nargs="*", help="after --; without it: wait for Ctrl-C")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, _exit_on_signal)
    try:
        with throwaway_cluster(durable=arguments.durable) as database_url:
            if not arguments.command:
                print(f"DATABASE_URL={database_url}", flush=True)
                signal.pause()
            return run_with_database(arguments.command, database_url)
    except PostgresUnavailable as error:
        print(f"PostgreSQL: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run_with_database(command: list[str], database_url: str) -> int:
    """Runs `command` with DATABASE_URL set; its exit status, 127 when there is no such program."""
    try:
        child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": database_url})
    except FileNotFoundError:
        print(f"{command[0]}: not found", file=sys.stderr)
        return 127
    try:
        return child.wait()
    except KeyboardInterrupt:
        # Ctrl-C reached the child as well: it ends by itself, unless the signal was ours alone.
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(INTERRUPT_SECONDS)
        raise
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()


if __name__ == "__main__":
    sys.exit(main())
