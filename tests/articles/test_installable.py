"""The site as an app: the manifest, the service worker's script, the pages kept on a device."""

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from PIL import Image

from articles import installable
from tests.factories import make_article, make_breaking, make_category
from tests.page_reading import set_site

pytestmark = pytest.mark.django_db

SCRIPT = "/service-worker.js"


def offline_settings(response) -> dict:
    """What the script tells the service worker of this site."""
    match = re.fullmatch(
        r'self\.offline = (\{.*\});\nimportScripts\("[^"]+"\);\n', response.content.decode()
    )
    assert match
    return json.loads(match[1])


# --- The manifest ----------------------------------------------------------------------------


def test_the_manifest_is_of_this_newspaper(client):
    set_site(name="قوس الضحى", description="جريدة من الرباط.")
    response = client.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert manifest["name"] == manifest["short_name"] == "قوس الضحى"
    assert manifest["description"] == "جريدة من الرباط."
    assert (manifest["lang"], manifest["dir"]) == ("ar", "rtl")
    assert (manifest["id"], manifest["start_url"], manifest["scope"]) == ("/", "/", "/")
    assert manifest["display"] == "standalone"


def test_its_icons_are_what_it_says(client):
    icons = client.get("/manifest.webmanifest").json()["icons"]
    # What Chromium asks of a site that can be installed.
    assert {icon["sizes"] for icon in icons if icon["purpose"] == "any"} == {"192x192", "512x512"}
    for icon in icons:
        path = finders.find(icon["src"].removeprefix(settings.STATIC_URL))
        image = Image.open(BytesIO(Path(path).read_bytes()))
        assert image.get_format_mimetype() == icon["type"]
        assert "{}x{}".format(*image.size) == icon["sizes"]
        if icon["purpose"] == "maskable":
            # Systems cut any shape out of it (Manifest, "Icon masks"): no corner is see-through.
            assert image.convert("RGBA").getpixel((0, 0))[3] == 255


def test_its_colours_are_those_of_the_design():
    tokens = Path(finders.find("css/tokens.css")).read_text(encoding="utf-8")
    assert re.search(rf"--masthead: .*{installable.THEME}", tokens)
    assert re.search(rf"--paper: .*{installable.PAPER}", tokens)


def test_the_pages_name_the_manifest_and_the_service_worker(client):
    html = client.get("/").content.decode()
    assert '<link rel="manifest" href="/manifest.webmanifest">' in html
    assert f'data-service-worker="{SCRIPT}"' in html


# --- The service worker ------------------------------------------------------------------------


def test_the_service_worker_may_run_and_is_never_old(client):
    response = client.get(SCRIPT)
    # Service Workers, "Update": a JavaScript type, and its own policy (CSP 3, 2.2.1).
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "connect-src 'self'" in policy
    assert "worker-src 'self'" in client.get("/")["Content-Security-Policy"]


def test_it_knows_the_addresses(client):
    told = offline_settings(client.get(SCRIPT))
    story = make_article()
    assert story.get_absolute_url().startswith(told["stories"])
    assert told["shell"] == ["/offline/", "/saved/"]
    assert (told["static"], told["media"]) == (settings.STATIC_URL, settings.MEDIA_URL)
    for address in (reverse("admin:index"), reverse("articles:preview", args=[story.pk])):
        assert any(address.startswith(beginning) for beginning in told["apart"])
    for address in ("/", "/search/", story.get_absolute_url()):
        assert not any(address.startswith(beginning) for beginning in told["apart"])


def test_it_changes_when_static_files_or_kept_pages_change(client, monkeypatch):
    set_site(name="قوس الضحى")

    def version() -> str:
        return offline_settings(client.get(SCRIPT))["version"]

    first = version()
    assert version() == first
    set_site(name="قوس المساء")
    second = version()
    assert second != first
    make_category(name="ملفات")
    third = version()
    assert third not in {first, second}
    monkeypatch.setattr(
        installable.staticfiles_storage, "manifest_hash", "0123456789ab", raising=False
    )
    assert version() not in {first, second, third}


def test_it_stays_the_same_while_news_come_in(client):
    set_site(name="قوس الضحى")
    section = make_category()
    before = client.get(SCRIPT).content
    make_article(category=section)
    make_breaking()
    assert client.get(SCRIPT).content == before


# --- The pages kept on a device ------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/saved/", "/offline/", "/manifest.webmanifest"])
def test_they_are_everybodys_and_cost_one_query(client, address, django_assert_num_queries):
    set_site(name="قوس الضحى")
    # A commenter too gets the page that may be kept.
    client.cookies[settings.WAITING_COOKIE_NAME] = "1"
    with django_assert_num_queries(1):
        response = client.get(address)
    assert response.status_code == 200
    assert response["Cache-Control"].startswith("public")
    assert response["Cache-Tag"] == "furniture"
    assert not response.cookies


@pytest.mark.parametrize("address", ["/saved/", "/offline/"])
def test_they_hold_no_news_and_are_not_for_search_engines(client, address):
    make_breaking(text="خبر عاجل سيشيخ")
    html = client.get(address).content.decode()
    assert "خبر عاجل سيشيخ" not in html
    assert '<meta name="robots" content="noindex">' in html


def test_the_reading_list_says_what_it_needs(client):
    html = client.get("/saved/").content.decode()
    without_scripts = re.search(r"<noscript>(.*?)</noscript>", html, re.S)
    assert without_scripts
    assert "تحتاج قائمة القراءة إلى جافا سكريبت" in without_scripts[1]
    assert "على هذا الجهاز وحده" in html


@pytest.mark.parametrize(
    "address", ["/saved/", "/offline/", "/manifest.webmanifest", "/service-worker.js"]
)
def test_they_are_only_read(client, address):
    assert client.post(address).status_code == 405
