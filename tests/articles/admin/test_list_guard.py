"""Forged requests to the admin's lists are answered 400, on every list of the newsroom."""

import pytest
from django.contrib import admin

from articles.admin.list_guard import ListGuardMixin
from tests.factories import make_category, make_page, make_user

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

HUGE = "9" * 30
LISTS = [
    "articles/article",
    "articles/author",
    "articles/breakingnews",
    "articles/category",
    "articles/page",
    "articles/picture",
    "articles/tag",
    "auth/group",
    "auth/user",
    "comments/comment",
    "comments/moderationrecord",
]


@pytest.fixture
def owner(desk):
    return desk(None, is_superuser=True, is_staff=True)


def refused(response) -> bool:
    """Answered 400, by a page in the site's own design."""
    return response.status_code == 400 and 'dir="rtl"' in response.content.decode()


def test_every_list_of_the_newsroom_is_guarded():
    guarded = {
        f"{model._meta.app_label}/{model._meta.model_name}"
        for model, model_admin in admin.site._registry.items()
        if isinstance(model_admin, ListGuardMixin)
    }
    assert guarded >= {*LISTS, "articles/sitesettings"}


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("key", ["x", HUGE, ""])
def test_an_action_on_what_cannot_be_a_row(owner, path, key):
    data = {"action": "delete_selected", "_selected_action": [key]}
    assert refused(owner.client.post(f"/admin/{path}/", data))


@pytest.mark.sqlite_only
@pytest.mark.parametrize("path", LISTS)
def test_a_filter_by_a_number_out_of_range(owner, path):
    """PostgreSQL compares numbers of any length, and finds nothing."""
    assert refused(owner.open(f"/admin/{path}/?id__in={HUGE}"))


@pytest.mark.sqlite_only
@pytest.mark.filterwarnings("ignore:DateTimeField .* received a naive datetime")
@pytest.mark.parametrize(
    ("zone", "moment"), [("Asia/Riyadh", "0001-01-01"), ("America/New_York", "9999-12-31 23:59:59")]
)
def test_a_filter_by_a_moment_that_lies_outside_of_the_calendar_in_utc(
    owner, settings, zone, moment
):
    settings.TIME_ZONE = zone
    assert refused(owner.open(f"/admin/articles/article/?published_at__gte={moment}"))


@pytest.mark.parametrize("make", [make_category, make_page])
@pytest.mark.parametrize("key", ["x", HUGE])
def test_a_changed_line_that_cannot_be_a_row(owner, make, key):
    row = make(position=3)
    path = f"/admin/articles/{row._meta.model_name}/"
    data = {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "1",
        "form-0-id": key,
        "form-0-position": "7",
        "_save": "1",
    }
    assert refused(owner.client.post(path, data))
    assert owner.client.post(path, data | {"form-0-id": row.pk}).status_code == 302
    row.refresh_from_db()
    assert row.position == 7


def test_an_action_on_real_rows_is_carried_out(owner):
    account = make_user("REPORTER")
    data = {"action": "delete_selected", "_selected_action": [account.pk], "post": "yes"}
    assert owner.client.post("/admin/auth/user/", data).status_code == 302
    assert not type(account).objects.filter(pk=account.pk).exists()
