"""Shouting is held; joy, laughter and acronyms are not."""

import pytest

from comments.moderation.phases.shouting import Shouting
from comments.moderation.verdict import PASS, Verdict
from tests.comments.moderation.invented import context

SHOUTS = [
    "VOUS ETES TOUS DES VOLEURS ET DES MENTEURS",
    "ÉTÉ APRÈS ÉTÉ ON ATTEND TOUJOURS LA ROUTE",
    "عار عليكم!!!!!!!!",
    "لماذا ؟ ؟ ؟ ! ! ! ؟",
    "عاااااااااااااااااااار",
    "عـــــــــــــــــــــــــــار",
    "🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥",
    "شكرا 👏👏👏👏👏👏👏👏👏👏👏",
]
QUIET = [
    "تعليق هادئ عن الخبر.",
    "هههههههههههههههههههههه",
    "hhhhhhhhhhhhhhhhhhhhhhh",
    "خخخخخخخخخخخخخخخخخخخخخ",
    "برافوووووو يا أبطال، مبروك للمنتخب الوطني على هذا الفوز",
    "مبروك!!!",
    "حقا؟!",
    "L'ONCF et l'ONEE doivent répondre aux habitants",
    "FIFA",
    "شكرا 👏👏👏",
    "👏",
    "123456 000000000000000000000",
    "",
]


@pytest.mark.parametrize("body", SHOUTS)
def test_a_shout_is_held(body):
    result = Shouting()(context(body))
    assert result.verdict == Verdict.HOLD
    assert result.reason


@pytest.mark.parametrize("body", QUIET)
def test_what_is_no_shout_passes(body):
    assert Shouting()(context(body)) == PASS


def test_the_reason_has_the_share():
    assert "100" in Shouting()(context(SHOUTS[0])).reason
