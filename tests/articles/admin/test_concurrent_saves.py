"""While a story's form is being saved, others who would write the story wait.

SQLite lets one transaction write at a time, so this asks PostgreSQL.
"""

import threading

import pytest
from django.db import OperationalError, connection

from articles import actions, roles
from articles.admin.stories import StoryAdmin
from articles.models import Article
from articles.publication import Status
from comments import actions as comment_actions
from comments.models import Comment
from tests.articles.admin.conftest import Desk
from tests.factories import make_article, make_comment, make_user

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SECONDS = 30


@pytest.fixture(autouse=True)
def _groups():
    """What a test with transactions of its own left behind after the one before."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one transaction write at a time")
    roles.ensure_groups()


def elsewhere(act) -> Exception | None:
    """Run `act` in a connection that does not wait for locks; returns what it raised."""
    raised = []

    def run():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '50ms'")
            act()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(SECONDS)
    return raised[0] if raised else None


@pytest.fixture
def while_saving(monkeypatch):
    """`while_saving(act)`: `act` is tried once each form is found valid; returns what it raised."""
    save_model = StoryAdmin.save_model

    def prepare(act):
        outcome = []

        def saving(self, *args, **kwargs):
            outcome.append(elsewhere(act))
            return save_model(self, *args, **kwargs)

        monkeypatch.setattr(StoryAdmin, "save_model", saving)
        return outcome

    return prepare


def change(story: Article) -> str:
    return f"/admin/articles/article/{story.pk}/change/"


def test_a_publication_waits_for_the_reporters_save(while_saving):
    reporter, editor = make_user("REPORTER"), make_user("EDITOR")
    story = make_article(status=Status.IN_REVIEW, created_by=reporter)
    outcome = while_saving(lambda: actions.publish([story], editor))
    assert Desk(reporter).send(change(story), headline="عنوان أدق").status_code == 302
    assert isinstance(outcome[0], OperationalError)
    actions.publish([story], editor)
    story.refresh_from_db()
    assert (story.status, story.headline) == (Status.PUBLISHED, "عنوان أدق")


def test_a_comment_approved_during_a_save_is_counted(while_saving):
    moderator, story = make_user("MODERATOR"), make_article()
    comment = make_comment(article=story)
    outcome = while_saving(lambda: comment_actions.decide([comment], "approved", moderator))
    Desk(make_user("EDITOR")).send(change(story), headline="عنوان أدق")
    if outcome[0]:
        comment_actions.decide([comment], "approved", moderator)
    story.refresh_from_db()
    assert (story.headline, story.comment_count) == ("عنوان أدق", 1)


def test_a_reader_writes_a_comment_without_waiting(while_saving):
    story = make_article()
    outcome = while_saving(lambda: make_comment(article=Article(pk=story.pk)))
    Desk(make_user("EDITOR")).send(change(story), headline="عنوان أدق")
    assert outcome == [None]
    assert Comment.objects.count() == 1


def test_a_deletion_waits_too(monkeypatch):
    editor, story = make_user("EDITOR"), make_article(status=Status.DRAFT)
    outcome = []
    delete_model = StoryAdmin.delete_model

    def deleting(self, request, row):
        outcome.append(elsewhere(lambda: actions.publish([story], editor)))
        delete_model(self, request, row)

    monkeypatch.setattr(StoryAdmin, "delete_model", deleting)
    desk = Desk(editor)
    desk.client.post(f"/admin/articles/article/{story.pk}/delete/", {"post": "yes"})
    assert isinstance(outcome[0], OperationalError)
    assert not Article.objects.exists()
