"""Print the CPU time of each check, and of all, for a comment of 500 characters.

Run from the project's folder: ``python -m bench.checks``. Nothing is asked of a database: what is
known of earlier comments is made up, and as much of it as a check ever looks at.
"""

import json
import os
import random
import time
import tracemalloc
from collections.abc import Callable
from itertools import cycle, islice

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from articles.demo import texts as prose  # noqa: E402
from bench.word_list import ARABIC, FRENCH, INSULTS, LENGTH, terms  # noqa: E402
from comments.moderation import phases, pipeline  # noqa: E402
from comments.moderation.assistant import MOST_ROWS, Assistant  # noqa: E402
from comments.moderation.history import LATEST  # noqa: E402
from comments.moderation.verdict import Context, Verdict  # noqa: E402
from comments.moderation.word_list import WordList  # noqa: E402
from tests.comments.moderation.invented import InventedHistory, context  # noqa: E402

ROUNDS = 100
SHOUTED = "عااااااار عليكم!!! "
COMMENTS = {
    "Arabic": ARABIC,
    "French": FRENCH,
    "suspicious": SHOUTED + "www.example.com يا 7مار كلaب غبييييي ك ذ ا ب n9ab ",
}


def texts(number: int, length: int, seed: int) -> list[str]:
    """Return comments of that many characters, made of the demo's words."""
    chance = random.Random(seed)
    words = " ".join(f"{story['headline']} {story['body']}" for story in prose.load().stories)
    return [" ".join(chance.choices(words.split(), k=length // 4))[:length] for _ in range(number)]


def trained() -> Assistant:
    """Return an assistant that has learnt from as many decisions as it ever does."""
    marks = [f"علامة{number}" for number in range(7)]
    rows = texts(MOST_ROWS, 120, 1)
    return Assistant.train(
        (f"{text} {marks[number % 7]}", number % 7 < 2) for number, text in enumerate(rows)
    )


def microseconds(act: Callable[[], object]) -> float:
    """Return the CPU time of one call, in microseconds, the least of five measurements."""
    best = float("inf")
    for _ in range(5):
        begin = time.process_time_ns()
        for _ in range(ROUNDS):
            act()
        best = min(best, (time.process_time_ns() - begin) / ROUNDS / 1000)
    return best


def contexts(assistant: Assistant) -> dict[str, Context]:
    """Return the comments to check, with full lists of everything there is to look at."""
    met = {hit.term for hit in WordList(terms()).find(ARABIC + FRENCH)}
    # None of them ends the way of a decent comment through the checks.
    listed = [term for term in terms() if term not in met and term not in INSULTS]
    lists = {
        Verdict.SPAM: WordList(listed[1::3]),
        Verdict.REJECT: WordList(listed[2::3]),
        Verdict.HOLD: WordList([*INSULTS, *listed[::3]]),
    }
    earlier = texts(2 * LATEST, LENGTH, 2)
    return {
        name: context(
            "".join(islice(cycle(pattern), LENGTH)),
            terms=lists,
            assistant=assistant,
            assistant_hold_from=0.9,
            # So that none of them is sent away before the last check.
            links_to_spam=0,
            history=Folded(of_sender=earlier, under_story=earlier),
        )
        for name, pattern in COMMENTS.items()
    }


class Folded(InventedHistory):
    """A history whose texts are folded already, as those of the database are."""

    def bodies_of_sender(self) -> list[str]:
        return self.of_sender

    def bodies_under_story(self) -> list[str]:
        return self.under_story


def table(checked: dict[str, Context]) -> None:
    """Print a line for each check, and one for the pipeline."""
    print(f"{'microseconds':20}" + "".join(f"{name:>12}" for name in checked))
    for phase in phases.POLICY:
        times = [microseconds(lambda p=phase, a=asked: p(a)) for asked in checked.values()]
        print(f"{phase.name:20}" + "".join(f"{value:12.1f}" for value in times))
    times = [
        microseconds(lambda a=asked: pipeline.run(a, phases.POLICY)) for asked in checked.values()
    ]
    print(f"{'the pipeline':20}" + "".join(f"{value:12.1f}" for value in times))


def loading(assistant: Assistant) -> None:
    """Print what reading a stored assistant costs."""
    state = assistant.to_json()
    begin = time.process_time_ns()
    Assistant.from_json(state)
    milliseconds = (time.process_time_ns() - begin) / 1_000_000
    tracemalloc.start()
    loaded = Assistant.from_json(state)
    kept, most = (size / 1_000_000 for size in tracemalloc.get_traced_memory())
    tracemalloc.stop()
    features = len(json.loads(state)["features"])
    print(
        f"An assistant of {features:,} features: {len(state.encode()) / 1_000_000:.1f} MB stored, "
        f"read in {milliseconds:.0f} ms, {kept:.0f} MB in memory, {most:.0f} MB while reading"
    )
    del loaded


def main() -> None:
    assistant = trained()
    table(contexts(assistant))
    loading(assistant)


if __name__ == "__main__":
    main()
