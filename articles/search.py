"""The stored search text: what is indexed of a story, and how a query meets it.

Text and query go through one function (newsportal/arabic), so that spelling, marks and attached
particles make no difference.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from articles.rich_text import plain_text
from newsportal.arabic.folding import FOLD_VERSION
from newsportal.arabic.stemming import index_text, query_terms

if TYPE_CHECKING:
    from articles.models import Article


def indexed(headline: str, *texts: str) -> tuple[str, str]:
    """The search text of a headline and of the rest: forms in reading order, spaces at both ends.

    The spaces let a query ask for the beginning of a word with a plain `LIKE '% word%'`.
    """
    return f" {index_text(headline)} ", f" {index_text(' '.join(texts))} "


def story_texts(article: "Article") -> tuple[str, str, str, str]:
    """What of a story is searched: headline, then kicker, standfirst and body as plain text."""
    return article.headline, article.kicker, article.standfirst, plain_text(article.body)


def refresh(articles: Iterable["Article"]) -> None:
    """Write the search text of these stories anew."""
    from articles.models import ArticleSearchText

    rows = []
    for article in articles:
        headline, text = indexed(*story_texts(article))
        rows.append(
            ArticleSearchText(
                article=article, headline=headline, text=text, fold_version=FOLD_VERSION
            )
        )
    ArticleSearchText.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["headline", "text", "fold_version"],
    )


def filter_stories(stories: Any, text: str) -> Any:
    """Those of `stories` (a queryset) that hold every word of `text`, or a word beginning so."""
    for forms in query_terms(text):
        found = Q()
        for form in forms:
            found |= Q(search_text__headline__contains=f" {form}")
            found |= Q(search_text__text__contains=f" {form}")
        stories = stories.filter(found)
    return stories
