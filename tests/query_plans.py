"""How the database answers each query of a request, as it says itself, and what is wrong with it.

A query passes when its work stays the same however many stories and comments there are: it reads
no large table from end to end, and looks at no more rows than a page needs. PostgreSQL counts the
rows of each step (EXPLAIN ANALYZE), SQLite the steps of its virtual machine.
"""

import itertools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

LARGE = frozenset(
    {
        "articles_article",
        "articles_article_tags",
        "articles_article_further_categories",
        "articles_articlesearchtext",
        "articles_byline",
        "articles_hourlyviews",
        "articles_listing",
        "articles_searchentry",
        "articles_searchterms",
        "articles_viewreceipt",
        "articles_viewtotal",
        "comments_comment",
        "comments_moderationrecord",
    }
)
"""Tables that grow with stories, comments and readers. Words (articles_searchword) hardly do."""

STEPS_OF_A_ROW = 10
"""Of SQLite's virtual machine, where a row is looked at and passed over."""

_WRITES = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM)\b")
_SCANNED = re.compile(r"SCAN (\S+)( USING (?:COVERING )?INDEX \S+)?")
_ALIASES = re.compile(r'(?:FROM|JOIN)\s+"?(\w+)"?(?:\s+(?:AS\s+)?"?(U\d+|V\d+|W\d+|T\d+|e)"?\b)?')


@dataclass(frozen=True)
class Finding:
    """What is wrong with the plan of a query."""

    wrong: str
    sql: str
    plan: str

    def __str__(self) -> str:
        return f"{self.wrong}\n  {self.sql[:1500]}\n{self.plan[:6000]}"


@contextmanager
def watched(most: int) -> Iterator[list[Finding]]:
    """Explains every query of the block; yields the findings, which are added meanwhile.

    No step of a query that reads may look at more than `most` rows; of those that write the plan
    alone is judged.
    """
    findings: list[Finding] = []
    explain = _of_postgresql if connection.vendor == "postgresql" else _of_sqlite

    def judge(
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,
        context: Mapping[str, Any],
    ) -> Any:
        verb = sql.lstrip(" \n(").split(maxsplit=1)[0].upper()
        if verb in {"SELECT", "WITH", "INSERT", "UPDATE", "DELETE"}:
            # Before it changes anything that it would find.
            findings.extend(explain(sql, (params[0] if many else params) or (), most))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(judge):
        yield findings


# --- PostgreSQL ----------------------------------------------------------------------------------


def _of_postgresql(sql: str, params: Any, most: int) -> Iterator[Finding]:
    is_reading = not _WRITES.search(sql)
    analyze = "ANALYZE, TIMING OFF, " if is_reading else ""
    with connection.connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN ({analyze}FORMAT JSON) {sql}", params)
        [(explained,)] = cursor.fetchall()
    (found,) = explained if isinstance(explained, list) else json.loads(explained)
    plan = json.dumps(found["Plan"], indent=1, ensure_ascii=False)
    for node in _nodes(found["Plan"]):
        kind, table = node["Node Type"], node.get("Relation Name", "")
        if "Seq Scan" in kind and table in LARGE:
            yield Finding(f"{table} is read from end to end", sql, plan)
        loops = node.get("Actual Loops", 1)
        rows = loops * sum(
            node.get(name, 0)
            for name in ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
        )
        is_small = bool(table) and table not in LARGE
        if is_reading and not is_small and rows > most:
            yield Finding(f"{kind} of {table or 'rows'} looks at {rows:.0f} rows", sql, plan)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)


# --- SQLite --------------------------------------------------------------------------------------


def _of_sqlite(sql: str, params: Any, most: int) -> Iterator[Finding]:
    # Not connection.cursor(), which would ask for the plan of this question too.
    with closing(connection.create_cursor()) as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        lines = [row[3] for row in cursor.fetchall()]
    plan = "\n".join(lines)
    tables = {alias or name: name for name, alias in _ALIASES.findall(sql)}
    for line in lines:
        scanned = _SCANNED.match(line)
        # Through an index a scan is a walk in the order asked for, which LIMIT ends.
        if scanned and not (scanned[2] and "LIMIT" in sql) and "VIRTUAL TABLE" not in line:
            table = tables.get(scanned[1], scanned[1])
            if table in LARGE:
                yield Finding(f"{table} is read from end to end", sql, plan)
    if not _WRITES.search(sql):
        rows = _steps(sql, params) / STEPS_OF_A_ROW
        if rows > most:
            yield Finding(f"as many steps as for {rows:.0f} rows", sql, plan)


def _steps(sql: str, params: Any) -> int:
    """The steps of the query, counted by the hundred."""
    hundreds = itertools.count()
    database = connection.connection
    with closing(connection.create_cursor()) as cursor:
        # What the handler returns ends the query unless it is 0.
        database.set_progress_handler(lambda: next(hundreds) * 0, 100)
        try:
            cursor.execute(sql, params)
            cursor.fetchall()
        finally:
            database.set_progress_handler(None, 0)
    return next(hundreds) * 100
