"""Static files are collected when their sources change, and only then."""

import pytest

from newsportal.static_collection import STAMP_NAME, collect_if_changed, fingerprint


@pytest.fixture
def sources(tmp_path, settings):
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "one.css").write_text("a")
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    return folder


def test_once_for_each_change(sources, settings):
    assert collect_if_changed()
    assert (settings.STATIC_ROOT / "one.css").read_text() == "a"
    assert not collect_if_changed()
    (sources / "one.css").write_text("bb")
    assert collect_if_changed()
    assert (settings.STATIC_ROOT / "one.css").read_text() == "bb"


def test_what_is_gone_is_not_served_any_more(sources, settings):
    (sources / "two.css").write_text("b")
    collect_if_changed()
    (sources / "two.css").unlink()
    assert collect_if_changed()
    assert not (settings.STATIC_ROOT / "two.css").exists()


def test_a_collection_that_was_interrupted_is_done_again(sources, settings):
    collect_if_changed()
    (settings.STATIC_ROOT / STAMP_NAME).unlink()
    assert collect_if_changed()


def test_the_way_of_storing_counts(sources, settings):
    before = fingerprint()
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    assert fingerprint() != before


def test_they_lie_ready_compressed_under_names_that_never_change(sources, settings):
    storage = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": storage}
    (sources / "one.css").write_text("body { color: black }\n" * 100)
    collect_if_changed()
    (hashed,) = settings.STATIC_ROOT.glob("one.????????????.css")
    for compressed in (f"{hashed.name}.br", f"{hashed.name}.gz"):
        assert (settings.STATIC_ROOT / compressed).stat().st_size < hashed.stat().st_size


def test_another_way_of_making_them_compact_counts(sources, tmp_path, monkeypatch):
    before = fingerprint()
    changed = tmp_path / "static_storage.py"
    changed.write_text("# another release")
    monkeypatch.setattr("newsportal.static_storage.__file__", str(changed))
    assert fingerprint() != before
