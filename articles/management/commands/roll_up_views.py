"""Tell the views of long ago by days and months instead of hours."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles import view_history


class Command(BaseCommand):
    help = (
        f"Add up the hourly views older than {view_history.HOURS_KEPT.days} days by the day, and"
        f" those older than {view_history.DAYS_KEPT.days} days by the month. To be run daily;"
        " totals stay what they are."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        gone = view_history.roll_up(timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"{gone} rows of views added to others.")
