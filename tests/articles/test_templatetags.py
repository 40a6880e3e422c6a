"""Formatting in templates: stamps, counts, pictures, metadata."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from articles import renditions
from articles.furniture import Furniture
from articles.models import Article, Picture
from articles.templatetags import metadata, stamps
from newsportal.arabic.dates import DateStyle, Digits, Months

MOMENT = datetime(2023, 1, 18, 14, 5, 30, 999, tzinfo=UTC)


def furniture(style: DateStyle) -> Furniture:
    return Furniture(
        name="الجريدة",
        tagline="",
        description="",
        date_style=style,
        whatsapp_url="",
        comment_rules="",
        now=MOMENT,
    )


def render(source: str, style: DateStyle | None = None, **context) -> str:
    site = furniture(style or DateStyle())
    return Template("{% load stamps %}" + source).render(Context({"site": site} | context))


def visible(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text().split())


# --- Stamps ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (DateStyle(), "18 يناير 2023، 15:05"),
        (DateStyle(digits=Digits.ARABIC_INDIC), "١٨ يناير ٢٠٢٣، ١٥:٠٥"),
        (DateStyle(months=Months.DUAL), "18 يناير/كانون الثاني 2023، 15:05"),
        (DateStyle(months=Months.MAGHREB), "18 جانفي 2023، 15:05"),
        (DateStyle(hijri=True), "18 يناير 2023، 15:05 25 جمادى الآخرة 1444 هـ"),
        (DateStyle(hijri=True, hijri_offset=-1), "18 يناير 2023، 15:05 24 جمادى الآخرة 1444 هـ"),
    ],
)
def test_exact_time_is_local_text_with_its_machine_form(style, text):
    html = render("{% exact_time moment %}", style, moment=MOMENT)
    assert visible(html) == text
    time = BeautifulSoup(html, "html.parser").time
    assert time["datetime"] == "2023-01-18T15:05:30+01:00"
    assert not time.has_attr("data-relative")


def test_the_hijri_date_can_be_left_out():
    html = render("{% exact_time moment hijri=False %}", DateStyle(hijri=True), moment=MOMENT)
    assert visible(html) == "18 يناير 2023، 15:05"


@pytest.mark.parametrize("tag", ["exact_time", "relative_time", "listed_time"])
def test_a_story_without_a_time_has_no_stamp(tag):
    assert render("{% " + tag + " moment %}", moment=None) == ""


@pytest.mark.parametrize(
    ("age", "text"),
    [
        (timedelta(seconds=20), "منذ لحظات"),
        (timedelta(minutes=1), "منذ دقيقة واحدة"),
        (timedelta(hours=2), "منذ ساعتين"),
        (timedelta(days=7), "منذ أسبوع واحد"),
        (timedelta(days=14), "منذ أسبوعين"),
        (timedelta(days=800), "منذ سنتين"),
    ],
)
def test_relative_time_is_marked_for_the_script(age, text):
    with time_machine.travel(MOMENT + age, tick=False):
        time = BeautifulSoup(
            render("{% relative_time moment %}", moment=MOMENT), "html.parser"
        ).time
    assert time.get_text() == text
    assert time.has_attr("data-relative")


@pytest.mark.parametrize(
    ("age", "text"),
    [
        (timedelta(hours=3), "منذ 3 ساعات"),
        (timedelta(hours=23, minutes=59), "منذ 23 ساعة"),
        (timedelta(hours=24), "18 يناير 2023"),
        # A page that is being previewed can show a time to come.
        (timedelta(hours=-3), "18 يناير 2023"),
    ],
)
def test_lists_tell_how_long_ago_for_a_day_and_then_the_day(age, text):
    with time_machine.travel(MOMENT + age, tick=False):
        assert visible(render("{% listed_time moment %}", moment=MOMENT)) == text


def test_today_is_the_day_where_the_newspaper_is():
    assert visible(render("{% full_day %}")) == "الأربعاء 18 يناير 2023"
    site = furniture(DateStyle())
    object.__setattr__(site, "now", datetime(2023, 1, 17, 23, 30, tzinfo=UTC))
    html = Template("{% load stamps %}{% full_day %}").render(Context({"site": site}))
    assert visible(html) == "الأربعاء 18 يناير 2023"


def test_the_words_for_the_script_are_those_of_the_server():
    block = BeautifulSoup(
        render("{% time_forms %}", DateStyle(digits=Digits.ARABIC_INDIC)), "html.parser"
    )
    script = block.find(id=stamps.TIME_FORMS_ID)
    assert script["type"] == "application/json"
    forms = json.loads(script.string)
    assert forms["digits"] == "٠١٢٣٤٥٦٧٨٩"
    week = next(unit for unit in forms["units"] if unit["unit"] == "week")
    assert week["forms"]["one"] == "أسبوع واحد"
    assert week["forms"]["two"] == "أسبوعين"


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "لا مشاهدات"), (1, "مشاهدة واحدة"), (2, "مشاهدتان"), (11, "11 مشاهدة")],
)
def test_counts(count, text):
    assert render('{% counted n "view" %}', n=count) == text


def test_counts_and_numbers_in_the_newspaper_s_digits():
    style = DateStyle(digits=Digits.ARABIC_INDIC)
    assert render('{% counted 5 "view" %} {% number 2023 %}', style) == "٥ مشاهدات ٢٠٢٣"


@pytest.mark.parametrize(
    ("day", "letter"), [(16, "ن"), (17, "ث"), (18, "ر"), (19, "خ"), (20, "ج"), (21, "س"), (22, "ح")]
)
def test_weekday_letters(day, letter):
    assert stamps.weekday_letter(datetime(2023, 1, day).date()) == letter


# --- Pictures ----------------------------------------------------------------------------------


def stored_picture(**fields) -> Picture:
    values = {"file": "pictures/2023/01/ab.jpg", "width": 1600, "height": 1000, "alt": "ميناء"}
    picture = Picture(**values | fields)
    picture.renditions = {"focus": "50x50"}
    for slot, kind, widths in renditions.wanted(picture):
        picture.renditions.setdefault(kind, {})[slot.name] = widths
    return picture


def rendered_picture(picture: Picture, arguments: str) -> BeautifulSoup:
    source = "{% load pictures %}{% picture picture " + arguments + " %}"
    return BeautifulSoup(Template(source).render(Context({"picture": picture})), "html.parser")


def test_the_first_picture_of_a_page_comes_at_once():
    html = rendered_picture(stored_picture(), '"cover"')
    stem = "/media/pictures/2023/01/ab/wide-320-50x50"
    for source, kind in zip(html.find_all("source"), ("avif", "webp"), strict=True):
        assert source["type"] == f"image/{kind}"
        assert source["srcset"].startswith(f"{stem}.{kind} 320w, ")
        assert source["sizes"] == renditions.PLACES["cover"].sizes
    assert html.img.attrs == {
        "src": "/media/pictures/2023/01/ab/wide-640-50x50.jpg",
        "alt": "ميناء",
        "width": "640",
        "height": "360",
        "fetchpriority": "high",
    }


def test_what_is_not_ready_is_not_offered():
    picture = stored_picture()
    del picture.renditions["avif"]
    html = rendered_picture(picture, '"thumb"')
    assert [source["type"] for source in html.find_all("source")] == ["image/webp"]
    picture.renditions = {}
    html = rendered_picture(picture, '"thumb"')
    assert not html.find_all("source")
    assert html.img["src"] == "/media/pictures/2023/01/ab/text-720.jpg"
    # The preview's own: what stands beside the picture does not move when it comes.
    assert (html.img["width"], html.img["height"]) == ("720", "450")


@pytest.mark.parametrize("place", sorted(renditions.PLACES))
def test_every_place_reserves_the_room_of_its_picture(place):
    image = rendered_picture(stored_picture(), f'"{place}"').img
    assert int(image["width"]) > 0
    assert int(image["height"]) > 0
    assert (image.get("loading") == "lazy") == (not renditions.PLACES[place].first)
    assert (image.get("decoding") == "async") == (image.get("loading") == "lazy")


@pytest.mark.parametrize(
    ("fields", "arguments", "alt"),
    [
        ({"decorative": True}, '"thumb"', ""),
        ({}, '"thumb" alt=""', ""),
        ({"alt": 'قال "نعم" <b>'}, '"thumb"', 'قال "نعم" <b>'),
    ],
)
def test_alternative_text(fields, arguments, alt):
    assert rendered_picture(stored_picture(**fields), arguments).img["alt"] == alt


@pytest.mark.parametrize("picture", [None, stored_picture(alt=" ")])
def test_a_picture_that_may_not_go_out_is_not_shown(picture):
    assert rendered_picture(picture, '"cover"').find() is None


def test_an_unknown_place_is_a_mistake():
    with pytest.raises(KeyError):
        rendered_picture(stored_picture(), '"billboard"')


# --- Metadata ----------------------------------------------------------------------------------


@given(st.dictionaries(st.text(), st.text()))
def test_structured_data_survives_and_cannot_end_its_block(data):
    html = metadata.json_ld(data)
    content = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert json.loads(content) == data
    assert not set(content) & set("<>&\u2028\u2029")


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/category/1/x/", "http://testserver/category/1/x/"),
        ("/category/1/x/?utm_source=a&fbclid=b", "http://testserver/category/1/x/"),
        ("/category/1/x/?before=5-6&utm_source=a", "http://testserver/category/1/x/?before=5-6"),
        ("/category/1/x/?after=<script>", "http://testserver/category/1/x/?after=%3Cscript%3E"),
    ],
)
def test_the_canonical_address_keeps_the_place_in_a_list_alone(address, canonical):
    request = RequestFactory().get(address)
    assert metadata.canonical(Context({"request": request})) == canonical


def test_a_story_is_summed_up_by_its_standfirst():
    story = Article(standfirst="جملة\nواحدة", body="<p>نص</p>")
    assert metadata.summary(story) == "جملة واحدة"


def test_a_story_without_standfirst_is_summed_up_by_how_it_begins():
    story = Article(body=f"<p>أول &amp; ثان</p><p>{'كلمة ' * 100}</p>")
    summary = metadata.summary(story)
    assert summary.startswith("أول & ثان كلمة")
    assert len(summary) == metadata.DESCRIPTION_LENGTH
    assert summary.endswith("…")


def test_an_address_to_read():
    assert (
        metadata.readable("https://a.ma/news/1/%D8%AE%D8%A8%D8%B1/") == "https://a.ma/news/1/خبر/"
    )
