"""Static files, collected under hashed and compressed names when their sources have changed."""

import hashlib
import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from newsportal import static_storage

STAMP_NAME = ".collected"


def fingerprint() -> str:
    """A digest of name, size and time of every static source and of how they are stored."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    digest.update(Path(static_storage.__file__).read_bytes())
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_if_changed() -> bool:
    """Collect into STATIC_ROOT unless the last collection had the same sources.

    Returns whether it collected. Raises OSError where STATIC_ROOT cannot be written.
    """
    root = Path(settings.STATIC_ROOT)
    stamp = root / STAMP_NAME
    current = fingerprint()
    if stamp.exists() and stamp.read_text() == current:
        return False
    shutil.rmtree(root, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(current)
    return True
