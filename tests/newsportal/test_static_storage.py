"""A style sheet is sent whole, what it imports in its place; comments stay at home."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from newsportal.static_storage import IMPORT

SOURCES = Path(settings.BASE_DIR) / "static" / "css"


@pytest.fixture
def collected(tmp_path, settings):
    """Collects the given sheets of a folder css/ and returns what is sent of css/page.css."""
    folder = tmp_path / "sources" / "css"
    folder.mkdir(parents=True)
    settings.STATICFILES_DIRS = [tmp_path / "sources"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "newsportal.static_storage.SiteStaticFiles"},
    }

    def collect(**sheets: str) -> str:
        for name, text in sheets.items():
            (folder / f"{name}.css").write_text(text)
        (folder.parent / "face.woff2").write_bytes(b"face")
        call_command("collectstatic", interactive=False, verbosity=0)
        hashed = [
            path
            for path in (settings.STATIC_ROOT / "css").glob("page.*.css")
            if re.fullmatch(r"page\.[0-9a-f]{12}\.css", path.name)
        ]
        assert len(hashed) == 1
        return hashed[0].read_text()

    return collect


def test_what_is_imported_stands_in_its_place(collected):
    sent = collected(
        page='@layer a, b;\n@import url("one.css");\n@import url("two.css") print;\np { a: b; }\n',
        one='@import url("three.css");\nq { c: d; }\n',
        two="r { e: f; }\n",
        three="s { g: h; }\n",
    )
    order = re.sub(r"\s+", " ", sent).strip()
    assert order == (
        "@layer a, b; s { g: h; } q { c: d; } @media print { r { e: f; } } p { a: b; }"
    )


def test_files_that_an_imported_sheet_names_are_found_under_their_hashed_names(collected):
    sent = collected(
        page='@import url("one.css");\n', one='@font-face { src: url("../face.woff2"); }\n'
    )
    assert re.search(r"\.\./face\.[0-9a-f]{12}\.woff2", sent)


def test_a_change_of_what_is_imported_changes_the_name(collected, settings):
    collected(page='@import url("one.css");\n', one="p { a: b; }\n")
    names = {path.name for path in (settings.STATIC_ROOT / "css").glob("page.*.css")}
    for path in (settings.STATIC_ROOT / "css").iterdir():
        path.unlink()
    collected(page='@import url("one.css");\n', one="p { a: c; }\n")
    assert names.isdisjoint(path.name for path in (settings.STATIC_ROOT / "css").glob("page.*.css"))


def test_comments_stay_at_home(collected):
    assert collected(page="/* why */\n  p {\n    a: b;\n  }\n") == "p {\na: b;\n}\n"


def test_scripts_leave_their_comments_at_home(collected, settings):
    folder = settings.STATICFILES_DIRS[0] / "js"
    folder.mkdir()
    (folder / "one.js").write_text('// why\nconst a = "//b";\n  // because\nrun(a); // now\n')
    collected(page="p { a: b; }\n")
    (sent,) = (settings.STATIC_ROOT / "js").glob("one.????????????.js")
    assert sent.read_text() == 'const a = "//b";\nrun(a); // now\n'


def test_our_scripts_hold_no_text_over_several_lines():
    """In one, a line that begins like a comment would be lost."""
    for path in (SOURCES.parent / "js").glob("*.js"):
        assert not re.search(r"`[^`\n]*\n", re.sub(r"`[^`\n]*`", "", path.read_text())), path.name


def test_a_missing_sheet_stops_the_collection(collected):
    with pytest.raises(FileNotFoundError):
        collected(page='@import url("absent.css");\n')


def test_our_sheets_use_the_one_form_of_import():
    """Any other would reach the browser as it is, and cost it a further question."""
    for path in SOURCES.glob("*.css"):
        text = path.read_text()
        assert text.count("@import") == len(IMPORT.findall(text)), path.name
