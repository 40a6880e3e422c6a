"""System checks for mistakes of deployment that Django does not look for."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

from newsportal.page_cache import store


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


@register(Tags.security, deploy=True)
def production_without_a_proxy(**kwargs: Any) -> list[CheckMessage]:
    """Warn when no proxy is trusted: something in front speaks HTTPS, since gunicorn does not.

    Every reader would then have its address: one view counted for all, one lock on signing in.
    """
    if settings.PRODUCTION and not settings.TRUSTED_PROXY_COUNT:
        return [
            Warning(
                "No proxy is trusted, so all readers seem to come from one address.",
                hint="Set TRUSTED_PROXY_COUNT to the number of your proxies, usually 1.",
                id="newsportal.W002",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def production_without_mail(**kwargs: Any) -> list[CheckMessage]:
    """Warn when mail goes to the console: commenters' e-mails would count as sent."""
    if settings.PRODUCTION and settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        return [
            Warning(
                "E-mails are written to the console and reach nobody.",
                hint="Set EMAIL_URL to your mail server, for example smtp+tls://user:password@host.",
                id="newsportal.W003",
            )
        ]
    return []


@register(Tags.caches, deploy=True)
def page_store_away(**kwargs: Any) -> list[CheckMessage]:
    """Warn when the store of the page cache cannot be asked: every page would be made anew."""
    try:
        pages = store.configured()
        if pages is not None:
            pages.stamp()
    except store.StoreUnavailable as error:
        return [
            Warning(
                f"The store of the page cache does not answer ({error}).",
                hint="Start the Redis that CACHE_URL names, or leave CACHE_URL empty to keep "
                "pages in a folder of this machine.",
                id="newsportal.W004",
            )
        ]
    return []
