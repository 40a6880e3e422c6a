"""When a kept page is true, and who learns of it: several processes over either store."""

from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from newsportal import page_cache
from newsportal.page_cache.cache import PageCache, State
from newsportal.page_cache.page import LARGEST_BODY, Page, Position, from_bytes, make, to_bytes
from newsportal.page_cache.store import StoreUnavailable

KEY = "/"
SOFT, REVALIDATING = page_cache.SHARED_SECONDS, page_cache.STALE_WHILE_REVALIDATE_SECONDS


def built(cache: PageCache, *tags: str, text: str = "a", begun: Position | None = None, **when):
    """A page of `tags` made now, of data read when the journal stood at `begun`."""
    moments = {name: datetime.fromtimestamp(at, UTC) for name, at in when.items()}
    terms = page_cache.Terms(frozenset(tags), moments.get("expires_at"), moments.get("removed_at"))
    response = HttpResponse(text * 500)
    begun = begun or cache.catch_up()
    return make(response, [("Content-Type", "text/html")], terms, begun, cache.clock(), False)


def state(cache: PageCache) -> State:
    cache.catch_up()
    page = cache.find(KEY)
    return State.GONE if page is None else cache.state_of(page, cache.clock())


def test_what_one_keeps_others_show(make_cache):
    one, other = make_cache(), make_cache()
    one.save(KEY, built(one, "home"))
    assert (state(one), state(other)) == (State.FRESH, State.FRESH)
    assert other.find(KEY) == one.find(KEY)


def test_what_one_forgets_all_forget(make_cache):
    one, other, third = make_cache(), make_cache(), make_cache()
    one.save(KEY, built(one, "home", "article:1"))
    assert state(other) is State.FRESH
    third.forget(["article:1"])
    assert [state(cache) for cache in (one, other, third, make_cache())] == [State.STALE] * 4
    third.forget(["article:2"])
    other.save(KEY, built(other, "home", "article:1"))
    # Who has an old one looks into the store before making it anew.
    for cache in (other, third, make_cache()):
        cache.reload(KEY)
        assert state(cache) is State.FRESH


def test_what_has_another_tag_stays(make_cache):
    one, other = make_cache(), make_cache()
    one.save(KEY, built(one, "home"))
    other.forget(["article:1", "home:1"])
    assert state(one) is State.FRESH


def test_a_page_made_of_older_data_is_never_true(make_cache):
    """Read, then forgotten, then stored: in this order the store has the old page last."""
    one, other = make_cache(), make_cache()
    begun = one.catch_up()
    other.forget(["home"])
    one.save(KEY, built(one, "home", begun=begun))
    assert [state(cache) for cache in (one, other, make_cache())] == [State.STALE] * 3


def test_the_same_for_what_stands_on_every_page(make_cache):
    one, other = make_cache(), make_cache()
    begun = one.catch_up()
    other.forget([page_cache.FURNITURE])
    one.save(KEY, built(one, "article:1", page_cache.FURNITURE, begun=begun))
    assert state(other) is State.STALE


def test_what_was_withdrawn_is_shown_to_nobody(make_cache):
    one, other = make_cache(), make_cache()
    one.save(KEY, built(one, "article:1"))
    other.forget(["article:1"], withdrawn=True)
    other.forget(["article:1"])
    assert [state(cache) for cache in (one, other, make_cache())] == [State.GONE] * 3


def test_after_its_minute_a_page_is_stale_and_then_a_spare(make_cache, clock):
    cache = make_cache()
    cache.save(KEY, built(cache, "home"))
    times = ((SOFT - 1, State.FRESH), (1, State.STALE), (REVALIDATING, State.SPARE))
    for seconds, expected in times:
        clock.pass_by(seconds)
        assert state(cache) is expected


def test_a_page_that_changed_by_the_clock_is_a_spare_at_most(make_cache, clock):
    cache = make_cache()
    cache.save(KEY, built(cache, "home", expires_at=clock() + 10, removed_at=clock() + 100))
    for seconds, expected in ((9, State.FRESH), (2, State.SPARE), (90, State.GONE)):
        clock.pass_by(seconds)
        assert state(cache) is expected


def test_a_cleared_store_is_clear_for_all(make_cache):
    one, other = make_cache(), make_cache()
    one.save(KEY, built(one, "home"))
    assert state(other) is State.FRESH
    one.store.clear()
    assert (state(one), state(other)) == (State.GONE, State.GONE)


def test_one_at_a_time(make_cache):
    one = make_cache()
    assert one.acquire(KEY)
    assert not one.acquire(KEY)
    one.release(KEY)
    assert one.acquire(KEY)


# --- Without its store ---------------------------------------------------------------------------


@pytest.fixture
def away(embedded_cache):
    """Call to take the store away, and to bring it back."""
    patches = pytest.MonkeyPatch()

    def refuse(*arguments, **more):
        raise StoreUnavailable("away")

    def switch(is_away: bool) -> None:
        patches.undo()
        if is_away:
            for name in ("stamp", "read", "forget", "load", "save", "acquire", "release"):
                patches.setattr(embedded_cache.store, name, refuse)

    yield switch
    patches.undo()


def test_without_its_store_a_page_holds_for_a_second(embedded_cache, away, clock):
    cache = embedded_cache
    away(True)
    assert cache.acquire(KEY)
    cache.save(KEY, built(cache, "home"))
    cache.release(KEY)
    assert state(cache) is State.FRESH
    clock.pass_by(1)
    # To be made anew by whoever comes, and there for those who come while nothing can be made.
    assert state(cache) is State.SPARE


def test_what_was_forgotten_meanwhile_is_told_when_the_store_is_back(
    embedded_cache, away, tmp_path, clock
):
    cache = embedded_cache
    cache.save(KEY, built(cache, "article:1"))
    away(True)
    cache.forget(["article:1"], withdrawn=True)
    assert cache.in_memory(KEY) is None
    away(False)
    cache.catch_up()
    other = PageCache(type(cache.store)(tmp_path / "portal"), clock)
    assert state(other) is State.GONE


# --- As bytes ------------------------------------------------------------------------------------

_times = st.none() | st.floats(0, 4e9)


@given(
    st.text(max_size=3000),
    st.frozensets(st.text(max_size=10)),
    st.integers(0, 10**12),
    _times,
    _times,
    st.sampled_from(["text/html", "image/png"]),
)
def test_a_page_survives_the_store(text, tags, sequence, expires_at, removed_at, content_type):
    moments = [at and datetime.fromtimestamp(at, UTC) for at in (expires_at, removed_at)]
    response = HttpResponse(text, content_type=content_type)
    headers = [("Content-Type", content_type), ("Location", "/é"), ("ETag", '"django"')]
    terms = page_cache.Terms(tags, *moments)
    page = make(response, headers, terms, Position("j", sequence), 1e9, True)
    data = to_bytes("/خبر", page)
    assert from_bytes(data, "/خبر") == page
    with pytest.raises(ValueError, match="address"):
        from_bytes(data, "/other")
    for cut in (0, 10, len(data) // 2, len(data) - 1):
        if cut < len(data) and text:
            with pytest.raises(ValueError):  # noqa: PT011 (whichever is found first)
                from_bytes(data[:cut], "/خبر")


def test_a_damaged_page_is_as_good_as_none(make_store, clock):
    store = make_store()
    for data in (b"", b"x", b"newsportal page 1\n{}\n", b"newsportal page 1\n[]\n"):
        store.save(KEY, data, endless=False)
        assert PageCache(store, clock).find(KEY) is None


def test_a_page_says_how_large_it_is():
    page = Page("200 OK", {}, frozenset(), Position("", 0), 0, None, None, False)
    assert 0 < page.size < LARGEST_BODY
