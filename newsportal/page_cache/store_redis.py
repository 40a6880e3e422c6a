"""The store that several machines share: Redis, or whatever speaks its protocol.

- The journal is one sorted set, so that it is there as a whole or not at all: its name at score 0,
  and each forgotten tag at the sequence it was last forgotten at.
- A page is one value that expires. Endless addresses share a fixed number of slots, where one
  pushes another out; the others are as many as the newspaper has pages, within the server's
  `maxmemory` (with the policy `volatile-ttl`, which leaves the journal alone and lets go first of
  what was written longest ago).
- The right to make a page is a key that expires, should its holder die.

The journal is asked at most every ASK_SECONDS for each process: an edit on one machine is seen on
the others after that time.
"""

import contextlib
import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from newsportal.page_cache.page import Position
from newsportal.page_cache.store import KEPT_SECONDS, Forgotten, StoreUnavailable, name_of

PREFIX = "newsportal:"

ASK_SECONDS = 0.05
TIMEOUT_SECONDS = 0.5
REST_SECONDS = 1.0
"""After a failure the server is left alone for so long: a request must not wait for each try."""

MAKING_MILLISECONDS = 10_000
SLOTS = 2048
JOURNAL_TAGS = 200_000

# KEYS: the journal. ARGV: a name for a new one, how many tags it may hold, then the entries.
_FORGET = """
if redis.call('ZCARD', KEYS[1]) > tonumber(ARGV[2]) then redis.call('DEL', KEYS[1]) end
if redis.call('EXISTS', KEYS[1]) == 0 then redis.call('ZADD', KEYS[1], 0, '#' .. ARGV[1]) end
local last = redis.call('ZREVRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]
for place = 3, #ARGV do redis.call('ZADD', KEYS[1], last + 1, ARGV[place]) end
return 1
"""

# ARGV: a name for a new one. Answers its name and its sequence.
_WHERE = """
if redis.call('EXISTS', KEYS[1]) == 0 then redis.call('ZADD', KEYS[1], 0, '#' .. ARGV[1]) end
return {redis.call('ZRANGE', KEYS[1], 0, 0)[1],
        redis.call('ZREVRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]}
"""

# ARGV: the token of who took it.
_RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""


class RedisStore:
    """See the module; `address` is a redis:// or rediss:// URL, `release` tells our pages apart.

    Raises ValueError for an address that cannot be read. Connects when first asked.
    """

    def __init__(
        self,
        address: str,
        release: str = "",
        prefix: str = PREFIX,
        clock: Callable[[], float] = time.monotonic,
    ):
        self._server = redis.Redis.from_url(
            address,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            health_check_interval=30,
            retry=Retry(NoBackoff(), 1),
        )
        self._release = release
        self._prefix = prefix
        self._journal = f"{prefix}journal"
        self._forget = self._server.register_script(_FORGET)
        self._where = self._server.register_script(_WHERE)
        self._give_back = self._server.register_script(_RELEASE)
        self._clock = clock
        self._asked_at = float("-inf")
        self._failed_at = float("-inf")
        self._stamp: object = None
        self._machine = secrets.token_hex(8)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        if self._clock() < self._failed_at + REST_SECONDS:
            raise StoreUnavailable("Redis did not answer a moment ago")
        try:
            yield
        except (redis.RedisError, OSError) as error:
            self._failed_at = self._clock()
            raise StoreUnavailable(f"Redis: {type(error).__name__}") from error

    # --- Journal ---------------------------------------------------------------------------------

    def stamp(self) -> object:
        now = self._clock()
        if now >= self._asked_at + ASK_SECONDS:
            with self._told():
                position = self._position()
            self._stamp, self._asked_at = position, now
        return self._stamp

    def read(self, since: Position | None) -> tuple[Position, list[Forgotten]]:
        with self._told():
            position = self._position()
            begin = since.sequence if since and since.journal == position.journal else 0
            found: Any = self._server.zrangebyscore(
                self._journal, f"({begin}", position.sequence, withscores=True
            )
        entries = []
        for member, score in found:
            text = member.decode("utf-8", "replace")
            entries.append(Forgotten(int(score), text[1:], text.startswith("!")))
        return position, entries

    def _position(self) -> Position:
        name, sequence = self._where(keys=[self._journal], args=[secrets.token_hex(8)])
        return Position(name.decode("ascii", "replace")[1:], int(float(sequence)))

    def forget(self, tags: Iterable[str], *, withdrawn: bool) -> None:
        kind = "!" if withdrawn else "-"
        with self._told():
            self._forget(
                keys=[self._journal],
                args=[secrets.token_hex(8), JOURNAL_TAGS, *(f"{kind}{tag}" for tag in tags)],
            )
        self._asked_at = float("-inf")

    # --- Pages -----------------------------------------------------------------------------------

    def load(self, key: str) -> bytes | None:
        name = self._name(key)
        with self._told():
            found: Any = self._server.mget(f"{self._prefix}page:{name}", self._slot(name))
        # A slot may hold the page of another address; the reader looks at the key in it.
        return found[0] or found[1]

    def save(self, key: str, data: bytes, *, endless: bool) -> None:
        name = self._name(key)
        place = self._slot(name) if endless else f"{self._prefix}page:{name}"
        with self._told():
            self._server.set(place, data, ex=KEPT_SECONDS)

    def _slot(self, name: str) -> str:
        return f"{self._prefix}endless:{int(name[:8], 16) % SLOTS}"

    def _name(self, key: str) -> str:
        return name_of(key, self._release)

    # --- One at a time ---------------------------------------------------------------------------

    def acquire(self, key: str) -> bool:
        with self._told():
            place = f"{self._prefix}making:{self._name(key)}"
            return bool(self._server.set(place, self._token(), nx=True, px=MAKING_MILLISECONDS))

    def release(self, key: str) -> None:
        with self._told():
            place = f"{self._prefix}making:{self._name(key)}"
            self._give_back(keys=[place], args=[self._token()])

    def _token(self) -> str:
        """Ours alone; the processes forked from this one have others."""
        return f"{self._machine}-{os.getpid()}"

    # --- Upkeep ----------------------------------------------------------------------------------

    def clear(self) -> None:
        with self._told():
            self._server.delete(self._journal)
            for kind in ("page", "endless"):
                for place in self._server.scan_iter(f"{self._prefix}{kind}:*", count=1000):
                    self._server.delete(place)
        self._asked_at = float("-inf")

    def sizes(self) -> dict[str, tuple[int, int]]:
        found = {}
        with self._told():
            for kind, name in (("pages", "page"), ("endless", "endless")):
                sizes = [
                    int(self._server.strlen(place))
                    for place in self._server.scan_iter(f"{self._prefix}{name}:*", count=1000)
                ]
                found[kind] = (len(sizes), sum(sizes))
        return found
