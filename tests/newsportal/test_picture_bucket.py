"""MEDIA_BUCKET: where pictures go then, and how pages name them. No storage is asked."""

import importlib.util

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsportal import environment
from tests.newsportal.test_settings import manage

SHOW = """
from django.core.files.storage import default_storage as pictures
address = pictures.url("a b/خبر.webp")
print(type(pictures._wrapped).__name__, address)
print(getattr(pictures, "bucket_name", None), getattr(pictures, "endpoint_url", None))
"""


def shown(tmp_path, **variables: str) -> list[str]:
    variables["NEWSPORTAL_MODE"] = "demo"
    done = manage(tmp_path, "shell", "--no-imports", "-c", SHOW, **variables)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.slow
def test_without_a_bucket_pictures_are_files(tmp_path):
    assert shown(tmp_path)[0].startswith("FileSystemStorage /media/a%20b/")


@pytest.mark.slow
def test_with_a_bucket_pages_name_pictures_as_before(tmp_path):
    files = shown(tmp_path)[0].split()[1]
    kind, place = shown(
        tmp_path, MEDIA_BUCKET="pictures", MEDIA_BUCKET_ENDPOINT="https://s3.example"
    )
    assert kind == f"PictureBucket {files}"
    assert place == "pictures https://s3.example"


def test_a_bucket_without_its_client_is_refused_in_one_line(monkeypatch):
    monkeypatch.setenv("MEDIA_BUCKET", "pictures")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"requirements/s3\.txt"):
        environment.bucket("MEDIA_BUCKET")
