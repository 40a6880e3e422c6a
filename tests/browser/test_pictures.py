"""What a browser makes of the pictures: their format, their width, their room, their order."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles import renditions
from articles.models import Article
from scripts.chromium import DESKTOP, PHONE
from tests.factories import make_article, make_author, make_category, make_picture, make_tag, sign

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

STORIES = 14
SIZE = (1280, 800)
LEAD_BYTES = 40 * 1024

# Every picture that was loaded: its file, the width it is drawn in, whether it waited.
SHOWN = """
  () => Array.from(document.querySelectorAll('picture img'), (image) => ({
    file: image.currentSrc, drawn: image.getBoundingClientRect().width,
    first: image.getAttribute('fetchpriority') === 'high', lazy: image.loading === 'lazy',
    complete: image.complete && image.naturalWidth > 0,
  }))
"""
# Layout Instability API: the sum of all shifts since the page was opened.
WATCH_SHIFTS = """
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shifted += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
"""


@pytest.fixture
def section() -> Any:
    """A section full of stories, all but the newest with one picture; a byline with a portrait.

    The newest has its own: of a file that it already has in a larger width, a browser asks for no
    smaller one.
    """
    lead, cover = (make_picture(size=SIZE, ready=renditions.KINDS) for _number in range(2))
    portrait = make_picture(size=(640, 640), ready=renditions.KINDS)
    section, tag = make_category(name="اقتصاد"), make_tag(name="موانئ")
    author = make_author(name="سعاد", portrait=portrait, biography="تكتب.")
    for number in range(STORIES):
        story = make_article(
            category=section,
            cover=cover if number else lead,
            tags=[tag],
            body="<p>نص</p>",
            published_at=timezone.now() - timedelta(minutes=number + 1),
        )
        sign(story, author)
    return section


def addresses(section: Any) -> list[str]:
    story = Article.objects.filter(category=section).first()
    assert story is not None
    return ["/", story.get_absolute_url(), section.get_absolute_url()]


def loaded(page: Any, address: str) -> list[dict[str, Any]]:
    """The pictures of the page after the reader has scrolled to its end."""
    page.goto(address)
    for image in page.locator("picture img").all():
        image.scroll_into_view_if_needed()
    page.wait_for_function(f"() => ({SHOWN})().every((image) => image.complete)")
    return page.evaluate(SHOWN)


@pytest.mark.parametrize("density", [1, 2, 3])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_pictures_are_avif_and_as_wide_as_the_eye_needs(open_page, section, viewport, density):
    page = open_page(viewport, device_scale_factor=density)
    for address in addresses(section):
        for image in loaded(page, address):
            name = image["file"].rsplit("/", 1)[1]
            assert name.endswith(".avif"), name
            slot, width = re.match(r"(\w+)-(\d+)", name).groups()
            needed = image["drawn"] * min(density, 2)
            smallest, *_rest, largest = renditions.SLOTS[slot].widths
            about = f"{address}: {name} is drawn {image['drawn']:.0f} px wide"
            assert int(width) >= min(0.8 * needed, largest), about
            assert int(width) <= max(2 * needed * max(1, density / 2), smallest), about


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_one_picture_comes_first_and_the_others_wait(open_page, section, viewport):
    page = open_page(viewport)
    for address in addresses(section):
        images = loaded(page, address)
        assert [image["first"] for image in images].count(True) == 1, address
        # Only the portraits of a byline, small as they are, may stand above it.
        assert next(image for image in images if image["drawn"] > 100)["first"], address
        assert all(image["lazy"] != image["first"] for image in images)


def test_a_phone_s_lead_picture_keeps_within_its_budget(open_page, section):
    page = open_page(PHONE, device_scale_factor=3)
    for address in addresses(section):
        (first,) = [image for image in loaded(page, address) if image["first"]]
        assert "wide-736-" in first["file"]
        assert len(page.request.get(first["file"]).body()) <= LEAD_BYTES


@pytest.mark.parametrize("ready", [(), renditions.KINDS], ids=["preview", "ready"])
def test_nothing_moves_when_the_pictures_come(open_page, ready):
    make_article(cover=make_picture(size=SIZE, ready=ready), body="<p>نص</p>" * 20)
    page = open_page(PHONE)
    page.add_init_script(WATCH_SHIFTS)
    for address in ("/", Article.objects.get().get_absolute_url()):
        loaded(page, address)
        assert page.evaluate("window.shifted") < 0.01, address
