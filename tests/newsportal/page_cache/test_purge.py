"""A CDN in front is told what to forget: after the commit, outside the request, and surely."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from newsportal import page_cache
from newsportal.page_cache import purge


class Cdn:
    """A server of 127.0.0.1 that writes down what it is told."""

    def __init__(self) -> None:
        self.status = 200
        self.told: list[tuple[str, str, list[str]]] = []
        cdn = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if cdn.status == 200:
                    authorization = self.headers.get("Authorization", "")
                    cdn.told.append((self.path, authorization, json.loads(body)["tags"]))
                self.send_response(cdn.status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/zones/1/purge_cache"


@pytest.fixture
def cdn(settings, tmp_path) -> Iterator[Cdn]:
    cdn = Cdn()
    settings.VAR_DIR = tmp_path
    settings.CDN_PURGE_URL, settings.CDN_PURGE_TOKEN = cdn.address, "secret"
    thread = threading.Thread(target=cdn.server.serve_forever)
    thread.start()
    yield cdn
    cdn.server.shutdown()
    cdn.server.server_close()
    thread.join()


def forget(*tags: str) -> None:
    """Tell all receivers, and wait for the thread that sends."""
    page_cache.tags_invalidated.send(sender=None, tags=frozenset(tags), withdrawn=False)
    for thread in threading.enumerate():
        if thread.name == "cdn-purge":
            thread.join(20)


def test_it_is_told_the_tags(cdn):
    forget("home", "article:1")
    assert cdn.told == [("/zones/1/purge_cache", "Bearer secret", ["article:1", "home"])]
    assert purge.send() == 0


@pytest.mark.django_db
def test_not_before_the_commit(cdn, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page_cache.invalidate({"home"})
        assert purge._spool().is_empty()
    forget("archive")
    assert {tag for _path, _token, tags in cdn.told for tag in tags} == {"home", "archive"}


def test_many_tags_go_in_parts(cdn):
    forget(*(f"article:{number}" for number in range(70)))
    assert [len(tags) for _path, _token, tags in cdn.told] == [30, 30, 10]


@pytest.mark.parametrize("status", [500, 403, 302])
def test_what_it_does_not_take_is_sent_with_the_next_change(cdn, status, caplog):
    cdn.status = status
    forget("home")
    assert cdn.told == []
    assert "could not be told" in caplog.text
    assert "secret" not in caplog.text
    cdn.status = 200
    forget("archive")
    assert sorted(tag for _path, _token, tags in cdn.told for tag in tags) == ["archive", "home"]


def test_the_command_sends_what_waits(cdn):
    cdn.status = 500
    forget("home")
    with pytest.raises(CommandError, match="does not take them"):
        call_command("page_cache", "purge")
    cdn.status = 200
    out = StringIO()
    call_command("page_cache", "purge", stdout=out)
    assert out.getvalue() == "1 tags sent\n"
    assert [tags for _path, _token, tags in cdn.told] == [["home"]]


def test_off_unless_set_up(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    forget("home")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(CommandError, match="No CDN"):
        call_command("page_cache", "purge")
