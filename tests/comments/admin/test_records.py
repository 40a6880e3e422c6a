"""The record of decisions can be read and never be changed."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from comments import actions
from comments.models import ModerationRecord
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db

LIST = reverse("admin:comments_moderationrecord_changelist")


@pytest.fixture
def record():
    actions.decide([make_comment(name="Zineb")], "rejected", make_user("MODERATOR"), "تحريض")
    return ModerationRecord.objects.get()


def page_of(record, kind="change"):
    return reverse(f"admin:comments_moderationrecord_{kind}", args=[record.pk])


@pytest.mark.parametrize(
    ("role", "status"), [("REPORTER", 403), ("EDITOR", 403), ("MODERATOR", 200)]
)
def test_who_reads_the_record(client, record, role, status):
    client.force_login(make_user(role))
    assert client.get(LIST).status_code == status
    assert client.get(page_of(record)).status_code == status


def test_the_list_says_who_decided_what_and_why(client, record):
    client.force_login(make_user("MODERATOR"))
    page = BeautifulSoup(client.get(LIST).content.decode(), "html.parser")
    row = page.select_one("#result_list tbody tr").text
    for text in (record.moderator.username, "تحريض", "Zineb", str(record)):
        assert text in row
    assert "example.org" not in row


def test_the_lists_queries_do_not_grow(client, record, django_assert_max_num_queries):
    client.force_login(make_user("MODERATOR"))
    client.get(LIST)
    with django_assert_max_num_queries(20) as one:
        client.get(LIST)
    comments = [make_comment(body=str(number)) for number in range(20)]
    actions.decide(comments, "spam", make_user("MODERATOR"))
    with django_assert_max_num_queries(len(one)):
        client.get(LIST)


@pytest.mark.parametrize("role", ["MODERATOR", "ADMINISTRATOR"])
def test_nobody_adds_changes_or_deletes(client, record, role):
    client.force_login(make_user(role))
    assert client.get(reverse("admin:comments_moderationrecord_add")).status_code == 403
    assert client.post(page_of(record), {"reason": "سبب آخر"}).status_code == 403
    assert client.post(page_of(record, "delete"), {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": record.pk, "post": "yes"}
    client.post(LIST, data)
    assert ModerationRecord.objects.get().reason == "تحريض"


def test_not_even_a_superuser(client, record):
    client.force_login(make_user(None, is_staff=True, is_superuser=True))
    assert client.post(page_of(record), {"reason": "سبب آخر"}).status_code == 403
    assert client.post(page_of(record, "delete"), {"post": "yes"}).status_code == 403
    assert ModerationRecord.objects.get().reason == "تحريض"
