"""Make what the code needs beside itself: once for each release, without a database."""

from typing import Any

from django.core.management.base import BaseCommand

from newsportal import server_pages
from newsportal.catalogues import compile_catalogues
from newsportal.static_collection import collect_if_changed


class Command(BaseCommand):
    help = "Compile the texts, collect the static files, write the web server's error pages."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        compile_catalogues()
        collect_if_changed()
        server_pages.write()
