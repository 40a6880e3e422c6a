"""When everything of the demo happened, seen from the moment it is loaded.

The prose says days and times of day; nothing but the stories set for tomorrow may lie ahead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

FRESHEST = timedelta(minutes=10)
"""How old the newest story is at least."""

JUST_NOW = timedelta(minutes=1)
TOMORROW = -1


@dataclass(frozen=True)
class Timetable:
    """The times of the demo's stories; all times are aware."""

    now: datetime
    shift: timedelta
    """By how much today's stories come earlier than written, where some would lie ahead."""

    @classmethod
    def of(cls, stories: Iterable[dict[str, Any]], now: datetime) -> "Timetable":
        """The timetable of `stories` seen from `now`.

        Early in the day all of today's stories move back together, so that they keep their order
        and their distances.
        """
        written = cls(now, timedelta())
        today = [written.publication(story) for story in stories if story["days_ago"] == 0]
        ahead = max(today, default=now - FRESHEST) - (now - FRESHEST)
        return cls(now, max(ahead, timedelta()))

    def publication(self, story: dict[str, Any]) -> datetime:
        """When the story was, or will be, published."""
        day = timezone.localtime(self.now).date() - timedelta(days=story["days_ago"])
        moment = datetime.combine(day, time.fromisoformat(story["time"]))
        published = timezone.make_aware(moment)
        return published - self.shift if story["days_ago"] == 0 else published

    def correction(self, story: dict[str, Any]) -> datetime | None:
        """When the published story was last corrected; None when it never was."""
        hours = story.get("corrected_after_hours")
        if hours is None:
            return None
        return self.past(self.publication(story) + timedelta(hours=hours))

    def past(self, moment: datetime) -> datetime:
        """`moment`, or just now where it would lie ahead."""
        return min(moment, self.now - JUST_NOW)

    def between(self, start: datetime, wanted: datetime, share: float) -> datetime:
        """`wanted`, or where it would lie ahead the moment at `share` of the way from `start`."""
        if wanted <= self.now - JUST_NOW:
            return wanted
        return start + (self.now - start) * share
