"""Answering a comment, in place or on a page of its own."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import SiteSettings
from articles.publication import Status as Publication
from comments import counts, remembered, thread
from comments.models import Comment, Status
from comments.moderation import stamp
from comments.moderation.stamp import StampState
from tests.comments.posting import (
    FETCH,
    OWN,
    TYPED,
    cookie_ids,
    field,
    give_cookie,
    make_approved,
    post,
    soup,
)
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


def reply_page(client, pk):
    return client.get(reverse("comments:reply", args=[pk]))


# --- The page of its own -----------------------------------------------------------------------


def test_the_page_shows_what_is_answered(client):
    comment = make_approved(name="أحمد", body="<i>رأي</i>")
    response = reply_page(client, comment.pk)
    page = soup(response)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert "أحمد" in page.find(attrs={"data-comment-answered": True}).text
    assert "<i>رأي</i>" in page.find("blockquote").text
    assert field(page, "parent") == str(comment.pk)
    assert page.find("form", attrs={"data-comment-form": True})["aria-labelledby"]
    assert stamp.read(field(page, "stamp"), "", timezone.now()).state is StampState.VALID
    assert comment.email not in response.content.decode()


def test_an_answer_from_the_page_stands_below(client):
    comment = make_approved()
    page = soup(reply_page(client, comment.pk))
    form = page.find("form", attrs={"data-comment-form": True})
    typed = TYPED | {"parent": field(page, "parent"), "stamp": field(page, "stamp")}
    response = client.post(form["action"], typed, headers=OWN)
    answer = Comment.objects.get(status=Status.WAITING)
    assert answer.parent == comment
    assert response["Location"].endswith(f"#comment-{answer.pk}")
    shown = soup(client.get(comment.article.get_absolute_url()))
    assert shown.find(id=comment.anchor).find(id=answer.anchor)


@pytest.mark.parametrize("status", [s for s in Status if s != Status.APPROVED])
def test_what_readers_do_not_see_cannot_be_answered(client, status):
    comment = make_comment(status=status)
    response = reply_page(client, comment.pk)
    assert response.status_code == 404
    assert comment.body not in response.content.decode()


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 18, "9" * 40, "-1", "x"])
def test_what_never_was_cannot_be_answered(client, pk):
    assert client.get(f"/comment/{pk}/reply/").status_code == 404


def test_an_erased_comment_cannot_be_answered(client):
    assert reply_page(client, make_approved(body="").pk).status_code == 404


@pytest.mark.parametrize(
    ("status", "answer"), [(Publication.DRAFT, 404), (Publication.WITHDRAWN, 410)]
)
def test_a_story_that_is_not_out_answers_for_its_comments(client, status, answer):
    comment = make_approved(article=make_article(status=status))
    assert reply_page(client, comment.pk).status_code == answer


def test_where_comments_are_closed_there_is_no_form(client):
    comment = make_approved()
    SiteSettings.objects.update_or_create(pk=1, defaults={"comment_mode": "closed"})
    response = reply_page(client, comment.pk)
    assert response.status_code == 302
    assert response["Location"] == f"{comment.article.get_absolute_url()}#comments"


def test_the_page_only_shows(client):
    assert client.post(reverse("comments:reply", args=[make_approved().pk])).status_code == 405


# --- The script's answer -----------------------------------------------------------------------


def test_the_script_learns_where_the_answer_stands(client):
    comment = make_approved()
    page = soup(post(client, comment.article, FETCH, parent=comment.pk))
    assert page.find(attrs={"data-comment-below": str(comment.pk)}).li
    assert not field(page, "parent")
    assert page.find(attrs={"data-comment-answered": True}).has_attr("hidden")


def test_an_error_keeps_what_is_answered(client):
    comment = make_approved(name="أحمد")
    for headers in (OWN, FETCH, {}):
        page = soup(post(client, comment.article, headers, parent=comment.pk, email=""))
        assert field(page, "parent") == str(comment.pk)
        assert "أحمد" in page.find(attrs={"data-comment-answered": True}).text


def test_a_silent_browser_confirms_its_answer():
    strict = Client(enforce_csrf_checks=True)
    comment = make_approved()
    typed = {"parent": comment.pk, "notify": "on"}
    page = soup(post(strict, comment.article, {}, **typed))
    form = page.find("form", attrs={"data-comment-form": True})
    names = (*TYPED, "csrfmiddlewaretoken", "parent", "stamp", "proof")
    again = {name: field(page, name) for name in names}
    assert page.find(attrs={"name": "notify"}).has_attr("checked")
    assert not page.find(attrs={"name": "remember"}).has_attr("checked")
    assert strict.post(form["action"], again | {"notify": "on"}).status_code == 303
    answer = Comment.objects.get(status=Status.WAITING)
    assert answer.parent == comment
    assert answer.notify


# --- There is nothing to answer any more -------------------------------------------------------


@pytest.fixture
def no_comment():
    """`no_comment(kind)`: a story, and an id that cannot be answered there."""

    def make(kind):
        article = make_article()
        if kind == "of another story":
            return article, make_approved().pk
        if kind == "erased":
            return article, make_approved(article=article, body="").pk
        if kind in Status.values:
            return article, make_comment(article=article, status=kind, name="أحمد").pk
        return article, kind

    return make


@pytest.mark.parametrize(
    "kind",
    [
        "of another story",
        "erased",
        *sorted(set(Status.values) - {"approved"}),
        "0",
        "-1",
        "9" * 18,
        "9" * 40,
        "x",
        "١",
        "1; DROP TABLE",
        "\x00",
    ],
)
@pytest.mark.parametrize("headers", [OWN, FETCH])
def test_the_text_is_offered_as_a_comment_of_its_own(client, no_comment, kind, headers):
    article, pk = no_comment(kind)
    before = Comment.objects.count()
    response = post(client, article, headers, parent=pk, notify="on")
    page = soup(response)
    assert response.status_code == 409
    assert Comment.objects.count() == before
    assert page.find(id="comment-body_error").text.strip()
    assert [field(page, name).strip() for name in TYPED] == list(TYPED.values())
    assert page.find(attrs={"name": "notify"}).has_attr("checked")
    assert page.find(attrs={"data-comment-answered": True}).has_attr("hidden")
    assert not field(page, "parent")
    again = {name: field(page, name) for name in (*TYPED, "parent")}
    assert post(client, article, headers, **again).status_code in {201, 303}
    assert Comment.objects.latest("pk").parent is None


def test_a_parent_removed_while_the_form_is_open(client):
    comment = make_approved()
    page = soup(reply_page(client, comment.pk))
    Comment.objects.update(status=Status.REJECTED)
    response = post(client, comment.article, parent=field(page, "parent"))
    assert response.status_code == 409
    assert field(soup(response), "body").strip() == TYPED["body"]


def test_own_comments_that_wait_cannot_be_answered_either(client):
    comment = make_comment(name="أحمد")
    give_cookie(client, comment)
    assert post(client, comment.article, parent=comment.pk).status_code == 409


# --- Being remembered --------------------------------------------------------------------------


def test_nobody_is_remembered_unasked(client):
    comment = make_approved()
    post(client, comment.article)
    page = soup(reply_page(client, comment.pk))
    assert not field(page, "name")
    assert not field(page, "email")
    assert not page.find(attrs={"name": "remember"}).has_attr("checked")


def test_who_asks_is_remembered_until_she_unticks(client):
    comment = make_approved()
    post(client, comment.article, remember="on")
    page = soup(reply_page(client, comment.pk))
    assert field(page, "name") == TYPED["name"]
    assert field(page, "email") == TYPED["email"]
    assert page.find(attrs={"name": "remember"}).has_attr("checked")
    assert TYPED["email"] not in reply_page(Client(), comment.pk).content.decode()
    post(client, comment.article, body="آخر")
    assert not field(soup(reply_page(client, comment.pk)), "email")


def test_an_error_forgets_nobody(client):
    comment = make_approved()
    post(client, comment.article, remember="on")
    post(client, comment.article, body="")
    assert field(soup(reply_page(client, comment.pk)), "email") == TYPED["email"]


def test_the_cookie_goes_to_form_pages_alone(client, settings):
    settings.SESSION_COOKIE_SECURE = True
    article = make_article()
    response = post(client, article, remember="on")
    cookie = response.cookies[remembered.COOKIE]
    assert cookie["path"] == "/comment/"
    assert reverse("comments:reply", args=[1]).startswith(cookie["path"])
    assert not article.get_absolute_url().startswith(cookie["path"])
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert TYPED["email"] not in client.get(article.get_absolute_url()).content.decode()


@pytest.mark.parametrize("value", ["", "x", "e30:b:c", "\x00", "\xd8\xb9"])
def test_a_forged_cookie_fills_nothing(client, value):
    comment = make_approved()
    client.cookies[remembered.COOKIE] = value
    response = reply_page(client, comment.pk)
    assert response.status_code == 200
    assert not field(soup(response), "name")


# --- Ten thousand answers ----------------------------------------------------------------------


@pytest.mark.slow
def test_ten_thousand_answers_to_one_comment(client, django_assert_max_num_queries):
    top = make_approved()
    now = timezone.now()
    Comment.objects.bulk_create(
        [
            Comment(
                article=top.article,
                parent=top,
                root=top,
                depth=2,
                number=number,
                name="قارئ",
                email=f"r{number}@example.org",
                body=f"رد {number}",
                status=Status.APPROVED,
                in_thread=True,
                submitted_at=now,
            )
            for number in range(1, 10_001)
        ],
        batch_size=500,
    )
    counts.rebuild()
    address = top.article.get_absolute_url()
    with django_assert_max_num_queries(8):
        page = client.get(address)
    assert len(soup(page).select("li.comment")) == 1 + thread.ANSWERS
    assert len(page.content) < 100_000
    with django_assert_max_num_queries(8):
        alone = client.get(f"{address}?thread={top.pk}")
    assert len(soup(alone).select("li.comment")) == 101
    with django_assert_max_num_queries(40):
        assert post(client, top.article, parent=top.pk).status_code == 303
    answer = Comment.objects.get(status=Status.WAITING)
    assert answer.root == top
    assert cookie_ids(client) == [answer.pk]
    mine = soup(client.get(f"{address}#comment-{answer.pk}"))
    assert mine.find(id=answer.anchor)
