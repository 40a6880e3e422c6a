"""The worker that runs the regular commands; a service of its own, on one machine."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from newsportal.periodic import SCHEDULE, Periodic


class Command(BaseCommand):
    help = "Run the regular commands (mail, purges, training) as they fall due, until stopped."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        stopped = threading.Event()
        # What is under way is finished first.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        periodic = Periodic(SCHEDULE)
        while not stopped.is_set():
            stopped.wait(periodic.run_due())
