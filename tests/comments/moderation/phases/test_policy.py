"""The list of checks: complete, in order, each of its own name, none of them writing."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from articles.comment_mode import CommentMode
from comments.moderation import phases, pipeline
from comments.moderation.assistant import Assistant
from comments.moderation.history import StoredHistory
from comments.moderation.stamp import StampReading, StampState
from comments.moderation.verdict import Verdict
from comments.moderation.word_list import WordList
from tests.comments.moderation.invented import NOW, context
from tests.factories import make_article, make_comment

ORDER = [
    "closed",
    "blocked_sender",
    "flood",
    "honeypot",
    "signed_time",
    "proof_of_work",
    "length",
    "links",
    "blocked_terms",
    "duplicates",
    "near_duplicates",
    "shouting",
    "script_mix",
    "assistant_check",
    "sender_history",
]
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "SAVEPOINT")


def test_the_order_is_the_policy():
    assert [phase.name for phase in phases.POLICY] == ORDER


def test_every_file_is_in_the_list_under_its_name():
    files = [module.name for module in pkgutil.iter_modules(phases.__path__)]
    assert sorted(files) == sorted(phase.name for phase in phases.POLICY)
    for phase in phases.POLICY:
        module = importlib.import_module(f"{phases.__name__}.{phase.name}")
        assert type(phase).__module__ == module.__name__


def test_each_has_a_name_that_moderators_read():
    labels = pipeline.labels(phases.POLICY)
    assert list(labels) == ORDER
    assert len({str(label) for label in labels.values()}) == len(ORDER)


def refuse_writes(execute: Any, sql: str, *arguments: Any) -> Any:
    assert not sql.lstrip().upper().startswith(WRITES), f"a check writes: {sql}"
    return execute(sql, *arguments)


def suspicious() -> Iterator[Any]:
    """Comments that trip checks, with all there is to look at."""
    article = make_article()
    for number in range(3):
        make_comment(article=article, body=f"نص طويل عن الطريق التي لم تصلح منذ سنوات {number}")
    history = StoredHistory(
        article=article,
        name="قارئة",
        email="reader@example.org",
        networks=["key:hash"],
        network="key:hash",
        now=NOW,
    )
    rows = [(f"{word} {number}", word == "سيئ") for number in range(20) for word in ("سيئ", "حسن")]
    shared = {
        "article": article,
        "mode": CommentMode.FIRST_WAITS,
        "history": history,
        "terms": {verdict: WordList(["حمار"]) for verdict in Verdict if verdict != Verdict.PASS},
        "assistant": Assistant.train(rows),
        "assistant_hold_from": 0.0,
        "proof_of_work_bits": 8,
    }
    for body in (
        "نص طويل عن الطريق التي لم تصلح منذ سنوات عديدة",
        "www.example.com",
        "يا حمار!!!!!!!!",
    ):
        for state in StampState:
            for trap in ("", "x"):
                stamp = StampReading(state, "nonce")
                yield context(body, stamp=stamp, trap=trap, **shared)


@pytest.mark.django_db
def test_no_check_writes():
    seen = set()
    for asked in suspicious():
        with transaction.atomic(), connection.execute_wrapper(refuse_writes):
            for phase in phases.POLICY:
                result = phase(asked)
                if result.verdict != Verdict.PASS:
                    seen.add(phase.name)
                    assert str(result.reason)
                if result.verdict in pipeline.FINAL:
                    assert str(result.answer)
    assert {"honeypot", "signed_time", "proof_of_work", "links", "blocked_terms"} <= seen
