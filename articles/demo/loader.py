"""The demo newspaper: its sections, authors, pictures, stories and readers, written once.

Everything is written in prose beforehand (`prose/`) and the same on every load, apart from the
times, which follow the moment of loading.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from articles import furniture, listings, search, view_counter
from articles.demo import album
from articles.demo.album import Painted, Sketch
from articles.demo.markup import to_html
from articles.demo.readership import hourly_views
from articles.demo.texts import Texts
from articles.demo.timetable import Timetable
from articles.models import (
    Article,
    Author,
    BreakingNews,
    Byline,
    Category,
    Page,
    Picture,
    SiteSettings,
    Tag,
)
from articles.publication import Status
from newsportal.arabic.folding import fold

WRITING = timedelta(hours=3)
"""How long before its publication a story was begun."""

WITHDRAWN_AFTER = timedelta(days=2)


@dataclass
class Newsroom:
    """What stories refer to, by the keys of the prose, and tags by their folded names."""

    categories: dict[str, Category]
    authors: dict[str, Author]
    tags: dict[str, Tag]


def sketches(texts: Texts) -> list[Sketch]:
    """Every picture the demo needs; no two of one theme look alike."""
    used: Counter[str] = Counter()
    found = [
        Sketch(f"author-{author['key']}", None, author["portrait"]) for author in texts.authors
    ]
    for story in texts.stories:
        if "picture" in story:
            theme = story["picture"]["theme"]
            found.append(Sketch(story["key"], theme, used[theme]))
            used[theme] += 1
    return found


@transaction.atomic
def load(
    texts: Texts, painted: Iterable[Painted], now: datetime, reporter: Any = None
) -> dict[str, Article]:
    """Write the demo as seen from `now` (aware), with the pictures of `sketches(texts)`.

    `reporter` is the account that the first author of unfinished stories signs in with, and their
    owner. Returns the stories by the key of the prose. Raises KeyError when texts or pictures
    miss what others refer to.
    """
    timetable = Timetable.of(texts.stories, now)
    pictures = {picture.key: picture for picture in painted}
    newsroom = ensure_newsroom(texts)
    _load_site(texts)
    _load_portraits(texts, newsroom, pictures)
    stories = {
        story["key"]: _load_story(story, newsroom, pictures, timetable, reporter)
        for story in texts.stories
    }
    _write_bodies(texts, stories)
    _correct(texts, stories, timetable)
    _load_views(texts, stories, timetable)
    _load_breaking(texts, stories, now)
    written = Article.objects.in_bulk([article.pk for article in stories.values()])
    listings.refresh(written)
    search.refresh(written.values())
    furniture.refresh()
    return {key: written[article.pk] for key, article in stories.items()}


def ensure_newsroom(texts: Texts) -> Newsroom:
    """Sections, authors and tags, made where they are missing; two spellings are one tag."""
    return Newsroom(
        categories={
            section["key"]: _named(Category, section["name"])
            or Category.objects.create(
                name=section["name"],
                description=section["description"],
                position=position,
                accent=section["accent"],
                block=section.get("block", ""),
            )
            for position, section in enumerate(texts.sections, start=1)
        },
        authors={
            author["key"]: ensure_author(
                author["name"], job_title=author["job"], biography=author["bio"]
            )
            for author in texts.authors
        },
        tags={fold(name): ensure_tag(name) for name in texts.tags},
    )


def ensure_author(name: str, **fields: str) -> Author:
    """The author of this name, made with `fields` where there is none."""
    return _named(Author, name) or Author.objects.create(name=name, **fields)


def ensure_tag(name: str) -> Tag:
    """The tag of this name in any spelling, made where there is none."""
    return _named(Tag, name) or Tag.objects.create(name=name)


def _named(model: Any, name: str) -> Any:
    return model.objects.filter(folded_name=fold(name)).order_by("pk").first()


def _load_site(texts: Texts) -> None:
    settings = SiteSettings.objects.filter(pk=1).first() or SiteSettings()
    for name, value in texts.site.items():
        setattr(settings, name, value)
    settings.save()
    for position, page in enumerate(texts.pages, start=1):
        Page.objects.create(
            title=page["title"], slug=page["slug"], body=to_html(page["body"]), position=position
        )


def _load_portraits(texts: Texts, newsroom: Newsroom, pictures: dict[str, Painted]) -> None:
    for entry in texts.authors:
        author = newsroom.authors[entry["key"]]
        author.portrait = Picture.objects.create(
            **album.row(pictures[f"author-{entry['key']}"]),
            alt=f"رسم تعبيري: {author.name}",
            credit=texts.site["name"],
        )
        author.save()


def _load_story(
    story: dict[str, Any],
    newsroom: Newsroom,
    pictures: dict[str, Painted],
    timetable: Timetable,
    reporter: Any,
) -> Article:
    """The story without its text, which may link to stories still to come."""
    status = Status(story.get("status", Status.PUBLISHED))
    moment = timetable.publication(story)
    unfinished = status in (Status.DRAFT, Status.IN_REVIEW)
    begun = timetable.past(moment - WRITING)
    article = Article.objects.create(
        headline=story["headline"],
        kicker=story.get("kicker", ""),
        standfirst=story.get("standfirst", ""),
        body="",
        category=newsroom.categories[story["section"]],
        cover=_cover(story, pictures, begun),
        status=status,
        published_at=None if unfinished else moment,
        front_place=story.get("front", ""),
        created_at=begun,
        created_by=reporter if unfinished else None,
    )
    article.further_categories.set(
        newsroom.categories[key] for key in story.get("further_categories", ())
    )
    article.tags.set(newsroom.tags[fold(name)] for name in story["tags"])
    signed = [(key, Byline.Role.BY) for key in story["authors"]]
    signed += [(key, Byline.Role.PHOTOS) for key in story.get("photos_by", ())]
    # Saved one by one, a byline of a story that is out would count as its correction.
    Byline.objects.bulk_create(
        Byline(article=article, author=newsroom.authors[key], role=role, position=position)
        for position, (key, role) in enumerate(signed, start=1)
    )
    if unfinished and reporter is not None:
        author = newsroom.authors[story["authors"][0]]
        if author.user_id is None:
            author.user = reporter
            author.save()
    return article


def _cover(
    story: dict[str, Any], pictures: dict[str, Painted], uploaded_at: datetime
) -> Picture | None:
    if "picture" not in story:
        return None
    words = {name: story["picture"][name] for name in ("alt", "caption", "credit")}
    painted = album.row(pictures[story["key"]])
    return Picture.objects.create(**painted, **words, uploaded_at=uploaded_at)


def _write_bodies(texts: Texts, stories: dict[str, Article]) -> None:
    addresses = {key: article.get_absolute_url() for key, article in stories.items()}
    for story in texts.stories:
        # Saving would count as a correction of the story, which is out already.
        Article.objects.filter(pk=stories[story["key"]].pk).update(
            body=to_html(story["body"], addresses)
        )


def _correct(texts: Texts, stories: dict[str, Article], timetable: Timetable) -> None:
    for story in texts.stories:
        corrected_at = timetable.correction(story)
        if corrected_at is not None:
            Article.objects.filter(pk=stories[story["key"]].pk).update(corrected_at=corrected_at)


def _load_views(texts: Texts, stories: dict[str, Article], timetable: Timetable) -> None:
    now = timetable.now
    rows = []
    for story in texts.stories:
        article = stories[story["key"]]
        if article.published_at is None or article.published_at > now:
            continue
        until = now
        if article.status == Status.WITHDRAWN:
            until = min(now, article.published_at + WITHDRAWN_AFTER)
        views = hourly_views(story["key"], article.published_at, until, now)
        rows += [(article.pk, hour, count) for hour, count in views.items()]
    view_counter.add_history(rows)


def _load_breaking(texts: Texts, stories: dict[str, Article], now: datetime) -> None:
    for item in texts.breaking:
        starts_at = now - timedelta(hours=item["starts_hours_ago"])
        BreakingNews.objects.create(
            text=item["text"],
            article=stories[item["story"]] if "story" in item else None,
            starts_at=starts_at,
            expires_at=starts_at + timedelta(hours=item["lasts_hours"]),
        )
