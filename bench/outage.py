"""The database stopped while readers read, and started again: what they see, and what is kept."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from bench.client import Answer, Client
from bench.content import Content, set_up
from bench.figures import JOURNAL_SECONDS
from bench.load import PHONE, RUN, Site
from bench.office import office
from bench.requests import FORM
from scripts import postgres
from scripts.production_stack import Stack

ROUNDS = 50
VIEWS = 200
RECOVERY_SECONDS = 30
TEXT = "تعليق كتب والقاعدة متوقفة"

_UNSEEN = """
from django.utils import timezone
from articles.models import Article
story = Article.objects.published(timezone.now()).exclude(pk=arguments[0]).newest_first()[30]
result = story.get_absolute_url()
"""


@dataclass
class Found:
    """What a run showed: figures by what they say, and what was not as it must be."""

    figures: dict[str, str] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)

    def note(self, what: str, said: str, *, good: bool) -> None:
        self.figures[what] = said
        if not good:
            self.mistakes.append(f"{what}: {said}")


def run(stack: Stack) -> Found:
    """Ask through nginx before, during and after; the stack's database ends with it."""
    found = Found()
    with office(stack.environment) as desk:
        content = set_up(desk)
        unseen = desk.run(_UNSEEN, content.story)
        site = Site(int(stack.address.rpartition(":")[2]), stack.site_url)
        client = Client(site.port)
        seen = [site.request("GET", path) for path in content.pages.values()]
        before = [client.ask(request).body for request in seen]
        counted = content.counts()["total"]
        with stopped_database(stack) as start_again:
            content.forget_all()
            time.sleep(JOURNAL_SECONDS)
            _read_on(client, seen, before, found)
            _without_page(client, site, content, unseen, found)
            client.close()
            client = Client(site.port)
            start_again()
            _back(stack, client, site, content, counted, unseen, found)
        client.close()
    return found


@contextmanager
def stopped_database(stack: Stack) -> Iterator[Callable[[], None]]:
    """PostgreSQL as the stack runs it is stopped; yields what starts it, until the block ends."""
    process = stack.services["postgresql"].process
    status = Path(f"/proc/{process.pid}")
    command = (status / "cmdline").read_bytes().rstrip(b"\0").split(b"\0")
    folder = (status / "cwd").resolve()
    process.send_signal(signal.SIGINT)
    process.wait(postgres.STOP_SECONDS)
    started: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        with open(folder / "log", "ab") as log:
            started.append(
                subprocess.Popen(
                    command,
                    cwd=folder,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    **postgres.unprivileged(),
                )
            )

    try:
        yield start
    finally:
        for server in started:
            server.send_signal(signal.SIGINT)
            server.wait(postgres.STOP_SECONDS)


def _read_on(client: Client, seen: list[bytes], before: list[bytes], found: Found) -> None:
    answers: list[Answer] = []
    same = 0
    for _round in range(ROUNDS):
        for request, body in zip(seen, before, strict=True):
            answer = client.ask(request)
            answers.append(answer)
            same += answer.status == 200 and answer.body == body
    slowest = max(answer.seconds for answer in answers) * 1000
    found.note(
        "pages seen before, asked for while it is stopped",
        f"{same} of {len(answers)} as before, the slowest in {slowest:.0f} ms",
        good=same == len(answers),
    )


def _without_page(client: Client, site: Site, content: Content, unseen: str, found: Found) -> None:
    status = client.ask(site.request("GET", unseen)).status
    found.note("a page nobody has seen yet", f"status {status}", good=status == 503)
    kept = sum(client.ask(_view(site, content, n)).status == 204 for n in range(VIEWS))
    found.note("views reported", f"{kept} of {VIEWS} answered 204", good=kept == VIEWS)
    answer = client.ask(_comment(site, content))
    text_is_there = TEXT in answer.body.decode(errors="replace")
    found.note(
        "a comment sent",
        f"status {answer.status}, its text {'is in' if text_is_there else 'is NOT in'} the answer",
        good=answer.status == 503 and text_is_there,
    )


def _back(
    stack: Stack,
    client: Client,
    site: Site,
    content: Content,
    counted: int,
    unseen: str,
    found: Found,
) -> None:
    began = time.monotonic()
    while client.ask(site.request("GET", unseen)).status != 200:
        if time.monotonic() - began > RECOVERY_SECONDS:
            break
        time.sleep(0.05)
    seconds = time.monotonic() - began
    found.note(
        "started again, the page nobody had seen is answered",
        f"after {seconds:.1f} s",
        good=seconds < RECOVERY_SECONDS,
    )
    # Views that follow count some of what was kept, the worker's command all that is left.
    client.ask(_view(site, content, VIEWS))
    stack.manage("count_kept_views")
    views = content.counts()["total"] - counted
    found.note("views counted then", f"{views} of {VIEWS} and one more", good=views == VIEWS + 1)
    status = client.ask(_comment(site, content)).status
    found.note("the comment sent again", f"status {status}", good=status in (201, 303))


def _view(site: Site, content: Content, number: int) -> bytes:
    return site.request(
        "POST",
        f"/n/{content.story}/views",
        User_Agent=f"{PHONE} {RUN} outage/{number}",
        Sec_Fetch_Site="same-origin",
    )


def _comment(site: Site, content: Content) -> bytes:
    typed = {"name": "قارئة", "email": "reader@example.org", "body": TEXT}
    return site.request(
        "POST",
        f"/comments/{content.story}/",
        urlencode(typed).encode(),
        Content_Type=FORM,
        Sec_Fetch_Site="same-origin",
        Accept_Encoding="identity",
    )
