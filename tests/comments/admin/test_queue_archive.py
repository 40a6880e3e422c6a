"""The list of all comments, and the page of one."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from comments import actions
from comments.models import Comment, ModerationRecord, Status
from tests.factories import make_article, make_comment, make_user

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

LIST = reverse("admin:comments_comment_changelist")
QUEUE = reverse("admin:comments_queue")


def soup(response):
    return BeautifulSoup(response.content.decode(), "html.parser")


def rows(page):
    return [row.text.strip() for row in page.select("#result_list tbody .field-excerpt")]


def change_page(comment):
    return reverse("admin:comments_comment_change", args=[comment.pk])


def act(client, action, *comments, **more):
    data = {"action": action, "_selected_action": [comment.pk for comment in comments]} | more
    return client.post(LIST, data)


@pytest.fixture
def moderator(client):
    user = make_user("MODERATOR")
    client.force_login(user)
    return user


# --- The list ----------------------------------------------------------------------------------


def test_all_comments_the_newest_first(client, moderator):
    now = timezone.now()
    for days, status in ((3, "approved"), (2, "spam"), (1, "waiting"), (0, "approved")):
        make_comment(body=str(days), status=status, submitted_at=now - timedelta(days=days))
    assert rows(soup(client.get(LIST))) == ["0", "1", "2", "3"]
    assert rows(soup(client.get(LIST, {"status": "approved"}))) == ["0", "3"]


@pytest.mark.parametrize("status", [*Status, "all", "nonsense"])
def test_the_filter(client, moderator, status):
    for each in Status:
        make_comment(body=each.value, status=each)
    page = soup(client.get(LIST, {"status": status}))
    assert {*rows(page)} == ({str(status)} if status in Status else {*Status.values})
    assert len(page.select("#changelist-filter li.selected")) == 1
    assert any("(1)" in item.text for item in page.select("#changelist-filter li"))


def test_a_row_says_who_where_and_when(client, moderator):
    article = make_article(headline="مادة <b>مهمة</b>")
    make_comment(article=article, name="Zineb <i>", body="نص <script>" + " طويل" * 100)
    (row,) = soup(client.get(LIST)).select("#result_list tbody tr")
    assert "نص <script>" in row.select_one(".field-excerpt").text
    assert len(row.select_one(".field-excerpt").text) < 200
    assert row.select_one(".field-writer bdi").text == "Zineb <i>"
    link = row.select_one(".field-story a")
    assert (link.text, link["href"]) == ("مادة <b>مهمة</b>", article.get_absolute_url())
    assert row.select_one(".field-submitted_at").text.strip()


def test_an_erased_comment_is_marked(client, moderator):
    make_comment(name="", email="", body="")
    (row,) = soup(client.get(LIST)).select("#result_list tbody tr")
    assert row.select_one(".field-excerpt").text.strip() == "—"
    assert row.select_one(".field-writer").text.strip() == "—"


@pytest.mark.parametrize("asked", ["المغربيه", "المَغْرِبِيّة", "ZINÉB", "zineb المغربية"])
def test_search_overlooks_spelling(client, moderator, asked):
    make_comment(name="Zineb", body="الصحافة المغربية")
    make_comment(body="شيء آخر")
    assert rows(soup(client.get(LIST, {"q": asked}))) == ["الصحافة المغربية"]


def test_search_does_not_guess_addresses(client, moderator):
    make_comment(email="reader@secret.example")
    assert rows(soup(client.get(LIST, {"q": "secret"}))) == []


def test_the_lists_queries_do_not_grow(client, moderator, django_assert_max_num_queries):
    make_comment(body="أول")
    client.get(LIST)
    with django_assert_max_num_queries(20) as one:
        client.get(LIST)
    for number in range(10):
        make_comment(body=f"تعليق {number}")
    with django_assert_max_num_queries(len(one)):
        assert len(rows(soup(client.get(LIST)))) == 11


def test_the_list_of_one_story(client, moderator):
    comment = make_comment(body="هنا", status="spam")
    make_comment(body="هناك")
    page = client.get(LIST, {"article__id__exact": comment.article_id})
    assert rows(soup(page)) == ["هنا"]


def test_chosen_comments_are_decided_about_as_cards(client, moderator):
    chosen = [make_comment(body="1", status="spam"), make_comment(body="2")]
    make_comment(body="3")
    page = soup(client.get(act(client, "decide_about", *chosen)["Location"]))
    assert [tag.get_text(strip=True) for tag in page.select(".card-text")] == ["1", "2"]
    assert all(box.has_attr("checked") for box in page.select("[data-tick]"))


# --- One comment -------------------------------------------------------------------------------


def test_the_page_of_a_comment_shows_all_and_edits_nothing(client, moderator):
    comment = make_comment(
        name="Zineb", email="z@example.org", body="فقرة\n\n<b>أخرى</b>", answer="لا تحريض"
    )
    content = soup(client.get(change_page(comment))).find(id="content")
    for text in ("Zineb", "z@example.org", "فقرة", "<b>أخرى</b>", "لا تحريض"):
        assert text in content.text
    assert comment.article.headline in content.text
    form = content.select_one("#comment_form")
    assert not form.select("textarea, select, input[type=text]")
    assert not content.select("form form")


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        ("waiting", {"approved", "spam", "block"}),
        ("approved", {"spam", "block"}),
        ("spam", {"approved", "block"}),
        ("withdrawn", set()),
    ],
)
def test_decisions_are_taken_there_too(client, moderator, status, offered):
    comment = make_comment(status=status, article=make_article(comment_count=1))
    page = soup(client.get(change_page(comment)))
    buttons = page.select("[data-decide] button[name=status]")
    assert {button["value"] for button in buttons} == offered
    if "spam" in offered:
        form = page.select_one("[data-decide]")
        data = {tag["name"]: tag["value"] for tag in form.select("input[type=hidden]")}
        response = client.post(form["action"], data | {"status": "spam"})
        assert response["Location"] == change_page(comment)
        page = soup(client.get(change_page(comment)))
        (undo,) = page.select(".messagelist button")
        assert page.find("form", id=undo["form"])
        assert Comment.objects.get().status == "spam"


def test_the_history_of_decisions(client, moderator):
    comment = make_comment()
    actions.decide([comment], "approved", moderator)
    other = make_user("MODERATOR", username="other")
    actions.decide([comment], "rejected", other, rule="لا تحريض", reason="صريح")
    page = soup(client.get(change_page(comment)))
    reasons = [cell.text.strip() for cell in page.select(".inline-group .field-why")]
    assert reasons == ["لا تحريض صريح", ""]
    assert "other" in page.select_one(".inline-group").text
    assert not page.select(".inline-group textarea, .inline-group input[type=text]")


# --- Who may not -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "sees"),
    [(None, False), ("REPORTER", False), ("EDITOR", True), ("MODERATOR", True)],
)
def test_who_sees_comments(client, role, sees):
    comment = make_comment()
    client.force_login(make_user(role))
    for address in (LIST, change_page(comment)):
        assert (client.get(address).status_code == 200) == sees


def test_only_moderators_see_the_e_mail_address(client):
    comment = make_comment(email="reader@secret.example")
    client.force_login(make_user("EDITOR"))
    for address in (LIST, change_page(comment)):
        assert "secret.example" not in client.get(address).content.decode()


def test_who_may_not_moderate_is_offered_nothing(client):
    comment = make_comment()
    client.force_login(make_user("EDITOR"))
    assert not soup(client.get(LIST)).select("select[name=action]")
    assert not soup(client.get(change_page(comment))).select("[data-decide], [data-tick]")


@pytest.mark.parametrize("role", ["EDITOR", "MODERATOR", "ADMINISTRATOR"])
def test_nobody_adds_edits_or_deletes(client, role):
    client.force_login(make_user(role))
    comment = make_comment()
    assert client.get(reverse("admin:comments_comment_add")).status_code == 403
    assert client.post(change_page(comment), {"body": "نص آخر"}).status_code == 403
    delete = reverse("admin:comments_comment_delete", args=[comment.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    act(client, "delete_selected", comment, post="yes")
    comment.refresh_from_db()
    assert comment.body == "تعليق مفيد"
    assert not ModerationRecord.objects.exists()
