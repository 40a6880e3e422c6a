"""The measurements on the running stack; each returns rows or figures, and the requests it sent."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bench.client import Client, crowd
from bench.figures import JOURNAL_SECONDS, Row, Target, one_by_one, percentile, under_load
from bench.load import PHONE, RUN, LoadFailed
from bench.portals import Portal
from bench.requests import EMPTY, as_file, comments, views
from scripts.production_stack import Stack

CLIENTS = 200
PAGES = ("home", "category", "deep page", "article")
STATIC = "/static/bench/article.txt"
Say = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """How much is loaded and sent."""

    stories: int
    seconds: float
    rounds: int
    turns: int
    beacons: int
    comments: int
    crowds: int
    requests: int
    """To gunicorn in all, before its memory is looked at; 0: as many as it was."""


QUICK = Size(20_000, 0.7, 3, 60, 3_000, 300, 5, 0)
FULL = Size(200_000, 3.0, 5, 200, 15_000, 1_500, 11, 200_000)


def measure_hits(
    stack: Stack, portal: Portal, size: Size, say: Say
) -> tuple[dict[str, Row], int, list[str]]:
    """Kept pages, their limits, searches, views and comments under load."""
    site, content = portal.site, portal.content
    nginx = int(stack.address.rpartition(":")[2])
    empty = site.request("GET", EMPTY)
    targets = {
        "empty view": Target(nginx, [empty]),
        "empty view, gunicorn": Target(site.port, [empty]),
    }
    client = Client(nginx)
    for name in PAGES:
        request = site.request("GET", content.pages[name])
        answer = client.ask(request)
        if answer.status != 200:
            raise LoadFailed(f"{name}: {answer.head.decode(errors='replace')}")
        static = site.request("GET", as_file(stack, name, answer.body))
        if len(client.ask(static).body) != len(answer.body):
            raise LoadFailed(f"the file for {name} is not what it should be")
        targets[f"{name}, hit"] = Target(nginx, [request])
        targets[f"{name}, static file"] = Target(nginx, [static])
    client.close()
    targets["article, hit, gunicorn"] = Target(site.port, targets["article, hit"].requests)
    number = int(100 * size.seconds * size.rounds)
    searches = [site.request("GET", path) for path in content.searches(number)]
    before = content.counts()
    targets["search"] = Target(nginx, searches, number=len(searches))
    targets["view beacon"] = Target(
        nginx, views(portal, size.beacons), 204, empty, number=size.beacons
    )
    targets["comment post, gunicorn"] = Target(
        site.port, comments(portal, size.comments), 201, empty, number=size.comments
    )
    rows, total = under_load(
        targets, portal.machine, seconds=size.seconds, rounds=size.rounds, say=say
    )
    after = content.counts()
    mistakes = []
    for name, sent in (
        ("total", size.beacons // size.rounds * size.rounds),
        ("hours", size.beacons // size.rounds * size.rounds),
        ("comments", size.comments // size.rounds * size.rounds),
    ):
        if after[name] - before[name] != sent:
            mistakes.append(f"{sent} sent, {after[name] - before[name]} counted ({name})")
    for name, row in rows.items():
        behind = rows["empty view, gunicorn" if name.endswith("gunicorn") else "empty view"]
        if row is not behind and not name.endswith("static file"):
            row.of_empty = row.rate / behind.rate
        page = name.partition(",")[0]
        if ", hit" in name:
            row.of_static = row.rate / rows[f"{page}, static file"].rate
    return rows, total, mistakes


def measure_misses(
    stack: Stack, large: Portal, small: Portal, size: Size, say: Say
) -> tuple[dict[str, Row], int]:
    """Pages that are made anew, in both archives; the growth is in the rows of the large one."""
    portals = (large, small)
    searches = large.content.searches(size.turns)
    nginx = int(stack.address.rpartition(":")[2])
    asked: dict[str, Any] = {}
    for name in PAGES:
        asked[f"{name}, miss, gunicorn"] = lambda site, place, turn, name=name: (
            site.port,
            site.request("GET", portals[place].content.pages[name]),
        )
    asked["search, one by one, gunicorn"] = lambda site, place, turn: (
        site.port,
        site.request("GET", searches[turn % len(searches)]),
    )
    asked[EMPTY] = lambda site, place, turn: (site.port, site.request("GET", EMPTY))
    asked[STATIC] = lambda site, place, turn: (
        nginx,
        large.site.request("GET", STATIC),
    )
    found = one_by_one(
        [(each.site, each.machine, each.content.forget_all) for each in portals],
        asked,
        turns=size.turns,
        is_miss=lambda name: ", miss" in name,
        say=say,
    )
    rows, others = found
    for name, row in rows.items():
        row.growth = row.p50 / others[name].p50
        row.of_empty = row.rate / rows[EMPTY].rate
        row.of_static = row.rate / rows[STATIC].rate
    del rows[EMPTY], rows[STATIC]
    return rows, size.turns * (len(asked) - 1)


def measure_crowd(portal: Portal, rounds: int, say: Say) -> tuple[list[int], float, float, int]:
    """Rebuilds of each crowd on a page just forgotten, its p99, and that on a kept page (ms)."""
    request = portal.site.request("GET", "/")
    client = Client(portal.site.port)
    made, forgotten, kept = [], [], []
    for turn in range(rounds):
        say(f"{CLIENTS} clients at once, turn {turn + 1} of {rounds}")
        client.ask(request)
        kept.append(percentile([a.seconds for a in crowd(portal.site.port, request, CLIENTS)], 99))
        portal.content.forget_all()
        time.sleep(JOURNAL_SECONDS)
        answers = crowd(portal.site.port, request, CLIENTS)
        made.append(sum(answer.made for answer in answers))
        forgotten.append(percentile([answer.seconds for answer in answers], 99))
    client.close()
    median = statistics.median
    return made, median(forgotten) * 1000, median(kept) * 1000, rounds * (2 * CLIENTS + 1)


def count_queries(portal: Portal, rows: dict[str, Row]) -> None:
    """Fill in the queries of each row, asked of Django without the page cache in front."""
    content = portal.content
    paths = {f"{name}, miss, gunicorn": content.pages[name] for name in PAGES}
    search = content.searches(1)[0]
    paths |= {"search": search, "search, one by one, gunicorn": search}
    for name, path in paths.items():
        rows[name].queries = content.queries("GET", path)[1]
    rows["view beacon"].queries = content.queries(
        "POST", f"/n/{content.story}/views", **{"User-Agent": f"{PHONE} {RUN} one/more"}
    )[1]
    typed = {"name": "قارئة", "email": "one@example.org", "body": "تعليق للعد فقط"}
    typed["stamp"] = content.stamps(1)[0]
    sent = {"X-Requested-With": "fetch", "Sec-Fetch-Site": "same-origin", "User-Agent": PHONE}
    sent["X-Forwarded-For"] = "10.250.1.7"
    _status, rows["comment post, gunicorn"].queries = content.queries(
        "POST", f"/comments/{content.story}/", urlencode(typed), **sent
    )
    for name, row in rows.items():
        if ", hit" in name or name.startswith("empty view"):
            row.queries = 0
