"""The whole stack as `make production` starts it, asked through nginx."""

import json
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
import redis

from scripts.production_stack import ROOT, Stack, production_stack, two_free_ports
from tests.factories import image_bytes
from tests.production.conftest import Browser

pytestmark = pytest.mark.production

PASSWORD = "a-password-for-the-test"
FORM = "application/x-www-form-urlencoded"

CONTENT = f"""
import json
from django.contrib.auth.models import Group, User
from articles import roles
from tests.factories import make_article
story = make_article(headline="خبر من قاعدة البيانات")
editor = User.objects.create_user("editor", password="{PASSWORD}", is_staff=True)
editor.groups.set([Group.objects.get(name=roles.EDITOR)])
print(json.dumps([story.pk, story.get_absolute_url()]))
"""


@pytest.fixture(scope="module")
def stack(production_folder: Path) -> Iterator[Stack]:
    with production_stack(production_folder, gunicorns=2, web_workers=1) as running:
        yield running


@pytest.fixture(scope="module")
def story(stack: Stack) -> tuple[int, str]:
    """Number and address of a published story."""
    printed = stack.manage("shell", "--no-imports", "--command", CONTENT)
    number, address = json.loads(printed.splitlines()[-1])
    return number, address


def browser(stack: Stack, address: str = "127.0.0.1") -> Browser:
    return Browser(int(stack.address.rpartition(":")[2]), address)


def query(stack: Stack, sql: str, *values: object) -> list[tuple]:
    with psycopg.connect(stack.database_url) as connection:
        return connection.execute(sql, values).fetchall()


def is_plain_arabic(text: str) -> bool:
    """An error page that needs nothing but files, and says in Arabic what happened."""
    heading = re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", text, re.DOTALL)
    return 'lang="ar"' in text and bool(heading) and not re.search("[a-zA-Z]", heading[1])


def test_a_page_comes_from_gunicorn_and_its_words_from_postgresql(stack, story):
    number, address = story
    answer = browser(stack).get(address)
    assert answer.status == 200
    assert "خبر من قاعدة البيانات" in answer.text
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert query(stack, "SELECT pk FROM (SELECT id AS pk FROM articles_article) a") == [(number,)]


def test_pages_are_kept_in_redis(stack):
    with redis.Redis.from_url(stack.cache_url) as client:
        assert client.ping()
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "volatile-ttl"}
        browser(stack).get("/")
        assert client.keys("newsportal:*")
    for gunicorn in stack.gunicorns:
        environment = Path(f"/proc/{gunicorn.service.process.pid}/environ").read_bytes()
        assert f"CACHE_URL={stack.cache_url}".encode() in environment.split(b"\0")


def test_static_files_are_immutable_and_compressed_beforehand(stack, story):
    page = browser(stack).get(story[1]).text
    style = re.search(r'href="(/static/[^"]+\.css)"', page)[1]
    plain = browser(stack).get(style)
    assert plain.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert plain.headers["Content-Encoding"] is None
    gzipped = browser(stack).get(style, Accept_Encoding="gzip")
    assert gzipped.headers["Content-Encoding"] == "gzip"
    # As long as the file beside it: nothing is compressed while the reader waits.
    stored = stack.folder / style.lstrip("/")
    assert len(gzipped.body) == stored.with_name(stored.name + ".gz").stat().st_size
    assert len(gzipped.body) < len(plain.body)


def test_every_static_file_has_a_type(stack):
    seen = {}
    for file in (stack.folder / "static").rglob("*.*"):
        if file.suffix not in {".br", ".gz", ".md"} and file.is_file():
            seen.setdefault(file.suffix, file)
    assert {".css", ".js", ".woff2"} <= seen.keys()
    for suffix, file in seen.items():
        answer = browser(stack).get(f"/{file.relative_to(stack.folder)}")
        kind = answer.headers["Content-Type"]
        assert (suffix, answer.status) == (suffix, 200)
        assert kind != "text/plain" or suffix == ".txt", suffix


def sign_in(visitor: Browser) -> None:
    form = visitor.get("/admin/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)[1]
    typed = {"csrfmiddlewaretoken": token, "username": "editor", "password": PASSWORD}
    answer = visitor.request(
        "POST",
        "/admin/login/?next=/admin/",
        urlencode(typed),
        Content_Type=FORM,
        Referer=f"https://127.0.0.1:{visitor._port}/admin/login/",
    )
    assert answer.status == 302
    assert "__Host-session" in visitor.cookies


def test_an_uploaded_picture_is_served_by_nginx(stack, story):
    editor = browser(stack, "127.0.2.1")
    sign_in(editor)
    form = editor.get("/admin/articles/picture/add/")
    assert form.headers["Cache-Control"].endswith("private")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)[1]
    fields = {"csrfmiddlewaretoken": token, "alt": "صورة", "credit": "مصور", "caption": "شرح"}
    fields |= {"focal_x": "50", "focal_y": "50"}
    boundary = uuid.uuid4().hex
    parts = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    )
    parts += (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="p.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    ).encode()
    # Large enough that nginx would refuse it elsewhere.
    content = image_bytes() + b"\0" * 3_000_000
    parts += content + f"\r\n--{boundary}--\r\n".encode()
    answer = editor.request(
        "POST",
        "/admin/articles/picture/add/",
        parts,
        Content_Type=f"multipart/form-data; boundary={boundary}",
        Referer=f"https://127.0.0.1:{editor._port}/admin/articles/picture/add/",
    )
    assert answer.status == 302, answer.text
    ((name,),) = query(stack, "SELECT file FROM articles_picture")
    picture = browser(stack).get(f"/media/{name}")
    assert picture.status == 200
    assert picture.headers["Content-Type"] == "image/jpeg"
    # nginx makes these of a file's time and size; Django sends none.
    assert re.fullmatch(r'"[0-9a-f]+-[0-9a-f]+"', picture.headers["ETag"])


def test_signing_in_is_throttled(stack):
    guesser = browser(stack, "127.0.2.2")
    for _attempt in range(15):
        answer = guesser.request("POST", "/admin/login/", b"", Content_Type=FORM)
    assert answer.status == 429
    assert answer.headers["Retry-After"] == "60"
    assert is_plain_arabic(answer.text)
    style = re.search(r'href="(/static/[^"]+\.css)"', answer.text)[1]
    assert guesser.get(style).status == 200


def test_a_comment_reaches_the_queue(stack, story):
    number, address = story
    typed = {"name": "قارئة", "email": "reader@example.org", "body": "تعليق مفيد"}
    reader = browser(stack, "127.0.2.3")
    answer = reader.request(
        "POST",
        f"/comments/{number}/",
        urlencode(typed),
        Content_Type=FORM,
        Origin=f"https://127.0.0.1:{reader._port}",
        Sec_Fetch_Site="same-origin",
    )
    assert answer.status == 303
    assert query(stack, "SELECT body, status FROM comments_comment WHERE article_id = %s", number)
    # Her own page is nobody else's, and what she wrote is on it alone.
    hers = reader.get(address)
    assert "private" in hers.headers["Cache-Control"]
    assert "تعليق مفيد" in hers.text
    assert "تعليق مفيد" not in browser(stack).get(address).text


def test_what_is_too_large_is_refused_in_plain_arabic(stack, story):
    answer = browser(stack).request("POST", f"/comments/{story[0]}/", b"x" * 3_000_000)
    assert answer.status == 413
    assert is_plain_arabic(answer.text)


def test_health_tells_strangers_no_more_than_that(stack):
    for path in ("/healthz/live", "/healthz/ready"):
        answer = browser(stack).get(path)
        assert (answer.status, answer.body) == (200, b"ok\n")
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_images_health_check_agrees(stack):
    gunicorn = stack.gunicorns[1]
    environment = stack.environment | {"PORT": str(gunicorn.port)}
    command = [sys.executable, str(ROOT / "deploy" / "healthcheck.py")]
    assert subprocess.run(command, env=environment, check=False).returncode == 0
    environment["PORT"] = str(two_free_ports())
    assert subprocess.run(command, env=environment, capture_output=True).returncode == 1


def test_the_page_for_when_nobody_answers_is_plain_arabic(stack):
    """test_nginx.py shows that it is shown."""
    assert is_plain_arabic((stack.folder / "errors" / "502.html").read_text(encoding="utf-8"))
