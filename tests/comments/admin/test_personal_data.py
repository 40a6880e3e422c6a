"""The administrators' page of one person's data: who may, what it shows, gives and erases."""

import pytest
from django.test import Client

from comments.models import Comment, Status
from tests.factories import make_block, make_comment, make_user

pytestmark = pytest.mark.django_db

EMAIL = "souad.benali@example.org"
BODY = "جملة لم يكتبها أحد سواها"
PAGE = "/admin/comments/personal_data/"


@pytest.fixture
def desk():
    client = Client()
    client.force_login(make_user("ADMINISTRATOR"))
    return client


def hers(**fields):
    return make_comment(**{"name": "سعاد", "email": EMAIL, "body": BODY} | fields)


@pytest.mark.parametrize("role", ["REPORTER", "EDITOR", "MODERATOR"])
def test_the_page_is_for_administrators_alone(client, role):
    hers()
    client.force_login(make_user(role))
    assert client.get(PAGE).status_code == 403
    for act in ("find", "export", "erase"):
        sent = {"email": EMAIL, "act": act, "is_sure": "on"}
        assert client.post(PAGE, sent).status_code == 403
    assert PAGE not in client.get("/admin/").content.decode()
    assert Comment.objects.get().email == EMAIL


def test_administrators_find_the_page_in_the_index(desk):
    assert PAGE in desk.get("/admin/").content.decode()
    assert desk.get(PAGE).status_code == 200


def test_the_page_shows_what_there_is(desk):
    hers()
    hers(status=Status.REJECTED)
    html = desk.post(PAGE, {"email": EMAIL, "act": "find"}).content.decode()
    assert "تعليقان" in html
    assert EMAIL in html
    assert BODY not in html
    assert "personal-data-none" in desk.post(PAGE, {"email": "a@b.ma"}).content.decode()


def test_the_page_gives_a_copy(desk):
    hers()
    response = desk.post(PAGE, {"email": EMAIL, "act": "export"})
    assert response["Content-Disposition"] == 'attachment; filename="personal-data.json"'
    assert "no-store" in response["Cache-Control"]
    assert response.json()["comments"][0]["text"] == BODY


def test_the_page_erases_only_what_is_confirmed(desk):
    hers()
    response = desk.post(PAGE, {"email": EMAIL, "act": "erase"})
    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
    assert Comment.objects.get().email == EMAIL
    make_block(value=EMAIL)
    response = desk.post(PAGE, {"email": EMAIL, "act": "erase", "is_sure": "on"}, follow=True)
    assert Comment.objects.get().is_erased
    said = [str(message) for message in response.context["messages"]]
    assert len(said) == 2
    assert all(EMAIL not in text for text in said)


def test_the_page_refuses_what_is_no_address(desk):
    response = desk.post(PAGE, {"email": "souad", "act": "erase", "is_sure": "on"})
    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
