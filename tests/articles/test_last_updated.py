"""The last-updated stamp moves with the text that readers read, and with nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db.models import F

from articles.models import Article, Byline
from articles.publication import Status
from tests.factories import make_article, make_author, make_category, make_picture, make_tag, sign

PUBLISHED = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
LATER = PUBLISHED + timedelta(days=7)

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    with time_machine.travel(PUBLISHED, tick=False):
        story = make_article(published_at=PUBLISHED, body="<p>النص الأول</p>")
    return Article.objects.get(pk=story.pk)


def change(article: Article, **fields) -> datetime:
    """Save the story with these values a week later; the stamp afterwards."""
    with time_machine.travel(LATER, tick=False):
        for name, value in fields.items():
            setattr(article, name, value)
        article.save()
    return Article.objects.get(pk=article.pk).updated_at


def test_it_begins_as_the_publication_time(article):
    assert article.updated_at == PUBLISHED


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("headline", "عنوان مصحح"),
        ("kicker", "تصحيح"),
        ("standfirst", "مقدمة جديدة"),
        ("body", "<p>النص الثاني</p>"),
        ("cover_caption", "شرح آخر"),
    ],
)
def test_an_editorial_change_moves_it(article, field, value):
    assert change(article, **{field: value}) == LATER


def test_another_cover_moves_it(article):
    assert change(article, cover=make_picture()) == LATER


def test_update_fields_is_respected(article):
    with time_machine.travel(LATER, tick=False):
        article.headline = "عنوان مصحح"
        article.save(update_fields=["headline"])
    assert Article.objects.get(pk=article.pk).updated_at == LATER


def test_a_save_without_change_leaves_it(article):
    assert change(article) == PUBLISHED


def test_markup_that_cleans_to_the_same_text_leaves_it(article):
    assert change(article, body="<p onclick=x()>النص الأول</p>") == PUBLISHED


def test_line_breaks_and_outer_space_are_no_change(article):
    change(article, standfirst="سطر أول\nسطر ثان")
    stamp = Article.objects.get(pk=article.pk).updated_at
    with time_machine.travel(LATER + timedelta(days=1), tick=False):
        article.standfirst = "سطر أول\r\nسطر ثان\r\n"
        article.headline = f" {article.headline}\n"
        article.kicker = article.cover_caption = "\r\n "
        article.save()
    stored = Article.objects.get(pk=article.pk)
    assert stored.updated_at == stamp
    assert stored.standfirst == "سطر أول\nسطر ثان"
    assert stored.headline == stored.headline.strip()


def test_tidying_loads_no_column_that_was_left_out(article):
    row = Article.objects.only("pk", "status", "published_at", "slug").get(pk=article.pk)
    row._tidy_plain_texts()
    assert "standfirst" in row.get_deferred_fields()


def test_a_deleted_cover_moves_it(article):
    other, cover = make_article(published_at=PUBLISHED), make_picture()
    draft = make_article(status=Status.DRAFT, cover=cover)
    Article.objects.filter(pk=article.pk).update(cover=cover)
    with time_machine.travel(LATER, tick=False):
        cover.delete()
    stamps = dict(Article.objects.values_list("pk", "corrected_at"))
    assert stamps == {article.pk: LATER, other.pk: None, draft.pk: None}


def test_a_description_corrected_in_the_library_leaves_it():
    picture = make_picture(alt="وصف أول")
    story = make_article(
        published_at=PUBLISHED, body=f'<figure><img src="{picture.file.url}"></figure>'
    )
    picture.alt = "وصف ثان"
    picture.save()
    picture.decorative = True
    picture.save()
    story = Article.objects.get(pk=story.pk)
    story.save()
    assert Article.objects.get(pk=story.pk).updated_at == PUBLISHED


def test_editing_between_withdrawal_and_republication_leaves_it(article):
    change(article, status=Status.WITHDRAWN)
    assert change(article, body="<p>نص آخر</p>") == PUBLISHED
    assert change(article, status=Status.PUBLISHED) == PUBLISHED


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.IN_REVIEW])
def test_a_change_of_status_leaves_it(article, status):
    assert change(article, status=status) == PUBLISHED
    assert change(article, status=Status.PUBLISHED) == PUBLISHED


def test_tags_and_sections_leave_it(article):
    with time_machine.travel(LATER, tick=False):
        article.tags.add(make_tag())
        article.further_categories.add(make_category())
    article.category = make_category()
    assert change(article) == PUBLISHED


def test_counting_leaves_it(article):
    Article.objects.filter(pk=article.pk).update(comment_count=F("comment_count") + 1)
    assert Article.objects.get(pk=article.pk).updated_at == PUBLISHED


def test_work_before_publication_leaves_it():
    with time_machine.travel(PUBLISHED - timedelta(days=1), tick=False):
        draft = make_article(status=Status.DRAFT)
        scheduled = make_article(published_at=PUBLISHED)
    with time_machine.travel(PUBLISHED - timedelta(hours=1), tick=False):
        for story in (draft, scheduled):
            story.headline = "عنوان أفضل"
            story.save()
    draft.status, draft.published_at = Status.PUBLISHED, PUBLISHED
    draft.save()
    for story in (draft, scheduled):
        assert Article.objects.get(pk=story.pk).updated_at == PUBLISHED


def test_a_later_publication_time_wins_over_an_earlier_correction(article):
    change(article, headline="عنوان مصحح")
    again = LATER + timedelta(days=1)
    article.refresh_from_db()
    article.published_at = again
    article.save()
    assert Article.objects.get(pk=article.pk).updated_at == again


class TestBylines:
    def test_signing_a_story_in_the_act_that_publishes_it_leaves_it(self):
        article = make_article(published_at=PUBLISHED)
        Byline.objects.create(article=article, author=make_author())
        assert Article.objects.get(pk=article.pk).updated_at == PUBLISHED

    def test_removing_a_name_in_the_act_that_publishes_leaves_it(self):
        draft = make_article(status=Status.DRAFT, authors=[make_author(), make_author()])
        draft.status, draft.published_at = Status.PUBLISHED, PUBLISHED
        draft.save()
        draft.bylines.first().delete()
        assert Article.objects.get(pk=draft.pk).updated_at == PUBLISHED

    def test_a_new_name_moves_it(self, article):
        with time_machine.travel(LATER, tick=False):
            Byline.objects.create(article=article, author=make_author())
        assert Article.objects.get(pk=article.pk).updated_at == LATER

    def test_a_changed_role_moves_it_and_an_idle_save_does_not(self, article):
        sign(article, make_author())
        byline = article.bylines.get()
        with time_machine.travel(LATER, tick=False):
            byline.save()
            assert Article.objects.get(pk=article.pk).updated_at == PUBLISHED
            byline.role = Byline.Role.PHOTOS
            byline.save()
        assert Article.objects.get(pk=article.pk).updated_at == LATER

    def test_a_removed_name_moves_it(self, article):
        sign(article, make_author())
        with time_machine.travel(LATER, tick=False):
            article.bylines.get().delete()
        assert Article.objects.get(pk=article.pk).updated_at == LATER
