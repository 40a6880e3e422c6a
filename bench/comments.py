"""Many clients comment at once: is everything that was answered stored, and how fast?

Run from the project's folder, on PostgreSQL and then on SQLite::

    python scripts/postgres.py -- python -m bench.comments
    python -m bench.comments --comments 1000

Clients have addresses of their own. Most comments are sent once, some twice at the same moment as
a double tap does, some go to a story that is closed, and some clients flood with one address.
"""

import argparse
import http.client
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from articles.demo import texts
from bench.server import Server, running

OPEN_STORIES = 5
TWICE, TO_THE_CLOSED = 0.04, 0.04
FLOODING = 10
"""Of so many clients one floods."""

COMMENTS_OF_AN_ADDRESS = 4
WORDS_LEAST, WORDS_MOST = 12, 50
TIMEOUT_SECONDS = 120
LOG_END = 3000
"""Characters of the server's log that are shown after a round with mistakes."""

ACCEPTED = http.client.CREATED
REASONS = {
    http.client.FORBIDDEN: "closed",
    http.client.TOO_MANY_REQUESTS: "flood",
}
PHONE = "Mozilla/5.0 (Linux; Android 10; SM-A105F) AppleWebKit/537.36 Chrome/120.0.0.0 Mobile"

SET_UP = """
from datetime import timedelta
from django.utils import timezone
from articles.models import Article, Category, SiteSettings
from comments.models import Comment, ModerationPolicy
from comments.moderation import stamp
number, open_stories, floods = arguments
now = timezone.now()
Comment.objects.all().delete()
policy = ModerationPolicy.current()
if not floods:
    policy.flood_per_sender = policy.flood_per_network = 0
policy.save()
site = SiteSettings.objects.filter(pk=1).first() or SiteSettings()
site.comment_mode = "everyone" if floods else "nobody"
site.save()
category, _made = Category.objects.get_or_create(name="الأخبار")
stories = [
    Article.objects.create(
        headline=f"خبر {place}", body="<p>نص</p>", category=category, status="published",
        published_at=now - timedelta(hours=1),
        comment_mode="closed" if place == open_stories else "",
    ).pk
    for place in range(open_stories + 1)
]
stamps = [stamp.make(now - timedelta(seconds=30)) for _each in range(number)]
print(json.dumps({"stories": stories, "stamps": stamps}))
"""

LOOK = """
from collections import Counter
from articles.models import Article
from comments import counts
from comments.models import Comment, ModerationRecord
rows = Comment.objects.values_list("body", "status", "article_id", "findings")
statuses = Counter(status for _body, status, _story, _findings in rows)
print(json.dumps({
    "marks": Counter(body.split()[0] for body, *_rest in rows),
    "statuses": statuses,
    "checks": Counter(finding["check"] for row in rows for finding in row[3]),
    "counted": sum(Article.objects.values_list("comment_count", flat=True)),
    "records": ModerationRecord.objects.filter(comment__isnull=False).count(),
    "wrong": counts.rebuild(),
}))
"""


@dataclass(frozen=True)
class Post:
    """One comment to send; the text begins with a `mark` that no other has."""

    mark: str
    story: int
    typed: dict[str, str]
    times: int = 1


@dataclass
class Answers:
    """What the server said: a status and seconds for each request, statuses by mark."""

    statuses: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    by_mark: dict[str, list[int]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def add(self, post: Post, status: int, seconds: float) -> None:
        self.statuses.append(status)
        self.seconds.append(seconds)
        self.by_mark.setdefault(post.mark, []).append(status)

    @property
    def accepted(self) -> int:
        return self.statuses.count(ACCEPTED)

    @property
    def refused(self) -> Counter[str]:
        return Counter(
            REASONS.get(status, f"status {status}")
            for status in self.statuses
            if status != ACCEPTED
        )


@dataclass
class Round:
    """One measurement: what was sent, answered and stored, and what it cost."""

    name: str
    sent: int
    answers: Answers
    stored: dict[str, Any]
    wall_seconds: float
    cpu_seconds: float

    def mistakes(self) -> list[str]:
        """What is not as it must be; empty for a good round."""
        answers, stored = self.answers, self.stored
        taken = {mark for mark, given in answers.by_mark.items() if ACCEPTED in given}
        kept = stored["marks"]
        found = [f"{number} × {what}" for what, number in Counter(answers.failures).items()]
        if answers.accepted + sum(answers.refused.values()) != self.sent:
            found.append(f"{len(answers.statuses)} answers to {self.sent} requests")
        if strange := [reason for reason in answers.refused if reason not in REASONS.values()]:
            found.append(f"refused for no reason known: {', '.join(strange)}")
        if lost := taken - kept.keys():
            found.append(f"{len(lost)} accepted and not stored")
        if slipped := kept.keys() - taken:
            found.append(f"{len(slipped)} refused and stored")
        if doubled := [mark for mark, number in kept.items() if number != 1]:
            found.append(f"{len(doubled)} stored twice")
        if stored["counted"] != stored["statuses"].get("approved", 0) or stored["wrong"]:
            found.append("counts are wrong")
        if stored["records"] != sum(kept.values()) - stored["statuses"].get("waiting", 0):
            found.append("decisions and their records differ")
        return found

    def table(self) -> str:
        """The figures, a line each."""
        answers = self.answers
        hundredths = statistics.quantiles(answers.seconds, n=100, method="inclusive")
        lines = {
            "requests": f"{self.sent} in {self.wall_seconds:.1f} s, "
            f"{self.sent / self.wall_seconds:.0f} a second",
            "accepted": f"{answers.accepted} requests, {len(self.stored['marks'])} comments",
            "refused": _listed(answers.refused),
            "stored as": _listed(self.stored["statuses"]),
            "held by checks": _listed(self.stored["checks"]),
            "p50, p99": f"{hundredths[49] * 1000:.0f} ms, {hundredths[98] * 1000:.0f} ms",
            "CPU of the workers": f"{self.cpu_seconds / self.sent * 1000:.1f} ms a request",
            "mistakes": "; ".join(self.mistakes()) or "none",
        }
        return "\n".join([self.name, *(f"  {name:<20}{value}" for name, value in lines.items())])


def compose(number: int, clients: int, stories: Sequence[int], stamps: Iterable[str]) -> list[Any]:
    """The posts of each client, `number` in all; the last of `stories` is closed."""
    rng = random.Random(number)
    *open_stories, closed = stories
    words = list(
        {
            word
            for story in texts.load().stories
            for comment in story.get("comment", ())
            for word in comment["body"].split()
            if word.isalpha()
        }
    )
    words.sort()
    posts: list[list[Post]] = [[] for _client in range(clients)]
    for place, stamp in zip(range(number), stamps, strict=True):
        client = place % clients
        floods = client % FLOODING == FLOODING - 1
        address = 0 if floods else len(posts[client]) // COMMENTS_OF_AN_ADDRESS
        kind = rng.random()
        text = rng.choices(words, k=rng.randint(WORDS_LEAST, WORDS_MOST))
        typed = {
            "name": f"قارئة {client}",
            "email": f"reader{client}-{address}@example.org",
            "body": " ".join([f"م{place}", *text]),
            "stamp": stamp,
        }
        to_the_closed = kind < TO_THE_CLOSED
        posts[client].append(
            Post(
                mark=f"م{place}",
                story=closed if to_the_closed else rng.choice(open_stories),
                typed=typed,
                times=2 if TO_THE_CLOSED <= kind < TO_THE_CLOSED + TWICE else 1,
            )
        )
    return posts


def send(port: int, posts: Sequence[Sequence[Post]]) -> Answers:
    """Send each client's posts one after the other, the clients all at once."""
    answers = Answers()
    threads = [
        threading.Thread(target=_client, args=(port, number, own, answers))
        for number, own in enumerate(posts)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _client(port: int, number: int, posts: Sequence[Post], answers: Answers) -> None:
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Sec-Fetch-Site": "same-origin",
        "User-Agent": PHONE,
        "X-Forwarded-For": f"10.{number >> 8}.{number & 255}.7",
        "X-Requested-With": "fetch",
        # A connection kept would be closed by the server just when a form is on its way.
        "Connection": "close",
    }
    for post in posts:
        form, address = urlencode(post.typed), f"/comments/{post.story}/"
        started = time.perf_counter()
        lines = [
            http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
            for _time in range(post.times)
        ]
        try:
            for line in lines:
                line.request("POST", address, form, headers)
            for line in lines:
                response = line.getresponse()
                response.read()
                answers.add(post, response.status, time.perf_counter() - started)
        except (http.client.HTTPException, OSError) as error:
            # Not sent again: whether such a comment was taken is open, and must stay so.
            answers.failures.append(f"{type(error).__name__}: {error}")
        finally:
            for line in lines:
                line.close()


def measure(server: Server, number: int, clients: int, *, floods: bool) -> Round:
    """One round of `number` comments, with the limits as shipped or without limits of floods."""
    begun = server.run(SET_UP, number, OPEN_STORIES, floods)
    posts = compose(number, clients, begun["stories"], begun["stamps"])
    cpu, started = server.cpu_seconds(), time.monotonic()
    answers = send(server.port, posts)
    wall = time.monotonic() - started
    return Round(
        name="limits as shipped, everyone waits" if floods else "no flood limits, nobody waits",
        sent=sum(post.times for own in posts for post in own),
        answers=answers,
        stored=server.run(LOOK),
        wall_seconds=wall,
        cpu_seconds=server.cpu_seconds() - cpu,
    )


def measure_all(number: int, clients: int) -> list[Round]:
    """Both rounds, one after the other on one server."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), TRUSTED_PROXY_COUNT="1") as server,
    ):
        rounds = [measure(server, number, clients, floods=floods) for floods in (True, False)]
        if any(each.mistakes() for each in rounds):
            print(server.log.read_text(errors="replace")[-LOG_END:], file=sys.stderr)
    return rounds


def _listed(numbers: dict[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(numbers.items())) or "none"


def main() -> int:
    """Command line; status 1 when a comment was lost, doubled or miscounted."""
    parser = argparse.ArgumentParser(description="Comment from many clients at once.")
    parser.add_argument("--comments", type=int, default=5000)
    parser.add_argument("--clients", type=int, default=50)
    arguments = parser.parse_args()
    rounds = measure_all(arguments.comments, arguments.clients)
    for each in rounds:
        print(each.table())
    return int(any(each.mistakes() for each in rounds))


if __name__ == "__main__":
    sys.exit(main())
