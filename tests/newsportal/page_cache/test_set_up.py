"""What an operator sees: the command, the checks, which store, what tells releases apart."""

from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from newsportal import checks, environment
from newsportal.page_cache import release, running, store
from newsportal.page_cache.store_embedded import EmbeddedStore
from newsportal.page_cache.store_redis import RedisStore


@pytest.fixture(autouse=True)
def _asked_anew(settings, tmp_path):
    settings.PAGE_CACHE_DIR = tmp_path / "pages"
    for asked_once in (store.configured, running.cache):
        asked_once.cache_clear()
    yield
    for asked_once in (store.configured, running.cache):
        asked_once.cache_clear()


def run(act: str) -> str:
    out = StringIO()
    call_command("page_cache", act, stdout=out)
    return out.getvalue()


def test_the_command_shows_and_clears():
    store.configured().save("/", b"x", endless=False)
    assert run("show").splitlines()[0].split()[:3] == ["pages", "1", "pages"]
    assert run("clear").splitlines()[0].split()[:3] == ["pages", "0", "pages"]


def test_the_settings_choose_the_store(settings, redis_address):
    assert isinstance(store.configured(), EmbeddedStore)
    store.configured.cache_clear()
    settings.PAGE_CACHE_URL = redis_address
    assert isinstance(store.configured(), RedisStore)
    assert checks.page_store_away() == []


def test_a_store_that_does_not_answer_is_told(settings):
    settings.PAGE_CACHE_URL = "redis://:geheim@127.0.0.1:1/0"
    (warning,) = checks.page_store_away()
    assert warning.id == "newsportal.W004"
    assert "geheim" not in str(warning)
    with pytest.raises(CommandError, match="cannot be asked"):
        run("show")


def test_off(settings):
    settings.PAGE_CACHE_URL = "off"
    assert running.cache() is None
    # Nobody to tell, and no failure.
    running.forget(None, frozenset({"home"}), withdrawn=False)
    with pytest.raises(CommandError, match="off"):
        run("show")


@pytest.mark.parametrize("value", ["", "off", "redis://127.0.0.1:6379/0", "rediss://u:p@cache/1"])
def test_addresses_that_are_read(monkeypatch, value):
    monkeypatch.setenv("CACHE_URL", value)
    assert environment.cache_address("CACHE_URL", "") == value


@pytest.mark.parametrize(
    "value", ["redis", "http://cache", "redis://", "redis://:geheim@:6379", "redis://h:geheim"]
)
def test_addresses_that_are_refused(monkeypatch, value):
    monkeypatch.setenv("CACHE_URL", value)
    with pytest.raises(ImproperlyConfigured) as caught:
        environment.cache_address("CACHE_URL", "")
    assert "CACHE_URL" in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_without_the_client_the_reader_is_told_how_to_get_it(monkeypatch):
    monkeypatch.setenv("CACHE_URL", "redis://cache")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"requirements/redis\.txt"):
        environment.cache_address("CACHE_URL", "")


def test_another_code_or_another_style_sheet_is_another_release(settings, tmp_path):
    settings.BASE_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    (tmp_path / "articles").mkdir()
    (tmp_path / "static").mkdir()
    seen = set()
    for file, content in (
        ("articles/views.py", "a"),
        ("articles/views.py", "b"),
        ("static/staticfiles.json", "{}"),
    ):
        (tmp_path / file).write_text(content)
        release.release.cache_clear()
        seen.add(release.release())
    release.release.cache_clear()
    assert release.release() in seen
    assert len(seen) == 3
    release.release.cache_clear()
