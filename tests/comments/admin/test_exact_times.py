"""The newsroom's lists and forms name the months as the site does."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from comments import retention
from comments.models import Block, BlockedTerm, ModerationRecord
from tests.factories import make_comment, make_user
from tests.page_reading import read, set_site, text

pytestmark = pytest.mark.django_db

MOMENT = datetime(2025, 8, 3, 9, 5, tzinfo=UTC)
HERE, ELSEWHERE, DJANGOS = "غشت", "آب", "أغسطس"


@pytest.fixture
def everything(client):
    moderator = make_user("MODERATOR")
    client.force_login(moderator)
    comment = make_comment(submitted_at=MOMENT, decided_at=MOMENT, status="approved")
    record = ModerationRecord.objects.create(
        comment=comment, from_status="waiting", to_status="approved", decided_at=MOMENT
    )
    block = Block.objects.create(
        kind="email",
        value="a@example.org",
        starts_at=MOMENT,
        ends_at=MOMENT + timedelta(days=2),
        created_by=moderator,
    )
    BlockedTerm.objects.create(term="كلمة", added_at=MOMENT)
    return {"comment": comment, "moderationrecord": record, "block": block}


LISTS = {
    "comment": "",
    "moderationrecord": "",
    "block": "?state=all",
    "blockedterm": "",
}


@pytest.mark.parametrize("model", LISTS)
def test_lists(client, everything, model):
    address = reverse(f"admin:comments_{model}_changelist") + LISTS[model]
    row = text(read(client, address).select_one("#result_list tbody"))
    assert HERE in row
    assert DJANGOS not in row


@pytest.mark.slow
@pytest.mark.parametrize("model", ["comment", "moderationrecord", "block"])
def test_forms_and_the_history_in_them(client, everything, model):
    address = reverse(f"admin:comments_{model}_change", args=[everything[model].pk])
    content = text(read(client, address).select_one("#content"))
    assert HERE in content
    assert DJANGOS not in content


def test_the_end_of_a_block_in_force_can_still_be_changed(client, everything):
    Block.objects.update(ends_at=timezone.now() + timedelta(days=2))
    address = reverse("admin:comments_block_change", args=[everything["block"].pk])
    page = read(client, address)
    assert page.select("input[name^=ends_at]")
    assert HERE in text(page.select_one(".field-starts_at"))


def test_the_list_of_blocks_is_sorted_by_their_end(client, everything):
    head = read(client, reverse("admin:comments_block_changelist") + LISTS["block"])
    assert "sortable" in head.select_one(".column-ends_at")["class"]


def test_the_months_of_another_region(client, everything):
    set_site(months="levant")
    row = text(read(client, reverse("admin:comments_comment_changelist")))
    assert ELSEWHERE in row


def test_the_operators_reminder(client, everything, monkeypatch):
    monkeypatch.setattr(retention, "overdue", lambda now: retention.Overdue(last_run=MOMENT))
    response = client.get(reverse("admin:comments_queue"))
    note = text(BeautifulSoup(response.content, "html.parser").select_one(".errornote"))
    assert HERE in note
