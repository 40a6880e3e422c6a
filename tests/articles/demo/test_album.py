"""Painted pictures in the library: files, renditions and names."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from articles import renditions
from articles.demo import album, pictures
from articles.demo.album import Sketch
from articles.models import Picture, RenditionJob


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_picture_is_stored_with_what_the_first_view_shows(db, tmp_path):
    painted = album.store(Sketch("key", "sea", 0), Image.new("RGB", (640, 400), "navy"), (69, 48))
    before = sorted(Path(tmp_path).rglob("*"))
    picture = Picture.objects.create(**album.row(painted), alt="بحر")
    assert sorted(Path(tmp_path).rglob("*")) == before, "the row found nothing to make"
    assert (picture.width, picture.height) == (640, 400)
    assert (picture.focal_x, picture.focal_y) == (69, 48)
    assert renditions.missing(picture, album.FIRST) == []
    for slot, kind, widths in renditions.wanted(picture, album.FIRST):
        for width in widths:
            assert default_storage.exists(renditions.path(picture, slot, width, kind))


def test_the_rest_is_left_to_the_worker(db):
    painted = album.store(Sketch("key", "sea", 0), Image.new("RGB", (64, 40), "navy"), (69, 48))
    picture = Picture.objects.create(**album.row(painted), alt="بحر")
    assert {kind for _slot, kind, _widths in renditions.missing(picture)} == {"avif"}
    assert RenditionJob.objects.get().picture == picture


def test_the_name_follows_the_content():
    first, same, other = (
        album.store(Sketch("key", "sea", 0), Image.new("RGB", (64, 40), colour), (50, 50)).file
        for colour in ("navy", "navy", "teal")
    )
    assert first == same != other


def test_a_scene_and_a_portrait_are_painted(monkeypatch):
    monkeypatch.setattr(album, "SCENE_SIZE", (160, 100))
    monkeypatch.setattr(album, "PORTRAIT_SIZE", (80, 80))
    scene = album.paint_and_store(Sketch("scene", "sea", 1))
    assert (scene.width, scene.height) == (160, 100)
    assert (scene.focal_x, scene.focal_y) == pictures.focal_point("sea", 1)
    portrait = album.paint_and_store(Sketch("portrait", None, 1))
    assert (portrait.width, portrait.height) == (80, 80)
    assert (portrait.focal_x, portrait.focal_y) == (50, 50)
