"""Debian packages that parts of the test run need, installed where that is allowed."""

import contextlib
import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scripts.bootstrap import can_install_system_packages
from scripts.chromium import chromium_path
from scripts.postgres import PostgresUnavailable, binaries
from scripts.redis_server import PROGRAMS as REDIS_PROGRAMS

NOTO_FONTS = Path("/usr/share/fonts/truetype/noto")


class SystemPackageMissing(Exception):
    """Something is not installed and may not, or could not, be installed from here."""


@dataclass(frozen=True)
class SystemPackage:
    """A Debian package and how to tell that its content is there."""

    name: str
    is_present: Callable[[], bool]


def _has_postgres() -> bool:
    with contextlib.suppress(PostgresUnavailable):
        binaries()
        return True
    return False


POSTGRES = SystemPackage("postgresql", _has_postgres)


def _has_atomic() -> bool:
    with contextlib.suppress(OSError):
        ctypes.CDLL("libatomic.so.1")
        return True
    return False


def nginx_program() -> str | None:
    """Path of nginx; Debian's folder for it is not on every user's PATH."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


NGINX = SystemPackage("nginx", lambda: nginx_program() is not None)
REDIS = SystemPackage("redis-server", lambda: any(map(shutil.which, REDIS_PROGRAMS)))
OPENSSL = SystemPackage("openssl", lambda: shutil.which("openssl") is not None)
# Sends the requests of `make bench`.
WRK = SystemPackage("wrk", lambda: shutil.which("wrk") is not None)
PRODUCTION = (POSTGRES, REDIS, NGINX, OPENSSL)

CHROMIUM = SystemPackage("chromium", lambda: chromium_path() is not None)
# Without an Arabic font Chromium draws boxes, and every measured width is wrong.
FONTS = SystemPackage("fonts-noto-core", lambda: any(NOTO_FONTS.glob("*Arabic*")))
# What Playwright's driver is linked with and its Python package does not bring.
ATOMIC = SystemPackage("libatomic1", _has_atomic)
BROWSER = (CHROMIUM, FONTS, ATOMIC)

# npm brings Node.js; both only run what package.json lists.
NPM = SystemPackage("npm", lambda: shutil.which("npm") is not None)
JAVA = SystemPackage("default-jre-headless", lambda: shutil.which("java") is not None)


def require(*packages: SystemPackage) -> None:
    """Installs what is missing of `packages`: as root, on a system with apt-get.

    Raises SystemPackageMissing, with the command that would help, where that is not possible.
    """
    missing = [package for package in packages if not package.is_present()]
    if not missing:
        return
    names = [package.name for package in missing]
    command = f"apt-get install {' '.join(names)}"
    if not can_install_system_packages():
        raise SystemPackageMissing(f"not installed; on Debian, as root: {command}")
    print(f"installing system packages: {command}", flush=True)
    _apt_get("update")
    _apt_get("install", "--yes", "--no-install-recommends", *names)
    absent = [package.name for package in missing if not package.is_present()]
    if absent:
        raise SystemPackageMissing(f"{command} did not bring the content of {', '.join(absent)}")


def _apt_get(*arguments: str) -> None:
    done = subprocess.run(
        ["apt-get", "--quiet", *arguments],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print((done.stdout + done.stderr)[-3000:], flush=True)
        raise SystemPackageMissing(f"apt-get {' '.join(arguments)} failed")
