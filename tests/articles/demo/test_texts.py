"""The demo prose as data: complete, consistent, and within the limits of the models."""

from collections import Counter

import pytest

from articles.demo import pictures, texts
from articles.demo.markup import linked_stories
from articles.models import Article, Author, Picture
from articles.publication import Status
from comments.models import Comment
from newsportal.arabic.folding import fold

WRITTEN = texts.load()
BY_KEY = {story["key"]: story for story in WRITTEN.stories}


def limit(model: type, field: str) -> int:
    return model._meta.get_field(field).max_length


def test_enough_stories_each_with_a_key_of_its_own():
    assert len(WRITTEN.stories) == len(BY_KEY) >= 60


@pytest.mark.parametrize("story", WRITTEN.stories, ids=lambda story: story["key"])
def test_story(story):
    assert len(story["headline"]) <= limit(Article, "headline")
    assert len(story.get("kicker", "")) <= limit(Article, "kicker")
    assert len(story.get("standfirst", "")) <= limit(Article, "standfirst")
    assert 2 <= len(story["tags"]) <= 4
    assert {*story["authors"], *story.get("photos_by", ())} <= {
        author["key"] for author in WRITTEN.authors
    }
    sections = {section["key"] for section in WRITTEN.sections}
    assert set(story.get("further_categories", ())) <= sections - {story["section"]}
    for key in linked_stories(story["body"]):
        assert is_out(BY_KEY[key]), f"the link to {key} leads nowhere"
    if picture := story.get("picture"):
        assert picture["theme"] in pictures.THEMES
        assert 0 < len(picture["alt"]) <= limit(Picture, "alt")
        assert len(picture["caption"]) <= limit(Picture, "caption")
        assert len(picture["credit"]) <= limit(Picture, "credit")
    for comment in story.get("comment", ()):
        assert is_out(story) or story["status"] == Status.WITHDRAWN
        assert len(comment["name"]) <= limit(Comment, "name")
        assert len(comment["body"]) <= limit(Comment, "body")
        assert bool(comment.get("reason")) == (comment["status"] == "rejected")
        assert ("rule" in comment) == (comment["status"] == "rejected")
    keys = [comment["key"] for comment in story.get("comment", ()) if "key" in comment]
    assert len(set(keys)) == len(keys)
    answered = {comment.get("reply_to") for comment in story.get("comment", ())} - {None}
    assert answered <= set(keys)


def is_out(story: dict) -> bool:
    return story.get("status", Status.PUBLISHED) == Status.PUBLISHED and story["days_ago"] >= 0


def test_there_is_a_story_in_every_state():
    states = Counter(
        "scheduled" if story["days_ago"] < 0 else story.get("status", "published")
        for story in WRITTEN.stories
    )
    unusual = {state: number for state, number in states.items() if state != "published"}
    assert unusual == {"scheduled": 2, "draft": 1, "in_review": 1, "withdrawn": 1}


def test_one_tag_has_one_spelling():
    folded = Counter(fold(name).removeprefix("ال") for name in WRITTEN.tags)
    assert [name for name, number in folded.items() if number > 1] == []


def test_comments_stand_in_every_state():
    states = {
        comment["status"] for story in WRITTEN.stories for comment in story.get("comment", ())
    }
    assert states == {"approved", "waiting", "rejected", "spam", "withdrawn"}


def test_authors_have_portraits_of_their_own():
    assert len({author["portrait"] for author in WRITTEN.authors}) == len(WRITTEN.authors)
    assert all(len(author["bio"]) <= limit(Author, "biography") for author in WRITTEN.authors)


def test_breaking_news_leads_to_stories_that_are_out():
    assert all(is_out(BY_KEY[item["story"]]) for item in WRITTEN.breaking if "story" in item)
