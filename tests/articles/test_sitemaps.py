"""Sitemaps obey sitemaps.org and Google's rules for news, and name what is out and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from articles import actions, sitemaps
from articles.models import Article
from articles.sitemap_parts import Third, ThirdOf
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_page,
    make_tag,
    make_user,
)
from tests.feed_reading import NAMESPACES, one, read_xml, texts
from tests.page_reading import set_site

database = pytest.mark.django_db

HOST = "http://testserver"
JANUARY = datetime(2023, 1, 18, 14, 5, tzinfo=UTC)


def locations(client, address: str) -> list[str]:
    return texts(read_xml(client, address), "map:url/map:loc")


def parts(client) -> list[str]:
    """The addresses of all sitemaps that the index names."""
    return texts(read_xml(client, "/sitemap.xml"), "map:sitemap/map:loc")


# --- The index -----------------------------------------------------------------------------------


@database
def test_the_index_names_each_third_of_a_month_with_stories_newest_first(client):
    category = make_category()
    make_article(category=category, published_at=JANUARY)
    make_article(category=category, published_at=datetime(2022, 12, 31, 23, 59, tzinfo=UTC))
    make_article(category=category, published_at=JANUARY.replace(month=3))
    assert parts(client) == [
        f"{HOST}/sitemap-pages.xml",
        f"{HOST}/sitemap-2023-3-2.xml",
        f"{HOST}/sitemap-2023-1-2.xml",
        f"{HOST}/sitemap-2022-12-3.xml",
    ]


@database
def test_a_part_s_time_is_that_of_its_last_update(client):
    category = make_category()
    make_article(category=category, published_at=JANUARY)
    corrected = make_article(category=category, published_at=JANUARY - timedelta(days=3))
    make_article(category=category, published_at=JANUARY - timedelta(days=5))
    make_article(category=category, published_at=JANUARY - timedelta(days=9))
    correction = datetime(2024, 6, 1, 8, 30, 0, 123, tzinfo=UTC)
    Article.objects.filter(pk=corrected.pk).update(corrected_at=correction)
    updated = texts(read_xml(client, "/sitemap.xml"), "map:sitemap/map:lastmod")
    assert list(map(datetime.fromisoformat, updated)) == [correction, JANUARY - timedelta(days=9)]


@given(st.datetimes(datetime(1900, 1, 1), datetime(9998, 1, 1), timezones=st.just(UTC)))
@example(datetime(2024, 2, 29, 23, 59, 59, 999999, tzinfo=UTC))
@example(datetime(2023, 12, 31, tzinfo=UTC))
@example(datetime(2023, 1, 21, tzinfo=UTC))
def test_every_moment_lies_in_one_third(moment):
    third = Third.of(moment)
    start, end = third.bounds
    assert start <= moment < end
    assert Third.numbered(third.number) == third
    following = Third.of(end)
    assert (following.number, following.bounds[0]) == (third.number + 1, end)


@database
@pytest.mark.parametrize("day", [1, 10, 11, 20, 21, 31])
@pytest.mark.parametrize("hour", [0, 23])
def test_the_database_counts_thirds_alike(day, hour):
    moment = datetime(2024, 12, day, hour, 59, tzinfo=UTC)
    make_article(published_at=moment)
    (number,) = Article.objects.values_list(ThirdOf("published_at"), flat=True)
    assert number == Third.of(moment).number


@database
def test_a_story_stands_in_the_month_of_utc_at_its_borders(client):
    first = make_article(published_at=datetime(2023, 2, 1, tzinfo=UTC))
    last = make_article(published_at=datetime(2023, 2, 28, 23, 59, 59, 999999, tzinfo=UTC))
    next_month = make_article(published_at=datetime(2023, 3, 1, tzinfo=UTC))
    for number, story in ((1, first), (3, last)):
        found = locations(client, f"/sitemap-2023-2-{number}.xml")
        assert found == [HOST + story.get_absolute_url()]
    assert locations(client, "/sitemap-2023-3-1.xml") == [HOST + next_month.get_absolute_url()]


@database
def test_every_story_that_is_out_stands_in_one_file_and_nothing_else(client):
    now, category = timezone.now(), make_category()
    out = [
        make_article(category=category, published_at=JANUARY - timedelta(days=5 * number))
        for number in range(9)
    ]
    out.append(make_article(category=category))
    make_article(category=category, status="draft")
    make_article(category=category, published_at=now + timedelta(hours=1))
    make_article(category=category, ends_at=now - timedelta(minutes=1))
    actions.withdraw([make_article(category=category)], make_user("EDITOR"))
    found = []
    for part in parts(client)[1:]:
        urls = locations(client, part)
        assert urls
        found += urls
    assert sorted(found) == sorted(HOST + story.get_absolute_url() for story in out)


def test_limits_of_the_protocol():
    # sitemaps.org: 50,000 addresses, 50 MB; an address below 2,048 characters.
    longest = f"{HOST}/news/{10**9}/{'%D8%A7' * 120}/"
    entry = f"<url><loc>{longest}</loc><lastmod>2026-01-01T00:00:00.000000+00:00</lastmod></url>\n"
    assert sitemaps.URLS <= 50_000
    assert len(longest) < 2048
    assert sitemaps.URLS * len(entry) < 50 * 1024**2


@database
@pytest.mark.parametrize(
    "name", ["2023-13-1", "2023-0-1", "0-1-1", "2023-1-0", "2023-1-1", "2023-1-4",
             f"2023-1-{10**20}", f"{10**30}-1-1", "9999-12-1", "9999-12-3", "2020-1-1"],
)  # fmt: skip
def test_what_holds_no_story_is_404(client, name):
    make_article(published_at=JANUARY)
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


# --- One file ------------------------------------------------------------------------------------


@database
def test_each_entry_has_its_last_update(client):
    story = make_article(published_at=JANUARY)
    story.headline = "عنوان مصحح"
    story.save()
    root = read_xml(client, "/sitemap-2023-1-2.xml")
    # W3C Datetime: a time needs its zone.
    updated = datetime.fromisoformat(one(root, "map:url/map:lastmod"))
    assert updated == story.updated_at > story.published_at
    assert updated.tzinfo is not None


@database
def test_addresses_are_ascii_of_this_host_below_the_sitemap_and_canonical(client):
    make_article(published_at=JANUARY, headline="خبر من الرباط & نواحيها", authors=[make_author()])
    make_page()
    for part in parts(client):
        folder = part.rpartition("/")[0] + "/"
        for address in locations(client, part):
            assert address.isascii()
            # sitemaps.org, "Sitemap file location".
            assert address.startswith(folder)
            assert client.get(address).status_code == 200, address


@database
def test_pages_sections_and_authors(client):
    author, silent, page = make_author(), make_author(), make_page()
    hidden = make_page(is_public=False)
    story = make_article(authors=[author])
    root = read_xml(client, "/sitemap-pages.xml")
    urls = dict(
        zip(texts(root, "map:url/map:loc"), root.findall("map:url", NAMESPACES), strict=True)
    )
    wanted = (story.category, author, page)
    assert set(urls) == {f"{HOST}/", *(HOST + row.get_absolute_url() for row in wanted)}
    for row in (hidden, silent):
        assert HOST + row.get_absolute_url() not in urls
    changed = one(urls[HOST + story.category.get_absolute_url()], "map:lastmod")
    assert datetime.fromisoformat(changed) == story.published_at


@database
def test_tags_with_stories_that_are_out_stand_in_files_of_their_own(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "TAGS", 2)
    now, category = timezone.now(), make_category()
    # Six tags in three files of two, whichever ids the database gives next.
    if make_tag().pk % 2:
        make_tag()
    tags = [make_tag() for _number in range(6)]
    first = tags[1].pk // 2
    newest = make_article(category=category, tags=tags[:3], published_at=now)
    make_article(category=category, tags=tags[:1], published_at=JANUARY)
    make_article(category=category, tags=tags[3:4], published_at=now + timedelta(hours=1))
    make_article(category=category, tags=tags[4:5], ends_at=now - timedelta(minutes=1))
    files = [f"{HOST}/sitemap-tags-{number}.xml" for number in (first, first + 1)]
    assert [part for part in parts(client) if "tags" in part] == files
    found = [locations(client, file) for file in files]
    assert found == [
        [HOST + tag.get_absolute_url() for tag in part] for part in (tags[:2], tags[2:3])
    ]
    updated = texts(read_xml(client, files[0]), "map:url/map:lastmod")
    assert [datetime.fromisoformat(text) for text in updated] == [newest.published_at] * 2
    for number in (0, first + 2, 10**20):
        assert client.get(f"/sitemap-tags-{number}.xml").status_code == 404


# --- Google News ---------------------------------------------------------------------------------


@database
def test_news_of_the_last_two_days(client):
    set_site(name="قوس الضحى (تجريبية)")
    now = timezone.now()
    story = make_article(headline="قال \u200f«نعم»\u2069\n& <مضى>", published_at=now)
    older = make_article(published_at=now - timedelta(hours=47))
    make_article(published_at=now - timedelta(hours=49))
    make_article(published_at=now + timedelta(hours=1))
    root = read_xml(client, "/sitemap-news.xml")
    assert texts(root, "map:url/map:loc") == [
        HOST + row.get_absolute_url() for row in (story, older)
    ]
    entry = root.find("map:url", NAMESPACES)
    # Required: publication with name and language, publication date, title.
    assert one(entry, "news:news/news:publication/news:name") == "قوس الضحى"
    assert one(entry, "news:news/news:publication/news:language") == "ar"
    assert datetime.fromisoformat(one(entry, "news:news/news:publication_date")) == now
    assert one(entry, "news:news/news:title") == "قال «نعم» & <مضى>"


@database
def test_a_correction_does_not_make_news_of_an_old_story(client):
    story = make_article(published_at=timezone.now() - timedelta(days=5))
    story.headline = "عنوان مصحح"
    story.save()
    assert locations(client, "/sitemap-news.xml") == []


@database
def test_news_are_at_most_a_thousand(client, monkeypatch):
    assert sitemaps.NEWS_URLS <= 1000
    monkeypatch.setattr(sitemaps, "NEWS_URLS", 2)
    category = make_category()
    for _number in range(3):
        make_article(category=category)
    assert len(locations(client, "/sitemap-news.xml")) == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("الصباح", "الصباح"),
        ("الصباح (اشتراك)", "الصباح"),
        ("الصباح (ا) ب", "الصباح (ا) ب"),
        ("(الصباح)", "(الصباح)"),
        ("", ""),
    ],
)
def test_the_publication_s_name_has_no_trailing_parentheses(name, expected):
    assert sitemaps.publication_name(name) == expected


@given(st.text())
@example("<\x0b\uffff&")
def test_no_headline_breaks_a_title(headline):
    from xml.etree import ElementTree

    title = sitemaps.news_title(headline)
    ElementTree.fromstring(f"<t>{sitemaps._text(title)}</t>".encode())


# --- Caching -------------------------------------------------------------------------------------


@database
@pytest.mark.parametrize("name", ["", "-pages", "-news", "-2023-1-2"])
def test_sitemaps_are_public_forgotten_and_conditional(client, forgotten, name):
    make_article(published_at=JANUARY, ends_at=timezone.now() + timedelta(seconds=20))
    address = f"/sitemap{name}.xml"
    first = client.get(address)
    assert first["Content-Type"].startswith("application/xml")
    seconds = int(first["Cache-Control"].partition("s-maxage=")[2].partition(",")[0])
    assert seconds <= 20
    assert set(first["Cache-Tag"].split(",")) & forgotten(make_article)
    unchanged = client.get("/sitemap-2023-1-2.xml")
    again = client.get("/sitemap-2023-1-2.xml", headers={"If-None-Match": unchanged["ETag"]})
    assert again.status_code == 304
