"""What every admin of the newsroom shares: a readable history, an index in order of use."""

import pytest

from tests.factories import make_article, make_author, make_category

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_the_history_names_fields_in_arabic(desk):
    editor, story = desk(), make_article()
    editor.send(
        f"/admin/articles/article/{story.pk}/change/",
        headline="عنوان آخر",
        kicker="تمهيد",
        **{
            "bylines-TOTAL_FORMS": "1",
            "bylines-0-author": make_author().pk,
            "bylines-0-role": "by",
            "bylines-0-position": "1",
        },
    )
    editor.open(f"/admin/articles/article/{story.pk}/history/")
    (line,) = editor.shown("#change-history tbody td:last-child")
    assert "العنوان" in line
    assert "العنوان التمهيدي" in line
    assert "eadline" not in line
    assert "yline" not in line


def test_the_index_begins_with_what_is_used_daily(desk):
    editor = desk("ADMINISTRATOR")
    editor.open("/admin/")
    links = [
        link["href"].removeprefix("/admin/").rstrip("/")
        for link in editor.page.select("#content-main th a")
    ]
    assert links[:3] == ["articles/article", "articles/picture", "articles/breakingnews"]
    assert links[-2:] == ["auth/user", "auth/group"]


def test_messages_after_saving_say_what_happened(desk):
    editor = desk()
    category = make_category(name="اقتصاد")
    path = f"/admin/articles/category/{category.pk}/change/"
    editor.send(path, follow=True, description="أخبار المال")
    (message,) = editor.shown(".messagelist .success")
    assert "اقتصاد" in message
    # Django's own Arabic reports a change as an addition.
    assert "إضافة" not in message
