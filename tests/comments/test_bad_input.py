"""What is typed wrong, or is no form at all: a clear answer, and nothing typed is lost."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from comments.models import Comment, Status
from comments.moderation import stamp
from tests.comments.posting import FETCH, FORM, OWN, TYPED, address, field, post, soup
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_errors_come_back_with_what_was_typed(client):
    response = post(client, make_article(headline="عنوان"), email="ليس بريدا", body="  ")
    page = soup(response)
    assert response.status_code == 422
    assert response["Cache-Control"] == "private, no-store"
    assert page.title.text.split()[0] == "خطأ:"
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
    assert re.search("[ء-ي]{3}", errors[0].text)
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


ZALGO = "".join(f"{letter}{chr(0x300 + n % 0x60) * 40}" for n, letter in enumerate("نص مخيف"))


@pytest.mark.parametrize(
    "body",
    [
        "س" * 100_000,
        "\x00" * 100_000,
        "\u202e" * 50_000,
        "\u200b\u2060\ufeff" * 20_000,
        "<p>" * 30_000,
    ],
)
@pytest.mark.parametrize("headers", [OWN, FETCH])
def test_a_hundred_kilobytes_are_answered_and_kept(client, body, headers):
    response = post(client, make_article(), headers, body=body)
    page = soup(response)
    assert response.status_code == 422
    assert page.find(id="comment-body_error").text.strip()
    assert len(field(page, "body").strip("\r\n")) == len(body)
    assert field(page, "email") == TYPED["email"]
    assert not Comment.objects.exists()


def test_what_reaches_beyond_the_comment_goes_and_the_rest_is_stored(client):
    assert (
        post(client, make_article(), body=f"\u202e{ZALGO}\u2066 {chr(0x200B) * 500}").status_code
        == 303
    )
    body = Comment.objects.get().body
    assert re.sub(r"[\u0300-\u036f]", "", body) == "نص مخيف"
    assert len(body) < 60


@pytest.mark.parametrize("stored", ["", "x", "\x00", "9" * 5000, "a" * 5000, "\u202e"])
@pytest.mark.parametrize("name", ["stamp", "proof"])
def test_a_forged_stamp_keeps_nobody_from_commenting(client, name, stored):
    article = make_article()
    assert post(client, article, **{name: stored}).status_code == 303
    assert Comment.objects.get().stamp == ""


def test_a_form_of_yesterday_is_stored_and_waits(client):
    article = make_article()
    begun = stamp.make(timezone.now() - stamp.LASTS - timedelta(minutes=1))
    assert post(client, article, stamp=begun).status_code == 303
    comment = Comment.objects.get()
    assert comment.status == Status.WAITING
    assert soup(client.get(article.get_absolute_url())).find(id=comment.anchor)


def test_the_same_form_again_is_stored_once_and_answered_alike(client):
    article = make_article()
    begun = stamp.make(timezone.now() - timedelta(minutes=1))
    answers = [post(client, article, FETCH, stamp=begun) for _time in range(3)]
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer["Location"] for answer in answers}) == 1
    assert Comment.objects.count() == 1


def test_another_text_under_a_used_stamp_loses_nothing(client):
    article = make_article()
    begun = stamp.make(timezone.now() - timedelta(minutes=1))
    for body in ("الأول من هذه الصفحة", "تعليق ثان من النافذة الأخرى"):
        assert post(client, article, body=body, stamp=begun).status_code == 303
    assert Comment.objects.filter(status=Status.WAITING).count() == 2


def test_a_post_without_fields_is_three_errors(client):
    response = client.post(address(make_article()), headers=OWN)
    assert response.status_code == 422
    assert len(soup(response).find(class_="desk__errors").find_all("li")) == 3


def test_a_file_in_the_place_of_text_is_no_text(client):
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
