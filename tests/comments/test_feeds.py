"""Feeds of comments show what readers see under stories; of who wrote it, the name alone."""

from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.utils import timezone

from articles import actions
from articles.models import Article
from comments import feeds
from comments.models import Status
from newsportal.feed_formats import FORMATS
from tests.factories import make_article, make_comment, make_user
from tests.feed_reading import NAMESPACES, one, read_json, read_xml, texts

pytestmark = pytest.mark.django_db

FILES = tuple(FORMATS)


@pytest.fixture
def story() -> Article:
    return make_article(headline="خبر الصباح")


def addresses(story: Article, file: str) -> list[str]:
    return [f"/feeds/comments/{file}", f"/feeds/comments/story/{story.pk}/{file}"]


@pytest.mark.parametrize("file", FILES)
def test_only_approved_comments_newest_first_and_never_the_e_mail(client, story, file):
    now = timezone.now()
    approved = {"article": story, "status": Status.APPROVED}
    make_comment(**approved, body="الأول", submitted_at=now - timedelta(hours=2))
    make_comment(**approved, body="الثاني", submitted_at=now - timedelta(hours=1))
    for status in (Status.WAITING, Status.REJECTED, Status.SPAM):
        make_comment(article=story, status=status, body=f"مخفي {status}")
    for address in addresses(story, file):
        body = client.get(address).content.decode()
        assert body.index("الثاني") < body.index("الأول")
        assert "مخفي" not in body
        assert "@" not in body.replace("@context", "")
        assert "قارئة" in body


def test_an_erased_comment_leaves_nothing(client, story):
    make_comment(article=story, status=Status.APPROVED, body="")
    for address in addresses(story, "feed.json"):
        assert read_json(client, address)["items"] == []


def test_an_entry(client, story, settings):
    settings.SITE_URL = "https://news.example"
    comment = make_comment(
        article=story, status=Status.APPROVED, name="سلمى", body="سطر\nثان <b>\n\nفقرة & أخرى"
    )
    item = read_xml(client, f"/feeds/comments/story/{story.pk}/rss.xml").find("channel/item")
    assert "سلمى" in one(item, "title")
    assert "خبر الصباح" in one(item, "title")
    assert texts(item, "dc:creator") == ["سلمى"]
    assert parsedate_to_datetime(one(item, "pubDate")) == comment.submitted_at.replace(
        microsecond=0
    )
    assert one(item, "guid") == f"https://news.example{comment.get_absolute_url()}"
    assert one(item, "link") == f"http://testserver{comment.get_absolute_url()}"
    html = one(item, "content:encoded")
    assert html == ('<p dir="auto">سطر<br>ثان &lt;b&gt;</p><p dir="auto">فقرة &amp; أخرى</p>')


def test_the_feed_of_a_story_belongs_to_its_page(client, story):
    make_comment(status=Status.APPROVED, body="تحت خبر آخر")
    feed = read_json(client, f"/feeds/comments/story/{story.pk}/feed.json")
    assert feed["items"] == []
    assert feed["home_page_url"] == f"http://testserver{story.get_absolute_url()}#comments"
    assert "خبر الصباح" in feed["title"]
    root = read_xml(client, f"/feeds/comments/story/{story.pk}/atom.xml")
    assert one(root, "atom:id") != one(read_xml(client, "/feeds/comments/atom.xml"), "atom:id")
    assert root.findall("atom:entry", NAMESPACES) == []


def test_comments_of_a_story_that_is_not_out_are_not_out(client, story):
    make_comment(article=story, status=Status.APPROVED, body="كلام")
    actions.withdraw([story], make_user("EDITOR"))
    assert "كلام" not in client.get("/feeds/comments/rss.xml").content.decode()
    assert client.get(f"/feeds/comments/story/{story.pk}/rss.xml").status_code == 410
    later = make_article(published_at=timezone.now() + timedelta(hours=1))
    assert client.get(f"/feeds/comments/story/{later.pk}/rss.xml").status_code == 404


def test_a_feed_is_bounded_and_so_are_its_queries(client, story, django_assert_num_queries):
    for _number in range(feeds.SIZE + 2):
        make_comment(article=story, status=Status.APPROVED)
    with django_assert_num_queries(3):
        assert len(read_json(client, "/feeds/comments/feed.json")["items"]) == feeds.SIZE
    with django_assert_num_queries(3):
        client.get(f"/feeds/comments/story/{story.pk}/feed.json")


@pytest.mark.parametrize("file", ["rss", "rss.xml.gz"])
def test_an_unknown_format_is_404(client, story, file):
    for address in addresses(story, file):
        assert client.get(address).status_code == 404


def test_a_feed_is_public_forgotten_and_conditional(client, story, forgotten):
    make_comment(article=story, status=Status.APPROVED)
    for address in addresses(story, "rss.xml"):
        first = client.get(address)
        assert "public" in first["Cache-Control"]
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
        carried = set(first["Cache-Tag"].split(","))
        assert carried & forgotten(story.save)
        assert f"article:{story.pk}" in carried
