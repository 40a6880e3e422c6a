"""A reader with a phone 360 pixels wide, with scripts and without.

Every page is watched: an error on the console, a breach of the content policy or a request to
another host fails the test.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article, SiteSettings
from scripts.chromium import DESKTOP, PHONE
from tests.factories import (
    make_article,
    make_author,
    make_breaking,
    make_category,
    make_comment,
    make_page,
    make_picture,
    make_tag,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

CHANNEL = "https://whatsapp.com/channel/0029"
CLOSE = "إخفاء الدعوة إلى قناة واتساب"
PAUSE, PLAY = "إيقاف حركة الأخبار العاجلة", "تشغيل حركة الأخبار العاجلة"
NEXT, PREVIOUS = "الخبر العاجل التالي", "الخبر العاجل السابق"

# Counts how often a script scrolls a part of the page.
COUNT_SCROLLS = """
  const scrollBy = Element.prototype.scrollBy;
  window.scrolls = 0;
  Element.prototype.scrollBy = function (...options) {
    window.scrolls += 1;
    return scrollBy.apply(this, options);
  };
"""


@pytest.fixture
def site():
    site, _made = SiteSettings.objects.get_or_create(pk=1)
    site.name = "قوس الضحى"
    site.whatsapp_url = CHANNEL
    site.save()
    return site


@pytest.fixture
def story(site):
    """A story with everything a page can show."""
    author = make_author(name="سعاد", biography="تكتب.", portrait=make_picture(alt="سعاد"))
    story = make_article(
        headline="خبر طويل العنوان من مدينة الدار البيضاء عن ميناء جديد يفتح أبوابه",
        standfirst="جملة تلخص الخبر.",
        kicker="موانئ",
        body=(
            "<p>فقرة بالعربية.</p>"
            '<p lang="fr">Un paragraphe en français, pour voir.</p>'
            "<table><tbody><tr><th>السنة</th><th>الإنتاج</th><th>الحصة من السوق</th>"
            "<th>الفارق عن السنة السابقة</th></tr><tr><td>2024</td><td>120 ألف طن</td>"
            "<td>38 في المائة</td><td>ارتفاع بنسبة 4 في المائة</td></tr></tbody></table>"
        ),
        category=make_category(name="اقتصاد"),
        tags=[make_tag(name="الموانئ")],
        cover=make_picture(size=(1300, 800)),
        authors=[author],
        published_at=timezone.now() - timedelta(hours=2),
    )
    make_article(category=story.category, cover=make_picture())
    for _number in range(3):
        make_comment(article=story, status="approved")
    Article.objects.filter(pk=story.pk).update(comment_count=3)
    return story


@pytest.fixture
def breaking(site):
    now = timezone.now()
    linked = make_article(headline="قصة الخبر العاجل")
    for minutes in (3, 2):
        make_breaking(text=f"عاجل قبل {minutes} دقائق", starts_at=now - timedelta(minutes=minutes))
    return make_breaking(text="أحدث خبر عاجل", starts_at=now - timedelta(minutes=1), article=linked)


def wait_for_item(page, index: int) -> None:
    """Until the item of the breaking-news bar is the one in view."""
    expect(page.locator(".breaking__item").nth(index)).to_be_in_viewport(ratio=0.98)


def overflow(page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


# --- Reading -----------------------------------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False])
def test_reading_a_story(open_page, story, breaking, scripts):
    page = open_page(PHONE, is_mobile=True, has_touch=True, java_script_enabled=scripts)
    page.goto("/")
    page.get_by_role("link", name=story.headline).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(story.headline)
    expect(page.get_by_text("فقرة بالعربية.")).to_be_visible()
    expect(page.get_by_text("منذ ساعتين").first).to_be_visible()
    expect(page.get_by_role("link", name="واتساب", exact=True)).to_have_attribute(
        "href", re.compile(r"^https://wa\.me/\?text=")
    )
    cover = page.locator(".cover img")
    expect(cover).to_be_visible()
    assert cover.bounding_box()["height"] > 150
    expect(page.get_by_role("button", name="نسخ الرابط")).to_be_visible(visible=scripts)
    expect(page.get_by_role("button", name=CLOSE)).to_be_visible(visible=scripts)
    expect(page.get_by_role("link", name="انضموا إلى القناة")).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP])
@pytest.mark.parametrize("scripts", [True, False])
def test_no_page_is_wider_than_its_window(open_page, story, breaking, viewport, scripts):
    static = make_page()
    page = open_page(viewport, is_mobile=viewport is PHONE, java_script_enabled=scripts)
    author = story.bylines.get().author
    rows = (story, story.category, author, story.tags.get(), static)
    for address in ["/", f"/archive/{timezone.localdate():%Y/%m}/"] + [
        row.get_absolute_url() for row in rows
    ]:
        page.goto(address)
        assert overflow(page) <= 0, address


def test_each_paragraph_finds_its_own_direction(phone_page, story):
    phone_page.goto(story.get_absolute_url())

    def direction(text):
        return phone_page.get_by_text(text).evaluate(
            "(element) => getComputedStyle(element).direction"
        )

    assert direction("فقرة بالعربية.") == "rtl"
    assert direction("Un paragraphe en français") == "ltr"


def test_a_wide_table_scrolls_by_itself(phone_page, story):
    phone_page.goto(story.get_absolute_url())
    table = phone_page.locator(".prose table")
    assert table.bounding_box()["width"] <= 360 - 2 * 16
    assert overflow(phone_page) <= 0


def test_the_first_tab_leads_past_the_frame(desktop_page, story):
    desktop_page.goto(story.get_absolute_url())
    desktop_page.keyboard.press("Tab")
    skip = desktop_page.get_by_role("link", name="تجاوز إلى المحتوى")
    expect(skip).to_be_focused()
    assert skip.bounding_box()["height"] >= 24
    desktop_page.keyboard.press("Enter")
    expect(desktop_page.locator("#main")).to_be_focused()


def test_everything_to_touch_is_large_enough(phone_page, story, breaking):
    """WCAG 2.2, 2.5.8: 24 CSS pixels; links within a sentence are exempt."""
    for address in ("/", story.get_absolute_url(), story.category.get_absolute_url()):
        phone_page.goto(address)
        small = phone_page.evaluate(
            """() => [...document.querySelectorAll("a, button, input, textarea")]
              .filter((element) => element.checkVisibility() && !element.closest(".prose p"))
              .filter((element) => !element.matches(".skip-link, [aria-hidden], [tabindex='-1']"))
              .filter((element) => {
                const box = element.getBoundingClientRect();
                return box.width > 0 && (box.height < 23.5 || box.width < 23.5);
              })
              .map((element) => element.outerHTML)"""
        )
        assert small == [], address


@pytest.mark.parametrize("address", ["home", "story"])
def test_nothing_jumps_while_a_page_loads(phone_page, story, breaking, address):
    phone_page.goto("/" if address == "home" else story.get_absolute_url())
    phone_page.wait_for_load_state("networkidle")
    shift = phone_page.evaluate(
        """() => new Promise((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += entry.value;
          }).observe({ type: "layout-shift", buffered: true });
          requestAnimationFrame(() => setTimeout(() => resolve(sum), 0));
        })"""
    )
    assert shift < 0.01


# --- The stamp ---------------------------------------------------------------------------------


def test_relative_times_stay_true_on_a_page_left_open(open_page, site):
    published = datetime(2023, 1, 18, 14, 5, tzinfo=UTC)
    story = make_article(published_at=published)
    page = open_page(PHONE)
    page.clock.install(time=published + timedelta(seconds=20))
    page.goto(story.get_absolute_url())
    stamp = page.locator(".story__facts time[data-relative]")
    for later, words in [
        (timedelta(seconds=20), "منذ لحظات"),
        (timedelta(minutes=1, seconds=5), "منذ دقيقة واحدة"),
        (timedelta(minutes=2, seconds=5), "منذ دقيقتين"),
        (timedelta(minutes=11, seconds=5), "منذ 11 دقيقة"),
        (timedelta(hours=3, seconds=5), "منذ 3 ساعات"),
        (timedelta(days=7, seconds=5), "منذ أسبوع واحد"),
        (timedelta(days=14, seconds=5), "منذ أسبوعين"),
        (timedelta(days=364), "منذ 11 شهرا"),
        (timedelta(days=100 * 365), "منذ 100 سنة"),
    ]:
        page.clock.set_system_time(published + later)
        page.clock.run_for(31_000)
        expect(stamp).to_have_text(words)
    expect(page.locator(".story__exact")).to_contain_text("18 يناير 2023، 15:05")


def test_a_device_whose_clock_is_slow_keeps_the_server_s_words(open_page, site):
    story = make_article(published_at=timezone.now() - timedelta(minutes=5))
    page = open_page(PHONE)
    page.clock.install(time=timezone.now() - timedelta(days=400))
    page.goto(story.get_absolute_url())
    page.clock.run_for(31_000)
    expect(page.locator(".story__facts time[data-relative]")).to_have_text("منذ 5 دقائق")


def test_relative_times_take_the_newspaper_s_digits(open_page, site):
    site.digits = "arabic_indic"
    site.save()
    story = make_article(published_at=datetime(2023, 1, 18, 14, 5, tzinfo=UTC))
    page = open_page(PHONE)
    page.clock.install(time=datetime(2023, 1, 18, 17, 5, 9, tzinfo=UTC))
    page.goto(story.get_absolute_url())
    expect(page.locator(".story__facts time[data-relative]")).to_have_text("منذ ٣ ساعات")


# --- Breaking news -----------------------------------------------------------------------------


def test_the_bar_moves_by_itself_and_can_be_stopped(open_page, breaking):
    page = open_page(PHONE, is_mobile=True, has_touch=True)
    page.add_init_script(COUNT_SCROLLS)
    page.clock.install()
    page.goto("/")
    wait_for_item(page, 0)
    page.clock.run_for(6_100)
    wait_for_item(page, 1)
    page.get_by_role("button", name=PAUSE).tap()
    page.clock.run_for(60_000)
    assert page.evaluate("window.scrolls") == 1
    # The choice holds on the next page too.
    page.goto("/")
    expect(page.get_by_role("button", name=PLAY)).to_be_visible()
    page.clock.run_for(60_000)
    assert page.evaluate("window.scrolls") == 0
    page.get_by_role("button", name=PLAY).tap()
    page.clock.run_for(6_100)
    wait_for_item(page, 1)


def test_the_bar_is_turned_by_hand_in_both_directions(phone_page, breaking):
    phone_page.goto("/")
    for button, index in [(NEXT, 1), (NEXT, 2), (NEXT, 0), (PREVIOUS, 2), (PREVIOUS, 1)]:
        phone_page.get_by_role("button", name=button).tap()
        wait_for_item(phone_page, index)


def test_turning_the_bar_does_not_move_the_page(phone_page, story, breaking):
    phone_page.goto(story.get_absolute_url())
    phone_page.evaluate("scrollTo({ top: 60, behavior: 'instant' })")
    phone_page.get_by_role("button", name=NEXT).tap()
    wait_for_item(phone_page, 1)
    assert phone_page.evaluate("scrollY") == 60


def test_the_bar_waits_for_the_keyboard(open_page, breaking):
    page = open_page(DESKTOP)
    page.add_init_script(COUNT_SCROLLS)
    page.clock.install()
    page.goto("/")
    for _tab in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.breaking a')"):
            break
    expect(page.get_by_role("link", name="أحدث خبر عاجل")).to_be_focused()
    page.clock.run_for(60_000)
    assert page.evaluate("window.scrolls") == 0


def test_the_bar_stands_still_for_readers_who_want_less_motion(open_page, breaking):
    page = open_page(PHONE, reduced_motion="reduce")
    page.add_init_script(COUNT_SCROLLS)
    page.clock.install()
    page.goto("/")
    page.clock.run_for(60_000)
    assert page.evaluate("window.scrolls") == 0
    expect(page.get_by_role("button", name=PAUSE)).to_be_hidden()
    page.get_by_role("button", name=NEXT).click()
    wait_for_item(page, 1)


def test_without_scripts_the_breaking_items_are_swiped(phone_page_without_scripts, breaking):
    page = phone_page_without_scripts
    page.goto("/")
    items = page.locator(".breaking__item")
    expect(items).to_have_count(3)
    expect(page.locator(".breaking button").first).to_be_hidden()
    first, second, _third = (item.bounding_box() for item in items.all())
    assert first["x"] + first["width"] <= 360
    assert 0 < second["x"] + second["width"] < 60, "where the next begins is seen"
    # The keyboard moves the list as a finger does, to the last item.
    page.locator(".breaking__items").focus()
    for _step in range(2):
        items.last.scroll_into_view_if_needed()
    last = items.last.bounding_box()
    assert last["x"] >= 0
    assert page.evaluate("document.documentElement.scrollWidth") == 360


# --- The invitation ----------------------------------------------------------------------------


def test_a_dismissed_invitation_stays_away(phone_page, story):
    phone_page.goto("/")
    invitation = phone_page.locator("[data-invitation]")
    expect(invitation).to_be_visible()
    phone_page.get_by_role("button", name=CLOSE).tap()
    expect(invitation).to_be_hidden()
    expect(phone_page.locator("#main")).to_be_focused()
    for address in ("/", story.get_absolute_url()):
        phone_page.goto(address)
        expect(invitation).to_be_attached()
        expect(invitation).to_be_hidden()


def test_a_dismissed_invitation_is_away_before_anything_is_painted(phone_page, story):
    phone_page.goto("/")
    phone_page.get_by_role("button", name=CLOSE).tap()
    # All that comes later than the first paint never comes.
    nothing = {"body": "", "content_type": "text/javascript"}
    phone_page.route(
        re.compile(r"/static/js/(?!before_paint)"), lambda route: route.fulfill(**nothing)
    )
    phone_page.goto(story.get_absolute_url())
    expect(phone_page.locator("[data-invitation]")).to_be_hidden()


# --- Sharing -----------------------------------------------------------------------------------


def test_the_copied_address_is_readable_and_the_copy_is_announced(phone_page, story, live_server):
    phone_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    phone_page.goto(story.get_absolute_url())
    status = phone_page.get_by_role("status").filter(has_text="نُسخ الرابط")
    expect(status).to_have_count(0)
    phone_page.get_by_role("button", name="نسخ الرابط").tap()
    expect(status).to_be_visible()
    copied = phone_page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{live_server.url}/news/{story.pk}/{story.slug}/"


def test_an_address_that_cannot_be_copied_is_shown(phone_page, story, live_server):
    phone_page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
    )
    phone_page.goto(story.get_absolute_url())
    phone_page.get_by_role("button", name="نسخ الرابط").tap()
    expect(phone_page.locator("[data-share-status]")).to_have_text(
        f"تعذر نسخ الرابط، وهذا نصه: {live_server.url}/news/{story.pk}/{story.slug}/"
    )


def test_the_phone_s_own_sheet_is_offered_where_there_is_one(open_page, story):
    without, with_sheet = open_page(PHONE), open_page(PHONE)
    without.add_init_script("delete Navigator.prototype.share;")
    without.goto(story.get_absolute_url())
    expect(without.get_by_role("button", name="مشاركة بطريقة أخرى")).to_be_hidden()

    with_sheet.add_init_script("navigator.share = async (data) => { window.shared = data; };")
    with_sheet.goto(story.get_absolute_url())
    with_sheet.get_by_role("button", name="مشاركة بطريقة أخرى").click()
    shared = with_sheet.evaluate("window.shared")
    assert shared["title"] == story.headline
    assert shared["url"].endswith(f"/news/{story.pk}/{story.slug}/")


# --- Counting views ----------------------------------------------------------------------------


def counting(page) -> list[str]:
    """The requests that count a view, as they come."""
    requests: list[str] = []

    def note(request):
        if request.url.endswith("/views"):
            requests.append(f"{request.method} {request.url.partition('/n/')[2]}")

    page.on("request", note)
    return requests


def test_a_view_is_counted_once_by_the_script(phone_page, story):
    requests = counting(phone_page)
    phone_page.goto(story.get_absolute_url())
    phone_page.wait_for_load_state("networkidle")
    assert requests == [f"POST {story.pk}/views"]


def test_a_view_is_counted_once_without_scripts(phone_page_without_scripts, story):
    requests = counting(phone_page_without_scripts)
    phone_page_without_scripts.goto(story.get_absolute_url())
    phone_page_without_scripts.wait_for_load_state("networkidle")
    assert requests == [f"GET {story.pk}/views"]


def test_a_page_rendered_ahead_counts_when_it_is_shown(phone_page, story):
    requests = counting(phone_page)
    phone_page.add_init_script(
        "Object.defineProperty(document, 'prerendering', { value: true, configurable: true });"
    )
    phone_page.goto(story.get_absolute_url())
    phone_page.wait_for_load_state("networkidle")
    assert requests == []
    with phone_page.expect_request("**/views"):
        phone_page.evaluate("document.dispatchEvent(new Event('prerenderingchange'))")
    assert requests == [f"POST {story.pk}/views"]


def test_a_page_in_a_background_tab_counts_when_it_is_looked_at(phone_page, story):
    requests = counting(phone_page)
    phone_page.add_init_script(
        "Object.defineProperty(document, 'visibilityState',"
        " { value: 'hidden', configurable: true });"
    )
    phone_page.goto(story.get_absolute_url())
    phone_page.wait_for_load_state("networkidle")
    assert requests == []
    with phone_page.expect_request("**/views"):
        phone_page.evaluate(
            "Object.defineProperty(document, 'visibilityState', { value: 'visible' });"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )
    assert requests == [f"POST {story.pk}/views"]
