"""The whole of production on this machine: PostgreSQL, Redis, gunicorn, the workers, nginx.

They run with the configuration of deploy/, on ports of 127.0.0.1, from one folder that keeps the
data. Nothing outside of it is written, no init system is needed.
"""

import contextlib
import fcntl
import http.client
import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from newsportal.secret_key import stored_secret_key
from scripts import nginx, postgres, redis_server
from scripts.services import Service, ServiceFailed, running, wait_for
from scripts.system_packages import PRODUCTION, nginx_program, require

ROOT = nginx.ROOT
LOOPBACK = "127.0.0.1"
WORKERS = ("run_periodic", "make_renditions")
"""Commands that run for ever beside the web server."""


@dataclass(frozen=True)
class Gunicorn:
    """One application server: what it listens on, and its process."""

    port: int
    service: Service


@dataclass
class Stack:
    """What runs. `site_url` is the site's name for itself; `address` is where to connect to."""

    folder: Path
    site_url: str
    address: str
    environment: dict[str, str]
    gunicorns: list[Gunicorn] = field(default_factory=list)
    services: dict[str, Service] = field(default_factory=dict)
    """By name: postgresql, redis, gunicorn-1, …, run_periodic, …, nginx."""

    @property
    def database_url(self) -> str:
        return self.environment["DATABASE_URL"]

    @property
    def cache_url(self) -> str:
        return self.environment["CACHE_URL"]

    def check(self) -> None:
        """Raises ServiceFailed when one of the services has ended."""
        for service in self.services.values():
            service.check()

    def manage(self, *arguments: str, stdin: str = "") -> str:
        """What a management command prints. Raises ServiceFailed with its errors."""
        return _manage(self.environment, *arguments, stdin=stdin)


@contextlib.contextmanager
def production_stack(
    folder: Path,
    *,
    port: int | None = None,
    gunicorns: int = 1,
    web_workers: int = 2,
    with_workers: bool = True,
    tls: bool = True,
    demo: bool = False,
    settings_module: str = "newsportal.settings",
) -> Iterator[Stack]:
    """Starts everything, yields it once it answers, and stops it in reverse order.

    `folder` keeps the data from one call to the next. nginx redirects from `port` (a free one
    unless given) to `port` + 1, where the site is. Several `gunicorns` stand for as many machines:
    each has a folder of its own and shares database, Redis and pictures alone. `tls=False` has
    nginx speak plain HTTP as behind a balancer that ends TLS, for measurements. `demo` loads the
    demo content into an empty portal. `settings_module` may name settings that add to the portal's
    own.

    Raises SystemPackageMissing, PostgresUnavailable or ServiceFailed.
    """
    require(*PRODUCTION)
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    port = port or two_free_ports()
    site_url = f"https://{LOOPBACK}:{port + 1}"
    with contextlib.ExitStack() as stopping:
        stopping.enter_context(_alone(folder))
        database_url, database = stopping.enter_context(
            postgres.kept_cluster(folder / "postgresql", stored_secret_key(folder / "db_password"))
        )
        services = {"postgresql": Service("postgresql", database, folder / "postgresql" / "log")}
        cache_url, services["redis"] = stopping.enter_context(_redis(folder))
        environment = _environment(folder) | {
            "SITE_URL": site_url,
            "DATABASE_URL": database_url,
            "CACHE_URL": cache_url,
            "WEB_WORKERS": str(web_workers),
            "DJANGO_SETTINGS_MODULE": settings_module,
        }
        address = site_url if tls else f"http://{LOOPBACK}:{port + 1}"
        stack = Stack(folder, site_url, address, environment, services=services)
        _write_environment(stack)
        stack.manage("prepare")
        stack.manage("migrate", "--no-input")
        if demo:
            stack.manage("load_demo")
        for number in range(1, gunicorns + 1):
            gunicorn = stopping.enter_context(gunicorn_of(stack, number))
            stack.gunicorns.append(gunicorn)
            services[gunicorn.service.name] = gunicorn.service
        for name in WORKERS if with_workers else ():
            services[name] = stopping.enter_context(
                running(
                    name,
                    [sys.executable, "manage.py", name],
                    folder / "log" / f"{name}.log",
                    cwd=ROOT,
                    env=environment,
                )
            )
        services["nginx"] = stopping.enter_context(nginx_in_front(stack, port, tls))
        for gunicorn in stack.gunicorns:
            wait_for(gunicorn.service, partial(_is_ready, stack, gunicorn.port))
        stack.check()
        yield stack


# --- Folder and environment ----------------------------------------------------------------------


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with open(folder / "lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServiceFailed(f"it is running already from {folder}") from None
        yield


def _environment(folder: Path) -> dict[str, str]:
    """What the portal's processes see: nothing of the caller's own settings but these."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "HOME", "LANG", "TZ", "EMAIL_URL", "ADMINS", "LOG_LEVEL")
        if name in os.environ
    }
    return kept | {
        "PYTHONUTF8": "1",
        "NEWSPORTAL_MODE": "production",
        "SECRET_KEY": stored_secret_key(folder / "secret_key"),
        "VAR_DIR": str(folder),
        "TRUSTED_PROXY_COUNT": "1",
        # As in newsportal.service.
        "MALLOC_ARENA_MAX": "2",
    }


def _write_environment(stack: Stack) -> None:
    """For commands by hand: `set -a; . FOLDER/environment`."""
    path = stack.folder / "environment"
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        for name, value in stack.environment.items():
            if name not in {"PATH", "HOME"}:
                file.write(f"{name}={shlex.quote(value)}\n")


def _manage(environment: dict[str, str], *arguments: str, stdin: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ServiceFailed(f"manage.py {arguments[0]} failed\n{done.stderr.strip()[-3000:]}")
    return done.stdout


# --- Services ------------------------------------------------------------------------------------


@contextlib.contextmanager
def _redis(folder: Path) -> Iterator[tuple[str, Service]]:
    port = postgres.free_port()
    password = stored_secret_key(folder / "redis_password")
    # Through standard input: arguments can be read by everyone on the machine.
    settings = (
        f"include {ROOT / 'deploy' / 'redis.conf'}\nbind {LOOPBACK}\nport {port}\n"
        f"dir {folder}\nrequirepass {password}\n"
    )
    with running(
        "redis", [redis_server.program(), "-"], folder / "log" / "redis.log", settings
    ) as service:
        wait_for(service, lambda: _connects(port))
        yield f"redis://:{password}@{LOOPBACK}:{port}/0", service


@contextlib.contextmanager
def gunicorn_of(stack: Stack, number: int) -> Iterator[Gunicorn]:
    """gunicorn on the machine of this number, with the stack's environment."""
    environment = stack.environment | {"VAR_DIR": str(_machine(stack.folder, number))}
    name = f"gunicorn-{number}"
    # The socket is open already: who comes before the workers waits in its queue.
    with socket.create_server((LOOPBACK, 0), backlog=2048) as listening:
        port = listening.getsockname()[1]
        with running(
            name,
            [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
            + ["--bind", f"fd://{listening.fileno()}"],
            stack.folder / "log" / f"{name}.log",
            cwd=ROOT,
            env=environment,
            pass_fds=[listening.fileno()],
        ) as service:
            # Who comes after its end is turned away, where another copy would have him wait.
            listening.close()
            yield Gunicorn(port, service)


def _machine(folder: Path, number: int) -> Path:
    """What is VAR_DIR to the machine of this number; all see the same pictures and static files."""
    if number == 1:
        return folder
    own = folder / f"machine-{number}"
    own.mkdir(exist_ok=True)
    for shared in ("media", "static", "errors"):
        (folder / shared).mkdir(exist_ok=True)
        if not (own / shared).is_symlink():
            (own / shared).symlink_to(folder / shared)
    return own


@contextlib.contextmanager
def nginx_in_front(stack: Stack, port: int, tls: bool = True) -> Iterator[Service]:
    """nginx before the stack's gunicorns: redirects from `port`, serves at `port` + 1."""
    folder = stack.folder / "nginx"
    folder.mkdir(exist_ok=True)
    brotli = nginx.BROTLI_MODULE.exists()
    site = nginx.Site(
        site_url=stack.site_url,
        gunicorns=tuple(f"{LOOPBACK}:{gunicorn.port}" for gunicorn in stack.gunicorns),
        var_dir=stack.folder,
        cache_dir=folder / "cache",
        certificate=folder / "certificate.pem",
        certificate_key=folder / "key.pem",
        http_listen=(f"{LOOPBACK}:{port}",),
        https_listen=(f"{LOOPBACK}:{port + 1}" + (" ssl http2" if tls else ""),),
        brotli=brotli,
    )
    _make_certificate(site)
    (folder / "site.conf").write_text(nginx.render(site), encoding="utf-8")
    (folder / "nginx.conf").write_text(_main_configuration(folder, brotli), encoding="utf-8")
    command = [str(nginx_program()), "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"]
    with running("nginx", command, stack.folder / "log" / "nginx.log") as service:
        wait_for(service, lambda: _connects(port + 1))
        yield service


def _main_configuration(folder: Path, brotli: bool) -> str:
    """What Debian's /etc/nginx/nginx.conf is elsewhere, with every path in `folder`."""
    temporary = "\n".join(
        f"    {kind}_temp_path {folder}/temporary/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "temporary").mkdir(exist_ok=True)
    return f"""\
{f"load_module {nginx.BROTLI_MODULE};" if brotli else ""}
{"user www-data;" if os.geteuid() == 0 else ""}
daemon off;
worker_processes auto;
worker_rlimit_nofile 16384;
pcre_jit on;
pid {folder}/pid;
error_log stderr warn;
events {{
    worker_connections 4096;
}}
http {{
{temporary}
    include {folder}/site.conf;
}}
"""


def _make_certificate(site: nginx.Site) -> None:
    """A certificate that this machine signs itself, for ten years, kept once it is made."""
    if site.certificate.exists():
        return
    with _private_files():
        done = subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
            + ["-noenc", "-days", "3650", "-subj", f"/CN={LOOPBACK}"]
            + ["-addext", f"subjectAltName=IP:{LOOPBACK},DNS:localhost"]
            + ["-keyout", str(site.certificate_key), "-out", str(site.certificate)],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        site.certificate.unlink(missing_ok=True)
        raise ServiceFailed(f"no certificate could be made\n{done.stderr.strip()}")


@contextlib.contextmanager
def _private_files() -> Iterator[None]:
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


# --- Ports ---------------------------------------------------------------------------------------


def two_free_ports() -> int:
    """The first of two neighbouring ports that nobody listens on at this moment."""
    while True:
        port = postgres.free_port()
        if port < 65535 and not _connects(port + 1):
            return port


def _connects(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def _is_ready(stack: Stack, port: int) -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    headers = {
        "Host": stack.site_url.removeprefix("https://"),
        "X-Forwarded-Proto": "https",
    }
    try:
        connection.request("GET", "/healthz/ready", headers=headers)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
