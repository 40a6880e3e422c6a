"""The home page in the admin: who gives a story its place, and how a section stands there."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from articles import accents
from articles.models import Article, Category
from articles.publication import Status
from tests.articles.admin.conftest import values
from tests.factories import make_article, make_category

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"
SECTIONS = "/admin/articles/category/"
PLACE = ("front_place", "front_until_0", "front_until_1")


def change(row: Article | Category) -> str:
    return f"/admin/articles/{row._meta.model_name}/{row.pk}/change/"


def until(moment) -> dict[str, str]:
    here = timezone.localtime(moment)
    return {"front_until_0": f"{here:%d/%m/%Y}", "front_until_1": f"{here:%H:%M}"}


def places() -> list[str]:
    return list(Article.objects.order_by("pk").values_list("front_place", flat=True))


class TestStory:
    def test_an_editor_gives_a_place_with_an_end(self, desk):
        story, end = make_article(), timezone.now() + timedelta(hours=6)
        assert desk().send(change(story), front_place="lead", **until(end)).status_code == 302
        story.refresh_from_db()
        assert story.front_place == "lead"
        assert abs(story.front_until - end) < timedelta(minutes=1)

    def test_no_end_is_proposed(self, desk):
        story = make_article()
        editor = desk()
        editor.open(change(story))
        assert [editor.page.find(attrs={"name": name}).get("value") for name in PLACE[1:]] == [
            None,
            None,
        ]

    def test_a_place_taken_away_takes_its_end_along(self, desk):
        story = make_article(front_place="top", front_until=timezone.now() + timedelta(hours=6))
        assert desk().send(change(story), front_place="").status_code == 302
        story.refresh_from_db()
        assert (story.front_place, story.front_since, story.front_until) == ("", None, None)

    @pytest.mark.parametrize("hours", [-1, 5])
    def test_a_place_does_not_end_before_it_begins(self, desk, hours):
        story = make_article(published_at=timezone.now() + timedelta(hours=10 if hours > 0 else -9))
        editor = desk()
        end = timezone.now() + timedelta(hours=hours)
        assert editor.send(change(story), front_place="lead", **until(end)).status_code == 200
        assert editor.errors("front_until")

    def test_a_place_that_has_ended_keeps_no_other_change_from_being_saved(self, desk):
        story = make_article(front_place="top", front_until=timezone.now() - timedelta(hours=1))
        assert desk().send(change(story), headline="عنوان مصحح").status_code == 302

    @pytest.mark.parametrize("is_cleared", [False, True])
    def test_a_place_that_ends_while_the_form_is_open_is_given_up(self, desk, is_cleared):
        editor, now = desk(), timezone.now()
        with time_machine.travel(now, tick=False) as clock:
            story = make_article(front_place="lead", front_until=now + timedelta(minutes=5))
            editor.open(change(story))
            sent = values(editor.page.select_one("#content-main form[method=post]"))
            clock.shift(timedelta(minutes=10))
            if is_cleared:
                make_article(front_place="lead")
            response = editor.client.post(change(story), sent | {"headline": "عنوان مصحح"})
        assert response.status_code == 302
        story.refresh_from_db()
        assert (story.headline, story.front_place) == ("عنوان مصحح", "")

    def test_a_place_given_anew_after_its_end_is_not_taken_by_an_older_form(self, desk):
        editor, now = desk(), timezone.now()
        with time_machine.travel(now, tick=False) as clock:
            story = make_article(front_place="lead", front_until=now + timedelta(minutes=5))
            editor.open(change(story))
            sent = values(editor.page.select_one("#content-main form[method=post]"))
            clock.shift(timedelta(minutes=10))
            story.front_until = None
            story.save()
            response = editor.client.post(change(story), sent)
        assert response.status_code == 200
        story.refresh_from_db()
        assert story.front_place == "lead"

    def test_a_story_is_not_given_another_place_that_has_ended(self, desk):
        story, editor = make_article(), desk()
        Article.objects.update(front_place="top", front_until=timezone.now() - timedelta(hours=1))
        assert editor.send(change(story), front_place="lead").status_code == 200
        assert editor.errors("front_until")

    @pytest.mark.parametrize("role", ["REPORTER", "MODERATOR"])
    def test_whoever_may_not_publish_sees_nothing_of_it(self, desk, role):
        someone = desk(role)
        story = make_article(status=Status.DRAFT, created_by=someone.user, front_place="top")
        published = make_article(front_place="lead")
        for path in (change(story), change(published), LIST):
            someone.open(path)
            assert "front_place" not in str(someone.page)
            assert "_front" not in str(someone.page)
            assert "?front=" not in str(someone.page)

    def test_whoever_may_not_publish_cannot_send_it(self, desk):
        reporter = desk("REPORTER")
        story = make_article(status=Status.DRAFT, created_by=reporter.user)
        assert reporter.send(change(story), front_place="lead").status_code == 302
        assert places() == [""]

    def test_a_place_given_meanwhile_does_not_stop_the_reporter(self, desk):
        reporter = desk("REPORTER")
        story = make_article(status=Status.DRAFT, created_by=reporter.user)
        reporter.open(change(story))
        version = reporter.page.find(attrs={"name": "version"})["value"]
        story.front_place = "lead"
        story.save()
        assert reporter.send(change(story), headline="جديد", version=version).status_code == 302
        story.refresh_from_db()
        assert (story.headline, story.front_place) == ("جديد", "lead")

    def test_two_editors_who_give_different_places_are_told(self, desk):
        editor, story = desk(), make_article()
        editor.open(change(story))
        version = editor.page.find(attrs={"name": "version"})["value"]
        story.front_place = "lead"
        story.save()
        response = editor.send(change(story), front_place="top", version=version)
        assert response.status_code == 200
        assert editor.shown(".stored-front_place bdi") == [str(story.get_front_place_display())]


class TestList:
    def test_the_acts(self, desk):
        editor = desk()
        one, two = make_article(), make_article()
        editor.act(LIST, "make_lead", one)
        editor.act(LIST, "put_beside_lead", two)
        assert places() == ["lead", "top"]
        editor.act(LIST, "take_off_front", one)
        assert places() == ["", "top"]
        changed = LogEntry.objects.filter(object_id=str(two.pk)).values_list(
            "change_message", flat=True
        )
        assert list(changed) == ['[{"changed": {"fields": ["place on the home page"]}}]']

    def test_the_lead_of_several_is_the_first_in_the_list(self, desk):
        editor = desk()
        older, newer = make_article(), make_article()
        editor.act(LIST, "make_lead", older, newer)
        lead = Article.objects.order_by("-front_since").first()
        assert lead == newer

    def test_making_a_story_lead_again_brings_it_back(self, desk):
        editor = desk()
        one, two = make_article(), make_article()
        for story in (one, two, one):
            editor.act(LIST, "make_lead", story)
        assert Article.objects.order_by("-front_since").first() == one

    def test_what_readers_cannot_read_is_given_no_place(self, desk):
        editor = desk()
        make_article(status=Status.DRAFT)
        make_article(status=Status.WITHDRAWN)
        make_article(ends_at=timezone.now() - timedelta(minutes=1))
        make_article(published_at=timezone.now() + timedelta(hours=1))
        editor.act(LIST, "make_lead", *Article.objects.all())
        assert places() == ["", "", "", "lead"]
        assert len(editor.shown(".messagelist .warning")) == 3

    def test_whoever_may_not_publish_cannot_act(self, desk):
        reporter = desk("REPORTER")
        story = make_article(status=Status.PUBLISHED, created_by=reporter.user)
        reporter.act(LIST, "make_lead", story)
        assert places() == [""]

    def test_the_filter_shows_what_holds_a_place_now(self, desk):
        editor = desk()
        make_article(headline="ألف", front_place="lead")
        make_article(headline="باء", front_place="top")
        ended = make_article(headline="جيم")
        Article.objects.filter(pk=ended.pk).update(
            front_place="lead",
            front_since=timezone.now() - timedelta(hours=2),
            front_until=timezone.now() - timedelta(hours=1),
        )
        for place, headline in (("lead", "ألف"), ("top", "باء")):
            editor.open(f"{LIST}?front={place}")
            assert editor.shown("#result_list .field-headline") == [headline]


class TestSection:
    def test_a_colour_and_a_shape(self, desk):
        section = make_category()
        response = desk().send(
            change(section), own_accent="on", accent="#0b6b3a", block=Category.Block.OPINION
        )
        assert response.status_code == 302
        section.refresh_from_db()
        assert (section.accent, section.block) == ("#0b6b3a", "opinion")

    def test_no_colour_though_the_field_for_one_is_never_empty(self, desk):
        section, editor = make_category(), desk()
        editor.open(change(section))
        field = editor.page.find(attrs={"name": "accent"})
        assert (field["type"], field["value"]) == ("color", accents.HOUSE)
        assert editor.send(change(section)).status_code == 302
        section.refresh_from_db()
        assert section.accent == ""

    def test_a_colour_is_given_up(self, desk):
        section, editor = make_category(accent="#0b6b3a"), desk()
        editor.open(change(section))
        assert editor.page.find(attrs={"name": "own_accent"}).has_attr("checked")
        data = {"name": section.name, "position": "1", "accent": "#0b6b3a", "slug": section.slug}
        assert editor.client.post(change(section), data).status_code == 302
        section.refresh_from_db()
        assert section.accent == ""

    @pytest.mark.parametrize("colour", ["", "red", "#12345", "#12345g", "#1234567"])
    def test_anything_else_is_refused_beside_the_field(self, desk, colour):
        section, editor = make_category(), desk()
        assert editor.send(change(section), own_accent="on", accent=colour).status_code == 200
        assert editor.errors("accent")

    def test_a_field_that_does_not_count_is_not_judged(self, desk):
        section, editor = make_category(), desk()
        assert editor.send(change(section), accent="no colour at all").status_code == 302

    def test_what_readers_will_see_is_shown_in_both_schemes(self, desk):
        section, editor = make_category(accent="#ffd400"), desk()
        colours = accents.accent("#ffd400")
        for path in (change(section), SECTIONS):
            editor.open(path)
            shown = editor.page.select("svg[role=img] text")
            assert [text["fill"] for text in shown] == [
                colours.light,
                colours.dark,
                colours.on_fill,
            ]
            assert not editor.page.select("svg [style]")
