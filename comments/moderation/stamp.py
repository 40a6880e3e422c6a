"""When a form was begun, signed: how a script that posts at once is told from a person who writes.

The story's page is cached for everyone and can hold no stamp; a script asks for one as soon as
somebody begins to write, so a form without a stamp is one sent without JavaScript. With a stamp
comes the task of the proof of work (phases/proof_of_work.py): find a number such that the SHA-256
of stamp and number begins with so many zero bits.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.core import signing

SALT = "comments.stamp"
LASTS = timedelta(hours=24)
TOLERANCE = timedelta(seconds=2)
"""How far the clocks of two of our machines may differ."""
NONCE_BYTES = 12
LONGEST = 200
LONGEST_PROOF = 20


class StampState(StrEnum):
    """What can be said of the stamp of a form."""

    MISSING = "missing"
    """None was sent: no JavaScript, or the request for one failed."""
    FORGED = "forged"
    """It is none of ours."""
    EXPIRED = "expired"
    VALID = "valid"


@dataclass(frozen=True, slots=True)
class StampReading:
    """A stamp as read: `nonce` tells it from every other, `age` is how old the form is."""

    state: StampState
    nonce: str = ""
    age: timedelta | None = None
    zero_bits: int = 0
    """How many leading zero bits the hash of stamp and proof has, whoever made the stamp."""


MISSING = StampReading(StampState.MISSING)


def make(now: datetime) -> str:
    """A new stamp for a form begun at `now` (aware)."""
    nonce = secrets.token_urlsafe(NONCE_BYTES)
    return signing.Signer(salt=SALT).sign(f"{nonce}.{int(now.timestamp() * 1000)}")


def read(stamp: str, proof: str, now: datetime) -> StampReading:
    """What `stamp` and the proof that came with it say at `now` (aware)."""
    if not stamp:
        return MISSING
    if len(stamp) > LONGEST:
        return StampReading(StampState.FORGED)
    bits = zero_bits(stamp, proof)
    forged = StampReading(StampState.FORGED, zero_bits=bits)
    try:
        nonce, milliseconds = signing.Signer(salt=SALT).unsign(stamp).rsplit(".", 1)
        begun = datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
    except (signing.BadSignature, ValueError, OverflowError, OSError):
        return forged
    age = now - begun
    if age < -TOLERANCE:
        return forged
    state = StampState.EXPIRED if age > LASTS else StampState.VALID
    return StampReading(state, nonce, max(age, timedelta(0)), bits)


def zero_bits(stamp: str, proof: str) -> int:
    """Leading zero bits of SHA-256 over the UTF-8 of `<stamp>:<proof>`; 0 for no proof.

    >>> zero_bits("any", "")
    0
    """
    if not proof or len(proof) > LONGEST_PROOF:
        return 0
    digest = hashlib.sha256(f"{stamp}:{proof}".encode(errors="surrogatepass")).digest()
    return 256 - int.from_bytes(digest, "big").bit_length()
