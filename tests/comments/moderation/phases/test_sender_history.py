"""Who waits is said by the mode of site, category and story."""

import pytest

from articles.comment_mode import CommentMode
from comments.moderation.phases.sender_history import SenderHistory
from comments.moderation.verdict import Verdict
from tests.comments.moderation.invented import InventedHistory, context


@pytest.mark.parametrize(
    ("mode", "known", "verdict"),
    [
        (CommentMode.EVERYONE_WAITS, False, Verdict.HOLD),
        (CommentMode.EVERYONE_WAITS, True, Verdict.HOLD),
        (CommentMode.FIRST_WAITS, False, Verdict.HOLD),
        (CommentMode.FIRST_WAITS, True, Verdict.PASS),
        (CommentMode.NOBODY_WAITS, False, Verdict.PASS),
        (CommentMode.NOBODY_WAITS, True, Verdict.PASS),
    ],
)
@pytest.mark.parametrize("is_correction", [False, True])
def test_who_waits(mode, known, verdict, is_correction):
    result = SenderHistory()(
        context(mode=mode, history=InventedHistory(known=known), is_correction=is_correction)
    )
    assert result.verdict == verdict
    assert bool(result.reason) == (verdict == Verdict.HOLD)


def test_the_past_is_asked_for_only_where_it_matters():
    class Unasked(InventedHistory):
        def is_known(self):
            raise AssertionError("asked")

    for mode in (CommentMode.EVERYONE_WAITS, CommentMode.NOBODY_WAITS):
        SenderHistory()(context(mode=mode, history=Unasked()))
