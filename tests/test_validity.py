"""Every public page is HTML as the standard has it: the Nu HTML checker has nothing to say.

Style sheets are left out: to the checker's CSS parser container queries, and imports after the
order of the cascade's layers, are errors.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts import node_packages
from tests.conftest import IN_CI
from tests.public_pages import Content, fetch_all

pytestmark = [pytest.mark.html_checker, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _checker() -> None:
    """Skips where Java or the checker is not installed, fails there in CI."""
    if shutil.which("java") and node_packages.HTML_CHECKER.exists():
        return
    reason = "the Nu HTML checker is not installed (make test does it)"
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)


def check(folder: Path) -> list[str]:
    """What the checker says of the HTML files of `folder`: "file:line: kind: message | extract"."""
    command = ["java", "-Xss2m", "-jar", str(node_packages.HTML_CHECKER)]
    done = subprocess.run(
        [*command, "--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html", folder],
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        f"{Path(said['url']).name}:{said.get('lastLine', 0)}: {said.get('subType', said['type'])}:"
        f" {said['message']} | {' '.join(said.get('extract', '').split())}"
        for said in json.loads(done.stdout)["messages"]
    ]


@pytest.mark.django_db
def test_the_checker_has_nothing_to_say(client, tmp_path):
    for kind, response in fetch_all(client, Content()):
        (tmp_path / f"{kind.name.replace(' ', '-')}.html").write_bytes(response.content)
    pages: dict[str, list[str]] = {}
    for line in check(tmp_path):
        page, _, what = line.partition(": ")
        pages.setdefault(what, []).append(page)
    assert not pages, "\n".join(f"{what}  [{', '.join(where)}]" for what, where in pages.items())


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<p><div></div></p>", "No “p” element in scope"),
        ("<h1>عنوان</h1><img src='a.png'>", "An “img” element must have an “alt” attribute"),
        ("<section><p>نص</p></section>", "Section lacks heading"),
    ],
)
def test_the_checker_sees_mistakes_and_warns(tmp_path, body, message):
    page = f"<!doctype html><html lang='ar' dir='rtl'><title>عنوان</title>{body}"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert any(message in said for said in check(tmp_path))
