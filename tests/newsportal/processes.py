"""A second process, for what one process cannot show: locks of the system."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def in_another_process(act: Callable[[], bool]) -> Iterator[bool]:
    """Forks a process that acts; yields what it was told, and kills it at the block's end."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(writing, b"1" if act() else b"0")
            signal.pause()
        finally:
            os._exit(1)
    os.close(writing)
    try:
        with open(reading, "rb") as answer:
            yield answer.read(1) == b"1"
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
