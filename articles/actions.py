"""Acts of the newsroom that touch more than a row: who may, what changes, what is forgotten.

Each checks the rule for each story, works in one transaction, and says what it left alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles import roles
from articles.front_places import FrontPlace
from articles.models import Article
from articles.publication import Phase, Status


@dataclass
class Outcome:
    """What an act did: the stories it changed, and those it refused with the reason for each."""

    done: list[Article] = field(default_factory=list)
    refused: list[tuple[Article, str]] = field(default_factory=list)


def publish(articles: Iterable[Article], user: Any, at: datetime | None = None) -> Outcome:
    """Publish the stories, at their own time, or `at` (aware), or now.

    A story that may not go out is refused with the reason. Raises PermissionDenied when `user`
    may not publish.
    """
    _require_publisher(user)

    def act(article: Article) -> None:
        article.status = Status.PUBLISHED
        if at is not None:
            article.published_at = at
        article.full_clean()
        article.save()

    return _each(articles, act)


def withdraw(articles: Iterable[Article], user: Any) -> Outcome:
    """Take published stories off the site; their addresses answer 410.

    A story that is not published is refused: no reader knows its address, so there is nothing to
    tell of it. Raises PermissionDenied when `user` may not publish.
    """
    _require_publisher(user)

    def act(article: Article) -> None:
        if article.status != Status.PUBLISHED:
            raise ValidationError(_("It is not published."))
        article.status = Status.WITHDRAWN
        article.save(update_fields=["status"])

    return _each(articles, act)


def place_on_front(articles: Iterable[Article], user: Any, place: FrontPlace) -> Outcome:
    """Give the stories `place` on the home page from now on, or none; without an end.

    Of several stories given a place, the first stands first. A story that readers may not read now
    or later is refused a place, and one that has none cannot lose it. Raises PermissionDenied when
    `user` may not publish.
    """
    _require_publisher(user)

    def act(article: Article) -> None:
        if place and article.phase not in {Phase.SCHEDULED, Phase.OUT}:
            raise ValidationError(_("It is not published."))
        if not place and not article.front_place:
            raise ValidationError(_("It has no place of its own on the home page."))
        article.front_place = place
        article.front_since = article.front_until = None
        article.save(update_fields=["front_place"])

    return _each(articles if not place else reversed(list(articles)), act)


def submit_for_review(articles: Iterable[Article], user: Any) -> Outcome:
    """Hand drafts to the editors; refuses stories not in draft or not for `user` to edit."""

    def act(article: Article) -> None:
        if article.status != Status.DRAFT:
            raise ValidationError(_("It is not a draft."))
        if not roles.may_change(user, article):
            raise ValidationError(_("It is not yours to change."))
        article.status = Status.IN_REVIEW
        article.save(update_fields=["status"])

    return _each(articles, act)


def return_to_draft(articles: Iterable[Article], user: Any) -> Outcome:
    """Take stories back to the desk, from review or after withdrawal.

    Refuses stories that `user` may not edit and those that are published: they are withdrawn first.
    """

    def act(article: Article) -> None:
        if article.status not in {Status.IN_REVIEW, Status.WITHDRAWN}:
            raise ValidationError(_("It is neither in review nor withdrawn."))
        if not roles.may_change(user, article):
            raise ValidationError(_("It is not yours to change."))
        article.status = Status.DRAFT
        article.save(update_fields=["status"])

    return _each(articles, act)


def _require_publisher(user: Any) -> None:
    if not roles.may_publish(user):
        raise PermissionDenied


def _each(articles: Iterable[Article], act: Any) -> Outcome:
    outcome = Outcome()
    for article in articles:
        try:
            with transaction.atomic():
                act(Article.objects.select_for_update(no_key=True).get(pk=article.pk))
        except Article.DoesNotExist:
            outcome.refused.append((article, _("It has been deleted meanwhile.")))
        except ValidationError as error:
            outcome.refused.append((article, " ".join(error.messages)))
        else:
            outcome.done.append(article)
    return outcome
