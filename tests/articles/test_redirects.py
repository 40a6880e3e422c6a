"""Redirects to the readable address: permanent, yet asked for again each time."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.factories import make_article, make_author, make_category, make_page, make_tag, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (make_article, "article"),
        (make_category, "category"),
        (make_tag, "tag"),
        (make_author, "author"),
        (make_page, "page"),
    ],
)
def test_no_browser_keeps_one(client, make, kind):
    row = make()
    former = row.get_absolute_url()
    row.slug = "آخر"
    row.save()
    response = client.get(former)
    assert (response.status_code, response["Location"]) == (301, row.get_absolute_url())
    assert "public, max-age=0, s-maxage=60," in response["Cache-Control"]
    assert f"{kind}:{row.pk}" in response["Cache-Tag"].split(",")


def test_the_short_address_neither(client):
    story = make_article()
    response = client.get(story.get_short_url())
    assert (response.status_code, response["Location"]) == (301, story.get_absolute_url())
    assert "max-age=0," in response["Cache-Control"]
    assert f"article:{story.pk}" in response["Cache-Tag"].split(",")


def test_none_is_kept_beyond_the_end_of_its_story(client):
    with time_machine.travel(NOW, tick=False):
        story = make_article(
            published_at=NOW - timedelta(days=1), ends_at=NOW + timedelta(seconds=9)
        )
        for address in (story.get_short_url(), f"/news/{story.pk}/former/"):
            assert "s-maxage=9," in client.get(address)["Cache-Control"]


def test_those_of_the_newsroom_fill_no_cache(client):
    story = make_article()
    client.force_login(make_user("EDITOR"))
    for address in (story.get_short_url(), f"/news/{story.pk}/former/"):
        response = client.get(address)
        assert response.status_code == 301
        assert response["Cache-Control"] == "private, no-store"
