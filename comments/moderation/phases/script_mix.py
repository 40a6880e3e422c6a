"""Scripts that do not go together."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.moderation.quotation import listed
from comments.moderation.verdict import PASS, Context, Result, Verdict
from newsportal.arabic.folding import fold

SPOKEN_HERE = frozenset({"ARABIC", "LATIN", "TIFINAGH"})
LEAST_FOREIGN = 5
FOREIGN = 0.5

NAMES = {
    "CYRILLIC": gettext_lazy("Cyrillic"),
    "GREEK": gettext_lazy("Greek"),
    "HEBREW": gettext_lazy("Hebrew"),
    "CJK": gettext_lazy("Chinese"),
    "HIRAGANA": gettext_lazy("Japanese"),
    "KATAKANA": gettext_lazy("Japanese"),
    "HANGUL": gettext_lazy("Korean"),
    "THAI": gettext_lazy("Thai"),
    "DEVANAGARI": gettext_lazy("Hindi"),
}

# Nearly all of a comment: spared a look at each letter.
_PLAIN = re.compile(r"[\Wa-z0-9_]*+|[\Wء-ي0-9_]*+")
_WORD = re.compile(r"[^\W_]+")
# What Arabic and Darija write onto a foreign word: الFacebook, بـFIFA.
_BEFORE_LATIN = frozenset(
    {"ال", "وال", "بال", "فال", "لل", "ولل", "دال", "عال", "و", "ف", "ب", "ل", "د"}
)
_WHOLE_WORD = 3


class ScriptMix:
    """Holds a word of letters from several scripts, and a comment in a script nobody reads here.

    Digits are of no script, so Arabizi (7mar) is no mixture. Neither is an Arabic particle before
    a Latin name, nor a space forgotten between two words. The name of the commenter is looked
    through like the text.
    """

    name = "script_mix"
    label = gettext_lazy("Mixed scripts")

    def __call__(self, context: Context) -> Result:
        if reason := _wrong_with(context.folded):
            return Result(Verdict.HOLD, reason)
        if reason := _wrong_with(fold(context.name)):
            return Result(Verdict.HOLD, _("In the name: %(reason)s") % {"reason": reason})
        return PASS


def _wrong_with(folded: str) -> str:
    """What is wrong with the scripts of a folded text; "" for nothing."""
    if _PLAIN.fullmatch(folded):
        return ""
    words = [word for word in _WORD.findall(folded) if not _PLAIN.fullmatch(word)]
    if mixed := [word for word in words if _is_mixed(word)]:
        reason = _("Letters of different scripts in one word: %(words)s.")
        return reason % {"words": listed(mixed)}
    scripts = Counter(script for word in words for script in map(_script, word) if script)
    foreign = Counter({name: n for name, n in scripts.items() if name not in SPOKEN_HERE})
    letters = sum(map(str.isalpha, folded))
    if foreign.total() >= LEAST_FOREIGN and foreign.total() > FOREIGN * letters:
        ((script, _number),) = foreign.most_common(1)
        name = NAMES.get(script) or script.capitalize()
        return _("Mostly in a foreign script: %(script)s.") % {"script": name}
    return ""


def _is_mixed(word: str) -> bool:
    parts = [
        (script, "".join(letters))
        for script, letters in groupby(filter(str.isalpha, word), key=_script)
        if script
    ]
    scripts = {script for script, _letters in parts}
    if len(scripts) < 2:
        return False
    if scripts != {"ARABIC", "LATIN"} or len(parts) > 2:
        return not scripts.isdisjoint({"ARABIC", "LATIN"})
    (first, before), (_second, after) = parts
    is_particle = first == "ARABIC" and before in _BEFORE_LATIN and len(after) > 1
    return not is_particle and min(len(before), len(after)) < _WHOLE_WORD


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    """Return the first word of a letter's name, which is its script; "" for what has none."""
    if not letter.isalpha() or unicodedata.category(letter) == "Lm":
        return ""
    return unicodedata.name(letter, "").split(" ")[0].split("-")[0]
