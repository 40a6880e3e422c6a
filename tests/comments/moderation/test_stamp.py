"""Stamps: their age, who made them, and the work done on them."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from comments.models.comment import STAMP_LENGTH
from comments.moderation import stamp
from comments.moderation.stamp import StampState, zero_bits

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_a_stamp_tells_when_it_was_made():
    reading = stamp.read(stamp.make(NOW), "", NOW + timedelta(seconds=7))
    assert reading.state == StampState.VALID
    assert abs(reading.age - timedelta(seconds=7)) < timedelta(milliseconds=2)
    assert 0 < len(reading.nonce) <= STAMP_LENGTH


def test_each_is_different():
    one, other = stamp.make(NOW), stamp.make(NOW)
    assert stamp.read(one, "", NOW).nonce != stamp.read(other, "", NOW).nonce


def test_none_is_missing():
    assert stamp.read("", "5", NOW).state == StampState.MISSING


@pytest.mark.parametrize(
    ("age", "state"),
    [
        (timedelta(seconds=-3), StampState.FORGED),
        (timedelta(seconds=-1), StampState.VALID),
        (timedelta(hours=24), StampState.VALID),
        (timedelta(hours=24, seconds=1), StampState.EXPIRED),
    ],
)
def test_how_long_it_lasts(age, state):
    reading = stamp.read(stamp.make(NOW), "", NOW + age)
    assert reading.state == state
    assert reading.age is None or reading.age >= timedelta(0)


def test_a_changed_stamp_is_forged():
    made = stamp.make(NOW)
    for index in (0, len(made) // 2, len(made) - 2):
        other = "A" if made[index] != "A" else "B"
        changed = made[:index] + other + made[index + 1 :]
        assert stamp.read(changed, "", NOW).state == StampState.FORGED


def test_another_key_is_forged_and_an_older_one_is_not():
    made = stamp.make(NOW)
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[]):
        assert stamp.read(made, "", NOW).state == StampState.FORGED
        theirs = stamp.make(NOW)
    with override_settings(SECRET_KEY_FALLBACKS=["another"]):
        assert stamp.read(theirs, "", NOW).state == StampState.VALID


@given(st.text(max_size=300), st.text(max_size=30))
def test_no_text_raises(text, proof):
    assert stamp.read(text, proof, NOW).state in (StampState.FORGED, StampState.MISSING)


def test_the_bits_are_those_of_sha_256():
    for number in range(200):
        digest = hashlib.sha256(f"stamp:{number}".encode()).digest()
        binary = "".join(f"{byte:08b}" for byte in digest)
        assert zero_bits("stamp", str(number)) == len(binary) - len(binary.lstrip("0"))


def test_no_proof_and_a_long_one_have_none():
    numbers = (str(number) for number in range(10_000))
    proof = next(number for number in numbers if zero_bits("stamp", number))
    assert zero_bits("stamp", "") == 0
    assert zero_bits("stamp", proof + "0" * 30) == 0


def test_the_work_on_a_foreign_stamp_is_seen():
    foreign = "nonce.1:signature"
    proof = next(str(number) for number in range(10_000) if zero_bits(foreign, str(number)) > 3)
    reading = stamp.read(foreign, proof, NOW)
    assert (reading.state, reading.zero_bits) == (StampState.FORGED, zero_bits(foreign, proof))
