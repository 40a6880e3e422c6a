"""schema.org and Open Graph as plain dicts; templates serialise them, no HTML here."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from articles import renditions
from articles.models import Byline

if TYPE_CHECKING:
    from articles.furniture import Furniture
    from articles.models import Article


def news_article(request: HttpRequest, article: "Article", site: "Furniture") -> dict[str, Any]:
    """schema.org NewsArticle: https://schema.org/NewsArticle.

    `dateModified` is the last-updated stamp, the same value readers see.
    """
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "inLanguage": "ar",
        "mainEntityOfPage": request.build_absolute_uri(article.get_absolute_url()),
        "articleSection": article.category.name,
        "isAccessibleForFree": True,
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": site.name,
            "url": request.build_absolute_uri("/"),
        },
        "author": [
            {
                "@type": "Person",
                "name": byline.author.name,
                "url": request.build_absolute_uri(byline.author.get_absolute_url()),
            }
            for byline in article.bylines.all()
            if byline.role == Byline.Role.BY
        ],
    }
    if article.standfirst:
        data["description"] = article.standfirst
    if article.published_at and article.updated_at:
        data["datePublished"] = article.published_at.isoformat()
        data["dateModified"] = article.updated_at.isoformat()
    if cover := article.shown_cover:
        data["image"] = [request.build_absolute_uri(renditions.sources(cover, "share").jpeg)]
    return data
