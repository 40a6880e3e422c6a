"""Settings, static pages and the breaking-news bar in the admin."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import BreakingNews, Page, SiteSettings
from tests.factories import make_breaking, make_page

pytestmark = pytest.mark.django_db

SETTINGS = "/admin/articles/sitesettings/"
FORM = f"{SETTINGS}1/change/"
BREAKING = "/admin/articles/breakingnews/"


def test_the_settings_open_on_their_only_form(desk):
    chief = desk("ADMINISTRATOR")
    assert chief.open(SETTINGS).headers["Location"] == FORM
    assert chief.open(FORM).status_code == 200
    assert not chief.page.select(".deletelink, input[name=_addanother]")
    response = chief.send(FORM, follow=True, name="صحيفة الصباح", months="levant")
    assert response.redirect_chain[-1][0] == FORM
    settings = SiteSettings.objects.get()
    assert (settings.name, settings.months) == ("صحيفة الصباح", "levant")
    assert "صحيفة الصباح" in chief.shown("#site-name")[0]


def test_the_settings_are_neither_added_nor_deleted(desk):
    chief = desk("ADMINISTRATOR")
    chief.open(SETTINGS)
    assert chief.open(f"{SETTINGS}add/").status_code == 403
    assert chief.client.post(f"{SETTINGS}1/delete/", {"post": "yes"}).status_code == 403
    assert SiteSettings.objects.count() == 1


def test_the_sign_in_page_carries_the_newspapers_name(client):
    SiteSettings(name="صحيفة الصباح").save()
    page = client.get("/admin/login/").content.decode()
    assert page.count("صحيفة الصباح") == 2
    assert '<html lang="ar" dir="rtl">' in page


def test_a_breaking_item_lasts_six_hours_unless_told_otherwise(desk):
    editor, before = desk(), timezone.now()
    assert editor.send(f"{BREAKING}add/", text="خبر عاجل").status_code == 302
    item = BreakingNews.objects.get()
    assert timedelta(hours=5, minutes=59) <= item.expires_at - before <= timedelta(hours=6)


def test_the_list_says_what_is_on_the_bar_now(desk):
    editor, now = desk(), timezone.now()
    make_breaking(starts_at=now - timedelta(hours=3), expires_at=now - timedelta(hours=1))
    make_breaking(starts_at=now - timedelta(hours=1), expires_at=now + timedelta(hours=1))
    make_breaking(starts_at=now + timedelta(hours=1), expires_at=now + timedelta(hours=2))
    editor.open(BREAKING)
    phases = [label["class"][1] for label in editor.page.select("#result_list .field-place .phase")]
    assert phases == ["phase-scheduled", "phase-out", "phase-ended"]


def test_an_expiry_before_the_start_is_an_error_beside_it(desk):
    editor = desk()
    response = editor.send(
        f"{BREAKING}add/",
        text="خبر مكتوب",
        starts_at_0="02/01/2030",
        starts_at_1="10:00",
        expires_at_0="01/01/2030",
        expires_at_1="10:00",
    )
    assert response.status_code == 200
    assert editor.errors("expires_at")
    assert editor.page.select_one("[name=text]")["value"] == "خبر مكتوب"


def test_a_page_is_written_with_the_editor_and_cleaned(desk):
    editor = desk()
    editor.open("/admin/articles/page/add/")
    assert editor.page.select_one("textarea[data-django-prose-editor-configurable]")
    response = editor.send(
        "/admin/articles/page/add/", title="من نحن", body="<p>نحن</p><script>x</script>"
    )
    assert response.status_code == 302
    assert Page.objects.get().body == '<p dir="auto">نحن</p>'


def test_only_a_public_page_links_to_its_place_on_the_site(desk):
    editor = desk()
    for public in (True, False):
        page = make_page(is_public=public)
        editor.open(f"/admin/articles/page/{page.pk}/change/")
        assert bool(editor.page.select(".object-tools a.viewsitelink")) == public
