"""Suggestions while typing: names by their beginning, headlines with an unfinished last word."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.publication import Status
from tests.factories import make_article, make_author, make_category, make_tag

pytestmark = pytest.mark.django_db


def suggested(client, text: str) -> list[tuple[str, str]]:
    response = client.get("/search/suggestions/", {"q": text})
    assert response.status_code == 200
    return [(found["kind"], found["text"]) for found in response.json()["suggestions"]]


def test_names_come_first_then_headlines_newest_first(client):
    now = timezone.now()
    section = make_category(name="الرياضة")
    tag, author = make_tag(name="رياضات بحرية"), make_author(name="رياض العلمي")
    make_article(headline="نتائج الرياضيين", category=section, published_at=now - timedelta(days=2))
    story = make_article(
        headline="رياضة للجميع", category=section, tags=[tag], authors=[author], published_at=now
    )
    assert [text for _kind, text in suggested(client, "رياض")] == [
        "الرياضة",
        "رياضات بحرية",
        "رياض العلمي",
        "رياضة للجميع",
        "نتائج الرياضيين",
    ]
    [found] = client.get("/search/suggestions/", {"q": "جميع رياضة"}).json()["suggestions"]
    assert found["address"] == story.get_absolute_url()


def test_what_readers_may_not_see_is_not_suggested(client):
    make_tag(name="زلزال")
    make_article(headline="زلزال", status=Status.DRAFT, tags=[make_tag(name="زلازل")])
    make_article(headline="زلزال", published_at=timezone.now() + timedelta(hours=1))
    make_article(headline="زلزال", status=Status.WITHDRAWN)
    assert suggested(client, "زلز") == []


def test_too_little_suggests_nothing_and_nothing_is_an_error(client):
    make_article(headline="زلزال")
    for text in ("", "ز", "ال", " ", "%", "_", "زلزال_", '"' * 9, "ز" * 10_000):
        assert isinstance(suggested(client, text), list)
    assert suggested(client, "ز") == []
    assert client.get("/search/suggestions/").json() == {"suggestions": []}


def test_is_kept_for_everybody_and_out_of_search_engines(client):
    response = client.get("/search/suggestions/", {"q": "زلزال"})
    assert response["Cache-Control"].startswith("public")
    assert response["X-Robots-Tag"] == "noindex"
    assert client.post("/search/suggestions/").status_code == 405


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_any_text_may_be_typed(client, text):
    suggested(client, text)


def test_bounded_queries(client, django_assert_max_num_queries):
    for number in range(6):
        make_article(headline=f"زلزال {number}", tags=[make_tag()])
    with django_assert_max_num_queries(8):
        client.get("/search/suggestions/", {"q": "زلزال"})
