"""Demo accounts: one for each role, passwords of this machine, never in production."""

import stat

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured

from articles import roles
from newsportal.demo_accounts import ROLES, accounts_file, ensure_demo_accounts

User = get_user_model()

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _var(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def test_there_is_one_account_for_each_role():
    accounts = ensure_demo_accounts()
    assert {username: role for username, role, _password in accounts} == {
        "admin": roles.ADMINISTRATOR,
        "editor": roles.EDITOR,
        "reporter": roles.REPORTER,
        "moderator": roles.MODERATOR,
    }
    for username, role, password in accounts:
        user = User.objects.get(username=username)
        assert user.check_password(password)
        assert user.is_staff
        assert not user.is_superuser
        assert [group.name for group in user.groups.all()] == [role]


def test_passwords_differ_and_lie_in_a_file_for_its_owner_alone():
    passwords = {password for _username, _role, password in ensure_demo_accounts()}
    assert len(passwords) == len(ROLES)
    assert all(len(password) >= 15 for password in passwords)
    assert stat.S_IMODE(accounts_file().stat().st_mode) == 0o600
    text = accounts_file().read_text(encoding="utf-8")
    assert all(password in text for password in passwords)


def test_a_file_that_others_could_read_is_replaced():
    accounts_file().write_text("")
    accounts_file().chmod(0o644)
    ensure_demo_accounts()
    assert stat.S_IMODE(accounts_file().stat().st_mode) == 0o600


def test_the_second_call_changes_nothing():
    assert ensure_demo_accounts() == ensure_demo_accounts()
    assert User.objects.count() == len(ROLES)


def test_a_new_database_takes_the_passwords_of_the_file():
    before = ensure_demo_accounts()
    User.objects.all().delete()
    assert ensure_demo_accounts() == before


def test_an_account_whose_password_was_changed_is_left_alone():
    ensure_demo_accounts()
    editor = User.objects.get(username="editor")
    editor.set_password("her own")
    editor.save()
    for _start in range(2):
        accounts = ensure_demo_accounts()
        assert "editor" not in {username for username, _role, _password in accounts}
        editor.refresh_from_db()
        assert editor.check_password("her own")


def test_an_account_that_was_there_before_is_not_taken_over():
    User.objects.create_user("admin", password="mine")
    assert "admin" not in {username for username, _role, _password in ensure_demo_accounts()}
    assert User.objects.get(username="admin").check_password("mine")


@pytest.mark.parametrize("content", ["", "nonsense\n", "a\tb\n", "editor\n\t\n"])
def test_a_damaged_file_is_written_anew(content):
    accounts_file().write_text(content)
    assert len(ensure_demo_accounts()) == len(ROLES)


def test_never_in_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured):
        ensure_demo_accounts()
    assert not User.objects.exists()
    assert not accounts_file().exists()
