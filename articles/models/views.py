"""Views of stories, apart from the stories' own rows. Written by articles/view_counter.py alone."""

from django.db import models

from articles.querysets import HourlyViewsQuerySet


class ViewSalt(models.Model):
    """The day's random salt: without it a reader's key says nothing and cannot be made again."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField(max_length=32)


class ViewReceipt(models.Model):
    """When a reader, known by a keyed hash, was last counted for a story."""

    pk = models.CompositePrimaryKey("article_id", "reader")
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+")
    reader = models.BigIntegerField()
    counted_at = models.DateTimeField(db_index=True)


class CountedBatch(models.Model):
    """How many lines of a batch of kept views are counted; see articles/kept_views.py."""

    name = models.CharField(max_length=36, primary_key=True)
    lines = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(auto_now_add=True)


class HourlyViews(models.Model):
    """Views of one story within one hour (UTC), for 'most read'."""

    pk = models.CompositePrimaryKey("article_id", "hour")
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="hourly_views"
    )
    hour = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    objects = HourlyViewsQuerySet.as_manager()


class ViewTotal(models.Model):
    """All views of one story."""

    article = models.OneToOneField(
        "articles.Article", primary_key=True, on_delete=models.CASCADE, related_name="view_total"
    )
    count = models.PositiveBigIntegerField(default=0)


class MostRead(models.Model):
    """What was read most when it was last summed: lists of [story id, views], most first.

    One row; written by articles/most_read.py alone.
    """

    counted_at = models.DateTimeField()
    today = models.JSONField(default=list)
    week = models.JSONField(default=list)
