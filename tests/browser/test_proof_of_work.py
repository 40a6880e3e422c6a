"""The proof of work that a phone finds is the one that the server checks."""

from datetime import UTC, datetime

import pytest
from django.templatetags.static import static

from comments.moderation import stamp
from tests.factories import make_article

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SOLVE = """
async ([address, stamp, bits]) => {
  const { solve } = await import(address);
  let worked = false;
  const Real = globalThis.Worker;
  globalThis.Worker = Real && class extends Real {
    constructor(...options) { super(...options); worked = true; }
  };
  let pauses = 0;
  const wait = globalThis.setTimeout;
  globalThis.setTimeout = (...options) => { pauses += 1; return wait(...options); };
  const proof = await solve(stamp, bits);
  return [proof, worked, pauses];
}
"""


@pytest.fixture
def solve(phone_page):
    """Call with bits and a stamp, under the site's own content policy.

    Returns the proof as it is read, whether a worker found it, and the pauses the page made.
    """
    make_article()
    phone_page.goto("/")

    def run(bits, made):
        address = static("js/proof_of_work.js")
        proof, in_worker, pauses = phone_page.evaluate(SOLVE, [address, made, bits])
        return stamp.read(made, proof, NOW).zero_bits, in_worker, pauses

    return run


def test_a_worker_finds_it(solve):
    bits, in_worker, pauses = solve(12, stamp.make(NOW))
    assert bits >= 12
    assert in_worker
    assert pauses == 0


def test_without_workers_the_page_finds_it_and_can_answer_a_tap_meanwhile(solve, phone_page):
    phone_page.evaluate("delete globalThis.Worker")
    far = next(
        made
        for made in map("stamp{}".format, range(1000))
        if all(stamp.zero_bits(made, str(number)) < 11 for number in range(3000))
    )
    bits, in_worker, pauses = solve(11, far)
    assert bits >= 11
    assert not in_worker
    assert pauses >= 5


def test_texts_that_end_anywhere_in_a_block(solve):
    for length in (1, 53, 54, 55, 63, 64, 75, 118, 130):
        assert solve(6, "x" * length)[0] >= 6, length


def test_none_is_looked_for_where_none_is_asked_for(solve):
    assert solve(0, stamp.make(NOW)) == (0, False, 0)
