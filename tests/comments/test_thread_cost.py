"""What the conversation on a story's page costs does not grow with it."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from comments import counts, thread
from comments.models import Comment, Status
from tests.factories import make_article

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

START = datetime(2023, 1, 18, 12, 0, tzinfo=UTC)


def fill(article, size):
    Comment.objects.bulk_create(
        Comment(
            article=article,
            name="قارئة",
            email="reader@example.org",
            body=f"تعليق رقم {number:04}",
            status=Status.APPROVED,
            in_thread=True,
            submitted_at=START + timedelta(seconds=number),
            folded_text="",
        )
        for number in range(size)
    )
    Comment.objects.filter(article=article, root=None).update(root_id=F("pk"))
    counts.rebuild()


@pytest.mark.parametrize("query", ["", "?order=oldest", "?order=liked"])
def test_5000_comments_cost_what_50_cost(client, query):
    costs = []
    for size in (50, 5000):
        article = make_article()
        fill(article, size)
        address = article.get_absolute_url() + query
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            content = client.get(address).content
        costs.append((len(queries), len(gzip.compress(content, 6))))
    (few_queries, few_bytes), (many_queries, many_bytes) = costs
    assert many_queries == few_queries
    assert many_bytes < few_bytes * 1.1


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("", "comment_tops"),
        ("?order=oldest", "comment_tops"),
        ("?order=liked", "comment_tops_liked"),
    ],
)
def test_the_page_is_read_from_its_indexes(query, index):
    article = make_article()
    fill(article, 5000)
    fill(make_article(), 5000)
    asked = thread.Asked.of(dict([query[1:].split("=")]) if query else {})
    with CaptureQueriesContext(connection) as queries:
        thread.thread(article, asked)
    (captured,) = queries
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE comments_comment")
            cursor.execute(f"EXPLAIN {captured['sql']}")
        else:
            cursor.execute("ANALYZE")
            cursor.execute(f"EXPLAIN QUERY PLAN {captured['sql']}")
        plan = "\n".join(str(row) for row in cursor.fetchall())
    assert index in plan, plan
    assert "comment_root" in plan, plan
    assert "SCAN comments_comment" not in plan, plan
    assert "Seq Scan" not in plan, plan
