"""The demo's comments and the commands that load demo content."""

import subprocess
import sys
import tempfile
from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.test import TestCase, override_settings
from django.utils import timezone
from PIL import Image

from articles.demo import album, loader, texts
from articles.demo.timetable import Timetable
from articles.models import Article, Author
from articles.publication import Phase
from comments import counts, thread
from comments.demo import loader as demo
from comments.demo import moderation as demo_moderation
from comments.models import (
    Act,
    Block,
    BlockedTerm,
    Comment,
    ModerationPolicy,
    ModerationRecord,
    Report,
    Status,
    TrainedAssistant,
)
from comments.moderation.assistant import LEAST_OF_EACH, Assistant
from newsportal import demo_accounts
from newsportal.arabic.folding import fold
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
class TestLoaded(TestCase):
    """The demo's comments as its two moderators left them, loaded once for all tests."""

    @classmethod
    def setUpTestData(cls):
        now = timezone.now()
        with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):
            stories = loader.load(WRITTEN, paint_tiny(loader.sketches(WRITTEN)), now)
        moderators = [make_user("MODERATOR"), make_user("ADMINISTRATOR")]
        cls.loaded = demo.load(WRITTEN, stories, Timetable.of(WRITTEN.stories, now), moderators)

    def test_comments_stand_in_every_state_each_act_recorded(self):
        now = timezone.now()
        written = sum(len(story.get("comment", ())) for story in WRITTEN.stories)
        assert self.loaded == Comment.objects.count() == written
        assert set(Comment.objects.values_list("status", flat=True)) == set(Status)
        assert counts.rebuild() == 0
        assert Article.objects.filter(comment_count__gt=0).exists()
        for comment in Comment.objects.select_related("article").prefetch_related("records"):
            assert comment.article.phase in (Phase.OUT, Phase.WITHDRAWN)
            assert comment.article.published_at < comment.submitted_at < now
            assert comment.folded_text == fold(f"{comment.name} {comment.body}")
            acts = sorted(comment.records.all(), key=lambda record: record.decided_at)
            assert comment.version == len(acts)
            times = [comment.submitted_at, *(record.decided_at for record in acts), now]
            assert times == sorted(times)
            chain = [Status.WAITING, *(record.to_status for record in acts)]
            assert [record.from_status for record in acts] == chain[:-1]
            assert comment.status == chain[-1]
            if comment.status == Status.WAITING:
                assert comment.decided_at is None
            else:
                assert comment.decided_at == acts[-1].decided_at
            assert bool(comment.answer) >= (comment.status == Status.REJECTED)
            for record in acts:
                assert bool(record.moderator) == (record.act in (Act.DECIDED, Act.UNDONE))
                assert record.name == comment.name
                assert (record.text == comment.body) == (record.act != Act.CORRECTED)

    def test_threads_are_three_deep_and_one_fills_pages(self):
        assert set(Comment.objects.values_list("depth", flat=True)) == {1, 2, 3}
        for comment in Comment.objects.select_related("parent", "root"):
            if comment.parent is None:
                assert (comment.root_id, comment.number) == (comment.pk, 0)
                continue
            assert comment.root_id == comment.parent.root_id
            assert comment.depth == comment.parent.depth + 1
            # What readers have never seen has no number.
            assert (comment.number is None) == (comment.status != Status.APPROVED)
            assert comment.article_id == comment.parent.article_id
            assert comment.submitted_at > comment.parent.submitted_at
        numbered = Comment.objects.filter(parent__isnull=False, number__isnull=False)
        numbers = numbered.values_list("root", "number")
        assert len(set(numbers)) == len(numbers)
        story = Article.objects.order_by("-comment_count").first()
        busy = thread.thread(story, thread.Asked())
        assert busy.next
        assert any(entry.more for entry in busy.entries) or any(
            entry.more
            for entry in thread.thread(story, thread.Asked.of({"order": "oldest"})).entries
        )

    def test_the_desk_has_something_of_everything(self):
        policy = ModerationPolicy.current()
        hidden = Comment.objects.get(status=Status.WAITING, open_reports__gt=0)
        assert hidden.open_reports == hidden.reports.count() == policy.reports_to_hide
        below = Comment.objects.get(status=Status.APPROVED, open_reports__gt=0)
        assert below.open_reports < policy.reports_to_hide
        assert Report.objects.filter(settled_at__isnull=False).count() >= policy.reports_to_hide
        for comment in Comment.objects.annotate(likers=Count("likes")):
            assert comment.like_count == comment.likers
        acts = set(ModerationRecord.objects.values_list("act", flat=True))
        assert acts >= {Act.DECIDED, Act.UNDONE, Act.HIDDEN, Act.CORRECTED, Act.WITHDRAWN}
        waiting = Comment.objects.awaiting()
        assert all(comment.findings for comment in waiting.filter(open_reports=0))
        senders = Counter(waiting.values_list("email", flat=True))
        assert senders.most_common(1)[0][1] >= 3
        deciders = ModerationRecord.objects.filter(act=Act.DECIDED).values_list(
            "moderator", flat=True
        )
        assert len(set(deciders)) == 2
        assert set(Block.objects.values_list("kind", flat=True)) == {"email", "name"}
        assert BlockedTerm.objects.count() == len(demo_moderation.TERMS)

    def test_the_assistant_has_learnt_and_is_sometimes_contradicted(self):
        trained = TrainedAssistant.objects.get()
        assistant = Assistant.from_json(trained.state)
        assert trained.kept > trained.rejected >= LEAST_OF_EACH
        assert not Comment.objects.awaiting().filter(rejection_probability=None).exists()
        agreed = [
            (record.probability >= 0.5) == (record.to_status != Status.APPROVED)
            for record in ModerationRecord.objects.filter(
                act=Act.DECIDED, probability__isnull=False
            )
        ]
        assert len(agreed) > 50
        assert 0 < agreed.count(False) < len(agreed) / 4
        assert 0 < assistant.threshold < 1


@pytest.mark.slow
def test_load_demo_fills_an_empty_portal_once(db, media, monkeypatch):
    monkeypatch.setattr(album, "paint_all", paint_tiny)
    call_command("load_demo", verbosity=0)
    assert Article.objects.count() == len(WRITTEN.stories)
    assert Author.objects.get(user__isnull=False).user.username == "reporter"
    decisions = ModerationRecord.objects.filter(act=Act.DECIDED)
    names = set(decisions.values_list("moderator__username", flat=True))
    assert names == {"moderator", "admin"}
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
