"""Questions to new addresses and their limits; what of the outbox is due, and when."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from comments.mail import notices
from comments.models import MailAddress, Notice
from comments.moderation.verdict import Verdict
from tests.comments.mail.outbox import (
    DECISION,
    EMAIL,
    QUESTION,
    REPLY,
    make_address,
    mark_sent,
    outbox,
)
from tests.comments.submitting import submit
from tests.factories import make_article, make_comment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("checks_say")]


# --- The question ------------------------------------------------------------------------------


def test_a_new_address_is_asked_once_the_box_is_ticked():
    comment = submit(make_article(), notify=True)
    assert outbox() == [(QUESTION, EMAIL, comment.pk)]
    address = MailAddress.objects.get()
    assert not notices.is_confirmed(address)
    assert address.asked_at == comment.submitted_at


def test_without_the_tick_nothing_is_kept_or_asked():
    submit(make_article())
    assert not MailAddress.objects.exists()
    assert outbox() == []


def test_a_confirmed_address_is_not_asked():
    make_address()
    submit(make_article(), notify=True)
    assert outbox() == []


@pytest.mark.parametrize("verdict", [Verdict.REJECT, Verdict.SPAM])
def test_nobody_is_asked_because_of_what_the_checks_turned_away(checks_say, verdict):
    checks_say(verdict)
    submit(make_article(), notify=True)
    assert outbox() == []
    assert not MailAddress.objects.exists()


def test_the_case_of_an_address_makes_no_second_one():
    submit(make_article(), notify=True)
    submit(make_article(), notify=True, email="Reader@Example.org")
    assert MailAddress.objects.count() == 1
    assert len(outbox()) == 1


def test_an_address_is_asked_once_in_a_day_and_three_times_in_all(clock):
    for day in range(6):
        submit(make_article(), notify=True, body=f"تعليق {day}")
        clock.shift(timedelta(hours=23, minutes=59))
        submit(make_article(), notify=True, body=f"تعليق آخر {day}")
        clock.shift(timedelta(minutes=1))
        mark_sent()
    assert Notice.objects.filter(kind=QUESTION).count() == 3


def test_other_addresses_are_not_touched_by_the_limit_of_one():
    for number in range(4):
        submit(make_article(), notify=True, email=f"reader{number}@example.org")
    assert len(outbox()) == 4


def test_comments_from_one_network_cause_so_many_questions_in_an_hour(clock, monkeypatch):
    monkeypatch.setattr(notices, "QUESTIONS_PER_NETWORK", 3)

    def ask(number, host):
        submit(make_article(), host, notify=True, email=f"reader{number}@example.org")

    for number in range(5):
        ask(number, f"203.0.113.{number}")
    assert len(outbox()) == 3
    # Who could not be asked is not kept either.
    assert MailAddress.objects.count() == 3
    ask(5, "198.51.100.1")
    assert len(outbox()) == 4
    clock.shift(timedelta(hours=1))
    ask(6, "203.0.113.1")
    assert len(outbox()) == 5


def test_unknown_networks_count_as_one(clock, monkeypatch):
    monkeypatch.setattr(notices, "QUESTIONS_PER_NETWORK", 3)
    for number in range(5):
        email = f"reader{number}@example.org"
        submit(make_article(), "0.0.0.0", notify=True, email=email)
    assert len(outbox()) == 3
    clock.shift(timedelta(hours=1))
    submit(make_article(), "0.0.0.0", notify=True, email="later@example.org")
    assert len(outbox()) == 4


@pytest.mark.sqlite_only
@pytest.mark.parametrize("address", ["203.0.113.1", "0.0.0.0"])
def test_questions_of_a_network_are_counted_by_an_index(
    address, monkeypatch, django_assert_num_queries
):
    """The count is made while the comment's story is locked, and other writers wait."""
    comment = submit(make_article(), address, notify=True)
    with django_assert_num_queries(1) as asked:
        notices._many_from(comment.network, timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked.captured_queries[0]['sql']}")
        plan = [row[-1] for row in cursor.fetchall()]
    assert not [step for step in plan if step.startswith("SCAN")]
    assert any("submitted_at>" in step for step in plan)


def test_confirming_answers_the_question(clock):
    submit(make_article(), notify=True)
    address = MailAddress.objects.get()
    clock.shift(60)
    assert notices.confirm(address.pk, timezone.now())
    address.refresh_from_db()
    assert notices.is_confirmed(address)
    assert outbox() == []
    first = address.confirmed_at
    clock.shift(60)
    assert notices.confirm(address.pk, timezone.now())
    address.refresh_from_db()
    assert address.confirmed_at == first


def test_nothing_is_confirmed_that_was_not_asked():
    assert not notices.confirm(1, timezone.now())
    address = make_address(confirmed_at=None)
    assert not notices.confirm(address.pk, timezone.now())


def test_after_unsubscribing_the_old_question_confirms_nothing(clock):
    submit(make_article(), notify=True)
    address = MailAddress.objects.get()
    clock.shift(60)
    notices.unsubscribe(address.pk, timezone.now())
    clock.shift(60)
    assert not notices.confirm(address.pk, timezone.now())
    address.refresh_from_db()
    assert not notices.is_confirmed(address)


def test_unsubscribing_does_not_buy_more_questions(clock):
    for day in range(6):
        submit(make_article(), notify=True, body=f"تعليق {day}")
        mark_sent()
        clock.shift(60)
        notices.unsubscribe(MailAddress.objects.get().pk, timezone.now())
        clock.shift(timedelta(days=1))
    assert Notice.objects.filter(kind=QUESTION).count() == 3


def test_who_unsubscribed_is_asked_again_only_when_she_ticks_the_box_anew(clock):
    address = make_address()
    notices.unsubscribe(address.pk, timezone.now())
    clock.shift(60)
    submit(make_article())
    assert outbox() == []
    comment = submit(make_article(), notify=True)
    assert outbox() == [(QUESTION, EMAIL, comment.pk)]
    mark_sent()
    clock.shift(60)
    assert notices.confirm(address.pk, timezone.now())
    address.refresh_from_db()
    assert notices.is_confirmed(address)


# --- What is due -------------------------------------------------------------------------------


def add(kind, address=None, **fields):
    address = address or MailAddress.objects.first() or make_address()
    values = {"comment": make_comment(), "created_at": timezone.now()} | fields
    return Notice.objects.create(address=address, kind=kind, **values)


def is_due(notice):
    return notices.due(timezone.now()).filter(pk=notice.pk).exists()


def test_a_question_is_due_at_once_to_an_address_that_has_not_answered(clock):
    assert is_due(add(QUESTION, make_address(confirmed_at=None)))


@pytest.mark.parametrize("kind", [DECISION, REPLY])
def test_news_wait_for_the_answer(clock, kind):
    address = make_address(confirmed_at=None, asked_at=timezone.now())
    news = add(kind, address)
    clock.shift(timedelta(days=6))
    assert not is_due(news)
    assert notices.confirm(address.pk, timezone.now())
    assert is_due(news)


@pytest.mark.parametrize("kind", [DECISION, REPLY])
def test_news_wait_while_a_moderator_may_take_them_back(clock, kind):
    news = add(kind)
    clock.shift(notices.GRACE - timedelta(seconds=1))
    assert not is_due(news)
    clock.shift(1)
    assert is_due(news)


def test_what_is_older_than_a_week_is_dropped_and_never_due(clock):
    address = make_address(confirmed_at=None, asked_at=timezone.now())
    news = add(DECISION, address)
    clock.shift(notices.KEPT)
    assert notices.confirm(address.pk, timezone.now())
    assert not is_due(news)
    assert notices.drop_outdated(timezone.now()) == 1
    assert not Notice.objects.exists()


def test_what_was_sent_is_kept(clock):
    add(DECISION, sent_at=timezone.now())
    clock.shift(timedelta(days=30))
    assert notices.drop_outdated(timezone.now()) == 0
    assert Notice.objects.exists()


def test_unsubscribing_empties_the_outbox_of_that_address_alone():
    address, other = make_address(), make_address("other@example.org")
    add(DECISION, address)
    add(REPLY, other)
    notices.unsubscribe(address.pk, timezone.now())
    assert [email for _kind, email, _pk in outbox()] == ["other@example.org"]


def test_nothing_but_a_question_is_due_after_unsubscribing(clock):
    address = make_address(unsubscribed_at=timezone.now())
    news = add(DECISION, address)
    clock.shift(timedelta(days=1))
    assert not is_due(news)


def test_pauses_between_attempts_grow_and_end(clock):
    question = add(QUESTION)
    begun = timezone.now()
    for attempts, pause in enumerate(notices.PAUSES):
        Notice.objects.filter(pk=question.pk).update(attempts=attempts)
        clock.move_to(begun + pause)
        assert is_due(question)
        if pause:
            clock.move_to(begun + pause - timedelta(seconds=1))
            assert not is_due(question)
    gaps = [b - a for a, b in zip(notices.PAUSES, notices.PAUSES[1:], strict=False)]
    assert gaps == sorted(gaps)
    Notice.objects.filter(pk=question.pk).update(attempts=len(notices.PAUSES))
    clock.move_to(begun + timedelta(days=6))
    assert not is_due(question)


def test_an_address_gets_so_many_e_mails_a_day(clock):
    for _number in range(notices.MOST_A_DAY):
        add(REPLY, sent_at=timezone.now())
    news = add(DECISION)
    clock.shift(timedelta(hours=23))
    assert not is_due(news)
    clock.shift(timedelta(hours=1))
    assert is_due(news)


def test_a_notice_is_claimed_once():
    question = add(QUESTION)
    again = Notice.objects.get(pk=question.pk)
    assert notices.claim(question, timezone.now())
    assert not notices.claim(again, timezone.now())
