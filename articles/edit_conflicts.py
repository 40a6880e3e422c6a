"""Two people edit one story: what the later form would undo of the earlier one's work.

A form holds the story as it was when the form was opened. It carries a digest of each field as
it showed it, and when it comes back three values are compared: what it showed, what is stored now
and what it sends. A field that others have changed to anything but what is sent is in conflict.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe

from articles import rich_text, text_pictures
from articles.models import Article, Byline

COLUMNS = (
    "kicker",
    "headline",
    "standfirst",
    "body",
    "cover",
    "cover_caption",
    "category",
    "status",
    "published_at",
    "ends_at",
    "front_place",
    "front_until",
    "comment_mode",
    "slug",
)
SETS = ("further_categories", "tags")
BYLINES = "bylines"

_IMG = re.compile(r'<img\b[^>]*?\ssrc="([^"]*)"[^>]*>')


@dataclass(frozen=True)
class Shown:
    """What a form showed when it was opened; knows nothing where its token is missing or bad."""

    digests: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None

    @classmethod
    def read(cls, token: str | None, article: Article) -> "Shown":
        """From the token that the form for `article` carried."""
        try:
            digests, at = signing.loads(token or "", salt=_salt(article))
        except signing.BadSignature:
            return cls()
        return cls(digests, datetime.fromtimestamp(at, UTC))

    def has(self, name: str, value: Any) -> bool:
        """Whether the form showed `value` in the field `name`."""
        return self.digests.get(name) == _digest(name, value)


@dataclass(frozen=True)
class Difference:
    """One field in conflict: its label and what is stored, to be read."""

    name: str
    label: str
    stored: str


def token(article: Article) -> str:
    """What a form that shows the stored `article` carries: signed digests (three queries)."""
    digests = {name: _digest(name, value) for name, value in _stored(article).items()}
    return signing.dumps((digests, timezone.now().timestamp()), salt=_salt(article))


def differences(shown: Shown, article: Article, sent: Mapping[str, Any]) -> list[Difference]:
    """The fields in conflict, in the form's order; `article` as stored, `sent` as cleaned.

    A field that is not `sent`, be it for an error of its own, is in conflict as soon as others
    have changed it. So are the bylines, which have forms of their own.
    """
    found = []
    for name, stored in _stored(article).items():
        if shown.has(name, stored):
            continue
        if name in sent and _digest(name, _as_saved(name, sent[name])) == _digest(name, stored):
            continue
        found.append(Difference(name, _label(name), _readable(article, name)))
    return found


def last_saved_by(article: Article, since: datetime | None) -> Any:
    """The account that last saved the story in the newsroom after `since` (aware), or None."""
    if since is None:
        return None
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Article),
        object_id=str(article.pk),
        action_time__gte=since,
    )
    latest = entries.select_related("user").order_by("-action_time", "-pk").first()
    return latest.user if latest else None


def _salt(article: Article) -> str:
    return f"articles.edit_conflicts.{article.pk}"


def _stored(article: Article) -> dict[str, Any]:
    values = {name: getattr(article, _field(name).attname) for name in COLUMNS}
    for name in SETS:
        values[name] = getattr(article, name).values_list("pk", flat=True)
    lines = article.bylines.order_by("position", "pk")
    return values | {BYLINES: list(lines.values_list("author_id", "role", "position"))}


def _field(name: str) -> Any:
    return Article._meta.get_field(name)


def _as_saved(name: str, value: Any) -> Any:
    return text_pictures.complete(rich_text.clean(value)) if name == "body" else value


def _digest(name: str, value: Any) -> str:
    plain = repr(_plain(name, value))
    return hashlib.blake2b(plain.encode(errors="replace"), digest_size=8).hexdigest()


def _plain(name: str, value: Any) -> Any:
    """`value` without what is no change to an editor: white space, seconds, order of a set."""
    if value is None:
        return ""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, str):
        # The library keeps the alternative texts of its pictures up to date in every story.
        text = _IMG.sub(r"<img \1>", value) if name == "body" else value
        return " ".join(text.split())
    if name in SETS:
        return sorted(getattr(row, "pk", row) for row in value)
    return value


def _label(name: str) -> str:
    if name == BYLINES:
        return str(Byline._meta.verbose_name_plural)
    return str(_field(name).verbose_name)


def _readable(article: Article, name: str) -> str:
    value = getattr(article, name)
    if name in ("status", "front_place", "comment_mode"):
        return str(getattr(article, f"get_{name}_display")())
    if name == "body":
        # A stored text is a clean text: see articles/rich_text.py.
        return mark_safe(text_pictures.for_readers(value))
    if name in SETS:
        return _joined(value.all())
    if name == BYLINES:
        return _joined(value.select_related("author").order_by("position", "pk"))
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    return str(value or "—")


def _joined(rows: Iterable[Any]) -> str:
    return "، ".join(str(row) for row in rows) or "—"
