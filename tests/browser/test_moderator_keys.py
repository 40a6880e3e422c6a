"""A moderator at the keyboard: one key decides, about what she sees, and moves on."""

import pytest
from playwright.sync_api import expect

from comments.models import Block, Comment, ModerationRecord
from scripts.chromium import PHONE
from tests.browser.moderating import RULES, card, make_several, sign_in, status_of
from tests.page_reading import set_site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_one_key_decides_and_moves_on(desktop_page):
    set_site(comment_rules=RULES)
    first, second, third, fourth, fifth = make_several(5)
    page = desktop_page
    sign_in(page)
    page.keyboard.press("j")
    expect(card(page, first)).to_be_focused()
    page.keyboard.press("a")
    expect(card(page, second)).to_be_focused()
    page.keyboard.press("r")
    expect(card(page, second).locator("button[data-key='1']")).to_be_focused()
    page.keyboard.press("2")
    expect(card(page, third)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(card(page, fourth)).to_be_focused()
    page.keyboard.press("s")
    expect(card(page, fifth)).to_be_focused()
    page.keyboard.press("k")
    expect(card(page, third)).to_be_focused()
    page.keyboard.press("b")
    expect(card(page, fifth)).to_be_focused()
    expect(page.locator("[data-decided]")).to_have_count(4)
    assert [status_of(comment) for comment in (first, second, third, fourth, fifth)] == [
        "approved",
        "rejected",
        "spam",
        "spam",
        "waiting",
    ]
    assert ModerationRecord.objects.get(comment=second).rule == "لا تحريض"
    assert Block.objects.get().value == "r2@example.org"
    page.keyboard.press("z")
    expect(card(page, third)).to_be_focused()
    expect(page.locator("[data-decided]")).to_have_count(3)
    page.keyboard.press("z")
    expect(card(page, fourth)).to_be_focused()
    assert status_of(third) == status_of(fourth) == "waiting"
    assert page.evaluate("window.sameLoad")


def test_a_key_decides_about_nothing_that_is_not_before_ones_eyes(desktop_page):
    first, *others = make_several(12)
    page = desktop_page
    sign_in(page)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.keyboard.press("a")
    expect(page.locator("[data-card]:focus")).to_be_in_viewport()
    expect(card(page, first)).not_to_be_focused()
    # It has moved no comment's place, and the next key is about what is seen.
    expect(page.locator("[data-decided]")).to_have_count(0)
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.press("a")
    expect(page.locator("[data-card]:focus")).to_be_in_viewport()
    expect(page.locator("[aria-busy], [data-decided]")).to_have_count(0)
    aimed = page.evaluate("document.activeElement.id")
    page.keyboard.press("a")
    expect(page.locator(f"#{aimed}[data-decided]")).to_have_count(1)
    approved = Comment.objects.get(status="approved")
    assert f"comment-{approved.pk}" == aimed
    assert Comment.objects.filter(status="waiting").count() == len(others)


def test_deciding_keys_are_dead_on_the_controls_of_other_things(desktop_page):
    (comment,) = make_several(1)
    page = desktop_page
    sign_in(page)
    page.locator(".breadcrumbs a").first.focus()
    for key in "asbxzr":
        page.keyboard.press(key)
    expect(page.locator(".breadcrumbs a").first).to_be_focused()
    expect(page.locator("[data-card] details[open]")).to_have_count(0)
    page.keyboard.press("j")
    expect(card(page, comment)).to_be_focused()
    assert status_of(comment) == "waiting"


def test_a_key_held_down_decides_once(desktop_page):
    first, second, third = make_several(3)
    page = desktop_page
    sign_in(page)
    page.keyboard.press("j")
    for _time in range(3):
        # Without a release between them all but the first are repeats.
        page.keyboard.down("a")
    page.keyboard.up("a")
    expect(page.locator("[data-decided]")).to_have_count(1)
    expect(card(page, second)).to_be_focused()
    page.keyboard.down("k")
    page.keyboard.down("j")
    page.keyboard.down("j")
    expect(card(page, third)).to_be_focused()
    assert [status_of(each) for each in (first, second, third)] == ["approved"] + ["waiting"] * 2


def test_arrows_scroll_where_a_card_has_no_focus_or_is_too_tall(open_page):
    tall, following = make_several(2)
    Comment.objects.filter(pk=tall.pk).update(body="سطر\n" * 80)
    page = open_page(PHONE)
    sign_in(page)
    page.keyboard.press("ArrowDown")
    expect(page.locator("body")).to_be_focused()
    card(page, tall).focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("scrollY > 0")
    expect(card(page, tall)).to_be_focused()
    page.keyboard.press("j")
    expect(card(page, following)).to_be_focused()


@pytest.mark.parametrize(
    ("key", "code"), [("ش", "KeyA"), ("a", "KeyQ"), ("A", "KeyA")], ids=["ar", "azerty", "caps"]
)
def test_keys_of_other_layouts(desktop_page, key, code):
    (comment,) = make_several(1)
    sign_in(desktop_page)
    card(desktop_page, comment).focus()
    init = f"{{key: '{key}', code: '{code}', bubbles: true, cancelable: true}}"
    desktop_page.evaluate(
        f"document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {init}))"
    )
    expect(desktop_page.locator("[data-decided]")).to_have_count(1)
    assert status_of(comment) == "approved"


def test_keys_are_dead_where_they_would_be_text_or_anothers(desktop_page):
    (comment,) = make_several(1)
    page = desktop_page
    sign_in(page)
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.locator("[data-card] textarea").press_sequentially("abszj1")
    assert page.locator("[data-card] textarea").input_value() == "abszj1"
    page.keyboard.press("Escape")
    card(page, comment).focus()
    for chord in ("Control+s", "Alt+a", "Meta+a", "Shift+A"):
        page.keyboard.press(chord)
    page.keyboard.press("x")
    expect(page.locator("[data-tick]")).to_be_checked()
    expect(page.locator("[data-decided]")).to_have_count(0)
    assert status_of(comment) == "waiting"


def test_keys_can_be_switched_off_for_good(desktop_page):
    first, _second = make_several(2)
    page = desktop_page
    sign_in(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.locator("[data-keys-toggle]").uncheck()
    page.get_by_role("dialog").get_by_role("button").click()
    page.reload()
    page.keyboard.press("a")
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("[aria-keyshortcuts]")).to_have_count(0)
    assert status_of(first) == "waiting"
    page.locator("[data-help-open]").click()
    page.locator("[data-keys-toggle]").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator("[data-decided]")).to_have_count(1)
