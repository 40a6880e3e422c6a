"""Emphasis beyond measure."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.moderation.quotation import quoted
from comments.moderation.verdict import PASS, Context, Result, Verdict

LEAST_LATIN_LETTERS = 20
CAPITALS = 0.6
MARKS_IN_A_ROW = 6
LETTERS_IN_A_ROW = 4
LEAST_DRAWN_OUT = 15
DRAWN_OUT = 0.3
LEAST_EMOJI = 8
EMOJI = 0.3

_CAPITAL = re.compile("[A-ZÀ-ÖØ-Þ]")
_LATIN = re.compile("[A-Za-zÀ-ÖØ-öø-ÿ]")
_MARKS = re.compile(rf"[!?؟](?:\s?[!?؟]){{{MARKS_IN_A_ROW - 1},}}")
_TATWEEL = "\u0640"
# Laughter is written by repeating a letter, and nobody is shouted at.
_REPEATED = re.compile(
    rf"([^\W\d_هخh])\1{{{LETTERS_IN_A_ROW - 1},}}|{_TATWEEL}{{{LETTERS_IN_A_ROW},}}"
)
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf]")


class Shouting:
    """Holds what is written in capitals, in rows of marks, in drawn-out letters or in emoji.

    One word drawn out for joy and a few exclamation marks are how people write: it takes a row of
    marks, or a good part of the whole text. Laughter (هههههه, خخخخخ, hhhhh) counts for nothing.
    """

    name = "shouting"
    label = gettext_lazy("Shouting")

    def __call__(self, context: Context) -> Result:
        body = context.body
        reason = _capitals(body) or _marks(body) or _drawn_out(body) or _emoji(body)
        return Result(Verdict.HOLD, reason) if reason else PASS


def _capitals(body: str) -> str:
    letters = len(_LATIN.findall(body))
    if letters < LEAST_LATIN_LETTERS:
        return ""
    share = len(_CAPITAL.findall(body)) / letters
    if share < CAPITALS:
        return ""
    return _("Capitals: %(share)d%% of the Latin letters.") % {"share": round(share * 100)}


def _marks(body: str) -> str:
    row = _MARKS.search(body)
    return _("Marks in a row: %(text)s.") % {"text": quoted(row[0])} if row else ""


def _drawn_out(body: str) -> str:
    rows = [match[0] for match in _REPEATED.finditer(body)]
    letters = sum(map(len, rows))
    if letters < LEAST_DRAWN_OUT or letters < DRAWN_OUT * len(body):
        return ""
    return _("Drawn-out letters: %(share)d%% of the text.") % {"share": _percent(letters, body)}


def _emoji(body: str) -> str:
    emoji = len(_EMOJI.findall(body))
    if emoji < LEAST_EMOJI or emoji < EMOJI * len(body):
        return ""
    return _("Emoji: %(share)d%% of the text.") % {"share": _percent(emoji, body)}


def _percent(part: int, body: str) -> int:
    return round(100 * part / len(body))
