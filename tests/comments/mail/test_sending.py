"""The outbox is sent: in order, within bounds, once, whatever the mail server answers."""

import logging
import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from comments.mail import notices, sending
from comments.models import Comment, Notice, Status
from tests.comments.mail.outbox import DECISION, EMAIL, QUESTION, REPLY, make_address, make_notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


def test_what_is_due_is_sent_once_oldest_first(mailoutbox, clock):
    asked = make_notice(QUESTION, email="new@example.org")
    old = make_notice(DECISION, created_at=timezone.now() - timedelta(days=2))
    waiting = make_notice(DECISION, address=make_address("silent@example.org", confirmed_at=None))
    tally = sending.send_due(10)
    assert [message.to for message in mailoutbox] == [[EMAIL], ["new@example.org"]]
    assert (tally.sent, tally.failed, tally.dropped) == (2, 0, 0)
    assert sending.send_due(10).sent == 0
    assert len(mailoutbox) == 2
    for notice in (asked, old):
        notice.refresh_from_db()
        assert notice.sent_at == timezone.now()
    waiting.refresh_from_db()
    assert waiting.sent_at is None


def test_a_run_is_bounded(mailoutbox):
    for number in range(5):
        make_notice(QUESTION, email=f"reader{number}@example.org")
    assert sending.send_due(3).sent == 3
    assert sending.send_due(3).sent == 2


def test_what_has_nothing_to_say_leaves_the_outbox(mailoutbox):
    make_notice(DECISION)
    Comment.objects.update(status=Status.WAITING)
    make_notice(REPLY, email="late@example.org", created_at=timezone.now() - timedelta(days=8))
    assert sending.send_due(10).dropped == 2
    assert mailoutbox == []
    assert not Notice.objects.exists()


def test_one_run_does_not_pass_the_limit_of_an_address(mailoutbox, monkeypatch):
    monkeypatch.setattr(notices, "MOST_A_DAY", 3)
    for _number in range(5):
        make_notice(DECISION)
    make_notice(DECISION, email="other@example.org")
    assert sending.send_due(10).sent == 4
    assert sorted(message.to[0] for message in mailoutbox) == ["other@example.org"] + [EMAIL] * 3


def test_nothing_due_opens_no_connection(monkeypatch):
    monkeypatch.setattr(mail, "get_connection", None)
    assert sending.send_due(10).sent == 0


def test_one_connection_serves_a_run_and_is_closed(monkeypatch, mailoutbox):
    seen = []
    monkeypatch.setattr(EmailBackend, "open", lambda self: seen.append("open"))
    monkeypatch.setattr(EmailBackend, "close", lambda self: seen.append("close"))
    for number in range(3):
        make_notice(QUESTION, email=f"reader{number}@example.org")
    assert sending.send_due(10).sent == 3
    assert seen == ["open", "close"]


@pytest.fixture
def refuses(monkeypatch):
    """Call with an error and an address: the server answers so when that is written to."""
    answers = {}
    send = EmailBackend.send_messages

    def send_messages(self, messages):
        for message in messages:
            if error := answers.get(message.to[0]):
                raise error
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    return lambda error, email=EMAIL: answers.update({email: error})


def refused(code):
    return smtplib.SMTPRecipientsRefused({EMAIL: (code, f"{EMAIL} refused".encode())})


@pytest.mark.parametrize(
    ("error", "attempts"),
    [
        (refused(451), 1),
        (refused(550), len(notices.PAUSES)),
        (smtplib.SMTPDataError(554, b"no"), 1),
        (smtplib.SMTPNotSupportedError("SMTPUTF8"), 1),
        (ValueError("anything"), 1),
    ],
)
def test_the_trouble_of_one_is_its_own(refuses, mailoutbox, error, attempts):
    refuses(error)
    first = make_notice(QUESTION, created_at=timezone.now() - timedelta(hours=2))
    make_notice(QUESTION, email="other@example.org")
    tally = sending.send_due(10)
    assert (tally.sent, tally.failed, tally.interrupted) == (1, 1, False)
    assert [message.to for message in mailoutbox] == [["other@example.org"]]
    first.refresh_from_db()
    assert (first.sent_at, first.attempts) == (None, attempts)


def test_what_was_refused_for_now_is_sent_later(refuses, mailoutbox, clock):
    refuses(refused(451))
    make_notice(QUESTION, created_at=timezone.now())
    assert sending.send_due(10).failed == 1
    refuses(None)
    assert sending.send_due(10).sent == 0
    clock.shift(notices.PAUSES[1])
    assert sending.send_due(10).sent == 1


@pytest.mark.parametrize(
    ("error", "attempts"),
    [
        (smtplib.SMTPServerDisconnected("gone"), 1),
        (TimeoutError(), 1),
        (smtplib.SMTPSenderRefused(550, b"who?", "noreply@example.org"), 0),
    ],
)
def test_the_trouble_of_the_server_ends_the_run(refuses, mailoutbox, error, attempts):
    refuses(error)
    first = make_notice(QUESTION, created_at=timezone.now() - timedelta(hours=2))
    second = make_notice(QUESTION, email="other@example.org")
    tally = sending.send_due(10)
    assert (tally.sent, tally.failed, tally.interrupted) == (0, 1, True)
    assert mailoutbox == []
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.sent_at, first.attempts) == (None, attempts)
    assert (second.sent_at, second.attempts) == (None, 0)


def test_a_server_that_cannot_be_reached_costs_no_attempt(monkeypatch):
    def unreachable(self):
        raise ConnectionRefusedError(f"for {EMAIL}")

    monkeypatch.setattr(EmailBackend, "open", unreachable)
    notice = make_notice(QUESTION)
    with pytest.raises(sending.MailServerUnavailable, match=r"^ConnectionRefusedError$"):
        sending.send_due(10)
    notice.refresh_from_db()
    assert (notice.sent_at, notice.attempts) == (None, 0)


def test_the_log_holds_no_address(refuses, caplog):
    refuses(refused(550))
    make_notice(QUESTION)
    with caplog.at_level(logging.DEBUG):
        sending.send_due(10)
    assert "SMTPRecipientsRefused" in caplog.text
    assert "example.org" not in caplog.text


def test_a_notice_is_marked_before_the_server_has_it(monkeypatch):
    """So that a run that is killed, or another one meanwhile, never sends it a second time."""
    notice = make_notice(QUESTION)
    meanwhile = []

    def send_messages(self, messages):
        meanwhile.append(Notice.objects.get(pk=notice.pk).sent_at)
        meanwhile.append(sending.send_due(10).sent)
        return 1

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    assert sending.send_due(10).sent == 1
    marked, sent_by_another_run = meanwhile
    assert marked is not None
    assert sent_by_another_run == 0
