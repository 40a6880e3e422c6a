"""A number for a text by which its copies are found, on the whole site, in one index.

An index answers "equal" and nothing else. A SimHash or a MinHash of two similar texts is seldom
equal, so it would have to be compared with every other; what is hashed here is instead what is
left of a text once all is gone that a sender of many copies varies: the spelling (folding), case,
punctuation, spaces, emoji, digits, drawn-out letters, addresses of pages. Texts in which a word
differs have other fingerprints; phases/near_duplicates.py finds those among the latest comments.
"""

import hashlib
import re
from itertools import groupby

SHORTEST = 30
"""Letters below which equal texts are no sign of copying: thanks, praise, short condolences."""

DIGEST_BYTES = 8

_NO_LETTER = re.compile(r"[\W\d_]+")


def skeleton(folded: str) -> str:
    """The letters of a folded text, none twice in a row, those of page addresses left out."""
    words = (word for word in folded.split() if "//" not in word and not word.startswith("www."))
    return "".join(letter for letter, _run in groupby(_NO_LETTER.sub("", "".join(words))))


def fingerprint(folded: str) -> int | None:
    """The fingerprint (signed 64 bit) of a folded text; None for one too short to be told apart.

    Two texts have it in common if their `skeleton` is the same. That two others do happens to one
    pair in 2**64: BLAKE2b (RFC 7693) cut to that length.
    """
    letters = skeleton(folded)
    if len(letters) < SHORTEST:
        return None
    digest = hashlib.blake2b(letters.encode(), digest_size=DIGEST_BYTES).digest()
    return int.from_bytes(digest, "big", signed=True)
