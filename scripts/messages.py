"""Brings the catalogue of interface texts in step with code and templates.

    python -m scripts.messages

New texts are added to locale/ar/LC_MESSAGES/django.po without a translation, texts that are gone
are removed, and what still lacks a translation is listed. GNU gettext is not needed: Babel reads
Python, and Django's own `templatize` turns a template into Python for it.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "ar" / "LC_MESSAGES" / "django.po"
APPLICATIONS = ("newsportal", "articles", "comments")

# Which arguments of a call are texts; (1, "c") marks the context.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT_TAGS = ("Translators:",)

# Django's own rule for Arabic (CLDR's categories in CLDR's order). Babel numbers "many" and
# "other" the other way round, and Django would have to keep two catalogues apart.
PLURAL_FORMS = (
    "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5;"
)
LINE_WIDTH = 100

# (context, text): what gettext looks a translation up by.
Key = tuple[str | None, str]


def sources(root: Path = ROOT) -> Iterator[Path]:
    """Python files and templates of the project that can hold interface texts, sorted."""
    for application in APPLICATIONS:
        for path in sorted((root / application).rglob("*.py")):
            # Migrations are a record: their names were copied from the models.
            if "migrations" not in path.parts:
                yield path
        yield from sorted((root / application / "templates").rglob("*.html"))
    for pattern in ("*.html", "*.txt", "*.xml"):
        yield from sorted((root / "templates").rglob(pattern))


def python_source(path: Path) -> str:
    """Text of a Python file, or of a template with its translation tags as gettext calls.

    Raises SyntaxError for a translation block with other tags inside.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    # What is left of the markup is no Python; its indentation would stop the tokenizer.
    return "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))


def extract_messages(root: Path = ROOT) -> Catalog:
    """All texts of the project's code and templates, with the files they stand in."""
    if not settings.configured:
        settings.configure()
    catalogue = Catalog(charset="utf-8")
    for path in sources(root):
        found = extract(
            "python",
            io.BytesIO(python_source(path).encode()),
            keywords=KEYWORDS,
            comment_tags=COMMENT_TAGS,
            options={"encoding": "utf-8"},
        )
        place = path.relative_to(root).as_posix()
        for line, text, comments, context in found:
            catalogue.add(text, None, [(place, line)], auto_comments=comments, context=context)
    return catalogue


def read_catalogue(path: Path = CATALOGUE) -> Catalog:
    """The catalogue at `path`; an empty Arabic one when there is no file yet."""
    if not path.exists():
        return Catalog(locale="ar", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="ar", abort_invalid=True)


def key(message: Message) -> Key:
    """What a message is looked up by; of a counted one, its singular."""
    text = message.id if isinstance(message.id, str) else message.id[0]
    return message.context, text


def messages(catalogue: Catalog) -> dict[Key, Message]:
    """The messages of `catalogue` without its header."""
    return {key(message): message for message in catalogue if message.id}


def is_translated(message: Message) -> bool:
    """True when every form of the message has a text that is not marked as fuzzy."""
    forms = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(forms) and not message.fuzzy


def update(catalogue: Catalog, template: Catalog) -> None:
    """Gives `catalogue` the messages of `template`, keeping translations; drops all others."""
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False


def write_catalogue(catalogue: Catalog, path: Path = CATALOGUE) -> None:
    """Writes a .po file whose text depends on its messages alone: no dates, no line numbers."""
    body = io.BytesIO()
    write_po(body, catalogue, width=LINE_WIDTH, omit_header=True, sort_by_file=True,
             include_lineno=False)  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_header().encode() + body.getvalue())


def _header() -> str:
    fields = (
        "Project-Id-Version: newsportal",
        "Language: ar",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURAL_FORMS}",
    )
    lines = "".join(f'"{field}\\n"\n' for field in fields)
    return f'# Interface texts in Arabic.\nmsgid ""\nmsgstr ""\n{lines}\n'


def main() -> int:
    """Command line; see the module's docstring. Exit status 1 while texts lack a translation."""
    catalogue = read_catalogue()
    before = set(messages(catalogue))
    update(catalogue, extract_messages())
    write_catalogue(catalogue)

    after = messages(catalogue)
    print(f"{CATALOGUE.relative_to(ROOT)}: {len(after)} texts, {len(set(after) - before)} new, "
          f"{len(before - set(after))} removed")  # fmt: skip
    missing = [text for (_, text), message in after.items() if not is_translated(message)]
    for text in missing:
        print(f"not translated: {text}")
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
