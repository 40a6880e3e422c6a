"""The home page: what is on it, and that its cost does not grow."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from articles import front_places, most_read
from articles.front_page import BLOCK, FIRST_SCREEN, LATEST, SECONDS, front_page
from articles.front_places import FrontPlace
from articles.models import Article, Category, HourlyViews
from articles.publication import Status
from tests.factories import make_article, make_author, make_category, make_picture, sign

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
LEAD, TOP = FrontPlace.LEAD, FrontPlace.TOP
Shape = Category.Block


def view(article, count: int, hours_ago: int) -> None:
    hour = (timezone.now() - timedelta(hours=hours_ago)).replace(minute=0, second=0, microsecond=0)
    HourlyViews.objects.create(article=article, hour=hour, count=count)


def published(minutes_ago: int, **fields):
    return make_article(published_at=timezone.now() - timedelta(minutes=minutes_ago), **fields)


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def marked(story, place, minutes: int = 0, until: datetime | None = None):
    """The story after an editor has given it a place, `minutes` after NOW."""
    with time_machine.travel(at(minutes), tick=False):
        story.front_place, story.front_until = place, until
        story.save()
    return story


def first_screen(minutes: int = 0) -> list:
    front = front_page(at(minutes))
    return [front.lead, *front.seconds, *front.latest]


def test_empty():
    front = front_page(timezone.now())
    assert front.lead is None
    assert front.seconds == front.latest == front.blocks == front.most_read_today == []


def test_without_any_choice_the_first_screen_is_the_newest_in_order():
    stories = [published(minutes) for minutes in range(1, FIRST_SCREEN + 4)]
    front = front_page(timezone.now())
    assert [front.lead, *front.seconds, *front.latest] == stories[:FIRST_SCREEN]
    assert (len(front.seconds), len(front.latest)) == (SECONDS, LATEST)


# --- What editors choose -------------------------------------------------------------------------


class TestPlaces:
    @pytest.fixture
    def stories(self):
        """Twelve stories, the newest first, one for each minute before NOW."""
        with time_machine.travel(NOW, tick=False):
            return [published(minutes) for minutes in range(1, 13)]

    def test_the_lead_and_those_beside_it(self, stories):
        marked(stories[6], LEAD)
        marked(stories[8], TOP)
        marked(stories[4], TOP, minutes=1)
        lead, *others = first_screen(2)
        assert lead == stories[6]
        assert others[:2] == [stories[4], stories[8]]
        rest = [story for story in stories if story not in (lead, *others[:2])]
        assert others[2:] == rest[: FIRST_SCREEN - 3]

    def test_the_story_marked_last_leads_though_it_is_older(self, stories):
        marked(stories[0], LEAD)
        marked(stories[11], LEAD, minutes=1)
        assert first_screen(2)[:2] == [stories[11], stories[0]]

    def test_a_newer_choice_pushes_out_the_fourth(self, stories):
        for minute, place in enumerate([TOP, TOP, LEAD, TOP, TOP]):
            marked(stories[7 + minute], place, minutes=minute)
        assert first_screen(9)[:4] == [stories[9], stories[11], stories[10], stories[8]]

    def test_with_tops_alone_the_newest_leads(self, stories):
        marked(stories[5], TOP)
        assert first_screen(1)[:3] == [stories[0], stories[5], stories[1]]

    def test_a_place_ends_by_the_clock(self, stories):
        marked(stories[5], LEAD, until=at(30))
        marked(stories[6], TOP, until=at(20))
        assert front_page(at(1)).changes_at == at(20)
        assert front_page(at(20)).changes_at == at(30)
        assert [first_screen(minute)[0] for minute in (29, 30)] == [stories[5], stories[0]]
        assert front_page(at(30)).changes_at is None

    def test_the_earlier_lead_returns_when_the_later_has_ended(self, stories):
        marked(stories[5], LEAD)
        marked(stories[6], LEAD, minutes=1, until=at(30))
        assert [first_screen(minute)[0] for minute in (29, 30)] == [stories[6], stories[5]]

    @pytest.mark.parametrize(
        "changes",
        [
            {"status": Status.WITHDRAWN},
            {"status": Status.DRAFT},
            {"ends_at": at(1)},
            {"published_at": at(60)},
            {"front_place": ""},
        ],
    )
    def test_a_story_that_is_not_out_holds_no_place(self, stories, changes):
        story = marked(stories[5], LEAD)
        with time_machine.travel(at(1), tick=False):
            for name, value in changes.items():
                setattr(story, name, value)
            story.save()
        assert first_screen(2)[0] == stories[0]

    def test_a_scheduled_story_takes_its_place_when_it_goes_out(self, stories):
        with time_machine.travel(NOW, tick=False):
            coming = make_article(published_at=at(10), front_place=LEAD)
        marked(stories[5], LEAD, minutes=5)
        assert front_page(at(6)).changes_at == at(10)
        assert [first_screen(minute)[0] for minute in (9, 10)] == [stories[5], coming]

    def test_a_scheduled_story_that_is_brought_forward_does_so_with_its_place(self, stories):
        with time_machine.travel(NOW, tick=False):
            coming = make_article(published_at=at(60), front_place=LEAD)
        with time_machine.travel(at(5), tick=False):
            coming.published_at = at(5)
            coming.save()
        assert first_screen(5)[0] == coming

    def test_a_place_given_to_a_draft_is_taken_with_its_publication(self, stories):
        with time_machine.travel(NOW, tick=False):
            draft = make_article(status=Status.DRAFT, front_place=LEAD)
        marked(stories[5], LEAD, minutes=5)
        with time_machine.travel(at(10), tick=False):
            draft.status = Status.PUBLISHED
            draft.save()
        assert first_screen(10)[:2] == [draft, stories[5]]

    def test_another_place_is_a_new_choice(self, stories):
        marked(stories[5], TOP)
        marked(stories[6], LEAD, minutes=1)
        marked(stories[5], LEAD, minutes=2)
        assert first_screen(3)[:2] == [stories[5], stories[6]]

    def test_another_change_of_the_story_leaves_its_turn_alone(self, stories):
        marked(stories[5], LEAD)
        marked(stories[6], LEAD, minutes=1)
        with time_machine.travel(at(2), tick=False):
            stories[5].headline = "عنوان مصحح"
            stories[5].save()
        assert first_screen(3)[0] == stories[6]

    def test_a_place_is_no_correction(self, stories):
        assert marked(stories[5], LEAD).corrected_at is None

    def test_no_story_stands_twice(self, stories):
        section = stories[0].category
        for minute, place in enumerate([LEAD, TOP, TOP, LEAD, TOP]):
            marked(stories[2 * minute], place, minutes=minute)
        with time_machine.travel(NOW - timedelta(days=1), tick=False):
            for minutes in range(6):
                published(minutes, category=section)
        front = front_page(at(9))
        ids = [story.pk for story in (front.lead, *front.seconds, *front.latest)]
        ids += [story.pk for block in front.blocks for story in block.articles]
        assert len(ids) == len(set(ids)) > FIRST_SCREEN

    def test_ended_places_are_cleared_when_a_new_one_is_given(self, stories):
        ended = marked(stories[1], TOP, until=at(1))
        over = marked(stories[2], TOP)
        with time_machine.travel(at(1), tick=False):
            over.ends_at = at(2)
            over.save()
        kept = marked(stories[3], TOP, until=at(30))
        marked(stories[4], LEAD, minutes=5)
        holding = Article.objects.exclude(front_place="")
        assert set(holding) == {kept, stories[4]}
        ended.refresh_from_db()
        assert ended.front_since is ended.front_until is None

    @pytest.mark.django_db(transaction=True)
    def test_a_place_is_given_outside_any_transaction(self, stories):
        marked(stories[1], TOP, until=at(1))
        marked(stories[2], LEAD, minutes=2)
        assert Article.objects.exclude(front_place="").get() == stories[2]

    def test_clearing_leaves_what_still_holds(self, stories):
        marked(stories[1], TOP, until=at(1))
        front_places.clear_ended(at(0))
        assert Article.objects.filter(front_place=TOP).count() == 1


# --- Blocks --------------------------------------------------------------------------------------


@pytest.fixture
def above():
    """As many new stories as the first screen holds, in a section that has no block."""
    hidden = make_category(position=0, block=Shape.NONE)
    return [published(minutes, category=hidden) for minutes in range(FIRST_SCREEN)]


def fill(section, stories: int = 1, **fields) -> list:
    return [published(100 + number, category=section, **fields) for number in range(stories)]


def shapes() -> list[str]:
    return [block.shape for block in front_page(timezone.now()).blocks]


def test_a_block_for_each_section_with_stories_not_shown_above():
    first, second = make_category(position=1), make_category(position=2)
    make_category(position=3)
    stories = [published(minutes, category=first) for minutes in range(1, FIRST_SCREEN + 9)]
    other = published(30, category=second, further_categories=[first])
    front = front_page(timezone.now())
    assert [block.category for block in front.blocks] == [first, second]
    assert front.blocks[0].articles == stories[FIRST_SCREEN : FIRST_SCREEN + BLOCK]
    assert front.blocks[1].articles == [other]


def test_automatic_sections_take_turns(above):
    cover = make_picture()
    for position in range(1, 6):
        fill(make_category(position=position), cover=cover)
    assert shapes() == ["feature", "columns", "headlines", "pictures", "feature"]


def test_no_two_neighbours_take_one_shape_by_themselves(above):
    for position, block in enumerate(["", Shape.COLUMNS, "", Shape.FEATURE, ""], start=1):
        fill(make_category(position=position, block=block), cover=make_picture())
    assert shapes() == ["feature", "columns", "headlines", "feature", "pictures"]


def test_sections_without_stories_take_no_turn(above):
    for position in range(1, 7):
        section = make_category(position=position)
        if position % 2:
            fill(section)
    assert shapes() == ["feature", "columns", "headlines"]


def test_pictures_are_given_to_no_section_that_lacks_one(above):
    for position in range(1, 5):
        fill(make_category(position=position))
    fill(make_category(position=5, block=Shape.PICTURES))
    assert shapes() == ["feature", "columns", "headlines", "feature", "pictures"]


@pytest.mark.parametrize("shape", [shape for shape in Shape if shape])
def test_a_chosen_shape(above, shape):
    fill(make_category(position=1, block=shape))
    assert shapes() == ([] if shape == Shape.NONE else [shape])


def test_opinion_shows_its_writers_at_one_query_for_all(above, django_assert_num_queries):
    writer = make_author(portrait=make_picture())
    for position in (1, 2):
        section = make_category(position=position, block=Shape.OPINION)
        for story in fill(section, stories=3):
            sign(story, writer)
    most_read.refresh(timezone.now())
    with django_assert_num_queries(5):
        front = front_page(timezone.now())
        for block in front.blocks:
            for story in block.articles:
                assert story.writers[0].portrait.file
    assert front.writers == {writer}


# --- Most read -----------------------------------------------------------------------------------


def test_most_read_counts_real_views_of_stories_that_are_out():
    a, b, c = published(500), published(400), published(300)
    gone = published(200, status=Status.WITHDRAWN)
    view(a, 5, hours_ago=1)
    view(b, 9, hours_ago=2)
    view(c, 50, hours_ago=72)
    view(c, 50, hours_ago=24 * 8)
    view(gone, 99, hours_ago=1)
    front = front_page(timezone.now())
    assert [(row.article, row.views) for row in front.most_read_today] == [(b, 9), (a, 5)]
    assert [(row.article, row.views) for row in front.most_read_week] == [(c, 50), (b, 9), (a, 5)]


def test_what_goes_after_the_sums_were_made_is_not_shown():
    a, b = published(500), published(400)
    view(a, 5, hours_ago=1)
    view(b, 3, hours_ago=1)
    assert len(front_page(timezone.now()).most_read_today) == 2
    a.status = Status.WITHDRAWN
    a.save()
    front = front_page(timezone.now())
    assert [(row.article, row.views) for row in front.most_read_today] == [(b, 3)]


# --- What it costs -------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("factor", [2, 5])
def test_four_queries_however_much_there_is(factor, django_assert_num_queries):
    for position in range(3 * factor):
        category = make_category(position=position)
        for minutes in range(3 * factor):
            view(published(minutes + 1, category=category), 3, hours_ago=1)
    for story in Article.objects.all()[:factor]:
        marked(story, TOP)
    most_read.refresh(timezone.now())
    with django_assert_num_queries(4):
        front_page(timezone.now())


@pytest.mark.sqlite_only
def test_the_chosen_stories_are_found_by_their_indexes():
    """By the plan: SEARCH, and with the index of places alone."""
    stories = Article.objects.filter(front_places.holding_q(NOW)).order_by("-front_since", "-id")
    with connection.cursor() as cursor:
        for rows, index in (
            (stories, "article_front"),
            (stories.filter(front_place=LEAD), "article_front_lead"),
        ):
            sql, params = rows.values("pk").query.sql_with_params()
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            [plan] = [row[3] for row in cursor.fetchall()]
            assert plan.startswith(f"SEARCH articles_article USING INDEX {index} (")
