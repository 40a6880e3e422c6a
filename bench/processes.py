"""What a server and all its processes have used of CPU and memory, as /proc tells it."""

import contextlib
import os
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
_SCHEDULED = 2
"""CPUCLOCK_SCHED: time on the processor in nanoseconds, see clock_getcpuclockid(3)."""


def tree(pid: int) -> list[int]:
    """`pid` and the processes it has started, and theirs, that are alive."""
    found = [pid]
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            found += tree(int(child))
    return found


def cpu_seconds(pid: int) -> float:
    """CPU time of the tree so far, with that of its children that have ended."""
    total = 0.0
    with contextlib.suppress(OSError):
        # Fields 16 and 17 of proc(5); the name in field 2 may hold spaces.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[13]) + int(fields[14])) / TICKS
    for each in tree(pid):
        with contextlib.suppress(OSError):
            total += time.clock_gettime((~each << 3) | _SCHEDULED)
    return total


def largest_child_megabytes(pid: int) -> float:
    """Resident memory of the largest child, what it shares with others included."""
    sizes = [0]
    for child in tree(pid)[1:]:
        with contextlib.suppress(OSError):
            status = Path(f"/proc/{child}/status").read_text()
            lines = [line for line in status.splitlines() if line.startswith("VmRSS:")]
            sizes += [int(line.split()[1]) for line in lines]
    return max(sizes) / 1024
