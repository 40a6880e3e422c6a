"""Which way a short text runs, where its first letter would tell wrong.

HTML's ``dir="auto"`` looks at the first letter with a direction alone (UAX #9, P2). Arabic
headlines often begin with a foreign name, «ChatGPT يدخل المدارس», and would be set from the left.
"""

import unicodedata
from functools import lru_cache

_LEFT_TO_RIGHT = "L"
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


@lru_cache(maxsize=4096)
def direction(text: str) -> str:
    """Return the value of HTML's ``dir`` for ``text``: "auto" where the first letter tells right.

    Otherwise "rtl" or "ltr", the direction of the most letters; on a tie, of the first. A text
    without letters is "auto" and takes what surrounds it.
    """
    classes = [unicodedata.bidirectional(char) for char in text]
    strong = [
        "rtl" if kind in _RIGHT_TO_LEFT else "ltr"
        for kind in classes
        if kind == _LEFT_TO_RIGHT or kind in _RIGHT_TO_LEFT
    ]
    if not strong:
        return "auto"
    most = max(("rtl", "ltr"), key=lambda way: (strong.count(way), way == strong[0]))
    return "auto" if most == strong[0] else most
