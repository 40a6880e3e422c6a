"""The command that trains: from decisions, from files, from both; its errors change nothing."""

import io

import pytest
from django.core.management import CommandError, call_command

from comments import actions
from comments.models import TrainedAssistant
from comments.moderation import assistant_in_use
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


def train(*arguments):
    out = io.StringIO()
    call_command("train_moderation", *map(str, arguments), stdout=out)
    return out.getvalue()


def write(path, number, bad="سيئ"):
    lines = [f"OFF\t{bad} {n}\nNOT\tحسن {n}" for n in range(number)]
    path.write_text("label\ttext\n" + "\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def decided():
    article, moderator = make_article(), make_user("MODERATOR")
    for status, word in (("rejected", "قبيح"), ("approved", "جميل")):
        comments = [make_comment(article=article, body=f"{word} {n}") for n in range(10)]
        actions.decide(comments, status, moderator)
    return article


def test_it_learns_from_decisions_and_is_used(decided):
    waiting = make_comment(article=decided, body="قبيح جدا")
    out = train()
    assert "10 rejected and 10 kept" in out
    assert "1 waiting" in out
    waiting.refresh_from_db()
    assert waiting.rejection_probability == pytest.approx(
        assistant_in_use.current().probability("قبيح جدا")
    )
    assert waiting.rejection_probability > 0.5


def test_it_learns_from_files_instead(decided, tmp_path):
    out = train(write(tmp_path / "a.tsv", 10), write(tmp_path / "b.tsv", 5, "كريه"))
    assert "15 rejected and 15 kept" in out


def test_it_learns_from_both(decided, tmp_path):
    out = train(write(tmp_path / "a.tsv", 12), "--with-decisions")
    assert "22 rejected and 22 kept" in out


def test_too_few_decisions_change_nothing(tmp_path):
    with pytest.raises(CommandError, match="0 rejected and 0 kept"):
        train()
    with pytest.raises(CommandError, match="9 rejected and 9 kept"):
        train(write(tmp_path / "a.tsv", 9))
    assert not TrainedAssistant.objects.exists()


def test_a_missing_or_wrong_file_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"none\.tsv"):
        train(tmp_path / "none.tsv")
    (tmp_path / "wrong.tsv").write_text("label\ttext\nMAYBE\tx\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"wrong\.tsv, line 2"):
        train(tmp_path / "wrong.tsv")
    assert not TrainedAssistant.objects.exists()
