"""What every response carries, and what no input may cause."""

import pytest
from django.test import Client

from tests.factories import make_article, make_user

PUBLIC_HEADERS = {
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/admin/login/", "/nothing/", "/news/1/x/"])
def test_security_headers(client, path):
    response = client.get(path)
    assert set(response.headers) >= PUBLIC_HEADERS
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_public_pages_hold_no_nonce_no_hash_and_set_no_cookie(client):
    article = make_article()
    for path in ("/", article.get_absolute_url(), article.category.get_absolute_url()):
        response = client.get(path)
        policy = response["Content-Security-Policy"]
        assert "nonce-" not in policy
        assert "sha256-" not in policy
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert response["Cache-Control"].startswith("public, max-age=0, s-maxage=")
        assert "furniture" in response["Cache-Tag"]


def test_a_signed_in_reader_s_page_is_private(client):
    client.force_login(make_user("EDITOR"))
    assert client.get("/")["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/news/0/x/",
        f"/news/{10**18}/x/",
        f"/news/{10**40}/x/",
        f"/n/{10**40}",
        f"/n/{10**40}/views",
        f"/category/{10**40}/x/",
        f"/tag/{10**40}/x/",
        f"/author/{10**40}/x/",
        f"/page/{10**40}/x/",
        f"/preview/{10**40}/",
        "/archive/0/1/1/",
        "/archive/2026/13/",
        "/archive/2026/2/30/",
        "/archive/99999/1/1/",
        "/archive/9999/12/31/",
        f"/archive/{10**40}/1/",
        "/news/1/%00/",
        "/?q=%00",
        "/%ff%fe/",
        "/news/1/" + "x" * 3000 + "/",
        "/../../etc/passwd",
    ],
)
def test_no_address_gives_a_500(path):
    response = Client(raise_request_exception=True).get(path)
    assert response.status_code in {200, 400, 403, 404}


@pytest.mark.parametrize(
    "cursor", ["", "x", "1", "1-", "-1", "9" * 30 + "-1", "1-" + "9" * 30, "\x00"]
)
def test_no_cursor_gives_a_500(client, cursor):
    article = make_article()
    for path in (article.category.get_absolute_url(), "/archive/2026/1/"):
        for name in ("before", "after"):
            assert client.get(path, {name: cursor}).status_code in {400, 404}


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_pages_are_only_read(client, method):
    assert getattr(client, method)("/").status_code == 405


def test_hosts_that_are_not_ours(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
