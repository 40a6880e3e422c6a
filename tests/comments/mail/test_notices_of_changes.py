"""Which decisions and replies are written into the outbox, for whom, and what drops them."""

import pytest
from django.utils import timezone

from comments import actions, counts
from comments.actions.change import Change
from comments.mail import notices
from comments.models import MailAddress, ModerationPolicy, Notice, Status
from comments.moderation.verdict import Verdict
from comments.reader import Reader
from tests.comments.mail.outbox import (
    DECISION,
    EMAIL,
    REPLY,
    make_address,
    mark_sent,
    outbox,
)
from tests.comments.submitting import correct, submit
from tests.factories import make_article, make_comment, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("checks_say")]


@pytest.fixture
def moderator():
    return make_user("MODERATOR")


# --- Decisions ---------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Status.APPROVED, Status.REJECTED, Status.SPAM])
def test_a_moderators_decision_is_told(moderator, status):
    make_address()
    comment = submit(make_article(), notify=True)
    actions.decide([comment], status, moderator, rule="قاعدة")
    assert outbox() == [(DECISION, EMAIL, comment.pk)]


def test_a_decision_is_told_to_nobody_who_did_not_ask(moderator):
    make_address()
    actions.decide([submit(make_article())], Status.APPROVED, moderator)
    assert outbox() == []


def test_a_decision_waits_for_an_address_that_was_asked(moderator):
    comment = submit(make_article(), notify=True)
    actions.decide([comment], Status.APPROVED, moderator)
    assert outbox(kind=DECISION) == [(DECISION, EMAIL, comment.pk)]


def test_a_decision_after_unsubscribing_is_told_to_nobody(moderator, clock):
    address = make_address()
    comment = submit(make_article(), notify=True)
    clock.shift(1)
    notices.unsubscribe(address.pk, timezone.now())
    actions.decide([comment], Status.APPROVED, moderator)
    assert outbox() == []


@pytest.mark.parametrize("verdict", [Verdict.PASS, Verdict.REJECT, Verdict.SPAM])
def test_what_the_page_answers_at_the_submission_is_not_told(checks_say, verdict):
    make_address()
    checks_say(verdict)
    submit(make_article(), notify=True)
    assert outbox() == []


def test_what_the_page_answers_at_a_correction_is_not_told(checks_say, clock):
    make_address()
    comment = submit(make_article(), notify=True)
    clock.shift(60)
    checks_say(Verdict.PASS)
    correct(comment, "نص آخر")
    assert outbox() == []


def test_a_decision_is_told_once(moderator):
    make_address()
    comment = submit(make_article(), notify=True)
    actions.decide([comment], Status.APPROVED, moderator)
    mark_sent()
    actions.decide([comment], Status.REJECTED, moderator, rule="قاعدة")
    actions.decide([comment], Status.APPROVED, moderator)
    assert outbox() == []


def test_a_decision_changed_before_it_was_told_is_one_notice(moderator):
    make_address()
    comment = submit(make_article(), notify=True)
    actions.decide([comment], Status.APPROVED, moderator)
    actions.decide([comment], Status.REJECTED, moderator, rule="قاعدة")
    assert outbox() == [(DECISION, EMAIL, comment.pk)]


def test_a_decision_taken_back_is_not_told(moderator):
    make_address()
    comment = submit(make_article(), notify=True)
    outcome = actions.decide([comment], Status.APPROVED, moderator)
    actions.undo([outcome.records[0].pk], moderator)
    assert outbox() == []


def test_the_decision_after_one_that_was_told_and_taken_back_is_told(moderator):
    make_address()
    comment = submit(make_article(), notify=True)
    outcome = actions.decide([comment], Status.REJECTED, moderator, rule="قاعدة")
    mark_sent()
    actions.undo([outcome.records[0].pk], moderator)
    assert outbox() == []
    actions.decide([comment], Status.APPROVED, moderator)
    assert outbox() == [(DECISION, EMAIL, comment.pk)]


def test_a_comment_hidden_or_withdrawn_before_it_was_told_is_not_told(moderator):
    make_address()
    ModerationPolicy(reports_to_hide=1).save()
    hidden, withdrawn = (submit(make_article(), notify=True) for _number in range(2))
    actions.decide([hidden, withdrawn], Status.APPROVED, moderator)
    assert len(outbox()) == 2
    actions.report(hidden, Reader(1))
    actions.withdraw(withdrawn)
    assert outbox() == []


def test_many_decisions_cost_few_queries(moderator, django_assert_max_num_queries):
    article = make_article()
    for number in range(30):
        make_address(f"reader{number}@example.org")
    comments = [
        make_comment(article=article, notify=True, email=f"reader{number}@example.org")
        for number in range(30)
    ]
    changes = [Change(comment, Status.APPROVED, "decided") for comment in comments]
    before = dict.fromkeys([comment.pk for comment in comments], Status.WAITING)
    with django_assert_max_num_queries(8):
        notices.after_changes(changes, before)
    assert len(outbox(kind=DECISION)) == 30


def test_changes_of_comments_that_ask_for_nothing_cost_no_query(django_assert_num_queries):
    comment = make_comment()
    change = Change(comment, Status.APPROVED, "decided")
    with django_assert_num_queries(0):
        notices.after_changes([change], {comment.pk: Status.WAITING})


# --- Replies -----------------------------------------------------------------------------------


@pytest.fixture
def asked_for():
    """An approved comment whose writer has a confirmed address and wants e-mails."""
    make_address()
    comment = make_comment(status=Status.APPROVED, notify=True)
    counts.rebuild()
    return comment


def reply_to(comment, **fields):
    values = {"parent": comment, "name": "قارئ", "email": "other@example.org"} | fields
    return make_comment(**values)


def test_an_approved_reply_is_told_to_the_writer_above(moderator, asked_for):
    reply = reply_to(asked_for)
    assert outbox() == []
    actions.decide([reply], Status.APPROVED, moderator)
    assert outbox() == [(REPLY, EMAIL, reply.pk)]


def test_a_reply_published_at_its_submission_is_told(checks_say, asked_for):
    checks_say(Verdict.PASS)
    reply = submit(asked_for.article, email="other@example.org", parent_id=asked_for.pk, body="رد")
    assert outbox() == [(REPLY, EMAIL, reply.pk)]


def test_a_reply_is_told_once(moderator, asked_for):
    reply = reply_to(asked_for)
    actions.decide([reply], Status.APPROVED, moderator)
    mark_sent()
    actions.decide([reply], Status.REJECTED, moderator, rule="قاعدة")
    actions.decide([reply], Status.APPROVED, moderator)
    assert outbox() == []


def test_a_reply_that_is_no_longer_seen_is_not_told(moderator, asked_for):
    reply = reply_to(asked_for)
    outcome = actions.decide([reply], Status.APPROVED, moderator)
    actions.undo([outcome.records[0].pk], moderator)
    assert outbox() == []
    actions.decide([reply], Status.APPROVED, moderator)
    assert outbox() == [(REPLY, EMAIL, reply.pk)]


def test_her_own_reply_is_not_told_to_her(moderator, asked_for):
    actions.decide([reply_to(asked_for, email=EMAIL)], Status.APPROVED, moderator)
    assert outbox() == []


def test_only_the_writer_directly_above_is_told(moderator, asked_for):
    reply = reply_to(asked_for, status=Status.APPROVED)
    below = reply_to(reply, email="third@example.org")
    actions.decide([below], Status.APPROVED, moderator)
    assert outbox() == []


@pytest.fixture
def deepest(asked_for):
    """A comment at the deepest level whose writer wants e-mails too, as does the one above it."""
    make_address("deep@example.org")
    make_address("middle@example.org")
    middle = reply_to(asked_for, email="middle@example.org", notify=True, status=Status.APPROVED)
    deep = reply_to(middle, email="deep@example.org", notify=True, status=Status.APPROVED)
    counts.rebuild()
    return deep


def answer_to(deepest, **fields):
    """An answer to the deepest level, which stands beside what it answers."""
    return reply_to(deepest.parent, answered=deepest.pk, **fields)


def test_an_answer_beside_what_it_answers_is_told_to_the_writer_of_that(moderator, deepest):
    answer = answer_to(deepest)
    actions.decide([answer], Status.APPROVED, moderator)
    assert outbox() == [(REPLY, "deep@example.org", answer.pk)]


def test_an_answer_to_one_who_is_gone_is_told_to_nobody(moderator, deepest):
    answer = answer_to(deepest)
    deepest.delete()
    actions.decide([answer], Status.APPROVED, moderator)
    assert outbox() == []


@pytest.mark.parametrize("again", ["what it answers", "the one above"])
def test_an_answer_beside_a_hidden_comment_is_told_when_that_is_seen_again(
    moderator, deepest, again
):
    answer = answer_to(deepest)
    actions.decide([deepest, deepest.parent], Status.REJECTED, moderator, rule="قاعدة")
    actions.decide([answer], Status.APPROVED, moderator)
    mark_sent()
    assert outbox(kind=REPLY) == []
    is_answered = again == "what it answers"
    seen = deepest if is_answered else deepest.parent
    actions.decide([seen], Status.APPROVED, moderator)
    assert [pk for _kind, _email, pk in outbox(kind=REPLY) if pk == answer.pk] == (
        [answer.pk] if is_answered else []
    )


def test_what_is_no_news_is_not_told_when_the_comment_above_is_seen_again(
    moderator, asked_for, clock
):
    """Nor is what was told long ago and has been forgotten since."""
    reply = reply_to(asked_for)
    actions.decide([reply], Status.APPROVED, moderator)
    actions.decide([asked_for], Status.REJECTED, moderator, rule="قاعدة")
    Notice.objects.all().delete()
    clock.shift(notices.KEPT)
    actions.decide([asked_for], Status.APPROVED, moderator)
    assert outbox(kind=REPLY) == []


def test_a_reply_to_one_who_wants_no_e_mails_is_not_told(moderator):
    make_address()
    reply = reply_to(make_comment(status=Status.APPROVED))
    actions.decide([reply], Status.APPROVED, moderator)
    assert outbox() == []


def test_a_reply_to_a_hidden_comment_is_told_when_that_is_seen_again(moderator, asked_for):
    reply = reply_to(asked_for)
    actions.decide([asked_for], Status.REJECTED, moderator, rule="قاعدة")
    mark_sent()
    actions.decide([reply], Status.APPROVED, moderator)
    assert outbox(kind=REPLY) == []
    actions.decide([asked_for], Status.APPROVED, moderator)
    assert outbox(kind=REPLY) == [(REPLY, EMAIL, reply.pk)]


def test_a_comment_and_its_reply_approved_together(moderator):
    make_address()
    parent = make_comment(notify=True)
    reply = reply_to(parent)
    actions.decide([reply, parent], Status.APPROVED, moderator)
    assert sorted(outbox()) == [(DECISION, EMAIL, parent.pk), (REPLY, EMAIL, reply.pk)]


def test_a_reply_to_a_comment_of_before_unsubscribing_is_not_told(moderator, asked_for, clock):
    address = MailAddress.objects.get()
    clock.shift(1)
    notices.unsubscribe(address.pk, timezone.now())
    clock.shift(1)
    # A new comment, a new question, a new yes; the old comment stays silent.
    submit(make_article(), notify=True)
    clock.shift(1)
    assert notices.confirm(address.pk, timezone.now())
    actions.decide([reply_to(asked_for)], Status.APPROVED, moderator)
    assert outbox() == []
