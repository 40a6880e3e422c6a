"""What stands in the way of the comments' scripts: no storage, no answer, a wrong one."""

import re

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from scripts.chromium import DESKTOP, PHONE
from tests.browser.commenting import FORM, SEND, TEXT, make_approved, write
from tests.factories import make_comment

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LIKE = "[data-comment-like] button"
REPORT = "[data-comment-report]"

NO_STORAGE = """
for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, {
    get() { throw new DOMException("switched off", "SecurityError"); },
  });
}
"""

# A hundred times less patience than readers have.
HASTE = """
const patient = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (milliseconds) => patient(milliseconds / 100);
"""


@pytest.fixture
def hasty_page(phone_page):
    phone_page.add_init_script(HASTE)
    return phone_page


@pytest.fixture
def page_without_storage(phone_page):
    phone_page.add_init_script(NO_STORAGE)
    return phone_page


# --- No storage --------------------------------------------------------------------------------


def test_without_storage_a_story_opens_where_its_address_leads(page_without_storage):
    page = page_without_storage
    comment = make_approved()
    address = comment.article.get_absolute_url()
    for fragment in ("", f"#{comment.anchor}"):
        page.goto(f"{address}{fragment}")
        # Scripts of pages run in their order; the last of them has run by then.
        expect(page.locator(LIKE)).to_have_attribute("aria-pressed", "false")
        assert page.evaluate("location.hash") == fragment
        expect(page.locator("[data-comment-lost]")).to_be_empty()
    hidden = make_comment(article=comment.article)
    page.goto(f"{address}?again#{hidden.anchor}")
    expect(page).to_have_url(re.compile("#comments$"))
    expect(page.locator("[data-comment-lost]")).to_be_in_viewport()


def test_without_storage_she_comments_likes_and_reports(page_without_storage):
    page = page_without_storage
    comment = make_approved()
    page.goto(comment.article.get_absolute_url())
    write(page)
    page.check(f"{FORM} [name=remember]")
    page.click(SEND)
    expect(page.locator(".comment--waiting")).to_contain_text(TEXT)
    page.click(LIKE)
    expect(page.locator(LIKE)).to_have_attribute("aria-pressed", "true")
    page.click(REPORT)
    expect(page.get_by_role("dialog")).to_be_visible()
    assert Comment.objects.get(pk=comment.pk).like_count == 1


# --- No answer ---------------------------------------------------------------------------------


def test_a_comment_that_is_never_answered_can_be_sent_once_more(hasty_page, page_problems):
    page_problems.expect("ERR_")
    page = hasty_page
    page.goto(make_approved().article.get_absolute_url())
    page.route(re.compile(r"/comments/\d+/$"), lambda route: None, times=1)
    write(page)
    page.click(SEND)
    failure = page.locator("[data-comment-failure]")
    expect(failure).to_have_text(page.locator(FORM).get_attribute("data-failed"))
    expect(page.locator(SEND)).not_to_have_attribute("aria-disabled", "true")
    page.click(SEND)
    expect(page.locator(".comment--waiting")).to_contain_text(TEXT)


def test_a_like_that_is_never_answered_can_be_given_once_more(hasty_page, page_problems):
    page_problems.expect("ERR_")
    page = hasty_page
    page.goto(make_approved().article.get_absolute_url())
    page.route(re.compile("/like/$"), lambda route: None, times=1)
    page.click(LIKE)
    failed = page.locator("#comments").get_attribute("data-failed")
    expect(page.locator(".comment__failure")).to_have_text(failed)
    page.click(LIKE)
    expect(page.locator(LIKE)).to_have_attribute("aria-pressed", "true")


def test_a_report_that_is_never_answered_can_be_sent_once_more(hasty_page, page_problems):
    page_problems.expect("ERR_")
    page = hasty_page
    page.goto(make_approved().article.get_absolute_url())
    page.click(REPORT)
    dialog = page.get_by_role("dialog")
    dialog.locator("input[type=radio]").last.check()
    dialog.locator("textarea").fill("إشهار")
    page.route(re.compile("/report/$"), lambda route: None, times=1)
    dialog.locator("form [type=submit]").click()
    failed = page.locator("#comments").get_attribute("data-failed")
    expect(dialog.locator("[data-report-failure]")).to_have_text(failed)
    dialog.locator("form [type=submit]").click()
    expect(dialog.locator("[data-report-done]")).to_be_focused()


def test_a_form_that_never_comes_is_a_page_then(hasty_page, page_problems):
    page_problems.expect("ERR_")
    page = hasty_page
    page.goto(make_approved().article.get_absolute_url())
    page.route(re.compile("/report/$"), lambda route: None, times=1)
    page.click(REPORT)
    page.wait_for_url(re.compile("/report/$"))
    expect(page.locator("form.report")).to_be_visible()


# --- Another answer than expected --------------------------------------------------------------


@pytest.mark.parametrize("status", [413, 502])
def test_what_the_server_cannot_take_is_not_laid_to_her_connection(
    phone_page, page_problems, status
):
    page_problems.expect(str(status))
    page = phone_page
    page.goto(make_approved().article.get_absolute_url())

    def answer(route):
        route.fulfill(status=status, content_type="text/html", body="<h1>Too bad</h1>")

    page.route(re.compile(r"/comments/\d+/$|/like/$"), answer)
    write(page)
    page.click(SEND)
    refused = page.locator(FORM).get_attribute("data-refused")
    expect(page.locator("[data-comment-failure]")).to_have_text(refused)
    expect(page.locator(f"{FORM} [name=body]")).to_have_value(TEXT)
    page.click(LIKE)
    refused = page.locator("#comments").get_attribute("data-refused")
    expect(page.locator(".comment__failure")).to_have_text(refused)


@pytest.mark.parametrize("is_liked", [False, True])
def test_a_like_that_has_to_be_confirmed_is_confirmed_as_it_was_meant(phone_page, is_liked):
    page = phone_page
    comment = make_approved()
    page.goto(comment.article.get_absolute_url())
    if is_liked:
        page.click(LIKE)
        expect(page.locator(LIKE)).to_have_attribute("aria-pressed", "true")

    # A browser that does not say where its forms come from, seen in one that does.
    def hush(route):
        telling = {"origin", "sec-fetch-site"}
        headers = {k: v for k, v in route.request.headers.items() if k not in telling}
        route.fulfill(response=route.fetch(headers=headers, max_redirects=0))

    page.route(re.compile("/like/$"), hush)
    page.click(LIKE)
    confirm = page.locator("form.report")
    expect(confirm).to_be_visible()
    expect(confirm.locator("[name=undo]")).to_have_count(int(is_liked))
    confirm.locator("[type=submit]").click()
    expect(page.locator("#comments-title" if is_liked else "form.report")).to_be_attached()
    assert Comment.objects.get().like_count == int(not is_liked)


@pytest.mark.parametrize("body", ["{}", '{"liked": "yes", "likes": "1"}', '{"liked": true}'])
def test_an_answer_that_says_nothing_of_a_like_changes_nothing(phone_page, body):
    page = phone_page
    comment = make_approved(like_count=3)
    page.goto(comment.article.get_absolute_url())
    page.route(
        re.compile("/like/$"),
        lambda route: route.fulfill(content_type="application/json", body=body),
    )
    page.click(LIKE)
    failed = page.locator("#comments").get_attribute("data-failed")
    expect(page.locator(".comment__failure")).to_have_text(failed)
    expect(page.locator(LIKE)).to_have_attribute("aria-pressed", "false")
    expect(page.locator("[data-comment-likes]")).to_have_text("3 إعجابات")


# --- Other ways to use the page ----------------------------------------------------------------


@pytest.mark.parametrize("act", ["reply", "report"])
def test_a_link_pressed_with_a_key_opens_its_page_beside_this_one(open_page, act):
    page = open_page(DESKTOP)
    page.goto(make_approved().article.get_absolute_url())
    with page.context.expect_page() as opened:
        page.click(f"[data-comment-{act}]", modifiers=["Control"])
    expect(opened.value).to_have_url(re.compile(f"/{act}/$"))
    expect(page.locator(f".comment {FORM}")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_forced_colours_leave_the_heart_and_the_comment_sought_in_sight(open_page):
    page = open_page(PHONE, forced_colors="active")
    comment = make_approved()
    page.goto(f"{comment.article.get_absolute_url()}#{comment.anchor}")
    style = "(e, [part, name]) => getComputedStyle(e, part)[name]"
    heart = page.locator(LIKE)
    colour = heart.evaluate(style, ["::before", "backgroundColor"])
    page_colour = page.locator("body").evaluate(style, [None, "backgroundColor"])
    assert colour != page_colour
    assert heart.evaluate(style, ["::before", "forcedColorAdjust"]) == "none"
    sought = page.locator(f"#{comment.anchor} > .comment__box")
    assert sought.evaluate(style, [None, "outlineStyle"]) == "solid"
