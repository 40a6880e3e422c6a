"""Public pages, by what a reader recognises on them."""

import itertools
import json
from datetime import datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.utils import timezone

from articles.models import Article, Byline, SiteSettings, ViewTotal
from articles.publication import Status
from newsportal.arabic.dates import Digits, Months
from tests.factories import (
    make_article,
    make_author,
    make_breaking,
    make_category,
    make_comment,
    make_page,
    make_picture,
    make_tag,
    make_user,
    sign,
)

pytestmark = pytest.mark.django_db

PUBLISHED = timezone.make_aware(datetime(2023, 1, 18, 15, 5))


def set_site(**fields) -> None:
    site, _made = SiteSettings.objects.get_or_create(pk=1)
    for name, value in fields.items():
        setattr(site, name, value)
    site.save()


def read(client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content, "html.parser")


def text(part) -> str:
    return " ".join(part.get_text().split())


def main_text(client, address: str) -> str:
    return text(read(client, address).main)


def in_order(whole: str, *parts: str) -> None:
    """Fails unless `parts` follow each other in `whole`."""
    place = 0
    for part in parts:
        found = whole.find(part, place)
        assert found >= 0, f"{part!r} is missing after {whole[max(0, place - 60) : place]!r}"
        place = found + len(part)


# --- The story ---------------------------------------------------------------------------------


def full_story(**fields) -> Article:
    values = {
        "headline": "المغرب يوسع تعاونه العسكري.. 3 مجالات حساسة",
        "kicker": "دفاع",
        "standfirst": "اتفاق يشمل الاستعلام والدفاع الجوي.",
        "body": '<p>اتفق البلدان على توسيع تعاونهما.</p><p lang="fr">Un accord signé mardi.</p>',
        "category": make_category(name="الأخبار الوطنية"),
        "further_categories": [make_category(name="العالم")],
        "tags": [make_tag(name="الدفاع"), make_tag(name="الصناعة")],
        "cover": make_picture(alt="سفينة", caption="شرح", credit="وكالة"),
        "cover_caption": "ميناء طنجة",
        "published_at": PUBLISHED,
    }
    return make_article(**values | fields)


def test_a_story_reads_from_headline_to_comments(client):
    portrait = make_picture(alt="وجه")
    writer = make_author(name="سعاد", job_title="صحفية", biography="تكتب منذ سنوات.")
    photographer = make_author(name="Jean Dupont", job_title="مصور", portrait=portrait)
    story = full_story()
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


def test_every_author_links_to_the_own_page_and_stands_once_in_the_box(client):
    both = make_author(name="رشيد")
    story = full_story()
    sign(story, both)
    sign(story, both, role=Byline.Role.PHOTOS)
    page = read(client, story.get_absolute_url())
    assert [link["href"] for link in page.select(".byline a")] == [both.get_absolute_url()] * 2
    assert len(page.select(".author")) == 1


def test_the_cover_comes_first_and_the_rest_later(client):
    inner = make_picture(alt="داخل النص")
    story = full_story(body=f'<p>نص</p><img src="/media/{inner.file.name}">')
    images = read(client, story.get_absolute_url()).select("article.story img")
    assert [image["alt"] for image in images] == ["سفينة", "داخل النص"]
    assert images[0]["fetchpriority"] == "high"
    assert "loading" not in images[0].attrs
    assert images[1]["loading"] == "lazy"
    assert all(image["width"] and image["height"] for image in images)


def test_a_cover_without_alternative_text_is_not_shown(client):
    story = full_story(cover=make_picture(alt=""))
    page = read(client, story.get_absolute_url())
    assert page.select(".cover") == []
    assert page.find("meta", property="og:image") is None


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
    assert expected in main_text(client, story.get_absolute_url())


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
    assert expected in main_text(client, story.get_absolute_url())


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
    story = full_story(headline='قال "نعم" <b>&</b></script>')
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
    assert page.find("meta", attrs={"name": "robots"}) is None


def test_related_stories_come_without_the_story_itself(client):
    category = make_category()
    other = make_article(category=category, headline="خبر قريب")
    story = make_article(category=category, headline="الخبر نفسه")
    related = read(client, story.get_absolute_url()).select_one(".related")
    assert [link["href"] for link in related.select("h3 a")] == [other.get_absolute_url()]


def test_markup_written_in_plain_fields_is_shown_and_not_obeyed(client):
    name = '<img src=x onerror="alert(1)">'
    author = make_author(name=name, biography=name, job_title=name)
    story = full_story(
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


# --- Previews ----------------------------------------------------------------------------------


def test_a_preview_is_the_page_with_a_banner_and_without_counting(client):
    story = full_story(status=Status.DRAFT, published_at=None)
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
    story = full_story(status=Status.DRAFT)
    assert client.get(f"/preview/{story.pk}/").status_code == 403
    client.force_login(make_user(None))
    assert client.get(f"/preview/{story.pk}/").status_code == 403


# --- The home page -----------------------------------------------------------------------------


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
    assert "لم تنشر أي مادة بعد" in main_text(client, "/")


# --- Lists -------------------------------------------------------------------------------------


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
    in_order(main_text(client, tag.get_absolute_url()), "الماء", "خبر عن الماء", "بيئة")


def test_a_static_page(client):
    page = make_page(title="من نحن", body="<h2>الخط التحريري</h2><p>نص</p>")
    in_order(main_text(client, page.get_absolute_url()), "من نحن", "الخط التحريري", "نص")
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


# --- The archive -------------------------------------------------------------------------------


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
    assert "لم تنشر أي مادة في هذا اليوم." in main_text(client, "/archive/2023/1/18/")
    assert "لم تنشر أي مادة في هذا الشهر." in main_text(client, "/archive/2023/1/")


def test_the_footer_leads_to_this_month_s_archive(client):
    # In Rabat it is February already.
    with time_machine.travel(datetime.fromisoformat("2023-01-31T23:30:00+00:00"), tick=False):
        assert "/archive/2023/2/" in str(read(client, "/").footer)


@pytest.mark.parametrize("address", ["2023/0", "2023/13", "2023/2/30", "0/1", "9999/12", "10000/1"])
def test_no_such_month_or_day(client, address):
    assert client.get(f"/archive/{address}/").status_code == 404


# --- Every page --------------------------------------------------------------------------------


@pytest.fixture
def every_page():
    """An address of each kind of page."""
    author, tag = make_author(), make_tag()
    story = full_story(tags=[tag], authors=[author])
    rows = (story, story.category, tag, author, make_page())
    return ["/", "/archive/2023/1/", "/archive/2023/1/18/"] + [
        row.get_absolute_url() for row in rows
    ]


def test_breaking_news_stands_on_every_page_newest_first(client, every_page):
    now = timezone.now()
    linked = make_article()
    make_breaking(text="عاجل بلا رابط", starts_at=now - timedelta(minutes=9))
    make_breaking(text="عاجل برابط", starts_at=now - timedelta(minutes=2), article=linked)
    make_breaking(text="منتهي", expires_at=now - timedelta(seconds=1))
    make_breaking(text="قادم", starts_at=now + timedelta(hours=1))
    for address in every_page:
        bar = read(client, address).select_one(".breaking")
        in_order(text(bar), "الأخبار العاجلة", "عاجل برابط", "منذ دقيقتين", "عاجل بلا رابط")
        assert "منتهي" not in text(bar)
        assert "قادم" not in text(bar)
        assert [link["href"] for link in bar.select("a")] == [linked.get_absolute_url()]


def test_without_breaking_news_there_is_no_bar(client):
    assert read(client, "/").select(".breaking") == []


def test_one_breaking_item_needs_no_buttons(client):
    make_breaking()
    assert read(client, "/").select(".breaking button") == []


def test_the_invitation_stands_on_every_page_once(client, every_page):
    assert read(client, "/").select("[data-invitation]") == []
    set_site(whatsapp_url="https://whatsapp.com/channel/x")
    for address in every_page:
        invitations = read(client, address).select("[data-invitation]")
        assert len(invitations) == 1
        assert "تابعونا على قناتنا في واتساب" in text(invitations[0])
        assert invitations[0].a["href"] == "https://whatsapp.com/channel/x"


def test_the_frame_of_every_page(client, every_page):
    for address in every_page:
        page = read(client, address)
        assert (page.html["lang"], page.html["dir"]) == ("ar", "rtl")
        assert page.select("[dir=rtl]") == [page.html]
        assert len(page.find_all("h1")) == len(page.find_all("main")) == 1
        assert page.body.find("a")["href"] == f"#{page.main['id']}"
        levels = [int(heading.name[1]) for heading in page.main.find_all(["h1", "h2", "h3", "h4"])]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
        assert text(page.title)
        assert page.find("link", rel="canonical")["href"].startswith("http://testserver/")


def test_no_page_holds_inline_styles_scripts_or_foreign_resources(client, every_page):
    for address in every_page:
        page = read(client, address)
        assert page.select("[style], style") == []
        data = {"application/json", "application/ld+json"}
        for script in page.find_all("script"):
            assert script.get("src", "").startswith("/static/") or script["type"] in data
        assert not [
            name
            for element in page.find_all(True)
            for name in element.attrs
            if name.startswith("on")
        ]
        for image in page.find_all("img"):
            assert image["src"].startswith(("/media/", "/n/"))
        for link in page.find_all("link", rel=["stylesheet", "icon"]):
            assert link["href"].startswith("/static/")


def test_every_control_has_a_name_and_every_id_stands_once(client, every_page):
    make_breaking()
    make_breaking()
    set_site(whatsapp_url="https://whatsapp.com/channel/x")
    for address in every_page:
        page = read(client, address)
        for control in page.find_all(["a", "button"]):
            assert text(control) or control.get("aria-label") or control.get("aria-hidden")
        ids = [element["id"] for element in page.find_all(id=True)]
        assert len(ids) == len(set(ids))
        for element in page.find_all(attrs={"aria-labelledby": True}):
            assert element["aria-labelledby"] in ids
