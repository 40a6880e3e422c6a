"""Pictures are served with safe headers; nothing else is served at all."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from articles import renditions
from tests.factories import make_picture


@pytest.mark.django_db
def test_a_picture_and_its_renditions(client):
    picture = make_picture(ready=renditions.KINDS)
    slot = renditions.SLOTS["wide"]
    for url, kind in [
        (picture.file.url, "image/jpeg"),
        (renditions.url(picture, slot, 320, "webp"), "image/webp"),
        (renditions.url(picture, slot, 320, "avif"), "image/avif"),
    ]:
        response = client.get(url)
        assert response.status_code == 200
        assert response["Content-Type"] == kind
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert b"".join(response.streaming_content)


@pytest.mark.parametrize(
    "name",
    [
        "none.jpg",
        "../db.sqlite3",
        "../../manage.py",
        "%2e%2e/secret.jpg",
        "..%2f..%2fsecret.jpg",
        "pictures",
        "pictures/",
        "x" * 5000 + ".jpg",
        "a\\b.jpg",
    ],
)
def test_what_is_not_there_is_not_found(client, name):
    assert client.get(f"/media/{name}").status_code in {400, 404}


def test_other_kinds_of_files_are_not_served(client):
    for name in ("page.html", "script.js", "drawing.svg"):
        stored = default_storage.save(name, ContentFile(b"<script>"))
        assert client.get(f"/media/{stored}").status_code == 404


def test_only_reading(client):
    assert client.post("/media/none.jpg").status_code == 405
