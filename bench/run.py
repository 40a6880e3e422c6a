"""`make bench`: what a request costs in the archive, beside what is possible on this machine.

    python -m bench.run [--quick] [--json FILE] [--folder FOLDER]

Fills a portal with 200,000 stories (`--quick`: 20,000) and another with 1,000, starts the
production stack and sends a bounded number of requests to 127.0.0.1, nowhere else. Then the
database goes away and comes back (bench/outage.py), and the stack runs as two machines
(bench/two_machines.py). `--folder` keeps the archive for another run. Exit status 1 when something
was lost, doubled or wrong; a goal that is missed is told in the last column.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench import outage, report, two_machines
from bench.content import set_up
from bench.figures import Row
from bench.load import LoadFailed, Site, send
from bench.measurements import (
    FULL,
    QUICK,
    Size,
    count_queries,
    measure_crowd,
    measure_hits,
    measure_misses,
)
from bench.office import ScriptFailed, office
from bench.portals import SETTINGS, Portal, fill_both, machine_of, small_portal
from bench.processes import largest_child_megabytes
from scripts.postgres import PostgresUnavailable
from scripts.production_stack import Stack, production_stack
from scripts.services import ServiceFailed
from scripts.system_packages import PRODUCTION, WRK, SystemPackageMissing, require

FAILURES = (ServiceFailed, PostgresUnavailable, SystemPackageMissing, LoadFailed, ScriptFailed)


def say(line: str) -> None:
    """Progress, apart from the table."""
    print(f"bench: {line}", file=sys.stderr, flush=True)


@dataclass
class Measured:
    """Everything for the report."""

    rows: list[Row]
    goals: list[report.Goal]
    mistakes: list[str]
    about: dict[str, Any]

    def add(self, name: str, run: Callable[[Stack], outage.Found], stack: Stack) -> None:
        """Run it; what ends it early is a mistake like others, and loses no figure before it."""
        try:
            found = run(stack)
        except (*FAILURES, RuntimeError, OSError) as error:
            found = outage.Found(mistakes=[f"{name} ended early: {error}"])
        self.about[name] = found.figures
        self.mistakes += found.mistakes


def measure(stack: Stack, small: Stack, size: Size) -> Measured:
    """Everything but outage and two machines."""
    with office(stack.environment) as desk, office(small.environment) as small_desk:
        say("preparing the story with its comments")
        large, few = (
            Portal(
                Site(each.gunicorns[0].port, each.site_url),
                machine_of(each, stack),
                set_up(its_desk),
            )
            for each, its_desk in ((stack, desk), (small, small_desk))
        )
        hits, sent, mistakes = measure_hits(stack, large, size, say)
        misses, sent_one_by_one = measure_misses(stack, large, few, size, say)
        rows = hits | misses
        count_queries(large, rows)
        made, p99, kept_p99, sent_at_once = measure_crowd(large, size.crowds, say)
        total = sent + sent_one_by_one + sent_at_once
        if total < size.requests:
            say(f"{size.requests - total} requests more, for the memory")
            request = large.site.request("GET", large.content.pages["article"])
            total += send(large.site.port, [request], size.requests - total).requests
        megabytes = largest_child_megabytes(stack.gunicorns[0].service.process.pid)
    article = replace(misses["article, miss, gunicorn"], name="article with 100 comments, miss")
    home = replace(misses["home, miss, gunicorn"], name="home, miss")
    goals = [
        report.ratio(
            "article, hit, gunicorn alone, of the empty view",
            hits["article, hit, gunicorn"].of_empty,
            1.5,
        ),
        report.ratio(
            "article, hit, through nginx, of the static file", hits["article, hit"].of_static, 0.9
        ),
        report.cost(article, 6, 12),
        report.cost(home, 8, 15),
        report.ratio(
            "view beacon, of the empty view",
            hits["view beacon"].of_empty,
            0.6,
            is_exact=not mistakes,
        ),
        report.growth(list(rows.values()), size.stories, 1.2),
        report.rebuild(made, p99, kept_p99, home.p50),
        report.memory(megabytes, total, 120),
    ]
    about = {
        "stories": large.content.stories,
        "comments": large.content.comments,
        "requests": total,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load_average": os.getloadavg()[0],
        "crowd": {"p99": p99, "kept_p99": kept_p99, "made": made},
        "worker_megabytes": megabytes,
    }
    return Measured(list(rows.values()), goals, mistakes, about)


def bench(folder: Path, size: Size) -> Measured:
    """The whole of it, in `folder`."""
    say("starting PostgreSQL, Redis, gunicorn and nginx")
    options: dict[str, Any] = {"settings_module": SETTINGS, "with_workers": False, "tls": False}
    with production_stack(folder, **options) as stack:
        with small_portal(stack) as small:
            fill_both(stack, small, size.stories)
            measured = measure(stack, small, size)
        say("the database goes away and comes back")
        measured.add("outage", outage.run, stack)
    say("two machines")
    with production_stack(folder, gunicorns=2, web_workers=1, **options) as stack:
        measured.add("two_machines", two_machines.run, stack)
    return measured


def main() -> int:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Measure the portal as production runs it.")
    parser.add_argument("--quick", action="store_true", help="20,000 stories instead of 200,000")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there too")
    parser.add_argument("--folder", type=Path, help="where the archive stays for another run")
    arguments = parser.parse_args()
    began = time.monotonic()
    try:
        require(*PRODUCTION, WRK)
        with tempfile.TemporaryDirectory(prefix="newsportal-bench-") as temporary:
            # root runs PostgreSQL and nginx's workers as others.
            Path(temporary).chmod(0o755)
            folder = arguments.folder or Path(temporary) / "production"
            measured = bench(folder, QUICK if arguments.quick else FULL)
    except FAILURES as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    measured.about["seconds"] = time.monotonic() - began
    print(report.heading(measured.about))
    print(report.table(measured.rows), report.NOTE, sep="\n\n", end="\n\n")
    print(report.goals_table(measured.goals))
    print(report.runs(measured.about))
    for mistake in measured.mistakes:
        print(f"WRONG: {mistake}")
    if arguments.json:
        figures = report.as_json(measured.about, measured.rows, measured.goals)
        figures["mistakes"] = measured.mistakes
        arguments.json.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n")
    return int(bool(measured.mistakes))


if __name__ == "__main__":
    sys.exit(main())
