"""The demo's comments and the commands that load demo content."""

import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image

from articles.demo import album, loader, texts
from articles.demo.timetable import Timetable
from articles.models import Article, Author
from articles.publication import Phase
from comments import counts, demo
from comments.models import Comment, ModerationRecord, Status
from newsportal import demo_accounts
from tests.conftest import ROOT
from tests.factories import make_user

WRITTEN = texts.load()


def paint_tiny(sketches):
    return [album.store(sketch, Image.new("RGB", (64, 40)), (50, 50)) for sketch in sketches]


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.VAR_DIR = tmp_path


@pytest.mark.slow
def test_comments_stand_in_every_state_each_decision_recorded(db, media):
    now = timezone.now()
    moderator = make_user("MODERATOR")
    stories = loader.load(WRITTEN, paint_tiny(loader.sketches(WRITTEN)), now)
    written = sum(len(story.get("comment", ())) for story in WRITTEN.stories)
    loaded = demo.load(WRITTEN, stories, Timetable.of(WRITTEN.stories, now), moderator)
    assert loaded == Comment.objects.count() == written
    assert set(Comment.objects.values_list("status", flat=True)) == set(Status)
    assert counts.rebuild() == 0
    assert Article.objects.filter(comment_count__gt=0).exists()
    for comment in Comment.objects.select_related("article").prefetch_related("records"):
        assert comment.article.phase in (Phase.OUT, Phase.WITHDRAWN)
        assert comment.article.published_at < comment.submitted_at < now
        if comment.status == Status.WAITING:
            assert not comment.records.all()
            assert comment.decided_at is None
            continue
        [record] = comment.records.all()
        assert comment.submitted_at < comment.decided_at == record.decided_at < now
        assert (record.from_status, record.to_status) == (Status.WAITING, comment.status)
        assert record.moderator == moderator
        assert record.text == comment.body
        assert bool(record.reason) == (comment.status == Status.REJECTED)


@pytest.mark.slow
def test_load_demo_fills_an_empty_portal_once(db, media, monkeypatch):
    monkeypatch.setattr(album, "paint_all", paint_tiny)
    call_command("load_demo", verbosity=0)
    assert Article.objects.count() == len(WRITTEN.stories)
    assert Author.objects.get(user__isnull=False).user.username == "reporter"
    records = ModerationRecord.objects.values_list("moderator__username", flat=True)
    assert set(records) == {"moderator"}
    Article.objects.exclude(pk=Article.objects.first().pk).delete()
    call_command("load_demo", stdout=(said := StringIO()))
    assert Article.objects.count() == 1
    assert said.getvalue() == ""


@pytest.mark.slow
def test_load_demo_makes_no_account_in_production(db, media, settings, monkeypatch):
    settings.PRODUCTION = True
    monkeypatch.setattr(album, "paint_all", paint_tiny)
    call_command("load_demo", verbosity=0)
    assert not demo_accounts.accounts_file().exists()
    assert not Author.objects.filter(user__isnull=False).exists()


@pytest.mark.slow
def test_load_demo_leaves_nothing_behind_when_it_fails(db, media, monkeypatch):
    monkeypatch.setattr(album, "paint_all", paint_tiny)
    monkeypatch.setattr(demo, "load", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        call_command("load_demo", verbosity=0)
    assert not Article.objects.exists()
    assert not Author.objects.exists()


@pytest.mark.slow
def test_load_archive_adds_stories_and_comments_to_the_demo(db, media, monkeypatch):
    monkeypatch.setattr(album, "paint_all", paint_tiny)
    said = StringIO()
    call_command("load_archive", articles=20, comments=50, stdout=said)
    assert Article.objects.count() == len(WRITTEN.stories) + 20
    assert "20 stories added" in said.getvalue()
    assert Comment.objects.filter(article__pk__gt=len(WRITTEN.stories)).count() >= 50


@pytest.mark.parametrize("wrong", [{"articles": 0}, {"articles": -1}, {"comments": -1}])
def test_load_archive_refuses_what_is_no_number_of_things(db, wrong):
    with pytest.raises(CommandError):
        call_command("load_archive", **wrong)
    assert not Article.objects.exists()


@pytest.mark.slow
def test_the_real_demo_with_its_pictures(tmp_path, monkeypatch):
    """Painted by several processes, as `make run` has them painted."""
    for name, value in {
        "DJANGO_SETTINGS_MODULE": "newsportal.settings",
        "NEWSPORTAL_MODE": "demo",
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
    }.items():
        monkeypatch.setenv(name, value)
    for command in (["migrate", "-v0"], ["load_demo"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True)
    uploads = list((tmp_path / "media/pictures/demo").glob("*.jpg"))
    assert len(uploads) == len(loader.sketches(WRITTEN))
