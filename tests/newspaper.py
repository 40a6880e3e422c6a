"""A whole newspaper for tests that look at every kind of page: the demo's prose, and comments."""

from datetime import timedelta

from django.utils import timezone

from articles.demo import markup, texts
from articles.models import Article, HourlyViews, SiteSettings, ViewTotal
from tests.factories import (
    make_article,
    make_author,
    make_breaking,
    make_category,
    make_comment,
    make_page,
    make_picture,
    make_tag,
    sign,
)


class Newspaper:
    """A newspaper with the demo's prose: six stories in each of four sections."""

    def __init__(self, comments: int = 100) -> None:
        written = texts.load()
        SiteSettings.objects.create(**written.site)
        self.sections = [
            make_category(name=section["name"], description=section["description"])
            for section in written.sections[:4]
        ]
        self.authors = [
            make_author(
                name=author["name"],
                job_title=author["job"],
                biography=author["bio"],
                portrait=picture,
            )
            for author, picture in zip(written.authors, self.pictures(3), strict=False)
        ]
        self.tags = [make_tag(name=name) for name in written.tags[:5]]
        self.page = make_page(
            title=written.pages[0]["title"], body=markup.to_html(written.pages[0]["body"])
        )
        for item in written.breaking:
            make_breaking(text=item["text"])
        plain = [story for story in written.stories if not markup.linked_stories(story["body"])]
        self.stories = [
            self.add_story(story, minutes) for minutes, story in enumerate(plain[:24], start=1)
        ]
        self.story = self.stories[0]
        self.add_comments(comments)

    @staticmethod
    def pictures(count: int) -> list:
        return [make_picture(size=(1300, 800)) for _number in range(count)]

    def add_story(self, written: dict, minutes: int) -> Article:
        story = make_article(
            headline=written["headline"],
            kicker=written.get("kicker", ""),
            standfirst=written.get("standfirst", ""),
            body=markup.to_html(written["body"]),
            category=self.sections[minutes % 4],
            further_categories=[self.sections[(minutes + 1) % 4]],
            tags=self.tags,
            cover=self.authors[minutes % 3].portrait,
            published_at=timezone.now() - timedelta(minutes=minutes),
        )
        sign(story, *self.authors)
        ViewTotal.objects.create(article=story, count=minutes)
        hour = timezone.now().replace(minute=0, second=0, microsecond=0)
        HourlyViews.objects.create(article=story, hour=hour, count=minutes)
        return story

    def add_comments(self, count: int) -> None:
        bodies = [
            comment["body"]
            for story in texts.load().stories
            for comment in story.get("comment", ())
        ]
        for number in range(count):
            make_comment(article=self.story, status="approved", body=bodies[number % len(bodies)])
        Article.objects.filter(pk=self.story.pk).update(comment_count=count)

    def grow(self) -> None:
        """As many stories again, and more of all that goes with them."""
        written = texts.load()
        for name in written.tags[5:9]:
            self.tags.append(make_tag(name=name))
        self.sections.append(make_category())
        make_page()
        make_breaking()
        plain = [story for story in written.stories if not markup.linked_stories(story["body"])]
        for minutes, story in enumerate(plain[24:44], start=100):
            self.add_story(story, minutes)
        self.add_comments(30)
        self.story.tags.set(self.tags)
        self.story.further_categories.set(self.sections[1:])

    def address(self, kind: str) -> str:
        today = timezone.localdate(self.story.published_at)
        return {
            "home": "/",
            "story": self.story.get_absolute_url(),
            "section": self.sections[0].get_absolute_url(),
            "tag": self.tags[0].get_absolute_url(),
            "author": self.authors[0].get_absolute_url(),
            "month": f"/archive/{today:%Y/%m}/",
            "day": f"/archive/{today:%Y/%m/%d}/",
            "page": self.page.get_absolute_url(),
            "search": f"/search/?q={self.story.headline.split()[0]}",
            "search form": "/search/",
            "missing": "/nowhere/",
        }[kind]
