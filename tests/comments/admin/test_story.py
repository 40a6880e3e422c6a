"""Comments on the story's page in the admin: the latest ones, and who may comment."""

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from articles.models import Article
from comments import story_mode
from comments.admin.story import LATEST, LatestComments
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db


def change_page(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def page_of(client, article):
    return BeautifulSoup(client.get(change_page(article)).content.decode(), "html.parser")


def test_the_latest_few_and_a_link_to_all(client):
    article = make_article()
    for number in range(LATEST + 2):
        make_comment(article=article, body=f"تعليق رقم {number}", email="a@secret.example")
    client.force_login(make_user("EDITOR"))
    page = page_of(client, article)
    text = page.find(id="content").text
    assert [number for number in range(LATEST + 2) if f"تعليق رقم {number}" in text] == [
        *range(2, LATEST + 2)
    ]
    assert "secret.example" not in str(page)
    (link,) = [
        a["href"] for a in page.select("#content a") if "article__id__exact" in a.get("href", "")
    ]
    everything = client.get(link).content.decode()
    assert everything.count("تعليق رقم") == LATEST + 2


def test_who_may_not_see_comments_sees_none(client):
    reporter = make_user("REPORTER")
    article = make_article(status="draft", created_by=reporter)
    make_comment(article=article, body="تعليق خفي")
    client.force_login(reporter)
    assert client.get(change_page(article)).status_code == 200
    assert "تعليق خفي" not in str(page_of(client, article))


def test_a_new_storys_page_has_no_comments(client):
    client.force_login(make_user("EDITOR"))
    response = client.get(reverse("admin:articles_article_add"))
    assert response.status_code == 200
    assert b"article__id__exact" not in response.content


def test_saving_a_story_neither_needs_nor_touches_its_comments(client):
    article = make_article()
    comment = make_comment(article=article, body="قديم")
    client.force_login(make_user("EDITOR"))
    page = page_of(client, article)
    data = {}
    for field in page.select("#article_form input[name], #article_form textarea[name]"):
        if field.get("type") not in {"submit", "file", "checkbox"}:
            data[field["name"]] = field.get("value", "") if field.name == "input" else field.text
    for field in page.select("#article_form select[name]"):
        chosen = field.select("option[selected]")
        data[field["name"]] = [option["value"] for option in chosen]
    assert not any(name.startswith("comments-") for name in data)
    make_comment(article=article, body="جديد")
    data |= {"headline": "عنوان جديد", "comments-0-body": "نص آخر", "comments-TOTAL_FORMS": "x"}
    response = client.post(change_page(article), data)
    assert response.status_code == 302, response.content.decode()
    article.refresh_from_db()
    comment.refresh_from_db()
    assert (article.headline, comment.body) == ("عنوان جديد", "قديم")


def test_the_newsroom_knows_nothing_of_comments():
    inlines = admin.site.get_model_admin(Article).inlines
    assert inlines[-1] is LatestComments
    assert LatestComments not in type(admin.site.get_model_admin(Article)).inlines


# --- Who may comment ---------------------------------------------------------------------------


def mode_address(article):
    return reverse("admin:comments_comment_story_mode", args=[article.pk])


def mode_of(article):
    return Article.objects.get(pk=article.pk).comment_mode


def test_editors_change_it_as_a_field_of_the_story(client):
    client.force_login(make_user("EDITOR"))
    page = page_of(client, make_article(comment_mode="closed"))
    (chosen,) = page.select("select[name=comment_mode] option[selected]")
    assert chosen["value"] == "closed"
    assert not page.select("[name=story_comment_mode]")


def test_reporters_leave_it_to_those_who_publish(client):
    reporter = make_user("REPORTER")
    client.force_login(reporter)
    page = page_of(client, make_article(status="draft", created_by=reporter))
    assert page.select_one("select[name=comment_mode]").has_attr("disabled")
    assert not page.select("[name=story_comment_mode]")


def test_moderators_change_it_with_a_button_of_its_own(client, forgotten):
    article = make_article()
    moderator = make_user("MODERATOR")
    client.force_login(moderator)
    page = page_of(client, article)
    button = page.select_one("#article_form button[formaction]")
    values = [option["value"] for option in page.select("[name=story_comment_mode] option")]
    assert values == ["", "everyone", "first", "nobody", "closed"]
    tags = forgotten(lambda: client.post(button["formaction"], {"story_comment_mode": "closed"}))
    assert mode_of(article) == "closed"
    assert f"article:{article.pk}" in tags
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (moderator, str(article.pk))
    page = page_of(client, article)
    assert page.select(".messagelist .success")
    (chosen,) = page.select("[name=story_comment_mode] option[selected]")
    assert chosen["value"] == "closed"


def test_what_was_so_before_is_no_change(client):
    article = make_article(comment_mode="first")
    client.force_login(make_user("MODERATOR"))
    client.post(mode_address(article), {"story_comment_mode": "first"})
    assert not LogEntry.objects.exists()


def test_the_storys_text_and_stamp_are_left_alone():
    article = make_article(corrected_at=None)
    assert story_mode.set_mode(article, "nobody", make_user("MODERATOR"))
    stored = Article.objects.get()
    assert (stored.body, stored.corrected_at) == (article.body, None)


@pytest.mark.parametrize("role", [None, "REPORTER", "EDITOR"])
def test_a_crafted_request_of_another_changes_nothing(client, role):
    article = make_article()
    client.force_login(make_user(role))
    response = client.post(mode_address(article), {"story_comment_mode": "closed"})
    assert response.status_code in {302, 403}
    assert mode_of(article) == ""


@pytest.mark.parametrize("data", [{}, {"story_comment_mode": "open"}])
def test_a_mode_there_is_none_of(client, data):
    article = make_article(comment_mode="first")
    client.force_login(make_user("MODERATOR"))
    assert client.post(mode_address(article), data).status_code == 400
    assert mode_of(article) == "first"


def test_a_story_that_moderators_do_not_see(client):
    article = make_article(status="draft")
    client.force_login(make_user("MODERATOR"))
    response = client.post(mode_address(article), {"story_comment_mode": "closed"})
    assert response.status_code == 404
    assert client.get(mode_address(article)).status_code == 302


def test_the_button_needs_the_forms_token():
    article = make_article()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user("MODERATOR"))
    response = strict.post(mode_address(article), {"story_comment_mode": "closed"})
    assert response.status_code == 403


@pytest.mark.slow
def test_an_editor_who_saves_afterwards_does_not_undo_it(client):
    article = make_article()
    client.force_login(make_user("EDITOR"))
    form = page_of(client, article).select_one("#article_form")
    story_mode.set_mode(article, "closed", make_user("MODERATOR"))
    data = {
        tag["name"]: tag.get("value", "") if tag.name == "input" else tag.text
        for tag in form.select("input[name], textarea[name]")
        if tag.get("type") not in {"submit", "file", "checkbox"}
    }
    for field in form.select("select[name]"):
        data[field["name"]] = [option["value"] for option in field.select("option[selected]")]
    response = client.post(change_page(article), data)
    assert response.status_code == 200
    assert "stored-comment_mode" in response.content.decode()
    assert mode_of(article) == "closed"
