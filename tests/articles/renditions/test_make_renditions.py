"""The worker as a service: it goes on until it is told to stop, or its parent is gone."""

import os
import signal
from collections.abc import Callable

import pytest
from django.core.management import call_command

from articles.management.commands import make_renditions
from articles.renditions import jobs
from tests.factories import make_picture

# The worker gives its connection back, which it cannot in the transaction of a test.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made(monkeypatch) -> Callable[..., list[int]]:
    """`made(stop, **options)`: what each look at the queue made; during the third comes `stop`.

    A picture is uploaded between the first look and the second.
    """
    monkeypatch.setattr(make_renditions, "POLL", 0)
    work_off = jobs.work_off

    def run(stop: Callable[[], None], **options: bool) -> list[int]:
        found: list[int] = []

        def look(*arguments) -> int:
            assert len(found) < 3, "it was told to stop"
            found.append(work_off(*arguments))
            if len(found) == 1:
                make_picture(size=(60, 40))
            elif len(found) == 3:
                stop()
            return found[-1]

        monkeypatch.setattr(jobs, "work_off", look)
        before = signal.getsignal(signal.SIGTERM)
        try:
            call_command("make_renditions", **options)
        finally:
            signal.signal(signal.SIGTERM, before)
        return found

    return run


def test_it_makes_what_comes_until_it_is_told_to_stop(made):
    assert made(lambda: os.kill(os.getpid(), signal.SIGTERM)) == [0, 1, 0]


def test_it_ends_with_its_parent_where_that_is_wished(made, monkeypatch):
    def orphan() -> None:
        # The process that takes over the orphans of a system.
        monkeypatch.setattr(os, "getppid", lambda: 1)

    assert made(orphan, with_parent=True) == [0, 1, 0]


def test_without_a_parent_it_leaves_the_rest_for_later(monkeypatch):
    make_picture(size=(60, 40))
    assert jobs.work_off(stopped=lambda: True) == 0
