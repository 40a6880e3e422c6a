"""Health: alive without a database, ready with all it needs, and silent about what lacks."""

import pytest
from django.db import OperationalError

from newsportal import health
from newsportal.page_cache import store


@pytest.fixture(autouse=True)
def _ask_anew(settings, tmp_path):
    settings.PAGE_CACHE_DIR = tmp_path / "pages"
    for asked_once in (health._none_is_pending, store.configured):
        asked_once.cache_clear()
    yield
    for asked_once in (health._none_is_pending, store.configured):
        asked_once.cache_clear()


@pytest.mark.django_db
def test_ready_with_database_and_tables(client):
    response = client.get("/healthz/ready")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"] == "no-store"


def test_alive_without_a_database(client):
    assert client.get("/healthz/live").content == b"ok\n"


def test_what_lacks_is_logged_and_not_told(client, monkeypatch, caplog):
    def away():
        raise OperationalError("connection to server at 10.0.0.5 failed\nIs it running?")

    monkeypatch.setattr(health, "CHECKS", (away,))
    response = client.get("/healthz/ready")
    assert (response.status_code, response.content) == (503, b"unavailable\n")
    assert "Not ready: connection to server at 10.0.0.5 failed" in caplog.text


@pytest.mark.django_db
def test_pending_migrations_are_not_ready_until_they_are_applied(client, monkeypatch):
    plan = health.MigrationExecutor.migration_plan
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: [1])
    assert client.get("/healthz/ready").status_code == 503
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", plan)
    assert client.get("/healthz/ready").status_code == 200


@pytest.mark.django_db
def test_a_redis_that_is_away_is_not_ready(client, settings):
    settings.PAGE_CACHE_URL = "redis://127.0.0.1:1/0"
    assert client.get("/healthz/ready").status_code == 503


def test_only_reading(client):
    assert client.post("/healthz/live").status_code == 405
