"""A page as it is kept: one body in every encoding, the headers, and until when it is true."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpResponse

from newsportal.page_cache import SHARED_SECONDS, STALE_WHILE_REVALIDATE_SECONDS, Terms
from newsportal.page_cache.encoding import IDENTITY, compressed, is_worth_it

Headers = list[tuple[str, str]]

LARGEST_BODY = 4 * 1024 * 1024
"""A larger one is made anew for everyone who asks; only a sitemap could come near it."""

_OURS = frozenset({"content-length", "content-encoding", "etag", "vary", "age", "date"})

# What a 304 repeats (RFC 9110, 15.4.5).
_WITH_304 = frozenset({"cache-control", "etag", "vary", "cache-tag"})

_MAGIC = b"newsportal page 1\n"


@dataclass(frozen=True, slots=True)
class Variant:
    """The body in one encoding, with all headers but those that depend on the moment."""

    body: bytes
    etag: str
    headers: Headers
    headers_304: Headers


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the journal of what was forgotten: which journal, and how far in it."""

    journal: str
    sequence: int


@dataclass(slots=True)
class Page:
    """One kept page. Times are seconds since 1970, None for never."""

    status: str
    variants: dict[str, Variant]
    tags: frozenset[str]
    built_from: Position
    """Where the journal stood before the first of the data was read."""
    built_at: float
    expires_at: float | None
    removed_at: float | None
    endless: bool
    size: int = field(default=0)
    good_until: int = field(default=-1, compare=False)
    """The latest sequence at which the tags were compared with the journal and nothing found."""

    def __post_init__(self) -> None:
        self.size = 1024 + sum(len(variant.body) for variant in self.variants.values())

    def is_fresh(self, now: float) -> bool:
        """Whether it may be sent without a thought of making it anew, as far as time goes."""
        return now < self.fresh_until

    @property
    def fresh_until(self) -> float:
        soft = self.built_at + SHARED_SECONDS
        return soft if self.expires_at is None else min(soft, self.expires_at)

    def may_revalidate(self, now: float) -> bool:
        """Whether it may be sent to others while one makes it anew."""
        if self.expires_at is not None and now >= self.expires_at:
            return False
        return (
            self.may_be_shown(now)
            and now < self.built_at + SHARED_SECONDS + STALE_WHILE_REVALIDATE_SECONDS
        )

    def may_be_shown(self, now: float) -> bool:
        """Whether it may be sent at all, if only because the database is down."""
        return self.removed_at is None or now < self.removed_at


def make(
    response: HttpResponse,
    headers: Iterable[tuple[str, str]],
    terms: Terms,
    built_from: Position,
    built_at: float,
    endless: bool,
) -> Page:
    """The page that `response`, with `headers` as they would be sent, is to be kept as."""
    status = f"{response.status_code} {response.reason_phrase}"
    body = response.content
    bodies = {IDENTITY: body}
    common = [(name, value) for name, value in headers if name.lower() not in _OURS]
    if is_worth_it(response.get("Content-Type", ""), len(body)):
        bodies |= compressed(body)
    return Page(
        status=status,
        variants=_variants(bodies, common),
        tags=terms.tags,
        built_from=built_from,
        built_at=built_at,
        expires_at=_seconds(terms.expires_at),
        removed_at=_seconds(terms.removed_at),
        endless=endless,
    )


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None


def _variants(bodies: dict[str, bytes], common: Headers) -> dict[str, Variant]:
    digest = hashlib.blake2b(bodies[IDENTITY], digest_size=15).hexdigest()
    found = {}
    for encoding, body in bodies.items():
        # Strong validators differ where the bytes do (RFC 9110, 8.8.1).
        etag = f'"{digest}"' if encoding == IDENTITY else f'"{digest}-{encoding}"'
        headers = [*common, ("ETag", etag), ("Content-Length", str(len(body)))]
        if len(bodies) > 1:
            headers.append(("Vary", "Accept-Encoding"))
        if encoding != IDENTITY:
            headers.append(("Content-Encoding", encoding))
        unchanged = [(name, value) for name, value in headers if name.lower() in _WITH_304]
        found[encoding] = Variant(body, etag, headers, unchanged)
    return found


# --- As bytes ------------------------------------------------------------------------------------


def to_bytes(key: str, page: Page) -> bytes:
    """`page`, found at `key`, as it lies in a store."""
    plain = page.variants[IDENTITY]
    about = {
        "key": key,
        "status": page.status,
        "headers": [item for item in plain.headers if item[0].lower() not in _OURS],
        "sizes": {name: len(variant.body) for name, variant in page.variants.items()},
        "tags": sorted(page.tags),
        "journal": page.built_from.journal,
        "sequence": page.built_from.sequence,
        "built_at": page.built_at,
        "expires_at": page.expires_at,
        "removed_at": page.removed_at,
        "endless": page.endless,
    }
    bodies = b"".join(variant.body for variant in page.variants.values())
    return _MAGIC + json.dumps(about).encode() + b"\n" + bodies


def from_bytes(data: bytes, key: str) -> Page:
    """The page of `key` in `data`; raises ValueError for anything else, as half a file."""
    begin = len(_MAGIC)
    end = data.find(b"\n", begin)
    if not data.startswith(_MAGIC) or end < 0:
        raise ValueError("not a kept page")
    try:
        about = json.loads(data[begin:end])
        if about["key"] != key:
            raise ValueError("the page of another address")
        place, bodies = end + 1, {}
        for name, size in about["sizes"].items():
            bodies[name] = data[place : place + size]
            place += size
        if place != len(data):
            raise ValueError("a page of another length")
        return Page(
            status=about["status"],
            variants=_variants(bodies, [(name, value) for name, value in about["headers"]]),
            tags=frozenset(about["tags"]),
            built_from=Position(about["journal"], about["sequence"]),
            built_at=about["built_at"],
            expires_at=about["expires_at"],
            removed_at=about["removed_at"],
            endless=about["endless"],
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a kept page") from error
