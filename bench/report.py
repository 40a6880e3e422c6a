"""The bench's table and its goals, as text and as JSON."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bench.figures import Row

_COLUMNS = (
    ("a second", "rate", "{:.0f}"),
    ("p50 ms", "p50", "{:.2f}"),
    ("p99 ms", "p99", "{:.2f}"),
    ("queries", "queries", "{}"),
    ("CPU ms", "gunicorn_cpu", "{:.2f}"),
    ("CPU all", "all_cpu", "{:.2f}"),
    ("of static", "of_static", "{:.0%}"),
    ("of empty", "of_empty", "{:.0%}"),
    ("growth", "growth", "{:.2f} ×"),
)
_WIDTH = 42

NOTE = """\
a second: answers, on 8 connections; of a miss: to one client, one after the other. CPU ms: of
gunicorn for one answer; CPU all: of nginx, gunicorn, PostgreSQL and Redis together. of static: the
same bytes as a file from the same nginx; of empty: a view that answers "ok" behind the same
middleware in the same gunicorn, asked in turns with the row by the same client. growth: time in
this archive over that among 1,000 stories, in turns. Through nginx unless "gunicorn" is said."""


@dataclass(frozen=True)
class Goal:
    """A goal and what was measured of it."""

    what: str
    goal: str
    measured: str
    reached: bool


def heading(about: dict[str, Any]) -> str:
    """What was measured, and where."""
    return (
        f"{about['stories']:,} stories, {about['comments']:,} comments; {about['cores']} cores, "
        f"Python {about['python']}, load {about['load_average']:.1f}; "
        f"{about['requests']:,} requests, {about['seconds']:.0f} s with everything\n"
    )


def runs(about: dict[str, Any]) -> str:
    """What the outage and the two machines showed, a line for each figure."""
    lines = []
    for title, key in (("database away", "outage"), ("two machines", "two_machines")):
        lines += [f"\n{title}", *(f"  {what:<62}{said}" for what, said in about[key].items())]
    return "\n".join(lines)


def table(rows: Sequence[Row]) -> str:
    """One line for each row."""
    lines = [" " * _WIDTH + "".join(f"{title:>10}" for title, _field, _form in _COLUMNS)]
    for row in rows:
        cells = []
        for _title, field, form in _COLUMNS:
            value = getattr(row, field)
            cells.append(f"{'' if value is None else form.format(value):>10}")
        lines.append(f"{row.name:<{_WIDTH}}{''.join(cells)}".rstrip())
    return "\n".join(lines)


def goals_table(goals: Sequence[Goal]) -> str:
    """One line for each goal."""
    lines = [f"{'goal':<52}{'at':<34}{'measured':<44}"]
    for goal in goals:
        verdict = "reached" if goal.reached else "MISSED"
        lines.append(f"{goal.what:<52}{goal.goal:<34}{goal.measured:<44}{verdict}")
    return "\n".join(lines)


def as_json(about: dict[str, Any], rows: Sequence[Row], goals: Sequence[Goal]) -> dict[str, Any]:
    """All figures, unrounded."""
    return {
        **about,
        "rows": [asdict(row) for row in rows],
        "goals": [asdict(goal) for goal in goals],
    }


# --- Goals ---------------------------------------------------------------------------------------


def ratio(what: str, measured: float | None, least: float, *, is_exact: bool | None = None) -> Goal:
    """At least so many times the limit and, where `is_exact` is given, exact."""
    assert measured is not None
    remark = {None: "", True: ", exact", False: ", NOT exact"}[is_exact]
    return Goal(
        what,
        f"≥ {least:.2f} ×" + ("" if is_exact is None else ", exact"),
        f"{measured:.2f} ×{remark}",
        measured >= least and is_exact is not False,
    )


def cost(row: Row, queries: int, cpu: float) -> Goal:
    """At most so many queries and milliseconds of gunicorn's CPU."""
    assert row.queries is not None
    return Goal(
        row.name,
        f"≤ {queries} queries, ≤ {cpu:g} ms CPU",
        f"{row.queries} queries, {row.gunicorn_cpu:.1f} ms ({row.all_cpu:.1f} of all servers)",
        row.queries <= queries and row.gunicorn_cpu <= cpu,
    )


def growth(rows: Sequence[Row], stories: int, most: float) -> Goal:
    """No page takes more than `most` times as long as among a thousand stories."""
    worst = max((row for row in rows if row.growth is not None), key=lambda row: row.growth or 0)
    return Goal(
        f"{stories:,} stories against 1,000, any page",
        f"≤ {most} × the time",
        f"{worst.growth:.2f} × at most ({worst.name})",
        (worst.growth or 0) <= most,
    )


def rebuild(made: Sequence[int], p99: float, kept_p99: float, rebuild_ms: float) -> Goal:
    """A crowd on a page just forgotten has it made once, and waits for little more than that."""
    most = kept_p99 + 2 * rebuild_ms
    return Goal(
        "200 clients on a page just invalidated",
        f"one rebuild, p99 ≤ {most:.0f} ms",
        f"{max(made)} rebuild{'s' if max(made) > 1 else ''}, p99 {p99:.0f} ms",
        set(made) == {1} and p99 <= most,
    )


def memory(megabytes: float, requests: int, most: float) -> Goal:
    """A worker's memory at the end."""
    return Goal(
        f"memory after {requests:,} requests",
        f"≤ {most:g} MB a worker",
        f"{megabytes:.0f} MB",
        megabytes <= most,
    )
