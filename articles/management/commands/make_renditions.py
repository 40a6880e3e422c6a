"""The worker that makes the pictures' renditions; a service of its own, beside the web server."""

import os
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from articles.renditions import jobs

POLL = 1.0
"""Seconds between two looks at an empty queue."""


class Command(BaseCommand):
    help = "Make the renditions of new pictures as they come, until stopped. May run many times."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing is due")
        parser.add_argument(
            "--retry", action="store_true", help="try again what was given up as impossible"
        )
        parser.add_argument(
            "--with-parent", action="store_true", help="end with the process that started this one"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        parent = os.getppid()
        if options["retry"]:
            jobs.retry_given_up()
        jobs.enqueue_outdated()
        if options["once"]:
            done = jobs.work_off()
            if options["verbosity"]:
                self.stdout.write(f"{done} pictures got all their renditions.")
            return

        def orphaned() -> bool:
            return options["with_parent"] and os.getppid() != parent

        # The service is stopped in the middle of a picture, and gives its job back.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        never = threading.Event()
        try:
            while not orphaned():
                jobs.work_off(orphaned)
                close_old_connections()
                never.wait(POLL)
        except KeyboardInterrupt:
            return
