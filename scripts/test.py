"""The test run behind `make test`, `make test-fast` and `make lint`.

    python -m scripts.test [--fast | --only STAGE …]

Runs every stage even when one failed, then prints what passed, failed and was left out. Exit
status 0 when all passed; with CI=true a stage that had to be left out counts as failed.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts import node_packages
from scripts.postgres import PostgresUnavailable, throwaway_cluster
from scripts.system_packages import (
    BROWSER,
    JAVA,
    NPM,
    POSTGRES,
    PRODUCTION,
    REDIS,
    SystemPackageMissing,
    require,
)

ROOT = Path(__file__).resolve().parent.parent
PARALLEL = ("-n", "auto")
# pytest's exit status for a run without a single test.
NO_TESTS = 5


class LeftOut(Exception):
    """A stage cannot run on this machine; the message says what it lacks."""


@dataclass(frozen=True)
class Stage:
    """A named part of the run; `run` returns what failed, nothing when all passed."""

    name: str
    title: str
    run: Callable[[], list[str]]


@dataclass(frozen=True)
class Outcome:
    """What became of a stage: "passed", "failed" or "left out", after how many seconds."""

    stage: Stage
    result: str
    seconds: float
    reason: str = ""


def call(*command: str, database_url: str | None = None) -> int:
    """Runs `command` with this interpreter, its output shown as it comes; its exit status.

    The stage runs on SQLite unless a `database_url` is given, whatever the environment says.
    """
    print(f"$ python {' '.join(command)}", flush=True)
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    variables.pop("DATABASE_URL", None)
    if database_url:
        variables["DATABASE_URL"] = database_url
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=variables, stdin=subprocess.DEVNULL, check=False
    ).returncode


def call_all(*commands: Sequence[str]) -> list[str]:
    """Runs all commands, also after a failed one; returns those that failed."""
    return [" ".join(command).removeprefix("-m ") for command in commands if call(*command)]


def pytest(selection: str, *arguments: str, database_url: str | None = None) -> list[str]:
    """Runs the tests that `selection`, an expression of markers, selects; none is a failure."""
    status = call("-m", "pytest", "-q", "-m", selection, *arguments, database_url=database_url)
    if status == NO_TESTS:
        return ["no test was found"]
    return [f"pytest ended with status {status}"] if status else []


def lint() -> list[str]:
    """Style, types and templates."""
    return call_all(
        ("-m", "ruff", "check", "."),
        ("-m", "ruff", "format", "--check", "."),
        ("-m", "mypy"),
        ("-m", "djlint", "--lint", "--quiet", "templates"),
    )


def style() -> list[str]:
    """The part of `lint` that takes less than a second."""
    return call_all(("-m", "ruff", "check", "."))


def checks() -> list[str]:
    """Django's system checks, and that no model change lacks its migration."""
    return call_all(
        ("manage.py", "check"),
        ("manage.py", "makemigrations", "--check", "--dry-run"),
    )


def sqlite() -> list[str]:
    """Everything but what needs a browser, the HTML checker or the servers of production."""
    require(REDIS)
    return pytest("not browser and not html_checker", *PARALLEL)


def quick() -> list[str]:
    """The tests worth running after every change."""
    selection = "not browser and not html_checker and not slow"
    return pytest(selection, "--few-examples", *PARALLEL)


def html() -> list[str]:
    """The Nu HTML checker on every public page."""
    require(JAVA, NPM)
    node_packages.install()
    return pytest("html_checker")


def browser() -> list[str]:
    """The browser tests; each process has a Chromium of its own."""
    require(*BROWSER, NPM)
    node_packages.install()
    return pytest("browser", *PARALLEL)


def postgres() -> list[str]:
    """The tests again, on a throwaway PostgreSQL. Raises LeftOut where none can be started."""
    require(POSTGRES)
    try:
        with throwaway_cluster() as database_url:
            selection = "not browser and not html_checker and not sqlite_only"
            return pytest(selection, "--touching-data", *PARALLEL, database_url=database_url)
    except PostgresUnavailable as error:
        raise LeftOut(str(error)) from error


def production() -> list[str]:
    """nginx, gunicorn, PostgreSQL and Redis together, as `make production` starts them."""
    require(*PRODUCTION)
    return pytest("production", "tests/production")


STAGES: tuple[Stage, ...] = (
    Stage("lint", "style, types, templates", lint),
    Stage("checks", "Django's checks, migrations complete", checks),
    Stage("sqlite", "tests on SQLite", sqlite),
    Stage("html", "HTML of every page", html),
    Stage("browser", "tests in a browser", browser),
    Stage("postgres", "tests on PostgreSQL", postgres),
    Stage("production", "nginx, gunicorn, PostgreSQL, Redis", production),
)
FAST_STAGES: tuple[Stage, ...] = (
    Stage("style", "style", style),
    Stage("quick", "quick tests on SQLite", quick),
)


def run(stage: Stage) -> Outcome:
    """Runs one stage and says what became of it."""
    print(f"\n=== {stage.name}: {stage.title}", flush=True)
    started = time.monotonic()
    try:
        failed = stage.run()
        result, reason = ("failed", "; ".join(failed)) if failed else ("passed", "")
    except (LeftOut, SystemPackageMissing, node_packages.NodePackagesMissing) as error:
        result, reason = "left out", str(error)
    seconds = time.monotonic() - started
    print(f"=== {stage.name}: {result} after {seconds:.1f} s", flush=True)
    return Outcome(stage, result, seconds, reason)


def summary(outcomes: Sequence[Outcome]) -> str:
    """The closing table: a line for each stage, with the reason where it did not pass."""
    lines = ["", "=== summary"]
    for outcome in outcomes:
        lines.append(
            f"{outcome.stage.name:<10} {outcome.result:<9} {outcome.seconds:6.1f} s"
            f"  {outcome.reason or outcome.stage.title}"
        )
    left_out = [outcome for outcome in outcomes if outcome.result == "left out"]
    if left_out:
        names = ", ".join(outcome.stage.name for outcome in left_out)
        lines.append(f"NOT EVERYTHING WAS TESTED. Left out: {names}")
    return "\n".join(lines)


def exit_status(outcomes: Sequence[Outcome], *, everything: bool) -> int:
    """0 when no stage failed and, where `everything` must run, none was left out; else 1."""
    bad = {"failed", "left out"} if everything else {"failed"}
    return int(any(outcome.result in bad for outcome in outcomes))


def in_ci() -> bool:
    """True in continuous integration, where nothing may be left out."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


def _exit_on_signal(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def main() -> int:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Run the tests.")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--fast", action="store_true", help="style and quick tests only")
    choice.add_argument("--only", nargs="+", choices=[stage.name for stage in STAGES])
    arguments = parser.parse_args()
    stages = FAST_STAGES if arguments.fast else STAGES
    if arguments.only:
        stages = tuple(stage for stage in STAGES if stage.name in arguments.only)
    signal.signal(signal.SIGTERM, _exit_on_signal)

    outcomes: list[Outcome] = []
    try:
        for stage in stages:
            outcomes.append(run(stage))
    except KeyboardInterrupt:
        print(summary(outcomes) + "\ninterrupted", flush=True)
        return 130
    print(summary(outcomes), flush=True)
    return exit_status(outcomes, everything=in_ci())


if __name__ == "__main__":
    sys.exit(main())
