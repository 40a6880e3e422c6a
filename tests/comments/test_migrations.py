"""A site with comments of the first edition gets threads, and can go back."""

import importlib

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import counts
from comments.models import Act, Comment, Status

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

threads = importlib.import_module("comments.migrations.0003_threads")

FIRST = [("articles", "0001_initial"), ("comments", "0001_initial")]
COLUMNS = [("comments", "0002_conversation")]
THREADS = [("comments", "0003_threads")]
INDEXES = [("comments", "0004_indexes")]

WRITTEN = [
    ("Reader@Example.ORG", "approved"),
    ("writer@example.org", "waiting"),
    ("LOUD@EXAMPLE.ORG", "rejected"),
    ("spam@example.org", "spam"),
    ("Again@example.org", "approved"),
]


def migrate(targets):
    """Go to the targets; returns the models as they are there."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


def migrate_to_the_latest():
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture(autouse=True)
def _to_the_latest_afterwards():
    yield
    migrate_to_the_latest()


@pytest.fixture
def old_comments():
    """Comments as the first edition stored them, of different ids; their ids."""
    apps = migrate(FIRST)
    category = apps.get_model("articles", "Category").objects.create(
        name="قسم", slug="قسم", folded_name="قسم"
    )
    now = timezone.now()
    story = apps.get_model("articles", "Article").objects.create(
        headline="خبر", slug="خبر", category=category, status="published", published_at=now
    )
    comments = apps.get_model("comments", "Comment").objects
    records = apps.get_model("comments", "ModerationRecord").objects
    ids = []
    for number, (email, status) in enumerate(WRITTEN, start=1):
        comment = comments.create(
            pk=number * 7,
            article=story,
            name=f"قارئ {number}",
            email=email,
            body=f"تعليق {number}",
            status=status,
            decided_at=None if status == "waiting" else now,
            folded_text=f"قارئ {number} تعليق {number}",
        )
        ids.append(comment.pk)
        if status != "waiting":
            records.create(
                comment=comment, from_status="waiting", to_status=status, text=comment.body
            )
    return ids


def test_each_old_comment_becomes_a_thread_of_its_own(old_comments, monkeypatch):
    monkeypatch.setattr(threads, "BATCH", 10)
    migrate(INDEXES)
    migrate_to_the_latest()
    stored = list(Comment.objects.order_by("pk"))
    assert [comment.pk for comment in stored] == old_comments
    for comment, (email, status) in zip(stored, WRITTEN, strict=True):
        assert comment.email == email.lower()
        assert comment.status == status
        assert comment.root_id == comment.pk
        assert (comment.parent, comment.depth, comment.number) == (None, 1, 0)
        assert comment.in_thread == (status == Status.APPROVED)
        assert (comment.version, comment.findings, comment.answer) == (0, [], "")
        for record in comment.records.all():
            assert (record.act, record.text) == (Act.DECIDED, comment.body)
    [story] = {comment.article for comment in stored}
    assert counts.rebuild() == 1, "the story's count alone was not there"
    story.refresh_from_db()
    assert story.comment_count == 2
    assert set(Comment.objects.tops(story)) == {stored[0], stored[4]}


def test_a_change_that_was_interrupted_goes_on(old_comments):
    apps = migrate(COLUMNS)
    comments = apps.get_model("comments", "Comment").objects
    comments.filter(pk=old_comments[0]).update(root=old_comments[0], in_thread=True)
    migrate(THREADS)
    assert not comments.filter(root__isnull=True).exists()
    assert set(comments.filter(in_thread=True).values_list("pk", flat=True)) == {
        old_comments[0],
        old_comments[4],
    }


def test_comments_survive_the_way_back_and_forth(old_comments):
    migrate(INDEXES)
    apps = migrate(FIRST)
    comments = apps.get_model("comments", "Comment").objects.order_by("pk")
    assert list(comments.values_list("pk", "email", "status")) == [
        (pk, email.lower(), status)
        for pk, (email, status) in zip(old_comments, WRITTEN, strict=True)
    ]
    assert apps.get_model("comments", "ModerationRecord").objects.count() == 4
    migrate(INDEXES)
    migrate_to_the_latest()
    assert Comment.objects.filter(in_thread=True).count() == 2


def test_indexes_are_made_while_the_site_takes_comments():
    migrate(THREADS)
    with CaptureQueriesContext(connection) as queries:
        migrate(INDEXES)
    made = [sql for query in queries if (sql := query["sql"]).startswith("CREATE INDEX")]
    names = {index.name for index in Comment._meta.indexes} - {"comment_thread", "comment_queue"}
    assert len(made) == len(names) + 1
    for name in names | {"record_decided_at"}:
        assert sum(f'"{name}"' in sql for sql in made) == 1
    concurrent = [sql for sql in made if sql.startswith("CREATE INDEX CONCURRENTLY")]
    assert concurrent == (made if connection.vendor == "postgresql" else [])
    with CaptureQueriesContext(connection) as queries:
        migrate(THREADS)
    dropped = [sql for query in queries if (sql := query["sql"]).startswith("DROP INDEX")]
    assert len(dropped) == len(made)
    concurrent = [sql for sql in dropped if sql.startswith("DROP INDEX CONCURRENTLY")]
    assert concurrent == (dropped if connection.vendor == "postgresql" else [])
