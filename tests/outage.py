"""The database away, as every query then finds it.

A failed query ends the transaction it is in, so tests that go on after the outage have none.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection


def _refuse(execute: Callable[..., Any], *arguments: Any) -> Any:
    raise OperationalError("the database is away")


@contextmanager
def database_away() -> Iterator[None]:
    """Every query of this thread fails until the block ends."""
    with connection.execute_wrapper(_refuse):
        yield
