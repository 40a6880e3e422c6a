"""The stored search text: written with the story, met by any spelling of the query."""

import pytest

from articles import search
from articles.models import Article, ArticleSearchText
from newsportal.arabic.folding import FOLD_VERSION
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def found(text: str) -> list[Article]:
    return list(Article.objects.matching(text))


@pytest.mark.parametrize(
    "query",
    [
        "التعاون العسكري",
        "تعاون عسكري",
        "تعاوُنٌ",
        "والتعاون",
        "التعـــاون",
        "عسكرى",
        "الأسعار",
        "الاسعار",
        "عسكري أسعار",
        "تعاو",
        "2024",
        "٢٠٢٤",
    ],
)
def test_spelling_makes_no_difference(query):
    article = make_article(headline="اتفاق التعاون العسكري", body="<p>ارتفاع الأسعار في 2024</p>")
    make_article(headline="خبر آخر", body="<p>لا شيء</p>")
    assert found(query) == [article]


def test_every_word_must_be_there():
    make_article(headline="التعاون العسكري")
    assert found("التعاون المدني") == []


def test_no_words_is_no_condition():
    article = make_article()
    assert found(" ، ") == [article]


def test_the_text_follows_the_story():
    article = make_article(headline="زيتون", kicker="فلاحة", standfirst="موسم", body="<p>معصرة</p>")
    for word in ("زيتون", "فلاحة", "موسم", "معصرة"):
        assert found(word) == [article]
    article.headline = "برتقال"
    article.save()
    assert found("زيتون") == []
    assert found("برتقال") == [article]


def test_refresh_equals_what_saving_wrote():
    article = make_article(headline="عنوان", body="<p>نص</p>")
    before = ArticleSearchText.objects.values().get(article=article)
    assert before["fold_version"] == FOLD_VERSION
    ArticleSearchText.objects.all().delete()
    search.refresh([article])
    assert ArticleSearchText.objects.values().get(article=article) == before
    search.refresh([article])
    assert ArticleSearchText.objects.count() == 1


@pytest.mark.parametrize("query", ["%", "_", "'", '"', "\\", "a" * 5000, "ء" * 300, "\u202e"])
def test_odd_queries_are_only_queries(query):
    make_article(headline="عنوان")
    assert len(found(query)) <= 1
