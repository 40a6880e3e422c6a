"""Start the portal: everything that must be ready first, then gunicorn in this very process."""

import os
import socket
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from newsportal.catalogues import compile_catalogues
from newsportal.static_collection import collect_if_changed


class Command(BaseCommand):
    help = "Prepare the database, texts and static files, then serve the site on 127.0.0.1."
    # The checks run once, in the server itself.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        _require_free_port(settings.PORT)
        compile_catalogues()
        try:
            self._prepare_database()
        except DatabaseError as error:
            reason = str(error).strip().splitlines()[0]
            raise CommandError(f"The database cannot be used: {reason}") from None
        if not settings.DEBUG and collect_if_changed():
            self._say("static files collected")
        self._announce()
        if not settings.PRODUCTION:
            _start_picture_worker()
        self._exec_server()

    def _prepare_database(self) -> None:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if pending and settings.PRODUCTION:
            raise CommandError("Migrations are pending; run: python manage.py migrate")
        if pending:
            self._say("preparing the database")
            call_command("migrate", interactive=False, verbosity=0)
        if not settings.PRODUCTION:
            call_command("load_demo")

    def _announce(self) -> None:
        self._say(f"site   {settings.SITE_URL}/")
        self._say(f"admin  {settings.SITE_URL}/admin/")
        if not settings.PRODUCTION:
            from newsportal.demo_accounts import ensure_demo_accounts

            self._say("demo accounts (user name, password, role):")
            for username, role, password in ensure_demo_accounts():
                self._say(f"  {username:<10} {password}  {role}")
        self._say("Ctrl-C stops it")

    def _exec_server(self) -> None:
        connection.close()
        sys.stdout.flush()
        sys.stderr.flush()
        python = sys.executable
        if settings.DEBUG:
            arguments = [python, "manage.py", "runserver", f"127.0.0.1:{settings.PORT}"]
        else:
            config = str(settings.BASE_DIR / "deploy" / "gunicorn.conf.py")
            arguments = [python, "-m", "gunicorn", "--config", config]
        # The address was checked and the settings read as PORT: gunicorn must see the same.
        os.environ["PORT"] = str(settings.PORT)
        os.chdir(settings.BASE_DIR)
        os.execv(python, arguments)

    def _say(self, line: str) -> None:
        self.stdout.write(f"newsportal: {line}")


def _start_picture_worker() -> None:
    """In production it is a service of its own; here it lives and dies with this process."""
    subprocess.Popen(
        ["nice", sys.executable, "manage.py", "make_renditions", "--with-parent"],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
    )


def _require_free_port(port: int) -> None:
    """Raises CommandError when another program already listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((os.environ.get("BIND_ADDRESS", "127.0.0.1"), port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}); choose another: make run PORT=8001"
            ) from None
