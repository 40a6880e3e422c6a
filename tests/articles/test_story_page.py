"""A story's page, by what a reader recognises on it."""

import json
from datetime import datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.utils import timezone

from articles.models import Article, Byline, ViewTotal
from articles.publication import Status
from newsportal.arabic.dates import Digits, Months
from tests.factories import (
    make_article,
    make_author,
    make_breaking,
    make_category,
    make_comment,
    make_full_story,
    make_picture,
    make_tag,
    make_user,
    sign,
)
from tests.page_reading import in_order, read, set_site, text

pytestmark = pytest.mark.django_db

PUBLISHED = timezone.make_aware(datetime(2023, 1, 18, 15, 5))


def test_a_story_reads_from_headline_to_comments(client):
    portrait = make_picture(alt="وجه")
    writer = make_author(name="سعاد", job_title="صحفية", biography="تكتب منذ سنوات.")
    photographer = make_author(name="Jean Dupont", job_title="مصور", portrait=portrait)
    story = make_full_story()
    sign(story, writer, make_author(name="أمين"))
    Byline.objects.create(article=story, author=photographer, role=Byline.Role.PHOTOS, position=9)
    Article.objects.update(corrected_at=None, comment_count=1)
    ViewTotal.objects.create(article=story, count=5)
    make_comment(article=story, status="approved", body="شكرا على الخبر")
    set_site(whatsapp_url="https://whatsapp.com/channel/x", name="قوس الضحى")
    with time_machine.travel(PUBLISHED + timedelta(days=7), tick=False):
        page = read(client, story.get_absolute_url())
    in_order(
        text(page.main),
        "الأخبار الوطنية",
        "دفاع",
        "المغرب يوسع تعاونه العسكري.. 3 مجالات حساسة",
        "اتفاق يشمل الاستعلام والدفاع الجوي.",
        "بقلم سعاد وأمين",
        "تصوير: Jean Dupont",
        "18 يناير 2023، 15:05",
        "آخر تحديث: منذ أسبوع واحد (18 يناير 2023، 15:05)",
        "5 مشاهدات",
        "تعليق واحد",
        "ميناء طنجة (الصورة: وكالة)",
        "اتفق البلدان على توسيع تعاونهما.",
        "Un accord signé mardi.",
        "الأخبار الوطنية العالم",
        "الدفاع الصناعة",
        "شارك المادة على:",
        "واتساب فيسبوك إكس تلغرام البريد الإلكتروني",
        "نسخ الرابط",
        "تابعونا على قناتنا في واتساب",
        "من أعد هذه المادة",
        "سعاد صحفية تكتب منذ سنوات.",
        "أمين",
        "Jean Dupont مصور",
        "شكرا على الخبر",
    )
    assert len(page.find_all("h1")) == 1
    assert page.h1.get_text() == story.headline
    assert text(page.title) == f"{story.headline} | قوس الضحى"


def test_a_headline_that_begins_with_a_foreign_name_still_runs_from_the_right(client):
    story = make_article(headline="ChatGPT يدخل المدارس المغربية")
    french = make_article(headline="Le port ouvre ses portes", category=story.category)
    page = read(client, story.get_absolute_url())
    assert page.h1["dir"] == "rtl"
    assert read(client, french.get_absolute_url()).h1["dir"] == "auto"
    cards = {text(bdi): bdi.get("dir") for bdi in read(client, "/").select(".card__headline bdi")}
    assert cards == {story.headline: "rtl", french.headline: None}


def test_every_author_links_to_the_own_page_and_stands_once_in_the_box(client):
    both = make_author(name="رشيد")
    story = make_full_story()
    sign(story, both)
    sign(story, both, role=Byline.Role.PHOTOS)
    page = read(client, story.get_absolute_url())
    assert [link["href"] for link in page.select(".byline a")] == [both.get_absolute_url()] * 2
    assert len(page.select(".author")) == 1


def test_the_cover_comes_first_and_the_rest_later(client):
    inner = make_picture(alt="داخل النص")
    story = make_full_story(body=f'<p>نص</p><img src="/media/{inner.file.name}">')
    images = read(client, story.get_absolute_url()).select("article.story img")
    assert [image["alt"] for image in images] == ["سفينة", "داخل النص"]
    assert images[0]["fetchpriority"] == "high"
    assert "loading" not in images[0].attrs
    assert images[1]["loading"] == "lazy"
    assert all(image["width"] and image["height"] for image in images)


def test_a_cover_without_alternative_text_is_not_shown(client):
    story = make_full_story(cover=make_picture(alt=""))
    page = read(client, story.get_absolute_url())
    assert page.select(".cover") == []
    assert page.find("meta", property="og:image")["content"].endswith("logo.png")


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"months": Months.MOROCCO}, "9 غشت 2022، 08:30"),
        ({"months": Months.EGYPT_GULF}, "9 أغسطس 2022، 08:30"),
        ({"months": Months.MAGHREB}, "9 أوت 2022، 08:30"),
        ({"months": Months.LEVANT}, "9 آب 2022، 08:30"),
        ({"months": Months.DUAL}, "9 أغسطس/آب 2022، 08:30"),
        ({"digits": Digits.ARABIC_INDIC}, "٩ غشت ٢٠٢٢، ٠٨:٣٠"),
        ({"hijri": True}, "9 غشت 2022، 08:30 11 محرم 1444 هـ"),
        ({"hijri": True, "hijri_offset": -1}, "9 غشت 2022، 08:30 10 محرم 1444 هـ"),
    ],
)
def test_dates_follow_the_newspaper_s_settings(client, settings, expected):
    set_site(**settings)
    story = make_article(published_at=timezone.make_aware(datetime(2022, 8, 9, 8, 30)))
    assert expected in text(read(client, story.get_absolute_url()).main)


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (None, "لا مشاهدات"),
        (0, "لا مشاهدات"),
        (1, "مشاهدة واحدة"),
        (2, "مشاهدتان"),
        (5, "5 مشاهدات"),
        (11, "11 مشاهدة"),
        (100, "100 مشاهدة"),
        (103, "103 مشاهدات"),
    ],
)
def test_views_are_counted_in_arabic(client, count, expected):
    story = make_article()
    if count is not None:
        ViewTotal.objects.create(article=story, count=count)
    assert expected in text(read(client, story.get_absolute_url()).main)


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        (timedelta(seconds=30), "آخر تحديث: منذ لحظات (18 يناير 2023، 15:05)"),
        (timedelta(hours=2), "آخر تحديث: منذ ساعتين (18 يناير 2023، 15:05)"),
        (timedelta(days=7), "آخر تحديث: منذ أسبوع واحد (18 يناير 2023، 15:05)"),
        (timedelta(days=77), "آخر تحديث: منذ شهرين (18 يناير 2023، 15:05)"),
    ],
)
def test_the_stamp_of_the_last_update(client, ago, expected):
    story = make_article(published_at=PUBLISHED - timedelta(days=40))
    Article.objects.update(corrected_at=PUBLISHED)
    with time_machine.travel(PUBLISHED + ago, tick=False):
        page = read(client, story.get_absolute_url())
    in_order(text(page.main), "9 دجنبر 2022، 15:05", expected)
    relative = page.main.select_one(".story__facts time[data-relative]")
    assert relative["datetime"] == "2023-01-18T15:05:00+01:00"


def test_a_view_is_counted_with_and_without_scripts(client):
    story = make_article()
    page = read(client, story.get_absolute_url())
    assert page.select_one("[data-count-view]")["data-count-view"] == f"/n/{story.pk}/views"
    pixel = page.select_one("noscript img")
    assert (pixel["src"], pixel["alt"]) == (f"/n/{story.pk}/views", "")


def test_shared_links_carry_the_short_address_and_the_button_the_readable_one(client):
    story = make_article(headline="خبر من الرباط")
    page = read(client, story.get_absolute_url())
    links = [link["href"] for link in page.select(".share__link")]
    assert len(links) == 5
    assert all(f"testserver%2Fn%2F{story.pk}" in link for link in links)
    address = page.select_one("[data-share]")["data-address"]
    assert address == f"http://testserver/news/{story.pk}/خبر-من-الرباط/"


def test_what_machines_read_of_a_story(client):
    story = make_full_story(headline='قال "نعم" <b>&</b></script>')
    page = read(client, story.get_absolute_url())
    block = page.find("script", type="application/ld+json")
    assert json.loads(block.string)["headline"] == story.headline
    assert page.find("link", rel="canonical")["href"].endswith(story.get_absolute_url())
    tags = {tag["property"]: tag["content"] for tag in page.find_all("meta", property=True)}
    assert tags["og:title"] == story.headline
    assert tags["og:type"] == "article"
    assert tags["og:image"].startswith("http://testserver/media/pictures/")
    assert tags["article:published_time"] == "2023-01-18T15:05:00+01:00"
    assert page.find("meta", attrs={"name": "description"})["content"] == story.standfirst
    assert page.find("meta", attrs={"name": "robots"})["content"] == "max-image-preview:large"


def test_related_stories_come_without_the_story_itself(client):
    category = make_category()
    other = make_article(category=category, headline="خبر قريب")
    story = make_article(category=category, headline="الخبر نفسه")
    related = read(client, story.get_absolute_url()).select_one(".related")
    assert [link["href"] for link in related.select("h3 a")] == [other.get_absolute_url()]


def test_markup_written_in_plain_fields_is_shown_and_not_obeyed(client):
    name = '<img src=x onerror="alert(1)">'
    author = make_author(name=name, biography=name, job_title=name)
    story = make_full_story(
        headline=name, kicker=name, standfirst=name, cover_caption=name,
        category=make_category(name=name, description=name), tags=[make_tag(name=name)],
    )  # fmt: skip
    sign(story, author)
    make_breaking(text=name)
    set_site(name=name, tagline=name, description=name)
    addresses = ["/", *(row.get_absolute_url() for row in (story, story.category, author))]
    for address in [*addresses, story.tags.get().get_absolute_url()]:
        page = read(client, address)
        assert page.select("img[onerror], img[src=x]") == []
        assert name in page.get_text()


# --- Previews ------------------------------------------------------------------------------------


def test_a_preview_is_the_page_with_a_banner_and_without_counting(client):
    story = make_full_story(status=Status.DRAFT, published_at=None)
    client.force_login(make_user("EDITOR"))
    response = client.get(f"/preview/{story.pk}/")
    page = BeautifulSoup(response.content, "html.parser")
    in_order(
        text(page.main),
        "معاينة",
        "حالة هذه المادة: مسودة. لا يرى هذه الصفحة إلا هيئة التحرير.",
        story.headline,
        "اتفق البلدان على توسيع تعاونهما.",
    )
    assert page.select("[data-count-view], noscript img, [data-share]") == []
    assert page.find("script", type="application/ld+json") is None
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert "no-store" in response["Cache-Control"]


def test_only_the_newsroom_sees_previews(client):
    story = make_full_story(status=Status.DRAFT)
    assert client.get(f"/preview/{story.pk}/").status_code == 403
    client.force_login(make_user(None))
    assert client.get(f"/preview/{story.pk}/").status_code == 403
