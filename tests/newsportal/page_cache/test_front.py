"""The portal behind its page cache: who sees which page, and when it is made anew."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from articles.models import BreakingNews
from articles.publication import Status
from comments import actions
from comments.models import Status as CommentStatus
from newsportal.page_cache import front
from tests.factories import (
    make_article,
    make_author,
    make_breaking,
    make_category,
    make_comment,
    make_tag,
    make_user,
)
from tests.newsportal.calling import Reader

pytestmark = pytest.mark.django_db

GZIP, BROTLI = {"accept_encoding": "gzip"}, {"accept_encoding": "gzip, br"}


@pytest.fixture
def story():
    return make_article(headline="خبر أول", published_at=timezone.now() - timedelta(hours=1))


def test_the_second_reader_gets_the_first_ones_page(reader, django_assert_num_queries):
    first = reader.get("/")
    with django_assert_num_queries(0):
        second = reader.get("/")
    assert (first.cached, second.cached) == ("miss", "hit")
    assert (first.status, first.body) == (second.status, second.body)
    assert first.headers["ETag"] == second.headers["ETag"]
    assert second.headers["Age"] == "0"


def test_the_stored_page_has_the_headers_of_a_made_one(reader, portal):
    made = Reader(portal._django).get("/")
    kept = [reader.get("/"), reader.get("/")][1]
    ours = {"Age", "Cache-Status", "ETag", "Vary"}
    assert {k: v for k, v in kept.headers.items() if k not in ours} == {
        k: v for k, v in made.headers.items() if k not in ours
    }
    assert kept.headers["Vary"] == "Accept-Encoding"


def test_each_encoding_is_the_same_page(reader):
    import gzip

    import brotli

    plain, gzipped, brotlied = reader.get("/"), reader.get("/", **GZIP), reader.get("/", **BROTLI)
    assert gzip.decompress(gzipped.body) == plain.body == brotli.decompress(brotlied.body)
    assert gzipped.headers["Content-Encoding"] == "gzip"
    assert brotlied.headers["Content-Encoding"] == "br"
    assert "Content-Encoding" not in plain.headers
    assert len({answer.headers["ETag"] for answer in (plain, gzipped, brotlied)}) == 3
    for answer in (plain, gzipped, brotlied):
        assert int(answer.headers["Content-Length"]) == len(answer.body)


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_who_has_the_page_is_told_so(reader, form):
    etag = reader.get("/", **BROTLI).headers["ETag"]
    answer = reader.get("/", if_none_match=form.format(etag), **BROTLI)
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["ETag"] == etag
    assert {"Cache-Control", "Vary", "Age"} <= answer.headers.keys()
    assert "Content-Length" not in answer.headers


def test_another_version_or_encoding_is_sent(reader):
    etag = reader.get("/", **BROTLI).headers["ETag"]
    assert reader.get("/", if_none_match=etag, **GZIP).status == 200
    assert reader.get("/", if_none_match='"old"', **BROTLI).status == 200


def test_the_first_reader_may_have_the_page_already(reader, clock):
    etag = reader.get("/").headers["ETag"]
    clock.pass_by(10_000)
    answer = reader.get("/", if_none_match=etag)
    assert (answer.status, answer.cached) == (304, "miss")


def test_head_has_the_headers_alone_and_keeps_the_page(reader):
    asked = reader.get("/", "HEAD")
    got = reader.get("/")
    assert (asked.status, asked.body, asked.cached) == (200, b"", "miss")
    assert got.cached == "hit"
    assert asked.headers["Content-Length"] == got.headers["Content-Length"]


def test_redirects_are_kept_too(reader, story):
    first, second = (reader.get(story.get_short_url()) for _time in range(2))
    assert (first.status, first.cached, second.status, second.cached) == (301, "miss", 301, "hit")
    assert first.headers["Location"] == second.headers["Location"]


def test_refusals_are_not_kept(reader, story, committing):
    address = story.get_absolute_url()
    story.status = Status.WITHDRAWN
    committing(story.save)
    for path in ("/news/999999/x/", "/nowhere/", address):
        for _time in range(2):
            answer = reader.get(path)
            assert (answer.status in (404, 410), answer.cached) == (True, "")
            assert "no-store" in answer.headers["Cache-Control"]


# --- Persons -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [settings.SESSION_COOKIE_NAME, settings.WAITING_COOKIE_NAME])
def test_persons_neither_see_nor_fill_everyones_page(portal, reader, name):
    person = Reader(portal, {"theme": "dark", name: "x"})
    assert [person.get("/").cached, reader.get("/").cached] == ["", "miss"]
    answer = person.get("/")
    assert (answer.cached, "private" in answer.headers["Cache-Control"]) == ("", True)
    assert reader.get("/").cached == "hit"


def test_other_cookies_change_nothing(portal, reader):
    reader.get("/")
    assert Reader(portal, {"theme": "dark"}).get("/").cached == "hit"


def test_who_proves_who_he_is_is_answered_by_django(reader):
    reader.get("/")
    assert reader.get("/", authorization="Basic eDp5").cached == ""


def test_other_hosts_neither_see_nor_fill(reader):
    for headers in ({"host": "localhost"}, {"host": "evil.example"}):
        assert reader.get("/", **headers).cached == ""
    assert reader.get("/").cached == "miss"
    assert reader.get("/", host="evil.example").status == 400


def test_forms_are_none_of_the_caches_business(reader):
    reader.get("/")
    assert reader.get("/", "POST").cached == ""


# --- Addresses -----------------------------------------------------------------------------------


def test_a_strangers_parameters_make_no_second_page(reader, story):
    address = story.get_absolute_url()
    first = reader.get(f"{address}?utm_source=zmqx&fbclid=zmqy")
    for query in ("", "?", "?gclid=1", "?after_=2"):
        answer = reader.get(f"{address}{query}")
        assert (answer.cached, answer.body) == ("hit", first.body)
    assert "zmqx" not in first
    assert "zmqy" not in first


def test_declared_parameters_tell_pages_apart(reader, story):
    stories = [make_article(category=story.category) for _each in range(21)]
    section = stories[0].category.get_absolute_url()
    page = reader.get(section)
    cursor = "9999999999999999-1"
    other = reader.get(f"{section}?utm=1&after=1-1")
    assert (page.cached, other.cached) == ("miss", "miss")
    assert reader.get(f"{section}?after=1-1").cached == "hit"
    assert reader.get(f"{section}?before={cursor}").cached == "miss"


def test_search_pages_are_kept_by_what_they_ask(reader, story):
    first = reader.get("/search/?q=%D8%AE%D8%A8%D8%B1&utm=1")
    assert reader.get("/search/?q=%d8%ae%d8%a8%d8%b1").body == first.body
    assert reader.get("/search/?q=%D8%AE%D8%A8%D8%B1").cached == "hit"
    assert reader.get("/search/?q=x").cached == "miss"


def test_made_up_addresses_push_out_no_story(reader, embedded_cache, story):
    address = story.get_absolute_url()
    reader.get(address)
    made_up = [
        "/search/?q=abc",
        "/archive/1950/3/",
        f"{story.category.get_absolute_url()}?before=5-5",
        f"/news/0{story.pk}/{story.slug}/",
        f"/news/{story.pk}/other/",
        f"{address}?order=liked",
    ]
    for path in made_up:
        reader.get(path)
    sizes = embedded_cache.store.sizes()
    assert sizes["pages"][0] == 1
    assert sizes["endless"][0] == len(made_up)


# --- What changes a page -------------------------------------------------------------------------


def test_a_story_edited_is_seen_everywhere_at_once(reader, committing):
    tag, author, category = make_tag(), make_author(), make_category()
    story = make_article(headline="قبل", tags=[tag], authors=[author], category=category)
    addresses = [
        "/",
        story.get_absolute_url(),
        category.get_absolute_url(),
        tag.get_absolute_url(),
        author.get_absolute_url(),
        f"/archive/{timezone.localdate():%Y/}{timezone.localdate().month}/",
        "/search/?q=x",
        "/sitemap-news.xml",
        "/feeds/rss.xml",
        f"/feeds/category/{category.pk}/rss.xml",
    ]
    for address in addresses:
        assert reader.get(address).status == 200, address
        assert reader.get(address).cached == "hit", address
    story.headline = "بعد"
    committing(story.save)
    for address in addresses:
        answer = reader.get(address)
        assert answer.cached == "miss", address
        if address != "/search/?q=x":
            assert "بعد" in answer, address


def test_a_change_of_one_story_leaves_other_pages(reader, committing, story):
    other = make_article(category=make_category())
    address = other.get_absolute_url()
    reader.get(address)
    story.headline = "خبر آخر"
    committing(story.save)
    assert reader.get(address).cached == "hit"


def test_a_draft_leaves_every_page(reader, committing):
    reader.get("/")
    draft = make_article(status=Status.DRAFT)
    committing(draft.save)
    assert reader.get("/").cached == "hit"


def test_an_approved_comment_is_seen_at_once(reader, committing, story):
    comment = make_comment(article=story, body="تعليق جديد", status="waiting")
    address = story.get_absolute_url()
    assert "تعليق جديد" not in reader.get(address)
    moderator = make_user("MODERATOR")
    committing(lambda: actions.decide([comment], CommentStatus.APPROVED, moderator))
    assert "تعليق جديد" in reader.get(address)


def test_breaking_news_is_seen_on_every_page(reader, committing, story):
    addresses = ["/", story.get_absolute_url(), "/search/"]
    for address in addresses:
        reader.get(address)
    committing(lambda: make_breaking(text="عاجل الآن"))
    for address in addresses:
        assert "عاجل الآن" in reader.get(address)
    committing(lambda: BreakingNews.objects.get().delete())
    for address in addresses:
        assert "عاجل الآن" not in reader.get(address)


def test_a_page_is_not_shown_beyond_the_next_publication(reader, clock, story):
    now = timezone.now()
    make_article(headline="خبر الغد", published_at=now + timedelta(seconds=20))
    reader.get("/")
    clock.pass_by(19)
    assert reader.get("/").cached == "hit"
    with time_machine.travel(now + timedelta(seconds=21)):
        clock.pass_by(2)
        answer = reader.get("/")
    assert answer.cached == "miss"
    assert "خبر الغد" in answer


def test_the_day_on_the_masthead_changes_at_midnight(reader, clock):
    # 23:59:50 in Casablanca.
    late = datetime(2026, 7, 10, 22, 59, 50, tzinfo=UTC)
    clock.now = late.timestamp()
    with time_machine.travel(late, tick=False):
        reader.get("/")
    clock.pass_by(11)
    with time_machine.travel(late + timedelta(seconds=11), tick=False):
        assert reader.get("/").cached == "miss"


def test_after_a_minute_the_page_is_made_anew(reader, clock):
    reader.get("/")
    clock.pass_by(59)
    assert reader.get("/").headers["Age"] == "59"
    clock.pass_by(2)
    assert reader.get("/").cached == "miss"
    assert front.NAME in reader.get("/").headers["Cache-Status"]
