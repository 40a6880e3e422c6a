"""Stories in the admin: the form, what it refuses, and the list."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Byline
from articles.publication import Phase, Status
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_picture,
    make_tag,
    sign,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

ADD = "/admin/articles/article/add/"
LIST = "/admin/articles/article/"


def change(story: Article) -> str:
    return f"/admin/articles/article/{story.pk}/change/"


def local(moment) -> dict[str, str]:
    here = timezone.localtime(moment)
    return {"0": f"{here:%d/%m/%Y}", "1": f"{here:%H:%M}"}


def when(name: str, moment) -> dict[str, str]:
    return {f"{name}_{part}": text for part, text in local(moment).items()}


# --- The form ------------------------------------------------------------------------------------


def test_a_whole_story_is_written_in_one_form(desk):
    editor, author, photographer = desk(), make_author(), make_author()
    category, further = make_category(), make_category()
    tag, cover = make_tag(), make_picture()
    response = editor.send(
        ADD,
        kicker="نقل",
        headline="قطار جديد",
        standfirst="مقدمة",
        body="<p>نص</p>",
        cover=cover.pk,
        cover_caption="شرح",
        category=category.pk,
        further_categories=[further.pk],
        tags=[tag.pk],
        status=Status.PUBLISHED,
        **{
            "bylines-TOTAL_FORMS": "2",
            "bylines-0-author": author.pk,
            "bylines-0-role": "by",
            "bylines-0-position": "2",
            "bylines-1-author": photographer.pk,
            "bylines-1-role": "photos",
            "bylines-1-position": "1",
        },
    )
    assert response.status_code == 302
    story = Article.objects.get()
    assert (story.kicker, story.headline, story.standfirst) == ("نقل", "قطار جديد", "مقدمة")
    assert (story.cover, story.cover_caption, story.slug) == (cover, "شرح", "قطار-جديد")
    assert list(story.further_categories.all()) == [further]
    assert list(story.tags.all()) == [tag]
    assert [line.author for line in story.bylines.all()] == [photographer, author]
    assert story.phase == Phase.OUT
    assert story.created_by == editor.user


def test_the_form_follows_the_order_of_an_editors_thoughts(desk):
    editor = desk()
    editor.open(ADD)
    names = [
        control.get("name")
        for control in editor.page.select("#article_form [name]")
        if control.get("type") != "hidden" and "__prefix__" not in control.get("name")
    ]
    wanted = [
        "kicker", "headline", "standfirst", "body", "cover", "cover_caption", "category",
        "further_categories", "tags", "bylines-0-author", "bylines-0-role", "bylines-0-position",
        "status", "published_at_0", "published_at_1", "ends_at_0", "ends_at_1", "slug",
    ]  # fmt: skip
    assert [name for name in names if name in wanted] == wanted
    address = editor.page.select_one("[name=slug]").find_parent("fieldset")
    assert "collapse" in address["class"]


def test_the_account_of_an_author_signs_a_new_story_by_default(desk):
    reporter = desk("REPORTER")
    author = make_author(user=reporter.user)
    reporter.send(ADD, headline="خبر", body="<p>نص</p>", category=make_category().pk)
    assert [line.author for line in Article.objects.get().bylines.all()] == [author]


def test_saving_again_keeps_who_started_the_story(desk):
    story = make_article(created_by=desk("REPORTER").user)
    desk().send(change(story), headline="عنوان آخر")
    story.refresh_from_db()
    assert story.headline == "عنوان آخر"
    assert story.created_by is not None


@pytest.mark.parametrize("cover", [True, False], ids=["cover", "text"])
@pytest.mark.parametrize("decorative", [True, False])
def test_no_story_goes_out_with_a_picture_that_lacks_an_alternative_text(desk, cover, decorative):
    editor, picture = desk(), make_picture(alt="", decorative=decorative)
    body = "<p>النص المكتوب</p>"
    if not cover:
        body += f'<figure><img src="{picture.file.url}"></figure>'
    response = editor.send(
        ADD,
        headline="عنوان مكتوب",
        body=body,
        category=make_category().pk,
        cover=picture.pk if cover else "",
        status=Status.PUBLISHED,
    )
    if decorative:
        assert response.status_code == 302
        return
    assert response.status_code == 200
    assert editor.errors("cover" if cover else "body")
    assert not editor.errors("body" if cover else "cover")
    assert editor.page.select_one("[name=headline]")["value"] == "عنوان مكتوب"
    assert "النص المكتوب" in editor.page.select_one("[name=body]").get_text()
    assert editor.page.select_one("[name=status] option[selected]")["value"] == "published"
    assert not Article.objects.exists()


def test_the_same_story_may_be_kept_as_a_draft(desk):
    editor = desk()
    response = editor.send(
        ADD, headline="خبر", body="<p>نص</p>", category=make_category().pk,
        cover=make_picture(alt="").pk,
    )  # fmt: skip
    assert response.status_code == 302


def test_an_end_before_the_publication_is_an_error_beside_the_end(desk):
    editor, now = desk(), timezone.now()
    response = editor.send(
        ADD,
        headline="خبر",
        body="<p>نص مكتوب</p>",
        category=make_category().pk,
        **when("published_at", now),
        **when("ends_at", now - timedelta(hours=2)),
    )
    assert response.status_code == 200
    assert editor.errors("ends_at")
    assert "نص مكتوب" in editor.page.select_one("[name=body]").get_text()


def test_one_author_signs_once_in_a_role(desk):
    editor, author = desk(), make_author()
    response = editor.send(
        ADD,
        headline="خبر",
        body="<p>نص</p>",
        category=make_category().pk,
        **{
            "bylines-TOTAL_FORMS": "2",
            "bylines-0-author": author.pk,
            "bylines-0-role": "by",
            "bylines-0-position": "1",
            "bylines-1-author": author.pk,
            "bylines-1-role": "by",
            "bylines-1-position": "2",
        },
    )
    assert response.status_code == 200
    assert not Byline.objects.exists()


def test_whoever_only_reads_sees_the_text_and_not_its_markup(desk):
    moderator = desk("MODERATOR")
    story = make_article(body="<p>قال <strong>المسؤول</strong></p>")
    sign(story, make_author(name="كاتبة الخبر"))
    assert moderator.open(change(story)).status_code == 200
    assert moderator.page.select_one(".field-shown_text strong").get_text() == "المسؤول"
    assert not moderator.page.select("#article_form [name=headline], input[name=_save]")
    assert "كاتبة الخبر" in moderator.page.select_one("#bylines-group").get_text()


# --- Preview -------------------------------------------------------------------------------------


def test_form_and_list_lead_to_the_preview_and_only_a_public_story_to_its_page(desk):
    editor = desk()
    out, draft = make_article(), make_article(status=Status.DRAFT)
    for story in (out, draft):
        preview = reverse("articles:preview", args=[story.pk])
        editor.open(change(story))
        assert editor.page.select_one(f'.object-tools a[href="{preview}"]')
        assert bool(editor.page.select_one(".object-tools a.viewsitelink")) == (story is out)
        editor.open(LIST)
        assert editor.page.select_one(f'#result_list a[href="{preview}"]')


def test_a_preview_shows_an_unpublished_story_on_its_page_to_the_newsroom_alone(desk, client):
    story = make_article(status=Status.DRAFT, headline="خبر لم ينشر بعد")
    path = reverse("articles:preview", args=[story.pk])
    shown = desk().open(path)
    assert shown.status_code == 200
    assert "خبر لم ينشر بعد" in shown.content.decode()
    existing, missing = client.get(path), client.get(reverse("articles:preview", args=[99999]))
    assert existing.status_code == missing.status_code == 403
    assert "خبر لم ينشر بعد" not in existing.content.decode()


# --- The list ------------------------------------------------------------------------------------


def test_a_line_of_the_list(desk):
    editor = desk()
    story = make_article(headline="قطار جديد", category=make_category(name="اقتصاد"))
    sign(story, make_author(name="فاطمة"), make_author(name="Karim"))
    make_article(headline="مسودة ما", status=Status.DRAFT)
    editor.open(LIST)
    draft, line = editor.page.select("#result_list tbody tr")
    assert line.select_one(".field-headline a").get_text() == "قطار جديد"
    assert line.select_one(".field-standing .phase-out")
    assert draft.select_one(".field-standing .phase-draft")
    assert line.select_one(".field-category").get_text() == "اقتصاد"
    assert line.select_one(".field-signed_by").get_text() == "فاطمة، Karim"
    at = timezone.localtime(story.published_at)
    assert line.select_one(".field-publication").get_text() == f"{at:%d/%m/%Y %H:%M}"
    assert line.select_one(".field-view_count").get_text() == "لا مشاهدات"
    assert line.select_one(".field-comments").get_text() == "لا تعليقات"


def stories_of_each_phase():
    now = timezone.now()
    hour = timedelta(hours=1)
    return {
        Phase.DRAFT: make_article(status=Status.DRAFT),
        Phase.IN_REVIEW: make_article(status=Status.IN_REVIEW),
        Phase.SCHEDULED: make_article(published_at=now + hour),
        Phase.OUT: make_article(published_at=now - hour, ends_at=now + hour),
        Phase.ENDED: make_article(published_at=now - 2 * hour, ends_at=now - hour),
        Phase.WITHDRAWN: make_article(status=Status.WITHDRAWN),
    }


@pytest.mark.parametrize("phase", list(Phase))
def test_the_list_is_filtered_by_phase(desk, phase):
    editor, stories = desk(), stories_of_each_phase()
    editor.open(f"{LIST}?phase={phase.value}")
    assert editor.shown("#result_list .field-headline") == [stories[phase].headline]


def test_the_list_is_filtered_by_category_author_and_time(desk):
    editor, author = desk(), make_author()
    old = make_article(published_at=timezone.now() - timedelta(days=400))
    story = make_article(authors=[author])
    editor.open(LIST)
    assert editor.shown("#result_list .field-headline") == [story.headline, old.headline]
    offered = [link["href"] for link in editor.page.select("#changelist-filter a")]
    for query in (
        f"category__id__exact={story.category_id}",
        f"authors__id__exact={author.pk}",
        "published_at__gte=",
    ):
        link = next(href for href in offered if query in href)
        assert editor.open(f"{LIST}{link}").status_code == 200
        assert editor.shown("#result_list .field-headline") == [story.headline], query


def test_an_unknown_phase_filters_nothing(desk):
    editor, story = desk(), make_article()
    editor.open(f"{LIST}?phase=nonsense")
    assert editor.shown("#result_list .field-headline") == [story.headline]


@pytest.mark.parametrize("query", ["المغربِيّه", "مغربية", "نص المغربيه"])
def test_the_search_overlooks_spelling_and_reads_the_text(desk, query):
    editor = desk()
    found = make_article(headline="خبر", body="<p>الصحافة المغربية في نص طويل</p>")
    make_article(headline="خبر آخر")
    editor.open(f"{LIST}?q={query}")
    assert editor.shown("#result_list .field-headline") == [found.headline]


@pytest.mark.parametrize("number", [5, 50])
def test_the_list_costs_the_same_whatever_its_length(desk, number, django_assert_num_queries):
    editor, authors = desk(), [make_author(), make_author()]
    category = make_category()
    for _ in range(number):
        make_article(authors=authors, category=category, cover=None)
    editor.open(LIST)
    # Session, account, its rights (two), settings, count, stories, bylines, categories, authors.
    with django_assert_num_queries(10):
        editor.open(LIST)
    assert len(editor.page.select("#result_list tbody tr")) == number
