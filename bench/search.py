"""Print how long the search takes in the archive at hand.

Run from the project's folder: ``python -m bench.search [QUERIES]``; needs a site with stories, see
``make demo``. The queries, of one to four words, are drawn from the words of its stories: half of
the words as often as they are written, half of them rare.
"""

import os
import random
import statistics
import sys
import time

import django

SEED = 4


def main() -> None:
    os.environ.setdefault("NEWSPORTAL_MODE", "demo")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")
    django.setup()
    from newsportal.catalogues import compile_catalogues
    from newsportal.static_collection import collect_if_changed

    # What the pages need.
    compile_catalogues()
    collect_if_changed()
    from django.db import connection
    from django.test import Client
    from django.utils import timezone
    from django.utils.http import urlencode

    from articles.models import Article, SearchWord
    from articles.search.find import find
    from articles.search.query import parse
    from articles.search.store import store

    number = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    queries = draw(number)
    stories = Article.objects.count()
    print(f"{connection.vendor}: {stories:,} stories, {SearchWord.objects.count():,} stems")
    index, now = store(), timezone.now()
    wall, cpu, found = [], [], []
    for text in queries:
        begin, begin_cpu = time.perf_counter(), time.process_time()
        answer = find(index, parse(text), now)
        cpu.append(time.process_time() - begin_cpu)
        wall.append(time.perf_counter() - begin)
        found.append(len(answer.stories))
    report("search", wall)
    report("of it our CPU", cpu)
    print(
        f"{sum(map(bool, found))} of {number} queries find something,"
        f" {sum(count >= 2000 for count in found)} of them 2,000 stories or more"
    )
    for seconds, text in sorted(zip(wall, queries, strict=True), reverse=True)[:5]:
        print(f"{seconds * 1000:8.1f} ms  {text}")
    client = Client(headers={"host": "127.0.0.1"})
    pages = []
    for text in queries[: number // 4]:
        begin = time.perf_counter()
        status = client.get(f"/search/?{urlencode({'q': text})}").status_code
        pages.append(time.perf_counter() - begin)
        if status != 200:
            raise SystemExit(f"{text}: the page answers {status}")
    report("whole page", pages)


def draw(number: int) -> list[str]:
    """Queries of one to four words that occur together in some story."""
    from articles.models import Article
    from articles.search.store import store
    from articles.search.texts import story_texts
    from newsportal.arabic.folding import words
    from newsportal.arabic.stemming import stem

    rng = random.Random(SEED)
    ids = list(Article.objects.published().order_by("pk").values_list("pk", flat=True))
    queries = []
    for position in range(number):
        story = Article.objects.get(pk=rng.choice(ids))
        vocabulary = words(" ".join(story_texts(story)))
        stories = store().frequencies({stem(word) for word in vocabulary})
        rarest_first = sorted(set(vocabulary), key=lambda word: (stories[stem(word)], word))
        length = 1 + position % 4
        common = rng.sample(vocabulary, length)
        rare = rng.sample(rarest_first[: len(rarest_first) // 4], length)
        queries.append(" ".join(rng.choice(pair) for pair in zip(common, rare, strict=True)))
    return queries


def report(name: str, seconds: list[float]) -> None:
    """Print median, 95th percentile and maximum, in milliseconds."""
    cuts = statistics.quantiles(seconds, n=20, method="inclusive")
    print(
        f"{name:14} p50 {cuts[9] * 1000:6.1f} ms   p95 {cuts[18] * 1000:6.1f} ms"
        f"   max {max(seconds) * 1000:6.1f} ms"
    )


if __name__ == "__main__":
    main()
