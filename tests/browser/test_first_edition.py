"""A story's whole way: from the newsroom to a phone, commented on and moderated.

The text is that of the page this portal replaces where it lies beside the project, else a short
one of our own; the elements looked for are the same.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article, SiteSettings
from articles.models.site import DEFAULT_COMMENT_RULES
from scripts.chromium import DESKTOP, PHONE
from tests.factories import image_bytes, make_breaking, make_category, make_user

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TODAYS_PAGE = Path(__file__).resolve().parents[3] / "shared" / "seed" / "article_page.txt"
CHEAP_PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Mobile Safari/537.36"
)
EDITOR_TEXT = ".rich-text .ProseMirror"


@dataclass(frozen=True)
class Text:
    headline: str
    author: str
    category: str
    paragraphs: list[str]


def the_text() -> Text:
    if not TODAYS_PAGE.exists():
        return Text(
            "الميناء القديم يستقبل أول رحلة صيفية",
            "Saad236",
            "الأخبار الوطنية",
            ["رست أول سفينة ركاب صباح اليوم.", "قال المسؤول إن “الموسم” يبدأ مبكرا."],
        )
    lines = [line.strip() for line in TODAYS_PAGE.read_text(encoding="utf-8").splitlines()]
    headline, end = lines[0], lines.index("شارك المادة على:")
    body = [" ".join(line.split()) for line in lines[:end] if len(line) > 120]
    return Text(headline, lines[3], lines[4], body)


def sign_in(page: Page, role: str, path: str) -> None:
    user = make_user(role)
    page.goto(f"{reverse('admin:login')}?next={path}")
    page.fill("#id_username", user.username)
    page.fill("#id_password", "password")
    page.click("#login-form input[type=submit]")
    page.wait_for_url(f"**{path}")


def save(page: Page) -> None:
    page.click("input[name=_save]")
    page.wait_for_selector(".messagelist .success")


def upload(page: Page, **fields: str) -> None:
    page.goto("/admin/articles/picture/add/")
    photo = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": image_bytes((1300, 800))}
    page.set_input_files("#id_file", photo)
    for name, value in fields.items():
        page.fill(f"#id_{name}", value)
    save(page)


def pick(page: Page, field: str, words: str) -> None:
    """Choose the first match in an autocompleting picker."""
    page.click(f"{field} .select2-selection")
    page.fill(".select2-dropdown .select2-search__field", words)
    page.click(f".select2-results__option--highlighted:has-text('{words}')")


def publish(page: Page, text: Text, published_at) -> Article:
    sign_in(page, "EDITOR", "/admin/")
    upload(page, alt="مقر قيادة القوات", caption="اجتماع اللجنة المشتركة", credit="وكالة الأنباء")
    upload(page, alt="صورة الكاتب")
    page.goto("/admin/articles/author/add/")
    page.fill("#id_name", text.author)
    page.fill("#id_biography", "يتابع الشؤون الوطنية منذ سنوات.")
    pick(page, ".field-portrait", "صورة الكاتب")
    save(page)

    page.goto("/admin/articles/article/add/")
    page.fill("#id_headline", text.headline)
    page.fill("#id_kicker", "تعاون")
    page.fill("#id_standfirst", "ملخص من جملة واحدة.")
    page.click(EDITOR_TEXT)
    for number, paragraph in enumerate(text.paragraphs):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.insert_text(paragraph)
    pick(page, ".field-cover", "مقر قيادة")
    page.select_option("#id_category", label=text.category)
    pick(page, ".field-author", text.author)
    page.select_option("#id_status", "published")
    local = timezone.localtime(published_at)
    page.fill("#id_published_at_0", f"{local:%d/%m/%Y}")
    page.fill("#id_published_at_1", f"{local:%H:%M}")
    save(page)
    return Article.objects.get()


def test_from_the_newsroom_to_a_phone(open_page):
    text = the_text()
    make_category(name=text.category)
    make_breaking(text="خبر عاجل في سطر واحد")
    SiteSettings(name="صحيفة الاختبار", whatsapp_url="https://example.org/channel").save()
    published_at = (timezone.now() - timedelta(days=7, minutes=5)).replace(second=0, microsecond=0)

    desk = open_page(DESKTOP)
    article = publish(desk, text, published_at)
    assert article.published_at == published_at
    call_command("make_renditions", "--once", verbosity=0)

    # Headless Chromium calls itself a robot, whose views do not count.
    phone = open_page(PHONE, is_mobile=True, has_touch=True, user_agent=CHEAP_PHONE)
    phone.goto("/")
    phone.click(f"main a:has-text('{text.headline[:30]}') >> nth=0")
    expect(phone.locator("footer.footer")).to_be_visible()
    shown = phone.locator("body").inner_text()

    headline = phone.locator("h1")
    expect(headline).to_have_count(1)
    expect(headline).to_have_text(text.headline)
    for paragraph in text.paragraphs:
        assert paragraph in re.sub(r"\s+", " ", shown)
    story = phone.locator("main article").first
    expect(story).to_contain_text("تعاون")
    expect(story).to_contain_text("ملخص من جملة واحدة.")
    assert phone.locator(f"main a:has-text('{text.author}')").count() >= 2, "byline and box"
    assert phone.locator("main img[src*='/square-'], main source[srcset*='/square-']").count() >= 2
    expect(phone.locator("main")).to_contain_text("يتابع الشؤون الوطنية منذ سنوات.")
    expect(phone.locator("figure img[alt='مقر قيادة القوات']")).to_be_visible()
    expect(phone.locator("figcaption").first).to_contain_text("اجتماع اللجنة المشتركة")
    expect(phone.locator("figcaption").first).to_contain_text("وكالة الأنباء")
    expect(phone.locator(f"main a:has-text('{text.category}')").first).to_be_visible()
    local = timezone.localtime(published_at)
    assert f"{local.day} " in shown
    assert f"{local:%H:%M}" in shown
    assert "آخر تحديث" in shown
    assert "منذ أسبوع واحد" in shown
    times = phone.locator("main article time").evaluate_all("all => all.map(t => t.dateTime)")
    assert len(times) >= 2
    assert re.search("لا مشاهدات|مشاهدة واحدة", shown)
    assert "شارك المادة على" in shown
    hosts = phone.locator("main a[href^='https://'], main a[href^='mailto:']").evaluate_all(
        "all => all.map(a => a.href.split(/[/?]/).slice(0, 3).join('/'))"
    )
    for service in ("wa.me", "facebook", "x.com", "t.me", "mailto:"):
        assert any(service in host for host in hosts), service
    assert re.search("اترك تعليقا?", shown)
    assert "لن يُنشر عنوان بريدك الإلكتروني" in shown
    assert "الحقول الإلزامية مشار إليها بـ *" in shown
    assert "شروط التعليق" in shown
    assert DEFAULT_COMMENT_RULES in re.sub(r"\s+", " ", shown)
    assert "الأخبار العاجلة" in shown
    assert "خبر عاجل في سطر واحد" in shown
    assert "واتساب" in shown

    for name, value in (("name", "Zineb"), ("email", "z@example.org"), ("body", "شكرا على الخبر")):
        phone.fill(f"[data-comment-form] [name={name}]", value)
    phone.click("[data-comment-form] [type=submit]")
    expect(phone.locator(".comment--waiting")).to_contain_text("شكرا على الخبر")
    other = open_page(PHONE)
    other.goto(phone.url)
    assert "شكرا على الخبر" not in other.content()

    moderator = open_page(DESKTOP)
    sign_in(moderator, "MODERATOR", "/admin/comments/comment/")
    moderator.click("#result_list .field-excerpt a")
    moderator.click("button[value=approved]")
    expect(moderator.locator(".messagelist .success")).to_be_visible()
    other.reload()
    expect(other.locator(".comment")).to_contain_text("شكرا على الخبر")
    assert "z@example.org" not in other.content()
    assert "مشاهدة واحدة" in other.locator("body").inner_text()
