"""Structured data says what the page says, by the rules of schema.org and Google.

developers.google.com/search/docs/appearance/structured-data: article, breadcrumb, profile-page,
organization, sitelinks-searchbox.
"""

import io
import json
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from articles import furniture, renditions
from articles.models import Article, Byline
from articles.structured_data import news_article
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_page,
    make_picture,
    make_tag,
    sign,
)
from tests.page_reading import read, set_site

pytestmark = pytest.mark.django_db

HOST = "http://testserver"


def data_of(article: Article, rf) -> dict:
    story = Article.objects.for_page().get(pk=article.pk)
    return news_article(rf.get("/"), story, furniture.load(), story.tags.all())


def on_page(client, address: str) -> dict[str, dict[str, Any]]:
    """Everything the page at `address` states, by its type; each block names its vocabulary."""
    found = {}
    for block in read(client, address).find_all("script", type="application/ld+json"):
        data = json.loads(block.string)
        assert data["@context"] == "https://schema.org"
        for node in data.get("@graph", [data]):
            found[node["@type"]] = node
    return found


# --- NewsArticle ---------------------------------------------------------------------------------


def test_news_article(rf):
    writer, photographer = make_author(name="سلمى"), make_author(name="رشيد")
    article = make_article(
        standfirst="مقدمة",
        cover=make_picture(size=(1300, 800), ready=("jpg",)),
        tags=[make_tag(name="ماء"), make_tag(name="هواء")],
    )
    sign(article, writer)
    sign(article, photographer, role=Byline.Role.PHOTOS)
    Article.objects.filter(pk=article.pk).update(comment_count=7)
    data = data_of(article, rf)
    address = HOST + article.get_absolute_url()
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == article.headline
    assert data["description"] == "مقدمة"
    assert data["mainEntityOfPage"] == {"@type": "WebPage", "@id": address}
    assert data["author"] == [
        {"@type": "Person", "name": "سلمى", "url": HOST + writer.get_absolute_url()}
    ]
    assert data["articleSection"] == article.category.name
    assert data["keywords"] == ["ماء", "هواء"]
    assert data["commentCount"] == 7
    assert data["isAccessibleForFree"] is True
    assert data["inLanguage"] == "ar"
    json.dumps(data)


def test_dates_have_the_newspaper_s_zone(rf):
    article = make_article(published_at=timezone.make_aware(datetime(2023, 1, 18, 15, 5)))
    data = data_of(article, rf)
    assert data["datePublished"] == data["dateModified"] == "2023-01-18T15:05:00+01:00"


def test_date_modified_is_the_last_updated_stamp(rf):
    article = make_article(published_at=timezone.now() - timedelta(days=2))
    article.headline = "عنوان مصحح"
    article.save()
    data = data_of(article, rf)
    assert datetime.fromisoformat(data["dateModified"]) == article.updated_at
    assert data["dateModified"] > data["datePublished"]


def test_a_headline_has_at_most_110_characters(rf):
    data = data_of(make_article(headline="كلمة " * 36), rf)
    assert len(data["headline"]) <= 110
    assert data["headline"].endswith("…")
    whole = "ا" * 110
    assert data_of(make_article(headline=whole), rf)["headline"] == whole


def test_a_story_without_byline_is_the_newspaper_s(rf):
    set_site(name="قوس الضحى")
    (author,) = data_of(make_article(), rf)["author"]
    assert author == {"@type": "NewsMediaOrganization", "name": "قوس الضحى", "url": f"{HOST}/"}


def test_pictures_in_several_ratios_each_large_enough(rf, client):
    article = make_article(cover=make_picture(size=(1300, 800), ready=("jpg",)))
    images = data_of(article, rf)["image"]
    sizes = []
    for image in images:
        response = client.get(image)
        assert response["Content-Type"] == "image/jpeg"
        sizes.append(Image.open(io.BytesIO(b"".join(response.streaming_content))).size)
    # Google: 16:9, 4:3 and 1:1, at least 50,000 pixels, 1200 px wide to be shown large.
    ratios = [round(width / height, 2) for width, height in sizes]
    assert ratios == [1.78, 1.33, 1.0]
    assert all(width * height >= 50_000 for width, height in sizes)
    assert sizes[0][0] >= 1200
    assert sizes[2][0] >= 448


def test_a_cover_just_uploaded_is_named_once_as_a_whole(rf):
    cover = make_picture(size=(1300, 800))
    images = data_of(make_article(cover=cover), rf)["image"]
    assert images == [f"{HOST}{renditions.preview(cover).url}"]


def test_a_small_cover_is_better_than_none(rf):
    article = make_article(cover=make_picture(size=(200, 120)))
    assert len(data_of(article, rf)["image"]) == 1


def test_a_picture_that_is_not_ready_is_not_named(rf):
    article = make_article(cover=make_picture(alt=""))
    assert "image" not in data_of(article, rf)


def test_the_publisher_has_a_logo_that_is_there(rf):
    from django.contrib.staticfiles import finders
    from PIL import Image

    publisher = data_of(make_article(), rf)["publisher"]
    assert publisher["@type"] == "NewsMediaOrganization"
    logo = publisher["logo"]
    with Image.open(finders.find(logo["url"].removeprefix(f"{HOST}/static/"))) as image:
        assert image.size == (logo["width"], logo["height"])
        # Google, organization: at least 112 by 112 pixels, of a raster format.
        assert min(image.size) >= 112


# --- The other pages -----------------------------------------------------------------------------


def test_a_story_s_page_has_the_story_and_the_way_to_it(client):
    category = make_category(name="المجتمع")
    story = make_article(category=category, headline="عنوان", tags=[make_tag(name="ماء")])
    set_site(name="قوس الضحى")
    data = on_page(client, story.get_absolute_url())
    assert data["NewsArticle"]["keywords"] == ["ماء"]
    steps = data["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"]) for step in steps] == [
        (1, "قوس الضحى"),
        (2, "المجتمع"),
        (3, "عنوان"),
    ]
    assert [step["item"] for step in steps] == [
        f"{HOST}/",
        HOST + category.get_absolute_url(),
        HOST + story.get_absolute_url(),
    ]


def test_the_home_page_names_the_site_its_search_and_its_publisher(client):
    set_site(name="قوس الضحى", description="صحيفة", whatsapp_url="https://whatsapp.com/channel/x")
    data = on_page(client, "/")
    site, publisher = data["WebSite"], data["NewsMediaOrganization"]
    assert (site["name"], site["url"]) == ("قوس الضحى", f"{HOST}/")
    assert site["publisher"]["@id"] == publisher["@id"]
    search = site["potentialAction"]
    assert search["@type"] == "SearchAction"
    assert search["target"]["urlTemplate"] == f"{HOST}/search/?q={{search_term_string}}"
    assert search["query-input"] == "required name=search_term_string"
    assert publisher["sameAs"] == ["https://whatsapp.com/channel/x"]


@pytest.mark.parametrize("kind", ["category", "tag", "archive"])
def test_a_list_is_a_collection_of_its_stories(client, kind):
    tag = make_tag()
    newer = make_article(tags=[tag])
    older = make_article(
        tags=[tag], category=newer.category, published_at=newer.published_at - timedelta(minutes=1)
    )
    address = {
        "category": newer.category.get_absolute_url(),
        "tag": tag.get_absolute_url(),
        "archive": f"/archive/{timezone.localtime(newer.published_at):%Y/%m/%d}/",
    }[kind]
    data = on_page(client, address)
    page = data["CollectionPage"]
    assert page["url"] == HOST + address
    assert page["description"]
    items = page["mainEntity"]["itemListElement"]
    assert [item["url"] for item in items] == [
        HOST + story.get_absolute_url() for story in (newer, older)
    ]
    steps = data["BreadcrumbList"]["itemListElement"]
    assert len(steps) >= 2
    assert all(b["position"] == a["position"] + 1 for a, b in pairwise(steps))


def test_an_empty_list_has_no_items(client):
    assert "mainEntity" not in on_page(client, make_tag().get_absolute_url())["CollectionPage"]


def test_an_author_s_page_is_a_profile(client):
    author = make_author(
        name="سعاد", job_title="صحفية", biography="تكتب.", portrait=make_picture(size=(800, 800))
    )
    data = on_page(client, author.get_absolute_url())
    # Required: mainEntity, a Person with a name.
    person = data["ProfilePage"]["mainEntity"]
    assert (person["@type"], person["name"], person["jobTitle"]) == ("Person", "سعاد", "صحفية")
    assert person["description"] == "تكتب."
    assert person["url"] == HOST + author.get_absolute_url()
    assert person["image"]
    assert person["worksFor"]["@type"] == "NewsMediaOrganization"
    assert "BreadcrumbList" in data


def test_a_static_page_has_the_way_to_it(client):
    page = make_page(title="من نحن")
    steps = on_page(client, page.get_absolute_url())["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps][-1] == "من نحن"
