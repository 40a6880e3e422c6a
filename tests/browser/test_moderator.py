"""A moderator at work: the queue is worked through with mouse, keys or without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from comments.admin import queue
from comments.models import Block, Comment, ModerationRecord, Status
from scripts.chromium import DESKTOP, PHONE
from tests.factories import make_article, make_comment, make_user
from tests.page_reading import set_site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

QUEUE = "/admin/comments/queue/"
RULES = "لا إساءة للأشخاص\nلا تحريض"


def sign_in(page, address=QUEUE):
    user = make_user("MODERATOR")
    page.goto(f"{reverse('admin:login')}?next={address}")
    page.fill("#id_username", user.username)
    page.fill("#id_password", "password")
    page.click("#login-form input[type=submit]")
    page.wait_for_url(f"**{address}")
    # So that a test can tell whether the page has been loaded again.
    page.evaluate("window.sameLoad = true")
    return user


def fits(page):
    # Before its style sheets are there, no page fits.
    page.wait_for_load_state()
    return page.locator("html").evaluate("html => html.scrollWidth <= html.clientWidth")


def card(page, comment):
    return page.locator(f"#comment-{comment.pk}")


def status_of(comment):
    return Comment.objects.get(pk=comment.pk).status


def make_several(number, **fields):
    article = make_article()
    return [
        make_comment(
            article=article, email=f"r{place}@example.org", body=f"تعليق {place}", **fields
        )
        for place in range(number)
    ]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_what_a_moderator_approves_readers_see_at_once(open_page, viewport):
    comment = make_comment(body="خبر سار", name="Zineb")
    reader = open_page(PHONE)
    reader.goto(comment.article.get_absolute_url())
    expect(reader.locator("#comments-title")).to_be_attached()
    expect(reader.get_by_text("خبر سار")).to_have_count(0)
    desk = open_page(viewport)
    sign_in(desk)
    assert fits(desk)
    card(desk, comment).locator("button[value=approved]").click()
    line = card(desk, comment)
    expect(line).to_contain_text("Zineb")
    expect(line.get_by_role("button")).to_have_count(1)
    expect(desk.locator("[data-announcer]")).to_contain_text("تعليق واحد")
    assert desk.evaluate("window.sameLoad")
    assert fits(desk)
    reader.reload()
    expect(reader.get_by_text("خبر سار")).to_have_count(1)


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


@pytest.mark.parametrize(
    ("key", "code"), [("ش", "KeyA"), ("a", "KeyQ"), ("A", "KeyA")], ids=["ar", "azerty", "caps"]
)
def test_keys_of_other_layouts(desktop_page, key, code):
    (comment,) = make_several(1)
    sign_in(desktop_page)
    init = f"{{key: '{key}', code: '{code}', bubbles: true, cancelable: true}}"
    desktop_page.evaluate(f"document.body.dispatchEvent(new KeyboardEvent('keydown', {init}))")
    expect(desktop_page.locator("[data-decided]")).to_have_count(1)
    assert status_of(comment) == "approved"


def test_keys_are_dead_where_they_would_be_text_or_anothers(desktop_page):
    (comment,) = make_several(1)
    page = desktop_page
    sign_in(page)
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
    page.keyboard.press("a")
    expect(page.locator("[data-decided]")).to_have_count(1)


def test_many_are_worked_through_without_a_reload(desktop_page, monkeypatch):
    monkeypatch.setattr(queue, "PAGE_SIZE", 10)
    make_several(35)
    page = desktop_page
    sign_in(page)
    expect(page.locator("[data-card]")).to_have_count(10)
    for number in range(1, 36):
        page.keyboard.press("a")
        expect(page.locator("[data-decided]")).to_have_count(number)
    assert not Comment.objects.exclude(status="approved").exists()
    expect(page.locator("[data-total]")).to_have_text("لا تعليقات")
    expect(page.locator("[data-more]")).to_have_count(0)
    assert page.evaluate("window.sameLoad")


def test_all_of_one_sender_at_once(desktop_page):
    hers = [make_comment(email="a@example.org", body=f"إعلان {number}") for number in range(3)]
    other = make_comment(email="b@example.org")
    page = desktop_page
    sign_in(page)
    card(page, hers[0]).locator(".card-sender a").click()
    page.wait_for_url("**sender=*")
    expect(page.locator("[data-ticked]")).to_have_text("(3)")
    card(page, hers[2]).locator("[data-tick]").uncheck()
    page.locator("#bulk button[value=spam]").click()
    expect(page.locator("[data-decided]")).to_have_count(2)
    assert [status_of(comment) for comment in (*hers, other)] == ["spam"] * 2 + ["waiting"] * 2
    page.keyboard.press("z")
    expect(page.locator("[data-decided]")).to_have_count(0)
    assert {status_of(comment) for comment in hers} == {"waiting"}


def test_two_moderators_at_one_comment(open_page):
    comment, following = make_several(2)
    mine, hers = open_page(DESKTOP), open_page(DESKTOP)
    sign_in(mine)
    colleague = sign_in(hers)
    card(hers, comment).locator("button[value=spam]").click()
    expect(hers.locator("[data-decided]")).to_have_count(1)
    mine.keyboard.press("a")
    refreshed = card(mine, comment)
    expect(refreshed.locator(".card-note")).to_be_visible()
    expect(refreshed.locator(".card-latest")).to_contain_text(colleague.username)
    expect(card(mine, following)).not_to_have_attribute("aria-busy", "true")
    assert status_of(comment) == "spam"
    refreshed.locator("button[value=approved]").click()
    expect(mine.locator("[data-decided]")).to_have_count(1)
    assert status_of(comment) == "approved"


def test_a_lost_connection_loses_nothing(desktop_page, page_problems):
    page_problems.expect("ERR_INTERNET_DISCONNECTED|Failed to load resource")
    comment, _other = make_several(2)
    page = desktop_page
    sign_in(page)
    page.context.set_offline(True)
    page.keyboard.press("a")
    expect(card(page, comment).locator("[data-problem]")).to_be_visible()
    expect(card(page, comment)).to_be_focused()
    page.context.set_offline(False)
    page.keyboard.press("a")
    expect(page.locator("[data-decided]")).to_have_count(1)
    assert status_of(comment) == "approved"


def test_all_of_it_without_scripts(open_page, page_problems):
    page_problems.expect("422")
    set_site(comment_rules=RULES)
    first, second, third = make_several(3)
    desk = open_page(PHONE, java_script_enabled=False)
    moderator = make_user("MODERATOR")
    desk.goto(f"{reverse('admin:login')}?next={QUEUE}")
    desk.fill("#id_username", moderator.username)
    desk.fill("#id_password", "password")
    desk.click("#login-form input[type=submit]")
    card(desk, first).locator("button[value=approved]").click()
    expect(desk.locator(".messagelist .success")).to_contain_text("تعليق واحد")
    desk.locator(".messagelist button").click()
    expect(card(desk, first)).to_be_visible()
    assert status_of(first) == Status.WAITING
    for comment in (first, second):
        card(desk, comment).locator("[data-tick]").check()
    bulk = desk.locator("#bulk")
    bulk.locator("summary").first.click()
    bulk.locator(".decision-reject summary").click()
    bulk.locator("button[name=rule]").last.click()
    expect(desk.locator(".errorlist").first).to_be_visible()
    desk.fill("textarea[name=note]", "إعلان تجاري")
    desk.click("#content form input[type=submit]")
    expect(desk.locator(".messagelist .success")).to_contain_text("تعليقان")
    expect(desk.locator("[data-card]")).to_have_count(1)
    assert (status_of(first), status_of(second)) == ("rejected", "rejected")
    card(desk, third).locator(".decision-block summary").click()
    card(desk, third).locator("button[value=block]").click()
    expect(desk.locator(".queue-empty")).to_be_visible()
    assert Block.objects.get().value == "r2@example.org"
