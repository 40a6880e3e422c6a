"""Text of a commenter within a sentence that moderators read."""

from collections.abc import Iterable

from django.utils.text import Truncator

from comments import typed_text

LONGEST = 40
MOST = 5

# Whatever its direction, a quotation must not turn the sentence around it (UAX #9, 2.4-2.5).
_ISOLATE, _POP = "\u2068", "\u2069"


def isolated(text: str) -> str:
    """Return `text` on one line, cut to 40 characters, in a directional isolate of its own."""
    short = Truncator(typed_text.single_line(text)).chars(LONGEST)
    return f"{_ISOLATE}{short}{_POP}"


def quoted(text: str) -> str:
    """Return `text` as `isolated` does, in quotation marks."""
    return f"«{isolated(text)}»"


def listed(texts: Iterable[str]) -> str:
    """Return up to five different `texts`, each as `isolated` gives it, with commas between."""
    return "، ".join(isolated(text) for text in list(dict.fromkeys(texts))[:MOST])
