"""A page carries the tags of all it shows, and a change of any of it forgets the page."""

from collections.abc import Callable
from functools import partial

import pytest
from django.utils import timezone

from articles import actions
from articles.models import Article, Tag
from comments import actions as comment_actions
from comments.models import Comment
from tests.factories import (
    make_article,
    make_author,
    make_breaking,
    make_category,
    make_comment,
    make_page,
    make_picture,
    make_tag,
    make_user,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def forgets(client, forgotten) -> Callable[..., bool]:
    """`forgets(page, act)`: whether `act` forgets the page as it is now."""

    def run(address: str, act: Callable[[], object]) -> bool:
        carried = set(client.get(address)["Cache-Tag"].split(","))
        return bool(carried & forgotten(act))

    return run


@pytest.fixture
def figure() -> Callable[..., str]:
    return lambda picture: f'<p>نص</p><figure><img src="{picture.file.url}"></figure>'


class Lists:
    """A story with one author, one tag and a cover, and the lists that show it."""

    def __init__(self) -> None:
        self.picture = make_picture()
        self.tag = make_tag()
        self.author = make_author()
        self.story = make_article(tags=[self.tag], authors=[self.author], cover=self.picture)

    def addresses(self) -> list[str]:
        rows = (self.story.category, self.tag, self.author)
        archive = f"/archive/{timezone.localdate():%Y/%m}/"
        return ["/", archive, *(row.get_absolute_url() for row in rows)]

    def change(self, **fields: object) -> None:
        for name, value in fields.items():
            setattr(self.picture, name, value)
        self.picture.save()


@pytest.fixture
def lists() -> Lists:
    return Lists()


class TestTheBreakingBar:
    def test_a_withdrawn_story_loses_its_link_everywhere(self, forgets):
        story, editor = make_article(), make_user("EDITOR")
        make_breaking(article=story)
        page = make_page().get_absolute_url()
        assert forgets(page, lambda: actions.withdraw([story], editor))

    def test_another_address_leads_on_everywhere(self, forgets):
        story = make_article()
        make_breaking(article=story)
        story.slug = "عنوان-آخر"
        assert forgets(make_page().get_absolute_url(), story.save)

    def test_a_change_that_the_bar_does_not_show_leaves_other_pages_alone(self, forgets):
        story = make_article()
        make_breaking(article=story)
        story.standfirst = "مقدمة جديدة"
        assert not forgets(make_page().get_absolute_url(), story.save)

    def test_a_deleted_story_that_is_in_no_bar_leaves_other_pages_alone(self, forgets):
        make_breaking()
        story = make_article()
        assert not forgets(make_page().get_absolute_url(), story.delete)


class TestTheStoryPage:
    @pytest.fixture
    def story(self) -> Article:
        return make_article(
            tags=[make_tag()],
            further_categories=[make_category()],
            authors=[make_author(portrait=make_picture())],
        )

    @pytest.fixture
    def page(self, story) -> str:
        return story.get_absolute_url()

    def test_it_carries_the_tags_of_all_it_shows(self, client, story, page):
        related = make_article(tags=[story.tags.get()])
        assert set(client.get(page)["Cache-Tag"].split(",")) == {
            "furniture",
            f"article:{story.pk}",
            f"article:{related.pk}",
            f"category:{story.category_id}",
            f"category:{story.further_categories.get().pk}",
            f"tag:{story.tags.get().pk}",
            f"author:{story.authors.get().pk}",
        }

    def test_a_related_story_changes_or_goes(self, forgets, story, page):
        related = make_article(tags=[story.tags.get()])
        related.headline = "عنوان آخر"
        assert forgets(page, related.save)
        assert forgets(page, lambda: actions.withdraw([related], make_user("EDITOR")))

    def test_a_story_becomes_related(self, forgets, story, page):
        assert forgets(page, lambda: make_article(tags=[story.tags.get()]))

    def test_a_related_story_changes_its_cover(self, forgets, story, page):
        picture = make_picture()
        make_article(tags=[story.tags.get()], cover=picture)
        picture.focal_x = 10
        assert forgets(page, picture.save)

    def test_a_topic_is_renamed_or_deleted(self, forgets, story, page):
        tag, category = story.tags.get(), story.further_categories.get()
        tag.name, category.name = "اسم آخر", "قسم آخر"
        assert forgets(page, tag.save)
        assert forgets(page, category.save)
        assert forgets(page, tag.delete)

    def test_tags_are_deleted_together(self, forgets, page):
        assert forgets(page, lambda: Tag.objects.all().delete())

    def test_a_portrait_is_deleted(self, forgets, story, page):
        assert forgets(page, story.authors.get().portrait.delete)


class TestPictures:
    def test_a_cover_changes_in_every_list(self, forgets, lists):
        for number, address in enumerate(lists.addresses()):
            assert forgets(address, partial(lists.change, focal_x=number)), address

    @pytest.mark.parametrize("number", range(5))
    def test_a_deleted_cover_is_gone_from_every_list(self, forgets, lists, number):
        assert forgets(lists.addresses()[number], lists.picture.delete)

    def test_a_deleted_cover_is_gone_from_its_story(self, forgets, lists):
        assert forgets(lists.story.get_absolute_url(), lists.picture.delete)

    def test_a_deleted_portrait_is_gone_from_the_author_s_page(self, forgets):
        author = make_author(portrait=make_picture())
        assert forgets(author.get_absolute_url(), author.portrait.delete)

    def test_texts_follow_the_library(self, forgets, lists, figure):
        body = figure(lists.picture)
        for row in (make_article(body=body), make_page(body=body)):
            change = partial(lists.change, alt=f"وصف {row}")
            assert forgets(row.get_absolute_url(), change)
        assert forgets(row.get_absolute_url(), lists.picture.delete)

    def test_a_picture_that_nothing_shows_forgets_nothing(self, forgets):
        picture = make_picture()
        assert not forgets("/", picture.save)


class TestComments:
    def test_a_decided_comment_changes_the_count_in_every_list(self, forgets, lists):
        moderator = make_user("MODERATOR")
        for address in [lists.story.get_absolute_url(), *lists.addresses()]:
            comment = make_comment(article=lists.story)
            decide = partial(comment_actions.decide, [comment], "approved", moderator)
            assert forgets(address, decide), address

    def test_a_deleted_comment_does_too(self, forgets, lists):
        for address in [lists.story.get_absolute_url(), *lists.addresses()]:
            comment = make_comment(article=lists.story, status="approved")
            Article.objects.filter(pk=lists.story.pk).update(comment_count=1)
            assert forgets(address, Comment.objects.filter(pk=comment.pk).delete), address

    def test_a_rejected_comment_changes_nothing(self, forgets, lists):
        comment, moderator = make_comment(article=lists.story), make_user("MODERATOR")
        assert not forgets("/", lambda: comment_actions.decide([comment], "spam", moderator))
