"""What caches are told, and which pages are forgotten when something changes."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse

from articles.models import SiteSettings
from articles.publication import Status
from newsportal import page_cache
from tests.factories import (
    make_article,
    make_author,
    make_breaking,
    make_category,
    make_page,
    make_picture,
    make_tag,
)

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)


def test_public_response():
    response = page_cache.public(HttpResponse(), {"article:1", "home"})
    assert response["Cache-Control"] == (
        "public, max-age=0, s-maxage=60, stale-while-revalidate=300, stale-if-error=86400"
    )
    assert response["Cache-Tag"] == "article:1,furniture,home"


@pytest.mark.parametrize(
    ("left", "fresh", "revalidating", "if_error"),
    [
        (200_000, 60, 300, 86400),
        (3600, 60, 300, 3540),
        (100, 60, 40, 40),
        (30, 30, 0, 0),
        (0, 0, 0, 0),
        (-5, 0, 0, 0),
    ],
)
def test_no_cache_serves_a_page_beyond_its_next_change(left, fresh, revalidating, if_error):
    with time_machine.travel(NOW, tick=False):
        response = page_cache.public(HttpResponse(), (), NOW + timedelta(seconds=left))
    assert response["Cache-Control"] == (
        f"public, max-age=0, s-maxage={fresh}, stale-while-revalidate={revalidating}, "
        f"stale-if-error={if_error}"
    )


def test_private_response():
    assert page_cache.private(HttpResponse())["Cache-Control"] == "private, no-store"


def test_which_cookies_make_a_request_personal(rf, settings):
    for name in (settings.SESSION_COOKIE_NAME, settings.WAITING_COOKIE_NAME):
        request = rf.get("/")
        request.COOKIES = {name: "x"}
        assert page_cache.is_personal(request)
    request = rf.get("/")
    request.COOKIES = {"consent": "x"}
    assert not page_cache.is_personal(request)


@pytest.mark.django_db
class TestWhatIsForgotten:
    def test_a_saved_story(self, forgotten):
        tag, author, further = make_tag(), make_author(), make_category()
        article = make_article(tags=[tag], authors=[author], further_categories=[further])
        assert forgotten(article.save) >= {
            "home",
            "archive",
            f"article:{article.pk}",
            f"category:{article.category_id}",
            f"category:{further.pk}",
            f"tag:{tag.pk}",
            f"author:{author.pk}",
        }

    def test_a_moved_story_touches_where_it_was(self, forgotten):
        article = make_article()
        old = article.category_id
        article.category = make_category()
        assert forgotten(article.save) >= {f"category:{old}", f"category:{article.category_id}"}

    def test_a_withdrawn_story_touches_where_it_was(self, forgotten):
        tag = make_tag()
        article = make_article(tags=[tag])
        article.status = Status.WITHDRAWN
        assert f"tag:{tag.pk}" in forgotten(article.save)

    def test_a_removed_tag(self, forgotten):
        tag = make_tag()
        article = make_article(tags=[tag])
        assert f"tag:{tag.pk}" in forgotten(lambda: article.tags.remove(tag))

    def test_a_deleted_story(self, forgotten):
        article = make_article()
        pk = article.pk
        assert f"article:{pk}" in forgotten(article.delete)

    def test_names(self, forgotten):
        for row, kind in ((make_tag(), "tag"), (make_author(), "author")):
            assert f"{kind}:{row.pk}" in forgotten(row.save)

    def test_a_picture(self, forgotten):
        picture = make_picture()
        article = make_article(cover=picture)
        assert f"article:{article.pk}" in forgotten(picture.save)

    def test_what_stands_on_every_page(self, forgotten):
        for row in (make_category(), make_breaking(), make_page(), SiteSettings(pk=1)):
            assert "furniture" in forgotten(row.save)

    def test_what_is_taken_off_the_site_is_not_even_shown_meanwhile(
        self, django_capture_on_commit_callbacks
    ):
        article, other = make_article(cover=make_picture()), make_article()
        deleted = make_article()

        def withdraw() -> None:
            other.status = Status.WITHDRAWN
            other.save()

        heard = []

        def receiver(withdrawn: bool, **kwargs: object) -> None:
            heard.append(withdrawn)

        page_cache.tags_invalidated.connect(receiver)
        try:
            for act in (article.save, withdraw, deleted.delete, article.cover.delete):
                with django_capture_on_commit_callbacks(execute=True):
                    act()
                assert set(heard) == {act != article.save}, act
                heard.clear()
        finally:
            page_cache.tags_invalidated.disconnect(receiver)

    def test_nothing_before_the_commit_and_nothing_after_a_rollback(self, forgotten):
        article = make_article()

        def save_and_fail() -> None:
            with transaction.atomic():
                article.save()
                raise ZeroDivisionError

        def fail() -> None:
            with pytest.raises(ZeroDivisionError):
                save_and_fail()

        assert forgotten(fail) == set()
