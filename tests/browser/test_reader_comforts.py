"""A reader's comforts: text size and colours, the reading list, what is new, listening."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import SiteSettings
from scripts.chromium import PHONE
from tests.factories import make_article, make_author, make_category, make_picture

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SETTINGS = "إعدادات القراءة"
SAVE, REMOVE = "احفظ للقراءة لاحقا", "احذف من قائمة القراءة"
LISTEN, PAUSE, CONTINUE, STOP = "استمع", "إيقاف مؤقت", "متابعة", "إيقاف الاستماع"


@pytest.fixture(autouse=True)
def site():
    site, _made = SiteSettings.objects.get_or_create(pk=1)
    site.name = "قوس الضحى"
    site.save()
    return site


@pytest.fixture
def story():
    return make_article(
        headline="ميناء جديد يفتح أبوابه",
        standfirst="جملة تلخص المادة.",
        body=(
            "<p>الفقرة الأولى. وفيها جملة ثانية.</p>"
            "<table><tbody><tr><td>خلية</td></tr></tbody></table>"
            "<ul><li><p>بند في لائحة</p></li></ul>"
            '<p lang="fr">Un paragraphe.</p>'
            "<p>الفقرة الأخيرة.</p>"
        ),
        category=make_category(name="اقتصاد"),
        cover=make_picture(size=(1300, 800)),
        authors=[make_author(name="سعاد", portrait=make_picture(alt="سعاد"))],
        published_at=timezone.now() - timedelta(hours=2),
    )


def opener(page):
    """What opens the reading settings."""
    return page.locator("summary", has_text=SETTINGS)


def root_value(page, expression: str):
    return page.evaluate(f"getComputedStyle(document.documentElement).{expression}")


# --- Text size and colours -----------------------------------------------------------------------

# What the page's root says of itself when its body begins: nothing but the first script has run.
NOTE_BEGINNING = """
  new MutationObserver((_changes, observer) => {
    if (document.body) {
      window.beginning = { ...document.documentElement.dataset };
      observer.disconnect();
    }
  }).observe(document, { childList: true, subtree: true });
"""


def test_what_is_chosen_is_kept_and_holds_from_the_first_paint(desktop_page, story):
    page = desktop_page
    page.add_init_script(NOTE_BEGINNING)
    page.goto("/")
    assert root_value(page, "fontSize") == "16px"
    assert root_value(page, "colorScheme") == "light"
    opener(page).click()
    page.get_by_role("group", name="حجم الخط").get_by_role("radio", name="كبير").check()
    page.get_by_role("group", name="الألوان").get_by_role("radio", name="داكنة").check()
    for address in (None, story.get_absolute_url()):
        if address:
            page.goto(address)
            beginning = page.evaluate("window.beginning")
            assert (beginning["scheme"], beginning["textSize"]) == ("dark", "large")
        assert root_value(page, "fontSize") == "19px"
        assert root_value(page, "colorScheme") == "dark"
        colours = page.locator("meta[name=theme-color]")
        assert [colour.get_attribute("media") for colour in colours.all()] == ["not all", "all"]
    opener(page).click()
    expect(page.get_by_role("radio", name="كبير", exact=True)).to_be_checked()
    page.get_by_role("radio", name="تلقائية").check()
    assert root_value(page, "colorScheme") == "light"
    media = [colour.get_attribute("media") for colour in colours.all()]
    assert media == ["(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"]


def test_other_open_pages_follow(desktop_page, story):
    desktop_page.goto("/")
    other = desktop_page.context.new_page()
    other.goto(story.get_absolute_url())
    opener(desktop_page).click()
    desktop_page.get_by_role("radio", name="صغير").check()
    other.wait_for_function("() => getComputedStyle(document.documentElement).fontSize === '14px'")
    opener(other).click()
    expect(other.get_by_role("radio", name="صغير")).to_be_checked()


def test_the_panel_by_keyboard(desktop_page):
    page = desktop_page
    page.goto("/")
    panel = page.locator(".settings__panel")
    opener(page).focus()
    page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name="عادي")).to_be_focused()
    # To the left is forwards.
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("radio", name="كبير", exact=True)).to_be_checked()
    assert root_value(page, "fontSize") == "19px"
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(opener(page)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name="تلقائية")).to_be_focused()
    page.keyboard.press("Tab")
    expect(panel).to_be_hidden()


def test_the_panel_fits_and_needs_scripts(phone_page, phone_page_without_scripts):
    phone_page.goto("/")
    opener(phone_page).tap()
    box = phone_page.locator(".settings__panel").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    phone_page.locator("h1").dispatch_event("pointerdown")
    expect(phone_page.locator(".settings__panel")).to_be_hidden()
    phone_page_without_scripts.goto("/")
    expect(opener(phone_page_without_scripts)).to_be_hidden()


def test_paper_is_light_whatever_was_chosen(desktop_page):
    page = desktop_page
    story = make_article(category=make_category(name="اقتصاد", accent="#0b6b3a"))
    page.goto(story.get_absolute_url())
    page.evaluate("localStorage.setItem('reading-scheme', 'dark')")
    page.reload()
    assert root_value(page, "colorScheme") == "dark"
    page.emulate_media(media="print")
    assert root_value(page, "colorScheme") == "light"
    section = page.get_by_role("main").get_by_role("link", name="اقتصاد").first
    expect(section).to_have_css("color", "rgb(11, 107, 58)")


# --- The reading list ----------------------------------------------------------------------------


def test_saving_a_story_and_taking_it_off_the_list(phone_page, story):
    page = phone_page
    page.goto(story.get_absolute_url())
    page.get_by_role("button", name=SAVE).tap()
    expect(page.get_by_role("button", name=REMOVE)).to_be_visible()
    expect(page.get_by_role("button", name=SAVE)).to_be_hidden()
    page.reload()
    expect(page.get_by_role("button", name=REMOVE)).to_be_visible()

    page.goto("/saved/")
    saved = page.get_by_role("main").get_by_role("listitem")
    expect(saved).to_have_count(1)
    expect(saved).to_contain_text("اقتصاد")
    expect(saved.get_by_role("link", name=story.headline)).to_have_attribute(
        "href", story.get_absolute_url()
    )
    saved.get_by_role("link").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(story.headline)
    page.go_back()
    page.get_by_role("button", name=f"حذف: {story.headline}").tap()
    expect(saved).to_have_count(0)
    expect(page.get_by_text("لم تحفظ أي مادة بعد")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text(f"حُذفت من القائمة: {story.headline}")
    page.goto(story.get_absolute_url())
    button = page.get_by_role("button", name=SAVE)
    expect(button).to_be_visible()
    button.tap()
    page.get_by_role("button", name=REMOVE).tap()
    expect(button).to_be_visible()


def test_the_label_alone_tells_the_state(phone_page, story):
    """A label that changes and a pressed state contradict each other (ARIA APG, Button Pattern)."""
    page = phone_page
    page.goto(story.get_absolute_url())
    icon = page.locator("[data-save] .icon")
    empty = icon.evaluate("(icon) => getComputedStyle(icon).fill")
    page.get_by_role("button", name=SAVE).tap()
    assert page.get_by_role("button", name=REMOVE).get_attribute("aria-pressed") is None
    expect(icon).not_to_have_css("fill", empty)


def test_a_headline_in_the_list_is_text_and_nothing_else(phone_page):
    headline = "<img src=x onerror='window.hit = 1'> & «خبر» \"آخر\""
    story = make_article(headline=headline)
    phone_page.goto(story.get_absolute_url())
    phone_page.get_by_role("button", name=SAVE).tap()
    phone_page.goto("/saved/")
    expect(phone_page.locator("[data-saved-list] a")).to_have_text(headline)
    assert phone_page.evaluate("window.hit") is None


def test_the_list_without_scripts(phone_page_without_scripts, story):
    page = phone_page_without_scripts
    page.goto(story.get_absolute_url())
    expect(page.get_by_text(SAVE)).to_be_hidden()
    page.goto("/saved/")
    needs = page.locator("noscript p")
    expect(needs).to_be_visible()
    assert "تحتاج قائمة القراءة إلى جافا سكريبت" in needs.inner_text()


# --- New since the last visit --------------------------------------------------------------------


def test_stories_of_after_the_last_visit_are_marked(open_page):
    now = timezone.now()
    old = make_article(headline="خبر قديم", published_at=now - timedelta(hours=5))
    new = make_article(headline="خبر حديث", published_at=now - timedelta(minutes=20))
    page = open_page(PHONE)
    for address in ("/", new.category.get_absolute_url()):
        page.goto(address)
        expect(page.get_by_text("جديد", exact=True)).to_have_count(0)

    # The last page of the last visit was opened an hour ago.
    page.evaluate("localStorage.setItem('visits', JSON.stringify([null, Date.now() - 3_600_000]))")
    # Within this visit the marks stay.
    for address in ("/", "/", new.category.get_absolute_url()):
        page.goto(address)
        marked = page.locator("[data-story]", has_text="جديد")
        expect(marked).to_have_count(1)
        expect(marked).to_have_attribute("data-story", str(new.pk))
    page.goto(old.category.get_absolute_url())
    expect(page.get_by_text("جديد", exact=True)).to_have_count(0)


def test_the_marks_move_nothing(open_page):
    for number in range(8):
        make_article(cover=make_picture(), published_at=timezone.now() - timedelta(minutes=number))
    page = open_page(PHONE)
    page.goto("/")
    page.evaluate("localStorage.setItem('visits', JSON.stringify([null, Date.now() - 3_600_000]))")
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("جديد", exact=True).count() == 8
    shift = page.evaluate(
        """() => new Promise((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += entry.value;
          }).observe({ type: "layout-shift", buffered: true });
          requestAnimationFrame(() => setTimeout(() => resolve(sum), 0));
        })"""
    )
    assert shift == 0


# --- Listening -----------------------------------------------------------------------------------

# Speaks nothing: notes what it is told to say and ends it when a test asks for that.
SPEECH = """
  window.said = [];
  window.voices = VOICES;
  window.SpeechSynthesisUtterance = class extends EventTarget {
    constructor(text) { super(); this.text = text; }
  };
  const speech = new EventTarget();
  let current = null;
  speech.getVoices = () => window.voices;
  speech.speak = (utterance) => {
    if (utterance.text) { current = utterance; window.said.push(utterance.text); }
  };
  speech.cancel = () => {
    const cancelled = current;
    current = null;
    const error = new Event("error");
    error.error = "interrupted";
    cancelled?.dispatchEvent(error);
    window.cancelled = (window.cancelled ?? 0) + 1;
  };
  window.finish = () => {
    const done = current;
    current = null;
    done.dispatchEvent(new Event("end"));
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
"""
ARABIC = {"lang": "ar-SA", "localService": True}


def speaking(page, *voices: dict):
    page.add_init_script(SPEECH.replace("VOICES", json.dumps(voices)))
    return page


def test_a_story_is_read_paragraph_by_paragraph(desktop_page, story):
    page = speaking(desktop_page, ARABIC)
    page.goto(story.get_absolute_url())
    page.get_by_role("button", name=LISTEN).click()
    read = page.locator("[data-being-read]")
    said = [
        story.headline,
        "جملة تلخص المادة.",
        "الفقرة الأولى.",
        "وفيها جملة ثانية.",
        "بند في لائحة",
        # No voice here speaks French, and tables are not for the ear.
        "الفقرة الأخيرة.",
    ]
    for number, sentence in enumerate(said, start=1):
        page.wait_for_function(f"() => window.said.length === {number}")
        expect(read).to_have_count(1)
        expect(read).to_contain_text(sentence)
        page.evaluate("window.finish()")
    assert page.evaluate("window.said") == said
    expect(read).to_have_count(0)
    expect(page.get_by_role("button", name=LISTEN)).to_be_visible()
    expect(page.get_by_role("button", name=STOP)).to_be_hidden()


def test_pausing_going_on_and_stopping(desktop_page, story):
    page = speaking(desktop_page, ARABIC)
    page.goto(story.get_absolute_url())
    page.get_by_role("button", name=LISTEN).click()
    page.wait_for_function("() => window.said.length === 1")
    page.evaluate("window.finish()")
    page.get_by_role("button", name=PAUSE).click()
    page.get_by_role("button", name=CONTINUE).click()
    # The sentence begins anew.
    assert page.evaluate("window.said") == [story.headline, *["جملة تلخص المادة."] * 2]
    page.get_by_role("button", name=STOP).click()
    expect(page.locator("[data-being-read]")).to_have_count(0)
    expect(page.get_by_role("button", name=LISTEN)).to_be_focused()
    page.get_by_role("button", name=LISTEN).click()
    assert page.evaluate("window.said.at(-1)") == story.headline


def test_leaving_the_page_ends_it(desktop_page, story):
    page = speaking(desktop_page, ARABIC)
    page.goto(story.get_absolute_url())
    page.get_by_role("button", name=LISTEN).click()
    page.wait_for_function("() => window.said.length === 1")
    before = page.evaluate("window.cancelled")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.evaluate("window.cancelled") == before + 1
    expect(page.locator("[data-being-read]")).to_have_count(0)


def test_no_speech_is_long(desktop_page):
    """Chromium stops after some fifteen seconds."""
    words = "كلمة " * 300
    commas = "جملة طويلة فيها فواصل، " * 40
    page = speaking(desktop_page, ARABIC)
    page.goto(make_article(body=f"<p>{words}</p><p>{commas}</p>").get_absolute_url())
    page.get_by_role("button", name=LISTEN).click()
    page.wait_for_function("() => window.said.length === 1")
    while page.locator("[data-being-read]").count():
        page.evaluate("window.finish()")
    said = page.evaluate("window.said")
    assert max(map(len, said)) <= 180
    assert " ".join(said).count("كلمة") == 300
    assert " ".join(said).count("فواصل،") == 40


@pytest.mark.parametrize(
    "voices",
    [
        [],
        [{"lang": "fr-FR", "localService": True}],
        # It would send the text away.
        [{"lang": "ar-SA", "localService": False}],
    ],
)
def test_where_no_voice_is_arabic_nothing_is_offered(desktop_page, story, voices):
    page = speaking(desktop_page, *voices)
    page.goto(story.get_absolute_url())
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name=SAVE)).to_be_visible()
    expect(page.get_by_role("button", name=LISTEN)).to_be_hidden()


def test_a_voice_may_come_later(desktop_page, story):
    page = speaking(desktop_page)
    page.goto(story.get_absolute_url())
    page.wait_for_load_state("networkidle")
    place = page.get_by_role("button", name=SAVE).bounding_box()
    page.evaluate(
        "voices.push({ lang: 'ar_EG', localService: true });"
        "speechSynthesis.dispatchEvent(new Event('voiceschanged'))"
    )
    expect(page.get_by_role("button", name=LISTEN)).to_be_visible()
    assert page.get_by_role("button", name=SAVE).bounding_box() == place
