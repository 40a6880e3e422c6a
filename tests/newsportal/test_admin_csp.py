"""The content policy: strict everywhere, with the editor's two hashes in the admin alone."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage, staticfiles_storage

from newsportal import admin_csp
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/article/add/"


class HashedNames(StaticFilesStorage):
    """As a manifest would have it: other addresses with each release."""

    def url(self, name):
        return super().url(f"{name}.5f3a")


@pytest.fixture(autouse=True)
def _fresh_hashes():
    admin_csp.editor_hashes.cache_clear()
    yield
    admin_csp.editor_hashes.cache_clear()


def directives(response):
    policy = response.headers["Content-Security-Policy"]
    parts = (directive.split() for directive in policy.split("; "))
    return {name: set(sources) for name, *sources in parts}


def hash_source(text):
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def page_and_policy(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser"), directives(response)


@pytest.mark.parametrize("hashed", [False, True])
def test_the_forms_inline_scripts_are_those_that_are_allowed(client, monkeypatch, hashed):
    if hashed:
        monkeypatch.setattr(staticfiles_storage, "_wrapped", HashedNames())
    client.force_login(make_user("EDITOR"))
    page, policy = page_and_policy(client, ADD)
    inline = [script.string for script in page.select("script:not([src])")]
    assert len(inline) == 1
    assert ("5f3a" in inline[0]) == hashed
    assert policy["script-src"] == {"'self'", hash_source(inline[0])}
    assert not page.select("style, [style], [onclick], [onload]")


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/", "/admin/articles/article/", ADD])
def test_the_admins_policy_is_strict(client, path):
    client.force_login(make_user("EDITOR"))
    policy = directives(client.get(path, follow=True))
    assert policy["default-src"] == {"'none'"}
    assert policy["base-uri"] == policy["object-src"] == {"'none'"}
    assert policy["frame-ancestors"] == {"'none'"}
    for name in ("script-src", "style-src"):
        own, allowed = sorted(policy[name])
        assert (own, allowed[:8]) == ("'self'", "'sha256-")


def test_public_pages_allow_nothing_inline(client):
    story = make_article()
    for path in ("/", story.get_absolute_url(), "/nowhere/", "/administration/"):
        policy = directives(client.get(path))
        assert policy["script-src"] == {"'self'"}, path
        assert policy["style-src"] == {"'self'"}, path


def test_the_style_that_is_allowed_is_the_editors():
    style = admin_csp.editor_hashes()["style-src"]
    bundle = Path(finders.find(admin_csp.EDITOR_SCRIPT)).read_text(encoding="utf-8")
    start = bundle.index(".ProseMirror {\n  position: relative;")
    assert style == [hash_source(bundle[start : bundle.index("`", start)])]


def test_an_editor_without_that_style_is_noticed(monkeypatch, tmp_path):
    other = tmp_path / "editor.js"
    other.write_text("export const nothing = 1\n", encoding="utf-8")
    monkeypatch.setattr(finders, "find", lambda name: str(other))
    with pytest.raises(LookupError):
        admin_csp.editor_hashes()
