"""The record of decisions can be read and never be changed."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from comments import actions
from comments.models import Act, ModerationRecord
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db

LIST = reverse("admin:comments_moderationrecord_changelist")


@pytest.fixture
def record():
    comment = make_comment(name="Zineb", rejection_probability=0.87)
    moderator = make_user("MODERATOR")
    actions.decide([comment], "rejected", moderator, rule="لا تحريض", reason="صريح")
    return ModerationRecord.objects.get()


def page_of(record, kind="change"):
    return reverse(f"admin:comments_moderationrecord_{kind}", args=[record.pk])


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


@pytest.mark.parametrize(
    ("role", "status"), [("REPORTER", 403), ("EDITOR", 403), ("MODERATOR", 200)]
)
def test_who_reads_the_record(client, record, role, status):
    client.force_login(make_user(role))
    assert client.get(LIST).status_code == status
    assert client.get(page_of(record)).status_code == status


def test_the_list_says_who_decided_what_and_why(client, record):
    client.force_login(make_user("MODERATOR"))
    row = soup(client.get(LIST)).select_one("#result_list tbody tr").text
    for text in (record.moderator.username, "لا تحريض", "صريح", "Zineb", str(record)):
        assert text in row
    assert "example.org" not in row


def test_a_record_says_what_was_there_then(client, record):
    client.force_login(make_user("MODERATOR"))
    content = soup(client.get(page_of(record))).find(id="content").text
    for text in ("لا تحريض", "صريح", "Zineb", "تعليق مفيد", "87%"):
        assert text in content


def test_what_was_blanked_is_marked(client, record):
    ModerationRecord.objects.all().blank()
    client.force_login(make_user("MODERATOR"))
    page = soup(client.get(page_of(record)))
    for field in ("name_then", "text_then"):
        assert page.select_one(f".field-{field} .readonly").text.strip() == "—"
    assert "صريح" in page.find(id="content").text


def test_a_check_is_named_as_moderators_know_it(client, record):
    ModerationRecord.objects.create(
        comment=record.comment,
        act=Act.CHECKED,
        check_name="sender_history",
        from_status="waiting",
        to_status="spam",
    )
    client.force_login(make_user("MODERATOR"))
    row = soup(client.get(LIST, {"act": "checked"})).select_one("#result_list tbody tr")
    assert row.select_one(".field-decided_by").text.strip() not in {"", "—", "sender_history"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"act": "decided"}, 1),
        ({"act": "hidden"}, 1),
        ({"to_status": "rejected"}, 1),
        ({"to_status": "approved"}, 0),
        ({"check": "flood"}, 0),
        ({"check": "sender_history"}, 1),
        ({"moderator": "own"}, 1),
        ({"moderator": "nonsense"}, 3),
        ({}, 3),
    ],
)
def test_filters(client, record, query, found):
    for fields in ({"act": Act.HIDDEN}, {"act": Act.CHECKED, "check_name": "sender_history"}):
        ModerationRecord.objects.create(
            comment=record.comment, from_status="approved", to_status="waiting", **fields
        )
    client.force_login(make_user("MODERATOR"))
    if query.get("moderator") == "own":
        query = {"moderator": record.moderator.pk}
    assert len(soup(client.get(LIST, query)).select("#result_list tbody tr")) == found


@pytest.mark.slow
def test_the_lists_queries_do_not_grow(client, record, django_assert_max_num_queries):
    client.force_login(make_user("MODERATOR"))
    client.get(LIST)
    with django_assert_max_num_queries(20) as one:
        client.get(LIST)
    comments = [make_comment(body=str(number)) for number in range(20)]
    actions.decide(comments, "spam", make_user("MODERATOR"))
    with django_assert_max_num_queries(len(one)):
        client.get(LIST)


@pytest.mark.parametrize("role", ["MODERATOR", "ADMINISTRATOR", "superuser"])
def test_nobody_adds_changes_or_deletes(client, record, role):
    if role == "superuser":
        client.force_login(make_user(None, is_staff=True, is_superuser=True))
    else:
        client.force_login(make_user(role))
    assert client.get(reverse("admin:comments_moderationrecord_add")).status_code == 403
    assert client.post(page_of(record), {"reason": "سبب آخر"}).status_code == 403
    assert client.post(page_of(record, "delete"), {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": record.pk, "post": "yes"}
    client.post(LIST, data)
    assert ModerationRecord.objects.get().reason == "صريح"
