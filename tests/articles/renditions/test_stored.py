"""The files are there in their size and shape, and what is there already is not made again."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from PIL import Image

from articles import renditions
from articles.models import Picture
from tests.factories import make_picture

pytestmark = pytest.mark.django_db

FORMATS = {"jpg": "JPEG", "webp": "WEBP", "avif": "AVIF"}


def files(picture: Picture) -> list[tuple[renditions.Slot, int, str, str]]:
    return [
        (slot, width, kind, renditions.path(picture, slot, width, kind))
        for slot, kind, widths in renditions.wanted(picture)
        for width in widths
    ]


def stored_image(picture: Picture, path: str) -> Image.Image:
    with picture.file.storage.open(path) as file:
        image = Image.open(io.BytesIO(file.read()))
        image.load()
    return image


def test_every_rendition_exists_in_its_size_and_format():
    picture = make_picture(size=(1300, 800), ready=renditions.KINDS)
    kinds = set()
    for slot, width, kind, path in files(picture):
        image = stored_image(picture, path)
        assert image.size == (width, slot.height(width, picture)), path
        assert image.format == FORMATS[kind]
        kinds.add(kind)
    assert kinds == set(FORMATS)


def test_sources_name_existing_files_and_the_true_ratio():
    picture = make_picture(size=(1300, 800), ready=renditions.KINDS)
    for name, slot in renditions.SLOTS.items():
        found = renditions.sources(picture, name)
        addresses = [found.jpeg, renditions.largest_jpeg(picture, name).url]
        for srcset in (found.avif, found.webp):
            addresses += [part.split()[0] for part in srcset.split(", ") if part]
        for address in addresses:
            assert picture.file.storage.exists(address.removeprefix("/media/"))
        assert found.width / found.height == pytest.approx(slot.ratio or 1300 / 800, rel=0.01)


@pytest.mark.parametrize("size", [(100, 60), (60, 100), (1, 1), (1500, 20)])
def test_small_and_odd_pictures(size):
    picture = make_picture(size=size, ready=renditions.KINDS)
    for _slot, width, _kind, path in files(picture):
        assert stored_image(picture, path).width == width <= size[0]


def test_the_focal_point_moves_the_crop_and_its_name():
    picture = make_picture(size=(400, 1200), focal_y=0, ready=renditions.KINDS)
    top = renditions.sources(picture, "square").jpeg
    picture.focal_y = 100
    assert renditions.sources(picture, "square").jpeg == top, "it is all there is"
    picture.renditions = renditions.make_missing(picture)
    bottom = renditions.sources(picture, "square").jpeg
    assert top != bottom
    pixels = [
        stored_image(picture, address.removeprefix("/media/")).getpixel((90, 90))[0]
        for address in (top, bottom)
    ]
    assert pixels[1] - pixels[0] > 100


def test_another_focal_point_leaves_what_is_not_cut(encoded):
    picture = make_picture(ready=renditions.KINDS)
    encoded.clear()
    picture.focal_x = 10
    renditions.make_missing(picture)
    crops = [path for slot, _width, _kind, path in files(picture) if slot.ratio]
    assert len(encoded) == len(crops)


def test_what_is_there_is_not_made_again(encoded):
    picture = make_picture(ready=renditions.KINDS)
    encoded.clear()
    assert renditions.is_ready(picture)
    assert renditions.make_missing(picture) == picture.renditions
    picture.renditions = {}
    assert renditions.make_missing(picture)["avif"]
    assert encoded == [], "the files were found"


def test_a_file_cut_short_is_made_anew(encoded):
    picture = make_picture(ready=renditions.KINDS)
    storage = picture.file.storage
    slot = renditions.SLOTS["wide"]
    whole = {}
    for kind in FORMATS:
        path = renditions.path(picture, slot, slot.jpegs[0] if kind == "jpg" else 320, kind)
        with storage.open(path) as file:
            whole[path] = file.read()
        with open(storage.path(path), "wb") as file:
            file.write(whole[path][: len(whole[path]) // 2])
    encoded.clear()
    picture.renditions = {}
    renditions.make_missing(picture)
    assert sorted(encoded) == sorted(FORMATS)
    for path, content in whole.items():
        with storage.open(path) as file:
            assert file.read() == content


def test_a_file_of_another_size_is_made_anew(encoded):
    picture = make_picture(ready=renditions.KINDS)
    path = renditions.path(picture, renditions.SLOTS["square"], 96, "webp")
    other = Image.new("RGB", (96, 90))
    other.save(picture.file.storage.path(path), "WEBP")
    encoded.clear()
    picture.renditions = {}
    renditions.make_missing(picture)
    assert encoded == ["webp"]
    assert stored_image(picture, path).size == (96, 96)


def test_a_file_that_comes_during_the_deletion_stops_nothing(monkeypatch):
    picture = make_picture(size=(60, 40))
    storage, name = picture.file.storage, picture.file_name
    late = f"{name.removesuffix('.jpg')}/late.webp"
    listdir = FileSystemStorage.listdir

    def listed(self, path):
        found = listdir(self, path)
        self.save(late, ContentFile(b"late"))
        return found

    monkeypatch.setattr(FileSystemStorage, "listdir", listed)
    renditions.delete_files(picture)
    assert (storage.exists(name), storage.exists(late)) == (False, True)
    monkeypatch.undo()
    renditions.delete_files(picture)
    assert not storage.exists(name.removesuffix(".jpg"))


def test_another_list_of_widths_drops_what_is_incomplete(monkeypatch):
    picture = make_picture(size=(1300, 800), ready=renditions.KINDS)
    former = renditions.SLOTS["wide"]
    monkeypatch.setitem(
        renditions.SLOTS, "wide", renditions.Slot("wide", 16 / 9, (320, 700), former.jpegs)
    )
    made = renditions.make_missing(picture, ("jpg", "webp"))
    assert made["webp"]["wide"] == [320, 700]
    assert "wide" not in made["avif"]
    assert made["avif"]["square"] == picture.renditions["avif"]["square"]
    assert "plan" not in made
