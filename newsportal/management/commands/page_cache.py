"""Look at the kept pages, delete them, or tell the CDN what it has not heard yet."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsportal.page_cache import purge, store


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "act",
            choices=("show", "clear", "purge"),
            help="show: how many pages are kept; clear: delete them all; "
            "purge: send the tags that wait for the CDN",
        )

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        if act == "purge":
            self._purge()
            return
        pages = store.configured()
        if pages is None:
            raise CommandError("No pages are kept: CACHE_URL is off")
        try:
            if act == "clear":
                pages.clear()
            for kind, (number, size) in pages.sizes().items():
                self.stdout.write(f"{kind:<8} {number:>7} pages {size / 1e6:>8.1f} MB")
        except store.StoreUnavailable as error:
            raise CommandError(f"The store cannot be asked: {error}") from None

    def _purge(self) -> None:
        if not settings.CDN_PURGE_URL:
            raise CommandError("No CDN is set up: CDN_PURGE_URL is empty")
        try:
            self.stdout.write(f"{purge.send()} tags sent")
        except OSError as error:
            raise CommandError(f"The CDN does not take them: {error}") from None
