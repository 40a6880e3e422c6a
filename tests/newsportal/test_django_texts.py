"""Texts of Django that the project's own catalogue says better, and those of the editor."""

import json
import re
from pathlib import Path

import django
import pytest
from babel.messages.pofile import read_po
from django.contrib.staticfiles import finders
from django.utils.translation import gettext, ngettext

from newsportal import django_texts
from tests.factories import make_user

ARABIC = re.compile(r"[\u0621-\u064a]")
TEXTS = (*django_texts.ADMIN_TEXTS, *django_texts.ACCOUNT_TEXTS)


@pytest.fixture(scope="module")
def texts_of_django():
    found = set()
    for application in ("admin", "auth"):
        path = Path(django.__file__).parent / f"contrib/{application}/locale/en/LC_MESSAGES"
        with (path / "django.po").open("rb") as file:
            for message in read_po(file):
                found.update([message.id] if isinstance(message.id, str) else message.id)
    return found


@pytest.mark.parametrize("text", TEXTS)
def test_each_is_a_text_of_this_django_and_has_its_arabic(text, texts_of_django):
    assert text in texts_of_django
    assert ARABIC.search(gettext(text))


@pytest.mark.parametrize("number", [0, 1, 2, 3, 11, 100])
def test_counted_ones_too(number, texts_of_django):
    for singular, plural in (
        ("entry", "entries"),
        (
            "This password is too short. It must contain at least %d character.",
            "This password is too short. It must contain at least %d characters.",
        ),
    ):
        assert {singular, plural} <= texts_of_django
        assert ARABIC.search(ngettext(singular, plural, number))


@pytest.mark.django_db
def test_the_editors_dialogs_find_their_texts(client):
    client.force_login(make_user("EDITOR"))
    script = client.get("/admin/jsi18n/").content.decode()
    catalogue = json.loads(re.search(r"const newcatalog = (\{.*?\});", script, re.DOTALL)[1])
    sources = json.loads(
        Path(finders.find("django_prose_editor/editor.js.map")).read_text(encoding="utf-8")
    )
    wanted = set()
    for name, source in zip(sources["sources"], sources["sourcesContent"], strict=True):
        if "node_modules" not in name:
            wanted.update(re.findall(r'gettext\(\s*"([^"]+)"', source))
    ours = Path(finders.find("admin_portal/editor.js")).read_text(encoding="utf-8")
    wanted.update(re.findall(r'gettext\("([^"]+)"', ours))
    assert len(wanted) > 20
    assert {text for text in wanted if not ARABIC.search(catalogue.get(text, ""))} == set()
