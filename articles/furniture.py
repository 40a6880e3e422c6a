"""The standing elements of every page: masthead, navigation, footer links, breaking-news bar.

They are kept ready in one column of the settings' one row, so that each page pays one query for
them and every worker sees a change at once. The row is derived: `refresh` writes it after any
change of what it shows, and `rebuild equals live` is a test.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles import accents
from articles.comment_mode import CommentMode
from articles.publication import Status
from newsportal.arabic.dates import DateStyle


@dataclass(frozen=True)
class Link:
    """A name and where it leads."""

    id: int
    name: str
    url: str


@dataclass(frozen=True)
class BreakingItem:
    """One item of the bar; times are aware.

    `story_url` is empty for a plain item; it is a link only while the story is out, from
    `story_from` until `story_until` (None: for ever).
    """

    text: str
    starts_at: datetime
    expires_at: datetime
    story_url: str = ""
    story_from: datetime | None = None
    story_until: datetime | None = None

    def is_shown(self, now: datetime) -> bool:
        return self.starts_at <= now < self.expires_at

    def link(self, now: datetime) -> str:
        """Where the item leads at `now`; empty when nowhere."""
        begun = self.story_from is not None and self.story_from <= now
        ended = self.story_until is not None and self.story_until <= now
        return self.story_url if begun and not ended else ""

    def moments(self) -> list[datetime]:
        """When the item changes by the clock alone."""
        times = (self.starts_at, self.expires_at, self.story_from, self.story_until)
        return [time for time in times if time is not None]


@dataclass(frozen=True)
class Furniture:
    """What templates see as `site`."""

    name: str
    tagline: str
    description: str
    date_style: DateStyle
    whatsapp_url: str
    comment_rules: str
    comment_mode: str = CommentMode.EVERYONE_WAITS
    comments_close_after_days: int = 0
    sections: list[Link] = field(default_factory=list)
    pages: list[Link] = field(default_factory=list)
    accents: str = ""
    """The address of the style sheet of the sections' colours; empty where none has one."""

    scheduled_breaking: list[BreakingItem] = field(default_factory=list)
    now: datetime = field(default_factory=timezone.now)

    @property
    def breaking(self) -> list[tuple[BreakingItem, str]]:
        """The items on the bar now, newest first, each with the address it leads to or ""."""
        return [
            (item, item.link(self.now))
            for item in self.scheduled_breaking
            if item.is_shown(self.now)
        ]

    @property
    def changes_at(self) -> datetime | None:
        """The next moment the bar changes by the clock alone, or None."""
        moments = [
            moment
            for item in self.scheduled_breaking
            for moment in item.moments()
            if moment > self.now
        ]
        return min(moments, default=None)


def load(now: datetime | None = None) -> Furniture:
    """The furniture as it stands: one query."""
    from articles.models import SiteSettings

    settings = SiteSettings.objects.filter(pk=1).first() or SiteSettings()
    kept = settings.furniture
    return Furniture(
        name=settings.name,
        tagline=settings.tagline,
        description=settings.description,
        date_style=settings.date_style,
        whatsapp_url=settings.whatsapp_url,
        comment_rules=settings.comment_rules,
        comment_mode=settings.comment_mode,
        comments_close_after_days=settings.comments_close_after_days,
        sections=[Link(**link) for link in kept.get("sections", ())],
        pages=[Link(**link) for link in kept.get("pages", ())],
        accents=_accents_address(kept.get("accents", "")),
        scheduled_breaking=[_item(row) for row in kept.get("breaking", ())],
        now=now or timezone.now(),
    )


def _accents_address(digest: str) -> str:
    return reverse("articles:accents", args=[digest]) if digest else ""


def _item(row: dict[str, Any]) -> BreakingItem:
    times = {
        name: parse_datetime(row[name]) if row.get(name) else None
        for name in ("starts_at", "expires_at", "story_from", "story_until")
    }
    return BreakingItem(text=row["text"], story_url=row["story_url"], **times)  # type: ignore[arg-type]


def compute(now: datetime) -> dict[str, Any]:
    """The furniture column as it should be at `now` (aware): three queries, JSON-ready."""
    from articles.models import BreakingNews, Category, Page

    sections = list(Category.objects.all())
    sheet = accents.style_sheet((section.pk, section.accent) for section in sections)
    return {
        "sections": [_link(section, section.name) for section in sections],
        "accents": accents.digest(sheet),
        "pages": [_link(page, page.title) for page in Page.objects.public().defer("body")],
        "breaking": [
            _item_row(item)
            for item in BreakingNews.objects.unexpired(now).select_related("article")
        ],
    }


def _link(row: Any, name: str) -> dict[str, Any]:
    return {"id": row.pk, "name": name, "url": row.get_absolute_url()}


def _item_row(item: Any) -> dict[str, Any]:
    row = {
        "text": item.text,
        "starts_at": item.starts_at.isoformat(),
        "expires_at": item.expires_at.isoformat(),
        "story_url": "",
    }
    article = item.article
    if article is not None and article.status == Status.PUBLISHED:
        row["story_url"] = article.get_absolute_url()
        row["story_from"] = article.published_at.isoformat()
        row["story_until"] = article.ends_at.isoformat() if article.ends_at else None
    return row


def refresh() -> bool:
    """Write the column anew; returns whether it changed.

    Whoever comes second waits for the first to commit and only then reads, so that of two changes
    made at the same moment neither is lost.
    """
    from articles.models import SiteSettings

    with transaction.atomic():
        row, _created = SiteSettings.objects.select_for_update().get_or_create(pk=1)
        computed = compute(timezone.now())
        if computed == row.furniture:
            return False
        SiteSettings.objects.filter(pk=1).update(furniture=computed)
        return True
