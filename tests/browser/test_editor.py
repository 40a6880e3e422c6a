"""An editor at work, on a desk and on a phone, under the admin's strict content policy.

Every page is watched: a breach of the policy or an error on the console fails the test.
"""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article, Picture
from articles.publication import Status
from articles.rich_text import clean
from scripts.chromium import PHONE
from tests.factories import (
    image_bytes,
    make_article,
    make_author,
    make_breaking,
    make_category,
    make_page,
    make_picture,
    make_tag,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TEXT = ".rich-text .ProseMirror"
ADD_STORY = "/admin/articles/article/add/"


def sign_in(page, role="EDITOR", path="/admin/"):
    """Through the form, as the given role; returns the account."""
    user = make_user(role)
    page.goto(f"{reverse('admin:login')}?next={path}")
    page.fill("#id_username", user.username)
    page.fill("#id_password", "password")
    page.click("#login-form input[type=submit]")
    page.wait_for_url(f"**{path}")
    return user


def stored_text(page):
    return page.locator("textarea[name=body]").input_value()


def save(page):
    page.click("input[name=_save]")
    page.wait_for_selector(".messagelist .success")


def test_from_signing_in_to_a_saved_story(desktop_page):
    page = desktop_page
    make_category(name="سياسة")
    editor = sign_in(page)
    page.click("#content-main a[href='/admin/articles/article/']")
    page.click(f".object-tools a[href='{ADD_STORY}']")
    page.fill("#id_headline", "عنوان من لوحة المفاتيح")
    page.select_option("#id_category", label="سياسة")
    page.click(TEXT)
    # A space at the end of the line must not collapse before the next word is typed.
    page.keyboard.type("كلمة ")
    assert page.locator(TEXT).evaluate("element => element.innerText").rstrip("\n") == "كلمة "
    page.keyboard.press("Control+b")
    page.keyboard.type("غامقة")
    page.keyboard.press("Control+b")
    page.keyboard.type(" وعادية")
    assert stored_text(page) == '<p dir="auto">كلمة <strong>غامقة</strong> وعادية</p>'
    save(page)
    story = Article.objects.get()
    assert story.body == '<p dir="auto">كلمة <strong>غامقة</strong> وعادية</p>'
    assert (story.status, story.created_by) == (Status.DRAFT, editor)


def test_the_text_is_written_from_right_to_left(desktop_page):
    page = desktop_page
    story = make_article(
        body="<p>فقرة</p><p>Un paragraphe</p><ul><li><p>بند</p></li></ul>"
        "<blockquote><p>قول</p></blockquote>"
    )
    path = f"/admin/articles/article/{story.pk}/change/"
    sign_in(page, path=path)
    page.wait_for_selector(TEXT)
    directions = page.evaluate(
        f"""[...document.querySelectorAll("{TEXT}, {TEXT} p, {TEXT} li, {TEXT} blockquote")]
            .map(element => [element.innerText.trim(), getComputedStyle(element).direction])"""
    )
    assert directions[0][1] == "rtl"
    assert ["Un paragraphe", "ltr"] in directions
    assert {direction for text, direction in directions[1:] if text != "Un paragraphe"} == {"rtl"}
    first, last = (
        page.locator(".prose-menubar__button").nth(index).bounding_box() for index in (0, -1)
    )
    assert first["x"] > last["x"]
    item = page.locator(f"{TEXT} li").bounding_box()
    line = page.locator(f"{TEXT} ul").bounding_box()
    assert item["x"] + item["width"] < line["x"] + line["width"] - 10, "room for the marker"


def test_the_editors_buttons_and_dialogs_are_arabic(desktop_page):
    page = desktop_page
    sign_in(page, path=ADD_STORY)
    page.wait_for_selector(".prose-menubar")
    names = page.locator(".prose-menubar__button").evaluate_all(
        "buttons => buttons.flatMap(button => [button.title, button.ariaLabel])"
    )
    assert len(names) > 30
    page.click(TEXT)
    page.click("[data-name=table]")
    names += re.findall(r"[^\n]+", page.locator(".prose-editor-dialog").inner_text())
    names.append(page.locator(TEXT).get_attribute("aria-label"))
    english = [name for name in names if re.search("[A-Za-z]", name) and "HTML" not in name]
    assert english == []
    page.select_option(".prose-editor-dialog select", index=0)
    page.click(".prose-editor-dialog button[type=submit]")
    assert page.locator(f"{TEXT} th").count() == 3, "a header row, as chosen"


def test_a_quotation_is_set_large_and_small_again(desktop_page):
    page = desktop_page
    sign_in(page, path=ADD_STORY)
    page.click(TEXT)
    page.keyboard.type("قول يستحق أن يُقرأ من بعيد")
    button = page.locator("[data-name=pullQuote]")
    button.click()
    assert page.locator(f"{TEXT} blockquote.pull").count() == 1
    button.click()
    assert page.locator(f"{TEXT} blockquote.pull").count() == 0
    assert page.locator(f"{TEXT} blockquote").count() == 1
    button.click()
    page.keyboard.press("Control+Home")
    stored = page.locator(".prose-editor textarea").input_value()
    assert clean(stored) == stored.replace("<p>", '<p dir="auto">')
    assert 'class="pull"' in stored


def test_a_picture_of_the_library_is_put_into_the_text(desktop_page):
    page = desktop_page
    for number in range(3):
        make_picture(alt=f"منظر {number}", caption="")
    picture = make_picture(alt="ميناء طنجة", caption="السفن عند الفجر")
    make_category(name="سياسة")
    sign_in(page, path=ADD_STORY)
    page.fill("#id_headline", "خبر بصورة")
    page.select_option("#id_category", label="سياسة")
    page.click(TEXT)
    page.keyboard.type("قبل الصورة")
    page.click("[data-name=figure]")
    page.fill(".picture-chooser input[type=search]", "طَنجه")
    page.keyboard.press("Enter")
    expect(page.locator("[data-picture]")).to_have_count(1)
    page.click("[data-picture]")
    page.wait_for_selector(f"{TEXT} figure img")
    assert page.locator(".picture-chooser").count() == 0
    page.keyboard.type("بعد الصورة")
    save(page)
    assert Article.objects.get().body == (
        '<p dir="auto">قبل الصورة</p>'
        f'<figure><img src="{picture.file.url}" alt="ميناء طنجة"'
        f' width="{picture.width}" height="{picture.height}">'
        '<figcaption dir="auto">السفن عند الفجر</figcaption></figure>'
        '<p dir="auto">بعد الصورة</p>'
    )


def test_the_chooser_closes_without_a_choice_and_says_when_it_fails(desktop_page, page_problems):
    page = desktop_page
    sign_in(page, path=ADD_STORY)
    page.click(TEXT)
    page.click("[data-name=figure]")
    page.click(".picture-chooser [data-close]")
    assert page.locator(".picture-chooser").count() == 0
    page_problems.expect("ERR_FAILED")
    page.route("**/choose/**", lambda route: route.abort())
    page.click("[data-name=figure]")
    expect(page.locator(".picture-chooser")).not_to_be_empty()
    page.keyboard.press("Escape")
    assert stored_text(page) == ""


def test_a_cover_is_uploaded_beside_the_story(desktop_page):
    page = desktop_page
    sign_in(page, path=ADD_STORY)
    with page.expect_popup() as opened:
        page.click("#add_id_cover")
    window = opened.value
    window.set_input_files(
        "#id_file", {"name": "ص.jpg", "mimeType": "image/jpeg", "buffer": image_bytes((640, 400))}
    )
    window.fill("#id_alt", "شاطئ أكادير")
    with window.expect_event("close"):
        window.click("input[name=_save]")
    expect(page.locator(".field-cover .select2-selection__rendered")).to_contain_text("شاطئ أكادير")


def test_the_focal_point_is_set_by_a_click_on_the_picture(desktop_page):
    page = desktop_page
    picture = make_picture()
    sign_in(page, path=f"/admin/articles/picture/{picture.pk}/change/")
    shown = page.locator(".focal-point img")
    box = shown.bounding_box()
    shown.click(position={"x": box["width"] * 0.2, "y": box["height"] * 0.75})
    assert page.locator("#id_focal_x").input_value() == "20"
    assert page.locator("#id_focal_y").input_value() == "75"
    save(page)
    picture.refresh_from_db()
    assert (picture.focal_x, picture.focal_y) == (20, 75)


@pytest.fixture
def newsroom(db):
    """Something in every list."""
    author = make_author(name="Karim Benjelloun el Fassi el Fihri")
    make_article(
        headline="عنوان طويل " * 12,
        authors=[author],
        tags=[make_tag(name="وسم طويل جدا " * 5)],
        cover=make_picture(),
    )
    make_breaking(text="خبر عاجل " * 15)
    make_page()
    return Picture.objects.get()


def addresses():
    models = ("article", "picture", "category", "tag", "author", "breakingnews", "page")
    yield "/admin/"
    for model in models:
        yield f"/admin/articles/{model}/"
        yield f"/admin/articles/{model}/add/"
    yield "/admin/articles/sitesettings/"
    yield "/admin/auth/user/"
    yield "/admin/auth/user/add/"
    yield "/admin/password_change/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_on_a_phone(open_page, newsroom, scheme):
    page = open_page(PHONE, is_mobile=True, has_touch=True, color_scheme=scheme)
    sign_in(page, "ADMINISTRATOR")
    story = Article.objects.get()
    wide = {}
    for address in (*addresses(), f"/admin/articles/article/{story.pk}/change/"):
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            wide[address] = width
    assert wide == {}
