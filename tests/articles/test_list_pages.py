"""Sections, tags, authors, static pages and the archive, as a reader sees them."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import override_settings
from django.utils import timezone

from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_page,
    make_picture,
    make_tag,
)
from tests.page_reading import in_order, read, text

pytestmark = pytest.mark.django_db

PUBLISHED = timezone.make_aware(datetime(2023, 1, 18, 15, 5))


def test_a_section(client):
    section = make_category(name="رياضة", description="أخبار الملاعب")
    make_article(category=section, headline="أقدم", published_at=PUBLISHED)
    make_article(category=section, headline="أحدث خبر", published_at=PUBLISHED + timedelta(hours=1))
    page = read(client, section.get_absolute_url())
    in_order(text(page.main), "رياضة", "أخبار الملاعب", "أحدث خبر", "18 يناير 2023", "أقدم")
    assert text(page.h1) == "رياضة"
    current = page.select_one(".sections [aria-current]")
    assert (current["href"], current["aria-current"]) == (section.get_absolute_url(), "page")


def test_a_story_marks_its_section_in_the_navigation(client):
    story = make_article()
    current = read(client, story.get_absolute_url()).select(".sections [aria-current]")
    assert [(link["href"], link["aria-current"]) for link in current] == [
        (story.category.get_absolute_url(), "true")
    ]


def test_an_author(client):
    portrait = make_picture(alt="صورة سعاد")
    author = make_author(
        name="سعاد", job_title="صحفية", biography="تكتب منذ سنوات.", portrait=portrait
    )
    make_article(authors=[author], headline="خبر لسعاد")
    page = read(client, author.get_absolute_url())
    in_order(text(page.main), "صحفية", "سعاد", "تكتب منذ سنوات.", "خبر لسعاد")
    assert page.main.img["alt"] == "صورة سعاد"


def test_a_tag(client):
    tag = make_tag(name="الماء")
    make_article(tags=[tag], headline="خبر عن الماء", category=make_category(name="بيئة"))
    in_order(text(read(client, tag.get_absolute_url()).main), "الماء", "خبر عن الماء", "بيئة")


def test_a_static_page(client):
    page = make_page(title="من نحن", body="<h2>الخط التحريري</h2><p>نص</p>")
    in_order(text(read(client, page.get_absolute_url()).main), "من نحن", "الخط التحريري", "نص")
    assert page.get_absolute_url() in str(read(client, "/").footer)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (make_category, "لم تنشر بعد أي مادة في هذا القسم."),
        (make_tag, "لم تنشر بعد أي مادة تحت هذا الوسم."),
        (make_author, "لم تنشر بعد أي مادة بهذا التوقيع."),
    ],
)
def test_empty_lists_say_so(client, make, expected):
    page = read(client, make().get_absolute_url())
    assert expected in text(page.main)
    assert page.select(".pagination, .card") == []


def test_turning_pages_shows_every_story_once_in_both_directions(client, monkeypatch):
    monkeypatch.setattr("articles.views.PAGE_SIZE", 3)
    section = make_category()
    # Two stories of each minute: the order must not hang on the time alone.
    stories = [
        make_article(category=section, published_at=PUBLISHED - timedelta(minutes=n // 2))
        for n in range(8)
    ]
    newest_first = sorted(stories, key=lambda story: (story.published_at, story.pk), reverse=True)
    wanted = [story.get_absolute_url() for story in newest_first]

    def walk(address: str, rel: str) -> list[list[str]]:
        pages = []
        while address:
            page = read(client, address)
            pages.append([link["href"] for link in page.select(".card__headline a")])
            link = page.find("a", rel=rel)
            walk.last = address
            address = section.get_absolute_url() + link["href"] if link else ""
        return pages

    older = walk(section.get_absolute_url(), "next")
    assert [url for page in older for url in page] == wanted
    newer = walk(walk.last, "prev")
    assert [url for page in reversed(newer) for url in page] == wanted


def test_a_place_in_a_list_that_has_emptied_leads_back(client):
    section = make_category()
    story = make_article(category=section)
    page = read(client, f"{section.get_absolute_url()}?before=0-{story.pk}")
    assert page.find("a", string="إلى أحدث المواد")["href"] == section.get_absolute_url()


def test_one_permanent_redirect_to_the_canonical_address(client):
    rows = [make_article(), make_category(), make_tag(), make_author(), make_page()]
    for row in rows:
        wrong = row.get_absolute_url().rsplit("/", 2)[0] + "/another/?before=1-1"
        response = client.get(wrong)
        assert response.status_code == 301
        assert response["Location"] == row.get_absolute_url() + "?before=1-1"
        assert client.get(response["Location"]).status_code == 200


# --- The archive ---------------------------------------------------------------------------------


def test_the_archive_of_a_month_and_of_a_day(client):
    make_article(headline="خبر الثامن عشر", published_at=PUBLISHED)
    make_article(headline="خبر الثالث", published_at=PUBLISHED - timedelta(days=15))
    make_article(published_at=PUBLISHED - timedelta(days=60))
    month = read(client, "/archive/2023/1/")
    assert text(month.h1) == "يناير 2023"
    in_order(text(month.main), "نونبر 2022", "خبر الثامن عشر", "خبر الثالث")
    assert [link["href"] for link in month.select(".calendar a")] == [
        "/archive/2023/1/3/",
        "/archive/2023/1/18/",
    ]
    day = read(client, "/archive/2023/1/18/")
    assert text(day.h1) == "الأربعاء 18 يناير 2023"
    assert "خبر الثامن عشر" in text(day.main)
    assert "خبر الثالث" not in text(day.main)
    assert day.select_one(".calendar [aria-current=page]")["href"] == "/archive/2023/1/18/"


def test_empty_days_and_months_say_so(client):
    assert "لم تنشر أي مادة في هذا اليوم." in text(read(client, "/archive/2023/1/18/").main)
    assert "لم تنشر أي مادة في هذا الشهر." in text(read(client, "/archive/2023/1/").main)


def test_the_footer_leads_to_this_month_s_archive(client):
    # In Rabat it is February already.
    with time_machine.travel(datetime.fromisoformat("2023-01-31T23:30:00+00:00"), tick=False):
        assert "/archive/2023/2/" in str(read(client, "/").footer)


@pytest.mark.parametrize(
    "address",
    ["2023/0", "2023/13", "2023/2/30", "0/1", "1/1", "1/1/1", "1899/12", "9999/12", "10000/1"],
)
@pytest.mark.parametrize("zone", ["Africa/Casablanca", "Asia/Riyadh", "America/Los_Angeles"])
def test_no_such_month_or_day(client, address, zone):
    with override_settings(TIME_ZONE=zone):
        assert client.get(f"/archive/{address}/").status_code == 404


@pytest.mark.parametrize("address", ["1900/1", "1900/1/1", "9999/11", "9999/11/30"])
@pytest.mark.parametrize("zone", ["Africa/Casablanca", "Asia/Riyadh", "America/Los_Angeles"])
def test_the_first_and_the_last_month_in_any_time_zone(client, address, zone):
    with override_settings(TIME_ZONE=zone):
        assert client.get(f"/archive/{address}/").status_code == 200
