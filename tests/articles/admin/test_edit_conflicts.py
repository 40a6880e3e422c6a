"""Two people edit one story: nothing of either is lost without being seen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import actions
from articles.models import Article
from articles.publication import Status
from tests.articles.admin.conftest import values
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_picture,
    make_tag,
    make_user,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def change(story: Article) -> str:
    return f"/admin/articles/article/{story.pk}/change/"


class Form:
    """A story's form, open on somebody's desk."""

    def __init__(self, person, story: Article):
        self.person, self.path = person, change(story)
        person.open(self.path)
        self.read()

    def read(self) -> None:
        self.values = values(self.person.page.select_one("#article_form"))

    def send(self, **changes):
        response = self.person._keep(self.person.client.post(self.path, self.values | changes))
        if response.status_code == 200:
            self.read()
        return response

    @property
    def conflicts(self) -> list[str]:
        rows = self.person.page.select(".stored-now .form-row")
        return [row["class"][1].removeprefix("stored-") for row in rows]


def test_an_old_form_neither_republishes_a_story_nor_reverts_a_text(desk):
    editor, colleague, story = desk(), desk(first_name="سعاد", last_name="العلوي"), make_article()
    form = Form(editor, story)
    colleague.act("/admin/articles/article/", "withdraw", story)
    colleague.send(change(story), body="<p>نص الزميلة</p>")

    response = form.send(kicker="تمهيد مكتوب", headline="عنوان مكتوب")
    assert response.status_code == 200
    assert form.conflicts == ["body", "status"]
    assert "نص الزميلة" in editor.page.select_one(".stored-body").get_text()
    assert "سعاد العلوي" in editor.page.select_one(".errorlist").get_text()
    assert form.values["kicker"] == ["تمهيد مكتوب"]
    assert form.values["headline"] == ["عنوان مكتوب"]
    story.refresh_from_db()
    assert (story.status, "نص الزميلة" in story.body) == (Status.WITHDRAWN, True)
    assert story.kicker == ""

    # Once she has seen what is stored, she may save on purpose.
    assert form.send(status="withdrawn", body="<p>نص من الاثنتين</p>").status_code == 302
    story.refresh_from_db()
    assert (story.status, story.kicker) == (Status.WITHDRAWN, "تمهيد مكتوب")
    assert "نص من الاثنتين" in story.body


def test_what_was_seen_may_be_overwritten_but_not_what_came_after(desk):
    editor, story = desk(), make_article()
    form = Form(editor, story)
    Article.objects.filter(pk=story.pk).update(kicker="أول")
    assert form.send().status_code == 200
    Article.objects.filter(pk=story.pk).update(standfirst="ثان")
    assert form.send().status_code == 200
    assert form.conflicts == ["standfirst"]
    assert form.send().status_code == 302
    story.refresh_from_db()
    assert (story.kicker, story.standfirst) == ("", "")


def test_an_error_of_its_own_does_not_pass_for_having_seen(desk):
    editor, story = desk(), make_article(kicker="تمهيد")
    form = Form(editor, story)
    Article.objects.filter(pk=story.pk).update(ends_at=timezone.now() + timedelta(days=3))
    assert form.send(ends_at_0="nonsense").status_code == 200
    assert form.conflicts == ["ends_at"]


CHANGES = {
    "kicker": lambda story: {"kicker": "آخر"},
    "standfirst": lambda story: {"standfirst": "آخر"},
    "body": lambda story: {"body": "<p>آخر</p>"},
    "cover": lambda story: {"cover": make_picture()},
    "cover_caption": lambda story: {"cover_caption": "آخر"},
    "category": lambda story: {"category": make_category()},
    "status": lambda story: {"status": Status.WITHDRAWN},
    "published_at": lambda story: {"published_at": story.published_at - timedelta(days=1)},
    "ends_at": lambda story: {"ends_at": timezone.now() + timedelta(days=1)},
    "slug": lambda story: {"slug": "آخر"},
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_field_that_others_changed_is_named(desk, name):
    editor, story = desk(), make_article()
    form = Form(editor, story)
    Article.objects.filter(pk=story.pk).update(**CHANGES[name](story))
    assert form.send(headline="عنوان مكتوب").status_code == 200
    assert form.conflicts == [name]
    assert form.values["headline"] == ["عنوان مكتوب"]


@pytest.mark.parametrize("name", ["tags", "further_categories", "bylines"])
def test_so_is_what_lies_beside_the_story(desk, name):
    editor, story = desk(), make_article()
    form = Form(editor, story)
    if name == "tags":
        story.tags.add(make_tag(name="وسم الزميل"))
    elif name == "further_categories":
        story.further_categories.add(make_category(name="قسم الزميل"))
    else:
        story.bylines.create(author=make_author(name="كاتبة الزميل"))
    assert form.send(headline="عنوان مكتوب").status_code == 200
    assert form.conflicts == [name]
    assert "الزميل" in editor.page.select_one(f".stored-{name}").get_text()


def test_what_is_no_editing_is_no_conflict(desk):
    editor, picture = desk(), make_picture(alt="وصف")
    body = f'<figure><img src="{picture.file.url}"></figure><p>نص</p>'
    story = make_article(body=body)
    form = Form(editor, story)
    picture.alt = "وصف أدق"
    picture.save()
    Article.objects.filter(pk=story.pk).update(comment_count=7, corrected_at=timezone.now())
    assert form.send(headline="عنوان مكتوب").status_code == 302
    story.refresh_from_db()
    assert (story.headline, story.comment_count) == ("عنوان مكتوب", 7)


def test_a_button_pressed_twice_is_no_conflict(desk):
    editor, story = desk(), make_article(status=Status.DRAFT, published_at=None)
    form = Form(editor, story)
    sent = {
        "status": "published",
        "standfirst": "سطر\r\nوسطر",
        "body": "<p>نص  جديد</p><script>x</script>",
        "tags": [str(make_tag().pk)],
    }
    assert form.send(**sent).status_code == 302
    story.refresh_from_db()
    first = story.published_at
    assert form.send(**sent).status_code == 302
    story.refresh_from_db()
    assert (story.status, story.published_at) == (Status.PUBLISHED, first)


@pytest.mark.parametrize("version", [None, "", "x", "another"])
def test_a_form_that_cannot_say_what_it_showed_overwrites_nothing_unseen(desk, version):
    editor, story, other = desk(), make_article(), make_article()
    form = Form(editor, story)
    version = Form(desk(), other).values["version"] if version == "another" else version
    form.values.pop("version")
    sent = {} if version is None else {"version": version}
    assert form.send(headline="عنوان مكتوب", **sent).status_code == 200
    # The bylines have forms of their own, so it is not known what they say.
    assert form.conflicts == ["headline", "bylines"]
    assert form.send().status_code == 302
    story.refresh_from_db()
    assert story.headline == "عنوان مكتوب"


def test_whoever_saved_it_herself_elsewhere_is_not_told_of_a_colleague(desk):
    editor, story = desk(first_name="سعاد"), make_article()
    form = Form(editor, story)
    editor.send(change(story), kicker="من صفحة أخرى")
    assert form.send(headline="عنوان مكتوب").status_code == 200
    assert "سعاد" not in editor.page.select_one(".errorlist").get_text()


# --- Reporters -----------------------------------------------------------------------------------


def test_a_reporter_gets_her_text_back_when_her_story_was_published_meanwhile(desk):
    reporter = desk("REPORTER")
    story = make_article(status=Status.IN_REVIEW, created_by=reporter.user)
    form = Form(reporter, story)
    actions.publish([story], make_user("EDITOR"))
    response = form.send(
        headline="عنوان <b>مكتوب</b>", body="<p>نص <script>alert(1)</script><em>طويل</em></p>"
    )
    assert response.status_code == 403
    page = reporter.page.select_one("#content-main")
    assert "عنوان <b>مكتوب</b>" in page.get_text()
    assert page.select_one("em").get_text() == "طويل"
    assert not page.select("script")
    assert page.select_one(f'a[href="{change(story)}"]')
    story.refresh_from_db()
    assert story.status == Status.PUBLISHED
    assert story.headline != "عنوان <b>مكتوب</b>"


def test_the_page_says_nothing_of_a_story_that_is_not_hers_to_see(desk):
    story = make_article(status=Status.DRAFT, headline="خبر سري")
    response = desk("MODERATOR").client.post(change(story), {"headline": "مكتوب"})
    assert response.status_code == 403
    assert "خبر سري" not in response.content.decode()


def test_a_reporter_sees_what_an_editor_changed_in_her_story(desk):
    reporter = desk("REPORTER")
    story = make_article(status=Status.DRAFT, created_by=reporter.user)
    form = Form(reporter, story)
    at = timezone.now() + timedelta(days=1)
    Article.objects.filter(pk=story.pk).update(headline="عنوان المحرر", published_at=at)
    assert form.send(body="<p>نص مكتوب</p>").status_code == 200
    # The time is not hers to set, so her form cannot undo it.
    assert form.conflicts == ["headline"]
