"""Many ids in parts that fit into one query of any database."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

SIZE = 500

Key = TypeVar("Key", int, str)


def batches(keys: Iterable[Key], size: int | None = None) -> Iterator[list[Key]]:
    """`keys`, each once, in ascending order, at most `size` (SIZE) at a time.

    The order is the one in which rows are locked everywhere, so that no two acts wait for each
    other in a circle.
    """
    step = size or SIZE
    ordered = sorted(set(keys))
    for start in range(0, len(ordered), step):
        yield ordered[start : start + step]
