"""The conversation on the story's page: who sees what of it, in which order."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from articles.models import SiteSettings
from articles.publication import Status as Publication
from comments import counts, thread
from comments.models import Comment, Status
from tests.comments.posting import give_cookie
from tests.comments.thread_reading import answer, box, page_of, shown
from tests.factories import make_article, make_category, make_comment, make_user

pytestmark = pytest.mark.django_db

START = datetime(2023, 1, 18, 12, 0, tzinfo=UTC)


def make_tops(article, size, **fields):
    """Approved top-level comments «1», «2» … a minute apart, without rebuilding the counts."""
    return [
        make_comment(
            article=article,
            body=str(number),
            status=Status.APPROVED,
            submitted_at=START + timedelta(minutes=number),
            **fields,
        )
        for number in range(1, size + 1)
    ]


# --- The thread --------------------------------------------------------------------------------


def test_answers_are_lists_within_the_comment_they_answer(client):
    top = make_comment(status="approved", body="1")
    second = answer(top, body="2")
    answer(second, body="3")
    answer(top, body="4")
    counts.rebuild()
    page = page_of(client, top.article)
    assert shown(page) == ["1", "2", "3", "4"]
    deepest = page.find(string="3").find_parent("li")
    above = [li["id"] for li in deepest.find_parents("li", class_="comment")]
    assert above == [second.anchor, top.anchor]
    assert len(deepest.find_parents("ol")) == 3


@pytest.mark.parametrize(
    ("fields", "mark"),
    [
        ({"status": "rejected"}, "حُذف هذا التعليق."),
        ({"status": "spam"}, "حُذف هذا التعليق."),
        ({"status": "withdrawn"}, "سحب صاحب هذا التعليق تعليقه."),
        ({"status": "waiting"}, "هذا التعليق قيد مراجعة المشرفين."),
        ({"status": "approved", "body": "", "name": ""}, "مُحي هذا التعليق."),
    ],
)
def test_a_mark_stands_where_others_answer_what_is_not_shown(client, fields, mark):
    top = make_comment(**{"body": "سر", "name": "فلان"} | fields)
    reply = answer(top, body="جواب")
    counts.rebuild()
    page = page_of(client, top.article)
    assert shown(page) == ["جواب"]
    assert box(page, top).text.strip() == mark
    assert not box(page, top).select("form, a")
    assert box(page, reply).select("form")


def test_a_corrected_comment_says_so(client):
    plain = make_comment(status="approved")
    corrected = make_comment(article=plain.article, status="approved", corrected_at=START)
    page = page_of(client, plain.article)
    assert "معدَّل" in box(page, corrected).text
    assert "معدَّل" not in box(page, plain).text


def test_the_time_leads_to_the_comments_own_address(client):
    comment = make_comment(status="approved")
    link = box(page_of(client, comment.article), comment).find(class_="comment__time")
    assert link["href"] == f"/comment/{comment.pk}/"


@pytest.mark.parametrize(("likes", "text"), [(0, ""), (1, "إعجاب واحد"), (12, "12 إعجابا")])
def test_likes_are_counted_in_words(client, likes, text):
    comment = make_comment(status="approved", like_count=likes)
    found = box(page_of(client, comment.article), comment).find(attrs={"data-comment-likes": True})
    assert found.text == text


def test_reactions_are_forms_and_links_that_need_no_script(client):
    comment = make_comment(status="approved")
    found = box(page_of(client, comment.article), comment)
    form = found.find("form")
    assert (form["method"], form["action"]) == ("post", f"/comment/{comment.pk}/like/")
    assert form.find("button")["type"] == "submit"
    addresses = [link["href"] for link in found.select(".comment__acts a")]
    assert addresses == [f"/comment/{comment.pk}/{act}/" for act in ("reply", "report")]
    assert found.find(attrs={"data-comment-reply": str(comment.pk)})


def test_what_acts_on_a_comment_is_told_apart_by_its_writers_name(client):
    comments = [make_comment(status="approved", name=name) for name in ("سلوى", "Karim")]
    for comment in comments:
        page = page_of(client, comment.article)
        acts = box(page, comment).select(".comment__act")
        assert len(acts) == 3
        for act in acts:
            group = act.find_parent(attrs={"role": "group"})
            assert page.find(id=group["aria-labelledby"]).text == comment.name


def test_an_answer_to_the_deepest_level_leads_to_the_comment_it_answers(client):
    top = make_comment(status="approved")
    second = answer(top)
    third = answer(second, name="سلوى")
    beside = answer(second, answered=third.pk)
    counts.rebuild()
    page = page_of(client, top.article)
    link = box(page, beside).find(class_="comment__answered")
    assert link["href"] == f"#{third.anchor}"
    assert link.text == "ردا على سلوى"
    assert not page.select(f"#{third.anchor} > .comment__box .comment__answered")


def test_whom_nobody_can_read_is_not_named_as_answered(client):
    top = make_comment(status="approved")
    second = answer(top)
    third = answer(second, name="سلوى", status="rejected")
    beside = answer(second, answered=third.pk)
    elsewhere = answer(second, answered=make_comment(status="approved").pk)
    counts.rebuild()
    page = page_of(client, top.article)
    assert box(page, beside)
    assert box(page, elsewhere)
    assert not page.select(".comment__answered")
    # On her own page its writer reads it; others' marks stay nameless.
    give_cookie(client, third)
    assert not page_of(client, top.article).select(".comment__answered")


# --- Orders and pages --------------------------------------------------------------------------


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(thread, "PAGE_SIZE", 2)
    monkeypatch.setattr(thread, "ANSWERS", 2)
    monkeypatch.setattr(thread, "THREAD_PAGE_SIZE", 3)


def test_the_orders_are_links_and_the_current_one_is_marked(client):
    article = make_article()
    tops = make_tops(article, 3)
    Comment.objects.filter(pk=tops[1].pk).update(like_count=5)
    counts.rebuild()
    page = page_of(client, article)
    links = page.select("nav.comments__orders a")
    assert [link.text for link in links] == ["الأحدث", "الأقدم", "الأكثر إعجابا"]
    expected = (["3", "2", "1"], ["1", "2", "3"], ["2", "3", "1"])
    for number, (link, order) in enumerate(zip(links, expected, strict=True)):
        there = page_of(client, article, link["href"].removeprefix(article.get_absolute_url()))
        assert shown(there) == order
        marked = [a.has_attr("aria-current") for a in there.select("nav.comments__orders a")]
        assert marked == [position == number for position in range(3)]
    assert page.select_one("nav.comments__orders")["aria-label"]


def test_one_comment_needs_no_order(client):
    comment = make_comment(status="approved")
    counts.rebuild()
    assert not page_of(client, comment.article).select("nav.comments__orders")


@pytest.mark.parametrize("order", ["newest", "oldest", "liked"])
def test_every_comment_is_met_once_on_the_way_through_an_order(client, small_pages, order):
    article = make_article()
    make_tops(article, 5)
    counts.rebuild()
    met, query = [], f"?order={order}"
    while query:
        page = page_of(client, article, query)
        met += shown(page)
        link = page.select_one("nav.comments__turns a[rel=next]")
        query = link["href"] if link else ""
    assert sorted(met) == ["1", "2", "3", "4", "5"]
    assert len(met) == 5
    back = page.select("nav.comments__turns a")
    assert len(back) == 1
    first = page_of(client, article, back[0]["href"].removeprefix(article.get_absolute_url()))
    assert shown(first) == met[:2]


def test_further_answers_are_on_the_page_of_their_thread(client, small_pages):
    top = make_comment(status="approved", body="0")
    for number in range(1, 6):
        answer(top, body=str(number))
    make_comment(article=top.article, status="approved", body="آخر", submitted_at=START)
    counts.rebuild()
    page = page_of(client, top.article)
    assert shown(page) == ["0", "1", "2", "آخر"]
    link = page.select_one(".comment__rest a")
    assert "3 ردود" in link.text
    assert link["href"] == f"?thread={top.pk}#{top.anchor}"
    alone = page_of(client, top.article, link["href"])
    assert shown(alone) == ["0", "1", "2", "3"]
    assert not alone.select("nav.comments__orders, .comment__rest")
    assert alone.select_one(".comments__alone a")["href"] == (
        f"{top.article.get_absolute_url()}#comments"
    )
    further = alone.select_one("nav.comments__turns a[rel=next]")["href"]
    last = page_of(client, top.article, further)
    assert shown(last) == ["0", "4", "5"]
    assert last.select_one("nav.comments__turns a")["href"] == f"?thread={top.pk}#comments"


@pytest.mark.parametrize("query", ["?thread=999", "?thread=x", "?order=x", "?comments=1-1&order=x"])
def test_an_address_of_nobodys_shows_the_story_all_the_same(client, query):
    article = make_article()
    make_tops(article, 1)
    assert page_of(client, article, query).find(id="comments-title")


def test_a_thread_of_another_story_is_not_shown_here(client):
    other = make_comment(status="approved", body="هناك")
    page = page_of(client, make_article(), f"?thread={other.pk}")
    assert shown(page) == []
    assert page.select_one(".comments__none")


# --- The form, or why there is none ------------------------------------------------------------


def test_the_form_stands_above_the_comments(client):
    comment = make_comment(status="approved")
    counts.rebuild()
    section = page_of(client, comment.article).find(id="comments")
    order = [
        element.name for element in section.find_all(["form", "ol"]) if element.name == "ol"
        or element.has_attr("data-comment-form")
    ]  # fmt: skip
    assert order[:2] == ["form", "ol"]
    assert section.select_one("a[href='#comments-list']")


@pytest.mark.parametrize(
    ("site", "category", "story", "sentence"),
    [
        ({"comment_mode": "closed"}, "", "", "باب التعليق مغلق في الموقع حاليا."),
        ({}, "closed", "", "التعليق على هذه المادة مغلق."),
        ({}, "", "closed", "التعليق على هذه المادة مغلق."),
        (
            {"comments_close_after_days": 3},
            "",
            "",
            "أُغلق باب التعليق على هذه المادة بعد مضي المدة المحددة على نشرها.",
        ),
    ],
)
def test_where_no_comments_are_taken_a_sentence_says_why(client, site, category, story, sentence):
    SiteSettings.objects.update_or_create(pk=1, defaults=site)
    article = make_article(
        category=make_category(comment_mode=category),
        comment_mode=story,
        published_at=timezone.now() - timedelta(days=4),
    )
    comment = make_comment(article=article, status="approved")
    page = page_of(client, article)
    assert page.find(class_="comments__closed").text == sentence
    assert not page.select("[data-comment-form], [data-comment-reply]")
    assert box(page, comment).select_one(f"form[action='/comment/{comment.pk}/like/']")


@pytest.mark.parametrize(
    "fields", [{}, {"status": Publication.DRAFT}, {"published_at": timezone.now() + timedelta(1)}]
)
def test_previews_show_no_form_and_nothing_to_react_with(client, fields):
    article = make_article(**fields)
    make_comment(article=article, status="approved", body="نص")
    client.force_login(make_user("EDITOR"))
    response = client.get(f"/preview/{article.pk}/")
    section = BeautifulSoup(response.content.decode(), "html.parser").find(id="comments")
    assert shown(section) == ["نص"]
    assert not section.select("form, .comment__acts, .comments__closed, script")


@pytest.mark.parametrize(
    ("days", "story", "kept"),
    [(None, "", 60), (1, "", 30), (1, "nobody", 60), (-1, "", 60)],
    ids=["never", "soon", "own mode", "closed already"],
)
def test_no_cache_keeps_the_form_longer_than_it_is_open(client, days, story, kept):
    closing = timezone.now() + timedelta(seconds=30)
    SiteSettings.objects.update_or_create(
        pk=1, defaults={"comments_close_after_days": 0 if days is None else 2}
    )
    published = closing - timedelta(days=2 if days != -1 else 4)
    article = make_article(comment_mode=story, published_at=published)
    cached = client.get(article.get_absolute_url())["Cache-Control"]
    seconds = int(cached.partition("s-maxage=")[2].partition(",")[0])
    assert kept - 5 <= seconds <= kept
