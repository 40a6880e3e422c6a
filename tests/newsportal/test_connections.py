"""Connections to PostgreSQL are kept, and a lost one costs no reader her page."""

import psycopg
import pytest
from django.core.signals import request_started
from django.db import connection

from articles.models import Article

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's connections are files"),
]


def backend() -> int:
    """The process of PostgreSQL that answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def test_the_next_request_has_the_same_connection():
    before = backend()
    request_started.send(sender=None)
    assert backend() == before


def test_the_first_request_after_a_restart_has_another():
    before = backend()
    parameters = connection.get_connection_params()
    address = {name: parameters[name] for name in ("dbname", "user", "host", "port")}
    with psycopg.connect(**address) as other:
        # As a restart does, which drops every connection.
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [before])
    request_started.send(sender=None)
    assert not Article.objects.exists()
    assert backend() != before
