"""Categories, tags and authors in the admin."""

import pytest

from articles.models import Author, Category, Tag
from tests.factories import make_article, make_author, make_category, make_tag, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("spelling", ["المغربِيّة", "المغربيه", "  المغربية ", "المغـربية"])
def test_another_spelling_of_a_tag_is_refused_beside_its_name(desk, spelling):
    editor = desk("REPORTER")
    make_tag(name="المغربية")
    response = editor.send("/admin/articles/tag/add/", name=spelling)
    assert response.status_code == 200
    assert editor.errors("name")
    assert Tag.objects.count() == 1


def test_a_tag_is_renamed_to_another_spelling_of_itself(desk):
    tag = make_tag(name="المغربيه")
    response = desk().send(f"/admin/articles/tag/{tag.pk}/change/", name="المغربية")
    assert response.status_code == 302
    tag.refresh_from_db()
    assert tag.name == "المغربية"


@pytest.mark.parametrize("name", ["ـــ", "؟!", "\u064b\u064c"])
def test_a_tag_has_a_letter_or_digit(desk, name):
    editor = desk()
    response = editor.send("/admin/articles/tag/add/", name=name)
    assert (response.status_code, bool(editor.errors("name"))) == (200, True)


def test_the_order_of_the_sections_is_set_in_their_list(desk):
    first, second = make_category(position=1), make_category(position=2)
    path = "/admin/articles/category/"
    desk().send(path, **{"form-0-position": "9", "_save": "x"})
    assert list(Category.objects.all()) == [second, first]


@pytest.mark.parametrize(
    ("make", "path", "field"),
    [
        (make_category, "/admin/articles/category/", "name"),
        (make_tag, "/admin/articles/tag/", "name"),
        (make_author, "/admin/articles/author/", "name"),
    ],
)
def test_the_searches_overlook_spelling(desk, make, path, field):
    editor = desk()
    make(name="المغربية")
    make(name="طنجة")
    editor.open(f"{path}?q=المغربِيّه")
    names = editor.page.select(f"#result_list .field-{field}")
    assert [cell.get_text() for cell in names] == ["المغربية"]


def test_a_search_for_marks_alone_finds_nothing(desk):
    editor = desk()
    make_tag(name="طنجة")
    editor.open("/admin/articles/tag/?q=\u064b")
    assert not editor.page.select("#result_list tbody tr")


def test_an_author_belongs_to_an_account_of_the_newsroom(desk):
    editor, reporter = desk(), make_user("REPORTER")
    reader = make_user(None)
    editor.open("/admin/articles/author/add/")
    offered = [option["value"] for option in editor.page.select("[name=user] option")]
    assert str(reporter.pk) in offered
    assert str(reader.pk) not in offered
    editor.send("/admin/articles/author/add/", name="فاطمة", user=reporter.pk)
    assert Author.objects.get().user == reporter


def test_a_section_or_author_with_stories_is_kept_and_the_stories_are_named(desk):
    editor, author = desk(), make_author()
    story = make_article(headline="خبر باق", authors=[author])
    for path in (
        f"/admin/articles/category/{story.category_id}/delete/",
        f"/admin/articles/author/{author.pk}/delete/",
    ):
        editor.open(path)
        assert "خبر باق" in editor.page.select_one("#content").get_text()
        editor.client.post(path, {"post": "yes"})
    assert Category.objects.filter(pk=story.category_id).exists()
    assert Author.objects.filter(pk=author.pk).exists()


def test_what_is_deleted_is_named_without_derived_rows(desk):
    editor, tag = desk(), make_tag(name="وسم زائد")
    make_article(tags=[tag])
    path = f"/admin/articles/tag/{tag.pk}/delete/"
    editor.open(path)
    assert len(editor.page.select("#deleted-objects, .delete-confirmation ul li")) >= 1
    text = editor.page.select_one("#content").get_text()
    assert "وسم زائد" in text
    assert "object (" not in text
    editor.client.post(path, {"post": "yes"})
    assert not Tag.objects.exists()
