"""What a commenter does: she writes, corrects, withdraws."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from articles.furniture import Furniture
from articles.models import Article
from comments.actions import change
from comments.actions.change import Change
from comments.mail import notices
from comments.models import REASON_LIMIT, Act, Comment, Status
from comments.moderation import gather, phases, pipeline
from comments.moderation.fingerprint import fingerprint
from comments.moderation.verdict import Context, Verdict

REPLAY = timedelta(minutes=10)
"""How long the same text by the same sender counts as the same comment: a double tap, a reload."""

CORRECTION = timedelta(minutes=10)
"""How long after its submission a comment can be corrected and withdrawn by its writer."""

MOST_CORRECTIONS = 10
"""Of one comment: each leaves a record with its text."""

DEEPEST = 3
"""Levels of a thread; an answer to the deepest stands beside it."""

_JUDGED = ("findings", "rejection_probability", "fingerprint")

STATUS_OF = {
    Verdict.PASS: Status.APPROVED,
    Verdict.HOLD: Status.WAITING,
    Verdict.REJECT: Status.REJECTED,
    Verdict.SPAM: Status.SPAM,
}


class Refused(Exception):
    """The checks turn the comment away and it is not kept: `outcome` says why."""

    def __init__(self, outcome: pipeline.Outcome):
        super().__init__(outcome.deciding)
        self.outcome = outcome


class ReplyRefused(Exception):
    """There is nothing to answer: the comment is not there, or readers no longer see it."""


class ChangedMeanwhile(Exception):
    """The comment is not the one its writer saw: `comment` is what it is now."""

    def __init__(self, comment: Comment):
        super().__init__(comment.pk)
        self.comment = comment


class TooLate(Exception):
    """The time to correct or withdraw the comment is over, or a moderator has turned it away."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What came with the form, cleaned by comments/forms.py."""

    name: str
    email: str
    body: str
    parent_id: int | None = None
    notify: bool = False
    trap: str = ""
    stamp: str = ""
    proof: str = ""


@sensitive_variables("typed", "address")
def submit(article: Article, typed: Typed, address: str, site: Furniture) -> Comment:
    """Take a reader's comment on `article` through the checks; returns it as stored.

    `address` is the sender's IP address; it is not stored. The same text by the same sender within
    REPLAY is stored once; the first is returned. Raises Article.DoesNotExist when the story has
    been deleted meanwhile, ReplyRefused for an answer to nothing, Refused when the checks turn it
    away at the door.
    """
    evidence = gather.evidence(address)
    with transaction.atomic():
        # Two copies of one comment arrive together when a button is tapped twice; they wait for
        # each other here, and so do the many of a flood. The weaker lock leaves foreign keys to
        # the story alone.
        story = (
            Article.objects.select_for_update(no_key=True, of=("self",))
            .select_related("category")
            .defer("body")
            .get(pk=article.pk)
        )
        now = timezone.now()
        if first := _same(story, typed, now):
            return first
        parent = _parent(story, typed.parent_id)
        context = evidence.context(story, typed, site, now)
        outcome = pipeline.run(context, phases.POLICY)
        if outcome.refused:
            raise Refused(outcome)
        comment = Comment(
            article=story,
            parent=parent,
            root_id=parent.root_id if parent else None,
            depth=parent.depth + 1 if parent else 1,
            answered=typed.parent_id if parent and parent.pk != typed.parent_id else None,
            name=typed.name,
            email=typed.email,
            body=typed.body,
            notify=typed.notify,
            network=evidence.network,
            stamp=context.stamp.nonce,
            submitted_at=now,
        )
        _judged(comment, outcome, context)
        comment.save()
        if outcome.verdict != Verdict.HOLD:
            change.apply([_by_checks(comment, outcome)], now)
        notices.after_submission(comment, now)
        return comment


@sensitive_variables("body", "address")
def correct(
    comment: Comment, body: str, address: str, site: Furniture, seen: str | None = None
) -> Comment:
    """Give the comment another text and take it through the checks again; returns it.

    A comment that waits goes on waiting, unless a check turns its new text away. `seen` is the
    version its writer had before her, as her form says it. Raises TooLate when it can no longer be
    changed, ChangedMeanwhile when it is another version, Refused when the checks turn the new text
    away: the comment then stays what it was.
    """
    evidence = gather.evidence(address)
    with transaction.atomic():
        (stored,) = change.locked([comment.pk]) or (None,)
        now = timezone.now()
        if stored is None or not may_still_change(stored, now) or _is_corrected_out(stored):
            raise TooLate
        if seen is not None and seen != str(stored.version):
            raise ChangedMeanwhile(stored)
        if stored.body == body:
            return stored
        story = Article.objects.select_related("category").defer("body").get(pk=stored.article_id)
        typed = Typed(stored.name, stored.email, body)
        context = evidence.context(story, typed, site, now, corrected=stored)
        outcome = pipeline.run(context, phases.POLICY)
        if outcome.refused:
            raise Refused(outcome)
        change.note(stored, Act.CORRECTED, now)
        kept = _findings_that_stay(stored)
        stored.body = body
        stored.corrected_at = now
        stored.version += 1
        _judged(stored, outcome, context)
        stored.findings += kept
        stored.save(update_fields=[*_JUDGED, "body", "corrected_at", "version"])
        if stored.status == Status.WAITING and outcome.verdict == Verdict.PASS:
            # What made it wait has not been looked at: another text is no answer to that.
            return stored
        if STATUS_OF[outcome.verdict] != stored.status:
            change.apply([_by_checks(stored, outcome)], now)
        elif stored.status == Status.APPROVED:
            change.forget_pages([stored.article_id])
        return stored


def withdraw(comment: Comment) -> Comment:
    """Take the comment back for its writer; returns it. Raises TooLate as `correct` does."""
    with transaction.atomic():
        (stored,) = change.locked([comment.pk]) or (None,)
        now = timezone.now()
        if stored is None or not may_still_change(stored, now):
            raise TooLate
        change.apply([Change(stored, Status.WITHDRAWN, Act.WITHDRAWN)], now)
        return stored


def may_still_change(comment: Comment, now: Any) -> bool:
    """Whether its writer may correct and withdraw the comment at `now` (aware)."""
    return (
        comment.status in (Status.WAITING, Status.APPROVED)
        and now < comment.submitted_at + CORRECTION
    )


def _is_corrected_out(comment: Comment) -> bool:
    return comment.records.filter(act=Act.CORRECTED).count() >= MOST_CORRECTIONS


def _same(story: Article, typed: Typed, now: Any) -> Comment | None:
    answers = Q(parent=typed.parent_id)
    if typed.parent_id is not None:
        # An answer to the deepest level was put beside it.
        answers |= Q(parent__replies=typed.parent_id, depth=DEEPEST)
    return (
        story.comments.filter(
            answers,
            submitted_at__gt=now - REPLAY,
            name=typed.name,
            email=typed.email,
            body=typed.body,
        )
        .exclude(status=Status.WITHDRAWN)
        .order_by("submitted_at", "pk")
        .first()
    )


def _parent(story: Article, parent_id: int | None) -> Comment | None:
    if parent_id is None:
        return None
    parent = story.comments.approved().filter(pk=parent_id).select_related("parent").first()
    if parent is None or parent.is_erased:
        raise ReplyRefused
    return parent if parent.depth < DEEPEST else parent.parent


def _judged(comment: Comment, outcome: pipeline.Outcome, context: Context) -> None:
    comment.findings = outcome.as_json
    comment.rejection_probability = outcome.probability
    comment.fingerprint = fingerprint(context.folded)


def _findings_that_stay(comment: Comment) -> list[dict[str, str]]:
    """What was said of how a waiting comment was sent: correcting it does not send it anew."""
    if comment.status != Status.WAITING:
        return []
    return [found for found in comment.findings if found["check"] in phases.OF_SENDING]


def _by_checks(comment: Comment, outcome: pipeline.Outcome) -> Change:
    deciding = next((f for f in outcome.findings if f.check == outcome.deciding), None)
    return Change(
        comment,
        STATUS_OF[outcome.verdict],
        Act.CHECKED,
        check_name=outcome.deciding,
        reason=deciding.reason[:REASON_LIMIT] if deciding else "",
        answer=outcome.answer if outcome.verdict in pipeline.FINAL else "",
    )
