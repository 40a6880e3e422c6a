"""The page of figures: who may see it, and that each chart is also a table."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from comments.models import Act, ModerationPolicy, Status
from tests.factories import make_comment, make_record, make_user

pytestmark = pytest.mark.django_db

PAGE = "/admin/comments/figures/"


@pytest.fixture
def desk(client):
    client.force_login(make_user("MODERATOR"))
    return client


@pytest.fixture
def decisions():
    """One of each kind, so that every part of the page has something to show."""
    moderator = make_user("MODERATOR", username="فاطمة")
    now = timezone.now()
    for fields in (
        {"to_status": Status.APPROVED, "probability": 0.2},
        {"to_status": Status.REJECTED, "rule": "لا <إهانة>", "probability": 0.8},
        {"to_status": Status.SPAM},
    ):
        comment = make_comment(submitted_at=now - timedelta(hours=2))
        make_record(comment=comment, moderator=moderator, decided_at=now, **fields)
    make_record(act=Act.CHECKED, check_name="sender_history", to_status=Status.REJECTED)


def page(client, **query):
    return BeautifulSoup(client.get(PAGE, query).content, "html.parser")


def text(node):
    return " ".join(node.get_text(" ").split())


@pytest.mark.parametrize("role", ["REPORTER", "EDITOR"])
def test_the_page_is_for_moderators(client, role):
    client.force_login(make_user(role))
    assert client.get(PAGE).status_code == 403
    assert PAGE not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("role", ["MODERATOR", "ADMINISTRATOR"])
def test_moderators_find_it_in_the_index(client, role):
    client.force_login(make_user(role))
    assert PAGE in client.get("/admin/").content.decode()
    assert client.get(PAGE).status_code == 200


def test_strangers_are_asked_to_sign_in(client):
    assert client.get(PAGE).status_code == 302


def test_an_empty_portal_has_a_page(desk):
    shown = page(desk)
    assert len(shown.select(".figures-table tbody tr")) == 7
    assert "—" in text(shown.select_one(".figures-now"))


@pytest.mark.parametrize(
    ("asked", "days"), [("7", 7), ("30", 30), ("90", 90), ("8", 7), ("x", 7), ("", 7)]
)
def test_the_range_is_one_of_three(desk, asked, days):
    shown = page(desk, days=asked)
    assert len(shown.select(".figures-table tbody tr")) == days
    (current,) = shown.select(".figures-ranges [aria-current]")
    assert current["href"] == f"?days={days}"


def test_every_chart_has_a_table_with_a_name(desk, decisions):
    shown = page(desk)
    for section in shown.select("section.module"):
        assert section.select("svg"), text(section.h2)
        assert section.select("table caption"), text(section.h2)
    for table in shown.select(".figures table"):
        assert text(table.caption)
        assert table.select("thead th[scope=col]")
        assert table.select("tbody th[scope=row]")
    # What a table says is not read aloud again.
    assert all(svg["aria-hidden"] == "true" for svg in shown.select(".figures svg"))


def test_the_numbers_stand_in_the_tables(desk, decisions):
    shown = page(desk)
    rows = {text(row.th): row for row in shown.select(".figures-bars tbody tr")}
    assert [text(cell) for cell in rows["لا <إهانة>"].select("td")] == ["1", "50%"]
    assert [text(cell) for cell in rows["فاطمة"].select("td")] == ["3", "100%", "2 (67%)"]
    assert text(shown.select_one(".figures-square tbody")).split()[-1] == "1"
    today = shown.select(".figures-table tbody tr")[-1]
    assert [text(cell) for cell in today.select("td")] == ["1", "2", "1"]
    hours = [text(node) for node in shown.select("#figures-delays ~ .figures-now dd")]
    assert hours == ["ساعتان", "ساعتان"]


def test_the_page_keeps_to_the_content_policy(desk, decisions):
    shown = page(desk)
    assert shown.select(".figures [style], .figures script, .figures style") == []
    assert len(shown.select(".figures rect.bar")) > 5


def test_the_page_asks_for_no_more_queries_than_it_must(
    desk, decisions, django_assert_max_num_queries
):
    desk.get(PAGE)
    with django_assert_max_num_queries(18):
        desk.get(PAGE)


# --- A forgotten purge -------------------------------------------------------------------------


def test_a_forgotten_purge_is_told_on_the_page_and_in_the_index(desk):
    assert "purge_comment_data" not in desk.get(PAGE).content.decode()
    long_ago = timezone.now() - timedelta(days=200)
    make_comment(status=Status.SPAM, submitted_at=long_ago, decided_at=long_ago)
    for address in (PAGE, "/admin/"):
        assert "manage.py purge_comment_data" in desk.get(address).content.decode()
    ModerationPolicy(purged_at=timezone.now()).save()
    for address in (PAGE, "/admin/"):
        assert "purge_comment_data" not in desk.get(address).content.decode()


def test_reporters_are_not_bothered_with_it(client):
    long_ago = timezone.now() - timedelta(days=200)
    make_comment(status=Status.SPAM, submitted_at=long_ago, decided_at=long_ago)
    client.force_login(make_user("REPORTER"))
    assert "purge_comment_data" not in client.get("/admin/").content.decode()


def test_only_tables_with_a_part_have_a_column_for_it(desk, decisions):
    shown = page(desk)
    columns = {
        section["aria-labelledby"]: len(section.select(".figures-bars thead th"))
        for section in shown.select("section.module")
        if section.select(".figures-bars")
    }
    assert columns == {
        "figures-delays": 3,
        "figures-rules": 3,
        "figures-checks": 3,
        "figures-moderators": 4,
        "figures-agreement": 3,
        "figures-stories": 4,
    }
