"""Every kind of public page, in one table, for tests that look at all of them.

A page that is not in the table is not checked: a new kind gets its line here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from articles.models import Article
from comments.models import Comment, Status
from tests.factories import make_article, make_category, make_comment
from tests.newspaper import Newspaper

OWN = {"Sec-Fetch-Site": "same-origin"}
FOREIGN_WORDS = "Le port reprend son activité"
BODY_OF_EVERYTHING = f"""
<h2>عنوان فرعي في النص</h2>
<p>فقرة فيها <strong>كلمة بارزة</strong> و<em>كلمة مائلة</em> و<a href="https://example.org/">رابط
إلى صفحة أخرى</a>، ثم تمضي إلى آخرها بكلام يملأ السطر الثاني على شاشة الهاتف.</p>
<h3>عنوان أصغر</h3>
<ul><li><p>عنصر أول</p></li><li><p>عنصر ثان</p></li></ul>
<ol><li><p>خطوة أولى</p></li><li><p>خطوة ثانية</p></li></ol>
<blockquote><p>كلام منقول عن شاهد رأى ما جرى بعينيه.</p></blockquote>
<p lang="fr">{FOREIGN_WORDS}, et personne ne sait pour combien de temps.</p>
<blockquote class="pull"><p>كلام يكبر ليلفت العين.</p><p>— صاحبه</p></blockquote>
<table><tbody><tr><th>السنة</th><th>الإنتاج</th><th>الحصة من السوق</th><th>الفارق عن السنة
السابقة</th></tr><tr><td>2024</td><td>120 ألف طن</td><td>38 في المائة</td><td>ارتفاع بنسبة 4 في
المائة</td></tr></tbody></table>
"""


class Content:
    """What stands behind the pages: a newspaper, a story of all elements, a conversation."""

    def __init__(self, comments: int = 6) -> None:
        self.newspaper = Newspaper(comments)
        self.rich: Article = make_article(
            headline="قصة فيها كل ما قد يكون في قصة من عناوين وقوائم وجداول واقتباسات",
            standfirst="جملة تلخص القصة قبل أن تبدأ.",
            kicker="تجربة",
            body=BODY_OF_EVERYTHING,
            category=self.newspaper.sections[0],
            cover=self.newspaper.authors[0].portrait,
            cover_caption="شرح الصورة",
            tags=self.newspaper.tags[:2],
            authors=self.newspaper.authors[:2],
        )
        self.comment: Comment = make_comment(
            article=self.rich, status=Status.APPROVED, like_count=3
        )
        answer = make_comment(parent=self.comment, status=Status.APPROVED, name="Samira")
        make_comment(parent=answer, status=Status.APPROVED, body=FOREIGN_WORDS)
        Article.objects.filter(pk=self.rich.pk).update(comment_count=3)
        self.empty_section = make_category(name="قسم بلا أخبار بعد")


@dataclass(frozen=True)
class PublicPage:
    """A kind of page: its address, and what is posted there where a form leads to it."""

    name: str
    address: Callable[[Content], str]
    status: int = 200
    posted: dict[str, str] | None = field(default=None, hash=False)


def _kind(kind: str) -> Callable[[Content], str]:
    return lambda content: content.newspaper.address(kind)


def _to(name: str, subject: str) -> Callable[[Content], str]:
    return lambda content: reverse(name, args=[getattr(content, subject).pk])


def _fixed(address: str) -> Callable[[Content], str]:
    return lambda content: address


EMPTY = {"name": "", "body": ""}
TYPED = {"name": "قارئة", "email": "reader@example.org", "body": "رأي في ما جاء في هذه القصة"}

# In this order: the reader's own comments are there once she has written one.
PAGES = (
    PublicPage("home", _kind("home")),
    PublicPage("story", lambda content: content.rich.get_absolute_url()),
    PublicPage("section", _kind("section")),
    PublicPage("empty section", lambda content: content.empty_section.get_absolute_url()),
    PublicPage("tag", _kind("tag")),
    PublicPage("author", _kind("author")),
    PublicPage("month", _kind("month")),
    PublicPage("day", _kind("day")),
    PublicPage("page", _kind("page")),
    PublicPage("search form", _kind("search form")),
    PublicPage("search results", _kind("search")),
    PublicPage("search without result", _fixed("/search/?q=قسطنطينوبولس")),
    PublicPage("reading list", _fixed("/saved/")),
    PublicPage("offline", _fixed("/offline/")),
    PublicPage("missing", _kind("missing"), status=404),
    PublicPage("comment with errors", _to("comments:submit", "rich"), 422, EMPTY),
    PublicPage("reply", _to("comments:reply", "comment")),
    PublicPage("report", _to("comments:report", "comment")),
    PublicPage("no own comments", _fixed("/comments/mine/")),
    PublicPage("comment taken", _to("comments:submit", "rich"), posted=TYPED),
    PublicPage("own comments", _fixed("/comments/mine/")),
)


def fetch_all(client: Client, content: Content) -> Iterator[tuple[PublicPage, HttpResponse]]:
    """Each page of the table as the server answers; fails where the status is another."""
    for page in PAGES:
        address = page.address(content)
        if page.posted is None:
            response = client.get(address)
        else:
            response = client.post(address, page.posted, headers=OWN, follow=True)
        assert response.status_code == page.status, (page.name, response.status_code)
        yield page, response


# A form of the page's own, sent as it is: past the browser's checks and past our scripts.
_SEND = """([address, fields]) => {
  const form = [...document.forms].find((form) => new URL(form.action).pathname === address);
  for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
  HTMLFormElement.prototype.submit.call(form);
}"""


def open_all(browser_page: Page, content: Content) -> Iterator[PublicPage]:
    """Leads the browser to each page of the table in turn; fails where the status is another."""
    for page in PAGES:
        address = page.address(content)
        if page.posted is None:
            response = browser_page.goto(address)
        else:
            browser_page.goto(content.rich.get_absolute_url())
            with browser_page.expect_navigation() as navigation:
                browser_page.evaluate(_SEND, [address, page.posted])
            response = navigation.value
        assert response is not None
        assert response.status == page.status, (page.name, response.status)
        yield page
