"""Count the views that were kept while the database was away."""

from typing import Any

from django.core.management.base import BaseCommand

from articles import kept_views


class Command(BaseCommand):
    help = "Count the views that this machine kept while the database was away. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{kept_views.count_kept()} kept views were looked at")
