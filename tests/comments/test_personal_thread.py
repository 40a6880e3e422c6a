"""The conversation on the story's page as its writer alone, or a moderator, sees it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.utils import timezone

from comments import counts
from tests.comments.posting import give_cookie
from tests.comments.thread_reading import box, page_of, shown
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db

# --- Her own comments --------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["waiting", "rejected", "spam", "withdrawn"])
def test_a_comment_readers_do_not_see_is_told_of_to_its_writer_alone(client, status):
    comment = make_comment(body="نصي", status=status, answer="لا إساءة", decided_at=timezone.now())
    assert shown(page_of(client, comment.article)) == []
    give_cookie(client, comment)
    found = box(page_of(client, comment.article), comment)
    assert found.find(class_="comment__text").text.strip() == "نصي"
    assert found.find(class_="comment__state").text.strip()
    assert not found.select("form")
    assert ("لا إساءة" in found.text) == (status != "waiting")


def test_a_published_comment_of_hers_can_be_liked_by_others_and_changed_by_her(client):
    comment = make_comment(status="approved", decided_at=timezone.now())
    give_cookie(client, comment)
    found = box(page_of(client, comment.article), comment)
    assert found.find(class_="comment__state")
    addresses = [link["href"] for link in found.select(".comment__state a")]
    assert addresses == [f"/comment/{comment.pk}/{act}/" for act in ("correct", "withdraw")]
    assert found.select(".comment__acts form")


def test_after_ten_minutes_it_cannot_be_changed(client):
    comment = make_comment(submitted_at=timezone.now() - timedelta(minutes=11))
    give_cookie(client, comment)
    found = box(page_of(client, comment.article), comment)
    assert found.find(class_="comment__state")
    assert not found.select(".comment__state a, [data-comment-changeable]")


def test_her_page_knows_for_how_long_she_may_change_it(client):
    comment = make_comment(submitted_at=timezone.now() - timedelta(minutes=9))
    give_cookie(client, comment)
    found = box(page_of(client, comment.article), comment).select_one("[data-comment-changeable]")
    assert found.select("a")
    assert 30 <= int(found["data-comment-changeable"]) <= 60


def test_strangers_are_shown_nothing_personal(client):
    comment = make_comment(status="approved", decided_at=timezone.now())
    response = client.get(comment.article.get_absolute_url())
    page = BeautifulSoup(response.content.decode(), "html.parser")
    assert not page.select(".comment__state, .comment--own")
    assert b"csrfmiddlewaretoken" not in response.content
    assert b"reader@example.org" not in response.content
    assert not response.cookies
    assert response["Cache-Control"].startswith("public")


# --- Who decides -------------------------------------------------------------------------------


def test_moderators_decide_on_the_page_and_come_back_to_the_comment(client):
    comment = make_comment(status="approved", version=3)
    client.force_login(make_user("MODERATOR"))
    response = client.get(comment.article.get_absolute_url() + "?order=oldest")
    page = BeautifulSoup(response.content.decode(), "html.parser")
    form = box(page, comment).find(class_="comment__decide")
    assert form["action"] == "/admin/comments/comment/decide/"
    sent = {field["name"]: field["value"] for field in form.select("input")}
    assert sent.pop("csrfmiddlewaretoken")
    assert sent == {
        "comments": str(comment.pk),
        "versions": f"{comment.pk}:3",
        "next": f"{comment.article.get_absolute_url()}?order=oldest#{comment.anchor}",
    }
    assert [button["value"] for button in form.select("button")] == ["rejected", "spam"]
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("role", [None, "REPORTER", "EDITOR"])
def test_nobody_else_receives_that_markup(client, role):
    comment = make_comment(status="approved")
    client.force_login(make_user(role))
    page = page_of(client, comment.article)
    assert not page.select(".comment__decide")
    assert "/admin/comments" not in str(page.find(id="comments"))


def test_strangers_receive_nothing_of_it_even_with_a_session_of_nobodys(client):
    comment = make_comment(status="approved")
    assert b"decide" not in client.get(comment.article.get_absolute_url()).content
    client.cookies[settings.SESSION_COOKIE_NAME] = "forged"
    assert b"decide" not in client.get(comment.article.get_absolute_url()).content


def test_by_its_headings_the_list_belongs_to_the_comments_and_not_to_the_form(client):
    comment = make_comment(status="approved")
    counts.rebuild()
    section = page_of(client, comment.article).find(id="comments")
    parts = section.find_all(["h2", "h3", "form", "ol"])
    headings = [part.get("id") for part in parts if part.name in ("h2", "h3")]
    assert headings == ["comments-title", "comment-form-title", "comments-list-title"]
    names = [part.name for part in parts]
    assert names.index("form") < names.index("ol")
    assert section.find("ol")["aria-labelledby"] == "comments-list-title"
