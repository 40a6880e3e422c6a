"""Uploads are decoded and encoded anew, and shown by a preview from then on."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from articles import renditions
from articles.models import Picture
from articles.renditions import uploads
from tests.factories import image_bytes, make_picture


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def stored_image(picture: Picture, path: str | None = None) -> Image.Image:
    with picture.file.storage.open(path or picture.file.name) as file:
        image = Image.open(io.BytesIO(file.read()))
        image.load()
    return image


class TestDecode:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
    def test_accepted_formats(self, kind):
        image = renditions.decode(upload(image_bytes((60, 40), kind)))
        assert (image.mode, image.size) == ("RGB", (60, 40))

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"not a picture",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            image_bytes((60, 40), "TIFF"),
            image_bytes((600, 400))[:2000],
            b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
        ],
    )
    def test_refused(self, content):
        with pytest.raises(renditions.UnusablePicture):
            renditions.decode(upload(content))

    @given(st.binary(max_size=300))
    def test_any_bytes_decode_or_are_refused(self, content):
        with pytest.raises(renditions.UnusablePicture):
            renditions.decode(upload(b"\xff\xd8\xff\xe0" + content))

    def test_limits(self, settings):
        content = image_bytes((60, 40))
        settings.PICTURE_MAX_PIXELS = 60 * 40 - 1
        with pytest.raises(renditions.UnusablePicture):
            renditions.decode(upload(content))
        settings.PICTURE_MAX_PIXELS = 60 * 40
        renditions.decode(upload(content))
        settings.PICTURE_MAX_BYTES = len(content) - 1
        with pytest.raises(renditions.UnusablePicture):
            renditions.decode(upload(content))

    def test_turned_upright(self):
        exif = Image.Exif()
        exif[0x0112] = 6
        image = renditions.decode(upload(image_bytes((60, 40), exif=exif)))
        assert image.size == (40, 60)

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_a_damaged_exif_block_spoils_nothing(self, kind):
        content = image_bytes((60, 40), kind, exif=b"Exif\x00\x00broken header")
        assert renditions.decode(upload(content)).size == (60, 40)

    def test_transparency_becomes_white(self):
        buffer = io.BytesIO()
        Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(buffer, "PNG")
        assert renditions.decode(upload(buffer.getvalue())).getpixel((0, 0)) == (255, 255, 255)

    def test_large_pictures_are_reduced(self):
        image = renditions.decode(upload(image_bytes((4000, 1000), "PNG")))
        assert image.size == (renditions.LARGEST, renditions.LARGEST // 4)


@pytest.mark.django_db
class TestStoredPicture:
    def test_nothing_of_the_upload_is_kept(self):
        exif = Image.Exif()
        exif[0x010E] = "secret place"
        content = image_bytes((60, 40), exif=exif) + b"<?php appended"
        picture = Picture.objects.create(file=upload(content, "../../IMG evil.PHP.jpg"), alt="x")
        with picture.file.open() as file:
            stored = file.read()
        assert b"secret place" not in stored
        assert b"appended" not in stored
        assert "evil" not in picture.file.name
        assert picture.file.name.endswith(".jpg")
        assert not stored_image(picture).getexif()

    def test_size_is_known_without_opening_the_file(self):
        picture = Picture.objects.get(pk=make_picture(size=(640, 400)).pk)
        assert (picture.width, picture.height) == (640, 400)

    def test_the_upload_and_one_preview_are_all_that_is_made_at_once(self):
        picture = make_picture(size=(1300, 800))
        storage, name = picture.file.storage, picture.file.name
        folder = name.rsplit(".", 1)[0]
        assert storage.listdir(folder) == ([], ["text-720.jpg"])
        assert stored_image(picture, f"{folder}/text-720.jpg").size == (720, 443)
        assert Picture.objects.get().renditions == {}

    def test_an_upload_is_decoded_and_encoded_once(self, monkeypatch):
        calls = []
        decode = uploads.decode
        monkeypatch.setattr(uploads, "decode", lambda file: calls.append(file) or decode(file))
        picture = Picture(file=upload(image_bytes()), alt="x")
        renditions.encode_upload(picture)
        picture.save()
        picture.save()
        assert len(calls) == 1

    def test_saving_again_makes_nothing_anew(self):
        picture = make_picture()
        name = picture.file.name
        picture.caption = "شرح آخر"
        picture.save()
        assert picture.file.name == name
        assert picture.file.storage.listdir(name.rsplit(".", 1)[0])[1] == ["text-640.jpg"]

    def test_a_form_does_not_undo_what_the_worker_wrote_meanwhile(self):
        picture = make_picture()
        Picture.objects.update(renditions={"plan": "made"})
        picture.caption = "شرح آخر"
        picture.save()
        picture.refresh_from_db()
        assert (picture.caption, picture.renditions) == ("شرح آخر", {"plan": "made"})

    def test_a_row_loaded_in_part_is_saved_in_part(self):
        make_picture(credit="وكالة")
        picture = Picture.objects.defer("caption", "credit").get()
        Picture.objects.update(caption="شرح آخر")
        picture.focal_x = 9
        picture.save(update_fields=None)
        stored = Picture.objects.get()
        assert (stored.caption, stored.credit, stored.focal_x) == ("شرح آخر", "وكالة", 9)

    def test_deleting_takes_every_file(self, django_capture_on_commit_callbacks):
        picture = make_picture(ready=renditions.KINDS)
        storage, name = picture.file.storage, picture.file.name
        folder = name.rsplit(".", 1)[0]
        picture.focal_x = 10
        picture.save()
        with django_capture_on_commit_callbacks(execute=True):
            picture.delete()
        assert not storage.exists(name)
        assert not storage.exists(folder)

    @pytest.mark.parametrize(
        ("alt", "decorative", "ready"),
        [("وصف", False, True), ("", True, True), ("", False, False), ("  ", False, False)],
    )
    def test_ready(self, alt, decorative, ready):
        picture = make_picture(alt=alt, decorative=decorative)
        assert picture.ready == ready
        assert Picture.objects.unready().filter(pk=picture.pk).exists() != ready
