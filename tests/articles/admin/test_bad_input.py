"""What nobody means to send is refused or cleaned: no server error, and nothing typed is lost."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article
from articles.publication import Status
from tests.factories import make_article, make_category, make_tag

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

ADD = "/admin/articles/article/add/"


def draft(**changes):
    return {"headline": "عنوان", "body": "<p>نص</p>", "category": make_category().pk} | changes


@pytest.mark.parametrize("field", ["headline", "kicker", "standfirst", "body", "slug"])
def test_a_nul_is_an_error_beside_its_field(desk, field):
    editor = desk()
    response = editor.send(ADD, **draft(standfirst="مقدمة مكتوبة") | {field: "قبل\x00بعد"})
    assert response.status_code == 200
    assert editor.errors(field)
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ('<p>قبل</p><img src="https://evil.example/x.png"><p>بعد</p>',
         '<p dir="auto">قبل</p><p dir="auto">بعد</p>'),
        ('<p><a href="javascript:alert(1)">رابط</a></p>',
         '<p dir="auto"><a rel="noopener">رابط</a></p>'),
        ('<p onclick="x">نص</p><script>alert(1)</script>', '<p dir="auto">نص</p>'),
        ('<p style="position:fixed" class="x">نص</p>', '<p dir="auto">نص</p>'),
        ('<iframe src="//evil.example"></iframe><p>نص</p>', '<p dir="auto">نص</p>'),
        ('<p>نص</p><figure><img src="/media/pictures/2026/01/none.jpg" alt="x"></figure>',
         '<p dir="auto">نص</p>'),
    ],
)  # fmt: skip
def test_what_the_editor_does_not_make_is_cleaned_away(desk, sent, stored):
    assert desk().send(ADD, **draft(body=sent)).status_code == 302
    assert Article.objects.get().body == stored


def test_a_text_of_a_megabyte_is_stored(desk):
    body = "<p>" + "كلمة " * 105_000 + "</p>"
    assert len(body.encode()) > 900_000
    assert desk().send(ADD, **draft(body=body)).status_code == 302
    assert len(Article.objects.get().body) > 500_000


def test_a_request_beyond_the_limit_is_refused_plainly(desk, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    editor = desk()
    response = editor.send(ADD, **draft(body="<p>" + "x" * 20_000 + "</p>"))
    assert response.status_code == 400
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("category", "x"),
        ("category", "99999999999999999999"),
        ("cover", "1 OR 1=1"),
        ("cover", "99999999999999999999"),
        ("tags", ["12345"]),
        ("status", "nonsense"),
        ("published_at_0", "31/02/2026"),
        ("published_at_1", "25:00"),
        ("headline", "ع" * 181),
        ("headline", " "),
        ("standfirst", "ع" * 401),
    ],
)
def test_a_value_out_of_range_is_an_error_beside_its_field(desk, field, value):
    editor = desk()
    response = editor.send(ADD, **draft(kicker="تمهيد") | {field: value})
    assert response.status_code == 200
    assert editor.errors(field.removesuffix("_0").removesuffix("_1"))
    assert editor.page.select_one("[name=kicker]")["value"] == "تمهيد"


def test_what_cannot_be_a_row_is_left_out_of_a_set(desk):
    tag = make_tag()
    sent = draft(tags=["x", "99999999999999999999", "1.5", tag.pk])
    assert desk().send(ADD, **sent).status_code == 302
    assert list(Article.objects.get().tags.all()) == [tag]


@pytest.mark.parametrize("author", ["x", "99999999999999999999"])
def test_an_author_who_cannot_exist_is_an_error_beside_the_byline(desk, author):
    editor = desk()
    sent = {"bylines-0-author": author, "bylines-0-role": "by", "bylines-0-position": "1"}
    assert editor.send(ADD, **draft(), **sent).status_code == 200
    assert editor.page.select("#bylines-0 .field-author.errors, #bylines-0 .errorlist")


@pytest.mark.parametrize(
    "query",
    [
        "phase=%27",
        "category__id__exact=x",
        "authors__id__exact=99999999999999999999999",
        "published_at__gte=never",
        "p=-1",
        "p=999999999999999999999",
        "o=9.9.9",
        "q=" + "ا" * 5000,
        "created_by__password__startswith=a",
        "nonsense=1",
    ],
)
def test_a_mangled_address_of_the_list_is_no_server_error(desk, query):
    make_article()
    assert desk().open(f"/admin/articles/article/?{query}").status_code in {200, 302, 400}


@pytest.mark.parametrize("row", ["0", "99999999999999999999", "x", "1%00"])
def test_a_story_that_does_not_exist_is_no_server_error(desk, row):
    response = desk().open(f"/admin/articles/article/{row}/change/")
    assert response.status_code in {302, 400, 404}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    headline=st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
    body=st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
)
def test_any_text_is_stored_or_refused(desk, headline, body):
    story = make_article(status=Status.DRAFT)
    editor = desk()
    path = f"/admin/articles/article/{story.pk}/change/"
    response = editor.send(path, headline=headline, body=body)
    assert response.status_code in {200, 302}
    if response.status_code == 200:
        assert editor.errors("headline") or editor.errors("body")
        # What was typed stands in the form again, line breaks as browsers send them.
        shown = editor.page.select_one("[name=headline]").get("value", "")
        assert shown == headline or "\r" in headline or "\x00" in headline
