"""A network is known again while its key lives, and by nobody after."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from comments import network_hash
from comments.models import Block, NetworkKey
from comments.models.comment import NETWORK_LENGTH

ADDRESS = "203.0.113.7"
TRACED = timedelta(days=10)


def key(secret=b"k" * 32, pk=1):
    return NetworkKey(pk=pk, secret=secret)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("203.0.114.7", "203.0.114.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("2001:db8:2::", "2001:db8:2::/48"),
    ],
)
def test_the_network_around_an_address(address, network):
    assert network_hash.network_of(address) == network


@given(st.ip_addresses().filter(lambda address: not address.is_unspecified))
def test_addresses_of_one_network_have_one_hash(address):
    bits = 8 if address.version == 4 else 80
    neighbour = type(address)(int(address) ^ 1)
    elsewhere = type(address)(int(address) ^ (1 << bits))
    own = network_hash.network_hash(str(address), key())
    if not neighbour.is_unspecified:
        assert network_hash.network_hash(str(neighbour), key()) == own
    if not elsewhere.is_unspecified:
        assert network_hash.network_hash(str(elsewhere), key()) != own
    assert len(own) <= NETWORK_LENGTH


def test_the_hash_says_its_key_and_depends_on_it():
    one = network_hash.network_hash(ADDRESS, key(pk=7))
    assert one.startswith("7-")
    other = network_hash.network_hash(ADDRESS, key(secret=b"o" * 32, pk=7))
    assert one != other


@pytest.mark.parametrize("address", ["0.0.0.0", "::"])
def test_unknown_senders_are_no_network(address):
    assert network_hash.network_hash(address, key()) == ""


@pytest.mark.django_db
def test_the_key_serves_its_time_and_is_followed_by_another():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first = network_hash.current_key(timezone.now())
        assert len(bytes(first.secret)) == 32
        clock.shift(network_hash.ROTATION - timedelta(seconds=1))
        assert network_hash.current_key(timezone.now()) == first
        clock.shift(timedelta(seconds=1))
        second = network_hash.current_key(timezone.now())
        assert second != first
        assert bytes(second.secret) != bytes(first.secret)
        assert network_hash.current_key(timezone.now()) == second


@pytest.mark.django_db
def test_a_network_is_hashed_under_every_key(django_assert_num_queries):
    keys = [NetworkKey.objects.create(secret=bytes([n]) * 32) for n in range(3)]
    with django_assert_num_queries(1):
        hashes = network_hash.all_hashes(ADDRESS)
    assert set(hashes) == {network_hash.network_hash(ADDRESS, each) for each in keys}
    assert network_hash.all_hashes("0.0.0.0") == []


@pytest.mark.django_db
def test_an_old_key_stays_only_while_a_block_needs_it():
    now = timezone.now()
    old = now - network_hash.ROTATION - TRACED
    NetworkKey.objects.create(secret=b"a" * 32, created_at=old)
    held = NetworkKey.objects.create(secret=b"b" * 32, created_at=old)
    ended = NetworkKey.objects.create(secret=b"c" * 32, created_at=old)
    used = network_hash.current_key(now)
    for each, ends_at in ((held, now + timedelta(days=1)), (ended, now)):
        Block.objects.create(
            kind=Block.Kind.NETWORK, value=f"{each.pk}-abc", starts_at=old, ends_at=ends_at
        )
    # Values of other kinds are no hashes.
    Block.objects.create(kind=Block.Kind.NAME, value="قاريه", starts_at=old)
    assert network_hash.forget_old_keys(now, TRACED) == 2
    assert set(NetworkKey.objects.all()) == {held, used}


@pytest.mark.django_db
def test_a_network_blocked_under_an_old_key_is_still_met():
    now = timezone.now()
    old = NetworkKey.objects.create(
        secret=b"b" * 32, created_at=now - network_hash.ROTATION - TRACED
    )
    value = network_hash.network_hash(ADDRESS, old)
    Block.objects.create(kind=Block.Kind.NETWORK, value=value, starts_at=now)
    network_hash.forget_old_keys(now, TRACED)
    assert network_hash.current_key(now) != old
    assert value in network_hash.all_hashes(ADDRESS)


@pytest.mark.django_db
def test_a_key_stays_as_long_as_comments_keep_traces_under_it():
    now = timezone.now()
    age = network_hash.ROTATION + TRACED
    NetworkKey.objects.create(secret=b"b" * 32, created_at=now - age + timedelta(seconds=1))
    network_hash.current_key(now)
    assert network_hash.forget_old_keys(now, TRACED) == 0
    assert network_hash.forget_old_keys(now + timedelta(seconds=1), TRACED) == 1
