"""The daily purge of addresses and of e-mails that were sent to them."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from comments import retention
from comments.mail import notices
from comments.models import MailAddress, ModerationPolicy, NetworkKey, Notice, Status
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

NOW = timezone.make_aware(datetime(2026, 11, 24, 4))
LONG_AGO = NOW - timedelta(days=91)
LATELY = NOW - timedelta(days=89)


@pytest.fixture(autouse=True)
def _key():
    """The key in use, which the purge would make."""
    NetworkKey.objects.create(secret=b"k" * 32, created_at=NOW - timedelta(days=1))


# --- Addresses ---------------------------------------------------------------------------------


def test_an_address_that_never_answered_goes_after_ninety_days():
    gone = MailAddress.objects.create(email="a@example.org", asked_at=NOW - timedelta(days=91))
    Notice.objects.create(address=gone, kind=Notice.Kind.QUESTION, created_at=gone.asked_at)
    unreached = MailAddress.objects.create(email="b@example.org")
    Notice.objects.create(
        address=unreached, kind=Notice.Kind.QUESTION, created_at=NOW - timedelta(days=91)
    )
    for email, fields in {
        "fresh": {"asked_at": NOW - timedelta(days=89)},
        "unsubscribed": {"asked_at": LONG_AGO, "unsubscribed_at": LONG_AGO},
    }.items():
        MailAddress.objects.create(email=f"{email}@example.org", **fields)
    new = MailAddress.objects.create(email="new@example.org")
    Notice.objects.create(address=new, kind=Notice.Kind.QUESTION, created_at=NOW)
    assert retention.purge(NOW).addresses == 2
    left = MailAddress.objects.values_list("email", flat=True)
    assert {email.split("@")[0] for email in left} == {"fresh", "unsubscribed", "new"}
    assert Notice.objects.count() == 1


def confirmed(name, **fields):
    values = {"asked_at": LONG_AGO, "confirmed_at": LONG_AGO} | fields
    return MailAddress.objects.create(email=f"{name}@example.org", **values)


def test_a_confirmed_address_goes_when_no_comment_wants_e_mails_any_more():
    story = make_comment().article
    for name in ("shown", "silent", "appeal", "over", "nothing"):
        confirmed(name)
    confirmed("no", unsubscribed_at=LONG_AGO + timedelta(days=1))
    again = confirmed("again", unsubscribed_at=LONG_AGO - timedelta(days=1))
    make_comment(article=story, email="shown@example.org", notify=True, status=Status.APPROVED)
    make_comment(article=story, email="silent@example.org", status=Status.APPROVED)
    rejected = {"article": story, "notify": True, "status": Status.REJECTED}
    submitted_at = LONG_AGO - timedelta(days=1)
    for name, at in (("appeal", LATELY), ("over", LONG_AGO)):
        email = f"{name}@example.org"
        make_comment(email=email, submitted_at=submitted_at, decided_at=at, **rejected)
    Notice.objects.create(address=again, kind=Notice.Kind.REPLY, created_at=LATELY, sent_at=LATELY)
    dry = retention.purge(NOW, dry_run=True)
    assert retention.purge(NOW).addresses == dry.addresses == 4
    left = MailAddress.objects.values_list("email", flat=True)
    assert {email.split("@")[0] for email in left} == {"shown", "appeal", "no"}
    assert not retention.purge(NOW)


# --- E-mails that were sent --------------------------------------------------------------------


def sent(kind, at, address, **fields):
    return Notice.objects.create(address=address, kind=kind, created_at=at, sent_at=at, **fields)


@pytest.fixture
def address():
    make_comment(email="shown@example.org", notify=True, status=Status.APPROVED)
    return confirmed("shown", asked_at=LATELY)


@pytest.mark.parametrize("kind", [Notice.Kind.DECISION, Notice.Kind.REPLY])
def test_what_was_told_is_forgotten_after_the_time_for_appeal(address, kind):
    sent(kind, LONG_AGO, address)
    lately = sent(kind, LATELY, address)
    assert retention.purge(NOW).emails == 1
    assert list(Notice.objects.all()) == [lately]
    assert not retention.purge(NOW)


def test_what_is_still_news_is_not_forgotten_however_short_the_time_for_appeal(address):
    ModerationPolicy(rejected_days=1).save()
    sent(Notice.Kind.REPLY, NOW - notices.KEPT - timedelta(hours=1), address)
    news = sent(Notice.Kind.REPLY, NOW - notices.KEPT + timedelta(hours=1), address)
    retention.purge(NOW)
    assert list(Notice.objects.all()) == [news]


def test_what_was_never_sent_is_not_the_purges_to_forget(address):
    Notice.objects.create(address=address, kind=Notice.Kind.REPLY, created_at=LONG_AGO)
    assert retention.purge(NOW).emails == 0


def test_questions_count_until_the_last_of_them_is_old():
    """Or whoever said no would be asked sooner than whoever said nothing."""
    until = NOW - retention.ADDRESS_LASTS
    refused = {"confirmed_at": None, "unsubscribed_at": LATELY}
    asked_again = confirmed("again", asked_at=until + timedelta(hours=1), **refused)
    left_alone = confirmed("alone", asked_at=until - timedelta(hours=1), **refused)
    for address in (asked_again, left_alone):
        for days in (1, 2):
            sent(Notice.Kind.QUESTION, until - timedelta(days=days), address)
    assert retention.purge(NOW).emails == 2
    assert set(Notice.objects.values_list("address", flat=True)) == {asked_again.pk}
    assert MailAddress.objects.count() == 2
