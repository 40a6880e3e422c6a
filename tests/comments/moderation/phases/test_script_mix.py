"""Letters of several scripts in one word, and comments nobody here can read."""

import pytest

from comments.moderation.phases.script_mix import ScriptMix
from comments.moderation.verdict import PASS, Verdict
from tests.comments.moderation.invented import context

MIXED = [
    "vоleur",  # the o is Cyrillic
    "cаsinо en ligne",
    "αdmin",
    "أنت غبi",
    "كلaب",
    "kكلb",
]
FOREIGN = {
    "Быстрые деньги без риска": "Cyrillic",
    "שלום לכולם": "Hebrew",
    "点击这里赚钱": "Chinese",
    "無料ゲームです": "Chinese",
    "Ευχαριστώ πολύ": "Greek",
}
FINE = [
    "تعليق عربي، 100%.",
    "Un commentaire en français, ça va",
    "ⴰⵣⵓⵍ ⴼⵍⵍⴰⵡⵏ",
    "تعليق عن FIFA و iPhone 15",
    "الـFIFA والFacebook بWhatsApp",
    "لاعب من PSGوصل اليوم",
    "n9ra 3la lkhbar 7ta l9ahwa",
    "شكرا 👏",
    "كلمة يونانية: Ευχαριστώ، وشكرا على المقال الجميل",
    "گالو پاريس ڤيديو",
    "x² + y²",
    "ﷺ",
    "",
]


@pytest.mark.parametrize("body", MIXED)
def test_a_mixed_word_is_held(body):
    assert ScriptMix()(context(body)).verdict == Verdict.HOLD


def test_the_mixed_word_is_named():
    assert "vоleur" in ScriptMix()(context("sale vоleur va")).reason


@pytest.mark.parametrize("body", FOREIGN)
def test_a_comment_in_a_foreign_script_is_held(body):
    assert ScriptMix()(context(body)).verdict == Verdict.HOLD


def test_the_foreign_script_is_named():
    reasons = {ScriptMix()(context(body)).reason for body in FOREIGN}
    assert len(reasons) == len(set(FOREIGN.values()))


@pytest.mark.parametrize("body", FINE)
def test_what_is_spoken_and_written_here_passes(body):
    assert ScriptMix()(context(body)) == PASS


@pytest.mark.parametrize("name", [MIXED[0], MIXED[3], "Быстрые деньги", "点击这里赚钱"])
def test_the_name_is_looked_at_too_and_the_reason_says_so(name):
    result = ScriptMix()(context(name=name))
    assert result.verdict == Verdict.HOLD
    assert result.reason != ScriptMix()(context(name)).reason


@pytest.mark.parametrize("name", ["سعاد", "Souad", "7amid", "Amina أمينة", "ⴰⵎⵉⵏⴰ", "أم ÉLIE"])
def test_names_of_here_pass(name):
    assert ScriptMix()(context(name=name)) == PASS
