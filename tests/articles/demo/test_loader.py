"""The demo newspaper as it is loaded: everything is there, true to the prose, and in the past."""

import itertools
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image

from articles import accents, furniture, listings, view_counter
from articles.demo import album, loader, texts
from articles.demo.timetable import Timetable
from articles.front_page import front_page
from articles.models import (
    Article,
    ArticleSearchText,
    Author,
    BreakingNews,
    Byline,
    HourlyViews,
    Listing,
    Page,
    Picture,
    SiteSettings,
    Tag,
    ViewTotal,
)
from articles.publication import Phase
from articles.search import indexed, story_texts
from tests.factories import make_user

WRITTEN = texts.load()
NOW = timezone.now()


def painted() -> list[album.Painted]:
    """Tiny pictures in place of the painted ones."""
    sketches = loader.sketches(WRITTEN)
    return [album.store(sketch, Image.new("RGB", (64, 40)), (30, 60)) for sketch in sketches]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[dict[str, Article]]:
    """The demo, loaded once for the tests of this file, which only read it."""
    from django.db import transaction
    from django.test import override_settings

    folder = Path(tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder), transaction.atomic():
        yield loader.load(WRITTEN, painted(), NOW, reporter=make_user("REPORTER"))
        transaction.set_rollback(True)


pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("demo")]


def test_each_story_is_in_the_phase_it_was_written_for(demo):
    phases = [article.phase for article in demo.values()]
    assert {phase: phases.count(phase) for phase in phases} == {
        Phase.OUT: len(WRITTEN.stories) - 5,
        Phase.SCHEDULED: 2,
        Phase.DRAFT: 1,
        Phase.IN_REVIEW: 1,
        Phase.WITHDRAWN: 1,
    }


def test_a_story_says_what_was_written(demo):
    for story in WRITTEN.stories:
        article = demo[story["key"]]
        assert article.headline == story["headline"]
        assert article.standfirst == story.get("standfirst", "")
        assert {tag.name for tag in article.tags.all()} == set(story["tags"])
        signed = [byline.role for byline in article.bylines.all()]
        assert signed.count(Byline.Role.BY) == len(story["authors"])
        assert signed.count(Byline.Role.PHOTOS) == len(story.get("photos_by", ()))
        assert "story:" not in article.body
        assert (article.cover is None) == ("picture" not in story)


def test_links_between_stories_lead_to_their_addresses(demo):
    linking = [story for story in WRITTEN.stories if "](story:" in story["body"]]
    assert linking
    for story in linking:
        key = story["body"].split("](story:")[1].split(")")[0]
        assert demo[key].get_absolute_url() in demo[story["key"]].body


def test_the_last_updated_stamp_moves_only_for_corrected_stories(demo):
    for story in WRITTEN.stories:
        article = demo[story["key"]]
        if "corrected_after_hours" in story:
            assert article.published_at < article.corrected_at < NOW
        else:
            assert article.corrected_at is None


def test_pictures_carry_their_words_and_their_focal_point(demo):
    assert not Picture.objects.unready().exists()
    assert set(Picture.objects.values_list("focal_x", "focal_y")) == {(30, 60)}
    covers = Picture.objects.filter(cover_of__isnull=False)
    assert not covers.filter(credit="").exists()
    assert not Author.objects.filter(portrait=None).exists()


def test_derived_rows_are_what_their_rebuild_makes(demo):
    live = set(Listing.objects.values_list("kind", "target_id", "listed_at", "article_id"))
    listings.rebuild()
    assert live == set(Listing.objects.values_list("kind", "target_id", "listed_at", "article_id"))
    for article in demo.values():
        row = ArticleSearchText.objects.get(article=article)
        assert (row.headline, row.text) == indexed(*story_texts(article))
    totals = dict(ViewTotal.objects.values_list("article_id", "count"))
    view_counter.rebuild_totals()
    assert totals == dict(ViewTotal.objects.values_list("article_id", "count"))
    stored = SiteSettings.objects.get().furniture
    assert stored == furniture.compute(timezone.now())


def test_most_read_today_is_a_real_figure(demo):
    most_read = list(HourlyViews.objects.most_read(timedelta(hours=24), 5, NOW))
    assert len(most_read) == 5
    today = HourlyViews.objects.filter(hour__gt=NOW - timedelta(hours=24))
    assert most_read[0]["views"] <= sum(today.values_list("count", flat=True))
    read = set(ViewTotal.objects.values_list("article_id", flat=True))
    assert read == {a.pk for a in demo.values() if a.phase in (Phase.OUT, Phase.WITHDRAWN)}


def test_the_home_page_has_the_lead_and_the_shapes_that_were_written(demo):
    front = front_page(NOW + timedelta(hours=1))
    placed = {key: demo[key] for key in demo if demo[key].front_place}
    written = {story["key"]: story["front"] for story in WRITTEN.stories if "front" in story}
    assert {key: story.front_place for key, story in placed.items()} == written
    assert front.lead.front_place == "lead"
    assert front.lead.shown_cover
    assert sum(story.front_place == "top" for story in front.seconds) == 2
    assert [block.category.name for block in front.blocks if block.shape == "opinion"] == ["آراء"]
    assert all(writer.portrait for writer in front.writers)


def test_no_two_sections_share_a_hue():
    hues = sorted(accents.hue(section["accent"]) for section in WRITTEN.sections)
    apart = [later - earlier for earlier, later in itertools.pairwise([*hues, hues[0] + 360])]
    assert min(apart) >= 25


def test_the_reporter_owns_the_unfinished_stories(demo):
    for article in demo.values():
        unfinished = article.phase in (Phase.DRAFT, Phase.IN_REVIEW)
        assert (article.created_by is not None) == unfinished
        if unfinished:
            assert article.is_owned_by(Author.objects.get(user__isnull=False).user)


def test_site_pages_and_breaking_news_are_there(demo):
    site = furniture.load(NOW)
    assert site.name == WRITTEN.site["name"]
    assert [section.name for section in site.sections] == [s["name"] for s in WRITTEN.sections]
    assert [page.name for page in site.pages] == [page["title"] for page in WRITTEN.pages]
    assert len(site.breaking) == BreakingNews.objects.count() == len(WRITTEN.breaking)
    assert all(page.body.startswith("<p") for page in Page.objects.all())


def test_times_follow_the_moment_of_loading(demo):
    timetable = Timetable.of(WRITTEN.stories, NOW)
    for story in WRITTEN.stories:
        article = demo[story["key"]]
        if article.published_at:
            assert article.published_at == timetable.publication(story)
            assert article.created_at < article.published_at


def test_an_author_or_tag_that_is_there_is_taken(demo):
    before = Author.objects.count(), Tag.objects.count()
    newsroom = loader.ensure_newsroom(WRITTEN)
    assert (Author.objects.count(), Tag.objects.count()) == before
    assert newsroom.authors["salma"].job_title
    assert loader.ensure_tag(WRITTEN.tags[0]) == loader.ensure_tag(f" {WRITTEN.tags[0]}ـ ")


def test_no_two_pictures_of_one_theme_are_alike():
    sketches = loader.sketches(WRITTEN)
    assert len({(sketch.theme, sketch.seed) for sketch in sketches}) == len(sketches)
