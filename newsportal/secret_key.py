"""The secret key of demo and debug mode, made on this machine and kept for the next start."""

import os
import secrets
import tempfile
from pathlib import Path


def stored_secret_key(path: Path) -> str:
    """The key kept in `path` (readable by its owner alone), made on the first call.

    Several processes may start at once: the first to link its file wins, the others read it.
    Raises OSError where the file can be neither read nor made.
    """
    if not path.exists():
        descriptor, draft = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(64))
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    return path.read_text().strip()
