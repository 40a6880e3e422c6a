"""Both stores do the same: pages, the journal, and one maker for a page at a time."""

import os
import shutil
import time

import pytest

from newsportal.page_cache.page import Position
from newsportal.page_cache.store import Forgotten, StoreUnavailable
from newsportal.page_cache.store_embedded import EmbeddedStore
from newsportal.page_cache.store_redis import RedisStore
from tests.newsportal.processes import in_another_process


def tags(entries: list[Forgotten]) -> set[tuple[str, bool]]:
    return {(entry.tag, entry.withdrawn) for entry in entries}


def test_what_one_saves_another_loads(make_store):
    one, other = make_store(), make_store()
    assert one.load("/") is None
    one.save("/", b"a", endless=False)
    assert other.load("/") == b"a"
    other.save("/", b"b", endless=False)
    assert one.load("/") == b"b"


def test_releases_do_not_see_each_others_pages_and_share_the_journal(make_store):
    old, new = make_store("1"), make_store("2")
    old.save("/", b"a", endless=False)
    assert new.load("/") is None
    begin, _entries = new.read(None)
    old.forget(["home"], withdrawn=False)
    assert tags(new.read(begin)[1]) == {("home", False)}


def test_the_journal_tells_what_was_forgotten_since(make_store):
    one, other = make_store(), make_store()
    begin, entries = other.read(None)
    assert entries == []
    stamp = other.stamp()
    assert other.stamp() == stamp
    one.forget(["home", "article:1"], withdrawn=False)
    assert other.stamp() != stamp
    middle, entries = other.read(begin)
    assert tags(entries) == {("home", False), ("article:1", False)}
    assert all(begin.sequence < entry.sequence <= middle.sequence for entry in entries)
    one.forget(["article:1"], withdrawn=True)
    _end, entries = other.read(middle)
    assert tags(entries) == {("article:1", True)}
    everything = tags(make_store().read(None)[1])
    assert everything == {("home", False), ("article:1", False), ("article:1", True)}


def test_another_journal_is_told_from_this_one(make_store):
    store = make_store()
    store.forget(["home"], withdrawn=False)
    position, _entries = store.read(None)
    stamp = store.stamp()
    store.clear()
    again, entries = store.read(position)
    assert again.journal != position.journal
    assert entries == []
    assert store.stamp() != stamp
    store.forget(["archive"], withdrawn=False)
    assert tags(store.read(Position("elsewhere", 10**9))[1]) == {("archive", False)}


def test_clear_deletes_every_page(make_store):
    store = make_store()
    store.save("/", b"a", endless=False)
    store.save("/search/", b"b", endless=True)
    assert {kind: number for kind, (number, _size) in store.sizes().items()} == {
        "pages": 1,
        "endless": 1,
    }
    store.clear()
    assert (store.load("/"), store.load("/search/")) == (None, None)


def test_an_address_may_change_its_kind(make_store):
    store = make_store()
    store.save("/x", b"redirect", endless=True)
    store.save("/x", b"story", endless=False)
    assert store.load("/x") == b"story"


def test_one_makes_a_page_and_others_may_make_others(make_store):
    store = make_store()
    assert store.acquire("/")
    assert store.acquire("/other")
    store.release("/")
    assert store.acquire("/")


def test_processes_exclude_each_other_and_death_gives_back(tmp_path):
    store = EmbeddedStore(tmp_path)
    with in_another_process(lambda: store.acquire("/")) as is_taken:
        assert is_taken
        assert not store.acquire("/")
        assert store.acquire("/other")
    assert store.acquire("/")


def test_machines_exclude_each_other(redis_address, tmp_path):
    one, other = (RedisStore(redis_address, prefix=f"{tmp_path.name}:") for _each in range(2))
    assert one.acquire("/")
    assert not other.acquire("/")
    # Who does not have it cannot give it back.
    other.release("/")
    assert not other.acquire("/")
    one.release("/")
    assert other.acquire("/")


# --- Bounds of the embedded store ----------------------------------------------------------------


def test_endless_pages_push_out_no_other(tmp_path):
    store = EmbeddedStore(tmp_path, pages_bytes=10**6, endless_bytes=64 * 1024)
    store.save("/", b"x" * 5000, endless=False)
    for number in range(200):
        store.save(f"/search/?q={number}", b"x" * 2000, endless=True)
    assert store.load("/") is not None
    assert store.sizes()["endless"][1] <= 64 * 1024 * 1.1


def test_the_oldest_go_and_what_is_made_anew_stays(tmp_path):
    store = EmbeddedStore(tmp_path, pages_bytes=128 * 1024)
    second = iter(range(int(time.time()) - 1000, 10**10))

    def save(key: str) -> None:
        store.save(key, b"x" * 8000, endless=False)
        at = next(second)
        os.utime(tmp_path / "pages" / store._name(key), (at, at))

    for number in range(100):
        save(f"/news/{number}/")
        save("/")
    assert store.load("/") is not None
    assert store.load("/news/99/") is not None
    assert store.load("/news/0/") is None
    assert store.sizes()["pages"][1] <= 128 * 1024 * 1.2


def test_a_long_journal_begins_anew(tmp_path):
    store = EmbeddedStore(tmp_path, journal_bytes=200)
    position, _entries = store.read(None)
    for number in range(30):
        store.forget([f"article:{number}"], withdrawn=False)
    again, entries = store.read(position)
    assert again.journal != position.journal
    assert ("article:29", False) in tags(entries)
    assert (tmp_path / "journal").stat().st_size < 300


def test_what_a_full_disk_cut_off_harms_no_other_entry(tmp_path):
    store = EmbeddedStore(tmp_path)
    begin, _entries = store.read(None)
    with open(tmp_path / "journal", "ab") as file:
        file.write(b"-artic")
    position, entries = store.read(begin)
    assert entries == []
    store.forget(["home"], withdrawn=False)
    assert ("home", False) in tags(store.read(position)[1])


def test_a_deleted_folder_is_made_again(tmp_path):
    store = EmbeddedStore(tmp_path / "pages")
    before, _entries = store.read(None)
    shutil.rmtree(tmp_path / "pages")
    store.stamp()
    after, _entries = store.read(before)
    assert after.journal != before.journal
    store.save("/", b"a", endless=False)
    assert store.load("/") == b"a"


# --- A Redis that is away ------------------------------------------------------------------------


def test_a_redis_that_is_away_is_told_and_left_alone_for_a_moment():
    now = [0.0]
    store = RedisStore("redis://127.0.0.1:1/0", clock=lambda: now[0])
    with pytest.raises(StoreUnavailable, match="ConnectionError"):
        store.stamp()
    with pytest.raises(StoreUnavailable, match="a moment ago"):
        store.load("/")
    now[0] += 2
    with pytest.raises(StoreUnavailable, match="ConnectionError"):
        store.load("/")


def test_the_journal_in_redis_is_asked_for_only_so_often(redis_address, tmp_path):
    now = [0.0]
    one = RedisStore(redis_address, prefix=f"{tmp_path.name}:", clock=lambda: now[0])
    other = RedisStore(redis_address, prefix=f"{tmp_path.name}:")
    stamp = one.stamp()
    other.forget(["home"], withdrawn=False)
    assert one.stamp() == stamp
    now[0] += 0.06
    assert one.stamp() != stamp


def test_slots_bound_the_endless_pages_in_redis(redis_address, tmp_path, monkeypatch):
    monkeypatch.setattr("newsportal.page_cache.store_redis.SLOTS", 4)
    store = RedisStore(redis_address, prefix=f"{tmp_path.name}:")
    for number in range(40):
        store.save(f"/search/?q={number}", b"x", endless=True)
    assert store.sizes()["endless"][0] <= 4
