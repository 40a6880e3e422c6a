"""Compiles the catalogues of interface texts (gettext .po to .mo) without GNU gettext."""

import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.reloader import translation_file_changed

LOCALE_DIR = Path(__file__).resolve().parent.parent / "locale"


def compile_catalogues(folder: Path = LOCALE_DIR) -> bool:
    """Compiles each `<language>/LC_MESSAGES/<domain>.po` of `folder` that is newer than its .mo.

    Returns True when it compiled any, False when all were up to date. Fuzzy entries are left out,
    as gettext prescribes. A reader of the .mo sees the old file or the new one, never a part, and
    this process reads the new one from now on: it may have looked for texts before.
    Raises babel.messages.pofile.PoFileError for a catalogue that cannot be read.
    """
    outdated = [
        source
        for source in sorted(folder.glob("*/LC_MESSAGES/*.po"))
        if not _is_up_to_date(source, source.with_suffix(".mo"))
    ]
    for source in outdated:
        compiled = source.with_suffix(".mo")
        _compile(source, compiled)
        translation_file_changed(sender=None, file_path=compiled)
    return bool(outdated)


def _is_up_to_date(source: Path, compiled: Path) -> bool:
    return compiled.exists() and compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns


def _compile(source: Path, compiled: Path) -> None:
    read_at_ns = source.stat().st_mtime_ns
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
    descriptor, temporary = tempfile.mkstemp(dir=compiled.parent, suffix=".mo.tmp")
    try:
        with os.fdopen(descriptor, "wb") as file:
            write_mo(file, catalogue)
        # mkstemp makes files for their owner alone; the web server may be another user.
        os.chmod(temporary, 0o644)
        # The source's time, not now: an edit made while this ran is then still newer.
        os.utime(temporary, ns=(read_at_ns, read_at_ns))
        os.replace(temporary, compiled)
    except BaseException:
        os.unlink(temporary)
        raise
