"""Accounts of the newsroom for trying the portal out, one for each role.

Their passwords are made on this machine and lie in one file that its owner alone may read. They
are never made in production.
"""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

ROLES = {
    "admin": "مدير الموقع",
    "editor": "محرر",
    "reporter": "مراسل",
    "moderator": "مشرف التعليقات",
}
"""User name and group of each account; the groups are the ones shipped with the newsroom."""

# Letters and digits that are not mistaken for one another on paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 3, 5


def accounts_file() -> Path:
    """Where the passwords lie."""
    return Path(settings.VAR_DIR) / "demo_accounts.txt"


def ensure_demo_accounts() -> list[tuple[str, str, str]]:
    """Make the accounts that are missing; returns (user name, role, password) of each.

    An account that exists is never changed: one whose password is not the one in the file, or
    that was there before, is left out. Raises ImproperlyConfigured in production, and
    Group.DoesNotExist before the migrations.
    """
    if settings.PRODUCTION:
        raise ImproperlyConfigured("Demo accounts are not made in production mode")
    users = get_user_model()
    known = _read()
    accounts = []
    with transaction.atomic():
        for username, role in ROLES.items():
            password = known.get(username) or _new_password()
            user = users.objects.filter(username=username).first()
            if user is None:
                user = users.objects.create_user(username, password=password, is_staff=True)
                user.groups.set([Group.objects.get(name=role)])
            elif not user.check_password(password):
                continue
            accounts.append((username, role, password))
        _write(accounts)
    return accounts


def _new_password() -> str:
    """About 74 bits, in groups that are easy to type on a phone."""
    return "-".join(
        "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
    )


def _read() -> dict[str, str]:
    try:
        lines = accounts_file().read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split("\t")[:2] for line in lines if line.count("\t") == 2)


def _write(accounts: list[tuple[str, str, str]]) -> None:
    """Replace the file at once, readable by its owner alone from its first byte."""
    path = accounts_file()
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{name}\t{password}\t{role}\n" for name, role, password in accounts)
    new.replace(path)
