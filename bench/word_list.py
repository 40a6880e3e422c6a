"""Print the CPU time that looking 10,000 blocked terms up in a comment takes.

Run from the project's folder: ``python -m bench.word_list``.
"""

import copy
import time
from itertools import cycle, islice, product

from comments.moderation.word_list import WordList

TERMS = 10_000
LENGTH = 500
HOSTILE_LENGTH = 4_000
INSULTS = ("غبي", "أحمق", "كلب", "حمار", "زبالة", "hmar", "kelb", "9bi7", "7mar", "menteur")
LETTERS = "ابتجحدرسشصعغفقكلمنهوي"

ARABIC = (
    "أظن أن المقال أغفل أهم نقطة، فسكان الحي ينتظرون منذ سنوات أن تصلح الجماعة الطريق والإنارة، "
    "ولم نر إلا الوعود قبل كل انتخابات. في حينا 3 مدارس ومستوصف واحد يفتح أبوابه مرتين في الأسبوع، "
    "والحافلة لا تمر بعد السابعة مساء. شكرا للصحفي على التحقيق وننتظر جواب المسؤولين! "
)
FRENCH = (
    "Merci pour cet article, mais je pense que la commune devrait d'abord réparer la route de "
    "l'école, car les élèves marchent 3 km chaque matin. On attend toujours la réponse du conseil. "
)
VARIED = " ".join(
    before + insult[:2] + insult[2] * times + insult[3:] + after
    for times, before, after in ((4, "", ""), (1, "وال", ""), (5, "", "هم"), (3, "يا", ""))
    for insult in INSULTS
)
COMMENTS = {
    "Arabic, 500 characters": (ARABIC, LENGTH),
    "French, 500 characters": (FRENCH, LENGTH),
    "insults in every word, 500 characters": ("يا كلب وال7مار غبييييي ك ذ ا ب n9ab ", LENGTH),
    "a different insult in every word, 500 characters": (VARIED, LENGTH),
    "Arabic, 4,000 characters": (ARABIC, HOSTILE_LENGTH),
    "single letters, 4,000 characters": ("ا ب ت ", HOSTILE_LENGTH),
    "single letters in groups, 4,000 characters": ("غ ب ي  ك ل ب  ", HOSTILE_LENGTH),
    "one repeated letter, 4,000 characters": ("ب", HOSTILE_LENGTH),
    "doubled letters, 4,000 characters": ("ككللبب", HOSTILE_LENGTH),
    "particles, 4,000 characters": ("وبالكلبهم ", HOSTILE_LENGTH),
    "digits in letters, 4,000 characters": ("ح9ي5ر 7a9i5r ", HOSTILE_LENGTH),
    "digits alone, 4,000 characters": ("79", HOSTILE_LENGTH),
    "beginnings of phrases, 4,000 characters": ("ابن ", HOSTILE_LENGTH),
    "invisible characters, 4,000 characters": ("ك\u200b\u200b\u200bلب", HOSTILE_LENGTH),
}


def terms() -> list[str]:
    """Return 10,000 terms: known insults, invented words, and one in ten of several words."""
    invented = ("".join(letters) for letters in product(LETTERS, repeat=4))
    words = islice(invented, 1, None, 17)
    numbered = (f"ابن {word}" if index % 10 == 0 else word for index, word in enumerate(words))
    return [*INSULTS, *islice(numbered, TERMS - len(INSULTS))]


def microseconds(word_list: WordList, text: str, rounds: int = 50) -> float:
    """Return the CPU time of one look-up, in microseconds, the least of five measurements.

    In each the words are looked up once and then remembered, as they are from comment to comment;
    with one round nothing is remembered yet.
    """
    best = float("inf")
    for _ in range(5):
        word_list = copy.copy(word_list)
        begin = time.process_time_ns()
        for _ in range(rounds):
            word_list.find(text)
        best = min(best, (time.process_time_ns() - begin) / rounds / 1000)
    return best


def main() -> None:
    listed = terms()
    begin = time.process_time_ns()
    word_list = WordList(listed)
    milliseconds = (time.process_time_ns() - begin) / 1_000_000
    print(f"{len(listed):,} terms compiled in {milliseconds:.0f} ms")
    for name, (pattern, length) in COMMENTS.items():
        text = "".join(islice(cycle(pattern), length))
        rounds = 50 if length == LENGTH else 10
        hits = len(word_list.find(text))
        first, later = microseconds(word_list, text, 1), microseconds(word_list, text, rounds)
        print(f"{first:8.0f} µs at first, {later:5.0f} µs later: {name} ({hits} hits)")


if __name__ == "__main__":
    main()
