"""A blocked sender is refused and told so, but not by what she was recognised."""

from datetime import UTC, datetime

import pytest

from comments import actions
from comments.models import Block, Comment, Status
from comments.moderation.phases.blocked_sender import BlockedSender
from comments.moderation.verdict import PASS, Verdict
from tests.comments.moderation.invented import InventedHistory, context
from tests.comments.submitting import correct, submit
from tests.factories import make_article, make_user

BLOCK = Block(
    kind=Block.Kind.DOMAIN,
    value="spam.example",
    reason="إعلانات",
    ends_at=datetime(2026, 12, 24, 9, 30, tzinfo=UTC),
)


def test_who_meets_no_block_passes():
    assert BlockedSender()(context()) == PASS


def test_a_blocked_sender_is_refused():
    result = BlockedSender()(context(history=InventedHistory(met=BLOCK)))
    assert result.verdict == Verdict.REJECT
    assert result.refused
    assert result.refusal_status == 403


def test_the_moderator_reads_which_block_and_until_when():
    reason = BlockedSender()(context(history=InventedHistory(met=BLOCK))).reason
    assert str(Block.Kind.DOMAIN.label) in reason
    assert "2026" in reason
    assert reason.endswith("إعلانات")


def test_the_sender_does_not_read_by_what_she_was_recognised():
    answer = BlockedSender()(context(history=InventedHistory(met=BLOCK))).answer
    assert answer
    for secret in (BLOCK.value, BLOCK.reason, *map(str, Block.Kind.labels)):
        assert secret not in answer


def test_a_correction_of_a_blocked_sender_is_refused():
    history = InventedHistory(met=BLOCK)
    assert BlockedSender()(context(history=history, is_correction=True)).refused


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Block.Kind)
def test_a_sender_blocked_for_one_comment_sends_no_other(kind):
    first = submit(make_article())
    second = submit(make_article(), body="تعليق آخر قبل الحظر")
    actions.decide([first], Status.SPAM, make_user("MODERATOR"), block=[kind])
    with pytest.raises(actions.Refused) as refused:
        submit(make_article(), body="تعليق بعد الحظر")
    assert refused.value.outcome.deciding == BlockedSender.name
    with pytest.raises(actions.Refused):
        correct(second, "تصحيح بعد الحظر")
    assert set(Comment.objects.all()) == {first, second}
    stranger = {"name": "غيرها", "email": "someone@else.example", "address": "198.51.100.7"}
    assert submit(make_article(), **stranger)
