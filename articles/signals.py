"""What follows from a change, whichever way it was made: derived rows and forgotten pages.

Bulk writes (`update()`, `bulk_create()`) send no signals; who uses them refreshes by hand.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig
from django.db import transaction
from django.db.models import QuerySet, signals
from django.utils import timezone

from articles import (
    cache_tags,
    front_places,
    furniture,
    last_updated,
    listings,
    picture_uses,
    renditions,
    roles,
    search,
)
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
from articles.renditions import jobs
from newsportal import page_cache


def _story(article: Article) -> QuerySet:
    return Article.objects.filter(pk=article.pk)


def _article_saved(sender: Any, instance: Article, raw: bool = False, **kwargs: Any) -> None:
    before = cache_tags.of_stories(_story(instance))
    listings.refresh([instance.pk])
    search.refresh([instance])
    if instance.__dict__.get("front_place"):
        front_places.clear_ended(timezone.now())
    if BreakingNews.objects.filter(article=instance).exists():
        _refresh_furniture()
    # A story that is on the lists and not out is still to come, or has been taken off the site.
    withdrawn = page_cache.HOME in before and not instance.is_out
    page_cache.invalidate(before | cache_tags.of_stories(_story(instance)), withdrawn=withdrawn)


def _article_deleting(sender: Any, instance: Article, **kwargs: Any) -> None:
    search.forget([instance.pk])
    page_cache.invalidate(cache_tags.of_stories(_story(instance)), withdrawn=True)


def _article_deleted(sender: Any, instance: Article, **kwargs: Any) -> None:
    """A breaking-news item that linked to the story has lost its link, without a signal."""
    _refresh_furniture()


def _refresh_furniture() -> None:
    """After a change of a story, which most often leaves the bar as it is."""
    if furniture.refresh():
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
    if not instance.article.is_first_out:
        last_updated.touch([instance.article_id], timezone.now())
    _relist([instance.article_id])


def _target_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A deleted tag or category takes its rows of the join table along, without a signal."""
    kind = {Category: Listing.Kind.CATEGORY, Tag: Listing.Kind.TAG}[sender]
    Listing.objects.filter(kind=kind, target_id=instance.pk).delete()


def _relist(ids: list[int]) -> None:
    stories = Article.objects.filter(pk__in=ids)
    before = cache_tags.of_stories(stories)
    listings.refresh(ids)
    search.refresh_lists(ids)
    page_cache.invalidate(before | cache_tags.of_stories(stories))


def _shown_everywhere_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    furniture.refresh()
    page_cache.invalidate({page_cache.FURNITURE})


def _page_changed(sender: Any, instance: Page, **kwargs: Any) -> None:
    furniture.refresh()
    page_cache.invalidate({page_cache.FURNITURE, page_cache.tag("page", instance.pk)})


def _named_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    # All sections are part of the furniture.
    kind, all_of_them = {
        Category: ("category", page_cache.FURNITURE),
        Tag: ("tag", cache_tags.TAGS),
        Author: ("author", cache_tags.AUTHORS),
    }[sender]
    page_cache.invalidate({page_cache.tag(kind, instance.pk), all_of_them})


def _picture_saving(sender: Any, instance: Picture, **kwargs: Any) -> None:
    """Note the picture as it is stored: only then is it known what a save changes."""
    instance._former = Picture.objects.filter(pk=instance.pk).first()  # type: ignore[attr-defined]


def _picture_saved(sender: Any, instance: Picture, **kwargs: Any) -> None:
    former: Picture | None = instance.__dict__.pop("_former", None)
    if former is None:
        if not renditions.is_ready(instance):
            jobs.enqueue(instance)
        return
    tags = cache_tags.of_picture(instance)
    stored = Picture.objects.get(pk=instance.pk)
    if (former.alt, former.decorative) != (stored.alt, stored.decorative):
        tags |= _tags_of_texts(picture_uses.describe_anew(stored, former.alt))
    if (former.focal_x, former.focal_y) != (stored.focal_x, stored.focal_y):
        jobs.enqueue(stored)
    page_cache.invalidate(tags)


def _picture_deleting(sender: Any, instance: Picture, **kwargs: Any) -> None:
    """Covers and portraits are emptied with the picture, without a signal."""
    # Its job goes first, while a worker locks the picture and then the job.
    Picture.objects.select_for_update().filter(pk=instance.pk).first()
    texts = picture_uses.uses_of([instance]).texts
    tags = cache_tags.of_picture(instance) | _tags_of_texts(texts)
    page_cache.invalidate(tags, withdrawn=True)
    last_updated.touch(instance.cover_of.values_list("pk", flat=True), timezone.now())


def _picture_deleted(sender: Any, instance: Picture, **kwargs: Any) -> None:
    transaction.on_commit(lambda: renditions.delete_files(instance))


def _tags_of_texts(texts: Iterable[Article | Page]) -> set[str]:
    return {page_cache.tag(text._meta.model_name or "", text.pk) for text in texts}


def _migrated(sender: Any, **kwargs: Any) -> None:
    search.ensure_built()


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
    signals.pre_save.connect(_picture_saving, sender=Picture)
    save.connect(_picture_saved, sender=Picture)
    signals.pre_delete.connect(_picture_deleting, sender=Picture)
    delete.connect(_picture_deleted, sender=Picture)
    signals.post_migrate.connect(roles.ensure_groups, sender=app)
    signals.post_migrate.connect(_migrated, sender=app)
