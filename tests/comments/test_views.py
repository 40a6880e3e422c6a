"""Posting a comment: what is taken from whom, and what comes back."""

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import SiteSettings
from articles.publication import Status as Publication
from comments.models import Comment, Status
from tests.comments.posting import (
    FETCH,
    OWN,
    TYPED,
    address,
    field,
    post,
    soup,
)
from tests.factories import make_article

pytestmark = pytest.mark.django_db

# --- A good comment ----------------------------------------------------------------------------


def test_a_comment_is_kept_and_its_writer_led_back_to_the_story(client):
    article = make_article()
    response = post(client, article)
    comment = Comment.objects.get()
    assert response.status_code == 303
    assert response["Location"] == f"{article.get_absolute_url()}#comment-{comment.pk}"
    assert response["Cache-Control"] == "private, no-store"
    assert (comment.name, comment.email, comment.body) == tuple(TYPED.values())
    assert comment.status == Status.WAITING


def test_its_writer_alone_sees_it_marked_as_waiting(client):
    article = make_article()
    post(client, article)
    mine = client.get(article.get_absolute_url())
    shown = soup(mine).find(id=f"comment-{Comment.objects.get().pk}")
    assert "تعليق مفيد" in shown.text
    assert "comment--waiting" in shown["class"]
    assert mine["Cache-Control"] == "private, no-store"
    others = Client().get(article.get_absolute_url())
    assert "تعليق مفيد" not in others.content.decode()
    assert others["Cache-Control"].startswith("public")


def test_the_cookie_says_ids_only_and_is_guarded(client, settings):
    settings.SESSION_COOKIE_SECURE = True
    post(client, make_article())
    cookie = client.cookies[settings.WAITING_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 30 * 24 * 3600
    assert signing.loads(cookie.value, salt="comments.waiting") == [Comment.objects.get().pk]


def test_the_same_text_posted_twice_is_kept_once_and_answered_alike(client):
    article = make_article()
    first, second = post(client, article), post(client, article)
    assert Comment.objects.count() == 1
    assert second.status_code == 303
    assert second["Location"] == first["Location"]


@pytest.mark.parametrize(
    ("status", "sender", "is_hers"),
    [
        (Status.WAITING, "198.51.100.7", True),
        (Status.SPAM, "127.0.0.9", True),
        # The text of a published comment can be read, and sent, by everyone.
        (Status.APPROVED, "198.51.100.7", False),
        (Status.REJECTED, "198.51.100.7", False),
    ],
)
def test_a_replay_makes_nobody_else_its_writer(client, status, sender, is_hers):
    article = make_article()
    post(client, article)
    Comment.objects.update(status=status)
    other = Client(REMOTE_ADDR=sender)
    assert post(other, article).status_code == 303
    assert (settings.WAITING_COOKIE_NAME in other.cookies) == is_hers


def test_the_address_is_kept_in_small_letters(client):
    post(client, make_article(), email="Reader@Example.ORG")
    assert Comment.objects.get().email == "reader@example.org"


def test_what_she_ticks_is_kept(client):
    article = make_article()
    post(client, article, body="1")
    post(client, article, body="2", notify="on")
    assert list(Comment.objects.order_by("body").values_list("notify", flat=True)) == [False, True]


def test_a_get_leads_to_the_storys_comments(client):
    article = make_article()
    for name in ("submit", "confirm"):
        response = client.get(reverse(f"comments:{name}", args=[article.pk]))
        assert response.status_code == 302
        assert response["Location"] == f"{article.get_absolute_url()}#comments"


def test_other_methods_are_refused(client):
    assert client.put(address(make_article())).status_code == 405


# --- The script's answers ----------------------------------------------------------------------


def test_the_script_gets_the_comment_and_an_empty_form(client):
    article = make_article()
    response = post(client, article, FETCH)
    page = soup(response)
    comment = Comment.objects.get()
    assert response.status_code == 201
    assert response["Location"] == f"{article.get_absolute_url()}#comment-{comment.pk}"
    assert response["Cache-Control"] == "private, no-store"
    assert "تعليق مفيد" in page.find("li", id=f"comment-{comment.pk}").text
    assert page.find(attrs={"data-comment-taken": True})["role"] == "status"
    assert not field(page, "name")
    assert not field(page, "body").strip()
    assert page.find("html") is None
    assert "reader@example.org" not in response.content.decode()


def test_the_script_gets_the_form_with_its_errors(client):
    response = post(client, make_article(), FETCH, email="")
    page = soup(response)
    assert response.status_code == 422
    assert page.find("html") is None
    assert page.find(attrs={"data-comment-desk": True})
    assert field(page, "body").strip() == "تعليق مفيد"
    assert page.find(attrs={"name": "email"})["aria-invalid"] == "true"


# --- Which stories take comments ---------------------------------------------------------------


@pytest.mark.parametrize("name", ["submit", "confirm"])
@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": Publication.DRAFT}, 404),
        ({"status": Publication.IN_REVIEW}, 404),
        ({"published_at": timezone.now() + timezone.timedelta(hours=1)}, 404),
        ({"status": Publication.WITHDRAWN}, 410),
        (
            {
                "published_at": timezone.now() - timezone.timedelta(days=2),
                "ends_at": timezone.now() - timezone.timedelta(days=1),
            },
            410,
        ),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_stories_that_are_out_take_comments(client, name, fields, status, method):
    article = make_article(**fields)
    url = reverse(f"comments:{name}", args=[article.pk])
    response = getattr(client, method)(url, TYPED, headers=OWN)
    assert response.status_code == status
    assert not Comment.objects.exists()


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 18, "9" * 40])
def test_a_story_that_never_was_takes_none(client, pk):
    assert client.post(f"/comments/{pk}/", TYPED, headers=OWN).status_code == 404


@pytest.mark.parametrize("path", ["/comments/", "/comments/x/", "/comments/-1/", "/comments/1/x/"])
def test_addresses_that_never_were(client, path):
    assert client.post(path, TYPED, headers=OWN).status_code == 404


# --- Where the form was sent from --------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    ],
)
@pytest.mark.parametrize("name", ["submit", "confirm"])
def test_a_form_of_another_site_is_refused(client, headers, name):
    url = reverse(f"comments:{name}", args=[make_article().pk])
    response = client.post(url, TYPED, headers=headers)
    assert response.status_code == 403
    assert not Comment.objects.exists()


def test_the_origin_alone_is_enough(client):
    assert post(client, make_article(), {"Origin": "http://testserver"}).status_code == 303


@pytest.fixture
def strict():
    """A browser whose tokens are checked."""
    return Client(enforce_csrf_checks=True)


def test_a_silent_browser_is_asked_to_confirm(strict):
    article = make_article()
    response = post(strict, article, {})
    page = soup(response)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert not Comment.objects.exists()
    form = page.find("form", attrs={"data-comment-form": True})
    assert form["action"] == reverse("comments:confirm", args=[article.pk])
    assert field(page, "email") == "reader@example.org"
    typed = {name: field(page, name) for name in (*TYPED, "csrfmiddlewaretoken")}
    confirmed = strict.post(form["action"], typed)
    assert confirmed.status_code == 303
    assert Comment.objects.get().body.strip() == "تعليق مفيد"
    assert "comment--waiting" in strict.get(article.get_absolute_url()).content.decode()


def test_a_browser_that_hides_its_origin_is_asked_to_confirm(strict):
    response = post(strict, make_article(), {"Origin": "null"})
    assert response.status_code == 200
    assert field(soup(response), "csrfmiddlewaretoken")
    assert not Comment.objects.exists()


def test_a_silent_browser_hears_of_errors_at_once(strict):
    response = post(strict, make_article(), {}, email="")
    assert response.status_code == 422
    assert field(soup(response), "csrfmiddlewaretoken")


@pytest.mark.parametrize("token", [None, "x" * 64])
def test_a_confirmation_without_its_token_keeps_the_text(strict, token):
    article = make_article()
    url = reverse("comments:confirm", args=[article.pk])
    typed = TYPED | ({"csrfmiddlewaretoken": token} if token else {})
    response = strict.post(url, typed)
    page = soup(response)
    assert response.status_code == 403
    assert not Comment.objects.exists()
    assert [field(page, name).strip() for name in TYPED] == list(TYPED.values())
    again = {name: field(page, name) for name in (*TYPED, "csrfmiddlewaretoken")}
    assert strict.post(url, again).status_code == 303


def test_errors_on_confirmation_keep_text_and_token(strict):
    article = make_article()
    page = soup(post(strict, article, {}))
    typed = {name: field(page, name) for name in (*TYPED, "csrfmiddlewaretoken")}
    response = strict.post(reverse("comments:confirm", args=[article.pk]), typed | {"name": ""})
    assert response.status_code == 422
    assert field(soup(response), "csrfmiddlewaretoken")
    assert field(soup(response), "body").strip() == "تعليق مفيد"


# --- What is not told to anyone ----------------------------------------------------------------


def test_the_posted_rules_stand_beside_a_form_that_comes_back(client):
    SiteSettings.objects.update_or_create(
        pk=1, defaults={"comment_rules": "لا <b>إساءة</b>\nلا تحريض"}
    )
    rules = soup(post(client, make_article(), name="")).find(class_="desk__rules")
    assert "لا <b>إساءة</b>" in rules.text
    assert rules.find("br") or len(rules.find_all("p")) > 2


def test_an_error_report_holds_neither_text_nor_address(client, monkeypatch, settings, mailoutbox):
    settings.PRODUCTION = True
    settings.ADMINS = [("", "admin@example.org")]
    client.raise_request_exception = False

    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("comments.actions.submit", fail)
    response = post(client, make_article())
    assert response.status_code == 500
    report = mailoutbox[0].body
    assert "the disk is full" in report
    assert "reader@example.org" not in report
    assert "تعليق مفيد" not in report
