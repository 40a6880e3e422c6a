"""Posting a comment: what is taken, what comes back, and that nothing typed is lost."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import SiteSettings
from articles.publication import Status as Publication
from comments.models import Comment, Status
from tests.factories import make_article

pytestmark = pytest.mark.django_db

OWN = {"Sec-Fetch-Site": "same-origin"}
TYPED = {"name": "قارئة", "email": "reader@example.org", "body": "تعليق مفيد"}
FORM = "application/x-www-form-urlencoded"


def address(article):
    return reverse("comments:submit", args=[article.pk])


def post(client, article, headers=OWN, **typed):
    return client.post(address(article), TYPED | typed, headers=headers)


def soup(response):
    return BeautifulSoup(response.content.decode(), "html.parser")


def field(page, name):
    """What stands in the form's field."""
    element = page.find(attrs={"name": name})
    return element.get("value") if element.name == "input" else element.text


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


def test_a_replay_of_a_decided_comment_does_not_mark_its_sender(client):
    article = make_article()
    post(client, article)
    Comment.objects.update(status=Status.SPAM)
    other = Client()
    assert post(other, article).status_code == 303
    assert settings.WAITING_COOKIE_NAME not in other.cookies


def test_a_get_leads_to_the_storys_comments(client):
    article = make_article()
    for name in ("submit", "confirm"):
        response = client.get(reverse(f"comments:{name}", args=[article.pk]))
        assert response.status_code == 302
        assert response["Location"] == f"{article.get_absolute_url()}#comments"


def test_other_methods_are_refused(client):
    assert client.put(address(make_article())).status_code == 405


# --- The script's answers ----------------------------------------------------------------------

FETCH = OWN | {"X-Requested-With": "fetch"}


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


# --- Errors ------------------------------------------------------------------------------------


def test_errors_come_back_with_what_was_typed(client):
    response = post(client, make_article(headline="عنوان"), email="ليس بريدا", body="  ")
    page = soup(response)
    assert response.status_code == 422
    assert response["Cache-Control"] == "private, no-store"
    assert page.title.text.split()[0] in {"خطأ:", "Error:"}
    assert field(page, "name") == "قارئة"
    assert field(page, "email") == "ليس بريدا"
    summary = page.find(class_="desk__errors")
    assert summary["role"] == "alert"
    assert summary.has_attr("autofocus")
    assert "خطآن" in summary.text
    assert [link["href"] for link in summary.find_all("a")] == ["#comment-email", "#comment-body"]
    for name in ("email", "body"):
        wrong = page.find(attrs={"name": name})
        assert wrong["aria-invalid"] == "true"
        assert page.find(id=wrong["aria-describedby"]).text.strip()
    assert not page.find(attrs={"name": "name"}).has_attr("aria-invalid")
    assert not Comment.objects.exists()


LONG = "كلمة " * 20_000
BIDI = "\u202e\u2066"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "\u200b\u200f\u3164" * 20),
        ("name", "\x00"),
        ("name", "ن" * 61),
        ("email", ""),
        ("email", "\u202a \u200d"),
        ("email", "reader"),
        ("email", "reader@"),
        ("email", "a@b.ma\nc@d.ma"),
        ("email", "x" * 250 + "@example.org"),
        ("email", LONG),
        ("body", ""),
        ("body", " \n\t\n"),
        ("body", "\u200b" * 3000),
        ("body", "\u064b\u0301" * 500),
        ("body", "ن" * 4001),
        ("body", LONG),
        ("body", LONG * 5),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept(client, name, typed):
    response = post(client, make_article(), **{name: typed})
    page = soup(response)
    assert response.status_code == 422
    errors = page.find(id=f"comment-{name}_error").find_all("li")
    assert len(errors) == 1
    kept = response.content.decode()
    for text in {*TYPED.values()} - {TYPED[name]}:
        assert text in kept
    if typed.strip("\x00"):
        assert typed.strip() in kept
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("name", "قارئة\r\nمن الرباط", "قارئة من الرباط"),
        ("name", f"قارئة{BIDI}", "قارئة"),
        ("email", " \u200freader@example.org\u202c ", "reader@example.org"),
        ("body", "أول\r\n\r\n\r\n\r\nثان\x00", "أول\n\nثان"),
        ("body", f"{BIDI}نص\u2069\u202c مقلوب", "نص مقلوب"),
        ("body", "ز\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "ز\u0301\u0301\u0301\u0301"),
        ("body", "<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("body", "ن" * 4000, "ن" * 4000),
        ("body", "😀", "😀"),
    ],
)
def test_what_can_be_put_right_is_taken(client, name, typed, kept):
    assert post(client, make_article(), **{name: typed}).status_code == 303
    assert getattr(Comment.objects.get(), name) == kept


def test_markup_is_shown_as_text(client):
    article = make_article()
    post(client, article, name="<b>ن</b>", body="<img src=x onerror=alert(1)> http://x.example")
    html = client.get(article.get_absolute_url()).content.decode()
    assert "&lt;img src=x onerror=alert(1)&gt; http://x.example" in html
    assert "&lt;b&gt;ن&lt;/b&gt;" in html
    assert "<img src=x" not in html
    assert 'href="http://x.example"' not in html


@pytest.mark.parametrize(
    "body", [b"name=a&email=a%40b.ma&body=%ff%fe", b"body=\xed\xa0\x80&name=a"]
)
def test_bytes_that_are_no_text_break_nothing(client, body):
    response = client.post(address(make_article()), body, content_type=FORM, headers=OWN)
    assert response.status_code in {303, 422}


def test_a_post_without_fields_is_three_errors(client):
    response = client.post(address(make_article()), headers=OWN)
    assert response.status_code == 422
    assert len(soup(response).find(class_="desk__errors").find_all("li")) == 3


def test_a_file_in_the_place_of_text_is_no_text(client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    response = post(client, make_article(), body=SimpleUploadedFile("a.txt", b"text"))
    assert response.status_code == 422


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 415),
        ("text/plain", 415),
        ("", 415),
        ("nonsense", 415),
        (f"{FORM}; charset=windows-1256", 415),
        ("multipart/form-data; boundary=x; charset=base64", 415),
        ("multipart/form-data", 400),
        ("multipart/form-data; boundary=\x7f", 400),
    ],
)
def test_what_is_no_form_is_refused_with_a_page(client, content_type, status):
    body = b'{"name": "a"}'
    response = client.generic("POST", address(make_article()), body, content_type, headers=OWN)
    assert response.status_code == status
    assert soup(response).h1.text.strip()
    assert not Comment.objects.exists()


def test_too_many_fields_are_refused_with_a_page(client):
    body = "&".join(f"f{n}=1" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    response = client.post(address(make_article()), body, content_type=FORM, headers=OWN)
    assert response.status_code == 400
    assert soup(response).h1.text.strip()


def test_a_form_larger_than_any_comment_is_refused_with_a_page(client):
    body = "body=" + "a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    response = client.post(address(make_article()), body, content_type=FORM, headers=OWN)
    assert response.status_code == 400
    assert soup(response).h1.text.strip()


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
        {"Sec-Fetch-Site": "none"},
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
