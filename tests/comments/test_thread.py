"""The comments under a story, as its page shows them."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core import signing
from django.utils import timezone

from articles.models import SiteSettings
from articles.publication import Status as Publication
from comments import actions, counts, thread
from comments.models import Comment, Status
from newsportal.keyset import Cursor
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db

START = datetime(2023, 1, 18, 12, 0, tzinfo=UTC)


def page_of(client, article, query=""):
    response = client.get(article.get_absolute_url() + query)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def shown(page):
    return [li.find(class_="comment__text").text.strip() for li in page.select("li.comment")]


def remember(client, *comments):
    ids = [comment.pk for comment in comments]
    client.cookies[settings.WAITING_COOKIE_NAME] = signing.dumps(ids, salt="comments.waiting")


def make_thread(article, size):
    """Approved comments «1», «2» … a minute apart."""
    for number in range(1, size + 1):
        make_comment(
            article=article,
            body=str(number),
            status=Status.APPROVED,
            submitted_at=START + timedelta(minutes=number),
        )
    counts.rebuild()


# --- What is shown to whom ---------------------------------------------------------------------


def test_readers_see_approved_comments_oldest_first(client):
    article = make_article()
    for minute, (body, status) in enumerate(
        [("ثان", "approved"), ("منتظر", "waiting"), ("مرفوض", "rejected"), ("مزعج", "spam")]
    ):
        make_comment(
            article=article,
            body=body,
            status=status,
            submitted_at=START + timedelta(minutes=minute),
        )
    make_comment(article=article, body="أول", status="approved", submitted_at=START - timedelta(1))
    make_comment(body="مادة أخرى", status="approved")
    assert shown(page_of(client, article)) == ["أول", "ثان"]


@pytest.mark.parametrize(
    ("number", "heading"), [(0, "لا تعليقات"), (1, "تعليق واحد"), (2, "تعليقان"), (5, "5 تعليقات")]
)
def test_the_heading_counts_what_readers_see(client, number, heading):
    article = make_article()
    make_thread(article, number)
    make_comment(article=article)
    assert page_of(client, article).find(id="comments-title").text.strip() == heading


def test_a_comment_says_who_and_when_exactly_and_how_long_ago(client):
    article = make_article()
    moment = timezone.now() - timedelta(hours=2, minutes=5)
    comment = make_comment(
        article=article, name="Zineb", status="approved", submitted_at=moment, body="نص"
    )
    item = page_of(client, article).find(id=f"comment-{comment.pk}")
    assert item.find("bdi").text == "Zineb"
    relative, exact = item.find_all("time")
    assert relative.text == "منذ ساعتين"
    assert relative.has_attr("data-relative")
    assert not exact.has_attr("data-relative")
    local = timezone.localtime(moment)
    assert exact.text.endswith(f"، {local:%H:%M}")
    for element in (relative, exact):
        assert datetime.fromisoformat(element["datetime"]) == moment.replace(microsecond=0)


def test_times_follow_the_newspapers_style(client):
    SiteSettings.objects.create(months="levant", digits="arabic_indic", hijri=True)
    article = make_article()
    make_comment(article=article, status="approved", submitted_at=START)
    exact = page_of(client, article).find(class_="comment__exact").text
    assert "١٨ كانون الثاني ٢٠٢٣" in exact
    assert "١٤٤٤" in exact


def test_every_paragraph_finds_its_own_direction(client):
    article = make_article()
    make_comment(article=article, status="approved", body="سطر\nآخر\n\nBonjour <i>à tous</i>")
    text = page_of(client, article).find(class_="comment__text")
    assert [str(p) for p in text.find_all("p")] == [
        '<p dir="auto">سطر<br/>آخر</p>',
        '<p dir="auto">Bonjour &lt;i&gt;à tous&lt;/i&gt;</p>',
    ]


# --- Own comments that wait --------------------------------------------------------------------


def test_a_forged_cookie_shows_nothing_and_goes(client):
    comment = make_comment(body="منتظر")
    client.cookies[settings.WAITING_COOKIE_NAME] = f"[{comment.pk}]:forged"
    assert shown(page_of(client, comment.article)) == []
    assert client.cookies[settings.WAITING_COOKIE_NAME].value == ""


def test_a_waiting_comment_is_shown_on_its_own_story_only(client):
    comment = make_comment(body="منتظر")
    remember(client, comment)
    assert shown(page_of(client, make_article())) == []
    assert shown(page_of(client, comment.article)) == ["منتظر"]


@pytest.mark.parametrize("status", ["rejected", "spam"])
def test_an_own_comment_is_shown_only_while_it_waits(status):
    comment = make_comment(status=status)
    assert thread.thread(comment.article, own_waiting=[comment.pk]).comments == []


def test_a_decided_comment_leaves_the_cookie_and_the_last_one_takes_it_along(client):
    moderator = make_user("MODERATOR")
    article = make_article()
    first, second = make_comment(article=article, body="1"), make_comment(article=article, body="2")
    remember(client, first, second)
    actions.decide([first], Status.REJECTED, moderator)
    assert shown(page_of(client, article)) == ["2"]
    value = client.cookies[settings.WAITING_COOKIE_NAME].value
    assert signing.loads(value, salt="comments.waiting") == [second.pk]
    actions.decide([second], Status.APPROVED, moderator)
    page = page_of(client, article)
    assert shown(page) == ["2"]
    assert not page.select(".comment--waiting")
    assert client.cookies[settings.WAITING_COOKIE_NAME].value == ""
    del client.cookies[settings.WAITING_COOKIE_NAME]
    response = client.get(article.get_absolute_url())
    assert response["Cache-Control"].startswith("public")
    assert not response.cookies


def test_a_cookie_that_is_right_is_left_alone(client):
    comment = make_comment()
    remember(client, comment)
    assert not client.get(comment.article.get_absolute_url()).cookies


# --- The form ----------------------------------------------------------------------------------


def test_the_form_says_what_it_wants(client):
    article = make_article()
    page = page_of(client, article)
    form = page.find("form", attrs={"data-comment-form": True})
    assert form["action"] == f"/comments/{article.pk}/"
    assert form["method"] == "post"
    for name, autocomplete, direction in (
        ("name", "name", "auto"),
        ("email", "email", "ltr"),
        ("body", "off", "auto"),
    ):
        field = form.find(attrs={"name": name})
        assert field.has_attr("required")
        assert field["autocomplete"] == autocomplete
        assert field["dir"] == direction
        assert not field.has_attr("maxlength")
        assert "*" in form.find("label", attrs={"for": field["id"]}).text
    email = form.find(attrs={"name": "email"})
    assert (email["type"], email["inputmode"]) == ("email", "email")


def test_the_page_for_everyone_holds_no_token(client):
    response = client.get(make_article().get_absolute_url())
    assert b"csrfmiddlewaretoken" not in response.content
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_the_posted_rules_stand_beside_the_form_as_text(client):
    SiteSettings.objects.create(comment_rules="لا <b>إساءة</b>\nلا تحريض")
    rules = page_of(client, make_article()).find(class_="desk__rules")
    assert "لا <b>إساءة</b>" in rules.text
    assert rules.find("br")


def test_without_rules_there_is_no_empty_box(client):
    SiteSettings.objects.create(comment_rules="")
    assert not page_of(client, make_article()).find(class_="desk__rules")


@pytest.mark.parametrize(
    "fields", [{}, {"status": Publication.DRAFT}, {"published_at": timezone.now() + timedelta(1)}]
)
def test_previews_show_no_form(client, fields):
    article = make_article(**fields)
    make_comment(article=article, status="approved", body="نص")
    client.force_login(make_user("EDITOR"))
    response = client.get(f"/preview/{article.pk}/")
    page = BeautifulSoup(response.content.decode(), "html.parser")
    assert shown(page) == ["نص"]
    assert not page.find("form", attrs={"data-comment-form": True})


# --- Long threads ------------------------------------------------------------------------------


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(thread, "PAGE_SIZE", 3)


@pytest.mark.parametrize("size", [0, 1, 3, 4, 6, 7, 10])
def test_every_comment_is_met_once_on_the_way_back(client, small_pages, size):
    article = make_article()
    make_thread(article, size)
    met, query = [], ""
    for _page in range(size + 1):
        page = page_of(client, article, query)
        met = shown(page) + met
        links = [a["href"] for a in page.select("a.comments__turn") if a["href"].startswith("?")]
        if not links:
            break
        query = links[0].partition("#")[0]
    assert met == [str(number) for number in range(1, size + 1)]


def test_comments_of_one_moment_are_not_lost_between_pages(client, small_pages):
    article = make_article()
    for number in range(5):
        make_comment(article=article, body=str(number), status="approved", submitted_at=START)
    page = page_of(client, article)
    older = page_of(client, article, page.select_one("a.comments__turn")["href"].partition("#")[0])
    assert shown(older) + shown(page) == ["0", "1", "2", "3", "4"]


def test_an_earlier_page_leads_back_to_the_latest(client, small_pages):
    article = make_article()
    make_thread(article, 4)
    page = page_of(client, article)
    assert len(page.select("a.comments__turn")) == 1
    older = page_of(client, article, page.select_one("a.comments__turn")["href"].partition("#")[0])
    (link,) = older.select("a.comments__turn")
    assert link["href"] == f"{article.get_absolute_url()}#comments"


@pytest.mark.parametrize("cursor", ["", "x", "-1-1", "9" * 17 + "-" + "9" * 18, "1-1-1", "١-١"])
def test_a_cursor_of_nobodys_shows_the_story_all_the_same(client, cursor):
    article = make_article()
    make_thread(article, 1)
    assert shown(page_of(client, article, f"?comments={cursor}")) == ["1"]


def test_a_cursor_before_all_comments_shows_none(client):
    article = make_article()
    make_thread(article, 1)
    page = page_of(client, article, f"?comments={Cursor(START, 1)}")
    assert shown(page) == []
    assert page.select_one("a.comments__turn")


# --- Queries -----------------------------------------------------------------------------------


def test_the_thread_is_one_query_however_long(django_assert_num_queries):
    article = make_article()
    make_thread(article, 150)
    with django_assert_num_queries(1) as captured:
        found = thread.thread(article)
    assert len(found.comments) == 100
    assert "email" not in captured[0]["sql"]


def test_own_comments_cost_one_query_more(client, django_assert_max_num_queries):
    article = make_article()
    make_thread(article, 5)
    client.get(article.get_absolute_url())
    with django_assert_max_num_queries(50) as plain:
        client.get(article.get_absolute_url())
    number = len(plain)
    remember(client, make_comment(article=article), make_comment(article=article, body="آخر"))
    with django_assert_max_num_queries(number + 1):
        client.get(article.get_absolute_url())


# --- The address of the writer -----------------------------------------------------------------


def test_no_public_page_holds_an_e_mail_address(client):
    author = make_user("EDITOR")
    article = make_article(created_by=author)
    approved = make_comment(article=article, status="approved", email="approved@secret.example")
    waiting = make_comment(article=article, email="waiting@secret.example")
    remember(client, waiting)
    counts.rebuild()
    category = article.category
    month = timezone.localtime(article.published_at)
    addresses = [
        "/",
        article.get_absolute_url(),
        f"{article.get_absolute_url()}?comments={Cursor(timezone.now() + timedelta(1), 1)}",
        category.get_absolute_url(),
        f"/archive/{month.year}/{month.month}/",
        f"/n/{article.pk}",
        f"/comments/{article.pk}/",
    ]
    for address in addresses:
        html = client.get(address, follow=True).content.decode()
        assert "secret.example" not in html, address
    assert str(approved.pk) in client.get(article.get_absolute_url()).content.decode()
    assert Comment.objects.filter(email__endswith="secret.example").count() == 2
