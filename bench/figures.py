"""The bench's rows: measured in turns, so that a noisy minute falls on all of them alike."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bench.client import Client
from bench.load import Load, Site, send
from bench.processes import cpu_seconds

LEAST_REQUESTS = 60
JOURNAL_SECONDS = 0.06
"""A little longer than a process goes without asking Redis what was forgotten."""


@dataclass
class Row:
    """One kind of request. Milliseconds but for `rate`, answers a second; None: not measured."""

    name: str
    rate: float
    p50: float
    p99: float
    gunicorn_cpu: float
    all_cpu: float
    queries: int | None = None
    of_static: float | None = None
    of_empty: float | None = None
    growth: float | None = None
    """Time in the large archive over time in the small one."""


@dataclass
class Machine:
    """The servers whose CPU time is counted: process ids by name."""

    pids: Mapping[str, int]

    def cpu(self) -> dict[str, float]:
        """CPU seconds so far of each."""
        return {name: cpu_seconds(pid) for name, pid in self.pids.items()}


@dataclass
class Target:
    """What wrk asks for: where, what, and which status is counted to the last (None: any)."""

    port: int
    requests: Sequence[bytes]
    counted: int | None = None
    filler: bytes = b""
    number: int | None = None
    """As many in all, where every request can be sent once only."""


@dataclass
class _Samples:
    loads: list[Load] = field(default_factory=list)
    gunicorn: float = 0.0
    all: float = 0.0

    @property
    def requests(self) -> int:
        return sum(load.requests for load in self.loads)


def under_load(
    targets: Mapping[str, Target],
    machine: Machine,
    *,
    seconds: float,
    rounds: int,
    say: Callable[[str], None],
) -> tuple[dict[str, Row], int]:
    """A row for each target, asked in turns for some `seconds` each time; and all requests sent."""
    numbers = {}
    total = 0
    for name, target in targets.items():
        if target.number is not None:
            numbers[name] = target.number // rounds
            continue
        # The first warms what there is to warm, the second tells how many it takes.
        number = 4 * LEAST_REQUESTS
        for _trial in range(2):
            trial = send(target.port, target.requests, number)
            total += trial.requests
            number = max(LEAST_REQUESTS, int(trial.rate * seconds / 4))
        numbers[name] = max(LEAST_REQUESTS, int(trial.rate * seconds))
    samples = {name: _Samples() for name in targets}
    for turn in range(rounds):
        for name, target in targets.items():
            say(f"load, turn {turn + 1} of {rounds}: {name}, {numbers[name]} requests")
            number, requests = numbers[name], target.requests
            if target.number is not None:
                requests = requests[turn * number : (turn + 1) * number]
            before = machine.cpu()
            load = send(target.port, requests, number, counted=target.counted, filler=target.filler)
            after = machine.cpu()
            sample = samples[name]
            sample.loads.append(load)
            sample.all += sum(after[each] - before[each] for each in after)
            sample.gunicorn += after["gunicorn"] - before["gunicorn"]
            total += load.requests
    return {name: _row(name, sample) for name, sample in samples.items()}, total


def _row(name: str, sample: _Samples) -> Row:
    loads = sample.loads
    return Row(
        name=name,
        rate=statistics.median(load.rate for load in loads),
        p50=statistics.median(load.p50 for load in loads),
        p99=statistics.median(load.p99 for load in loads),
        gunicorn_cpu=sample.gunicorn / sample.requests * 1000,
        all_cpu=sample.all / sample.requests * 1000,
    )


def one_by_one(
    sites: Sequence[tuple[Site, Machine, Callable[[], object]]],
    asked: Mapping[str, Callable[[Site, int, int], tuple[int, bytes]]],
    *,
    turns: int,
    is_miss: Callable[[str], bool],
    say: Callable[[str], None],
) -> list[dict[str, Row]]:
    """Rows of one client's requests in turns, for each of `sites`, which take turns too.

    A site comes with its servers and what makes it forget its pages, called before each turn.
    `asked` gives, for a site, its place and a turn, where to connect and what to ask. Raises
    RuntimeError when a page that `is_miss` was not made for its request.
    """
    clients: dict[int, Client] = {}
    seconds: list[dict[str, list[float]]] = [{name: [] for name in asked} for _site in sites]
    cpu: list[dict[str, list[float]]] = [{name: [0.0, 0.0] for name in asked} for _site in sites]
    for turn in range(turns):
        if turn % 20 == 0:
            say(f"one by one, turn {turn + 1} of {turns}")
        for _site, _machine, forget in sites:
            forget()
        time.sleep(JOURNAL_SECONDS)
        for name, request_of in asked.items():
            for place, (site, machine, _forget) in enumerate(sites):
                port, request = request_of(site, place, turn)
                client = clients.setdefault(port, Client(port))
                before = machine.cpu()
                answer = client.ask(request)
                # What a server does after its answer belongs to it.
                time.sleep(0.002)
                after = machine.cpu()
                if answer.status != 200 or (is_miss(name) and not answer.made):
                    raise RuntimeError(f"{name}: {answer.head.decode(errors='replace')}")
                seconds[place][name].append(answer.seconds)
                cpu[place][name][0] += after["gunicorn"] - before["gunicorn"]
                cpu[place][name][1] += sum(after[each] - before[each] for each in after)
    for client in clients.values():
        client.close()
    return [
        {
            name: Row(
                name=name,
                rate=1 / statistics.median(times),
                p50=statistics.median(times) * 1000,
                p99=percentile(times, 99) * 1000,
                gunicorn_cpu=cpu[place][name][0] / turns * 1000,
                all_cpu=cpu[place][name][1] / turns * 1000,
            )
            for name, times in of_site.items()
        }
        for place, of_site in enumerate(seconds)
    ]


def percentile(values: Sequence[float], hundredth: int) -> float:
    """The percentile `hundredth` (1 to 99) of two values or more, interpolated between them."""
    return statistics.quantiles(values, n=100, method="inclusive")[hundredth - 1]
