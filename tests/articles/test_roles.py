"""Roles: shipped as groups, exact after each migration, one rule for one story."""

import pytest
from django.contrib.auth.models import Group, Permission

from articles import roles
from articles.models import Article
from articles.publication import Status
from tests.factories import (
    make_article,
    make_author,
    make_page,
    make_picture,
    make_user,
    sign,
)

pytestmark = pytest.mark.django_db


def test_groups_have_exactly_their_permissions():
    group = Group.objects.get(name=roles.REPORTER)
    group.permissions.add(Permission.objects.get(codename="publish_article"))
    group.permissions.remove(Permission.objects.get(codename="add_article"))
    roles.ensure_groups()
    for name, models in roles.PERMISSIONS.items():
        expected = {
            f"{verb}_{model.split('.')[1]}" for model, verbs in models.items() for verb in verbs
        }
        group = Group.objects.get(name=name)
        assert set(group.permissions.values_list("codename", flat=True)) == expected


def test_a_group_of_the_newsroom_s_own_is_left_alone():
    own = Group.objects.create(name="متدربون")
    own.permissions.add(Permission.objects.get(codename="view_article"))
    roles.ensure_groups()
    assert own.permissions.count() == 1


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("role", [None, "REPORTER", "EDITOR", "MODERATOR", "ADMINISTRATOR"])
@pytest.mark.parametrize("whose", ["created", "signed", "foreign"])
def test_who_may_change_and_delete_a_story(role, status, whose):
    user = make_user(role)
    article = make_article(status=status, created_by=user if whose == "created" else None)
    if whose == "signed":
        sign(article, make_author(user=user))
    article = Article.objects.get(pk=article.pk)
    own_unpublished = whose != "foreign" and status in {Status.DRAFT, Status.IN_REVIEW}
    allowed = role in {"EDITOR", "ADMINISTRATOR"} or (role == "REPORTER" and own_unpublished)
    assert roles.may_change(user, article) == allowed
    unpublished = status in {Status.DRAFT, Status.IN_REVIEW}
    assert roles.may_delete(user, article) == (allowed and unpublished)
    assert roles.may_publish(user) == (role in {"EDITOR", "ADMINISTRATOR"})


def test_the_form_s_status_does_not_decide():
    """A reporter who posts `draft` for her published story has not made it a draft."""
    user = make_user("REPORTER")
    pk = make_article(created_by=user).pk
    article = Article.objects.get(pk=pk)
    article.status = Status.DRAFT
    assert not roles.may_change(user, article)


@pytest.mark.parametrize("role", [None, "REPORTER", "EDITOR", "MODERATOR", "ADMINISTRATOR"])
@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("used", [True, False])
def test_who_may_change_a_picture(role, own, used):
    user = make_user(role)
    picture = make_picture(size=(96, 96), uploaded_by=user if own else None)
    if used:
        make_article(cover=picture)
    expected = role in {"EDITOR", "ADMINISTRATOR"} or (role == "REPORTER" and own and not used)
    assert roles.may_change_picture(user, picture) == expected
    assert roles.may_change_picture(user, None) == (role not in {None, "MODERATOR"})


def in_text(picture):
    return f'<p>نص</p><figure><img src="{picture.file.url}"></figure>'


@pytest.mark.parametrize(
    ("use", "changeable"),
    [
        (lambda picture: make_article(cover=picture, status=Status.DRAFT), True),
        (lambda picture: make_article(body=in_text(picture), status=Status.IN_REVIEW), True),
        (lambda picture: make_article(body=in_text(picture)), False),
        (lambda picture: make_page(body=in_text(picture), is_public=False), True),
        (lambda picture: make_page(body=in_text(picture)), False),
        (lambda picture: make_author(portrait=picture), False),
    ],
)
def test_a_reporter_leaves_alone_what_readers_may_see(use, changeable):
    reporter = make_user("REPORTER")
    picture = make_picture(size=(96, 96), uploaded_by=reporter)
    use(picture)
    assert roles.may_change_picture(reporter, picture) == changeable


def test_what_each_sees_in_the_newsroom():
    reporter, colleague = make_user("REPORTER"), make_user("REPORTER")
    own = make_article(status=Status.DRAFT, created_by=reporter)
    make_article(status=Status.DRAFT, created_by=colleague)
    out = make_article(created_by=colleague)
    assert set(Article.objects.visible_to(reporter)) == {own, out}
    assert Article.objects.visible_to(make_user("EDITOR")).count() == 3
    assert set(Article.objects.visible_to(make_user("MODERATOR"))) == {out}
