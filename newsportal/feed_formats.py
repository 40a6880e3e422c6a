"""Feeds in three formats, from one description: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1.

RSS follows the RSS Advisory Board's best practices profile: https://www.rssboard.org/rss-profile.
"""

import json
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape

from newsportal.xml_text import legal

LANGUAGE = "ar"

EMPTY_FEED_UPDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""RFC 4287 (4.1.1) wants a time of every feed; an empty one must not change with the clock."""


@dataclass(frozen=True)
class Person:
    """Who wrote something; `url` is a page about them, or empty. Never an e-mail address."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class FeedPicture:
    """The picture of an entry: a JPEG, its size in pixels, what it shows, who made it."""

    url: str
    width: int
    height: int
    alt: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Entry:
    """One entry; addresses are absolute, times aware, `title` and `summary` plain text.

    `id` is an address that stays whatever becomes of headline and slug, and is in use for nothing
    else. `html` is complete and clean; nothing in it depends on the page it stands on.
    """

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: datetime
    updated: datetime
    authors: tuple[Person, ...] = ()
    topics: tuple[str, ...] = ()
    picture: FeedPicture | None = None
    comments_url: str = ""


@dataclass(frozen=True)
class Feed:
    """A list of entries, newest first; `url` is its own address, `home_url` the page it follows.

    `icon` is a square picture of 512 pixels, `favicon` a smaller one of at least 64.
    """

    id: str
    url: str
    home_url: str
    title: str
    description: str
    author: Person
    icon: str
    favicon: str
    entries: tuple[Entry, ...]


class _Deterministic(SyndicationFeed):
    """The same bytes as long as nothing changes, so that readers' conditional requests succeed."""

    content_type: str

    def latest_post_date(self) -> datetime:
        return max((item["entry"].updated for item in self.items), default=EMPTY_FEED_UPDATED)


class RssFeed(_Deterministic, Rss201rev2Feed):
    """RSS 2.0 with the whole text (content:encoded), names (Dublin Core) and pictures (Media RSS).

    An RSS <author> is an e-mail address, so names stand in dc:creator, as the profile advises.
    """

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
        }

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        for person in entry.authors:
            handler.addQuickElement("dc:creator", person.name)
        handler.addQuickElement("content:encoded", entry.html)
        if picture := entry.picture:
            size = {"width": str(picture.width), "height": str(picture.height)}
            kind = {"url": picture.url, "medium": "image", "type": "image/jpeg"}
            handler.startElement("media:content", kind | size)
            if picture.alt:
                handler.addQuickElement("media:description", picture.alt, {"type": "plain"})
            if picture.credit:
                handler.addQuickElement("media:credit", picture.credit)
            handler.endElement("media:content")


class AtomFeed(_Deterministic, Atom1Feed):
    """Atom with the whole text. Entries without a name inherit the feed's (RFC 4287, 4.1.2)."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("icon", self.feed["icon"])

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        for person in entry.authors:
            handler.startElement("author", {})
            handler.addQuickElement("name", person.name)
            if person.url:
                handler.addQuickElement("uri", person.url)
            handler.endElement("author")
        handler.addQuickElement("content", entry.html, {"type": "html"})


class JsonFeed(_Deterministic):
    """JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        author = Person(self.feed["author_name"], self.feed["author_link"])
        document = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "icon": self.feed["icon"],
            "favicon": self.feed["favicon"],
            "authors": [_json_person(author)],
            "language": self.feed["language"],
            "items": [self._item(item["entry"], item["link"]) for item in self.items],
        }
        json.dump(document, outfile, ensure_ascii=False)

    @staticmethod
    def _item(entry: Entry, address: str) -> dict[str, Any]:
        item: dict[str, Any] = {
            "id": entry.id,
            "url": address,
            "title": entry.title,
            "content_html": entry.html,
            "summary": entry.summary,
            "date_published": entry.published.isoformat(),
            "date_modified": entry.updated.isoformat(),
            "authors": [_json_person(person) for person in entry.authors],
            "tags": list(entry.topics),
        }
        if entry.picture:
            item["image"] = entry.picture.url
        # A text must be there, were it empty; the rest is optional.
        return {name: value for name, value in item.items() if value or name == "content_html"}


def _json_person(person: Person) -> dict[str, str]:
    return {"name": person.name} | ({"url": person.url} if person.url else {})


FORMATS: dict[str, type[_Deterministic]] = {
    "rss.xml": RssFeed,
    "atom.xml": AtomFeed,
    "feed.json": JsonFeed,
}
"""Writers by the last part of a feed's address."""


def respond(feed: Feed, file: str) -> HttpResponse:
    """`feed` in the format of `file`, one of FORMATS; Http404 for any other.

    Characters that would break the document are left out. Readers that run in browsers may fetch
    it from anywhere: it is the same for everyone.
    """
    if file not in FORMATS:
        raise Http404
    feed = _legal(feed)
    writer = FORMATS[file](
        title=feed.title,
        link=feed.home_url,
        description=feed.description,
        subtitle=feed.description,
        language=LANGUAGE,
        author_name=feed.author.name,
        author_link=feed.author.url,
        feed_url=feed.url,
        feed_guid=feed.id,
        icon=feed.icon,
        favicon=feed.favicon,
    )
    for entry in feed.entries:
        writer.add_item(
            title=entry.title,
            link=entry.url,
            # Readers take it for HTML, in RSS by custom and in Atom because Django says so.
            description=escape(entry.summary),
            unique_id=entry.id,
            unique_id_is_permalink=True,
            pubdate=entry.published,
            updateddate=entry.updated,
            comments=entry.comments_url or None,
            categories=entry.topics,
            entry=entry,
        )
    return HttpResponse(
        writer.writeString("utf-8"),
        content_type=writer.content_type,
        headers={
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    )


def _legal(value: Any) -> Any:
    """`value` with every text in it reduced to what XML can hold."""
    if isinstance(value, str):
        return legal(value)
    if isinstance(value, tuple):
        return tuple(_legal(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {field.name: _legal(getattr(value, field.name)) for field in fields(value)}
        return replace(value, **changed)
    return value
