"""The search page as a reader meets it."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.search import results
from tests.factories import make_article, make_author, make_category, make_picture, make_user
from tests.page_reading import in_order, read, text

pytestmark = pytest.mark.django_db

typed_texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


def headlines(page) -> list[str]:
    return [text(link) for link in page.select(".search__results h3 a")]


def address(**query) -> str:
    from django.utils.http import urlencode

    return f"/search/?{urlencode(query)}"


def test_empty_query_shows_form_and_help(client):
    for query in ("", "  ", "-سوق", "؟"):
        page = read(client, address(q=query))
        assert page.select_one("main input[name=q]")["value"] == query
        assert page.select_one(".search__help")
        assert not page.select("#search-found")


def test_what_is_found_is_counted_marked_and_linked(client):
    story = make_article(
        headline="سوقُ السمك", body="<p>قال بائع: &lt;السوق&gt; هادئة.</p>", cover=make_picture()
    )
    make_article(headline="خبر آخر", standfirst="عن الأسواق والسوق القديمة")
    page = read(client, address(q="سوق"))
    assert text(page.select_one("#search-found")) == "نتيجتان"
    first, second = page.select(".search__results article")
    assert first.select_one("h3 a")["href"] == story.get_absolute_url()
    assert [text(mark) for mark in first.select("mark")] == ["سوقُ", "السوق"]
    assert "<السوق>" in text(first.select_one(".search__extract"))
    assert first.select_one("picture")
    assert "والسوق" in [text(mark) for mark in second.select("mark")]
    assert page.select_one("main input[name=q]")["value"] == "سوق"
    assert "سوق" in text(page.title)


def test_nothing_found_says_so_and_proposes(client):
    for _number in range(3):
        make_article(headline="مهرجان")
    page = read(client, address(q="مهرجن"))
    assert text(page.select_one("#search-found")) == "لم نجد أي مادة"
    link = page.select_one(".search__proposal a")
    assert text(link) == "مهرجان"
    assert headlines(read(client, f"/search/{link['href']}")) == ["مهرجان"] * 3


def test_where_no_story_holds_all_words_some_do(client):
    make_article(headline="سوق قديمة")
    page = read(client, address(q="سوق طنجة"))
    assert headlines(page) == ["سوق قديمة"]
    assert page.select_one(".search__note")
    assert not read(client, address(q="سوق قديمة")).select_one(".search__note")
    assert headlines(read(client, address(q='"سوق طنجة"'))) == []


def test_filters(client):
    culture, sport = make_category(name="ثقافة"), make_category(name="رياضة")
    author, other = make_author(name="سعاد"), make_author(name="أمين")
    day = timezone.make_aware(datetime(2024, 3, 10, 23, 30))
    old = make_article(headline="سوق أولى", category=culture, authors=[author], published_at=day)
    make_article(headline="سوق ثانية", category=sport, authors=[other])
    assert headlines(read(client, address(q="سوق", category=culture.pk))) == [old.headline]
    assert headlines(read(client, address(q="سوق", author=author.pk))) == [old.headline]
    assert headlines(read(client, address(q="سوق", until="2024-03-10"))) == [old.headline]
    assert headlines(read(client, address(q="سوق", since="2024-03-11"))) == ["سوق ثانية"]
    assert headlines(read(client, address(q="سوق", until="2024-03-09"))) == []
    page = read(client, address(q="سوق", author=author.pk, since="2024-03-01"))
    chosen = [option["value"] for option in page.select("option[selected]")]
    assert chosen == [str(author.pk)]
    assert page.select_one("input[name=since]")["value"] == "2024-03-01"
    assert page.select_one(".search__filters").has_attr("open")
    nothing = read(client, address(q="سوق", category=sport.pk, author=author.pk))
    unfiltered = nothing.select_one("main .notice a")["href"]
    assert len(headlines(read(client, f"/search/{unfiltered}"))) == 2


@pytest.mark.parametrize(
    "filters",
    [
        {"category": "x"},
        {"category": "999999"},
        {"author": "x"},
        {"author": "9" * 30},
        {"since": "yesterday"},
        {"until": "9999-12-31"},
        {"since": "0001-01-01"},
        {"page": "0"},
        {"page": "x"},
        {"page": "99999999999"},
    ],
)
def test_filters_that_make_no_sense_filter_nothing(client, filters):
    make_article(headline="سوق")
    assert headlines(read(client, address(q="سوق", **filters))) == ["سوق"]


def test_pages(client, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(results, "PAGE_SIZE", 2)
    for number in range(5):
        make_article(headline=f"سوق {number}", published_at=now - timedelta(days=number))
    seen = []
    page = read(client, address(q="سوق"))
    while True:
        seen += headlines(page)
        following = page.select_one("a[rel=next]")
        if following is None:
            break
        page = read(client, f"/search/{following['href']}")
    assert seen == [f"سوق {number}" for number in range(5)]
    assert text(page.select_one("#search-found")) == "5 نتائج"
    back = read(client, f"/search/{page.select_one('a[rel=prev]')['href']}")
    assert headlines(back) == ["سوق 2", "سوق 3"]
    assert headlines(read(client, address(q="سوق", page=9))) == ["سوق 4"]


def test_very_many_are_more_than(client, monkeypatch):
    from articles.search import find

    monkeypatch.setattr(find, "RANKED", 3)
    monkeypatch.setattr(find, "RANKED_BY_HEADLINE", 0)
    for number in range(4):
        make_article(headline=f"سوق {number}")
    page = read(client, address(q="سوق"))
    assert text(page.select_one("#search-found")) == "أكثر من 3 نتائج"


def test_may_be_kept_for_everybody_and_stays_out_of_search_engines(client):
    ends = timezone.now() + timedelta(seconds=30)
    make_article(headline="سوق")
    make_article(headline="سوق", ends_at=ends)
    response = client.get(address(q="سوق"))
    assert response["Cache-Control"].startswith("public")
    seconds = int(response["Cache-Control"].split("s-maxage=")[1].split(",")[0])
    assert seconds <= 30
    assert "archive" in response["Cache-Tag"].split(",")
    assert '<meta name="robots" content="noindex, follow">' in response.content.decode()
    assert client.post("/search/").status_code == 405
    client.force_login(make_user())
    assert client.get(address(q="سوق"))["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "query",
    ['"', "''", "*", "a*", "NEAR(a b)", "a OR", "AND", "(", "a:b", "!", "a & b", "<->", "%_\\",
     "<script>alert(1)</script>", "س" * 10_000, "سوق " * 2000, "\u202e", "ﷺ", "😀", "{{ x }}"],
)  # fmt: skip
def test_odd_queries_are_only_queries(client, query):
    make_article(headline="سوق")
    page = read(client, address(q=query))
    assert page.select_one("main input[name=q]")["value"] == query
    assert not page.select("main script")


def test_nul_is_refused(client):
    assert client.get("/search/?q=%00").status_code == 400


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed_texts)
def test_any_text_is_answered(client, typed):
    assert client.get("/search/", {"q": typed}).status_code == 200


def test_every_page_has_the_search_box(client):
    for path in ("/", make_article().get_absolute_url(), "/search/", "/nowhere/"):
        page = client.get(path).content.decode()
        if path != "/nowhere/":
            in_order(page, 'role="search"', 'name="q"')


def test_day_begins_in_the_time_zone_of_the_newspaper(client):
    moment = timezone.make_aware(datetime.combine(date(2024, 3, 10), datetime.min.time()))
    make_article(headline="سوق", published_at=moment)
    query = {"q": "سوق", "since": "2024-03-10", "until": "2024-03-10"}
    assert headlines(read(client, address(**query))) == ["سوق"]
    assert headlines(read(client, address(q="سوق", until="2024-03-09"))) == []
