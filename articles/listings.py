"""The lists a published story appears in: of its categories, its tags, its authors.

The rows of `Listing` are derived here and nowhere else. A story set for later is already listed
at its time, so that it appears by the clock alone.
"""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import QuerySet

from articles.models import Article, Byline, Listing
from articles.publication import Status


def _sources(
    article_ids: Iterable[int] | None,
) -> Iterator[tuple[Listing.Kind, QuerySet, tuple[str, str, str]]]:
    """What ought to be listed, for some or all stories: kind, rows, names of their columns."""
    published = {"article__status": Status.PUBLISHED}
    stories: QuerySet = Article.objects.filter(status=Status.PUBLISHED)
    further: QuerySet = Article.further_categories.through.objects.filter(**published)
    tags: QuerySet = Article.tags.through.objects.filter(**published)
    bylines: QuerySet = Byline.objects.filter(**published)
    if article_ids is not None:
        ids = list(article_ids)
        stories = stories.filter(pk__in=ids)
        further, tags, bylines = (
            rows.filter(article_id__in=ids) for rows in (further, tags, bylines)
        )
    yield Listing.Kind.CATEGORY, stories, ("category_id", "published_at", "id")
    yield Listing.Kind.CATEGORY, further, ("category_id", "article__published_at", "article_id")
    yield Listing.Kind.TAG, tags, ("tag_id", "article__published_at", "article_id")
    yield Listing.Kind.AUTHOR, bylines, ("author_id", "article__published_at", "article_id")


def refresh(article_ids: Iterable[int]) -> None:
    """Derive the rows of these stories anew."""
    ids = list(article_ids)
    wanted = {
        (kind, target, listed_at, article)
        for kind, rows, fields in _sources(ids)
        for target, listed_at, article in rows.values_list(*fields)
    }
    with transaction.atomic():
        stored = set(
            Listing.objects.filter(article_id__in=ids).values_list(
                "kind", "target_id", "listed_at", "article_id"
            )
        )
        for row in stored - wanted:
            Listing.objects.filter(pk=row).delete()
        Listing.objects.bulk_create(
            [
                Listing(kind=kind, target_id=target, listed_at=listed_at, article_id=article)
                for kind, target, listed_at, article in wanted - stored
            ],
            ignore_conflicts=True,
        )


def rebuild(batch_size: int = 5000) -> int:
    """Derive all rows anew, in one transaction; returns how many there are."""
    with transaction.atomic():
        Listing.objects.all().delete()
        for kind, rows, fields in _sources(None):
            batch = []
            for target, listed_at, article in rows.values_list(*fields).iterator(batch_size):
                batch.append(
                    Listing(kind=kind, target_id=target, listed_at=listed_at, article_id=article)
                )
                if len(batch) >= batch_size:
                    Listing.objects.bulk_create(batch, ignore_conflicts=True)
                    batch = []
            Listing.objects.bulk_create(batch, ignore_conflicts=True)
    return Listing.objects.count()
