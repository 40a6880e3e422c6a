"""Which encoding a client is sent, by what it says it accepts."""

import gzip

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsportal.page_cache.encoding import BROTLI, GZIP, IDENTITY, best_of, compressed, is_worth_it


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("", IDENTITY),
        ("gzip", GZIP),
        ("gzip, deflate, br, zstd", BROTLI),
        ("GZIP", GZIP),
        ("x-gzip", GZIP),
        ("br;q=0.5, gzip", GZIP),
        ("br;q=0.5, gzip;q=0.1", BROTLI),
        ("br;q=0, gzip;q=0", IDENTITY),
        ("gzip;q=0", IDENTITY),
        ("*", BROTLI),
        ("br;q=0, *", GZIP),
        ("*;q=0", IDENTITY),
        ("identity;q=1, gzip;q=0.5", IDENTITY),
        ("identity;q=0.5, gzip;q=1.0", GZIP),
        ("identity;q=0", IDENTITY),
        ("gzip ; q = 0.001", GZIP),
        ("gzip;q=nan, br;q=2", IDENTITY),
        ("gzip;q=", IDENTITY),
        ("deflate, zstd", IDENTITY),
        (",,;,", IDENTITY),
        ("gzip;foo=bar", GZIP),
    ],
)
def test_the_smallest_that_the_client_likes_best(accepted, sent):
    assert best_of(accepted) == sent


_NAMES = st.sampled_from([BROTLI, GZIP, IDENTITY, "deflate", "*"])
_WEIGHTS = st.integers(0, 1000)


@given(st.dictionaries(_NAMES, _WEIGHTS, min_size=1))
def test_nothing_is_sent_that_the_client_likes_less_than_something_else(weights):
    header = ", ".join(f"{name};q={weight / 1000:.3f}" for name, weight in weights.items())
    sent = best_of(header)
    others = weights.get("*", 0)
    liked = {name: weights.get(name, others) for name in (BROTLI, GZIP, IDENTITY)}
    if any(liked.values()):
        assert liked[sent] == max(liked.values()) or (
            sent == IDENTITY and not liked[BROTLI] and not liked[GZIP]
        )
    else:
        assert sent == IDENTITY


@given(st.text(max_size=100))
def test_any_header_has_an_answer(header):
    assert best_of(header) in (BROTLI, GZIP, IDENTITY)


@given(st.text(max_size=2000))
def test_the_page_is_the_same_in_each(text):
    bodies = compressed(text.encode())
    assert gzip.decompress(bodies[GZIP]) == brotli.decompress(bodies[BROTLI]) == text.encode()
    assert compressed(text.encode()) == bodies


@pytest.mark.parametrize(
    ("content_type", "size", "expected"),
    [
        ("text/html; charset=utf-8", 5000, True),
        ("application/feed+json", 5000, True),
        ("application/atom+xml; charset=utf-8", 5000, True),
        ("application/json", 5000, True),
        ("image/jpeg", 5000, False),
        ("text/html", 10, False),
        ("", 5000, False),
    ],
)
def test_what_is_compressed(content_type, size, expected):
    assert is_worth_it(content_type, size) is expected
