"""E-mails to commenters who asked for them: what is written into the outbox, and when.

Anyone can type anyone's address. So nothing but one question goes to an address until it has
answered, and of questions there are few: QUESTION_EVERY, QUESTIONS and QUESTIONS_PER_NETWORK bound
all that a stranger can make the site send. What happens meanwhile waits in the outbox; after the
answer it is sent, unless it is older than KEPT.

An address that unsubscribed is left alone: only a comment written after that, with the box ticked
anew, leads to another question, within the same limits. An answer never lifts a limit but by
confirming, so that whoever says no is not asked the more often for it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from comments.models import Act, Comment, MailAddress, Notice, Status
from newsportal.batches import SIZE, batches

if TYPE_CHECKING:
    from comments.actions.change import Change

QUESTION_EVERY = timedelta(hours=24)
QUESTIONS = 3
"""Questions to an address: one in that time, and so many in all until it confirms, or until they
are forgotten (comments/retention.py)."""

QUESTIONS_PER_NETWORK = 20
"""Questions that comments from one network cause in an hour; about, not exactly: two comments that
arrive together do not see each other."""

KEPT = timedelta(days=7)
"""How long a notice waits for the answer to the question, or for the mail server. What is older is
no news."""

GRACE = timedelta(minutes=5)
"""How long a decision or a reply waits before it is told: a moderator may take it back."""

MOST_A_DAY = 20
"""E-mails to an address in 24 hours, so that a stranger who writes under a confirmed address floods
nobody; the others wait."""

PAUSES = (
    timedelta(0),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=3),
    timedelta(hours=12),
)
"""When each attempt to send is made, from when the notice was due; after the last it is given up.
"""

DECIDED = (Status.APPROVED, Status.REJECTED, Status.SPAM)
WORTH_ASKING = (Status.WAITING, Status.APPROVED)
_UNSENT = Q(sent_at__isnull=True)
_CONFIRMED = Q(address__confirmed_at__isnull=False) & (
    Q(address__unsubscribed_at__isnull=True)
    | Q(address__confirmed_at__gt=F("address__unsubscribed_at"))
)


# --- The address ---------------------------------------------------------------------------------


def is_confirmed(address: MailAddress) -> bool:
    """Whether e-mails may go to the address: its last word was yes."""
    return address.confirmed_at is not None and (
        address.unsubscribed_at is None or address.confirmed_at > address.unsubscribed_at
    )


def wants(comment: Comment, address: MailAddress) -> bool:
    """Whether e-mails about the comment were asked for, and not unsubscribed from since."""
    return comment.notify and (
        address.unsubscribed_at is None or comment.submitted_at > address.unsubscribed_at
    )


def can_confirm(address: MailAddress) -> bool:
    """Whether a question is open, or was answered with yes: not after unsubscribing from it."""
    return is_confirmed(address) or (
        address.asked_at is not None
        and (address.unsubscribed_at is None or address.asked_at > address.unsubscribed_at)
    )


def confirm(address_id: int, now: datetime) -> bool:
    """Take the answer yes at `now` (aware); what waited can be sent. False: nothing was asked."""
    with transaction.atomic():
        address = _locked(address_id)
        if address is None or not can_confirm(address):
            return False
        if not is_confirmed(address):
            address.confirmed_at = now
            address.save(update_fields=["confirmed_at"])
        address.notices.filter(_UNSENT, kind=Notice.Kind.QUESTION).delete()
        return True


def unsubscribe(address_id: int, now: datetime) -> None:
    """Send nothing more to the address from `now` (aware) on; what is in the outbox is dropped."""
    with transaction.atomic():
        address = _locked(address_id)
        if address is not None:
            address.unsubscribed_at = now
            address.save(update_fields=["unsubscribed_at"])
            address.notices.filter(_UNSENT).delete()


def _locked(address_id: int) -> MailAddress | None:
    return MailAddress.objects.select_for_update(no_key=True).filter(pk=address_id).first()


# --- What is written into the outbox -------------------------------------------------------------


@sensitive_variables("email")
def after_submission(comment: Comment, now: datetime) -> None:
    """Ask the commenter's address whether it is hers, where she wants e-mails and it is new.

    To be called in the transaction that stores the comment. Nobody is asked because of a comment
    that the checks turned away: she has seen that on the page, and a robot is no commenter.
    """
    if not comment.notify or comment.status not in WORTH_ASKING:
        return
    email = comment.email.lower()
    known = MailAddress.objects.filter(email=email).first()
    if (known is not None and is_confirmed(known)) or _many_from(comment.network, now):
        return
    created, _is_new = MailAddress.objects.get_or_create(email=email)
    # Two comments of one sender under two stories wait for each other here.
    address = _locked(created.pk)
    if address is None or is_confirmed(address) or _was_asked(address, now):
        return
    Notice.objects.create(
        address=address, kind=Notice.Kind.QUESTION, comment=comment, created_at=now
    )
    address.asked_at = now
    address.save(update_fields=["asked_at"])


def _was_asked(address: MailAddress, now: datetime) -> bool:
    """Whether the address was asked so lately, or so often, that it is left in peace."""
    questions = address.notices.filter(kind=Notice.Kind.QUESTION)
    if address.confirmed_at is not None:
        questions = questions.filter(created_at__gt=address.confirmed_at)
    asked = list(questions.values_list("created_at", flat=True))
    return len(asked) >= QUESTIONS or any(at > now - QUESTION_EVERY for at in asked)


def _many_from(network: str, now: datetime) -> bool:
    """Whether comments from the network have caused as many questions as they may."""
    # A question is as old as its comment, and it is comments that have an index by their time: with
    # their network where that is known, otherwise with their status.
    asking = Comment.objects.filter(network=network, submitted_at__gt=now - timedelta(hours=1))
    asking = asking.exclude(network="") if network else asking.filter(status__in=Status.values)
    questions = Notice.objects.filter(kind=Notice.Kind.QUESTION, comment__in=asking)
    return questions.count() >= QUESTIONS_PER_NETWORK


def after_changes(changes: "Sequence[Change]", before: Mapping[int, str]) -> None:
    """Tell commenters of decisions, and of answers that readers now see.

    `before` is the status each comment had, by id. To be called in the transaction of the changes,
    once they are written. A decision is told once, unless it was taken back; not told is what the
    page itself answers, at the submission or the correction.
    """
    for start in range(0, len(changes), SIZE):
        batch = [
            change
            for change in changes[start : start + SIZE]
            if change.comment.notify or change.comment.parent_id is not None
        ]
        if batch:
            _drop_overtaken(batch, before)
            _tell_decisions(batch, before)
            _tell_replies(batch, before)


def _drop_overtaken(changes: "Sequence[Change]", before: Mapping[int, str]) -> None:
    """Drop what is no longer true. A decision taken back is as if it had never been."""
    undone = [change.comment.pk for change in changes if change.act == Act.UNDONE]
    undecided = [change.comment.pk for change in changes if change.to_status not in DECIDED]
    hidden = [
        change.comment.pk
        for change in changes
        if before[change.comment.pk] == Status.APPROVED != change.to_status
    ]
    for ids, overtaken in (
        (undone, Q(kind=Notice.Kind.DECISION)),
        (undecided, _UNSENT & Q(kind=Notice.Kind.DECISION)),
        (hidden, _UNSENT & Q(kind=Notice.Kind.REPLY)),
    ):
        if ids:
            Notice.objects.filter(overtaken, comment__in=ids).delete()


def _tell_decisions(changes: "Sequence[Change]", before: Mapping[int, str]) -> None:
    decided = [
        change.comment
        for change in changes
        if change.comment.notify
        and change.to_status in DECIDED
        and before[change.comment.pk] != change.to_status
        and _is_news(change)
    ]
    _write(Notice.Kind.DECISION, {comment: comment for comment in decided})


def _is_news(change: "Change") -> bool:
    if change.act == Act.CHECKED:
        return change.comment.decided_at != change.comment.submitted_at
    return change.act == Act.DECIDED


def _tell_replies(changes: "Sequence[Change]", before: Mapping[int, str]) -> None:
    """Of replies that became visible, and of visible ones, no older than KEPT, whose comment did.

    Told is the writer of the comment that was answered, which is not the one above where the thread
    goes no deeper.
    """
    shown = [
        change.comment
        for change in changes
        if change.to_status == Status.APPROVED != before[change.comment.pk]
    ]
    answered = {comment.pk: comment for comment in shown if comment.notify}
    replies = {comment.pk: comment for comment in shown if comment.parent_id is not None}
    if answered:
        # An answer stands below the comment it answers, or beside it: by what is above it there
        # is an index.
        above = {comment.parent_id for comment in answered.values()} - {None} | set(answered)
        below = Comment.objects.approved().filter(
            Q(parent__in=answered, answered__isnull=True) | Q(answered__in=answered),
            parent__in=above,
            decided_at__gt=timezone.now() - KEPT,
        )
        replies |= {reply.pk: reply for reply in below.only("parent_id", "answered", "email")}
    others = {answered_by(reply) for reply in replies.values()} - set(answered)
    if others:
        seen = Comment.objects.approved().filter(pk__in=others, notify=True)
        answered |= {comment.pk: comment for comment in seen}
    _write(
        Notice.Kind.REPLY,
        {
            reply: answered[pk]
            for reply in replies.values()
            if (pk := answered_by(reply)) in answered
        },
    )


def answered_by(comment: Comment) -> int:
    """The id of the comment that this one answers, which may be gone; 0 where it answers none."""
    return comment.answered or comment.parent_id or 0


@sensitive_variables("addresses", "address")
def _write(kind: str, told: Mapping[Comment, Comment]) -> None:
    """Notices about the first comment of each pair for the writer of the second, each but once.

    She is told nothing of what she wrote herself but the decision.
    """
    emails = {comment.email.lower() for comment in told.values()}
    addresses = {
        address.email: address
        for batch in batches(emails)
        for address in MailAddress.objects.filter(email__in=batch)
    }
    if not addresses:
        return
    known = {
        pk
        for batch in batches(comment.pk for comment in told)
        for pk in Notice.objects.filter(kind=kind, comment__in=batch).values_list(
            "comment", flat=True
        )
    }
    notices = []
    for about, comment in told.items():
        address = addresses.get(comment.email.lower())
        if address is None or about.pk in known or not wants(comment, address):
            continue
        if about.pk != comment.pk and about.email.lower() == address.email:
            continue
        notices.append(Notice(address=address, kind=kind, comment=about))
    Notice.objects.bulk_create(notices, batch_size=SIZE)


# --- What is taken out of the outbox -------------------------------------------------------------


def due(now: datetime) -> QuerySet[Notice]:
    """Notices to send at `now` (aware), oldest first, each with `sent_lately`: e-mails to its
    address in the last 24 hours.
    """
    ripe = Q()
    for attempts, pause in enumerate(PAUSES):
        latest = now - pause
        question = Q(kind=Notice.Kind.QUESTION, created_at__lte=latest)
        news = Q(created_at__lte=latest - GRACE, address__confirmed_at__lte=latest) & _CONFIRMED
        ripe |= Q(attempts=attempts) & (question | (~Q(kind=Notice.Kind.QUESTION) & news))
    lately = (
        Notice.objects.filter(address=OuterRef("address"), sent_at__gt=now - timedelta(hours=24))
        .order_by()
        .values("address")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return (
        Notice.objects.filter(ripe, _UNSENT, created_at__gt=now - KEPT)
        .annotate(sent_lately=Coalesce(Subquery(lately), 0))
        .filter(sent_lately__lt=MOST_A_DAY)
        .order_by("created_at", "pk")
    )


def claim(notice: Notice, now: datetime) -> bool:
    """Mark the notice sent before it is; whether this call, and no other run, did so."""
    rows = Notice.objects.filter(_UNSENT, pk=notice.pk, attempts=notice.attempts)
    return rows.update(sent_at=now) == 1


def release(notice: Notice, attempts: int) -> None:
    """The claimed notice could not be sent: that many attempts are behind it, see PAUSES."""
    Notice.objects.filter(pk=notice.pk).update(sent_at=None, attempts=attempts)


def drop_outdated(now: datetime) -> int:
    """Drop what was not sent within KEPT before `now` (aware); returns how many."""
    deleted, _by_model = Notice.objects.filter(_UNSENT, created_at__lte=now - KEPT).delete()
    return deleted
