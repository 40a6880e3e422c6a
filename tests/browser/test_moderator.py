"""A moderator at work: what waits is decided, and readers see it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from comments.models import Comment, ModerationRecord, Status
from scripts.chromium import DESKTOP, PHONE
from tests.factories import make_article, make_comment, make_user

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

QUEUE = "/admin/comments/comment/"


def sign_in(page):
    user = make_user("MODERATOR")
    page.goto(f"{reverse('admin:login')}?next={QUEUE}")
    page.fill("#id_username", user.username)
    page.fill("#id_password", "password")
    page.click("#login-form input[type=submit]")
    page.wait_for_url(f"**{QUEUE}")
    return user


def fits(page):
    # Before its style sheets are there, no page fits.
    page.wait_for_load_state()
    return page.locator("html").evaluate("html => html.scrollWidth <= html.clientWidth")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_what_a_moderator_approves_readers_see_at_once(open_page, viewport):
    article = make_article()
    comment = make_comment(article=article, body="خبر سار", name="Zineb")
    reader = open_page(PHONE)
    reader.goto(article.get_absolute_url())
    expect(reader.locator(".comment")).to_have_count(0)
    desk = open_page(viewport)
    sign_in(desk)
    assert fits(desk)
    desk.click("#result_list .field-excerpt a")
    expect(desk.locator("#content")).to_contain_text("reader@example.org")
    assert fits(desk)
    desk.click("button[value=approved]")
    expect(desk.locator(".messagelist .success")).to_contain_text("تعليق واحد")
    expect(desk.locator("#result_list")).to_have_count(0)
    reader.reload()
    expect(reader.locator(f"#comment-{comment.pk}")).to_contain_text("خبر سار")
    expect(reader.locator("#comments-title")).to_have_text("تعليق واحد")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_many_are_rejected_with_a_reason(open_page, page_problems, scripts):
    page_problems.expect("422")
    for number in range(3):
        make_comment(body=f"إعلان {number}")
    desk = open_page(DESKTOP, java_script_enabled=scripts)
    moderator = sign_in(desk)
    for box in desk.locator("#result_list .action-select").all()[:2]:
        box.check()
    desk.select_option("select[name=action]", "reject")
    desk.click("#changelist-form button[type=submit]")
    expect(desk.locator("#content")).to_contain_text("تعليقان")
    desk.click("#content form input[type=submit]")
    expect(desk.locator(".errorlist").first).to_be_visible()
    desk.fill("textarea[name=note]", "إعلان تجاري")
    desk.click("#content form input[type=submit]")
    expect(desk.locator(".messagelist .success")).to_contain_text("تعليقان")
    assert Comment.objects.filter(status=Status.REJECTED).count() == 2
    record = ModerationRecord.objects.first()
    assert (record.moderator, record.reason) == (moderator, "إعلان تجاري")


def test_the_commenter_sees_her_mark_go(open_page):
    article = make_article()
    phone = open_page(PHONE, is_mobile=True)
    phone.goto(article.get_absolute_url())
    for name, text in (("name", "Zineb"), ("email", "z@example.org"), ("body", "خبر سار")):
        phone.fill(f"[data-comment-form] [name={name}]", text)
    phone.click("[data-comment-form] [type=submit]")
    expect(phone.locator(".comment--waiting")).to_have_count(1)
    desk = open_page(DESKTOP)
    sign_in(desk)
    desk.click("#result_list .field-excerpt a")
    desk.click("button[value=approved]")
    expect(desk.locator(".messagelist .success")).to_be_visible()
    phone.goto(article.get_absolute_url())
    expect(phone.locator(".comment")).to_contain_text("خبر سار")
    expect(phone.locator(".comment--waiting")).to_have_count(0)
    assert "waiting_comments" not in {cookie["name"] for cookie in phone.context.cookies()}
