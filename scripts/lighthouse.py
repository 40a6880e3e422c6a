"""Lighthouse's scores for home, a section and a story of the demo, each the median of three runs.

    python -m scripts.lighthouse [--site ADDRESS] [--runs N] [PATH …]

Measures as Lighthouse does by default: a phone on a slow network with a slow processor. Exit
status 1 where a score is under 100. Lighthouse's accessibility score takes shaped Arabic words for
icons and does not judge their contrast; tests/browser/test_accessibility.py does.
"""

import argparse
import contextlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from scripts import node_packages
from scripts.chromium import FLAGS, chromium_path
from scripts.screenshot import SiteUnavailable, demo_site
from scripts.system_packages import BROWSER, NPM, SystemPackageMissing, require

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
GOAL = 100
# How a score may be missing although nothing is wrong.
NOT_JUDGED = {"informative", "notApplicable", "manual"}


class LighthouseFailed(Exception):
    """Lighthouse measured nothing; the message holds what it said."""


@dataclass(frozen=True)
class Measured:
    """The scores of a page, 0 to 100 in the order of CATEGORIES, and what cost it points."""

    path: str
    scores: tuple[int, ...]
    failing: tuple[str, ...]


@contextlib.contextmanager
def finished_demo() -> Iterator[str]:
    """`demo_site` once it has all its renditions: making them takes a core, which is then missing.

    Yields its address. Raises SiteUnavailable when it does not start, CalledProcessError when a
    picture cannot be made.
    """
    with demo_site() as site:
        subprocess.run(
            [sys.executable, "manage.py", "make_renditions", "--once"],
            env={**os.environ, "NEWSPORTAL_MODE": "demo"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        yield site


def demo_paths(site: str) -> list[str]:
    """Home, the first section and the first story that the home page of `site` links."""
    with urllib.request.urlopen(site, timeout=60) as response:
        page = response.read().decode()
    found = [re.search(rf'href="(/{kind}/[^"#]+)"', page) for kind in ("category", "news")]
    return ["/", *(match[1] for match in found if match)]


def run_once(address: str) -> dict[str, Any]:
    """Lighthouse's report on the page. Raises LighthouseFailed."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        done = subprocess.run(
            [
                *("node", str(node_packages.LIGHTHOUSE), address),
                *("--output=json", f"--output-path={report}", "--quiet"),
                f"--only-categories={','.join(CATEGORIES)}",
                f"--chrome-flags={' '.join(FLAGS)}",
                "--no-enable-error-reporting",
            ],
            env={**os.environ, "CHROME_PATH": chromium_path() or ""},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode or not report.exists():
            raise LighthouseFailed((done.stdout + done.stderr)[-2000:])
        measured: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    if error := measured.get("runtimeError"):
        raise LighthouseFailed(error["message"])
    return measured


def run(address: str) -> dict[str, Any]:
    """As run_once, with a second try: on a busy machine Chromium's trace is at times not whole."""
    try:
        return run_once(address)
    except LighthouseFailed:
        return run_once(address)


def scores(report: dict[str, Any]) -> tuple[int, ...]:
    """Of one report, in the order of CATEGORIES; a category without a score counts 0."""
    return tuple(round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES)


def failing(report: dict[str, Any]) -> tuple[str, ...]:
    """The audits that cost points in one report, each "category: audit (score): what it saw"."""
    return tuple(
        f"{name}: {reference['id']} ({audit['score']:.2f}): {audit.get('displayValue', '')}"
        for name in CATEGORIES
        for reference in report["categories"][name]["auditRefs"]
        if reference["weight"] > 0
        for audit in [report["audits"][reference["id"]]]
        if audit["scoreDisplayMode"] not in NOT_JUDGED
        and audit["score"] is not None
        and audit["score"] < 0.995
    )


def median(path: str, reports: Sequence[dict[str, Any]]) -> Measured:
    """The median of each score; the audits are those of the run of median performance."""
    middle = sorted(reports, key=scores)[len(reports) // 2]
    columns = zip(*map(scores, reports), strict=True)
    return Measured(path, tuple(round(statistics.median(one)) for one in columns), failing(middle))


def measure(site: str, paths: Sequence[str], runs: int) -> list[Measured]:
    """Measures each page `runs` times and prints what came out as it comes."""
    print(f"{'':<40} {'  '.join(CATEGORIES)}", flush=True)
    measured = []
    for path in paths:
        page = median(path, [run(site + path) for _run in range(runs)])
        numbers = "  ".join(
            f"{score:>{len(name)}}" for name, score in zip(CATEGORIES, page.scores, strict=True)
        )
        print(f"{unquote(path)[:40]:<40} {numbers}", flush=True)
        for line in page.failing:
            print(f"    {line}", flush=True)
        measured.append(page)
    return measured


def main() -> int:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Measure pages with Lighthouse.")
    parser.add_argument("--site", help="address of a running portal")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("paths", nargs="*")
    arguments = parser.parse_args()
    try:
        require(*BROWSER, NPM)
        node_packages.install(lighthouse=True)
        with contextlib.ExitStack() as stack:
            site = (arguments.site or stack.enter_context(finished_demo())).rstrip("/")
            pages = measure(site, arguments.paths or demo_paths(site), arguments.runs)
    except (
        LighthouseFailed,
        SiteUnavailable,
        SystemPackageMissing,
        node_packages.NodePackagesMissing,
    ) as error:
        print(f"lighthouse: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return int(any(score < GOAL for page in pages for score in page.scores))


if __name__ == "__main__":
    sys.exit(main())
