"""A reader searches on a phone and at a desk, with the keyboard, and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_article, make_category, make_tag

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

BOX = "كلمات البحث"


def fits(page) -> bool:
    """Whether nothing makes the page scroll sideways, its styles having arrived."""
    page.wait_for_load_state()
    return page.locator("html").evaluate("html => html.scrollWidth <= html.clientWidth")


@pytest.fixture
def stories():
    """A section, a tag and two stories about sport."""
    section = make_category(name="الرياضة")
    return [
        make_article(headline=f"رياضة للجميع {number}", category=section, tags=[make_tag()])
        for number in (1, 2)
    ]


def test_without_scripts_the_box_is_a_form(stories, phone_page_without_scripts):
    page = phone_page_without_scripts
    page.goto("/")
    page.locator(".masthead__search-link").click()
    page.get_by_label(BOX).fill("الرياضة")
    page.get_by_label(BOX).press("Enter")
    expect(page.locator("#search-found")).to_have_text("نتيجتان")
    expect(page.locator("mark").first).to_have_text("رياضة")
    assert fits(page)


def test_suggestions_are_chosen_by_keyboard(stories, desktop_page):
    page = desktop_page
    page.goto("/")
    box = page.get_by_role("combobox", name=BOX)
    options = page.get_by_role("option")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.fill("رياض")
    expect(options).to_have_count(3)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(options.first).to_contain_text("الرياضة")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    box.press("ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "false")
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("رياض")
    box.fill("رياضة")
    expect(options).to_have_count(3)
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/category/**")


def test_suggestions_are_chosen_by_touch_and_leave_with_the_focus(stories, phone_page):
    page = phone_page
    page.goto("/search/")
    box = page.get_by_role("combobox", name=BOX)
    box.fill("جميع")
    options = page.get_by_role("listbox", name=BOX).get_by_role("option")
    expect(options).to_have_count(2)
    assert options.first.bounding_box()["height"] >= 44
    assert fits(page)
    box.blur()
    expect(options).to_have_count(0)
    box.fill("الجميع")
    options.first.tap()
    page.wait_for_url("**/news/**")


def test_enter_without_a_choice_searches(stories, desktop_page):
    page = desktop_page
    page.goto("/")
    box = page.get_by_role("combobox", name=BOX)
    box.fill("رياضة")
    expect(page.get_by_role("option")).to_have_count(3)
    box.press("Enter")
    expect(page.locator("#search-found")).to_have_text("نتيجتان")
