"""What tells the pages of one release of the portal from those of another."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

_SOURCES = ("articles", "comments", "newsportal", "templates")


@cache
def release() -> str:
    """A digest of the code, the templates, the static files' names and the site's address.

    The same on every machine that runs the same release. A page made by another one names style
    sheets that are not there any more.
    """
    digest = hashlib.blake2b(settings.SITE_URL.encode(), digest_size=12)
    root = Path(settings.BASE_DIR)
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    files = [manifest, *sorted((root / "locale").rglob("*.po"))]
    for folder in _SOURCES:
        for pattern in ("*.py", "*.html"):
            files += sorted((root / folder).rglob(pattern))
    for file in files:
        if file.is_file():
            digest.update(f"\0{file.name}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
