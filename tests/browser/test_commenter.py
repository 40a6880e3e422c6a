"""A reader comments on a phone, with the script and without it."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments import actions, counts
from comments.models import Comment, ModerationPolicy, Status
from comments.moderation import stamp
from scripts.chromium import PHONE
from tests.browser.commenting import FORM, SEND, TEXT, fits, write
from tests.factories import make_article, make_comment

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=["with the script", "without it"])
def page(request, open_page):
    return open_page(
        PHONE,
        is_mobile=True,
        has_touch=True,
        java_script_enabled=request.param == "with the script",
    )


def test_her_comment_waits_where_she_alone_sees_it(page, open_page):
    article = make_article()
    page.goto(article.get_absolute_url())
    write(page)
    page.click(SEND)
    waiting = page.locator(".comment--waiting")
    expect(waiting).to_contain_text(TEXT)
    assert Comment.objects.get().status == Status.WAITING
    page.goto(article.get_absolute_url())
    expect(waiting).to_contain_text(TEXT)
    another = open_page(PHONE)
    another.goto(article.get_absolute_url())
    expect(another.locator("#comments-title")).to_be_visible()
    assert TEXT not in another.content()


def test_what_is_wrong_is_said_and_what_was_typed_kept(page, page_problems):
    page_problems.expect("422")
    article = make_article()
    page.goto(article.get_absolute_url())
    write(page, email="reader@", body="  ")
    page.click(SEND)
    expect(page.locator(".desk__errors")).to_contain_text("خطآن")
    expect(page.locator(f"{FORM} [name=name]")).to_have_value("Zineb")
    expect(page.locator(f"{FORM} [name=email]")).to_have_value("reader@")
    for name in ("email", "body"):
        wrong = page.locator(f"{FORM} [name={name}]")
        expect(wrong).to_have_attribute("aria-invalid", "true")
        described_by = wrong.get_attribute("aria-describedby")
        expect(page.locator(f"#{described_by}")).to_be_visible()
    assert not Comment.objects.exists()
    assert fits(page)
    write(page)
    page.click(SEND)
    expect(page.locator(".comment--waiting")).to_contain_text(TEXT)
    assert Comment.objects.count() == 1


def test_everything_is_within_reach_of_a_thumb(page):
    article = make_article()
    make_comment(article=article, status=Status.APPROVED, body="https://a.example/" + "x" * 300)
    page.goto(article.get_absolute_url())
    assert fits(page)
    for field in (*(f"{FORM} [name={name}]" for name in ("name", "email", "body")), SEND):
        assert page.locator(field).bounding_box()["height"] >= 44


def test_every_comment_reads_in_its_own_direction(page):
    article = make_article()
    for body in ("Bonne nouvelle, enfin !", "خبر سار أخيرا!"):
        make_comment(article=article, status=Status.APPROVED, body=body)
    counts.rebuild()
    page.goto(f"{article.get_absolute_url()}?order=oldest")
    french, arabic = page.locator(".comment__text p").all()
    for paragraph, direction in ((french, "ltr"), (arabic, "rtl")):
        assert paragraph.evaluate("p => getComputedStyle(p).direction") == direction
    lines = "p => { const r = document.createRange(); r.selectNodeContents(p);" \
        " const a = r.getBoundingClientRect(), b = p.getBoundingClientRect();" \
        " return [a.left - b.left, b.right - a.right]; }"  # fmt: skip
    left, right = french.evaluate(lines)
    assert left < 1 < right
    left, right = arabic.evaluate(lines)
    assert right < 1 < left


def test_a_paragraph_in_french_is_typed_from_left_to_right(page):
    page.goto(make_article().get_absolute_url())
    body = page.locator(f"{FORM} [name=body]")
    for text, direction in (("", "rtl"), ("Bonjour", "ltr"), ("مرحبا", "rtl"), ("", "rtl")):
        body.fill(text)
        assert body.evaluate("e => getComputedStyle(e).direction") == direction
    email = page.locator(f"{FORM} [name=email]")
    assert email.evaluate("e => getComputedStyle(e).direction") == "ltr"


# --- With the script ---------------------------------------------------------------------------


def test_she_stays_on_the_story_and_hears_what_became_of_it(phone_page):
    page = phone_page
    article = make_article()
    page.goto(article.get_absolute_url())
    page.evaluate("window.stayed = true")
    write(page)
    page.click(SEND)
    message = page.locator("[data-comment-taken]")
    expect(message).to_be_focused()
    expect(message).to_have_attribute("role", "status")
    expect(page.locator("[data-comment-list] .comment--waiting")).to_have_count(1)
    expect(page.locator("[data-comment-none]")).to_have_count(0)
    expect(page.locator(f"{FORM} [name=body]")).to_have_value("")
    assert page.evaluate("window.stayed")


def test_the_heading_counts_a_comment_published_at_once(phone_page, monkeypatch):
    monkeypatch.setattr("comments.moderation.phases.POLICY", ())
    page = phone_page
    page.goto(make_article().get_absolute_url())
    for body, count in (("1", "تعليق واحد"), ("2", "تعليقان")):
        write(page, body=body)
        page.click(SEND)
        expect(page.locator("#comments-title")).to_have_text(count)


def test_the_links_that_change_it_go_when_their_time_is_over(phone_page):
    page = phone_page
    page.clock.install()
    article = make_article()
    page.goto(article.get_absolute_url())
    write(page)
    page.click(SEND)
    links = page.locator(".comment--own a[href$='/correct/']")
    for _shown in ("by the script", "by the server"):
        expect(links).to_be_visible()
        page.clock.run_for(9 * 60 * 1000)
        expect(links).to_be_visible()
        page.clock.run_for(61 * 1000)
        expect(links).to_have_count(0)
        page.goto(article.get_absolute_url())


def test_the_first_wrong_field_takes_the_focus(phone_page, page_problems):
    page_problems.expect("422")
    page = phone_page
    page.goto(make_article().get_absolute_url())
    write(page, email="")
    page.click(SEND)
    expect(page.locator(f"{FORM} [name=email]")).to_be_focused()
    expect(page.locator(".desk__errors[role=alert]")).to_be_visible()


def test_without_a_network_the_text_stays_and_she_is_told(phone_page, page_problems):
    page_problems.expect("ERR_")
    page = phone_page
    page.goto(make_article().get_absolute_url())
    write(page)
    page.context.set_offline(True)
    page.click(SEND)
    failure = page.locator("[data-comment-failure]")
    expect(failure).to_have_text(page.locator(FORM).get_attribute("data-failed"))
    expect(failure).to_have_attribute("role", "alert")
    expect(page.locator(f"{FORM} [name=body]")).to_have_value(TEXT)
    page.context.set_offline(False)
    page.click(SEND)
    expect(page.locator(".comment--waiting")).to_contain_text(TEXT)
    expect(failure).to_be_empty()


def test_a_story_taken_off_the_site_meanwhile_says_so_and_the_text_stays(phone_page, page_problems):
    page_problems.expect("410")
    page = phone_page
    article = make_article()
    page.goto(article.get_absolute_url())
    write(page)
    article.status = "withdrawn"
    article.save()
    page.click(SEND)
    failure = page.locator("[data-comment-failure]")
    expect(failure).not_to_be_empty()
    assert failure.inner_text() != page.locator(FORM).get_attribute("data-failed")
    expect(page.locator(f"{FORM} [name=body]")).to_have_value(TEXT)


def test_a_double_tap_posts_once(phone_page):
    page = phone_page
    held = []
    page.route(re.compile(r"/comments/\d"), lambda route: held.append(route))
    page.goto(make_article().get_absolute_url())
    write(page)
    page.click(SEND)
    expect(page.locator(SEND)).to_have_attribute("aria-disabled", "true")
    page.click(SEND, force=True)
    page.locator(FORM).evaluate("form => form.requestSubmit()")
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator(".comment--waiting")).to_have_count(1)
    assert len(held) == 1
    assert Comment.objects.count() == 1


def test_what_is_typed_outlives_a_reload(phone_page):
    page = phone_page
    article = make_article()
    page.goto(article.get_absolute_url())
    write(page)
    page.reload()
    body = page.locator(f"{FORM} [name=body]")
    expect(body).to_have_value(TEXT)
    # Name and address are kept only where she asks.
    expect(page.locator(f"{FORM} [name=name]")).to_have_value("")
    write(page)
    page.click(SEND)
    expect(page.locator("[data-comment-taken]")).to_be_focused()
    expect(body).to_have_value("")
    page.reload()
    expect(page.locator(".comment--waiting")).to_contain_text(TEXT)
    expect(body).to_have_value("")


def test_she_is_remembered_if_she_asks_and_forgotten_if_not(phone_page):
    page = phone_page
    name, remember = (page.locator(f"{FORM} [name={field}]") for field in ("name", "remember"))
    for is_asked in (True, False):
        page.goto(make_article().get_absolute_url())
        write(page)
        remember.set_checked(is_asked)
        page.click(SEND)
        expect(page.locator("[data-comment-taken]")).to_be_focused()
        page.goto(make_article().get_absolute_url())
        expect(remember).to_be_checked(checked=is_asked)
        expect(name).to_have_value("Zineb" if is_asked else "")


def test_the_form_says_when_it_was_begun(phone_page, monkeypatch):
    """With a proof of work, which the page finds while she types."""
    ModerationPolicy.objects.create(proof_of_work_bits=4)
    taken = []
    submit = actions.submit

    def seen(article, typed, *rest):
        taken.append(stamp.read(typed.stamp, typed.proof, timezone.now()))
        return submit(article, typed, *rest)

    monkeypatch.setattr("comments.actions.submit", seen)
    page = phone_page
    page.goto(make_article().get_absolute_url())
    for _times in range(2):
        write(page, body=f"{TEXT} {_times}")
        page.click(SEND)
        expect(page.locator("[data-comment-taken]")).to_be_focused()
    assert [reading.state for reading in taken] == [stamp.StampState.VALID] * 2
    assert all(reading.zero_bits >= 4 for reading in taken)
    assert taken[0].nonce != taken[1].nonce


# --- Without the script ------------------------------------------------------------------------


def test_she_is_led_back_to_her_comment_on_the_story(phone_page_without_scripts):
    page = phone_page_without_scripts
    article = make_article()
    page.goto(article.get_absolute_url())
    write(page)
    page.click(SEND)
    page.wait_for_url(re.compile(r"#comment-\d+$"))
    expect(page.locator(".comment--waiting")).to_be_in_viewport()


def test_the_error_summary_leads_to_the_fields(phone_page_without_scripts, page_problems):
    page_problems.expect("422")
    page = phone_page_without_scripts
    page.goto(make_article().get_absolute_url())
    page.click(SEND)
    summary = page.locator(".desk__errors")
    expect(summary).to_be_focused()
    summary.locator("a").nth(1).click()
    expect(page.locator(f"{FORM} [name=email]")).to_be_focused()


def test_a_silent_browser_confirms(open_page):
    """What a browser without Origin and Sec-Fetch-Site is asked, seen in one that sends both."""
    page = open_page(PHONE, is_mobile=True, java_script_enabled=False)
    telling = {"origin", "sec-fetch-site"}

    def hush(route):
        headers = {k: v for k, v in route.request.headers.items() if k not in telling}
        route.fulfill(response=route.fetch(headers=headers, max_redirects=0))

    page.route(re.compile(r"/comments/\d+/$"), hush)
    page.goto(make_article().get_absolute_url())
    write(page)
    page.click(SEND)
    page.wait_for_url(re.compile(r"/comments/\d+/$"))
    expect(page.locator(f"{FORM} [name=body]")).to_have_value(TEXT)
    assert not Comment.objects.exists()
    page.click(SEND)
    expect(page.locator(".comment--waiting")).to_contain_text(TEXT)


# --- What she does with her own comment --------------------------------------------------------


def test_she_corrects_it_and_takes_it_back(page, page_problems):
    page_problems.expect("422")
    article = make_article()
    page.goto(article.get_absolute_url())
    write(page)
    page.click(SEND)
    own = page.locator(".comment--own")
    own.locator("a[href$='/correct/']").click()
    body = page.locator("[name=body]")
    expect(body).to_have_value(TEXT)
    assert fits(page)
    body.fill("  ")
    page.click("main form [type=submit]")
    expect(body).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".desk__errors")).to_be_focused()
    body.fill("نص مصحح")
    page.click("main form [type=submit]")
    expect(own).to_contain_text("نص مصحح")
    own.locator("a[href$='/withdraw/']").click()
    expect(page.locator(".quoted")).to_contain_text("نص مصحح")
    assert fits(page)
    page.click("form.desk__form [type=submit]")
    expect(own).to_have_class(re.compile("comment--withdrawn"))
    assert Comment.objects.get().status == Status.WITHDRAWN


def test_all_of_hers_are_on_one_page(page, open_page):
    for _times in range(2):
        article = make_article()
        page.goto(article.get_absolute_url())
        write(page, body=f"{TEXT} {article.pk}")
        page.click(SEND)
        expect(page.locator(".comment--waiting")).to_contain_text(TEXT)
    page.goto("/comments/mine/")
    expect(page.locator(".mine__comment")).to_have_count(2)
    assert fits(page)
    another = open_page(PHONE)
    another.goto("/comments/mine/")
    expect(another.locator("h1")).to_be_visible()
    assert TEXT not in another.content()
