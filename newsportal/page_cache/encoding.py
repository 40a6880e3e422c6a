"""Which form of a page a client is sent: brotli, gzip or as it is (RFC 9110, 12.5.3)."""

import gzip
from functools import lru_cache

import brotli

IDENTITY, GZIP, BROTLI = "identity", "gzip", "br"

PREFERRED = (BROTLI, GZIP, IDENTITY)
"""The smaller first: between two that a client likes equally, the first is sent."""

GZIP_LEVEL, BROTLI_QUALITY = 5, 5
"""Where more effort on a page of 50 kB costs milliseconds and saves a hundredth."""

LEAST_BYTES = 256
"""Smaller bodies grow, or gain nothing."""

_TEXTUAL = ("text/", "application/json", "application/xml", "application/javascript")


def is_worth_it(content_type: str, size: int) -> bool:
    """Whether a body of this media type and of `size` bytes is to be compressed."""
    media_type = content_type.partition(";")[0].strip().lower()
    textual = media_type.startswith(_TEXTUAL) or media_type.endswith(("+xml", "+json"))
    return textual and size >= LEAST_BYTES


def compressed(body: bytes) -> dict[str, bytes]:
    """`body` in each encoding but its own."""
    return {
        BROTLI: brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY),
        # No time in it: the same page has the same bytes.
        GZIP: gzip.compress(body, GZIP_LEVEL, mtime=0),
    }


@lru_cache(maxsize=512)
def best_of(accepted: str) -> str:
    """The encoding to send to a client whose Accept-Encoding is `accepted`.

    What is not named is not acceptable, but for identity, which is also what a client gets that
    leaves nothing to choose: the page is better than a refusal.
    """
    weights: dict[str, float] = {}
    for item in accepted.lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        if name:
            weights.setdefault(_ALIASES.get(name, name), _weight(parameters))
    others = weights.get("*", 0.0)
    weights.setdefault(IDENTITY, others if "*" in weights else _UNNAMED_IDENTITY)
    best = max(PREFERRED, key=lambda name: weights.get(name, others))
    return best if weights.get(best, others) > 0 else IDENTITY


_ALIASES = {"x-gzip": GZIP}

_UNNAMED_IDENTITY = 0.0005
"""Named by nobody, identity is acceptable, after all that is named: q has three decimals."""


def _weight(parameters: list[str]) -> float:
    """The value of `q` from 0 to 1; 0 for what cannot be read, since it was no wish for it."""
    for parameter in parameters:
        name, equals, value = parameter.partition("=")
        if equals and name.strip() == "q":
            try:
                weight = float(value.strip())
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0
    return 1.0
