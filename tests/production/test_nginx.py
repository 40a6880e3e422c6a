"""deploy/nginx.conf before an application that answers as each test tells it."""

import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from newsportal import media
from scripts.production_stack import Gunicorn, Stack, nginx_in_front, two_free_ports
from scripts.system_packages import PRODUCTION, require
from tests.production.conftest import Answer, Browser

pytestmark = pytest.mark.production

PUBLIC = {
    "Cache-Control": "public, max-age=0, s-maxage=60, stale-while-revalidate=300, "
    "stale-if-error=86400",
    "X-Accel-Expires": "1",
    "Vary": "Accept-Encoding",
}
TRIES = 5000
MEETING_SECONDS = 4
"""Fewer than the five after which nginx's lock, were there one, would let everybody pass."""


class Application:
    """Stands for gunicorn: answers with `status`, `headers` and what it was asked, as JSON."""

    def __init__(self) -> None:
        self.status = 200
        self.headers: dict[str, str] = {}
        self.asked = 0
        self.meeting: threading.Barrier | None = None
        """Where requests wait for each other before they are answered."""
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                owner.asked += 1
                if owner.meeting:
                    owner.meeting.wait(MEETING_SECONDS)
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                about = {"number": owner.asked, "headers": dict(self.headers.items())}
                body = json.dumps(about).encode()
                self.send_response(owner.status)
                for name, value in owner.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                # Or nginx would go on talking to one that has been closed.
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = answer

            def log_message(self, *arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self._thread = threading.Thread(target=self.server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()


@contextmanager
def front(folder: Path, *ports_behind: int) -> Iterator[Browser]:
    """nginx before these ports of 127.0.0.1; yields who asks it."""
    port = two_free_ports()
    stack = Stack(folder, f"https://127.0.0.1:{port + 1}", "", {})
    stack.gunicorns += [Gunicorn(behind, None) for behind in ports_behind]
    with nginx_in_front(stack, port):
        yield Browser(port + 1)


@pytest.fixture(scope="module")
def _behind() -> Iterator[Application]:
    require(*PRODUCTION)
    application = Application()
    yield application
    application.close()


@pytest.fixture(scope="module")
def _before(_behind: Application, others_may_enter: Path) -> Iterator[Browser]:
    folder = others_may_enter / "nginx-alone"
    for path, content in {
        "static/css/base.0123456789ab.css": "a{}" * 400,
        "static/css/base.css": "a{}" * 400,
        "media/pictures/one.webp": "picture",
        "media/pictures/page.html": "<script>",
        "errors/404.html": "لا صفحة هنا",
        "errors/413.html": "كبير",
        "errors/429.html": "كثير",
        "errors/502.html": "لا جواب",
        "secret_key": "secret",
    }.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    with front(folder, _behind.port) as browser:
        yield browser


@pytest.fixture
def application(_behind: Application) -> Application:
    _behind.status, _behind.headers, _behind.asked, _behind.meeting = 200, {}, 0, None
    return _behind


_numbers = iter(range(1, 1000))


@pytest.fixture
def path() -> str:
    """An address no other test asks for."""
    return f"/news/{next(_numbers)}/"


@pytest.fixture
def reader(_before: Browser) -> Browser:
    """A browser at an address of the loopback that no other test comes from."""
    return Browser(_before._port, f"127.0.1.{next(_numbers) % 250 + 1}")


def folder_with_errors(others_may_enter: Path, name: str) -> Path:
    folder = others_may_enter / name
    folder.mkdir()
    (folder / "errors").symlink_to(others_may_enter / "nginx-alone" / "errors")
    return folder


def until(ask: Callable[[], Answer], is_so: Callable[[], bool]) -> Answer:
    """Asks again until it is so; what is kept for a second is let to age that way."""
    for _attempt in range(TRIES):
        answer = ask()
        if is_so():
            return answer
    pytest.fail("it never came to be so")


# --- Pages kept for a second ---------------------------------------------------------------------


def test_a_public_page_is_kept_and_asked_for_again_after_its_second(application, reader, path):
    application.headers = PUBLIC
    first = reader.get(path)
    assert first.headers["X-Accel-Expires"] is None
    assert reader.get(path).body == first.body
    until(lambda: reader.get(path), lambda: application.asked > 1)
    assert application.asked == 2


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cache-Control": "private, no-store"},
        {"Cache-Control": "public, max-age=0, s-maxage=0", "X-Accel-Expires": "0"},
        PUBLIC | {"Set-Cookie": "a=b"},
    ],
)
def test_what_is_not_for_everyone_is_not_kept(application, reader, path, headers):
    application.headers = headers
    reader.get(path)
    Browser(reader._port, reader._address).get(path)
    assert application.asked == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "__Host-session=1"},
        {"Cookie": "a=b; waiting_comments=1:x"},
        {"Authorization": "Basic x"},
    ],
)
def test_staff_and_commenters_neither_see_nor_fill_a_shared_page(
    application, reader, path, headers
):
    application.headers = PUBLIC
    personal = reader.get(path, **headers)
    shared = reader.get(path)
    assert shared.body != personal.body
    assert reader.get(path, **headers).body not in (shared.body, personal.body)
    assert application.asked == 3


@pytest.mark.parametrize("headers", [{}, PUBLIC])
def test_nobody_waits_for_another_s_answer(application, reader, path, headers):
    """nginx's own lock has them look again every half second; the portal makes a page once."""
    application.headers, application.meeting = headers, threading.Barrier(3)
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _number: reader.get(path), range(3)))
    assert [answer.status for answer in answers] == [200] * 3
    assert application.asked == 3


def test_other_cookies_make_no_difference(application, reader, path):
    application.headers = PUBLIC
    assert reader.get(path).body == reader.get(path, Cookie="theme=dark; my__Host-session=1").body


def test_one_page_for_each_encoding_we_have(application, reader, path):
    application.headers = PUBLIC
    asked = [
        json.loads(reader.get(path, Accept_Encoding=accepted).text)["headers"].get(
            "Accept-Encoding"
        )
        for accepted in ("gzip, deflate, br, zstd", "br", "gzip", "br;q=0, gzip", "identity", "*")
    ]
    assert asked == ["br", "br", "gzip", "gzip", None, None]
    assert application.asked == 3


@pytest.mark.parametrize("status", [403, 404, 410, 500, 503])
def test_what_the_portal_answers_is_never_hidden_by_an_old_page(application, reader, path, status):
    """It keeps pages of its own for when its database is down, and knows better which."""
    application.headers = PUBLIC
    reader.get(path)
    application.status, application.headers = status, {}
    answer = until(lambda: reader.get(path), lambda: application.asked > 1)
    assert answer.status == status


@pytest.mark.usefixtures("_before")
def test_while_gunicorn_is_away_old_pages_are_shown_within_their_terms(others_may_enter):
    folder = folder_with_errors(others_may_enter, "application-goes")
    application = Application()
    with front(folder, application.port) as browser:
        application.headers = PUBLIC
        first = browser.get("/lasting")
        application.headers = PUBLIC | {
            "Cache-Control": "public, max-age=0, s-maxage=1, stale-while-revalidate=0, "
            "stale-if-error=0"
        }
        browser.get("/ending")
        application.close()
        # Until its second is over it is kept as any page.
        ended = []
        until(lambda: _note(ended, browser.get("/ending")), lambda: ended[-1].status != 200)
        lasting = browser.get("/lasting")
    assert ended[-1].status == 502
    assert (lasting.status, lasting.body) == (200, first.body)


def _note(answers: list[Answer], answer: Answer) -> Answer:
    answers.append(answer)
    return answer


@pytest.mark.usefixtures("_before")
def test_losing_one_of_two_machines_loses_nothing(others_may_enter):
    folder = folder_with_errors(others_may_enter, "two-machines")
    first, second = Application(), Application()
    with front(folder, first.port, second.port) as browser:
        ask = lambda: browser.request("POST", "/n/1/views", b"")  # noqa: E731
        until(ask, lambda: first.asked > 0 and second.asked > 0)
        first.close()
        before = second.asked
        assert {ask().status for _ in range(8)} == {200}
        assert second.asked == before + 8
        second.close()


# --- What reaches the portal ---------------------------------------------------------------------


def test_the_reader_s_address_is_what_nginx_saw(application, reader, path):
    claims = {"X_Forwarded_For": "1.2.3.4", "X_Forwarded_Proto": "http", "X_Forwarded_Host": "evil"}
    seen = json.loads(reader.get(path, Forwarded="for=1.2.3.4", **claims).text)["headers"]
    assert seen["X-Forwarded-For"] == reader._address
    assert seen["X-Forwarded-Proto"] == "https"
    assert seen["Host"] == f"127.0.0.1:{reader._port}"
    assert not {"X-Forwarded-Host", "Forwarded"} & seen.keys()


def test_other_hosts_get_no_answer(application, reader):
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        reader.get("/", Host="evil.example")
    assert application.asked == 0


def test_www_and_plain_http_lead_to_the_site(application, reader):
    site = f"https://127.0.0.1:{reader._port}/a?b=c"
    redirect = reader.get("/a?b=c", Host="www.127.0.0.1")
    assert (redirect.status, redirect.headers["Location"]) == (301, site)
    plain = http.client.HTTPConnection("127.0.0.1", reader._port - 1, timeout=10)
    plain.request("GET", "/a?b=c")
    response = plain.getresponse()
    assert (response.status, response.headers["Location"]) == (301, site)
    plain.close()
    assert application.asked == 0


def test_nginx_adds_nothing_to_the_portal_s_headers(application, reader, path):
    application.headers = PUBLIC | {"Strict-Transport-Security": "max-age=1", "ETag": '"x"'}
    headers = reader.get(path).headers
    assert {name.lower() for name in headers} == {
        *("server", "date", "content-type", "content-length", "connection"),
        *("cache-control", "vary", "strict-transport-security", "etag"),
    } - ({"content-type"} if "Content-Type" not in headers else set())
    assert headers["Server"] == "nginx"


# --- Limits --------------------------------------------------------------------------------------


def is_plain_arabic(answer: Answer, word: str) -> bool:
    return word in answer.text and answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "burst"), [("/admin/login/", 10), ("/comments/1/", 30), ("/comment/1/report/", 30)]
)
def test_who_sends_too_many_forms_is_told_to_wait(application, reader, path, burst):
    answers = [reader.request("POST", path, b"a=b") for _ in range(burst + 4)]
    assert [answer.status for answer in answers[: burst + 1]] == [200] * (burst + 1)
    refused = answers[-1]
    assert refused.status == 429
    assert is_plain_arabic(refused, "كثير")
    assert refused.headers["Retry-After"] == "60"
    assert reader.get(path).status == 200, "reading is not limited"
    assert reader.request("POST", "/n/1/views", b"").status == 200, "views are not limited"


def test_large_forms_are_refused_and_pictures_taken(application, reader, settings):
    large = b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    refused = reader.request("POST", "/comments/2/", large)
    assert refused.status == 413
    assert is_plain_arabic(refused, "كبير")
    picture = b"x" * (settings.PICTURE_MAX_BYTES + 100_000)
    assert reader.request("POST", "/admin/articles/picture/add/", picture).status == 200
    too_large = b"x" * (settings.PICTURE_MAX_BYTES + 2_000_000)
    assert reader.request("POST", "/admin/articles/picture/add/", too_large).status == 413


@pytest.mark.usefixtures("_before")
def test_without_gunicorn_the_reader_is_told_so_in_arabic(others_may_enter):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        folder = folder_with_errors(others_may_enter, "nobody-behind")
        with front(folder, nobody.getsockname()[1]) as browser:
            answer = browser.get("/")
    assert answer.status == 502
    assert is_plain_arabic(answer, "لا جواب")
    assert answer.headers["Retry-After"] == "30"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


# --- Files ---------------------------------------------------------------------------------------


def test_static_files_with_a_digest_never_change(application, reader):
    kept = reader.get("/static/css/base.0123456789ab.css")
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert kept.headers["Content-Type"] == "text/css; charset=utf-8"
    assert kept.headers["X-Content-Type-Options"] == "nosniff"
    plain = reader.get("/static/css/base.css")
    assert plain.headers["Cache-Control"] == "public, max-age=60"
    assert application.asked == 0


def test_pictures_have_the_headers_django_gives_them(application, reader):
    picture = reader.get("/media/pictures/one.webp")
    assert picture.headers["Content-Type"] == "image/webp"
    assert {name: picture.headers[name] for name in media.HEADERS} == media.HEADERS
    assert application.asked == 0


@pytest.mark.parametrize(
    "path",
    [
        "/media/pictures/page.html",
        "/media/pictures/none.webp",
        "/media/",
        "/media/..%2fsecret_key",
        "/static/../secret_key",
        "/errors/404.html",
        "/static/none.css",
    ],
)
def test_nothing_else_of_the_folder_is_served(application, reader, path):
    answer = reader.get(path)
    assert answer.status == 404 or json.loads(answer.text)["number"], "the portal answers"
    assert "secret" not in answer.text.split('"headers"')[0]
