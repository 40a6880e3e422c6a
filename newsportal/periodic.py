"""What has to be run again and again, and how often: the one place that says so.

A run leaves the time of its success in a file, so that a restart neither repeats nor skips one.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import close_old_connections

logger = logging.getLogger(__name__)

SCHEDULE = {
    "send_notices": timedelta(minutes=1),
    "count_kept_views": timedelta(minutes=5),
    "roll_up_views": timedelta(days=1),
    "purge_comment_data": timedelta(days=1),
    "clearsessions": timedelta(days=1),
    "train_moderation": timedelta(weeks=1),
}
"""The commands by their names. Each may run at any time and a second time without harm."""

AFTER_FAILURE = timedelta(minutes=1)


class Periodic:
    """Runs the commands of `schedule` in this process, one after the other, as they fall due."""

    def __init__(
        self,
        schedule: dict[str, timedelta],
        run: Callable[[str], object] = lambda name: call_command(name, verbosity=0),
        clock: Callable[[], float] = time.time,
    ):
        self._schedule = schedule
        self._run = run
        self._clock = clock
        self._not_before: dict[str, float] = {}

    def run_due(self) -> float:
        """Run what is due; seconds until the next falls due.

        A command that refuses (CommandError) has its next turn as usual. A failure is logged, stops
        nothing else and is tried again after AFTER_FAILURE.
        """
        for name in self._schedule:
            if self._due_at(name) <= self._clock():
                self._try(name)
        return max(0.0, min(map(self._due_at, self._schedule)) - self._clock())

    def _try(self, name: str) -> None:
        close_old_connections()
        try:
            try:
                self._run(name)
            except CommandError as refusal:
                logger.warning("%s: %s", name, refusal)
        except Exception:
            logger.exception("%s failed", name)
            self._not_before[name] = self._clock() + AFTER_FAILURE.total_seconds()
        else:
            stamp = _stamp(name)
            stamp.parent.mkdir(parents=True, exist_ok=True)
            stamp.write_text(str(self._clock()))
        finally:
            close_old_connections()

    def _due_at(self, name: str) -> float:
        try:
            last = float(_stamp(name).read_text())
        except (FileNotFoundError, ValueError):
            last = 0.0
        if last > self._clock():
            # The clock was set back, which must not stop the schedule.
            last = 0.0
        due = last + self._schedule[name].total_seconds()
        return max(due, self._not_before.get(name, 0.0))


def _stamp(name: str) -> Path:
    return Path(settings.VAR_DIR) / "periodic" / name
