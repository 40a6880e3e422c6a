"""Readers like and report comments."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from articles.models import SiteSettings
from articles.publication import Status as Publication
from comments import counts, reaction_limits, reader
from comments.models import Comment, Like, ModerationPolicy, Report, Status
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

OWN = {"Sec-Fetch-Site": "same-origin"}
SCRIPT = OWN | {"X-Requested-With": "fetch"}
RULES = "لا إساءة إلى أحد\nلا إشهار"


@pytest.fixture
def comment():
    SiteSettings.objects.update_or_create(pk=1, defaults={"comment_rules": RULES})
    comment = make_comment(status=Status.APPROVED, body="نص التعليق")
    counts.rebuild()
    return comment


def like(client, comment, headers=OWN, **data):
    return client.post(f"/comment/{comment.pk}/like/", data, headers=headers)


def report(client, comment, headers=OWN, **data):
    return client.post(f"/comment/{comment.pk}/report/", data, headers=headers)


def soup(response):
    return BeautifulSoup(response.content.decode(), "html.parser")


def likes(comment):
    comment.refresh_from_db()
    assert comment.like_count == Like.objects.filter(comment=comment).count()
    return comment.like_count


# --- Likes -------------------------------------------------------------------------------------


def test_without_a_script_a_reader_is_told_of_her_like_and_can_take_it_back(client, comment):
    """The story's page, cached for everyone, can do neither."""
    back = f"{comment.article.get_absolute_url()}#{comment.anchor}"
    response = like(client, comment)
    assert response.status_code == 303
    assert response["Cache-Control"] == "private, no-store"
    assert likes(comment) == 1
    told = client.get(response["Location"])
    assert told["Cache-Control"] == "private, no-store"
    page = soup(told)
    assert page.find("main").find(role="status").text == "إعجاب واحد"
    assert page.find("a", href=back)
    form = page.find("main").find("form", method="post")
    sent = {field["name"]: field["value"] for field in form.select("input")}
    undone = client.post(form["action"], sent, headers=OWN)
    assert (undone.status_code, undone["Location"]) == (303, back)
    assert likes(comment) == 0
    assert client.get(response["Location"]).status_code == 302


def test_nobody_is_told_of_the_like_of_another(client, comment):
    like(client, comment)
    another = Client(REMOTE_ADDR="198.51.100.9")
    assert another.get(f"/comment/{comment.pk}/like/").status_code == 302


def test_the_second_like_of_a_reader_is_no_error_and_does_not_count(client, comment):
    for _time in range(2):
        assert like(client, comment).status_code == 303
    assert likes(comment) == 1
    assert like(client, comment, SCRIPT).json() == {"liked": True, "likes": "إعجاب واحد"}


def test_a_script_hears_the_count_in_words_and_takes_the_like_back(client, comment):
    assert like(client, comment, SCRIPT).json() == {"liked": True, "likes": "إعجاب واحد"}
    assert like(client, comment, SCRIPT, undo="1").json() == {"liked": False, "likes": ""}
    assert like(client, comment, SCRIPT, undo="1").json() == {"liked": False, "likes": ""}
    assert likes(comment) == 0


def test_the_count_is_written_in_the_newspapers_digits(client, comment):
    SiteSettings.objects.update(digits="arabic_indic")
    Comment.objects.filter(pk=comment.pk).update(like_count=10)
    assert like(client, comment, SCRIPT).json()["likes"] == "١١ إعجابا"


def test_a_reader_is_told_by_her_browsers_number_where_her_address_changes(client, comment):
    cookie = like(client, comment).cookies[reader.COOKIE]
    assert cookie["httponly"]
    assert cookie["path"] == "/comment/"
    client.post(f"/comment/{comment.pk}/like/", headers=OWN, REMOTE_ADDR="198.51.100.9")
    assert likes(comment) == 1
    Client(REMOTE_ADDR="198.51.100.9").post(f"/comment/{comment.pk}/like/", headers=OWN)
    assert likes(comment) == 2


@pytest.mark.parametrize("act", ["like", "report"])
def test_the_page_stays_everybodys_after_a_reaction(client, comment, act):
    client.post(f"/comment/{comment.pk}/{act}/", {"rule": "لا إشهار"}, headers=OWN)
    response = client.get(comment.article.get_absolute_url())
    assert response["Cache-Control"].startswith("public")
    assert not response.cookies


def test_the_address_of_a_like_leads_to_the_comment(client, comment):
    response = client.get(f"/comment/{comment.pk}/like/")
    assert (response.status_code, response["Location"]) == (302, f"/comment/{comment.pk}/")
    assert likes(comment) == 0


# --- Where a request comes from ----------------------------------------------------------------


@pytest.mark.parametrize("act", ["like", "report"])
def test_another_sites_form_is_refused(client, comment, act):
    headers = {"Sec-Fetch-Site": "cross-site"}
    data = {"rule": "لا إشهار"}
    assert client.post(f"/comment/{comment.pk}/{act}/", data, headers=headers).status_code == 403
    assert not Like.objects.exists()
    assert not Report.objects.exists()


def test_a_silent_browser_confirms_its_like_with_a_token(comment):
    client = Client(enforce_csrf_checks=True)
    asked = like(client, comment, headers={}, undo="1")
    assert asked.status_code == 200
    assert likes(comment) == 0
    form = soup(asked).find("form", method="post")
    assert form["action"] == f"/comment/{comment.pk}/like/"
    assert form.find("input", attrs={"name": "undo"})
    token = soup(like(client, comment, headers={})).find(attrs={"name": "csrfmiddlewaretoken"})
    assert like(client, comment, {}, csrfmiddlewaretoken=token["value"]).status_code == 303
    assert likes(comment) == 1


def test_a_wrong_token_is_asked_for_again(comment):
    client = Client(enforce_csrf_checks=True)
    response = like(client, comment, {}, csrfmiddlewaretoken="x" * 64)
    assert response.status_code == 403
    assert soup(response).find(attrs={"name": "csrfmiddlewaretoken"})
    assert likes(comment) == 0


def test_a_silent_browser_reports_with_the_pages_token(comment):
    client = Client(enforce_csrf_checks=True)
    data = {"rule": "other", "note": "إشهار مقنع"}
    refused = report(client, comment, {}, **data)
    assert refused.status_code == 403
    page = soup(refused)
    assert page.find("textarea").text.strip() == "إشهار مقنع"
    assert page.find("input", attrs={"value": "other"}).has_attr("checked")
    assert page.find(attrs={"role": "alert"}).text.strip()
    assert not Report.objects.exists()
    token = page.find(attrs={"name": "csrfmiddlewaretoken"})["value"]
    assert report(client, comment, {}, csrfmiddlewaretoken=token, **data).status_code == 200
    assert Report.objects.get().note == "إشهار مقنع"


@pytest.mark.parametrize("act", ["like", "report"])
def test_what_is_no_form_is_refused(client, comment, act):
    response = client.post(
        f"/comment/{comment.pk}/{act}/", "{}", content_type="application/json", headers=OWN
    )
    assert response.status_code == 415


# --- Of what -----------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["like", "report"])
@pytest.mark.parametrize(
    "fields",
    [
        {"status": "waiting"},
        {"status": "rejected"},
        {"status": "spam"},
        {"status": "withdrawn"},
        {"status": "approved", "body": ""},
    ],
)
def test_only_what_readers_see_can_be_reacted_to(client, act, fields):
    comment = make_comment(**fields)
    for response in (
        client.get(f"/comment/{comment.pk}/report/"),
        client.post(f"/comment/{comment.pk}/{act}/", {"rule": "other", "note": "x"}, headers=OWN),
    ):
        assert response.status_code == 404
        assert soup(response).find("h1").text.strip() == "هذا التعليق غير موجود في الموقع"
    assert not Like.objects.exists()
    assert not Report.objects.exists()


@pytest.mark.parametrize("act", ["like", "report"])
@pytest.mark.parametrize("pk", ["0", "999", "9" * 40])
def test_a_forged_id_is_answered_like_a_comment_not_shown(client, act, pk):
    assert client.post(f"/comment/{pk}/{act}/", headers=OWN).status_code == 404


@pytest.mark.parametrize("act", ["like", "report"])
@pytest.mark.parametrize(
    ("fields", "status"),
    [({"status": Publication.DRAFT}, 404), ({"status": Publication.WITHDRAWN}, 410)],
)
def test_under_a_story_that_is_not_out_the_story_answers(client, act, fields, status):
    comment = make_comment(article=make_article(**fields), status="approved")
    response = client.post(f"/comment/{comment.pk}/{act}/", headers=OWN)
    assert response.status_code == status
    assert not Like.objects.exists()


# --- Reports -----------------------------------------------------------------------------------


def test_the_form_offers_the_posted_rules_and_quotes_the_comment(client, comment):
    response = client.get(f"/comment/{comment.pk}/report/")
    assert response["Cache-Control"] == "private, no-store"
    page = soup(response)
    choices = [radio["value"] for radio in page.select("main input[type=radio]")]
    assert choices == ["لا إساءة إلى أحد", "لا إشهار", "other"]
    assert "نص التعليق" in page.find("blockquote").text
    assert page.find("meta", attrs={"name": "robots", "content": "noindex"})
    assert not Report.objects.exists()


def test_a_report_names_the_rule(client, comment):
    response = report(client, comment, rule="لا إشهار", note=" انظر  الرابط ")
    assert response.status_code == 200
    assert soup(response).find(attrs={"data-report-done": True})
    stored = Report.objects.get()
    assert (stored.rule, stored.note) == ("لا إشهار", "انظر الرابط")
    comment.refresh_from_db()
    assert comment.open_reports == 1


def test_without_posted_rules_there_is_still_another_reason(client, comment):
    SiteSettings.objects.update(comment_rules="")
    page = soup(client.get(f"/comment/{comment.pk}/report/"))
    assert [radio["value"] for radio in page.select("main input[type=radio]")] == ["other"]
    assert page.select_one("main legend").text == "ما المخالفة في هذا التعليق؟"


def test_the_rules_are_asked_about_as_rules(client, comment):
    """«لا إشهار» is no answer to the question what is wrong."""
    page = soup(client.get(f"/comment/{comment.pk}/report/"))
    assert page.select_one("main legend").text == "أي شرط من شروط التعليق يخالفه؟"


def test_a_long_rule_is_kept_in_part(client, comment):
    SiteSettings.objects.update(comment_rules="ق" * 400)
    assert report(client, comment, rule="ق" * 400).status_code == 200
    assert len(Report.objects.get().rule) == 300


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, "rule"),
        ({"rule": "قاعدة أزيلت"}, "rule"),
        ({"rule": "other"}, "note"),
        ({"rule": "other", "note": " \u200b "}, "note"),
        ({"rule": "لا إشهار", "note": "ا" * 301}, "note"),
    ],
)
def test_what_is_missing_is_said_at_its_field(client, comment, typed, wrong):
    response = report(client, comment, **typed)
    assert response.status_code == 422
    page = soup(response)
    assert page.find(id=f"report-{wrong}_error").text.strip()
    field = page.find(attrs={"name": wrong})
    group = field if wrong == "note" else field.find_parent(attrs={"role": "radiogroup"})
    assert group["aria-invalid"] == "true"
    assert f"report-{wrong}_error" in group["aria-describedby"].split()
    (link,) = page.select(".desk__errors li a")
    assert link["href"] == f"#{field['id']}"
    if typed.get("note"):
        assert page.find("textarea").text.strip("\n") == typed["note"]
    assert "خطأ:" in page.title.text
    assert not Report.objects.exists()


def test_a_second_report_of_a_reader_is_thanked_for_and_not_counted(client, comment):
    for _time in range(2):
        assert report(client, comment, rule="لا إشهار").status_code == 200
    assert Report.objects.count() == 1


def test_enough_reports_hide_the_comment_and_the_next_hears_it_is_gone(comment):
    ModerationPolicy(reports_to_hide=2).save()
    answers = [
        report(Client(REMOTE_ADDR=f"198.51.100.{number}"), comment, rule="لا إشهار").status_code
        for number in range(1, 4)
    ]
    assert answers == [200, 200, 404]
    comment.refresh_from_db()
    assert comment.status == Status.WAITING


# --- How often ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "send", "data"), [(Like, like, {}), (Report, report, {"rule": "لا إشهار"})]
)
def test_a_script_is_slowed_down_and_a_while_later_let_in_again(
    client, comment, monkeypatch, model, send, data
):
    monkeypatch.setitem(reaction_limits.LIMITS, model, 2)
    others = [make_comment(article=comment.article, status="approved") for _number in range(3)]
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        assert [send(client, other, **data).status_code for other in others][:2] != [429, 429]
        refused = send(client, others[2], **data)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "600"
    assert model.objects.count() == 2
    with time_machine.travel(now, tick=False):
        another = Client(REMOTE_ADDR="198.51.100.9")
        assert send(another, others[2], **data).status_code != 429
    with time_machine.travel(now + timedelta(minutes=10, seconds=1), tick=False):
        assert send(client, others[2], **data).status_code != 429


@pytest.mark.parametrize(
    ("model", "send", "data"), [(Like, like, {}), (Report, report, {"rule": "لا إشهار"})]
)
def test_a_script_is_slowed_down_under_whatever_name_it_goes(
    comment, monkeypatch, model, send, data
):
    monkeypatch.setitem(reaction_limits.LIMITS, model, 2)
    answers = []
    for number in range(4):
        other = make_comment(article=comment.article, status="approved")
        named = OWN | {"User-Agent": f"browser {number}"}
        answers.append(send(Client(), other, named, **data).status_code)
    assert answers[2:] == [429, 429]
    assert model.objects.count() == 2


def test_one_address_hides_no_comment_under_whatever_name_it_goes(comment):
    ModerationPolicy(reports_to_hide=3).save()
    for number in range(5):
        named = OWN | {"User-Agent": f"browser {number}"}
        assert report(Client(), comment, named, rule="لا إشهار").status_code == 200
    comment.refresh_from_db()
    assert (comment.status, comment.open_reports) == (Status.APPROVED, 5)


def test_to_like_and_take_back_in_turns_meets_the_limit_too(client, comment, monkeypatch):
    monkeypatch.setitem(reaction_limits.LIMITS, Like, 3)
    another = Client(REMOTE_ADDR="198.51.100.9")
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        for _time in range(3):
            assert like(client, comment).status_code == 303
            assert like(client, comment, undo="1").status_code == 303
        assert like(client, comment).status_code == 429
        assert likes(comment) == 0
        # There is nothing to take back, so nothing is counted.
        for _time in range(4):
            like(another, comment, undo="1")
        assert like(another, comment).status_code == 303
    with time_machine.travel(now + reaction_limits.WINDOW + timedelta(seconds=1), tick=False):
        assert like(client, comment).status_code == 303


def test_readers_without_an_address_are_not_slowed_down_together(comment, monkeypatch):
    monkeypatch.setitem(reaction_limits.LIMITS, Like, 1)
    one, another = (
        (Client(REMOTE_ADDR=""), OWN | {"User-Agent": f"browser {number}"}) for number in range(2)
    )
    answers = [
        like(client, make_comment(article=comment.article, status="approved"), named).status_code
        for client, named in (one, another, one)
    ]
    assert answers == [303, 303, 429]


def test_a_phone_of_the_same_model_does_not_take_back_anothers_like(client, comment):
    like(client, comment)
    like(Client(), comment, undo="1")
    assert likes(comment) == 1


def test_a_like_can_be_taken_back_at_the_limit(client, comment, monkeypatch):
    monkeypatch.setitem(reaction_limits.LIMITS, Like, 1)
    like(client, comment)
    assert like(client, comment, SCRIPT, undo="1").json() == {"liked": False, "likes": ""}


def test_a_like_costs_a_bounded_number_of_queries(client, comment, django_assert_max_num_queries):
    like(client, comment)
    other = make_comment(article=comment.article, status="approved")
    with django_assert_max_num_queries(14):
        like(client, other, SCRIPT)
