"""Static files as they are collected: a style sheet with what it imports in its place.

A browser that finds `@import` asks for the next file only when it has read the first, and each
question costs a phone a tenth of a second and more. The sources stay plain CSS and JavaScript
that work as they are, nothing is built while developing; what is written for developers stays at
home.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'^@import url\("(?P<name>[^"/:]+\.css)"\)(?: (?P<media>[a-z]+))?;$', re.M)
"""The one form of import that our sheets use: a file of the same folder, perhaps a medium."""

_SHEET_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_INDENT = re.compile(r"\n\s*")
_SCRIPT_COMMENT = re.compile(r"^[ \t]*//.*\n", re.M)


class SiteStaticFiles(CompressedManifestStaticFilesStorage):
    """Static files under hashed names, compressed; the site's own made compact first."""

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str | None, bool | Exception]]:
        compact = {
            name: (_Compact(storage) if name.startswith(("css/", "js/")) else storage, path)
            for name, (storage, path) in paths.items()
        }
        yield from super().post_process(compact, dry_run, **options)


class _Compact:
    """A storage as another one, whose style sheets and scripts are opened in their short form."""

    def __init__(self, storage: Any):
        self.storage = storage

    def open(self, path: str) -> File:
        if path.endswith(".css"):
            return ContentFile(_compact_sheet(self._whole_sheet(path)).encode(), name=path)
        if path.endswith(".js"):
            return ContentFile(_compact_script(self._read(path)).encode(), name=path)
        return self.storage.open(path)

    def _whole_sheet(self, path: str) -> str:
        """The text of a sheet with its imports resolved; FileNotFoundError for a missing one."""

        def imported(match: re.Match[str]) -> str:
            inner = self._whole_sheet(posixpath.join(posixpath.dirname(path), match["name"]))
            return f"@media {match['media']} {{\n{inner}}}" if match["media"] else inner

        return IMPORT.sub(imported, self._read(path))

    def _read(self, path: str) -> str:
        with self.storage.open(path) as file:
            return file.read().decode()


def _compact_sheet(css: str) -> str:
    """`css` without comments, indents and empty lines.

    Our sheets hold no string with a comment's marks or a line break in it.
    """
    return _INDENT.sub("\n", _SHEET_COMMENT.sub("", css)).lstrip()


def _compact_script(script: str) -> str:
    """`script` without the lines that are nothing but a comment.

    Our scripts hold no text over several lines, in which such a line would mean something.
    """
    return _SCRIPT_COMMENT.sub("", script)
