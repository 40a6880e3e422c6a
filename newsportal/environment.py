"""Settings as the environment gives them: checked, or refused with one line an operator can act on.

Every function raises ImproperlyConfigured for a value it cannot take.
"""

import importlib.util
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "", *, required: bool = False) -> str:
    """The value of `name` without outer white space; `required` refuses an empty one."""
    value = os.environ.get(name, "").strip() or default
    if required and not value:
        raise ImproperlyConfigured(f"{name} must be set in production mode (NEWSPORTAL_MODE)")
    return value


def choice(name: str, choices: Sequence[str]) -> str:
    """One of `choices`, the first of them where nothing is said."""
    value = text(name, choices[0])
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of {', '.join(choices)}")
    return value


def integer(name: str, default: int, *, least: int = 0, most: int = 2**31 - 1) -> int:
    """A whole number from `least` to `most`."""
    value = text(name, str(default))
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number") from None
    if not least <= number <= most:
        raise ImproperlyConfigured(f"{name} is {number}; it must be from {least} to {most}")
    return number


def boolean(name: str, default: bool) -> bool:
    """Yes or no: an unknown word is refused, where guessing could switch a protection off."""
    value = text(name, str(default)).lower()
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False}
    if value not in words:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be true or false")
    return words[value]


def writable_folder(name: str, default: Path) -> Path:
    """A folder, made where it is missing, that this process can write to."""
    folder = Path(text(name, str(default))).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = f"{name} {folder} cannot be written to: {error.strerror}"
        raise ImproperlyConfigured(reason) from None
    return folder


def site_address(name: str, default: str | None, *, https: bool) -> tuple[str, str]:
    """The site's address without a slash at its end, and its host as browsers send it.

    The address is scheme, host and port alone; `https` demands that scheme.
    """
    value = text(name, default or "", required=default is None).rstrip("/")
    expected = "https://" if https else "http:// or https://"
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    plain = host and value == f"{parts.scheme}://{parts.netloc}" and "@" not in parts.netloc
    if not plain or any(char.isspace() for char in value):
        raise ImproperlyConfigured(f"{name} must be {expected} and a host, nothing more")
    if parts.scheme not in (("https",) if https else ("http", "https")):
        raise ImproperlyConfigured(f"{name} must start with {expected}")
    return value, f"[{host}]" if ":" in str(host) else str(host)


def cache_address(name: str, default: str) -> str:
    """The address of a Redis, "off", or nothing."""
    value = text(name, default)
    if value in ("", "off"):
        return value
    try:
        parts = urlsplit(value)
        readable = parts.scheme in ("redis", "rediss") and parts.hostname and parts.port != 0
    except ValueError:
        readable = False
    if not readable:
        # The address may hold a password: it is not repeated.
        raise ImproperlyConfigured(f'{name} must be a redis:// or rediss:// address, or "off"')
    if importlib.util.find_spec("redis") is None:
        raise ImproperlyConfigured(
            f"{name} asks for Redis, whose client is not installed: "
            "pip install --require-hashes -r requirements/redis.txt"
        )
    return value


def bucket(name: str) -> str:
    """The name of a bucket of an object storage, or nothing."""
    value = text(name)
    if value and importlib.util.find_spec("storages") is None:
        raise ImproperlyConfigured(
            f"{name} asks for object storage, whose client is not installed: "
            "pip install --require-hashes --requirement requirements/s3.txt"
        )
    return value


def web_address(name: str) -> str:
    """An http:// or https:// address of anything, or nothing."""
    value = text(name)
    try:
        parts = urlsplit(value)
        readable = not value or (parts.scheme in ("http", "https") and parts.hostname)
    except ValueError:
        readable = False
    if not readable:
        raise ImproperlyConfigured(f"{name} must be an http:// or https:// address")
    return value


def time_zone(name: str, default: str) -> str:
    """A time zone by its name in the IANA database."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ImproperlyConfigured(f"{name} {value!r} is unknown") from None
    return value
