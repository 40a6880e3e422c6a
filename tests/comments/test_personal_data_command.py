"""`manage.py personal_data`: a copy, and an erasure that asks first."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from comments.models import Comment, ModerationRecord
from tests.factories import make_block, make_comment

pytestmark = pytest.mark.django_db

EMAIL = "souad.benali@example.org"
BODY = "جملة لم يكتبها أحد سواها"


def hers():
    return make_comment(name="سعاد", email=EMAIL, body=BODY)


def run(*arguments):
    out = StringIO()
    call_command("personal_data", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_a_copy_or_writes_a_new_file(tmp_path):
    hers()
    assert json.loads(run("export", EMAIL))["comments"][0]["text"] == BODY
    path = tmp_path / "copy.json"
    assert run("export", EMAIL, "--output", str(path)) == ""
    assert json.loads(path.read_text(encoding="utf-8"))["email"] == EMAIL
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="cannot be written"):
        run("export", EMAIL, "--output", str(path))


def test_the_command_asks_before_it_erases(monkeypatch):
    hers()
    monkeypatch.setattr("builtins.input", lambda question: "no")
    with pytest.raises(CommandError, match="Nothing was erased"):
        run("erase", EMAIL)
    assert Comment.objects.get().email == EMAIL
    monkeypatch.setattr("builtins.input", lambda question: "yes")
    assert "Erased: 1 comments" in run("erase", EMAIL)
    assert Comment.objects.get().email == ""
    assert ModerationRecord.objects.get().moderator is None


def test_the_command_erases_unasked_and_says_what_stays():
    make_block(value=EMAIL)
    hers()
    assert "Blocks of this person that stay until they end: 1" in run("erase", EMAIL, "--yes")
    assert "Nothing is stored" not in run("erase", EMAIL, "--yes", "--blocks")
    assert "Nothing is stored" in run("erase", EMAIL, "--yes")


def test_the_command_refuses_what_is_no_address():
    with pytest.raises(CommandError, match="no e-mail address"):
        run("erase", "souad", "--yes")
