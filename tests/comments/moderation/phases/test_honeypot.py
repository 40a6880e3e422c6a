"""What fills in the field that no person sees is spam."""

from comments.moderation.phases.honeypot import Honeypot
from comments.moderation.verdict import PASS, Verdict
from tests.comments.moderation.invented import context


def test_an_empty_trap_passes():
    assert Honeypot()(context()) == PASS


def test_a_filled_trap_is_spam_and_is_shown_to_the_moderator():
    result = Honeypot()(context(trap="http://casino.example"))
    assert result.verdict == Verdict.SPAM
    assert "casino.example" in result.reason
    assert result.answer
    assert "casino" not in result.answer
    assert not result.refused


def test_a_long_trap_is_cut():
    assert len(Honeypot()(context(trap="x" * 5000)).reason) < 200
