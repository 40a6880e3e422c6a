"""Which comments are the visitor's own, and how long."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.utils import timezone

from comments import actions, own_comments
from comments.models import Comment, Status
from tests.comments.posting import cookie_ids, give_cookie, make_approved, post
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=20)


@pytest.fixture
def asked(rf):
    """`asked(article, shown=(), ids=…)`: what is hers there, and the cookie that comes back.

    The cookie is None where it is left alone.
    """

    def ask(article, ids, shown=()):
        request = rf.get("/")
        request.COOKIES[settings.WAITING_COOKIE_NAME] = signing.dumps(ids, salt="comments.waiting")
        seen = []

        def view(request):
            seen.extend(own_comments.own_under(request, article))
            own_comments.shown(request, shown)
            return HttpResponse()

        response = own_comments.ForgetDecided(view)(request)
        morsel = response.cookies.get(settings.WAITING_COOKIE_NAME)
        if morsel is None:
            return sorted(seen), None
        kept = signing.loads(morsel.value, salt="comments.waiting") if morsel.value else []
        return sorted(seen), kept

    return ask


def stored(status, **fields):
    return make_comment(status=status, submitted_at=LONG_AGO, **fields)


def test_a_waiting_comment_is_hers_however_long_it_waits(asked):
    comment = stored(Status.WAITING)
    assert asked(comment.article, [comment.pk]) == ([comment.pk], None)


@pytest.mark.parametrize("status", [Status.REJECTED, Status.SPAM, Status.APPROVED])
def test_she_is_told_of_a_decision_for_a_week(asked, status):
    now = timezone.now()
    fresh = stored(status, decided_at=now - timedelta(days=6))
    old = stored(status, decided_at=now - timedelta(days=8), article=fresh.article)
    assert asked(fresh.article, [old.pk, fresh.pk]) == ([fresh.pk], [fresh.pk])


def test_a_published_comment_leaves_with_the_page_that_shows_it(asked):
    now = timezone.now()
    first = stored(Status.APPROVED, decided_at=now)
    second = stored(Status.APPROVED, decided_at=now, article=first.article)
    ids = [first.pk, second.pk]
    assert asked(first.article, ids) == (ids, None)
    assert asked(first.article, ids, shown=[first.pk]) == (ids, [second.pk])


@pytest.mark.parametrize("status", [Status.REJECTED, Status.SPAM, Status.WAITING])
def test_what_is_not_published_stays_though_it_is_shown(asked, status):
    comment = stored(status, decided_at=timezone.now())
    assert asked(comment.article, [comment.pk], shown=[comment.pk]) == ([comment.pk], None)


@pytest.mark.parametrize("status", list(Status))
def test_what_can_be_corrected_stays_though_it_is_shown(asked, status):
    comment = make_comment(status=status, decided_at=timezone.now())
    assert asked(comment.article, [comment.pk], shown=[comment.pk]) == ([comment.pk], None)


def test_what_she_withdrew_is_hers_no_longer_than_it_could_be_changed(asked):
    comment = make_comment(status=Status.WITHDRAWN, decided_at=timezone.now())
    assert asked(comment.article, [comment.pk]) == ([comment.pk], None)
    with time_machine.travel(timezone.now() + actions.CORRECTION, tick=False):
        assert asked(comment.article, [comment.pk]) == ([], [])


def test_those_of_other_stories_stay_and_are_not_shown(asked):
    comment = stored(Status.WAITING)
    assert asked(make_article(), [comment.pk]) == ([], None)


def test_comments_that_are_no_more_leave(asked):
    assert asked(make_article(), [999_999]) == ([], [])


def test_one_query_and_none_for_strangers(asked, rf, django_assert_num_queries):
    comment = stored(Status.WAITING)
    with django_assert_num_queries(1):
        asked(comment.article, [comment.pk])
    with django_assert_num_queries(0):
        assert own_comments.own_under(rf.get("/"), comment.article) == []


def test_a_new_comment_joins_the_others_and_the_oldest_make_room(client):
    article = make_article()
    old = [make_comment(article=article, body=str(n)) for n in range(own_comments.NEWEST)]
    give_cookie(client, *old)
    assert post(client, article, email="another@example.org").status_code == 303
    newest = Comment.objects.latest("pk")
    assert cookie_ids(client) == [*(comment.pk for comment in old[1:]), newest.pk]


def test_the_cookie_of_a_stranger_is_not_touched(client):
    response = client.get(make_approved().article.get_absolute_url())
    assert settings.WAITING_COOKIE_NAME not in response.cookies


@pytest.mark.parametrize(
    "value",
    [
        "[1]:forged",
        "",
        "x",
        signing.dumps([1], salt="another"),
        signing.dumps([1], key="another key", salt="comments.waiting"),
    ],
    # A signature is another one every second; the tests of all processes have the same names.
    ids=["forged", "empty", "short", "other-salt", "other-key"],
)
def test_a_forged_cookie_makes_nothing_hers(client, rf, value):
    comment = make_comment(pk=1)
    request = rf.get("/")
    request.COOKIES[settings.WAITING_COOKIE_NAME] = value
    assert own_comments.own_under(request, comment.article) == []


def test_a_cookie_grows_old(rf):
    comment = make_comment()
    request = rf.get("/")
    value = signing.dumps([comment.pk], salt="comments.waiting")
    request.COOKIES[settings.WAITING_COOKIE_NAME] = value
    later = timezone.now() + timedelta(seconds=own_comments.MAX_AGE_SECONDS + 1)
    with time_machine.travel(later, tick=False):
        assert own_comments.read(request) == []


def test_from_decision_to_the_end(client):
    """The whole way: it waits, is published, is shown to her once more and is everybody's."""
    article = make_article()
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        post(client, article)
    comment = Comment.objects.get()
    client.get(article.get_absolute_url())
    assert cookie_ids(client) == [comment.pk]
    actions.decide([comment], Status.APPROVED, make_user("MODERATOR"))
    client.get(article.get_absolute_url())
    assert cookie_ids(client) is None
    del client.cookies[settings.WAITING_COOKIE_NAME]
    assert client.get(article.get_absolute_url())["Cache-Control"].startswith("public")
