"""The error pages that nginx shows: plain, Arabic, for every status it answers with itself."""

import re

from bs4 import BeautifulSoup

from newsportal import server_pages
from scripts import nginx


def test_there_is_a_page_for_every_status_nginx_answers_with(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    server_pages.write()
    wanted = re.findall(r"error_page .* /errors/(\d+\.html);", nginx.TEMPLATE.read_text())
    assert {path.name for path in server_pages.folder().iterdir()} == set(wanted)


def test_the_pages_are_arabic_and_need_nothing_but_static_files(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    server_pages.write()
    for path in server_pages.folder().iterdir():
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        assert page.html["lang"] == "ar"
        for element in (page.h1, page.find(class_="notice__text")):
            assert re.search("[\u0621-\u064a]", element.text), path.name
            assert not re.search("[A-Za-z]", element.text), path.name
        asked = [tag.get("src") or tag.get("href") for tag in page.find_all(["link", "script"])]
        assert all(address.startswith("/static/") for address in asked)
        assert not page.find_all("style") + page.find_all(style=True)
