"""The command that sends e-mails: its counts, its bounds, and two of them at once."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from comments.models import Comment, MailAddress, Notice, Status
from tests.factories import make_article, make_comment


def make_questions(number):
    article = make_article()
    for n in range(number):
        email = f"reader{n}@example.org"
        address = MailAddress.objects.create(email=email, asked_at=timezone.now())
        Notice.objects.create(
            address=address,
            kind=Notice.Kind.QUESTION,
            comment=make_comment(article=article, email=email, notify=True),
            created_at=timezone.now() - timedelta(minutes=number - n),
        )


def send_notices(**options):
    out = StringIO()
    call_command("send_notices", stdout=out, **options)
    return out.getvalue().strip()


@pytest.mark.django_db
def test_it_says_what_it_did(mailoutbox):
    make_questions(3)
    Comment.objects.filter(email="reader1@example.org").update(status=Status.SPAM)
    assert send_notices() == "2 sent, 0 not sent, 1 dropped."
    assert len(mailoutbox) == 2
    assert send_notices(verbosity=0) == ""


@pytest.mark.django_db
def test_a_run_can_be_bounded(mailoutbox):
    make_questions(3)
    assert send_notices(most=2) == "2 sent, 0 not sent, 0 dropped."
    assert [message.to[0] for message in mailoutbox] == [
        "reader0@example.org",
        "reader1@example.org",
    ]
    with pytest.raises(CommandError):
        send_notices(most=0)


@pytest.mark.django_db
def test_cron_hears_of_a_server_that_cannot_be_reached(monkeypatch):
    def unreachable(self):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "open", unreachable)
    make_questions(1)
    with pytest.raises(CommandError, match="the e-mails wait"):
        send_notices()
    assert Notice.objects.get().attempts == 0


@pytest.mark.django_db
def test_cron_hears_of_a_server_that_went_away(monkeypatch):
    def gone(self, messages):
        raise ConnectionResetError

    monkeypatch.setattr(EmailBackend, "send_messages", gone)
    make_questions(2)
    with pytest.raises(CommandError, match="the rest waits"):
        send_notices()
    assert list(Notice.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 0]


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_nothing_twice(monkeypatch):
    make_questions(12)
    sent = []
    both_are_at_it = threading.Barrier(2, timeout=10)
    met = threading.local()

    def send_messages(self, messages):
        # Both runs have read the outbox before either goes on with it.
        if not getattr(met, "other", False):
            met.other = True
            both_are_at_it.wait()
        sent.extend(message.to[0] for message in messages)
        return len(messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)

    def run():
        try:
            send_notices()
        finally:
            connection.close()

    runs = [threading.Thread(target=run) for _number in range(2)]
    for thread in runs:
        thread.start()
    for thread in runs:
        thread.join()
    assert len(sent) == len(set(sent)) == 12
