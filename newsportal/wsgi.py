"""WSGI entry point, served by gunicorn."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")


def _application() -> Any:
    django = get_wsgi_application()
    from newsportal.page_cache import running
    from newsportal.page_cache.front import Front

    cache = running.cache()
    return django if cache is None else Front(django, cache)


application = _application()
