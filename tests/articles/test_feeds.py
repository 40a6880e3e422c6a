"""Feeds of stories obey the published rules of their formats and show what is out.

Rules: RSS Advisory Board's best practices profile (rssboard.org/rss-profile), RFC 4287 (Atom),
jsonfeed.org/version/1.1.
"""

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from articles import actions, feeds, renditions
from articles.feed_text import for_feeds
from articles.models import Article, Byline
from newsportal.feed_formats import FORMATS, Entry, Feed, Person, respond
from newsportal.xml_text import legal
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_full_story,
    make_picture,
    make_tag,
    make_user,
    sign,
)
from tests.feed_reading import NAMESPACES, one, read_json, read_xml, texts
from tests.page_reading import set_site

RSS, ATOM, JSON = "/feeds/rss.xml", "/feeds/atom.xml", "/feeds/feed.json"
FILES = tuple(FORMATS)

database = pytest.mark.django_db


@pytest.fixture
def story(db) -> Article:
    set_site(name="قوس الضحى", description="صحيفة تجريبية")
    story = make_full_story(headline='قال "نعم" & <b>لا</b>')
    sign(story, make_author(name="سعاد"), make_author(name="أمين"))
    sign(story, make_author(name="مصور"), role=Byline.Role.PHOTOS)
    return story


# --- RSS 2.0 -------------------------------------------------------------------------------------


def test_rss_channel(client, story):
    root = read_xml(client, RSS)
    assert (root.tag, root.attrib["version"]) == ("rss", "2.0")
    (channel,) = root
    # Required of a channel: title, link, description.
    assert one(channel, "title") == "قوس الضحى"
    assert one(channel, "link") == "http://testserver/"
    assert one(channel, "description") == "صحيفة تجريبية"
    assert one(channel, "language") == "ar"
    # Profile: a feed names itself with atom:link.
    self_link = channel.find("atom:link", NAMESPACES)
    assert self_link.attrib["rel"] == "self"
    assert self_link.attrib["href"] == f"http://testserver{RSS}"
    assert parsedate_to_datetime(one(channel, "lastBuildDate")) == story.updated_at


def test_rss_item(client, story, settings):
    settings.SITE_URL = "https://news.example"
    item = read_xml(client, RSS).find("channel/item")
    assert one(item, "title") == story.headline
    assert one(item, "link") == f"http://testserver{story.get_absolute_url()}"
    guid = item.find("guid")
    assert guid.attrib["isPermaLink"] == "true"
    assert guid.text == f"https://news.example/n/{story.pk}"
    # RFC 822 as the profile wants it: four digits of the year, a zone.
    assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}", one(item, "pubDate"))
    assert parsedate_to_datetime(one(item, "pubDate")) == story.published_at
    # An RSS author would be an e-mail address.
    assert texts(item, "author") == []
    assert texts(item, "dc:creator") == ["سعاد", "أمين"]
    assert texts(item, "category") == ["الأخبار الوطنية", "الدفاع", "الصناعة"]
    assert one(item, "comments") == f"http://testserver{story.get_absolute_url()}#comments"
    assert "Un accord signé mardi.</p>" in one(item, "content:encoded")


def test_a_description_is_html_and_so_its_marks_are_escaped_once_more(client, db):
    make_article(standfirst="1 < 2 & <b>3</b>")
    summary = "1 &lt; 2 &amp; &lt;b&gt;3&lt;/b&gt;"
    assert one(read_xml(client, RSS), "channel/item/description") == summary
    assert one(read_xml(client, ATOM), "atom:entry/atom:summary") == summary


def test_the_picture_is_the_share_crop_with_its_size_and_its_words(client, db):
    make_full_story(cover=make_picture(alt="سفينة", credit="وكالة", ready=("jpg",)))
    media = read_xml(client, RSS).find("channel/item/media:content", NAMESPACES)
    assert media.attrib["url"].startswith("http://testserver/media/pictures/")
    assert media.attrib["medium"] == "image"
    assert int(media.attrib["width"]) / int(media.attrib["height"]) == pytest.approx(
        1200 / 630, rel=0.01
    )
    assert one(media, "media:description") == "سفينة"
    assert one(media, "media:credit") == "وكالة"


def test_a_cover_that_is_not_ready_is_not_named(client, db):
    make_article(cover=make_picture(alt=""))
    assert read_xml(client, RSS).find(".//media:content", NAMESPACES) is None
    assert "image" not in read_json(client, JSON)["items"][0]


# --- Atom ----------------------------------------------------------------------------------------


def test_atom_feed(client, story):
    root = read_xml(client, ATOM)
    assert root.tag == f"{{{NAMESPACES['atom']}}}feed"
    assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "ar"
    # RFC 4287, 4.1.1: exactly one id, title, updated; a self link; 4.1.2: an author for entries
    # that have none.
    assert one(root, "atom:id")
    assert one(root, "atom:title") == "قوس الضحى"
    assert datetime.fromisoformat(one(root, "atom:updated")) == story.updated_at
    assert one(root, "atom:author/atom:name") == "قوس الضحى"
    links = {
        link.attrib["rel"]: link.attrib["href"] for link in root.findall("atom:link", NAMESPACES)
    }
    assert links == {"alternate": "http://testserver/", "self": f"http://testserver{ATOM}"}


def test_atom_entry(client, story):
    entry = read_xml(client, ATOM).find("atom:entry", NAMESPACES)
    # RFC 4287, 4.1.2: exactly one id, title, updated; 4.1.1.1: a summary or a content.
    assert one(entry, "atom:id").endswith(f"/n/{story.pk}")
    assert one(entry, "atom:title") == story.headline
    assert datetime.fromisoformat(one(entry, "atom:updated")) == story.updated_at
    assert datetime.fromisoformat(one(entry, "atom:published")) == story.published_at
    assert texts(entry, "atom:author/atom:name") == ["سعاد", "أمين"]
    (link,) = entry.findall("atom:link", NAMESPACES)
    assert (link.attrib["rel"], link.attrib["href"]) == (
        "alternate",
        f"http://testserver{story.get_absolute_url()}",
    )
    assert entry.find("atom:summary", NAMESPACES).attrib["type"] == "html"
    assert one(entry, "atom:summary") == story.standfirst
    content = entry.find("atom:content", NAMESPACES)
    assert content.attrib["type"] == "html"
    assert "اتفق البلدان" in content.text
    terms = [category.attrib["term"] for category in entry.findall("atom:category", NAMESPACES)]
    assert terms == ["الأخبار الوطنية", "الدفاع", "الصناعة"]


# --- JSON Feed -----------------------------------------------------------------------------------


def test_json_feed(client, story):
    response = client.get(JSON)
    assert response["Content-Type"].startswith("application/feed+json")
    feed = response.json()
    # Required at the top: version, title, items; required on the public web: the two addresses.
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "قوس الضحى"
    assert feed["home_page_url"] == "http://testserver/"
    assert feed["feed_url"] == f"http://testserver{JSON}"
    assert feed["language"] == "ar"
    assert {"icon", "favicon"} <= feed.keys()
    # Deprecated in 1.1.
    assert "author" not in feed
    (item,) = feed["items"]
    assert isinstance(item["id"], str)
    assert item["id"].endswith(f"/n/{story.pk}")
    assert item["url"] == f"http://testserver{story.get_absolute_url()}"
    # Plain text, whatever it looks like; HTML has one place.
    assert item["title"] == story.headline
    assert "اتفق البلدان" in item["content_html"]
    assert [author["name"] for author in item["authors"]] == ["سعاد", "أمين"]
    assert all(author["url"].startswith("http://testserver/author/") for author in item["authors"])
    assert item["tags"] == ["الأخبار الوطنية", "الدفاع", "الصناعة"]
    # RFC 3339 wants a zone.
    assert datetime.fromisoformat(item["date_published"]) == story.published_at
    assert datetime.fromisoformat(item["date_modified"]).tzinfo is not None


@pytest.mark.parametrize(("icon", "least"), [("logo.png", 512), ("touch.png", 64)])
def test_icons_have_the_size_that_json_feed_asks_for(icon, least):
    from django.contrib.staticfiles import finders
    from PIL import Image

    with Image.open(finders.find(f"icons/{icon}")) as image:
        assert image.width == image.height >= least


# --- What is in them -----------------------------------------------------------------------------


@database
@pytest.mark.parametrize("file", FILES)
def test_only_what_is_out_newest_first(client, file):
    now = timezone.now()
    category = make_category()
    old = make_article(category=category, published_at=now - timedelta(days=3))
    new = make_article(category=category)
    make_article(category=category, published_at=now + timedelta(hours=1))
    make_article(category=category, ends_at=now - timedelta(minutes=1))
    make_article(category=category, status="draft")
    for address in (f"/feeds/{file}", f"/feeds/category/{category.pk}/{file}"):
        body = client.get(address).content.decode()
        ids = re.findall(r"http://127\.0\.0\.1:\d+/n/(\d+)\b", body)
        assert list(dict.fromkeys(ids)) == [str(new.pk), str(old.pk)]


@database
@pytest.mark.parametrize("file", FILES)
def test_each_list_has_its_own_feed(client, file):
    tag, author = make_tag(name="الماء"), make_author(name="ليلى")
    listed = make_article(tags=[tag], authors=[author])
    make_article()
    for target in (tag, author, listed.category):
        kind = target._meta.model_name
        body = client.get(f"/feeds/{kind}/{target.pk}/{file}").content.decode()
        assert f"{target.name} |" in body
        assert set(re.findall(r"/n/(\d+)\b", body)) == {str(listed.pk)}


@database
@pytest.mark.parametrize("address", ["/feeds/rss", "/feeds/nothing.xml", "/feeds/tag/7/rss.xml"])
def test_what_is_not_there_is_404(client, address):
    assert client.get(address).status_code == 404


@database
def test_a_kind_that_has_no_feed_is_404(client):
    assert client.get(f"/feeds/article/{make_article().pk}/rss.xml").status_code == 404


@database
@pytest.mark.parametrize("file", FILES)
def test_an_empty_feed_is_valid_and_does_not_change_with_the_clock(client, file):
    address = f"/feeds/tag/{make_tag().pk}/{file}"
    assert client.get(address).content == client.get(address).content


@database
def test_a_feed_is_bounded(client):
    category = make_category()
    for _number in range(feeds.SIZE + 2):
        make_article(category=category)
    assert len(read_json(client, JSON)["items"]) == feeds.SIZE


@database
def test_the_identity_stays_when_headline_and_slug_change(client):
    story = make_article()
    before = read_json(client, JSON)["items"][0]
    story.headline, story.slug = "عنوان آخر تماما", ""
    story.save()
    after = read_json(client, JSON)["items"][0]
    assert before["id"] == after["id"]
    assert before["url"] != after["url"]
    assert after["date_modified"] > after["date_published"]


# --- Texts ---------------------------------------------------------------------------------------


@database
def test_addresses_in_the_text_are_absolute(client):
    picture = make_picture(alt="وصف")
    make_article(
        body=f'<p><a href="/archive/2023/1/">الأرشيف</a></p><img src="/media/{picture.file.name}">'
    )
    html = read_json(client, JSON)["items"][0]["content_html"]
    assert 'href="http://testserver/archive/2023/1/"' in html
    assert re.findall(r'(?:src|href)="(?!http://testserver/)', html) == []
    assert 'alt="وصف"' in html
    assert f'src="http://testserver{renditions.preview(picture).url}"' in html
    assert "srcset" not in html


@pytest.mark.parametrize("mark", ["<script>", "<picture", "onclick", "style=", "javascript:"])
def test_nothing_in_the_text_runs(mark):
    wild = '<p onclick="x()" style="a:b"><script>x()</script><a href="javascript:x()">ن</a></p>'
    assert mark not in for_feeds(wild, "https://news.example/news/1/x/")


@given(st.text())
def test_control_characters_are_left_out_and_nothing_else(text):
    from xml.etree import ElementTree

    kept = legal(text)
    root = ElementTree.Element("t")
    root.text = kept
    parsed = ElementTree.fromstring(ElementTree.tostring(root, encoding="utf-8"))
    # A parser turns carriage returns into line feeds (XML 1.0, 2.11).
    assert (parsed.text or "") == kept.replace("\r\n", "\n").replace("\r", "\n")
    assert [char for char in text if char not in kept] == [
        char for char in text if legal(char) == ""
    ]


@given(st.text(), st.sampled_from(FILES))
@example("]]>\x0b\ufffe", "rss.xml")
@example("]]>\x0b\ufffe", "atom.xml")
def test_no_text_breaks_a_feed(text, file):
    from xml.etree import ElementTree

    now = datetime(2026, 1, 1, tzinfo=timezone.get_default_timezone())
    address = "https://news.example/n/1"
    entry = Entry(
        address, address, text, text, text, now, now, (Person(text),), (text,),
    )  # fmt: skip
    feed = Feed(address, address, address, text, text, Person(text), address, address, (entry,))
    response = respond(feed, file)
    if file.endswith(".xml"):
        ElementTree.fromstring(response.content)
    else:
        import json

        json.loads(response.content)


# --- Caching -------------------------------------------------------------------------------------


@database
@pytest.mark.parametrize("file", FILES)
def test_a_feed_is_public_and_answers_conditional_requests(client, file):
    story = make_article()
    first = client.get(f"/feeds/{file}")
    assert "public" in first["Cache-Control"]
    assert first["Access-Control-Allow-Origin"] == "*"
    again = client.get(f"/feeds/{file}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    actions.withdraw([story], make_user("EDITOR"))
    changed = client.get(f"/feeds/{file}", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


@database
def test_no_cache_keeps_a_feed_past_the_next_change(client):
    make_article(ends_at=timezone.now() + timedelta(seconds=20))
    limit = int(re.search(r"s-maxage=(\d+)", client.get(RSS)["Cache-Control"])[1])
    assert limit <= 20


@database
def test_a_change_of_what_a_feed_shows_forgets_it(client, forgotten):
    tag, author = make_tag(), make_author()
    story = make_article(tags=[tag], authors=[author])
    for address in (RSS, f"/feeds/tag/{tag.pk}/rss.xml"):
        carried = set(client.get(address)["Cache-Tag"].split(","))
        for row in (story, tag, author, story.category):
            assert carried & forgotten(row.save), row
        assert carried & forgotten(lambda: make_article(tags=[tag]))


@database
def test_a_signed_in_reader_sees_everybody_s_feed(client):
    client.force_login(make_user("EDITOR"))
    assert "public" in client.get(RSS)["Cache-Control"]
