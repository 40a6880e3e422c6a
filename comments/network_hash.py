"""Where a comment comes from, as a hash that says nothing without its key.

What is hashed is the network around the address, its /24 (IPv4) or /48 (IPv6): a person behind a
provider moves within it. The key is random, serves this purpose alone, and is made anew after
ROTATION, so that comments of two seasons cannot be tied together. An old key stays only while
comments keep hashes made under it, which may still be blocked, or a block made under it is in
force; without the key nobody can tell which network a hash stands for.
"""

import hashlib
import ipaddress
import secrets
from datetime import datetime, timedelta

from comments.models import Block, NetworkKey

ROTATION = timedelta(days=30)
KEY_BYTES = 32
DIGEST_BYTES = 16
PREFIXES = {4: 24, 6: 48}


def network_of(address: str) -> str:
    """The network around an IP address, as `203.0.113.0/24` or `2001:db8::/48`."""
    parsed = ipaddress.ip_address(address)
    return str(ipaddress.ip_network((parsed, PREFIXES[parsed.version]), strict=False))


def current_key(now: datetime) -> NetworkKey:
    """The key in use at `now` (aware); makes a new one when the last is too old.

    Two requests of that moment may make one each. The later one stays in use; what was hashed
    under the other counts as of another network, and is blocked and met like all the rest.
    """
    key = NetworkKey.objects.order_by("-pk").first()
    if key is None or key.created_at + ROTATION <= now:
        key = NetworkKey.objects.create(secret=secrets.token_bytes(KEY_BYTES), created_at=now)
    return key


def network_hash(address: str, key: NetworkKey) -> str:
    """`<key id>-<hash>` of the network around `address`; "" where the address is unknown.

    Unknown senders (0.0.0.0, ::) are no network: one flood, or one block, would silence them all.
    """
    if ipaddress.ip_address(address).is_unspecified:
        return ""
    digest = hashlib.blake2b(
        network_of(address).encode(), digest_size=DIGEST_BYTES, key=bytes(key.secret)
    )
    return f"{key.pk}-{digest.hexdigest()}"


def all_hashes(address: str) -> list[str]:
    """The network's hash under every key there is, for comparison with blocks: one query.

    Empty where the address is unknown.
    """
    hashes = (network_hash(address, key) for key in NetworkKey.objects.all())
    return [value for value in hashes if value]


def forget_old_keys(now: datetime, traced: timedelta) -> int:
    """Delete the keys that serve nothing any more; returns how many.

    One serves while it is in use, for `traced` after that, as long as comments keep the traces of
    their networks, and while a block made under it is in force at `now` (aware).
    """
    held = {
        int(value.split("-", 1)[0])
        for value in Block.objects.in_force(now)
        .filter(kind=Block.Kind.NETWORK)
        .values_list("value", flat=True)
    }
    held.add(current_key(now).pk)
    outlived = NetworkKey.objects.filter(created_at__lte=now - ROTATION - traced).exclude(
        pk__in=held
    )
    deleted, _by_model = outlived.delete()
    return deleted
