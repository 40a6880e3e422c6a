"""The moderation queue: what moderators see, what they decide, and that nobody else does."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from articles.models import SiteSettings
from comments import actions
from comments.models import Comment, ModerationRecord, Status
from newsportal import page_cache
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db

QUEUE = reverse("admin:comments_comment_changelist")
DECIDE = reverse("admin:comments_comment_decide")
RULES = "لا إساءة للأشخاص\nلا تحريض"


def soup(response):
    return BeautifulSoup(response.content.decode(), "html.parser")


def rows(page):
    return [row.text.strip() for row in page.select("#result_list tbody .field-excerpt")]


def change_page(comment):
    return reverse("admin:comments_comment_change", args=[comment.pk])


def act(client, action, *comments, query="", **more):
    data = {"action": action, "_selected_action": [comment.pk for comment in comments]} | more
    return client.post(QUEUE + query, data, follow=True)


def status_of(comment):
    return Comment.objects.get(pk=comment.pk).status


@pytest.fixture
def moderator(client):
    user = make_user("MODERATOR")
    client.force_login(user)
    return user


# --- The list ----------------------------------------------------------------------------------


def test_what_waits_stands_first_and_the_longest_waiting_on_top(client, moderator):
    now = timezone.now()
    for hours, body, status in (
        (1, "جديد", "waiting"),
        (3, "قديم", "waiting"),
        (2, "مقبول", "approved"),
        (2, "مرفوض", "rejected"),
    ):
        make_comment(body=body, status=status, submitted_at=now - timedelta(hours=hours))
    assert rows(soup(client.get(QUEUE))) == ["قديم", "جديد"]


@pytest.mark.parametrize("status", [*Status, "all", "nonsense"])
def test_the_filter(client, moderator, status):
    for each in Status:
        make_comment(body=each.value, status=each)
    page = soup(client.get(QUEUE, {"status": status}))
    expected = {"all": {*Status.values}, "nonsense": {"waiting"}}.get(status, {str(status)})
    assert {*rows(page)} == expected
    chosen = page.select("#changelist-filter li.selected")
    assert len(chosen) == 1
    assert any("(1)" in item.text for item in page.select("#changelist-filter li"))


def test_a_row_says_who_where_and_when(client, moderator):
    article = make_article(headline="مادة <b>مهمة</b>")
    make_comment(article=article, name="Zineb <i>", body="نص <script>" + " طويل" * 100)
    (row,) = soup(client.get(QUEUE)).select("#result_list tbody tr")
    assert "نص <script>" in row.select_one(".field-excerpt").text
    assert len(row.select_one(".field-excerpt").text) < 200
    assert row.select_one(".field-writer bdi").text == "Zineb <i>"
    link = row.select_one(".field-story a")
    assert link.text == "مادة <b>مهمة</b>"
    assert link["href"].startswith(article.get_absolute_url())
    assert row.select_one(".field-submitted_at").text.strip()


def test_a_story_that_is_not_out_is_no_link(client, moderator):
    make_comment(article=make_article(status="withdrawn"))
    assert not soup(client.get(QUEUE)).select(".field-story a")


@pytest.mark.parametrize("asked", ["المغربيه", "المَغْرِبِيّة", "ZINÉB", "zineb المغربية"])
def test_search_overlooks_spelling(client, moderator, asked):
    make_comment(name="Zineb", body="الصحافة المغربية")
    make_comment(body="شيء آخر")
    assert rows(soup(client.get(QUEUE, {"q": asked}))) == ["الصحافة المغربية"]


def test_search_does_not_guess_addresses(client, moderator):
    make_comment(email="reader@secret.example")
    assert rows(soup(client.get(QUEUE, {"q": "secret"}))) == []


def test_the_lists_queries_do_not_grow(client, moderator, django_assert_max_num_queries):
    make_comment(body="أول")
    client.get(QUEUE)
    with django_assert_max_num_queries(20) as one:
        client.get(QUEUE)
    for number in range(30):
        make_comment(body=f"تعليق {number}")
    with django_assert_max_num_queries(len(one)):
        assert len(rows(soup(client.get(QUEUE)))) == 31


def test_the_list_of_one_story(client, moderator):
    comment = make_comment(body="هنا", status="spam")
    make_comment(body="هناك")
    page = client.get(QUEUE, {"article__id__exact": comment.article_id, "status": "all"})
    assert rows(soup(page)) == ["هنا"]


# --- Decisions about many ----------------------------------------------------------------------


@pytest.mark.parametrize(("action", "status"), [("approve", "approved"), ("mark_as_spam", "spam")])
def test_many_at_once(client, moderator, action, status):
    chosen, other = [make_comment(body="1"), make_comment(body="2")], make_comment(body="3")
    page = soup(act(client, action, *chosen))
    assert [status_of(comment) for comment in (*chosen, other)] == [status, status, "waiting"]
    assert {record.moderator for record in ModerationRecord.objects.all()} == {moderator}
    assert ModerationRecord.objects.count() == 2
    assert "تعليقان" in page.select_one(".messagelist .success").text


def test_what_was_decided_so_before_is_said_and_not_recorded(client, moderator):
    first, second = make_comment(body="1", status="approved"), make_comment(body="2")
    page = soup(act(client, "approve", first, second, query="?status=all"))
    assert ModerationRecord.objects.count() == 1
    assert "تعليق واحد" in page.select_one(".messagelist .success").text
    assert "تعليق واحد" in page.select_one(".messagelist .warning").text


def test_rejection_asks_for_the_reason_first(client, moderator):
    SiteSettings.objects.create(comment_rules=RULES)
    comment = make_comment(body="نص مسيء", name="Karim")
    page = soup(act(client, "reject", comment))
    assert status_of(comment) == "waiting"
    assert "نص مسيء" in page.find(id="content").text
    assert [radio["value"] for radio in page.select("input[type=radio]")] == ["0", "1", ""]
    for rule in RULES.splitlines():
        assert rule in page.find(id="content").text
    form = page.select_one("#content form")
    typed = {tag["name"]: tag["value"] for tag in form.select("input[type=hidden]")}
    response = client.post(form["action"], typed | {"rule": "1", "note": "تحريض صريح"})
    assert response.status_code == 302
    assert status_of(comment) == "rejected"
    assert ModerationRecord.objects.get().reason == "لا تحريض تحريض صريح"


def test_many_are_rejected_for_one_reason_and_the_list_comes_back_as_it_was(client, moderator):
    comments = [make_comment(body=str(n)) for n in range(30)]
    page = soup(act(client, "reject", *comments, query="?status=waiting"))
    assert "10" in page.find(id="content").text
    typed = {tag["name"]: tag["value"] for tag in page.select("#content form input[type=hidden]")}
    response = client.post(DECIDE, typed | {"note": "مكرر"})
    assert response["Location"] == f"{QUEUE}?status=waiting"
    assert Comment.objects.filter(status="rejected").count() == 30
    assert {*ModerationRecord.objects.values_list("reason", flat=True)} == {"مكرر"}


@pytest.mark.parametrize(
    "typed", [{}, {"rule": "", "note": "  "}, {"rule": "7"}, {"note": "ن" * 301}]
)
def test_a_rejection_without_a_good_reason_asks_again(client, moderator, typed):
    SiteSettings.objects.create(comment_rules=RULES)
    comment = make_comment()
    data = {"status": "rejected", "comments": comment.pk, "confirmed": "yes"} | typed
    response = client.post(DECIDE, data)
    page = soup(response)
    assert response.status_code == 422
    assert page.select(".errorlist li")
    assert page.find("textarea").text.strip() == typed.get("note", "").strip()
    assert status_of(comment) == "waiting"


def test_a_rule_too_long_for_the_record_is_cut_and_the_note_kept(client, moderator):
    SiteSettings.objects.create(comment_rules="قاعدة " * 100)
    comment = make_comment()
    data = {"status": "rejected", "comments": comment.pk, "confirmed": "yes", "rule": "0"}
    client.post(DECIDE, data | {"note": "ن" * 100})
    reason = ModerationRecord.objects.get().reason
    assert len(reason) <= 300
    assert reason.startswith("قاعدة قاعدة")
    assert reason.endswith("ن" * 100)


# --- Decisions about one -----------------------------------------------------------------------


def test_the_page_of_a_comment_shows_all_and_edits_nothing(client, moderator):
    comment = make_comment(name="Zineb", email="z@example.org", body="فقرة\n\n<b>أخرى</b>")
    page = soup(client.get(change_page(comment)))
    content = page.find(id="content").text
    for text in ("Zineb", "z@example.org", "فقرة", "<b>أخرى</b>", comment.article.headline):
        assert text in content
    assert not page.select("#content textarea, #content select, #content input[type=text]")
    assert [button["value"] for button in page.select("#content button[name=status]")] == [
        "approved",
        "rejected",
        "spam",
    ]


def press(client, comment, status, query=""):
    """Press a button on the comment's page, as a browser does."""
    page = soup(client.get(change_page(comment) + query))
    (button,) = page.select(f"button[name=status][value={status}]")
    form = button.find_parent("form")
    data = {tag["name"]: tag.get("value", "") for tag in form.select("input[type=hidden]")}
    return client.post(button["formaction"], data | {"status": status})


@pytest.mark.parametrize("status", ["approved", "spam"])
def test_one_press_decides(client, moderator, status):
    comment = make_comment()
    response = press(client, comment, status)
    assert response["Location"] == QUEUE
    assert status_of(comment) == status
    assert ModerationRecord.objects.get().moderator == moderator


def test_one_press_on_reject_asks_for_the_reason(client, moderator):
    comment = make_comment()
    page = soup(press(client, comment, "rejected"))
    assert page.find("textarea", attrs={"name": "note"})
    assert not page.select(".errorlist")
    assert status_of(comment) == "waiting"


def test_a_decision_leads_back_to_the_list_it_came_from(client, moderator):
    comment = make_comment(status="spam")
    response = press(client, comment, "approved", "?_changelist_filters=status%3Dspam%26q%3Dx")
    assert response["Location"] == f"{QUEUE}?status=spam&q=x"


def test_the_decision_already_taken_is_no_button(client, moderator):
    page = soup(client.get(change_page(make_comment(status="approved"))))
    assert [button["value"] for button in page.select("button[name=status]")] == [
        "rejected",
        "spam",
    ]


def test_the_history_of_decisions(client, moderator):
    comment = make_comment()
    actions.decide([comment], "approved", moderator)
    actions.decide([comment], "rejected", make_user("MODERATOR", username="other"), "تحريض")
    page = soup(client.get(change_page(comment)))
    reasons = [cell.text.strip() for cell in page.select(".inline-group .field-reason")]
    assert reasons[0] == "تحريض"
    assert len(reasons) == 2
    assert "other" in page.select_one(".inline-group").text
    assert not page.select(".inline-group textarea, .inline-group input[type=text]")


def test_readers_see_it_at_once(client, moderator, django_capture_on_commit_callbacks):
    comment = make_comment(body="نص التعليق")
    heard = []

    def receiver(tags, **kwargs):
        heard.append(tags)

    page_cache.tags_invalidated.connect(receiver)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            press(client, comment, "approved")
    finally:
        page_cache.tags_invalidated.disconnect(receiver)
    assert f"article:{comment.article_id}" in frozenset().union(*heard)
    client.logout()
    page = client.get(comment.article.get_absolute_url()).content.decode()
    assert "نص التعليق" in page
    assert "تعليق واحد" in page


# --- Who may not -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "sees"),
    [(None, False), ("REPORTER", False), ("EDITOR", True), ("MODERATOR", True)],
)
def test_who_sees_comments(client, role, sees):
    comment = make_comment()
    client.force_login(make_user(role))
    for address in (QUEUE, change_page(comment)):
        assert (client.get(address).status_code == 200) == sees


def test_only_moderators_see_the_e_mail_address(client):
    comment = make_comment(email="reader@secret.example")
    client.force_login(make_user("EDITOR"))
    for address in (QUEUE, change_page(comment)):
        assert "secret.example" not in client.get(address).content.decode()


def test_who_may_not_moderate_is_offered_nothing(client):
    comment = make_comment()
    client.force_login(make_user("EDITOR"))
    assert not soup(client.get(QUEUE)).select("select[name=action] option[value=approve]")
    assert not soup(client.get(change_page(comment))).select("button[name=status]")


@pytest.mark.parametrize("role", [None, "REPORTER", "EDITOR"])
@pytest.mark.parametrize("status", ["approved", "rejected", "spam"])
def test_a_crafted_request_of_another_decides_nothing(client, role, status):
    comment = make_comment()
    client.force_login(make_user(role))
    action = {"approved": "approve", "rejected": "reject", "spam": "mark_as_spam"}[status]
    act(client, action, comment)
    data = {"status": status, "comments": comment.pk, "confirmed": "yes", "note": "سبب"}
    client.post(DECIDE, data)
    client.post(change_page(comment), data | {"body": "نص آخر"})
    comment.refresh_from_db()
    assert (comment.status, comment.body) == ("waiting", "تعليق مفيد")
    assert not ModerationRecord.objects.exists()


@pytest.mark.parametrize("role", ["REPORTER", "EDITOR"])
def test_the_page_that_asks_for_a_reason_is_for_moderators(client, role):
    comment = make_comment()
    client.force_login(make_user(role))
    response = client.post(DECIDE, {"status": "rejected", "comments": comment.pk})
    assert response.status_code == 403
    assert comment.body not in response.content.decode()


def test_a_stranger_is_sent_to_sign_in(client):
    comment = make_comment()
    response = client.post(DECIDE, {"status": "approved", "comments": comment.pk})
    assert response.status_code == 302
    assert reverse("admin:login") in response["Location"]
    assert status_of(comment) == "waiting"


def test_moderators_neither_add_nor_edit_nor_delete(client, moderator):
    comment = make_comment()
    assert client.get(reverse("admin:comments_comment_add")).status_code == 403
    assert client.post(change_page(comment), {"body": "نص آخر"}).status_code == 403
    delete = reverse("admin:comments_comment_delete", args=[comment.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    act(client, "delete_selected", comment, post="yes")
    comment.refresh_from_db()
    assert comment.body == "تعليق مفيد"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"status": "waiting", "comments": "1"},
        {"status": "published", "comments": "1"},
        {"status": "approved"},
        {"status": "approved", "comments": ""},
        {"status": "approved", "comments": "1,x"},
        {"status": "approved", "comments": "٣"},
        {"status": "approved", "comments": "1" * 40},
    ],
)
def test_a_request_no_page_of_ours_sends(client, moderator, data):
    assert client.post(DECIDE, data).status_code == 400


def test_a_comment_that_has_gone_is_no_error(client, moderator):
    response = client.post(DECIDE, {"status": "approved", "comments": "999"})
    assert response["Location"] == QUEUE
    assert client.get(DECIDE)["Location"] == QUEUE


def test_a_decision_needs_the_forms_token(moderator):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(moderator)
    comment = make_comment()
    data = {"status": "approved", "comments": comment.pk}
    assert strict.post(DECIDE, data).status_code == 403
    assert status_of(comment) == "waiting"


def test_administrators_delete_comments_with_their_history(client, moderator):
    comment, other = make_comment(status="waiting"), make_comment()
    actions.decide([comment, other], "approved", moderator)
    client.force_login(make_user("ADMINISTRATOR"))
    delete = reverse("admin:comments_comment_delete", args=[comment.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 302
    act(client, "delete_selected", other, query="?status=all", post="yes")
    assert not Comment.objects.exists()
    comment.article.refresh_from_db()
    assert comment.article.comment_count == 0
