"""schema.org NewsArticle says what the page says."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import furniture
from articles.models import Article, Byline
from articles.structured_data import news_article
from tests.factories import make_article, make_author, make_picture, sign

pytestmark = pytest.mark.django_db


def data_of(article: Article, rf) -> dict:
    story = Article.objects.for_page().get(pk=article.pk)
    return news_article(rf.get("/"), story, furniture.load())


def test_news_article(rf):
    writer, photographer = make_author(name="سلمى"), make_author(name="رشيد")
    article = make_article(standfirst="مقدمة", cover=make_picture(size=(1300, 800)))
    sign(article, writer)
    sign(article, photographer, role=Byline.Role.PHOTOS)
    data = data_of(article, rf)
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == article.headline
    assert data["description"] == "مقدمة"
    assert data["mainEntityOfPage"] == f"http://testserver{article.get_absolute_url()}"
    assert [author["name"] for author in data["author"]] == ["سلمى"]
    assert data["image"][0].endswith("share-1200-50x50.jpg")
    assert data["datePublished"] == data["dateModified"] == article.published_at.isoformat()
    json.dumps(data)


def test_date_modified_is_the_last_updated_stamp(rf):
    article = make_article(published_at=timezone.now() - timedelta(days=2))
    article.headline = "عنوان مصحح"
    article.save()
    data = data_of(article, rf)
    assert data["dateModified"] == article.updated_at.isoformat() > data["datePublished"]


def test_a_picture_that_is_not_ready_is_not_named(rf):
    article = make_article(cover=make_picture(alt=""))
    assert "image" not in data_of(article, rf)
