"""Blocks of senders: made from comments, met, ended with the decision they came with."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from comments import actions, blocks, network_hash, retention
from comments.models import NAME_LIMIT, Block, Comment, Status
from comments.models.blocks import BLOCK_LASTS
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db

Kind = Block.Kind
ADDRESS = "203.0.113.7"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def moderator():
    return make_user("MODERATOR")


def met(now, name="غيرها", email="someone@else.example", networks=()):
    return blocks.met_by(name, email, networks, now)


# --- Made from comments ------------------------------------------------------------------------


def test_a_block_of_each_kind(now, moderator):
    network = network_hash.network_hash(ADDRESS, network_hash.current_key(now))
    comment = make_comment(name="أحمدُ  العلوي", email="Ahmed@Spam.Example", network=network)
    made = blocks.of_senders([comment], Kind.values, moderator, now)
    assert {block.kind: block.value for block in made} == {
        Kind.NAME: "احمد العلوي",
        Kind.EMAIL: "ahmed@spam.example",
        Kind.DOMAIN: "spam.example",
        Kind.NETWORK: network,
    }
    for block in Block.objects.all():
        assert (block.comment, block.created_by) == (comment, moderator)
        assert (block.starts_at, block.ends_at) == (now, now + BLOCK_LASTS)


def test_one_block_for_many_comments_of_a_sender(now, moderator):
    comments = [make_comment(), make_comment(), make_comment(email="other@spam.example")]
    blocks.of_senders(comments, [Kind.EMAIL, Kind.EMAIL], moderator, now)
    values = Block.objects.order_by("value").values_list("value", flat=True)
    assert list(values) == ["other@spam.example", "reader@example.org"]


def test_a_block_that_lasts_as_long_is_not_doubled(now, moderator):
    comment = make_comment()
    assert len(blocks.of_senders([comment], [Kind.EMAIL], moderator, now)) == 1
    assert blocks.of_senders([comment], [Kind.EMAIL], moderator, now) == []
    Block.objects.update(ends_at=now + timedelta(days=365))
    assert blocks.of_senders([comment], [Kind.EMAIL], moderator, now + timedelta(days=9)) == []


def test_a_block_that_ends_sooner_or_has_ended_is_followed_by_another(now, moderator):
    comment = make_comment()
    blocks.of_senders([comment], [Kind.EMAIL], moderator, now)
    later = now + timedelta(days=1)
    assert len(blocks.of_senders([comment], [Kind.EMAIL], moderator, later)) == 1
    Block.objects.update(ends_at=now)
    assert len(blocks.of_senders([comment], [Kind.EMAIL], moderator, later)) == 1


def test_a_block_of_another_kind_with_the_same_value_is_another(now, moderator):
    Block.objects.create(kind=Kind.NAME, value="reader@example.org", ends_at=now + 2 * BLOCK_LASTS)
    assert len(blocks.of_senders([make_comment()], [Kind.EMAIL], moderator, now)) == 1


def test_nothing_is_asked_of_the_database_for_each_comment(
    now, moderator, django_assert_num_queries
):
    comments = [make_comment(email=f"{n}@spam.example") for n in range(10)]
    with django_assert_num_queries(3):
        blocks.of_senders(comments, [Kind.EMAIL, Kind.DOMAIN], moderator, now)
    assert Block.objects.count() == 11


def test_what_is_no_kind_is_an_error(now, moderator):
    with pytest.raises(ValueError, match="no-kind"):
        blocks.of_senders([make_comment()], ["no-kind"], moderator, now)


# --- What cannot be blocked --------------------------------------------------------------------


@pytest.mark.parametrize("domain", ["gmail.com", "hotmail.fr", "yahoo.com", "menara.ma"])
def test_a_domain_of_everyone_is_left_out_with_the_reason(now, moderator, domain):
    comment = make_comment(email=f"reader@{domain}")
    made = blocks.of_senders([comment], [Kind.DOMAIN, Kind.EMAIL], moderator, now)
    assert [block.kind for block in made] == [Kind.EMAIL]
    (reason,) = blocks.obstacles([comment, comment], [Kind.DOMAIN, Kind.EMAIL])
    assert domain in reason


def test_an_erased_comment_says_nobody(now, moderator):
    comment = make_comment(name="", email="", body="")
    assert blocks.of_senders([comment], Kind.values, moderator, now) == []
    assert len(blocks.obstacles([comment], Kind.values)) == 1


def test_a_network_whose_key_has_been_forgotten_is_left_out(now, moderator):
    comment = make_comment(network="77-abc")
    assert blocks.of_senders([comment], [Kind.NETWORK], moderator, now) == []
    assert blocks.obstacles([comment], [Kind.NETWORK])
    assert blocks.obstacles([comment], [Kind.EMAIL]) == []


def test_a_network_can_be_blocked_and_is_met_after_its_key_was_replaced(moderator):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        key = network_hash.current_key(timezone.now())
        clock.shift(network_hash.ROTATION - timedelta(hours=3))
        comment = make_comment(network=network_hash.network_hash(ADDRESS, key))
        clock.shift(timedelta(hours=3))
        now = timezone.now()
        retention.purge(now)
        assert network_hash.current_key(now) != key
        assert blocks.obstacles([comment], [Kind.NETWORK]) == []
        (block,) = blocks.of_senders([comment], [Kind.NETWORK], moderator, now)
        assert met(now, networks=network_hash.all_hashes(ADDRESS)) == block


# --- Met ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "value", "sender", "is_met"),
    [
        (Kind.NAME, "احمد العلوي", {"name": "أَحمد   العلوى"}, True),
        (Kind.NAME, "احمد العلوي", {"name": "أحمد العلوي الإدريسي"}, False),
        (Kind.NAME, "احمد العلوي", {"name": "أحمد"}, False),
        (Kind.EMAIL, "a@spam.example", {"email": "A@Spam.Example"}, True),
        (Kind.EMAIL, "a@spam.example", {"email": "b@spam.example"}, False),
        (Kind.DOMAIN, "spam.example", {"email": "b@SPAM.example"}, True),
        (Kind.DOMAIN, "spam.example", {"email": "b@notspam.example"}, False),
        (Kind.DOMAIN, "spam.example", {"email": "b@mail.spam.example"}, False),
        (Kind.NETWORK, "2-abc", {"networks": ["1-abc", "2-abc"]}, True),
        (Kind.NETWORK, "2-abc", {"networks": ["1-abc"]}, False),
        (Kind.NAME, "a@spam.example", {"email": "a@spam.example"}, False),
    ],
)
def test_who_meets_a_block(now, kind, value, sender, is_met):
    block = Block.objects.create(kind=kind, value=value)
    assert met(timezone.now(), **sender) == (block if is_met else None)


def test_a_block_is_met_from_its_start_to_its_end(now):
    end = now + timedelta(days=1)
    block = Block.objects.create(
        kind=Kind.EMAIL, value="a@spam.example", starts_at=now, ends_at=end
    )

    def at(moment):
        return met(moment, email="a@spam.example")

    moment = timedelta(microseconds=1)
    assert at(now) == at(end - moment) == block
    assert at(now - moment) is at(end) is None


def test_of_several_the_one_that_lasts_longest_is_told(now, django_assert_num_queries):
    Block.objects.create(kind=Kind.NAME, value="قاريه", starts_at=now)
    longest = Block.objects.create(
        kind=Kind.EMAIL, value="reader@example.org", starts_at=now, ends_at=now + 2 * BLOCK_LASTS
    )
    with django_assert_num_queries(1):
        assert met(now, name="قارئة", email="reader@example.org") == longest


@given(name=st.text(max_size=NAME_LIMIT))
def test_every_name_can_be_blocked_and_is_then_met(name):
    value = blocks.value_of_name(name)
    assert len(value) <= Block._meta.get_field("value").max_length
    assert blocks.value_of_name(value) == value
    if value:
        assert blocks.cleaned(Kind.NAME, name) == value


# --- Ended with their decision -----------------------------------------------------------------


def test_undoing_a_decision_ends_its_blocks_alone(moderator):
    first, second = make_comment(), make_comment(email="other@spam.example")
    outcome = actions.decide([first], Status.SPAM, moderator, block=[Kind.EMAIL, Kind.NAME])
    actions.decide([second], Status.SPAM, moderator, block=[Kind.EMAIL])
    by_hand = Block.objects.create(kind=Kind.EMAIL, value="third@spam.example")
    actions.undo([record.pk for record in outcome.records], moderator)
    now = timezone.now()
    assert met(now, name=first.name, email=first.email) is None
    assert met(now, email=second.email)
    assert met(now, email=by_hand.value) == by_hand
    assert Block.objects.count() == 4


def test_how_many_were_ended(now, moderator):
    comment = make_comment()
    blocks.of_senders([comment], [Kind.EMAIL, Kind.NAME], moderator, now)
    later = now + timedelta(minutes=1)
    assert blocks.end_those_of(comment, later, later) == 0
    assert blocks.end_those_of(comment, now, later) == 2
    assert blocks.end_those_of(comment, now, later) == 0


def test_a_block_outlives_its_comment(now, moderator):
    comment = make_comment()
    blocks.of_senders([comment], [Kind.EMAIL], moderator, now)
    Comment.objects.filter(pk=comment.pk).delete()
    assert met(now, email="reader@example.org").comment is None


# --- Typed by hand -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Kind.NAME, "  أَحمد   العلوي ", "احمد العلوي"),
        (Kind.EMAIL, " A@Spam.Example ", "a@spam.example"),
        (Kind.DOMAIN, "Spam.Example", "spam.example"),
        (Kind.DOMAIN, "@spam.example", "spam.example"),
        (Kind.DOMAIN, "someone@spam.example", "spam.example"),
    ],
)
def test_what_is_typed_is_stored_as_it_is_compared(kind, typed, value):
    assert blocks.cleaned(kind, typed) == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.NAME, "ـًٌ"),
        (Kind.EMAIL, "spam.example"),
        (Kind.DOMAIN, "com"),
        (Kind.DOMAIN, "spam example.com"),
        (Kind.DOMAIN, "http://spam.example/"),
        (Kind.DOMAIN, "Gmail.com"),
        (Kind.NETWORK, "1-abc"),
    ],
)
def test_what_cannot_be_blocked_is_refused(kind, typed):
    with pytest.raises(ValidationError):
        blocks.cleaned(kind, typed)
