"""System checks for mistakes of deployment that Django does not look for."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def production_on_sqlite(**kwargs: Any) -> list[CheckMessage]:
    """Warn when production runs on SQLite: one machine, one writer."""
    engine = settings.DATABASES["default"]["ENGINE"]
    if settings.PRODUCTION and engine.endswith("sqlite3"):
        return [
            Warning(
                "Production runs on SQLite.",
                hint="Set DATABASE_URL to a PostgreSQL database.",
                id="newsportal.W001",
            )
        ]
    return []
