"""Rows derived from stories. Nothing here is written by hand; each can be rebuilt from the rest."""

from django.db import models


class Listing(models.Model):
    """One appearance of a published story in a list: of a category, a tag or an author.

    It makes the list of any category, tag or author one range of one index, however many stories
    there are and however deep the page lies. Written by articles/listings.py alone.
    """

    class Kind(models.IntegerChoices):
        CATEGORY = 1
        TAG = 2
        AUTHOR = 3

    pk = models.CompositePrimaryKey("kind", "target_id", "listed_at", "article_id")
    kind = models.PositiveSmallIntegerField(choices=Kind.choices)
    target_id = models.BigIntegerField()
    listed_at = models.DateTimeField()
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="listings"
    )


class ArticleSearchText(models.Model):
    """A story's words as they are compared: folded, stemmed. Written by articles/search."""

    article = models.OneToOneField(
        "articles.Article", primary_key=True, on_delete=models.CASCADE, related_name="search_text"
    )
    headline = models.TextField()
    text = models.TextField()
    fold_version = models.PositiveSmallIntegerField()


class SearchEntry(models.Model):
    """A published story in the index of the search. Written by articles/search alone.

    Its terms are where the database can search them, in the table `articles_searchterms`; see
    articles/search/store.py.
    """

    key = models.BigIntegerField(primary_key=True)
    article = models.OneToOneField(
        "articles.Article", on_delete=models.CASCADE, related_name="search_entry"
    )
    ends = models.BigIntegerField()
    impacts = models.BinaryField()


class SearchWord(models.Model):
    """A stem, and in how many entries and headlines it occurs. Written by articles/search alone.

    The row of the empty stem counts the entries.
    """

    stem = models.TextField(primary_key=True)
    stories = models.IntegerField()
    headlines = models.IntegerField()
