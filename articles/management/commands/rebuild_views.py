"""Write the totals of views anew from the hours."""

from typing import Any

from django.core.management.base import BaseCommand

from articles import view_counter


class Command(BaseCommand):
    help = "Write the total of views of every story anew as the sum of its hours."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Totals of {view_counter.rebuild_totals()} stories written.")
