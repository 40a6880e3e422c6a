"""A start with bad settings is refused with one clear line; the three modes differ as promised."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "NEWSPORTAL_MODE": "production",
    "SECRET_KEY": "a-long-and-random-secret-key-" * 3,
    "SITE_URL": "https://news.example",
    "DATABASE_URL": "postgres://user:password@db.example/news",
    "TRUSTED_PROXY_COUNT": "1",
    "EMAIL_URL": "smtp+tls://user:password@mail.example:587",
}


def manage(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=known | {"VAR_DIR": str(tmp_path / "var")} | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        ({"NEWSPORTAL_MODE": "staging"}, "NEWSPORTAL_MODE is 'staging'"),
        ({"NEWSPORTAL_MODE": "demo", "PORT": "abc"}, "PORT is 'abc'"),
        ({"NEWSPORTAL_MODE": "demo", "PORT": "70000"}, "PORT is 70000"),
        ({"NEWSPORTAL_MODE": "demo", "TRUSTED_PROXY_COUNT": "-1"}, "TRUSTED_PROXY_COUNT is -1"),
        ({"NEWSPORTAL_MODE": "demo", "DATABASE_URL": "mysql://x/y"}, "DATABASE_URL must be"),
        ({"NEWSPORTAL_MODE": "demo", "DATABASE_URL": "garbage"}, "DATABASE_URL must be"),
        ({"NEWSPORTAL_MODE": "demo", "TIME_ZONE": "Mars/Base"}, "TIME_ZONE 'Mars/Base'"),
        ({"NEWSPORTAL_MODE": "demo", "SITE_URL": "ftp://x"}, "SITE_URL must start with"),
        ({"NEWSPORTAL_MODE": "demo", "SITE_URL": "http://x/news"}, "SITE_URL must be http"),
        ({"NEWSPORTAL_MODE": "demo", "SITE_URL": "http://[broken"}, "SITE_URL must be http"),
        ({"NEWSPORTAL_MODE": "demo", "VAR_DIR": "/dev/null/x"}, "cannot be written to"),
        ({"NEWSPORTAL_MODE": "demo", "VAR_DIR": "/proc"}, "cannot be written to"),
        ({"NEWSPORTAL_MODE": "demo", "LOG_LEVEL": "loud"}, "LOG_LEVEL is 'loud'"),
        ({"NEWSPORTAL_MODE": "demo", "WEB_WORKERS": "many"}, "WEB_WORKERS is 'many'"),
        ({}, "SECRET_KEY must be set in production mode"),
        (PRODUCTION | {"SECRET_KEY": "short"}, "at least 50 characters"),
        (PRODUCTION | {"SITE_URL": ""}, "SITE_URL must be set in production mode"),
        (PRODUCTION | {"SITE_URL": "http://news.example"}, "https://"),
        (PRODUCTION | {"SITE_URL": "https://a b"}, "SITE_URL must be https"),
        (PRODUCTION | {"SECURE_SSL_REDIRECT": "maybe"}, "SECURE_SSL_REDIRECT is 'maybe'"),
        (PRODUCTION | {"DATABASE_URL": ""}, "DATABASE_URL must be set in production mode"),
    ],
)
def test_refused_in_one_line(tmp_path, environment, complaint):
    result = manage(tmp_path, "serve", **environment)
    assert result.returncode != 0
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    assert complaint in lines[0]
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_an_unreachable_database_is_one_line_without_the_password(tmp_path):
    result = manage(
        tmp_path,
        "serve",
        NEWSPORTAL_MODE="demo",
        PORT="8917",
        DATABASE_URL="postgres://user:hidden-word@127.0.0.1:1/news",
    )
    assert result.returncode != 0
    assert len(result.stderr.strip().splitlines()) == 1
    assert "database cannot be used" in result.stderr
    assert "hidden-word" not in result.stderr


@pytest.mark.slow
def test_production_passes_the_deployment_checks(tmp_path):
    result = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert result.returncode == 0, result.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "warning"),
    [
        ({"TRUSTED_PROXY_COUNT": "0"}, "newsportal.W002"),
        ({"DATABASE_URL": "sqlite:////tmp/never-made.sqlite3"}, "newsportal.W001"),
        ({"EMAIL_URL": "consolemail://"}, "newsportal.W003"),
    ],
)
def test_the_deployment_checks_see_our_own_mistakes(tmp_path, change, warning):
    result = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION | change)
    assert result.returncode != 0
    assert warning in result.stderr


@pytest.mark.slow
def test_production_makes_no_demo_accounts(tmp_path):
    code = "from newsportal.demo_accounts import ensure_demo_accounts; ensure_demo_accounts()"
    result = manage(
        tmp_path,
        "shell",
        "-c",
        code,
        **PRODUCTION | {"DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}"},
    )
    assert result.returncode != 0
    assert not (tmp_path / "var" / "demo_accounts.txt").exists()
