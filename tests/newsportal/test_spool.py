"""Lines wait until somebody is done with them, whatever happens between."""

import os
from contextlib import suppress

import pytest

from newsportal.spool import Spool, SpoolFull


@pytest.fixture
def spool(tmp_path) -> Spool:
    return Spool(tmp_path / "spool", 1000)


def lines_of(spool: Spool) -> list[str]:
    return [line for batch in spool.batches() for line in batch.lines]


def test_lines_come_in_order_until_they_are_done(spool, tmp_path):
    assert spool.is_empty()
    assert lines_of(spool) == []
    for line in ("واحد", "اثنان"):
        spool.append(line)
    assert not spool.is_empty()
    assert lines_of(spool) == ["واحد", "اثنان"]
    # Nobody was done: they come again, from another process too.
    assert lines_of(Spool(tmp_path / "spool", 1000)) == ["واحد", "اثنان"]
    for batch in spool.batches():
        batch.done()
    assert spool.is_empty()
    assert lines_of(spool) == []


def test_a_batch_keeps_its_name_and_its_lines(spool):
    spool.append("a")
    first = next(spool.batches())
    spool.append("b")
    named = {batch.name: batch.lines for batch in spool.batches()}
    assert named[first.name] == ["a"]
    assert sorted(named.values()) == [["a"], ["b"]]


def test_a_batch_is_for_one_at_a_time(spool, tmp_path):
    spool.append("a")
    mine = spool.batches()
    next(mine)
    assert lines_of(Spool(tmp_path / "spool", 1000)) == []
    mine.close()
    assert lines_of(Spool(tmp_path / "spool", 1000)) == ["a"]


def test_what_was_done_meanwhile_is_not_delivered_again(spool, tmp_path, monkeypatch):
    """Done elsewhere between the listing of the folder and the opening or locking of the file."""
    spool.append("a")
    batch = next(Spool(tmp_path / "spool", 1000).batches())
    really = os.stat

    def done_just_before(path, *rest, **more):
        if path == batch.path:
            path.unlink()
        return really(path, *rest, **more)

    monkeypatch.setattr(os, "stat", done_just_before)
    assert lines_of(spool) == []


def test_half_a_line_is_none(spool, tmp_path):
    spool.append("whole")
    with open(tmp_path / "spool" / "waiting", "ab") as file:
        file.write(b"hal")
    assert lines_of(spool) == ["whole"]


def test_it_does_not_grow_for_ever(spool):
    for _time in range(20):
        with suppress(SpoolFull):
            spool.append("x" * 100)
    assert 9 <= len(lines_of(spool)) <= 11
