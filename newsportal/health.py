"""Whether this process lives, and whether it can do all its work. Strangers learn no more."""

import logging
from collections.abc import Callable
from functools import lru_cache

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from newsportal.page_cache import store

logger = logging.getLogger(__name__)


class NotReady(Exception):
    """Something the portal needs is missing; the message, for the log, says what."""


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers: for balancers. Readers are served while the database is down."""
    return _answer(True)


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Database, its tables and the cache are there: for whoever starts or upgrades the portal."""
    try:
        for check in CHECKS:
            check()
    except Exception as error:
        logger.warning("Not ready: %s", str(error).strip().partition("\n")[0])
        return _answer(False)
    return _answer(True)


def _answer(is_well: bool) -> HttpResponse:
    return HttpResponse(
        "ok\n" if is_well else "unavailable\n",
        status=200 if is_well else 503,
        content_type="text/plain",
        headers={"Cache-Control": "no-store"},
    )


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@lru_cache(maxsize=1)
def _none_is_pending() -> bool:
    """Asked until it is true: what has been applied stays so while this code runs."""
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        raise NotReady(f"{len(pending)} migrations are pending")
    return True


def _cache() -> None:
    pages = store.configured()
    if pages is not None:
        pages.stamp()


CHECKS: tuple[Callable[[], object], ...] = (_database, _none_is_pending, _cache)
