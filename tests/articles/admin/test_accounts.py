"""Accounts and roles: who manages them gains no rights of her own."""

import pytest
from django.contrib.auth.models import Group, Permission, User

from articles import roles
from tests.factories import make_user

pytestmark = pytest.mark.django_db

ACCOUNTS = "/admin/auth/user/"


def change(user: User) -> str:
    return f"{ACCOUNTS}{user.pk}/change/"


def test_an_administrator_gives_a_colleague_her_role(desk):
    chief, colleague = desk("ADMINISTRATOR"), make_user(None)
    group = Group.objects.get(name=roles.EDITOR)
    response = chief.send(change(colleague), is_staff="on", groups=[group.pk])
    assert response.status_code == 302
    colleague.refresh_from_db()
    assert colleague.is_staff
    assert User.objects.get(pk=colleague.pk).has_perm("articles.publish_article")


def test_an_administrator_makes_no_superuser_and_grants_no_single_right(desk):
    chief = desk("ADMINISTRATOR")
    right = Permission.objects.first()
    chief.send(change(chief.user), is_superuser="on", user_permissions=[right.pk])
    chief.user.refresh_from_db()
    assert not chief.user.is_superuser
    assert not chief.user.user_permissions.exists()


def test_an_administrator_does_not_touch_a_superuser(desk):
    chief, owner = desk("ADMINISTRATOR"), make_user(None, is_superuser=True, is_staff=True)
    secret = owner.password
    attempts = {
        change(owner): {"username": "taken", "is_active": ""},
        f"{ACCOUNTS}{owner.pk}/password/": {"password1": "x" * 20, "password2": "x" * 20},
        f"{ACCOUNTS}{owner.pk}/delete/": {"post": "yes"},
    }
    for path, data in attempts.items():
        assert chief.client.post(path, data).status_code == 403, path
    data = {"action": "delete_selected", "_selected_action": [owner.pk], "post": "yes"}
    chief.client.post(ACCOUNTS, data)
    owner.refresh_from_db()
    assert (owner.password, owner.is_active) == (secret, True)


def test_a_superuser_manages_everyone(desk):
    owner = desk(None, is_superuser=True, is_staff=True)
    other = make_user(None, is_superuser=True, is_staff=True)
    owner.open(change(other))
    assert owner.page.select_one("[name=is_superuser]")
    assert owner.send(change(other), first_name="سعاد").status_code == 302


def test_a_role_shows_what_the_newsroom_knows_in_arabic(desk):
    owner = desk(None, is_superuser=True, is_staff=True)
    group = Group.objects.get(name=roles.REPORTER)
    bylines = {f"{verb}_byline" for verb in ("view", "add", "change", "delete")}
    before = set(group.permissions.values_list("codename", flat=True)) - bylines
    path = f"/admin/auth/group/{group.pk}/change/"
    owner.open(path)
    labels = owner.shown("#id_permissions label")
    assert "المواد: إضافة" in labels
    assert not [label for label in labels if "ViewSalt" in label or "view salt" in label]
    owner.send(path, name="مراسل أول")
    group.refresh_from_db()
    assert group.name == "مراسل أول"
    assert set(group.permissions.values_list("codename", flat=True)) >= before
