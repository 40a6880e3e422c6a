"""A moderator at work: the queue is worked through with the mouse, or without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from comments import actions
from comments.admin import deciding, queue
from comments.models import Block, Comment, ModerationRecord, Status
from scripts.chromium import DESKTOP, PHONE
from tests.browser.commenting import fits
from tests.browser.moderating import QUEUE, RULES, card, make_several, sign_in, status_of
from tests.factories import make_comment, make_user
from tests.page_reading import set_site

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


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


def test_many_are_worked_through_without_a_reload(desktop_page, monkeypatch):
    monkeypatch.setattr(queue, "PAGE_SIZE", 10)
    make_several(35)
    page = desktop_page
    sign_in(page)
    expect(page.locator("[data-card]")).to_have_count(10)
    page.keyboard.press("j")
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


def test_more_than_the_site_takes_at_once(desktop_page, monkeypatch):
    monkeypatch.setattr(queue, "MANY", 3)
    monkeypatch.setattr(deciding, "MANY", 3)
    comments = make_several(8)
    page = desktop_page
    sign_in(page)
    page.locator("#bulk-title").click()
    page.locator("[data-tick-all] input").check()
    card(page, comments[-1]).locator("[data-tick]").uncheck()
    page.locator("#bulk button[value=spam]").click()
    expect(page.locator("[data-decided]")).to_have_count(7)
    # The keyboard goes on where something is left to decide.
    expect(card(page, comments[-1])).to_be_focused()
    expect(page.locator("[data-announcer]")).to_contain_text("3 تعليقات")
    assert Comment.objects.filter(status="spam").count() == 7
    page.keyboard.press("z")
    expect(page.locator("[data-decided]")).to_have_count(0)
    assert not Comment.objects.filter(status="spam").exists()


def test_nothing_ticked_is_said_and_keeps_the_focus(desktop_page):
    (comment,) = make_several(1)
    page = desktop_page
    sign_in(page)
    page.locator("#bulk-title").click()
    button = page.locator("#bulk button[value=spam]")
    expect(button).to_have_attribute("aria-disabled", "true")
    button.press("Enter")
    expect(page.locator("[data-announcer]")).not_to_be_empty()
    expect(button).to_be_focused()
    card(page, comment).locator("[data-tick]").check()
    expect(button).to_have_attribute("aria-disabled", "false")
    assert status_of(comment) == "waiting"


def test_two_moderators_at_one_comment(open_page):
    comment, following = make_several(2)
    mine, hers = open_page(DESKTOP), open_page(DESKTOP)
    sign_in(mine)
    colleague = sign_in(hers)
    card(hers, comment).locator("button[value=spam]").click()
    expect(hers.locator("[data-decided]")).to_have_count(1)
    mine.keyboard.press("j")
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
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(card(page, comment).locator("[data-problem]")).to_be_visible()
    expect(card(page, comment)).to_be_focused()
    page.context.set_offline(False)
    page.keyboard.press("a")
    expect(page.locator("[data-decided]")).to_have_count(1)
    assert status_of(comment) == "approved"


def test_an_answer_that_never_comes_is_not_waited_for(desktop_page):
    comment, _other = make_several(2)
    page = desktop_page
    sign_in(page)
    page.clock.install()
    page.route("**/decide/", lambda route: None)
    page.keyboard.press("j")
    with page.expect_request("**/decide/"):
        page.keyboard.press("a")
    page.clock.fast_forward(30_000)
    expect(card(page, comment).locator("[data-problem]")).to_be_visible()
    expect(card(page, comment)).not_to_have_attribute("aria-busy", "true")
    page.unroute("**/decide/")
    page.keyboard.press("a")
    expect(page.locator("[data-decided]")).to_have_count(1)


def test_an_ended_session_is_told_and_goes_on_after_signing_in(desktop_page, page_problems):
    page_problems.expect("403")
    comment, other = make_several(2)
    page = desktop_page
    user = sign_in(page)
    page.context.clear_cookies()
    page.keyboard.press("j")
    page.keyboard.press("r")
    card(page, comment).locator("textarea").fill("إعلان")
    card(page, comment).locator("button[name=rule]").last.click()
    link = card(page, comment).locator("[data-problem] a")
    expect(link).to_be_visible()
    with page.context.expect_page() as opened:
        link.click()
    tab = opened.value
    tab.fill("#id_username", user.username)
    tab.fill("#id_password", "password")
    tab.click("#login-form input[type=submit]")
    tab.wait_for_url(f"**{QUEUE}")
    # What was written is still there, and nothing has been loaded again.
    expect(card(page, comment).locator("textarea")).to_have_value("إعلان")
    card(page, comment).locator("button[name=rule]").last.click()
    expect(page.locator("[data-decided]")).to_have_count(1)
    card(page, other).locator("button[value=spam]").click()
    expect(page.locator("[data-decided]")).to_have_count(2)
    assert ModerationRecord.objects.get(comment=comment).reason == "إعلان"


def test_a_missing_reason_is_tied_to_its_field_and_goes_when_mended(open_page, page_problems):
    page_problems.expect("422")
    set_site(comment_rules="\n".join(f"شرط {number}" for number in range(15)))
    comment, _other = make_several(2)
    page = open_page(PHONE)
    sign_in(page)
    page.keyboard.press("j")
    page.keyboard.press("r")
    here = card(page, comment)
    here.locator("button[name=rule]").last.click()
    problem, note = here.locator("[data-lack]"), here.locator("textarea")
    expect(problem).to_be_in_viewport()
    expect(note).to_be_focused()
    expect(note).to_have_attribute("aria-invalid", "true")
    expect(note).to_have_attribute("aria-describedby", problem.get_attribute("id"))
    page.keyboard.press("Escape")
    here.locator("summary").first.click()
    here.locator("summary").first.click()
    expect(problem).to_be_hidden()
    expect(note).not_to_have_attribute("aria-invalid", "true")


def test_a_decision_on_a_storys_page_is_taken_back_there(open_page):
    (comment,) = make_several(1)
    actions.decide([comment], "approved", make_user("MODERATOR"))
    page = open_page(PHONE)
    sign_in(page)
    page.goto(f"{comment.article.get_absolute_url()}#comment-{comment.pk}")
    card(page, comment).locator(".comment__decide button[value=spam]").click()
    told = page.locator(".comments__told")
    expect(told).to_be_in_viewport()
    expect(told).to_contain_text("تعليق واحد")
    expect(card(page, comment)).to_have_count(0)
    assert fits(page)
    told.locator("button").click()
    expect(card(page, comment)).to_be_visible()
    expect(told).to_be_in_viewport()
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
