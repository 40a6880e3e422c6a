"""A comment's own address leads to where it stands now."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core import signing
from django.utils import timezone

from articles.publication import Status as Publication
from comments import counts, thread
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

START = datetime(2023, 1, 18, 12, 0, tzinfo=UTC)


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(thread, "PAGE_SIZE", 2)
    monkeypatch.setattr(thread, "ANSWERS", 2)
    monkeypatch.setattr(thread, "THREAD_PAGE_SIZE", 3)


def follow(client, comment):
    """The page a comment's address leads to, and the fragment."""
    response = client.get(comment.get_absolute_url())
    assert response.status_code == 302
    address, _hash, fragment = response["Location"].partition("#")
    there = client.get(address)
    assert there.status_code == 200
    return BeautifulSoup(there.content.decode(), "html.parser"), fragment


@pytest.mark.slow
def test_every_comment_is_found_where_its_address_leads(client, small_pages):
    article = make_article()
    comments = []
    for hour in range(3):
        top = make_comment(
            article=article, status="approved", submitted_at=START + timedelta(hours=hour)
        )
        second = make_comment(parent=top, status="approved")
        third = make_comment(parent=second, status="approved")
        comments += [top, second, third]
        comments += [make_comment(parent=top, status="approved") for _number in range(3)]
    counts.rebuild()
    for comment in comments:
        page, fragment = follow(client, comment)
        assert fragment == comment.anchor
        assert page.find(id=comment.anchor), comment.number


def test_a_mark_has_an_address_too(client):
    top = make_comment(status="rejected")
    make_comment(parent=top, status="approved")
    counts.rebuild()
    page, fragment = follow(client, top)
    assert page.find(id=fragment).find(class_="comment__gone")


@pytest.mark.parametrize("status", ["waiting", "rejected", "spam", "withdrawn"])
def test_what_readers_do_not_see_leads_to_the_comments_of_its_story(client, status):
    comment = make_comment(status=status)
    page, fragment = follow(client, comment)
    assert fragment == "comments"
    assert page.find(id="comments")
    assert not page.find(id=comment.anchor)
    told = page.find(attrs={"data-comment-lost": True})
    assert told["role"] == "status"
    assert told.text == told["data-comment-lost"]


def test_what_readers_do_see_is_not_missed(client):
    comment = make_comment(status="approved")
    page, _fragment = follow(client, comment)
    assert page.find(attrs={"data-comment-lost": True}).text == ""


def test_its_writer_is_led_to_her_waiting_comment(client):
    comment = make_comment()
    client.cookies[settings.WAITING_COOKIE_NAME] = signing.dumps(
        [comment.pk], salt="comments.waiting"
    )
    response = client.get(comment.get_absolute_url())
    assert response["Cache-Control"] == "private, no-store"
    page, fragment = follow(client, comment)
    assert fragment == comment.anchor
    assert page.find(id=comment.anchor)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": Publication.DRAFT}, 404),
        ({"published_at": timezone.now() + timedelta(days=1)}, 404),
        ({"ends_at": timezone.now() - timedelta(minutes=1)}, 410),
        ({"status": Publication.WITHDRAWN}, 410),
    ],
)
def test_under_a_story_that_is_not_out_the_story_answers(client, fields, status):
    comment = make_comment(article=make_article(**fields), status="approved")
    response = client.get(comment.get_absolute_url())
    assert response.status_code == status
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("pk", ["0", "999", "9" * 40])
def test_a_comment_nobody_wrote_is_not_found(client, pk):
    assert client.get(f"/comment/{pk}/").status_code == 404


def test_the_answer_is_kept_as_long_as_the_storys_page_and_forgotten_with_it(client):
    comment = make_comment(status="approved")
    response = client.get(comment.get_absolute_url())
    assert response["Cache-Control"].startswith("public, max-age=0, s-maxage=60")
    assert f"article:{comment.article_id}" in response["Cache-Tag"].split(",")
    assert client.post(comment.get_absolute_url()).status_code == 405


def test_it_costs_few_queries_however_long_the_thread(client, django_assert_max_num_queries):
    article = make_article()
    for hour in range(60):
        make_comment(article=article, status="approved", submitted_at=START + timedelta(hours=hour))
    last = make_comment(article=article, status="approved", submitted_at=START)
    reply = make_comment(parent=last, status="approved")
    with django_assert_max_num_queries(3):
        response = client.get(reply.get_absolute_url())
    assert "?comments=" in response["Location"]
