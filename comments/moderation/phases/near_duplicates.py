"""Whether almost the same text has been sent before."""

import re
from collections.abc import Iterable
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.moderation.verdict import PASS, Context, Result, Verdict

FEWEST_WORDS = 6
"""Shorter texts say the same thing by accident."""

ALIKE = 0.6
"""Share of word pairs in common from which two texts are almost the same. A text of twenty words
in which two have been replaced has 0.65; unrelated comments under news hardly reach 0.1."""

LENGTHS = 3
"""Texts of which one is this many times longer than the other are not compared."""

_WORD = re.compile(r"\w+")

Pairs = set[tuple[str, str]]


class NearDuplicates:
    """Holds a text much like one this sender or network sent lately, or one under the story.

    Likeness is the Jaccard index of their pairs of neighbouring words (shingles: Broder, On the
    resemblance and containment of documents, 1997). The very same text is the matter of
    phases/duplicates.py.
    """

    name = "near_duplicates"
    label = gettext_lazy("Similar text again")

    def __call__(self, context: Context) -> Result:
        mine = pairs(context.folded)
        if len(mine) < FEWEST_WORDS - 1:
            return PASS
        history = context.history
        if share := _likeness(context.folded, mine, history.bodies_of_sender()):
            reason = _("%(percent)s%% like a text that came lately from this sender or network.")
        elif share := _likeness(context.folded, mine, history.bodies_under_story()):
            reason = _("%(percent)s%% like a comment under this story.")
        else:
            return PASS
        return Result(Verdict.HOLD, reason % {"percent": int(share * 100)})


def pairs(folded: str) -> Pairs:
    """The pairs of neighbouring words of a folded text, each once."""
    return set(pairwise(_WORD.findall(folded)))


def _likeness(folded: str, mine: Pairs, others: Iterable[str]) -> float:
    """How alike the text is to the first of `others` that is ALIKE or more; 0.0 for none."""
    for other in others:
        if not len(folded) / LENGTHS <= len(other) <= len(folded) * LENGTHS or other == folded:
            continue
        # Most texts share little, which is seen without collecting all their pairs.
        words = _WORD.findall(other)
        shared = len(mine.intersection(pairwise(words)))
        if shared < len(mine) * ALIKE:
            continue
        share = shared / len(mine.union(pairwise(words)))
        if share >= ALIKE:
            return share
    return 0.0
