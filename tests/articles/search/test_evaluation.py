"""The figures of a set of questions, and that measuring leaves no trace."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import SearchEntry, SearchWord
from articles.search.evaluation import Document, Question, evaluate
from tests.factories import make_article

pytestmark = pytest.mark.django_db

DOCUMENTS = [
    {"id": "a", "title": "طنجة", "body": "ميناء طنجة أكبر موانئ المتوسط"},
    {"id": "b", "title": "فاس", "body": "جامعة القرويين من أقدم جامعات العالم"},
    {"id": "c", "title": "مراكش", "body": "ساحة جامع الفنا في مراكش"},
]
QUESTIONS = [
    {"id": "1", "query": "أين أكبر ميناء؟", "relevant": ["a"]},
    {"id": "2", "query": "ما أقدم جامعة؟", "relevant": ["b", "c"]},
    {"id": "3", "query": "متى وصل المنتخب؟", "relevant": ["c"]},
]


@pytest.fixture
def folder(tmp_path):
    for name, rows in (("docs", DOCUMENTS), ("queries", QUESTIONS)):
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def run(folder) -> str:
    out = StringIO()
    call_command("evaluate_search", folder, stdout=out)
    return out.getvalue()


def test_prints_name_and_figures(folder):
    assert run(folder) == f"{folder.name}\tMRR@10 0.667\tRecall@10 0.667\n"


def test_site_is_left_as_it_was(folder):
    make_article(headline="طنجة")
    tables = set(connection.introspection.table_names())
    rows = [list(model.objects.order_by("pk").values()) for model in (SearchEntry, SearchWord)]
    run(folder)
    assert run(folder).endswith("0.667\n"), "the second run finds nothing of the first"
    assert set(connection.introspection.table_names()) == tables
    assert rows == [
        list(model.objects.order_by("pk").values()) for model in (SearchEntry, SearchWord)
    ]


def test_first_rank_counts_whole_and_lower_ones_less():
    documents = [Document(str(n), "", "سوق " + "كلمة " * n) for n in range(3)]
    figures = evaluate(documents, [Question("سوق", frozenset({"2"}))])
    assert figures.mrr == pytest.approx(1 / 3)
    assert figures.recall == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("docs.jsonl", "{"),
        ("docs.jsonl", "[]"),
        ("docs.jsonl", '{"id": 1, "title": "", "body": ""}'),
        ("queries.jsonl", '{"query": "x", "relevant": "a"}'),
        ("queries.jsonl", ""),
    ],
)
def test_what_is_no_set_is_refused(folder, name, content):
    (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=r"docs|queries|holds"):
        run(folder)
    (folder / name).unlink()
    with pytest.raises(CommandError, match=name):
        run(folder)
