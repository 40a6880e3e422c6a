"""Blocked senders in the admin: added with an end, ended, never deleted."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from comments import network_hash
from comments.models import Block
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db

LIST = reverse("admin:comments_block_changelist")
ADD = reverse("admin:comments_block_add")


@pytest.fixture
def moderator():
    return make_user("MODERATOR")


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def form(block):
    return reverse("admin:comments_block_change", args=[block.pk])


def typed(ends_in=timedelta(days=7), **fields):
    local = timezone.localtime(timezone.now() + ends_in)
    return {
        "kind": "email",
        "value": "a@spam.example",
        "reason": "إعلانات",
        "ends_at_0": local.strftime("%Y-%m-%d"),
        "ends_at_1": local.strftime("%H:%M:%S"),
    } | fields


def rows(desk, **query):
    page = BeautifulSoup(desk.get(LIST, query).content.decode(), "html.parser")
    return page.select("#result_list tbody tr")


# --- Adding ------------------------------------------------------------------------------------


def test_a_moderator_adds_a_block(desk, moderator):
    assert desk.post(ADD, typed(value=" A@Spam.Example ")).status_code == 302
    block = Block.objects.get()
    assert (block.kind, block.value, block.reason) == ("email", "a@spam.example", "إعلانات")
    assert block.created_by == moderator
    assert block.starts_at <= timezone.now() < block.ends_at
    assert LogEntry.objects.filter(object_id=block.pk).exists()


def test_an_end_is_proposed_and_needed(desk):
    page = BeautifulSoup(desk.get(ADD).content.decode(), "html.parser")
    assert page.find("input", {"name": "ends_at_0"})["value"]
    assert desk.post(ADD, typed(ends_at_0="", ends_at_1="")).status_code == 200
    assert not Block.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_in": timedelta(minutes=-1)},
        {"kind": "network", "value": "1-abc"},
        {"kind": "domain", "value": "gmail.com"},
        {"kind": "email", "value": "no address"},
        {"kind": "name", "value": "ًٌ"},
        {"value": ""},
    ],
)
def test_what_cannot_be_blocked_comes_back_with_an_error(desk, wrong):
    response = desk.post(ADD, typed(**wrong))
    assert response.status_code == 200
    assert response.context["adminform"].errors
    assert not Block.objects.exists()


def test_networks_are_not_offered(desk):
    page = BeautifulSoup(desk.get(ADD).content.decode(), "html.parser")
    offered = {option["value"] for option in page.select("select[name=kind] option")}
    assert offered - {""} == {"name", "email", "domain"}


def test_who_is_blocked_as_long_already_is_not_blocked_again(desk):
    Block.objects.create(kind="email", value="a@spam.example")
    assert desk.post(ADD, typed()).status_code == 200
    assert Block.objects.count() == 1
    assert desk.post(ADD, typed(ends_in=timedelta(days=90))).status_code == 302


# --- The list ----------------------------------------------------------------------------------


def test_it_shows_what_is_in_force_unless_others_are_asked_for(desk):
    now = timezone.now()
    Block.objects.create(kind="email", value="now@spam.example")
    Block.objects.create(kind="email", value="then@spam.example", ends_at=now)

    def shown(**query):
        return {row.find("bdi").text for row in rows(desk, **query)}

    assert shown() == {"now@spam.example"}
    assert shown(state="ended") == {"then@spam.example"}
    assert shown(state="all") == {"now@spam.example", "then@spam.example"}
    assert shown(state="forged") == {"now@spam.example"}


def test_a_value_has_its_own_direction(desk):
    Block.objects.create(kind="email", value="a@spam.example")
    Block.objects.create(kind="name", value="احمد")
    directions = {row.find("bdi").text: row.find("bdi")["dir"] for row in rows(desk)}
    assert directions == {"a@spam.example": "ltr", "احمد": "auto"}


def test_a_network_is_shown_by_its_comment_and_not_by_its_hash(desk):
    key = network_hash.current_key(timezone.now())
    value = network_hash.network_hash("203.0.113.7", key)
    comment = make_comment(name="مزعج")
    block = Block.objects.create(kind="network", value=value, comment=comment)
    for address in (LIST, form(block)):
        page = BeautifulSoup(desk.get(address).content.decode(), "html.parser")
        link = page.find("a", href=reverse("admin:comments_comment_change", args=[comment.pk]))
        assert link.text == "مزعج"
        assert value not in str(page)


def test_who_blocked_is_named_without_a_link(desk, moderator):
    block = Block.objects.create(kind="email", value="a@spam.example", created_by=moderator)
    page = BeautifulSoup(desk.get(form(block)).content.decode(), "html.parser")
    named = page.select_one(".field-author .readonly")
    assert named.text == moderator.username
    assert named.find("a") is None


def test_the_number_of_queries_does_not_grow(desk, moderator, django_assert_max_num_queries):
    for number in range(10):
        Block.objects.create(
            kind="email",
            value=f"{number}@spam.example",
            comment=make_comment(),
            created_by=moderator,
        )
    with django_assert_max_num_queries(9):
        assert len(rows(desk)) == 10


def test_it_is_searched(desk):
    Block.objects.create(kind="name", value="احمد")
    Block.objects.create(kind="email", value="a@spam.example")
    assert len(rows(desk, q="أَحمد")) == 1
    assert len(rows(desk, q="A@SPAM")) == 1


# --- Ending ------------------------------------------------------------------------------------


def end(desk, *blocks):
    chosen = {"action": "end_now", "_selected_action": [block.pk for block in blocks]}
    return desk.post(f"{LIST}?state=all", chosen, follow=True)


def test_chosen_blocks_end_now_and_the_rest_stay(desk):
    now = timezone.now()
    one = Block.objects.create(kind="email", value="a@spam.example")
    other = Block.objects.create(kind="email", value="b@spam.example")
    past = Block.objects.create(kind="email", value="c@spam.example", ends_at=now)
    end(desk, one, past)
    assert list(Block.objects.in_force(timezone.now())) == [other]
    past.refresh_from_db()
    assert past.ends_at == now
    assert [entry.object_id for entry in LogEntry.objects.all()] == [str(one.pk)]


def test_the_end_and_the_reason_of_a_block_in_force_can_be_changed_and_nothing_else(desk):
    block = Block.objects.create(kind="email", value="a@spam.example")
    changed = typed(ends_in=timedelta(days=365), value="b@spam.example", kind="name", reason="عاد")
    assert desk.post(form(block), changed).status_code == 302
    stored = Block.objects.get()
    assert (stored.kind, stored.value, stored.reason) == ("email", "a@spam.example", "عاد")
    assert stored.ends_at > block.ends_at


def test_a_block_that_has_ended_is_not_revived(desk):
    block = Block.objects.create(kind="email", value="a@spam.example", ends_at=timezone.now())
    assert desk.get(form(block)).status_code == 200
    assert desk.post(form(block), typed()).status_code == 403
    assert not Block.objects.in_force(timezone.now()).exists()


def test_no_block_is_deleted_not_even_by_a_superuser(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    block = Block.objects.create(kind="email", value="a@spam.example")
    address = reverse("admin:comments_block_delete", args=[block.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [block.pk], "post": "yes"})
    assert Block.objects.exists()


@pytest.mark.parametrize("role", ["REPORTER", "EDITOR"])
def test_only_moderators_see_blocks(client, role):
    client.force_login(make_user(role))
    block = Block.objects.create(kind="email", value="a@spam.example")
    for address in (LIST, ADD, form(block)):
        assert client.get(address).status_code == 403
    assert (
        client.post(LIST, {"action": "end_now", "_selected_action": [block.pk]}).status_code == 403
    )
    assert Block.objects.in_force(timezone.now()).exists()
