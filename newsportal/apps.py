"""The project package as an application: system checks and commands that belong to no app."""

from django.apps import AppConfig


class NewsportalConfig(AppConfig):
    name = "newsportal"

    def ready(self) -> None:
        from newsportal import (
            checks,  # noqa: F401 (registers the checks)
            page_cache,
        )
        from newsportal.page_cache import purge, running

        page_cache.tags_invalidated.connect(running.forget)
        page_cache.tags_invalidated.connect(purge.notice)
