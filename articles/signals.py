"""What follows from a change, whichever way it was made: derived rows and forgotten pages.

Bulk writes (`update()`, `bulk_create()`) send no signals; who uses them refreshes by hand.
"""

from typing import Any

from django.apps import AppConfig
from django.db import transaction
from django.db.models import signals
from django.utils import timezone

from articles import furniture, last_updated, listings, renditions, roles, search
from articles.models import (
    Article,
    Author,
    BreakingNews,
    Byline,
    Category,
    Listing,
    Page,
    Picture,
    SiteSettings,
    Tag,
)
from newsportal import page_cache


def article_tags(article: Article) -> set[str]:
    """The cache tags of every page that shows the story, as it is listed now."""
    tags = {page_cache.tag("article", article.pk), page_cache.HOME, page_cache.ARCHIVE}
    tags.add(page_cache.tag("category", article.category_id))
    for kind, target in article.listings.values_list("kind", "target_id"):
        tags.add(page_cache.tag(Listing.Kind(kind).name.lower(), target))
    return tags


def _article_saved(sender: Any, instance: Article, raw: bool = False, **kwargs: Any) -> None:
    before = article_tags(instance)
    listings.refresh([instance.pk])
    search.refresh([instance])
    if BreakingNews.objects.filter(article=instance).exists():
        furniture.refresh()
    page_cache.invalidate(before | article_tags(instance))


def _article_deleting(sender: Any, instance: Article, **kwargs: Any) -> None:
    page_cache.invalidate(article_tags(instance))


def _article_deleted(sender: Any, instance: Article, **kwargs: Any) -> None:
    """A breaking-news item that linked to the story has lost its link, without a signal."""
    furniture.refresh()
    page_cache.invalidate({page_cache.FURNITURE})


def _sets_changed(sender: Any, instance: Any, action: str, pk_set: Any, **kwargs: Any) -> None:
    """Tags or further categories of a story changed (or, from the other side, a tag's stories)."""
    if isinstance(instance, Article):
        ids = [instance.pk]
    elif action == "pre_clear":
        # Only before clearing is it known which stories will be affected.
        related = sender.objects.filter(**{type(instance)._meta.model_name: instance})
        instance._cleared_ids = list(related.values_list("article_id", flat=True))
        return
    elif action == "post_clear":
        ids = instance.__dict__.pop("_cleared_ids")
    else:
        ids = list(pk_set or ())
    if action.startswith("post_"):
        _relist(ids)


def _byline_saved(sender: Any, instance: Byline, **kwargs: Any) -> None:
    _relist([instance.article_id])


def _byline_deleted(sender: Any, instance: Byline, origin: Any = None, **kwargs: Any) -> None:
    if isinstance(origin, Article) or getattr(origin, "model", None) is Article:
        # Its story goes too, and a row listed now would outlive it.
        return
    last_updated.touch(instance.article_id, timezone.now())
    _relist([instance.article_id])


def _target_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A deleted tag or category takes its rows of the join table along, without a signal."""
    kind = {Category: Listing.Kind.CATEGORY, Tag: Listing.Kind.TAG}[sender]
    Listing.objects.filter(kind=kind, target_id=instance.pk).delete()


def _relist(ids: list[int]) -> None:
    articles = list(Article.objects.filter(pk__in=ids).defer("body"))
    before = {tag for article in articles for tag in article_tags(article)}
    listings.refresh(ids)
    page_cache.invalidate(before.union(*(article_tags(article) for article in articles)))


def _shown_everywhere_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    furniture.refresh()
    page_cache.invalidate({page_cache.FURNITURE})


def _page_changed(sender: Any, instance: Page, **kwargs: Any) -> None:
    furniture.refresh()
    page_cache.invalidate({page_cache.FURNITURE, page_cache.tag("page", instance.pk)})


def _named_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    kind = {Category: "category", Tag: "tag", Author: "author"}[sender]
    page_cache.invalidate({page_cache.tag(kind, instance.pk)})


def _picture_saved(sender: Any, instance: Picture, **kwargs: Any) -> None:
    covers = instance.cover_of.values_list("pk", flat=True)
    portraits = instance.portrait_of.values_list("pk", flat=True)
    tags = {page_cache.tag("article", pk) for pk in covers}
    tags |= {page_cache.tag("author", pk) for pk in portraits}
    page_cache.invalidate(tags | {page_cache.HOME})


def _picture_deleted(sender: Any, instance: Picture, **kwargs: Any) -> None:
    transaction.on_commit(lambda: renditions.delete_files(instance))


def connect(app: AppConfig) -> None:
    """Connect all receivers; called once when the application is ready."""
    save, delete = signals.post_save, signals.post_delete
    save.connect(_article_saved, sender=Article)
    signals.pre_delete.connect(_article_deleting, sender=Article)
    delete.connect(_article_deleted, sender=Article)
    signals.m2m_changed.connect(_sets_changed, sender=Article.tags.through)
    signals.m2m_changed.connect(_sets_changed, sender=Article.further_categories.through)
    save.connect(_byline_saved, sender=Byline)
    delete.connect(_byline_deleted, sender=Byline)
    delete.connect(_target_deleted, sender=Category)
    delete.connect(_target_deleted, sender=Tag)
    for signal in (save, delete):
        for shown_everywhere in (Category, BreakingNews, SiteSettings):
            signal.connect(_shown_everywhere_changed, sender=shown_everywhere)
        signal.connect(_page_changed, sender=Page)
        for named in (Category, Tag, Author):
            signal.connect(_named_changed, sender=named)
    save.connect(_picture_saved, sender=Picture)
    delete.connect(_picture_deleted, sender=Picture)
    signals.post_migrate.connect(roles.ensure_groups, sender=app)
