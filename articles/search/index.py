"""Keeping the index up to date: with every change of a story, and made anew for all.

An index of one story depends on no other story; only the counts of words are common to all.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from django.db import connection, transaction

from articles.publication import Status
from articles.search.entries import Entry, entry
from articles.search.store import Store, store
from articles.search.texts import indexed, stems_in, story_texts
from newsportal.arabic.folding import FOLD_VERSION

if TYPE_CHECKING:
    from articles.models import Article, ArticleSearchText

Changes = dict[str, tuple[int, int]]
"""By how much the stories and the headlines of stems change; "" stands for all entries."""

_BATCH = 2000


def refresh(articles: Iterable["Article"]) -> None:
    """Write the words of these stories anew, and their entries if they are published."""
    written = _texts_of(articles)
    index = store()
    with transaction.atomic():
        changes = _without_entries(index, written)
        _store_texts(written)
        entries = _entries(written)
        add(entries, index)
        for made in entries:
            text = written[made.article_id]
            count(changes, text.headline, text.text, 1)
        _change_words(index, changes)


def refresh_lists(article_ids: Iterable[int]) -> None:
    """Write the entries of these stories anew after they were listed elsewhere (see Listing)."""
    from articles.models import ArticleSearchText

    with transaction.atomic():
        stored = ArticleSearchText.objects.in_bulk(list(article_ids))
        store().forget(stored)
        add(_entries(stored), store())


def forget(article_ids: Iterable[int]) -> None:
    """Take these stories, which are about to be deleted, out of the index."""
    index = store()
    with transaction.atomic():
        _change_words(index, _without_entries(index, article_ids))


def rebuild(batch_size: int = _BATCH) -> Iterator[int]:
    """Derive the whole index anew, batch by batch; yields the number of stories done by then.

    Each batch is a transaction, so that readers search meanwhile and the newsroom saves; only the
    last step, in which words are counted anew, lets the newsroom wait.
    """
    from articles.models import Article, SearchEntry

    index = store()
    is_empty = not SearchEntry.objects.exists()
    if is_empty:
        index.suspend()
    # In the order of publication, which PostgreSQL keeps.
    ids = list(Article.objects.order_by("published_at", "pk").values_list("pk", flat=True))
    for start in range(0, len(ids), batch_size):
        part = ids[start : start + batch_size]
        stories = Article.objects.only("headline", "kicker", "standfirst", "body")
        with transaction.atomic():
            # Who saves one of them waits, lest older words be written over newer ones.
            locked = stories.select_for_update().filter(pk__in=part).order_by("pk")
            written = _texts_of(locked)
            _store_texts(written)
            index.forget(written)
            add(_entries(written), index)
        yield start + len(part)
    with transaction.atomic():
        index.lock()
        _count_words(index)
    index.resume()


def add(entries: Sequence[Entry], index: Store) -> None:
    """Write entries in the order of publication, which PostgreSQL keeps."""
    if entries:
        index.write(sorted(entries, key=lambda made: made.key))


def count(changes: Changes, headline: str, text: str, sign: int) -> None:
    """Note the stored sequences of a story that enters the index (`sign` 1) or leaves it (-1)."""
    of_headline = set(stems_in(headline))
    for stem in {"", *of_headline, *stems_in(text)}:
        stories, headlines = changes.get(stem, (0, 0))
        changes[stem] = stories + sign, headlines + (sign if stem in of_headline else 0)


def ensure_built() -> None:
    """Build the index of a site whose stories are older than its index."""
    from articles.models import Article, SearchEntry

    index = store()
    if not {index.entries, index.terms, index.words} <= set(connection.introspection.table_names()):
        # Migrations were undone.
        return
    if not SearchEntry.objects.exists() and (
        Article.objects.filter(status=Status.PUBLISHED).exists()
    ):
        for _done in rebuild():
            pass


def _texts_of(articles: Iterable["Article"]) -> dict[int, "ArticleSearchText"]:
    from articles.models import ArticleSearchText

    written = {}
    for article in articles:
        headline, text = indexed(*story_texts(article))
        written[article.pk] = ArticleSearchText(
            article_id=article.pk, headline=headline, text=text, fold_version=FOLD_VERSION
        )
    return written


def _store_texts(written: dict[int, "ArticleSearchText"]) -> None:
    from articles.models import ArticleSearchText

    ArticleSearchText.objects.bulk_create(
        written.values(),
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["headline", "text", "fold_version"],
    )


def _count_words(index: Store) -> None:
    from articles.models import ArticleSearchText

    changes: Changes = {}
    texts = ArticleSearchText.objects.filter(article__search_entry__isnull=False)
    for headline, text in texts.values_list("headline", "text").iterator(_BATCH):
        count(changes, headline, text, 1)
    index.clear_words()
    index.add_to_words(changes)


def _without_entries(index: Store, article_ids: Iterable[int]) -> Changes:
    """Remove the entries of these stories; returns the words that leave with them."""
    from articles.models import ArticleSearchText

    leaving = index.indexed_among(article_ids)
    changes: Changes = {}
    for text in ArticleSearchText.objects.filter(pk__in=leaving):
        count(changes, text.headline, text.text, -1)
    index.forget(leaving)
    return changes


def _change_words(index: Store, changes: Changes) -> None:
    """Count what has changed: most saves leave most words as they were, and many leave all."""
    changed = {stem: change for stem, change in changes.items() if any(change)}
    if changed:
        index.lock()
        index.add_to_words(changed)


def _entries(texts: dict[int, "ArticleSearchText"]) -> list[Entry]:
    """The entries of those of the stories that are published, be it for later."""
    from articles.models import Article, Listing

    published = Article.objects.filter(pk__in=list(texts), status=Status.PUBLISHED)
    lists: dict[int, list[tuple[int, int]]] = {}
    for article_id, kind, target in Listing.objects.filter(article_id__in=list(texts)).values_list(
        "article_id", "kind", "target_id"
    ):
        lists.setdefault(article_id, []).append((kind, target))
    return [
        entry(
            article_id,
            published_at,
            ends_at,
            texts[article_id].headline,
            texts[article_id].text,
            lists.get(article_id, ()),
        )
        for article_id, published_at, ends_at in published.values_list(
            "pk", "published_at", "ends_at"
        )
        # A published story has its time: see the constraints of Article.
        if published_at is not None
    ]
