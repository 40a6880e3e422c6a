"""What moderators decide in the queue, and that nobody else does, nor over another's decision."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import actions
from comments.admin import queue
from comments.models import Block, Comment, ModerationRecord, Report
from tests.factories import make_comment, make_user
from tests.page_reading import set_site

pytestmark = pytest.mark.django_db

QUEUE = reverse("admin:comments_queue")
DECIDE = reverse("admin:comments_comment_decide")
UNDO = reverse("admin:comments_comment_undo")
RULES = "لا إساءة للأشخاص\nلا تحريض"
SCRIPT = {"X-Requested-With": "fetch"}


def soup(response):
    return BeautifulSoup(response.content.decode(), "html.parser")


def seen(*comments):
    return ",".join(f"{comment.pk}:{comment.version}" for comment in comments)


def decide(client, *comments, script=False, **data):
    sent = {"versions": seen(*comments)} | data
    return client.post(DECIDE, sent, headers=SCRIPT if script else {})


def status_of(comment):
    return Comment.objects.get(pk=comment.pk).status


def fields(form):
    return {tag["name"]: tag.get("value", "") for tag in form.select("input[type=hidden]")}


@pytest.fixture
def moderator(client):
    set_site(comment_rules=RULES)
    user = make_user("MODERATOR")
    client.force_login(user)
    return user


# --- One -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["approved", "spam"])
def test_one_press_decides_and_leads_back(client, moderator, status):
    comment = make_comment()
    page = soup(client.get(QUEUE + "?order=likely"))
    form = page.select_one("[data-card] form[data-decide]")
    (button,) = form.select(f"button[value={status}]")
    response = client.post(form["action"], fields(form) | {button["name"]: button["value"]})
    assert response["Location"] == QUEUE + "?order=likely"
    assert status_of(comment) == status
    assert ModerationRecord.objects.get().moderator == moderator


def test_one_press_rejects_for_a_posted_rule(client, moderator):
    comment = make_comment()
    form = soup(client.get(QUEUE)).select_one("[data-card] form[data-decide]")
    first, second, none = form.select("button[name=rule]")
    assert [first["data-key"], second["data-key"]] == ["1", "2"]
    assert not none["value"]
    client.post(form["action"], fields(form) | {"note": "", "rule": second["value"]})
    record = ModerationRecord.objects.get()
    assert (status_of(comment), record.rule, record.reason) == ("rejected", "لا تحريض", "")
    assert Comment.objects.get().answer == "لا تحريض"


def test_a_note_goes_with_a_rejection_alone(client, moderator):
    rejected, approved = make_comment(), make_comment()
    decide(client, rejected, rule="", note="إعلان")
    decide(client, approved, status="approved", note="سياقه واضح")
    reasons = dict(ModerationRecord.objects.values_list("comment", "reason"))
    assert reasons == {rejected.pk: "إعلان", approved.pk: ""}
    assert (status_of(rejected), status_of(approved)) == ("rejected", "approved")


def test_a_rejection_asks_for_its_reason_first(client, moderator):
    comment = make_comment(body="نص مسيء")
    response = decide(client, comment, status="rejected", next="/admin/")
    page = soup(response)
    assert response.status_code == 200
    assert not page.select(".errorlist")
    assert "نص مسيء" in page.find(id="content").text
    radios = page.select("input[type=radio]")
    assert [radio["value"] for radio in radios] == [*RULES.splitlines(), ""]
    form = page.select_one("#content form")
    response = client.post(form["action"], fields(form) | {"rule": "لا تحريض", "note": "صريح"})
    assert response["Location"] == "/admin/"
    record = ModerationRecord.objects.get()
    assert (record.rule, record.reason) == ("لا تحريض", "صريح")


@pytest.mark.slow
@pytest.mark.parametrize(
    "typed",
    [{"note": "  "}, {"rule": "", "note": ""}, {"rule": "شرط لم يعد"}, {"note": "ن" * 301}],
)
def test_a_rejection_without_a_good_reason_asks_again(client, moderator, typed):
    comment = make_comment()
    response = decide(client, comment, status="rejected", **typed)
    page = soup(response)
    assert response.status_code == 422
    assert page.select(".errorlist li")
    assert page.find("textarea").text.strip() == typed.get("note", "").strip()
    answer = decide(client, comment, script=True, status="rejected", **typed)
    assert answer.status_code == 422
    assert answer.json()["problem"]
    assert status_of(comment) == "waiting"


def test_a_rule_too_long_for_the_record_is_cut(client, moderator):
    rule = ("قاعدة " * 100).strip()
    set_site(comment_rules=rule)
    decide(client, make_comment(), rule=rule, note="ن" * 100)
    record = ModerationRecord.objects.get()
    assert len(record.rule) == 300
    assert record.reason == "ن" * 100


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ticked", "kinds"),
    [([], {"email"}), (["email"], {"email"}), (["domain", "name"], {"domain", "name"})],
)
def test_blocking_the_sender_is_spam_and_a_block(client, moderator, ticked, kinds):
    comment = make_comment(email="a@example.org")
    decide(client, comment, status="block", block=ticked)
    assert status_of(comment) == "spam"
    assert {*Block.objects.values_list("kind", flat=True)} == kinds


def test_how_long_a_block_lasts_is_said_as_it_is(client, moderator, monkeypatch):
    monkeypatch.setattr(queue, "BLOCK_LASTS", timedelta(days=7))
    make_comment()
    legends = soup(client.get(QUEUE)).select("#content legend")
    assert len(legends) == 2
    assert all("7 أيام" in legend.get_text() for legend in legends)


def test_a_block_that_is_not_possible_is_said(client, moderator):
    comment = make_comment(email="a@gmail.com")
    decide(client, comment, status="block", block=["domain", "email"])
    assert {*Block.objects.values_list("kind", flat=True)} == {"email"}
    assert "gmail.com" in soup(client.get(QUEUE)).select_one(".messagelist .warning").text


def test_other_decisions_block_nobody(client, moderator):
    decide(client, make_comment(), status="spam", block=["email"])
    decide(client, make_comment(), status="approved", block=["email"])
    assert not Block.objects.exists()


def test_reports_are_settled_by_leaving_the_comment_as_it_is(client, moderator):
    comment = make_comment(status="approved", open_reports=1)
    Report.objects.create(comment=comment, reader=1, origin=1)
    card = soup(client.get(QUEUE)).select_one("[data-card]")
    assert card.select("button[value=approved]")
    decide(client, comment, status="approved")
    assert Comment.objects.get().open_reports == 0
    assert not soup(client.get(QUEUE)).select("[data-card]")


# --- Many ----------------------------------------------------------------------------------------


def test_one_decision_about_all_that_are_ticked(client, moderator):
    chosen, other = [make_comment(body="1"), make_comment(body="2")], make_comment(body="3")
    page = soup(client.get(QUEUE))
    form = page.select_one("form#bulk")
    boxes = page.select("[data-tick][form=bulk]")
    assert {box["name"] for box in boxes} == {"versions"}
    ticked = [box["value"] for box in boxes if box["value"] in seen(*chosen).split(",")]
    client.post(form["action"], fields(form) | {"versions": ticked, "status": "spam"})
    assert [status_of(comment) for comment in (*chosen, other)] == ["spam", "spam", "waiting"]


def test_taking_back_a_block_ends_it(client, moderator):
    comment = make_comment()
    decide(client, comment, status="block", script=True)
    assert Block.objects.in_force(timezone.now()).exists()
    record = ModerationRecord.objects.get()
    answer = client.post(UNDO, {"records": record.pk}, headers=SCRIPT)
    assert answer.status_code == 200
    assert status_of(comment) == "waiting"
    assert not Block.objects.in_force(timezone.now()).exists()


def test_what_was_decided_so_before_is_said_and_not_recorded(client, moderator):
    first, second = make_comment(status="approved"), make_comment()
    decide(client, first, second, status="approved")
    page = soup(client.get(QUEUE))
    assert ModerationRecord.objects.count() == 1
    assert "تعليق واحد" in page.select_one(".messagelist .success").text
    assert "تعليق واحد" in page.select_one(".messagelist .warning").text


def test_the_script_too_hears_what_was_decided_so_before(client, moderator):
    before, now = make_comment(status="spam"), make_comment()
    answer = decide(client, before, now, status="spam", script=True).json()
    lines = [BeautifulSoup(answer["pieces"][str(each.pk)], "html.parser") for each in (before, now)]
    assert [len(line.select("[name=records]")) for line in lines] == [0, 1]
    assert str(_("decided so before")) in lines[0].get_text()
    assert str(_("decided so before")) not in lines[1].get_text()


# --- On a story's page ---------------------------------------------------------------------------


def test_a_decision_on_a_storys_page_is_said_and_taken_back_there(client, moderator):
    comment = make_comment()
    actions.decide([comment], "approved", moderator)
    story = comment.article.get_absolute_url()
    form = soup(client.get(story)).select_one(f"#{comment.anchor} .comment__decide")
    response = client.post(form["action"], fields(form) | {"status": "spam"})
    # Its place is gone, and looking for it would load the page once more.
    assert response["Location"] == f"{story}#comments"
    told = soup(client.get(story)).select_one("#comments [role=status].comments__told")
    assert "تعليق واحد" in told.get_text()
    (button,) = told.select("button")
    undo = told.find("form", id=button["form"])
    response = client.post(undo["action"], fields(undo) | {"records": button["value"]})
    assert response["Location"] == f"{story}#comments"
    assert status_of(comment) == "approved"
    page = soup(client.get(story))
    assert "تعليق واحد" in page.select_one(".comments__told").get_text()
    assert not page.select(".comments__told button")
    assert not soup(client.get(story)).select(".comments__told")


def test_what_stays_on_a_storys_page_is_led_back_to(client, moderator):
    comment = make_comment(status="approved", open_reports=1)
    address = comment.article.get_absolute_url() + "#" + comment.anchor
    response = decide(client, comment, status="approved", next=address)
    assert response["Location"] == address


# --- Two moderators ------------------------------------------------------------------------------


def test_two_moderators_never_overwrite_each_other(client, moderator):
    comment = make_comment()
    colleague = Client()
    colleague.force_login(make_user("MODERATOR", first_name="سعاد", last_name="العلوي"))
    mine = soup(client.get(QUEUE)).select_one("[data-card] form[data-decide]")
    hers = soup(colleague.get(QUEUE)).select_one("[data-card] form[data-decide]")
    colleague.post(hers["action"], fields(hers) | {"rule": "لا تحريض", "note": ""})
    response = client.post(mine["action"], fields(mine) | {"status": "approved"})
    assert response.status_code == 409
    assert status_of(comment) == "rejected"
    page = soup(response)
    card = page.select_one(f"#comment-{comment.pk}")
    assert card.select_one(".card-note")
    said = card.select_one(".card-latest").get_text()
    assert "سعاد العلوي" in said
    assert "لا تحريض" in said
    # Having seen that, she may decide otherwise.
    form = card.select_one("form[data-decide]")
    client.post(form["action"], fields(form) | {"status": "approved"})
    assert status_of(comment) == "approved"


@pytest.mark.parametrize("script", [False, True])
def test_a_correction_meanwhile_is_shown_with_its_text(client, moderator, script):
    comment, other = make_comment(body="نص قديم"), make_comment()
    Comment.objects.filter(pk=comment.pk).update(body="نص مصحح", version=1)
    response = decide(client, comment, other, status="approved", script=script)
    assert (status_of(comment), status_of(other)) == ("waiting", "approved")
    html = response.json()["pieces"][str(comment.pk)] if script else response.content.decode()
    card = BeautifulSoup(html, "html.parser").select_one(f"#comment-{comment.pk}")
    assert "نص مصحح" in card.get_text()
    assert card.select_one(".card-note")
    assert card.select_one("[name=versions]")["value"] == f"{comment.pk}:1"


@pytest.mark.slow
@pytest.mark.parametrize("meanwhile", [{"status": "withdrawn"}, {"body": "", "name": ""}])
def test_what_was_withdrawn_or_erased_is_left_alone(client, moderator, meanwhile):
    comment = make_comment()
    Comment.objects.filter(pk=comment.pk).update(**meanwhile)
    response = decide(client, comment, status="approved")
    assert response.status_code == 409
    assert not soup(response).select(f"#comment-{comment.pk} [data-decide]")
    assert not ModerationRecord.objects.exists()


# --- Undo ----------------------------------------------------------------------------------------


def test_a_decision_is_taken_back_with_the_button_in_the_message(client, moderator):
    comments = [make_comment(), make_comment()]
    decide(client, *comments, status="spam", next=QUEUE + "?order=likely")
    page = soup(client.get(QUEUE))
    (button,) = page.select(".messagelist button")
    form = page.find(id=button["form"])
    response = client.post(form["action"], fields(form) | {"records": button["value"]})
    assert response["Location"] == QUEUE
    assert [status_of(comment) for comment in comments] == ["waiting", "waiting"]
    assert "تعليقان" in soup(client.get(QUEUE)).select_one(".messagelist .success").text


@pytest.mark.parametrize("script", [False, True])
def test_what_happened_after_the_decision_stands(client, moderator, script):
    comment = make_comment()
    decide(client, comment, status="spam")
    record = ModerationRecord.objects.get()
    actions.decide([comment], "approved", make_user("MODERATOR"))
    response = client.post(UNDO, {"records": record.pk}, headers=SCRIPT if script else {})
    assert status_of(comment) == "approved"
    if script:
        assert "card-note" in response.json()["pieces"][str(comment.pk)]
    else:
        assert soup(client.get(QUEUE)).select(".messagelist .error")


@pytest.mark.slow
@pytest.mark.parametrize("records", ["", "x", "1,", "٣", "1" * 30, ",".join(["1"] * 101)])
def test_an_undo_no_page_of_ours_sends(client, moderator, records):
    assert client.post(UNDO, {"records": records}).status_code == 400


# --- For the script ------------------------------------------------------------------------------


def test_the_script_gets_lines_and_what_is_left(client, moderator):
    comment, _other = make_comment(name="Zineb"), make_comment()
    back = QUEUE + "?order=reports"
    answer = decide(client, comment, script=True, status="approved", next=back).json()
    record = ModerationRecord.objects.get()
    assert answer["records"] == [record.pk]
    assert answer["left"] == "تعليق واحد"
    assert "تعليق واحد" in answer["message"]
    line = BeautifulSoup(answer["pieces"][str(comment.pk)], "html.parser").li
    assert line["id"] == f"comment-{comment.pk}"
    assert "Zineb" in line.get_text()
    undo = line.select_one("button")
    assert (undo["form"], undo["name"], undo["value"]) == ("undo", "records", str(record.pk))
    answer = client.post(UNDO, {"records": record.pk, "next": back}, headers=SCRIPT).json()
    assert answer["left"] == "تعليقان"
    card = BeautifulSoup(answer["pieces"][str(comment.pk)], "html.parser").li
    assert card.has_attr("data-card")
    assert not soup(client.get(QUEUE)).select(".messagelist")


def test_what_is_left_of_one_sender(client, moderator):
    first, second = make_comment(email="a@example.org"), make_comment(email="a@example.org")
    make_comment(email="b@example.org")
    back = f"{QUEUE}?sender={second.pk}"
    answer = decide(client, first, script=True, status="spam", next=back).json()
    assert answer["left"] == "تعليق واحد"
