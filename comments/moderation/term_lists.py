"""The blocked terms: those in use, compiled, and how their list changes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from comments.models import BlockedTerm, ModerationPolicy
from comments.moderation.folded_comment import FoldedComment
from comments.moderation.verdict import Verdict
from comments.moderation.word_list import WordList
from newsportal.arabic.folding import fold

TERM_LIMIT = 100
"""Characters of a term, as its column has them."""

BATCH = 500


@dataclass(frozen=True, slots=True)
class _Compiled:
    changed_at: datetime | None
    lists: dict[Verdict, WordList]


_compiled: _Compiled | None = None


def in_use(policy: ModerationPolicy) -> dict[Verdict, WordList]:
    """The blocked terms by what happens to a comment that contains one.

    Compiled once in each process and again when `policy` says that the terms have changed: no
    query otherwise. A verdict without terms has no list.
    """
    global _compiled
    compiled = _compiled
    if compiled is None or compiled.changed_at != policy.terms_changed_at:
        terms: dict[Verdict, list[str]] = {}
        for term, verdict in BlockedTerm.objects.order_by("pk").values_list("term", "verdict"):
            terms.setdefault(Verdict(verdict), []).append(term)
        lists = {verdict: WordList(listed) for verdict, listed in terms.items()}
        compiled = _compiled = _Compiled(policy.terms_changed_at, lists)
    return compiled.lists


def changed() -> None:
    """Note that the terms are others now, so that every process compiles them again."""
    with transaction.atomic():
        ModerationPolicy.objects.get_or_create(pk=1)
        policy = ModerationPolicy.objects.select_for_update(no_key=True).get(pk=1)
        now = timezone.now()
        if policy.terms_changed_at is not None:
            # Clocks of several machines, and a clock set back: no moment is ever noted twice.
            now = max(now, policy.terms_changed_at + timedelta(microseconds=1))
        ModerationPolicy.objects.filter(pk=1).update(terms_changed_at=now)


def has_letters(term: str) -> bool:
    """Whether anything is left to look for when marks and signs are taken off."""
    return bool(FoldedComment(term).tokens)


def tidied(term: str) -> str:
    """The term on one line, spaces as one.

    >>> tidied("  two   words ")
    'two words'
    """
    return " ".join(term.split())


def same_as(term: str) -> tuple[str, bool]:
    """What two spellings of one term have in common: they find the same words.

    A term in ة finds more than the one in ه (زبالتكم), though both fold alike.
    """
    return fold(term), tidied(term).endswith("ة")


@dataclass
class Added:
    """What became of the lines of a list of terms, each as it was written."""

    new: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    """In the list already, perhaps spelt otherwise, or twice among the lines."""
    empty: list[str] = field(default_factory=list)
    """Without a letter or digit to look for."""
    too_long: list[str] = field(default_factory=list)


def add(lines: Iterable[str], verdict: str) -> Added:
    """Add a term for each of `lines` that is new; says what became of all. Blank lines are passed.

    `verdict` is one of BlockedTerm.Verdict; that of terms known already stays as it is.
    """
    added = Added()
    with transaction.atomic():
        known = set(map(same_as, BlockedTerm.objects.values_list("term", flat=True)))
        for term in filter(None, map(tidied, lines)):
            if len(term) > TERM_LIMIT:
                added.too_long.append(term)
            elif not has_letters(term):
                added.empty.append(term)
            elif (key := same_as(term)) in known:
                added.known.append(term)
            else:
                known.add(key)
                added.new.append(term)
        # Another moderator may add the same ones at this moment.
        BlockedTerm.objects.bulk_create(
            [BlockedTerm(term=term, verdict=verdict) for term in added.new],
            batch_size=BATCH,
            ignore_conflicts=True,
        )
    return added


def matching(query: str) -> list[int]:
    """The ids of the terms that contain `query`, both folded; none for one that folds to nothing.

    The list is short enough to be folded at every search, which needs no column for it.
    """
    wanted = fold(query)
    if not wanted:
        return []
    terms = BlockedTerm.objects.values_list("pk", "term")
    return [pk for pk, term in terms if wanted in fold(term)]
