"""`manage.py rebuild_comment_counts`: see comments/counts.py."""

from typing import Any

from django.core.management.base import BaseCommand

from comments import counts


class Command(BaseCommand):
    help = "Counts the approved comments of every story and thread anew; safe at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Stories and comments with a wrong count, now right: {counts.rebuild()}")
