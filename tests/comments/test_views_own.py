"""What a commenter does with her own comments: look after them, correct, withdraw."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.publication import Status as Publication
from comments import actions
from comments.models import Act, Comment, ModerationPolicy, ModerationRecord, Status
from comments.moderation.verdict import Verdict
from tests.comments.posting import (
    OWN,
    Says,
    cookie_ids,
    field,
    give_cookie,
    make_approved,
    post,
    soup,
)
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db

FOREIGN = {"Sec-Fetch-Site": "cross-site"}


@pytest.fixture
def comment(client):
    """One that the client has just written."""
    post(client, make_article())
    return Comment.objects.get()


def address(act, comment):
    return reverse(f"comments:{act}", args=[comment.pk])


def correct(client, comment, body="نص مصحح", headers=OWN, **fields):
    version = Comment.objects.get(pk=comment.pk).version
    typed = {"body": body, "version": version} | fields
    return client.post(address("correct", comment), typed, headers=headers)


def withdraw(client, comment, headers=OWN, **typed):
    return client.post(address("withdraw", comment), typed, headers=headers)


# --- Whose it is -------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["correct", "withdraw"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_can_do_nothing_and_learn_nothing(comment, act, method):
    stranger = Client()
    give_cookie(stranger, make_comment(body="آخر"))
    url = address(act, comment)
    answers = [
        getattr(stranger, method)(path, {"body": "x"}, headers=OWN)
        for path in (url, url.replace(str(comment.pk), "999999"))
    ]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].content == answers[1].content
    assert comment.body not in answers[0].content.decode()
    comment.refresh_from_db()
    assert (comment.status, comment.version) == (Status.WAITING, 0)


@pytest.mark.parametrize("act", ["correct", "withdraw"])
@pytest.mark.parametrize("pk", ["9" * 18, "9" * 40])
def test_ids_that_never_were(client, act, pk):
    assert client.get(f"/comment/{pk}/{act}/").status_code == 403


@pytest.mark.parametrize("act", ["correct", "withdraw"])
@pytest.mark.parametrize("pk", ["-1", "x", "1.5", "١"])
def test_what_is_no_id(client, act, pk):
    assert client.get(f"/comment/{pk}/{act}/").status_code == 404


@pytest.mark.parametrize("act", ["correct", "withdraw"])
def test_a_form_of_another_site_is_refused(client, comment, act):
    typed = {"body": "x", "version": 0}
    assert client.post(address(act, comment), typed, headers=FOREIGN).status_code == 403
    comment.refresh_from_db()
    assert comment.version == 0


@pytest.mark.parametrize("act", ["correct", "withdraw"])
def test_the_pages_are_nobody_elses(client, comment, act):
    response = client.get(address(act, comment))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert soup(response).find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert comment.body in response.content.decode()
    assert comment.email not in response.content.decode()


@pytest.mark.parametrize("act", ["correct", "withdraw"])
def test_other_methods_are_refused(client, comment, act):
    assert client.put(address(act, comment)).status_code == 405


# --- Correcting --------------------------------------------------------------------------------


def test_a_correction_takes_the_place_of_the_text(client, comment):
    response = correct(client, comment, "  نص\u202e مصحح ")
    assert response.status_code == 303
    assert response["Location"].endswith(f"{comment.article.get_absolute_url()}#{comment.anchor}")
    comment.refresh_from_db()
    assert comment.body == "نص مصحح"
    assert comment.corrected_at


def test_a_correction_waits_again_where_everyone_waits(client, comment):
    actions.decide([comment], Status.APPROVED, make_user("MODERATOR"))
    assert correct(client, comment).status_code == 303
    comment.refresh_from_db()
    assert comment.status == Status.WAITING
    assert cookie_ids(client) == [comment.pk]


@pytest.mark.parametrize("body", ["", "  \n", "\u200b" * 30, "ن" * 4001, "كلمة " * 20_000, "\x00"])
def test_a_text_that_cannot_be_taken_is_said_and_kept(client, comment, body):
    response = correct(client, comment, body)
    page = soup(response)
    assert response.status_code == 422
    wrong = page.find(attrs={"name": "body"})
    assert wrong["aria-invalid"] == "true"
    assert page.find(id=wrong["aria-describedby"]).text.strip()
    assert page.find(class_="desk__errors").a["href"] == "#comment-body"
    assert wrong.text.strip().strip("\x00") == body.strip().strip("\x00")
    comment.refresh_from_db()
    assert comment.body == "تعليق مفيد"


def test_what_the_checks_turn_away_comes_back_with_the_reason(client, comment, monkeypatch):
    check = Says(Verdict.REJECT, answer="التعليقات مغلقة", refused=True, refusal_status=403)
    monkeypatch.setattr("comments.moderation.phases.POLICY", (check,))
    response = correct(client, comment)
    page = soup(response)
    assert response.status_code == 403
    assert "التعليقات مغلقة" in page.find(id="comment-body_error").text
    assert field(page, "body").strip() == "نص مصحح"
    comment.refresh_from_db()
    assert comment.body == "تعليق مفيد"


def test_a_correction_is_no_comment_more(client, comment):
    ModerationPolicy.objects.create(flood_per_sender=1)
    assert correct(client, comment).status_code == 303


def test_a_silent_browser_confirms(comment, client):
    strict = Client(enforce_csrf_checks=True)
    give_cookie(strict, comment)
    response = correct(strict, comment, headers={})
    page = soup(response)
    assert response.status_code == 403
    assert field(page, "body").strip() == "نص مصحح"
    token = field(page, "csrfmiddlewaretoken")
    assert correct(strict, comment, headers={}, csrfmiddlewaretoken=token).status_code == 303
    comment.refresh_from_db()
    assert comment.body == "نص مصحح"


@pytest.mark.parametrize("body", [None, "نص متأخر"])
def test_after_ten_minutes_it_is_too_late(client, comment, body):
    with time_machine.travel(timezone.now() + actions.CORRECTION, tick=False):
        url = address("correct", comment)
        response = client.post(url, {"body": body, "version": 0}, headers=OWN) if body else (
            client.get(url)
        )  # fmt: skip
    page = soup(response)
    assert response.status_code == 409
    assert "10 دقائق" in page.find(class_="desk__errors").text
    assert not page.find("form", class_="desk__form")
    if body:
        assert page.find("textarea", readonly=True).text.strip() == body
    comment.refresh_from_db()
    assert comment.body == "تعليق مفيد"


@pytest.mark.parametrize("status", [Status.REJECTED, Status.SPAM])
def test_in_another_tab_it_was_turned_away_meanwhile(client, comment, status):
    client.get(address("correct", comment))
    actions.decide([comment], status, make_user("MODERATOR"), rule="لا إساءة")
    response = client.post(
        address("correct", comment), {"body": "نص آخر", "version": 0}, headers=OWN
    )
    page = soup(response)
    assert response.status_code == 409
    assert ("لا إساءة" in page.find(class_="desk__errors").text) == (status == Status.REJECTED)
    assert page.find("textarea", readonly=True).text.strip() == "نص آخر"
    comment.refresh_from_db()
    assert (comment.status, comment.body) == (status, "تعليق مفيد")


def test_in_another_tab_it_was_published_meanwhile(client, comment):
    actions.decide([comment], Status.APPROVED, make_user("MODERATOR"))
    typed = {"body": "نص آخر", "version": 0}
    response = client.post(address("correct", comment), typed, headers=OWN)
    page = soup(response)
    assert response.status_code == 409
    assert page.find(class_="desk__errors").text.strip()
    assert "تعليق مفيد" in page.find("blockquote").text
    assert field(page, "body").strip() == "نص آخر"
    comment.refresh_from_db()
    assert (comment.status, comment.body) == (Status.APPROVED, "تعليق مفيد")
    # Knowing that, she may send it.
    assert correct(client, comment, "نص آخر", version=field(page, "version")).status_code == 303


def test_two_tabs_never_overwrite_each_other_unseen(client, comment):
    first, second = (soup(client.get(address("correct", comment))) for _tab in range(2))
    assert correct(client, comment, "أول", version=field(first, "version")).status_code == 303
    response = correct(client, comment, "ثان", version=field(second, "version"))
    assert response.status_code == 409
    assert "أول" in soup(response).find("blockquote").text
    assert Comment.objects.get().body == "أول"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 400, "\x00"])
def test_a_forged_version_changes_nothing(client, comment, version):
    assert correct(client, comment, version=version).status_code == 409
    assert Comment.objects.get().body == "تعليق مفيد"


def test_a_correction_sent_again_is_taken_once(client, comment):
    correct(client, comment)
    assert correct(client, comment).status_code == 303
    assert ModerationRecord.objects.filter(act=Act.CORRECTED).count() == 1


# --- Withdrawing -------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Status.WAITING, Status.APPROVED])
def test_a_comment_is_withdrawn(client, comment, status):
    if status == Status.APPROVED:
        actions.decide([comment], status, make_user("MODERATOR"))
    response = withdraw(client, comment)
    assert response.status_code == 303
    comment.refresh_from_db()
    assert comment.status == Status.WITHDRAWN
    assert "تعليق مفيد" not in Client().get(comment.article.get_absolute_url()).content.decode()


def test_a_question_withdraws_nothing(client, comment):
    page = soup(client.get(address("withdraw", comment)))
    comment.refresh_from_db()
    assert comment.status == Status.WAITING
    assert page.find("form", class_="desk__form", method="post")


def test_withdrawing_twice_is_no_error(client, comment):
    withdraw(client, comment)
    assert withdraw(client, comment).status_code == 303
    assert ModerationRecord.objects.filter(act=Act.WITHDRAWN).count() == 1


def test_a_silent_browser_is_asked_whether_to_withdraw(comment):
    strict = Client(enforce_csrf_checks=True)
    give_cookie(strict, comment)
    response = withdraw(strict, comment, {})
    assert response.status_code == 403
    comment.refresh_from_db()
    assert comment.status == Status.WAITING
    token = field(soup(response), "csrfmiddlewaretoken")
    assert withdraw(strict, comment, {}, csrfmiddlewaretoken=token).status_code == 303


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_cannot_be_withdrawn_late(client, comment, method):
    with time_machine.travel(timezone.now() + actions.CORRECTION, tick=False):
        response = getattr(client, method)(address("withdraw", comment), headers=OWN)
    assert response.status_code == 409
    assert not soup(response).find("form", class_="desk__form")
    comment.refresh_from_db()
    assert comment.status == Status.WAITING


# --- All of hers -------------------------------------------------------------------------------


def test_her_page_lists_hers_alone_newest_first(client):
    old = make_comment(body="أول", submitted_at=timezone.now() - timedelta(days=1))
    new = make_comment(body="ثان", article=make_article())
    make_comment(body="لغيرها")
    give_cookie(client, new, old)
    response = client.get(reverse("comments:mine"))
    page = soup(response)
    shown = [item.find(class_="comment__text").text.strip() for item in page.select(".mine > li")]
    assert shown == ["ثان", "أول"]
    assert response["Cache-Control"] == "private, no-store"
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert new.email not in response.content.decode()
    # What is older than ten minutes cannot be changed.
    assert page.find("a", href=address("correct", new))
    assert page.find("a", href=address("withdraw", new))
    assert not page.find("a", href=address("correct", old))


def test_her_page_tells_what_became_of_each(client):
    now = timezone.now()
    article = make_article()
    written = [
        make_comment(article=article, status=status, decided_at=now, body=status)
        for status in Status
    ]
    Comment.objects.filter(status=Status.REJECTED).update(answer="لا إساءة")
    give_cookie(client, *written)
    items = soup(client.get(reverse("comments:mine"))).select(".mine > li")
    told = {item.find(class_="mine__state").text.strip() for item in items}
    assert len(told) == len(Status)
    assert [("لا إساءة" in text) for text in sorted(told)].count(True) == 1


@pytest.mark.parametrize("status", [Publication.WITHDRAWN, Publication.DRAFT])
def test_a_story_that_is_not_out_is_not_named(client, status):
    comment = make_comment(article=make_article(headline="خبر محذوف", status=status))
    give_cookie(client, comment)
    html = client.get(reverse("comments:mine")).content.decode()
    assert comment.body in html
    assert "خبر محذوف" not in html


def test_a_stranger_has_none(client, django_assert_max_num_queries):
    make_approved()
    with django_assert_max_num_queries(2):
        page = soup(client.get(reverse("comments:mine")))
    assert not page.select(".mine__comment")
    assert page.find(class_="comments__none").text.strip()


def test_queries_do_not_grow_with_comments(client, django_assert_max_num_queries):
    give_cookie(client, *(make_comment(body=str(number)) for number in range(20)))
    with django_assert_max_num_queries(4):
        assert len(soup(client.get(reverse("comments:mine"))).select(".mine__comment")) == 20
