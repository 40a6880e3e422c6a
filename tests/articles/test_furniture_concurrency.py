"""Two editors change what stands on every page at the same moment."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from articles import furniture
from articles.models import SiteSettings
from tests.factories import make_breaking, make_category

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SECONDS = 30


def test_of_two_changes_neither_is_lost(monkeypatch):
    """The first has read and not committed when the second comes."""
    furniture.refresh()
    first_has_read, second_has_come = threading.Event(), threading.Event()
    raised: list[Exception] = []
    compute = furniture.compute

    def slow_compute(now):
        computed = compute(now)
        if threading.current_thread().name == "first":
            first_has_read.set()
            second_has_come.wait(1)
        return computed

    def first():
        with transaction.atomic():
            make_breaking(text="ألف")

    def second():
        first_has_read.wait(SECONDS)
        make_category(name="باء")
        second_has_come.set()

    def run(act):
        try:
            act()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    monkeypatch.setattr(furniture, "compute", slow_compute)
    threads = [
        threading.Thread(target=run, args=[act], name=act.__name__) for act in (first, second)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert not raised
    stored = SiteSettings.objects.get().furniture
    assert stored == compute(timezone.now())
    assert [item["text"] for item in stored["breaking"]] == ["ألف"]
    assert [section["name"] for section in stored["sections"]] == ["باء"]
