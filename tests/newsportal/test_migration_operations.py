"""Indexes that are made while others write."""

import pytest
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.writer import OperationWriter
from django.test.utils import CaptureQueriesContext

from newsportal.migration_operations import AddIndexOnline

NAME = "comment_by_name"
OPERATION = AddIndexOnline("comment", models.Index(fields=["name"], name=NAME))


def indexes():
    with connection.cursor() as cursor:
        return connection.introspection.get_constraints(cursor, "comments_comment")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_index_comes_and_goes_without_stopping_writers():
    before = MigrationLoader(connection).project_state()
    after = before.clone()
    OPERATION.state_forwards("comments", after)
    with (
        CaptureQueriesContext(connection) as queries,
        connection.schema_editor(atomic=False) as editor,
    ):
        OPERATION.database_forwards("comments", editor, before, after)
    assert indexes()[NAME]["columns"] == ["name"]
    with (
        CaptureQueriesContext(connection) as dropping,
        connection.schema_editor(atomic=False) as editor,
    ):
        OPERATION.database_backwards("comments", editor, after, before)
    assert NAME not in indexes()
    online = connection.vendor == "postgresql"
    for verb, run in (("CREATE", queries), ("DROP", dropping)):
        [sql] = [query["sql"] for query in run if f"{verb} INDEX" in query["sql"]]
        assert sql.startswith(f"{verb} INDEX CONCURRENTLY") == online


def test_it_stands_in_a_migration_by_its_own_name():
    written, imports = OperationWriter(OPERATION, indentation=0).serialize()
    assert written.startswith("newsportal.migration_operations.AddIndexOnline(")
    assert "import newsportal.migration_operations" in imports
