"""A reader answers a comment on a phone, with the script and without it."""

import re

import pytest
from playwright.sync_api import expect

from comments.models import Comment, Status
from tests.browser.commenting import FORM, SEND, TEXT, fits, make_approved, reply_to, write

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_she_answers_in_place_and_her_answer_stands_below(phone_page):
    page = phone_page
    comment = make_approved(name="أحمد")
    page.goto(comment.article.get_absolute_url())
    reply_to(page, comment)
    form = page.locator(f"#{comment.anchor} {FORM}")
    expect(form.locator("[name=name]")).to_be_focused()
    expect(form.locator("[data-comment-answered]")).to_contain_text("أحمد")
    assert fits(page)
    write(page)
    page.click(SEND)
    answer = page.locator(f"#{comment.anchor} .comment__answers .comment--waiting")
    expect(answer).to_contain_text(TEXT)
    expect(answer).to_be_focused()
    assert Comment.objects.get(status=Status.WAITING).parent == comment
    # The form is back where it was, empty.
    expect(page.locator(f".comment {FORM}")).to_have_count(0)
    expect(page.locator(f"{FORM} [name=parent]")).to_have_value("")
    expect(page.locator("[data-comment-answered]")).to_be_hidden()


def test_escape_and_the_buttons_bring_the_form_back(phone_page):
    page = phone_page
    comment = make_approved()
    page.goto(comment.article.get_absolute_url())
    body = page.locator(f"{FORM} [name=body]")
    link = page.locator(f"#{comment.anchor} [data-comment-reply]")
    for way in ("Escape", "[data-comment-answered] [data-comment-cancel]", ".desk__home"):
        reply_to(page, comment)
        expect(page.locator(f".comment {FORM}")).to_have_count(1)
        body.fill(TEXT)
        if way == "Escape":
            body.press(way)
        else:
            page.click(way)
        expect(page.locator(f".comment {FORM}")).to_have_count(0)
        expect(page.locator(".desk__home")).to_have_count(0)
        expect(page.locator(f"{FORM} [name=parent]")).to_have_value("")
        expect(body).to_have_value(TEXT)
        expect(body if way == ".desk__home" else link).to_be_focused()


def test_the_form_moves_from_one_comment_to_another_with_its_text(phone_page):
    page = phone_page
    first = make_approved()
    second = make_approved(article=first.article)
    page.goto(first.article.get_absolute_url())
    reply_to(page, first)
    page.fill(f"{FORM} [name=body]", TEXT)
    reply_to(page, second)
    expect(page.locator(FORM)).to_have_count(1)
    expect(page.locator(f"#{second.anchor} {FORM} [name=body]")).to_have_value(TEXT)
    expect(page.locator(f"{FORM} [name=parent]")).to_have_value(str(second.pk))


def test_an_error_leaves_the_answer_in_its_place(phone_page, page_problems):
    page_problems.expect("422")
    page = phone_page
    comment = make_approved()
    page.goto(comment.article.get_absolute_url())
    reply_to(page, comment)
    write(page, email="")
    page.click(SEND)
    email = page.locator(f"#{comment.anchor} {FORM} [name=email]")
    expect(email).to_be_focused()
    expect(email).to_have_attribute("aria-invalid", "true")
    email.fill("reader@example.org")
    page.click(SEND)
    expect(page.locator(f"#{comment.anchor} .comment--waiting")).to_contain_text(TEXT)


def test_a_comment_removed_meanwhile_leaves_the_text(phone_page, page_problems):
    page_problems.expect("409")
    page = phone_page
    comment = make_approved()
    page.goto(comment.article.get_absolute_url())
    reply_to(page, comment)
    write(page)
    Comment.objects.update(status=Status.REJECTED)
    page.click(SEND)
    body = page.locator(f"{FORM} [name=body]")
    expect(body).to_be_focused()
    expect(body).to_have_value(TEXT)
    expect(page.locator(f".comment {FORM}")).to_have_count(0)
    page.click(SEND)
    expect(page.locator(".comment--waiting")).to_contain_text(TEXT)
    assert Comment.objects.get(status=Status.WAITING).parent is None


# --- Without the script ---------------------------------------------------------------------------


def test_she_answers_on_a_page_of_its_own_and_is_remembered_there(phone_page_without_scripts):
    page = phone_page_without_scripts
    comment = make_approved(name="أحمد")
    page.goto(comment.article.get_absolute_url())
    reply_to(page, comment)
    expect(page.locator("[data-comment-answered]")).to_contain_text("أحمد")
    assert fits(page)
    write(page)
    page.check(f"{FORM} [name=remember]")
    page.click(SEND)
    page.wait_for_url(re.compile(r"#comment-\d+$"))
    expect(page.locator(f"#{comment.anchor} .comment--waiting")).to_contain_text(TEXT)
    reply_to(page, comment)
    expect(page.locator(f"{FORM} [name=email]")).to_have_value("reader@example.org")
    expect(page.locator(f"{FORM} [name=remember]")).to_be_checked()
