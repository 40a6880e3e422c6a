"""Without a connection: the stories kept on the device, and the page that leads to them."""

import threading

import pytest
from playwright.sync_api import expect

from articles import views
from articles.models import Article
from scripts.chromium import DESKTOP, PHONE
from tests.factories import make_article, make_picture

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SAVE, REMOVE = "احفظ للقراءة لاحقا", "احذف من قائمة القراءة"
UNREACHABLE = "تعذر الوصول إلى الموقع"
KEPT_COPY = "نسخة حُفظت على جهازك"


@pytest.fixture
def story():
    return make_article(
        headline="ميناء جديد يفتح أبوابه",
        body="<p>الفقرة الأولى.</p>",
        cover=make_picture(size=(1300, 800)),
    )


@pytest.fixture
def reader(open_page, page_problems):
    """A page whose service worker is at work."""
    # What a page asks for in vain is told on the console.
    page_problems.expect("net::ERR_INTERNET_DISCONNECTED|net::ERR_FAILED|status of 5")
    page = open_page(PHONE, is_mobile=True, has_touch=True, service_workers="allow")
    page.goto("/saved/")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    return page


def wait_until(page, condition: str, argument: object = None) -> None:
    """Until the asynchronous JavaScript function `condition` says yes.

    Playwright's own wait takes the promise for a yes.
    """
    page.evaluate(
        f"""async (argument) => {{
          const end = Date.now() + 15_000;
          while (!(await ({condition})(argument))) {{
            if (Date.now() > end) throw new Error("waited in vain");
            await new Promise((resolve) => setTimeout(resolve, 50));
          }}
        }}""",
        argument,
    )


def kept_stories(page) -> list[str]:
    """The addresses of the stories kept, in any order."""
    return page.evaluate(
        """async () => {
          const cache = await caches.open("pages-1");
          const paths = (await cache.keys()).map(({ url }) => new URL(url).pathname);
          return paths.filter((path) => path.startsWith("/news/"));
        }"""
    )


def wait_until_kept(page, story, picture: bool = False) -> None:
    wait_until(
        page,
        """async ([pk, picture]) => {
          const cache = await caches.open("pages-1");
          const key = (await cache.keys()).find(({ url }) => url.includes(`/news/${pk}/`));
          const kept = key && (await cache.match(key));
          return kept && (!picture || kept.headers.get("Kept-Files").includes("/media/"));
        }""",
        [story.pk, picture],
    )


def read_online(page, story) -> None:
    page.goto(story.get_absolute_url())
    wait_until_kept(page, story, picture=bool(story.cover))


def test_a_story_seen_can_be_read_without_a_connection(reader, story):
    read_online(reader, story)
    reader.context.set_offline(True)
    reader.goto(story.get_absolute_url())
    expect(reader.get_by_role("heading", level=1)).to_have_text(story.headline)
    expect(reader.get_by_text(KEPT_COPY)).to_contain_text("منذ لحظات")
    # With its style sheets, its script, its picture and the icons.
    assert reader.locator(".kept").evaluate("(p) => getComputedStyle(p).borderRadius") == "4px"
    expect(reader.get_by_role("button", name=SAVE)).to_be_visible()
    assert reader.locator(".cover img").evaluate("(image) => image.naturalWidth") > 0
    reader.get_by_role("button", name=SAVE).tap()
    expect(reader.get_by_role("button", name=REMOVE)).to_be_visible()


def test_the_copy_is_not_used_while_the_site_answers(reader, story):
    read_online(reader, story)
    Article.objects.filter(pk=story.pk).update(headline="عنوان مصحح")
    reader.goto(story.get_absolute_url())
    expect(reader.get_by_role("heading", level=1)).to_have_text("عنوان مصحح")
    expect(reader.get_by_text(KEPT_COPY)).to_be_hidden()


def test_the_first_story_of_the_first_visit_is_kept_too(open_page, page_problems, story):
    page_problems.expect("net::ERR_INTERNET_DISCONNECTED|net::ERR_FAILED")
    page = open_page(PHONE, service_workers="allow")
    read_online(page, story)
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(story.headline)
    assert page.locator(".cover img").evaluate("(image) => image.naturalWidth") > 0


def test_a_page_not_seen_leads_to_the_stories_kept(reader, story):
    other = make_article(headline="خبر لم يفتح")
    read_online(reader, story)
    reader.context.set_offline(True)
    for address in (other.get_absolute_url(), "/"):
        reader.goto(address)
        expect(reader.get_by_role("heading", level=1)).to_have_text(UNREACHABLE)
        kept = reader.get_by_role("main").get_by_role("listitem")
        expect(kept).to_have_count(1)
        expect(kept).to_contain_text("منذ لحظات")
    kept.get_by_role("link", name=story.headline).tap()
    expect(reader.get_by_text("الفقرة الأولى.")).to_be_visible()
    reader.goto("/saved/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("قائمة القراءة")
    reader.goto("/")
    reader.context.set_offline(False)
    reader.get_by_role("button", name="إعادة المحاولة").tap()
    expect(reader.get_by_role("link", name=other.headline).first).to_be_visible()


def test_a_site_too_slow_or_out_of_order_is_replaced_by_the_copy(
    reader, story, monkeypatch, page_problems
):
    read_online(reader, story)
    make_page = views._story_context
    answer = threading.Event()

    def late(*arguments):
        answer.wait(20)
        return make_page(*arguments)

    monkeypatch.setattr(views, "_story_context", late)
    try:
        reader.goto(story.get_absolute_url())
        expect(reader.get_by_text(KEPT_COPY)).to_be_visible()
    finally:
        answer.set()

    def broken(*arguments):
        raise RuntimeError("out of order")

    monkeypatch.setattr(views, "_story_context", broken)
    reader.goto(story.get_absolute_url())
    expect(reader.get_by_text(KEPT_COPY)).to_be_visible()


# Stories seen one after the other an hour ago: copies of a kept one, as a reader's past visits.
SEEN_BEFORE = """async (addresses) => {
  const cache = await caches.open("pages-1");
  const [key] = (await cache.keys()).filter(({ url }) => url.includes("/news/"));
  const kept = await cache.match(key);
  const text = await kept.text();
  for (const [number, address] of addresses.entries()) {
    const headers = new Headers(kept.headers);
    headers.set("Kept-At", new Date(Date.now() - 3_600_000 + number).toISOString());
    await cache.put(address, new Response(text, { headers }));
  }
}"""


def test_the_last_twenty_are_kept(reader):
    first, last = (make_article(headline=f"خبر رقم {number}") for number in range(2))
    read_online(reader, first)
    before = [f"/news/{number}/a/" for number in range(1000, 1020)]
    reader.evaluate(SEEN_BEFORE, before)
    read_online(reader, last)
    wait_until(
        reader,
        """async () => {
          const cache = await caches.open("pages-1");
          return (await cache.keys()).length === 20 + 2;
        }""",
    )
    expected = {first.get_absolute_url(), last.get_absolute_url(), *before[2:]}
    assert set(kept_stories(reader)) == expected


def test_a_story_taken_off_the_site_is_forgotten(reader, story, page_problems):
    page_problems.expect("status of 410")
    read_online(reader, story)
    Article.objects.filter(pk=story.pk).update(status="withdrawn")
    reader.goto(story.get_absolute_url())
    wait_until(
        reader,
        """async () => {
          const cache = await caches.open("pages-1");
          return !(await cache.keys()).some(({ url }) => url.includes("/news/"));
        }""",
    )
    files = "async () => (await (await caches.open('files-1')).keys()).map(({ url }) => url)"
    wait_until(reader, f"async () => !(await ({files})()).join().includes('/media/')")


def test_what_is_personal_is_not_kept(reader, story, settings, live_server):
    reader.context.add_cookies(
        [{"name": settings.WAITING_COOKIE_NAME, "value": "1", "url": live_server.url}]
    )
    public = make_article()
    reader.goto(story.get_absolute_url())
    reader.goto("/search/?q=ميناء")
    reader.context.clear_cookies()
    read_online(reader, public)
    assert kept_stories(reader) == [public.get_absolute_url()]
    addresses = reader.evaluate(
        "async () => (await (await caches.open('pages-1')).keys()).map(({ url }) => url)"
    )
    assert len(addresses) == 1 + 2
    assert not any("search" in address for address in addresses)


def test_the_admin_is_none_of_its_business(reader):
    response = reader.goto("/admin/login/")
    assert response.from_service_worker is False


def test_what_an_older_one_kept_is_cleared_away(open_page, story):
    page = open_page(DESKTOP, service_workers="block")
    page.goto("/saved/")
    page.close()
    page = open_page(DESKTOP, service_workers="allow")
    page.goto("/robots.txt")
    page.evaluate("caches.open('pages-0')")
    page.goto("/saved/")
    page.evaluate("navigator.serviceWorker.ready")
    wait_until(page, "async () => (await caches.keys()).join() === 'files-1,pages-1'")
