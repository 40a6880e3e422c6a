"""The standing elements: one query, always what the rows say, changing by the clock alone."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from articles import furniture
from articles.models import Article, SiteSettings
from articles.publication import Status
from newsportal.arabic.dates import DateStyle, Digits, Months
from tests.factories import make_article, make_breaking, make_category, make_page

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)


def bar(now: datetime | None = None) -> list[tuple[str, str]]:
    return [(item.text, link) for item, link in furniture.load(now).breaking]


def test_one_query(django_assert_num_queries):
    make_category()
    make_page()
    make_breaking(article=make_article())
    with django_assert_num_queries(1):
        site = furniture.load()
    assert len(site.sections) == 2
    assert len(site.pages) == len(site.breaking) == 1


def test_it_works_on_an_empty_database(django_assert_num_queries):
    site = furniture.load()
    assert site.name
    assert site.sections == site.breaking == []


def test_settings_are_carried_over():
    SiteSettings(name="صحيفة", months="levant", digits="arabic_indic", hijri=True).save()
    site = furniture.load()
    assert site.name == "صحيفة"
    assert site.date_style == DateStyle(Months.LEVANT, Digits.ARABIC_INDIC, True, 0)


def test_there_is_one_row_of_settings():
    SiteSettings(name="أولى").save()
    SiteSettings(name="ثانية").save()
    assert [row.name for row in SiteSettings.objects.all()] == ["ثانية"]


def test_derived_column_equals_what_it_is_derived_from():
    category = make_category(position=2)
    make_category(position=1)
    page = make_page()
    item = make_breaking(article=make_article())
    for change in (
        lambda: category.save(),
        lambda: page.delete(),
        lambda: item.article.save(),
        lambda: item.delete(),
        lambda: SiteSettings(name="س").save(),
    ):
        change()
        stored = SiteSettings.objects.get().furniture
        assert stored == furniture.compute(timezone.now())


def test_private_pages_are_not_linked():
    make_page(is_public=False)
    assert furniture.load().pages == []


class TestBreakingBar:
    def test_newest_first_between_start_and_expiry(self):
        with time_machine.travel(NOW, tick=False):
            for name, start, end in [("ألف", -60, 60), ("باء", -30, 30), ("جيم", 10, 60)]:
                make_breaking(
                    text=name,
                    starts_at=NOW + timedelta(minutes=start),
                    expires_at=NOW + timedelta(minutes=end),
                )
            assert [text for text, _link in bar(NOW)] == ["باء", "ألف"]
            at = NOW + timedelta(minutes=30)
            assert [text for text, _link in bar(at)] == ["جيم", "ألف"]
            assert bar(NOW + timedelta(minutes=60)) == []

    def test_when_the_bar_changes_next(self):
        with time_machine.travel(NOW, tick=False):
            make_breaking(starts_at=NOW - timedelta(hours=1), expires_at=NOW + timedelta(hours=2))
            make_breaking(starts_at=NOW + timedelta(hours=1), expires_at=NOW + timedelta(hours=3))
            assert furniture.load(NOW).changes_at == NOW + timedelta(hours=1)
            assert furniture.load(NOW + timedelta(hours=3)).changes_at is None

    def test_a_link_lives_as_long_as_its_story_is_out(self):
        with time_machine.travel(NOW, tick=False):
            story = make_article(
                published_at=NOW + timedelta(minutes=10), ends_at=NOW + timedelta(minutes=20)
            )
            make_breaking(
                text="خبر", article=story, starts_at=NOW, expires_at=NOW + timedelta(hours=1)
            )
            url = story.get_absolute_url()
            links = [bar(NOW + timedelta(minutes=at))[0][1] for at in (0, 10, 19, 20)]
            assert links == ["", url, url, ""]
            story.status = Status.WITHDRAWN
            story.save()
            assert bar(NOW + timedelta(minutes=10)) == [("خبر", "")]

    def test_an_item_outlives_its_story_without_a_link(self):
        story = make_article()
        make_breaking(text="خبر", article=story)
        story.delete()
        assert bar() == [("خبر", "")]


def test_refresh_says_whether_anything_changed():
    story = make_article()
    make_breaking(article=story)
    assert furniture.refresh() is False
    Article.objects.filter(pk=story.pk).update(slug="عنوان-آخر")
    assert furniture.refresh() is True
    assert furniture.refresh() is False
