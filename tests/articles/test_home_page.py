"""The home page, by what a reader recognises on it."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.front_page import FIRST_SCREEN
from articles.models import Category
from tests.factories import make_article, make_author, make_category, make_picture, sign
from tests.page_reading import in_order, read, set_site, text

pytestmark = pytest.mark.django_db

PUBLISHED = timezone.make_aware(datetime(2023, 1, 18, 15, 5))


def test_home_has_one_lead_then_the_latest_then_what_is_read_most(client):
    now = timezone.now()
    stories = [
        make_article(headline=f"الخبر رقم {n}", published_at=now - timedelta(minutes=n))
        for n in range(1, 9)
    ]
    read_most = make_article(headline="الأكثر قراءة فعلا", published_at=now - timedelta(days=3))
    hour = now.replace(minute=0, second=0, microsecond=0)
    read_most.hourly_views.create(hour=hour, count=11)
    stories[4].hourly_views.create(hour=hour, count=2)
    stories[5].hourly_views.create(hour=hour - timedelta(days=2), count=100)
    page = read(client, "/")
    in_order(
        text(page.main),
        *(story.headline for story in stories[:4]),
        "آخر الأخبار",
        *(story.headline for story in stories[4:]),
        "الأكثر قراءة اليوم",
        "الأكثر قراءة فعلا 11 مشاهدة",
        "الخبر رقم 5 مشاهدتان",
        "الأكثر قراءة هذا الأسبوع",
        "الخبر رقم 6 100 مشاهدة",
        "الأكثر قراءة فعلا 11 مشاهدة",
    )
    assert len(page.select(".card--lead")) == 1
    assert page.select_one(".card--lead a")["href"] == stories[0].get_absolute_url()


def test_sections_take_turns_in_shape_and_repeat_no_story(client):
    old = timezone.now() - timedelta(days=30)
    for n in range(6):
        make_article(published_at=timezone.now() - timedelta(minutes=n))
    categories = [make_category(position=200 + n) for n in range(3)]
    for category in categories:
        for n in range(3):
            make_article(
                category=category,
                further_categories=categories,
                published_at=old - timedelta(minutes=n),
            )
    blocks = [
        block
        for block in read(client, "/").select(".block")
        if text(block.h2) in {category.name for category in categories}
    ]
    assert len({tuple(block["class"]) for block in blocks}) == len(blocks) > 1
    links = [link["href"] for block in blocks for link in block.select("h3 a")]
    assert len(links) == len(set(links))


def test_what_an_editor_chose_stands_first(client):
    now = timezone.now()
    stories = [make_article(published_at=now - timedelta(minutes=n)) for n in range(5)]
    for story, place in ((stories[4], "lead"), (stories[3], "top")):
        story.front_place = place
        story.save()
    page = read(client, "/")
    assert page.select_one(".card--lead a")["href"] == stories[4].get_absolute_url()
    in_order(text(page.main), *(stories[n].headline for n in (4, 3, 0, 1, 2)))


def test_the_home_page_is_not_kept_beyond_the_end_of_a_place(client):
    make_article(front_place="lead", front_until=timezone.now() + timedelta(seconds=20))
    maximum = int(client.get("/")["Cache-Control"].split("s-maxage=")[1].split(",")[0])
    assert 0 < maximum <= 20


def test_the_home_page_is_forgotten_when_an_editor_chooses_another_lead(forgotten):
    story = make_article()
    story.front_place = "lead"
    assert "home" in forgotten(story.save)


def test_the_home_page_is_tagged_with_the_writers_whose_portraits_it_shows(client):
    now = timezone.now()
    hidden = make_category(block=Category.Block.NONE)
    for n in range(FIRST_SCREEN):
        make_article(category=hidden, published_at=now - timedelta(minutes=n))
    writer = make_author(portrait=make_picture())
    opinion = make_category(block=Category.Block.OPINION)
    column = make_article(category=opinion, published_at=now - timedelta(days=1))
    sign(column, writer)
    response = client.get("/")
    assert f"author:{writer.pk}" in response["Cache-Tag"].split(",")
    assert column.headline in response.content.decode()


def test_the_masthead_of_the_home_page_shows_the_day(client):
    set_site(hijri=True)
    with time_machine.travel(PUBLISHED, tick=False):
        masthead = text(read(client, "/").header)
        assert "الأربعاء 18 يناير 2023 25 جمادى الآخرة 1444 هـ" in masthead
        assert "18 يناير 2023" not in text(read(client, "/archive/2023/1/").header)


def test_the_home_page_is_not_kept_into_the_next_day(client):
    make_article(published_at=PUBLISHED)
    with time_machine.travel(timezone.make_aware(datetime(2023, 1, 18, 23, 59, 50)), tick=False):
        assert "s-maxage=10," in client.get("/")["Cache-Control"]


def test_a_newspaper_without_stories_says_so(client):
    assert "لم تنشر أي مادة بعد" in text(read(client, "/").main)
