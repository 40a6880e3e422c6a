"""The only factories: each makes a valid, saved row; arguments say what matters in a test."""

import io
import itertools
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from articles import renditions, roles
from articles.models import (
    Article,
    Author,
    BreakingNews,
    Byline,
    Category,
    Page,
    Picture,
    RenditionJob,
    Tag,
)
from articles.publication import Status
from comments.models import Block, BlockedTerm, Comment, Like, ModerationRecord, Report

_numbers = itertools.count(1)


def make_category(**fields: Any) -> Category:
    return Category.objects.create(**{"name": f"قسم {next(_numbers)}"} | fields)


def make_tag(**fields: Any) -> Tag:
    return Tag.objects.create(**{"name": f"وسم {next(_numbers)}"} | fields)


def make_author(**fields: Any) -> Author:
    return Author.objects.create(**{"name": f"كاتبة {next(_numbers)}"} | fields)


def make_article(
    *,
    authors: list[Author] | None = None,
    tags: list[Tag] | None = None,
    further_categories: list[Category] | None = None,
    **fields: Any,
) -> Article:
    """A story, published an hour ago unless told otherwise."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "headline": f"عنوان الخبر {number}",
        "body": f"<p>نص الخبر {number}</p>",
        "status": Status.PUBLISHED,
    } | fields
    if values["status"] == Status.PUBLISHED and "published_at" not in values:
        values["published_at"] = timezone.now() - timedelta(hours=1)
    if "category" not in values:
        values["category"] = make_category()
    article = Article.objects.create(**values)
    if authors:
        sign(article, *authors)
    if tags:
        article.tags.set(tags)
    if further_categories:
        article.further_categories.set(further_categories)
    return article


def sign(article: Article, *authors: Author, role: str = Byline.Role.BY) -> None:
    """Bylines for the story, in this order, without moving its last-updated stamp."""
    for position, author in enumerate(authors, start=1):
        Byline.objects.create(article=article, author=author, role=role, position=position)
    Article.objects.filter(pk=article.pk).update(corrected_at=None)
    article.refresh_from_db()


def image_bytes(size: tuple[int, int] = (1300, 800), kind: str = "JPEG", **options: Any) -> bytes:
    """An encoded picture: a gradient, so that crops from different places differ."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def make_picture(
    *,
    size: tuple[int, int] = (640, 400),
    content: bytes | None = None,
    ready: tuple[str, ...] = (),
    **fields: Any,
) -> Picture:
    """A picture as it is after its upload, with the renditions of the kinds `ready`.

    It is the JPEG file `content`, else a gradient.
    """
    values = {"alt": "وصف الصورة", "caption": "شرح الصورة", "credit": "مصور"} | fields
    upload = SimpleUploadedFile(
        "photo.jpg", content or image_bytes(size), content_type="image/jpeg"
    )
    picture = Picture.objects.create(file=upload, **values)
    if ready:
        picture.renditions = renditions.make_missing(picture, ready)
        picture.save(update_fields=["renditions"])
        RenditionJob.objects.filter(picture=picture).delete()
    return picture


def make_full_story(**fields: Any) -> Article:
    """A story of 18 January 2023, 15:05 in Casablanca, with all that its page can show."""
    values: dict[str, Any] = {
        "headline": "المغرب يوسع تعاونه العسكري.. 3 مجالات حساسة",
        "kicker": "دفاع",
        "standfirst": "اتفاق يشمل الاستعلام والدفاع الجوي.",
        "body": '<p>اتفق البلدان على توسيع تعاونهما.</p><p lang="fr">Un accord signé mardi.</p>',
        "category": make_category(name="الأخبار الوطنية"),
        "further_categories": [make_category(name="العالم")],
        "tags": [make_tag(name="الدفاع"), make_tag(name="الصناعة")],
        "cover_caption": "ميناء طنجة",
        "published_at": timezone.make_aware(datetime(2023, 1, 18, 15, 5)),
    }
    # Renditions take time: no picture is made that is not used.
    if "cover" not in fields:
        values["cover"] = make_picture(alt="سفينة", caption="شرح", credit="وكالة")
    return make_article(**values | fields)


def make_breaking(**fields: Any) -> BreakingNews:
    now = timezone.now()
    values = {
        "text": f"خبر عاجل {next(_numbers)}",
        "starts_at": now - timedelta(minutes=5),
        "expires_at": now + timedelta(hours=2),
    } | fields
    return BreakingNews.objects.create(**values)


def make_page(**fields: Any) -> Page:
    return Page.objects.create(**{"title": f"صفحة {next(_numbers)}", "body": "<p>نص</p>"} | fields)


def make_comment(**fields: Any) -> Comment:
    """A comment written straight to its table; counts follow only through comments.actions.

    With `parent` it is an answer to that comment, which is not counted there either.
    """
    values = {"name": "قارئة", "email": "reader@example.org", "body": "تعليق مفيد"} | fields
    parent = values.get("parent")
    if parent is not None:
        values = {
            "article": parent.article,
            "root_id": parent.root_id,
            "depth": parent.depth + 1,
            "number": Comment.objects.filter(root=parent.root_id).count(),
        } | values
    if "article" not in values:
        values["article"] = make_article()
    values.setdefault("in_thread", values.get("status") == "approved")
    return Comment.objects.create(**values)


def make_like(**fields: Any) -> Like:
    """A like by a reader of her own, at an address of her own.

    It is past the count that comments.actions keeps.
    """
    return Like.objects.create(**_reaction(fields))


def make_report(**fields: Any) -> Report:
    """An open report by a reader of her own, at an address of her own.

    It is past the count that comments.actions keeps.
    """
    return Report.objects.create(**_reaction(fields))


def _reaction(fields: dict[str, Any]) -> dict[str, Any]:
    values = {"reader": next(_numbers), "origin": next(_numbers)} | fields
    if "comment" not in values:
        values["comment"] = make_comment(status="approved")
    return values


def make_record(**fields: Any) -> ModerationRecord:
    """A moderator's approval on record, the comment's own status left alone."""
    values = {"from_status": "waiting", "to_status": "approved"} | fields
    if "comment" not in values:
        values["comment"] = make_comment()
    values = {"name": values["comment"].name, "text": values["comment"].body} | values
    return ModerationRecord.objects.create(**values)


def make_block(**fields: Any) -> Block:
    """A block in force since a minute ago, of an e-mail address unless told otherwise."""
    values = {
        "kind": Block.Kind.EMAIL,
        "value": f"sender{next(_numbers)}@example.org",
        "starts_at": timezone.now() - timedelta(minutes=1),
    } | fields
    return Block.objects.create(**values)


def make_blocked_term(**fields: Any) -> BlockedTerm:
    return BlockedTerm.objects.create(**{"term": f"كلمة {next(_numbers)}"} | fields)


def make_user(role: str | None = None, **fields: Any) -> User:
    """An account of the newsroom: REPORTER, EDITOR, MODERATOR, ADMINISTRATOR, or None for nobody.

    The password is "password".
    """
    values = {"username": f"user{next(_numbers)}", "is_staff": role is not None} | fields
    user = User.objects.create_user(password="password", **values)
    if role is not None:
        user.groups.add(Group.objects.get(name=getattr(roles, role)))
    return user
