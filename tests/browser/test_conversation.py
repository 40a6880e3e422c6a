"""Readers follow a conversation on a phone, like and report, with the scripts and without them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import SiteSettings
from comments import counts, thread
from comments.models import Comment, Report, Status
from comments.views import place
from scripts.chromium import PHONE
from tests.browser.commenting import fits
from tests.factories import make_article, make_comment, make_user

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LIKE = "[data-comment-like] button"


@pytest.fixture(params=["with the scripts", "without them"])
def page(request, open_page):
    return open_page(
        PHONE,
        is_mobile=True,
        has_touch=True,
        java_script_enabled=request.param == "with the scripts",
    )


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(thread, "PAGE_SIZE", 2)


def make_tops(article, size):
    start = timezone.now() - timedelta(days=1)
    tops = [
        make_comment(
            article=article,
            status=Status.APPROVED,
            body=str(number),
            submitted_at=start + timedelta(minutes=number),
        )
        for number in range(size)
    ]
    counts.rebuild()
    return tops


def box(page, comment):
    return page.locator(f"#{comment.anchor} > .comment__box")


# --- Reading -----------------------------------------------------------------------------------


def test_the_deepest_answers_still_read_on_a_phone(page):
    top = make_comment(status="approved")
    second = make_comment(parent=top, status="approved", name="محمد " * 10)
    third = make_comment(parent=second, status="approved", body="x" * 300, like_count=12)
    counts.rebuild()
    page.goto(top.article.get_absolute_url())
    assert fits(page)
    widths = [
        box(page, comment).locator(".comment__text").bounding_box()["width"]
        for comment in (top, second, third)
    ]
    assert widths == sorted(widths, reverse=True)
    assert len(set(widths)) == 3
    assert widths[-1] >= 260
    for act in box(page, third).locator(".comment__act, .comment__time").all():
        size = act.bounding_box()
        assert min(size["width"], size["height"]) >= 24


def test_a_comments_address_leads_to_it_on_a_later_page(page, small_pages):
    _first, second, *_others = make_tops(make_article(), 4)
    page.goto(second.get_absolute_url())
    expect(page).to_have_url(re.compile(rf"\?comments=[\d-]+#{second.anchor}$"))
    expect(box(page, second)).to_be_in_viewport()
    boxes = page.locator(".comment__box").all()
    sought, other = (box.evaluate("e => getComputedStyle(e).backgroundColor") for box in boxes)
    assert sought != other


def test_a_storys_address_with_a_comment_of_another_page_finds_it(phone_page, small_pages):
    page = phone_page
    article = make_article()
    first, *_others, last = make_tops(article, 5)
    page.goto(f"{article.get_absolute_url()}#{first.anchor}")
    expect(box(page, first)).to_be_in_viewport()
    page.goto(article.get_absolute_url())
    expect(box(page, last)).to_be_attached()
    page.evaluate(f"location.hash = '{first.anchor}'")
    expect(box(page, first)).to_be_in_viewport()


def test_a_comment_that_is_nowhere_shown_is_sought_once(phone_page):
    page = phone_page
    article = make_article()
    make_tops(article, 1)
    hidden = make_comment(article=article)
    sought = []
    page.on("request", lambda request: sought.append(request.url))
    page.goto(f"{article.get_absolute_url()}#{hidden.anchor}")
    expect(page).to_have_url(re.compile("#comments$"))
    page.wait_for_load_state("networkidle")
    assert len([url for url in sought if f"/comment/{hidden.pk}/" in url]) == 1
    expect(page.locator("[data-comment-lost]")).to_be_in_viewport()


def test_a_page_that_is_still_the_old_one_does_not_go_round_in_a_circle(phone_page, monkeypatch):
    """A cached page may not show the comment yet to which its own address leads there."""
    page = phone_page
    comment = make_comment()
    address = comment.article.get_absolute_url()
    monkeypatch.setattr(place, "address", lambda *_arguments: f"{address}#{comment.anchor}")
    sought = []
    page.on("request", lambda request: sought.append(request.url))
    page.goto(f"{address}#{comment.anchor}")
    page.wait_for_url(re.compile("#comments$"))
    page.wait_for_load_state("networkidle")
    expect(page.locator("#comments-title")).to_be_in_viewport()
    expect(page.locator("[data-comment-lost]")).not_to_be_empty()
    assert len([url for url in sought if url.endswith(f"/comment/{comment.pk}/")]) == 1


def test_the_address_of_a_hidden_comment_says_that_it_is_not_shown(page):
    article = make_article()
    make_tops(article, 1)
    hidden = make_comment(article=article)
    page.goto(hidden.get_absolute_url())
    told = page.locator("[data-comment-lost]")
    expect(told).to_be_in_viewport()
    expect(told).not_to_be_empty()
    assert fits(page)


# --- Liking ------------------------------------------------------------------------------------


def test_a_like_counts(page):
    (comment,) = make_tops(make_article(), 1)
    page.goto(comment.article.get_absolute_url())
    page.click(LIKE)
    expect(page.get_by_text("إعجاب واحد")).to_be_visible()
    assert Comment.objects.get().like_count == 1


def test_without_the_script_a_like_is_taken_back_on_the_page_that_tells_of_it(
    phone_page_without_scripts,
):
    page = phone_page_without_scripts
    (comment,) = make_tops(make_article(), 1)
    page.goto(comment.article.get_absolute_url())
    page.click(LIKE)
    expect(page.get_by_role("heading", level=1)).to_have_text("أعجبك هذا التعليق")
    assert fits(page)
    page.click("form.report [type=submit]")
    expect(box(page, comment)).to_be_in_viewport()
    assert Comment.objects.get().like_count == 0


def test_a_like_is_shown_taken_back_and_remembered_on_this_device(phone_page, open_page):
    page = phone_page
    (comment,) = make_tops(make_article(), 1)
    address = comment.article.get_absolute_url()
    page.goto(address)
    button = page.locator(LIKE)
    expect(button).to_have_attribute("aria-pressed", "false")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    page.goto(address)
    expect(button).to_have_attribute("aria-pressed", "true")
    another = open_page(PHONE)
    another.goto(address)
    expect(another.locator(LIKE)).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator("[data-comment-likes]")).to_have_text("")
    assert Comment.objects.get().like_count == 0
    page.goto(address)
    expect(button).to_have_attribute("aria-pressed", "false")


def test_without_a_network_she_is_told_and_nothing_is_pressed(phone_page, page_problems):
    page_problems.expect("ERR_")
    page = phone_page
    (comment,) = make_tops(make_article(), 1)
    page.goto(comment.article.get_absolute_url())
    page.context.set_offline(True)
    page.click(LIKE)
    expect(box(page, comment).locator("[role=alert]")).not_to_be_empty()
    expect(page.locator(LIKE)).to_have_attribute("aria-pressed", "false")
    page.context.set_offline(False)
    page.click(LIKE)
    expect(page.locator(LIKE)).to_have_attribute("aria-pressed", "true")
    expect(box(page, comment).locator("[role=alert]")).to_be_empty()


def test_a_comment_removed_meanwhile_says_so(phone_page, page_problems):
    page_problems.expect("404")
    page = phone_page
    (comment,) = make_tops(make_article(), 1)
    page.goto(comment.article.get_absolute_url())
    Comment.objects.update(status=Status.REJECTED)
    page.click(LIKE)
    alert = box(page, comment).locator("[role=alert]")
    expect(alert).not_to_be_empty()
    assert alert.inner_text() != page.locator("#comments").get_attribute("data-failed")


# --- Reporting ---------------------------------------------------------------------------------


def test_a_report_arrives(page, page_problems):
    page_problems.expect("422")
    SiteSettings.objects.update_or_create(pk=1, defaults={"comment_rules": "لا إشهار"})
    (comment,) = make_tops(make_article(), 1)
    page.goto(comment.article.get_absolute_url())
    page.click("[data-comment-report]")
    form = page.locator("form.report")
    form.locator("[type=submit]").click()
    expect(page.locator(".desk__errors[role=alert]")).to_be_focused()
    assert fits(page)
    form.get_by_label("لا إشهار").check()
    form.locator("[type=submit]").click()
    expect(page.locator("[data-report-done]")).to_be_visible()
    assert Report.objects.get().rule == "لا إشهار"


def test_the_form_opens_above_the_page_and_gives_the_focus_back(phone_page):
    page = phone_page
    (comment,) = make_tops(make_article(), 1)
    page.goto(comment.article.get_absolute_url())
    link = page.locator("[data-comment-report]")
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(dialog.locator("input[type=radio]").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(link).to_be_focused()
    link.click()
    dialog.locator("input[type=radio]").last.check()
    dialog.locator("textarea").fill("إشهار مقنع")
    dialog.locator("[type=submit]").click()
    expect(dialog.locator("[data-report-done]")).to_be_focused()
    dialog.locator("button").click()
    expect(dialog).to_have_count(0)
    assert Report.objects.get().note == "إشهار مقنع"


def test_the_button_that_closes_stays_in_view_on_a_phone(phone_page, page_problems):
    page_problems.expect("422")
    page = phone_page
    rules = "\n".join(f"شرط من شروط التعليق رقم {number}" for number in range(30))
    SiteSettings.objects.update_or_create(pk=1, defaults={"comment_rules": rules})
    (comment,) = make_tops(make_article(), 1)
    page.goto(comment.article.get_absolute_url())
    page.click("[data-comment-report]")
    dialog = page.get_by_role("dialog")
    for part in ("input[type=radio] >> nth=20", "form [type=submit]"):
        dialog.locator(part).scroll_into_view_if_needed()
        expect(dialog.locator(".dialog__close")).to_be_in_viewport(ratio=1)
    dialog.locator("form [type=submit]").click()
    expect(dialog.locator(".desk__errors")).to_be_focused()
    dialog.locator(".dialog__close").click()
    expect(dialog).to_have_count(0)


def test_two_taps_open_one_form(phone_page):
    page = phone_page
    held = []
    page.route(re.compile("/report/$"), lambda route: held.append(route))
    first, second = make_tops(make_article(), 2)
    page.goto(first.article.get_absolute_url())
    link = box(page, first).locator("[data-comment-report]")
    link.click()
    expect(link).to_have_attribute("aria-busy", "true")
    link.click()
    box(page, second).locator("[data-comment-report]").click()
    assert len(held) == 1
    held[0].continue_()
    expect(page.get_by_role("dialog")).to_have_count(1)
    expect(link).not_to_have_attribute("aria-busy", "true")
    assert len(held) == 1


# --- Deciding ----------------------------------------------------------------------------------


def test_a_moderator_decides_without_leaving_the_story(desktop_page):
    page = desktop_page
    article = make_article()
    kept, spam = make_tops(article, 2)
    user = make_user("MODERATOR")
    page.goto("/admin/login/")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", "password")
    page.click("[type=submit]")
    page.goto(article.get_absolute_url())
    box(page, spam).locator(".comment__decide [value=spam]").click()
    expect(box(page, spam)).to_have_count(0)
    expect(box(page, kept)).to_be_visible()
    assert Comment.objects.get(pk=spam.pk).status == Status.SPAM
