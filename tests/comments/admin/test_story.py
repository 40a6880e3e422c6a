"""The latest comments on the story's page in the admin."""

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.urls import reverse

from articles.models import Article
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
