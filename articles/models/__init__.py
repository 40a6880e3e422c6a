"""The models of the newsroom, one file for each subject."""

from articles.models.article import Article, Byline
from articles.models.author import Author
from articles.models.derived import ArticleSearchText, Listing, SearchEntry, SearchWord
from articles.models.picture import Picture, RenditionJob
from articles.models.site import BreakingNews, Page, SiteSettings
from articles.models.taxonomy import Category, Tag
from articles.models.views import (
    CountedBatch,
    HourlyViews,
    MostRead,
    ViewReceipt,
    ViewSalt,
    ViewTotal,
)

__all__ = [
    "Article",
    "ArticleSearchText",
    "Author",
    "BreakingNews",
    "Byline",
    "Category",
    "CountedBatch",
    "HourlyViews",
    "Listing",
    "MostRead",
    "Page",
    "Picture",
    "RenditionJob",
    "SearchEntry",
    "SearchWord",
    "SiteSettings",
    "Tag",
    "ViewReceipt",
    "ViewSalt",
    "ViewTotal",
]
