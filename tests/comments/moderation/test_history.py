"""What is known of earlier comments: the right ones, few of them, by an index."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Article
from comments import actions
from comments.models import Act, Block, Comment, Status
from comments.moderation import history
from comments.moderation.fingerprint import fingerprint
from comments.moderation.history import StoredHistory
from newsportal.arabic.folding import fold
from tests.factories import make_article, make_comment, make_record, make_user

pytestmark = pytest.mark.django_db

EMAIL = "reader@example.org"
NETWORK = "1-abc"
TEXT = "هذا القرار سيضر بالقدرة الشرائية للمواطنين البسطاء في القرى"
NUMBER = fingerprint(fold(TEXT))


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def moderator():
    return make_user("MODERATOR")


@pytest.fixture
def past(now):
    """`past(**fields)`: the history of a sender who writes under a story now."""

    def of(**fields):
        values = {
            "article": None,
            "name": "قارئة",
            "email": EMAIL,
            "networks": [NETWORK],
            "network": NETWORK,
            "now": now,
        } | fields
        return StoredHistory(**values)

    return of


# --- How much was sent -------------------------------------------------------------------------


def test_comments_of_the_address_are_counted_whatever_became_of_them(past, now):
    since = now - timedelta(minutes=10)
    for status in Status:
        make_comment(status=status, submitted_at=now - timedelta(minutes=5))
    make_comment(submitted_at=since)
    make_comment(submitted_at=since - timedelta(seconds=1))
    make_comment(email="other@example.org", network=NETWORK)
    assert past().sent_by_address(since) == len(Status) + 1


def test_the_case_of_the_address_does_not_matter(past, now):
    make_comment()
    assert past(email="Reader@Example.ORG").sent_by_address(now - timedelta(hours=1)) == 1


def test_comments_of_the_network_are_counted(past, now):
    since = now - timedelta(minutes=10)
    make_comment(network=NETWORK, email="other@example.org")
    make_comment(network=NETWORK, submitted_at=since - timedelta(seconds=1))
    make_comment(network="1-other")
    make_comment(network="")
    assert past().sent_from_network(since) == 1


def test_comments_of_the_address_from_the_network_are_counted(past, now):
    since = now - timedelta(minutes=10)
    for network in (NETWORK, "1-other", ""):
        make_comment(network=network)
    make_comment(network=NETWORK, email="other@example.org")
    make_comment(network=NETWORK, submitted_at=since - timedelta(seconds=1))
    assert past().sent_by_address_from_network(since) == 1
    assert past(network="", networks=[]).sent_by_address_from_network(since) == 1


def test_senders_of_unknown_networks_are_not_counted_together(past, now):
    make_comment(network="")
    unknown = past(network="", networks=[])
    assert unknown.sent_from_network(now - timedelta(hours=1)) == 0
    assert unknown.bodies_of_sender() == ["تعليق مفيد"]


def test_the_comment_that_is_corrected_is_left_out(past, now):
    comment = make_comment(
        network=NETWORK, stamp="nonce", fingerprint=NUMBER, status=Status.APPROVED
    )
    of = past(article=comment.article, without=comment.pk)
    since = now - timedelta(hours=1)
    assert of.sent_by_address(since) == of.sent_from_network(since) == of.copies(NUMBER) == 0
    assert of.bodies_of_sender() == of.bodies_under_story() == []
    assert not of.stamp_was_used("nonce")
    assert past().stamp_was_used("nonce")


# --- Who is known ------------------------------------------------------------------------------


def test_a_stranger_is_not_known(past):
    make_comment(email="other@example.org", status=Status.APPROVED)
    assert not past().is_known()


@pytest.mark.parametrize(
    ("statuses", "known"),
    [
        ([Status.APPROVED], True),
        ([Status.REJECTED], False),
        ([Status.SPAM], False),
        ([Status.APPROVED, Status.REJECTED], False),
        ([Status.APPROVED, Status.SPAM], False),
        ([Status.REJECTED, Status.APPROVED], True),
        ([Status.APPROVED, Status.APPROVED], True),
    ],
)
def test_a_sender_is_known_by_what_moderators_decided_last(past, moderator, statuses, known):
    for status in statuses:
        actions.decide([make_comment()], status, moderator)
    assert past().is_known() == known


def test_it_is_the_order_of_decisions_that_counts(past, moderator):
    first, second = make_comment(), make_comment()
    actions.decide([second], Status.REJECTED, moderator)
    actions.decide([first], Status.APPROVED, moderator)
    assert past().is_known()


def test_what_the_checks_alone_let_through_vouches_for_nobody(past):
    make_comment(status=Status.APPROVED, decided_at=timezone.now())
    assert not past().is_known()


def test_what_the_checks_turned_away_ends_the_trust(past, moderator):
    actions.decide([make_comment()], Status.APPROVED, moderator)
    make_comment(status=Status.SPAM, decided_at=timezone.now())
    assert not past().is_known()


def test_an_approval_that_was_taken_back_does_not_count(past, moderator):
    outcome = actions.decide([make_comment()], Status.APPROVED, moderator)
    actions.undo([record.pk for record in outcome.records], moderator)
    assert not past().is_known()


def test_an_approval_of_another_text_does_not_count(past, moderator):
    comment = make_comment()
    actions.decide([comment], Status.APPROVED, moderator)
    Comment.objects.filter(pk=comment.pk).update(corrected_at=timezone.now())
    assert not past().is_known()


def test_a_comment_that_waits_or_was_withdrawn_changes_nothing(past, moderator):
    actions.decide([make_comment()], Status.APPROVED, moderator)
    make_comment()
    make_comment(status=Status.WITHDRAWN, decided_at=timezone.now())
    assert past().is_known()


# --- Texts -------------------------------------------------------------------------------------


def test_bodies_are_folded_without_the_name(past):
    make_comment(name="أحمد  بن عليّ", body="أهلاً وسهلاً")
    make_comment(name="ﷺ", body="ﷺ تعليق")
    assert set(past().bodies_of_sender()) == {"اهلا وسهلا", fold("ﷺ تعليق")}


def test_bodies_of_the_address_come_before_those_of_the_network(past):
    make_comment(body="من العنوان", network=NETWORK)
    make_comment(body="من الشبكة", network=NETWORK, email="other@example.org")
    make_comment(body="من غيرهما", network="1-other", email="third@example.org")
    assert past().bodies_of_sender() == ["من العنوان", "من الشبكه"]


def test_bodies_under_the_story_are_those_that_are_visible_or_wait(past):
    article = make_article()
    for status in Status:
        make_comment(article=article, body=status.value, status=status)
    make_comment(body="elsewhere", status=Status.APPROVED)
    assert past(article=article).bodies_under_story() == ["approved", "waiting"]


def test_old_withdrawn_and_erased_comments_are_not_compared(past, now):
    make_comment(body="قديم", submitted_at=now - history.RECENTLY - timedelta(seconds=1))
    make_comment(body="مسحوب", status=Status.WITHDRAWN)
    make_comment(body="")
    rejected = make_comment(body="مرفوض", status=Status.REJECTED)
    assert past(article=rejected.article).bodies_of_sender() == ["مرفوض"]


def test_the_lists_are_bounded_and_hold_the_latest(past, now, monkeypatch):
    monkeypatch.setattr(history, "LATEST", 2)
    article = make_article()
    for age in range(4):
        for status in (Status.APPROVED, Status.WAITING):
            make_comment(
                article=article,
                body=f"{status.value} {age}",
                status=status,
                submitted_at=now - timedelta(minutes=age),
                network=NETWORK,
                email=f"{status.value}@example.org",
            )
    of = past(article=article, email="approved@example.org")
    assert of.bodies_under_story() == ["approved 0", "approved 1", "waiting 0", "waiting 1"]
    assert of.bodies_of_sender() == ["approved 0", "approved 1", "waiting 0", "waiting 1"]


def test_two_checks_that_ask_for_texts_cost_one_reading(past, django_assert_num_queries):
    of = past(article=make_article())
    with django_assert_num_queries(4):
        for _check in range(2):
            of.bodies_of_sender()
            of.bodies_under_story()


# --- Copies, stamps, blocks --------------------------------------------------------------------


def test_copies_are_counted_on_the_whole_site_for_some_days(past, now):
    for number in range(3):
        make_comment(email=f"{number}@example.org", fingerprint=NUMBER)
    make_comment(fingerprint=NUMBER, submitted_at=now - history.COPIES_SINCE - timedelta(1))
    make_comment(fingerprint=NUMBER + 1)
    make_comment()
    assert past().copies(NUMBER) == 3


def test_copies_are_counted_up_to_a_bound(past, monkeypatch):
    monkeypatch.setattr(history, "MOST_COPIES", 2)
    for _number in range(3):
        make_comment(fingerprint=NUMBER)
    assert past().copies(NUMBER) == 2


def test_a_text_that_a_moderator_approved_has_no_copies(past, moderator):
    comments = [make_comment(fingerprint=NUMBER) for _number in range(3)]
    actions.decide(comments[:1], Status.APPROVED, moderator)
    assert past().copies(NUMBER) == 0


@pytest.mark.parametrize("status", [Status.REJECTED, Status.SPAM])
def test_a_text_is_turned_away_by_a_moderator(past, moderator, status):
    comments = [make_comment(fingerprint=NUMBER) for _number in range(3)]
    actions.decide([make_comment(fingerprint=NUMBER + 1)], status, moderator)
    assert not past().is_turned_away(NUMBER)
    outcome = actions.decide(comments[:1], status, moderator)
    assert past().is_turned_away(NUMBER)
    assert not past(without=comments[0].pk).is_turned_away(NUMBER)
    actions.undo([record.pk for record in outcome.records], moderator)
    assert not past().is_turned_away(NUMBER)


@pytest.mark.parametrize(
    ("act", "by_moderator", "counts"),
    [(Act.DECIDED, True, True), (Act.DECIDED, False, False), (Act.CHECKED, True, False)],
)
def test_only_a_moderators_own_decision_turns_a_text_away(
    past, moderator, act, by_moderator, counts
):
    spam = make_comment(fingerprint=NUMBER, status=Status.SPAM)
    by = moderator if by_moderator else None
    make_record(comment=spam, act=act, to_status=Status.SPAM, moderator=by)
    approved = make_comment(fingerprint=NUMBER)
    actions.decide([approved], Status.APPROVED, moderator)
    assert past().is_turned_away(NUMBER) == counts


def test_what_was_turned_away_long_ago_is_forgotten(past, now, moderator):
    old = make_comment(fingerprint=NUMBER)
    actions.decide([old], Status.SPAM, moderator)
    later = now + history.COPIES_SINCE + timedelta(seconds=1)
    assert past().is_turned_away(NUMBER)
    assert not past(now=later).is_turned_away(NUMBER)


def test_copies_that_no_one_looked_at_count(past):
    for _number in range(3):
        make_comment(fingerprint=NUMBER, status=Status.APPROVED)
    assert past().copies(NUMBER) == 3


def test_a_stamp_is_used_once_a_comment_with_it_is_stored(past):
    make_comment(stamp="nonce")
    make_comment(stamp="")
    assert past().stamp_was_used("nonce")
    assert not past().stamp_was_used("other")
    assert not past().stamp_was_used("")


def test_the_block_the_sender_meets(past, now):
    assert past().block() is None
    block = Block.objects.create(kind=Block.Kind.NETWORK, value=NETWORK)
    assert past(now=timezone.now()).block() == block


# --- Cost --------------------------------------------------------------------------------------

ASKED = {
    "sent_by_address": lambda of, now: of.sent_by_address(now - timedelta(minutes=10)),
    "sent_by_address_from_network": lambda of, now: of.sent_by_address_from_network(
        now - timedelta(minutes=10)
    ),
    "sent_from_network": lambda of, now: of.sent_from_network(now - timedelta(minutes=10)),
    "is_known": lambda of, now: of.is_known(),
    "bodies_of_sender": lambda of, now: of.bodies_of_sender(),
    "bodies_under_story": lambda of, now: of.bodies_under_story(),
    "copies": lambda of, now: of.copies(NUMBER),
    "is_turned_away": lambda of, now: of.is_turned_away(NUMBER),
    "stamp_was_used": lambda of, now: of.stamp_was_used("nonce"),
    "block": lambda of, now: of.block(),
}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("question", ASKED)
def test_every_question_is_answered_from_an_index(
    past, now, question, django_assert_max_num_queries
):
    """By SQLite's plan: nothing is read to the end, and only the few blocks met are sorted."""
    comment = make_comment(fingerprint=NUMBER, network=NETWORK, status=Status.APPROVED)
    of = past(article=comment.article, without=comment.pk + 1)
    with django_assert_max_num_queries(2) as captured:
        ASKED[question](of, now)
    plans = [plan(query["sql"]) for query in captured]
    assert plans
    for steps in plans:
        assert not [step for step in steps if step.startswith("SCAN")], steps
        assert question == "block" or not [step for step in steps if "TEMP B-TREE" in step], steps


def plan(sql):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [row[3] for row in cursor.fetchall()]


def test_a_story_is_not_needed_for_what_is_asked_of_the_sender(past):
    assert not Article.objects.exists()
    assert past().bodies_of_sender() == []
