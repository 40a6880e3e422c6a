"""How the outbox is filled in tests."""

from datetime import timedelta

from django.utils import timezone

from comments.models import MailAddress, Notice, Status
from comments.moderation.verdict import Result
from tests.factories import make_comment

EMAIL = "reader@example.org"
QUESTION, DECISION, REPLY = Notice.Kind.QUESTION, Notice.Kind.DECISION, Notice.Kind.REPLY


def make_address(email=EMAIL, **fields):
    """An address that was confirmed a month ago."""
    values = {"confirmed_at": timezone.now() - timedelta(days=30)} | fields
    return MailAddress.objects.create(email=email, **values)


def make_notice(kind, email=EMAIL, address=None, comment=None, **fields):
    """A notice that is due, about a comment it is true of."""
    if address is None:
        address = MailAddress.objects.filter(email=email).first()
    if address is None:
        confirmed = {"confirmed_at": None} if kind == QUESTION else {}
        address = make_address(email, asked_at=timezone.now(), **confirmed)
    if comment is None:
        comment = make_comment(notify=True, email=address.email, status=Status.APPROVED)
        if kind == REPLY:
            comment = reply_to(comment)
    values = {"created_at": timezone.now() - timedelta(hours=1)} | fields
    return Notice.objects.create(address=address, kind=kind, comment=comment, **values)


def reply_to(comment, **fields):
    """An approved reply by another reader."""
    values = {"name": "قارئ آخر", "email": "other@example.org", "body": "نص الرد"} | fields
    return make_comment(parent=comment, status=Status.APPROVED, **values)


def outbox(**fields):
    """What is unsent, as (kind, e-mail address, comment's id)."""
    rows = Notice.objects.filter(sent_at__isnull=True, **fields).order_by("pk")
    return [(row.kind, row.address.email, row.comment_id) for row in rows]


def mark_sent():
    """As if all had been sent now."""
    Notice.objects.update(sent_at=timezone.now())


class Says:
    """A check that says the same of everything."""

    name = "invented"
    label = "invented"

    def __init__(self, verdict):
        self.verdict = verdict

    def __call__(self, context):
        return Result(self.verdict, "سبب", "جواب")
