"""Acts of the newsroom: who may, what changes, what is refused and why."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import actions
from articles.models import Article
from articles.publication import Phase, Status
from tests.factories import make_article, make_picture, make_user

pytestmark = pytest.mark.django_db


def phase(article: Article) -> Phase:
    return Article.objects.get(pk=article.pk).phase


def test_publish_now_at_its_time_and_at_a_given_time():
    now, editor = timezone.now(), make_user("EDITOR")
    fresh = make_article(status=Status.DRAFT)
    planned = make_article(status=Status.IN_REVIEW, published_at=now + timedelta(hours=1))
    actions.publish([fresh, planned], editor)
    assert (phase(fresh), phase(planned)) == (Phase.OUT, Phase.SCHEDULED)
    actions.publish([planned], editor, at=now - timedelta(minutes=1))
    assert phase(planned) == Phase.OUT


def test_what_may_not_go_out_is_refused_with_the_reason_and_the_rest_goes():
    bad = make_article(status=Status.DRAFT, cover=make_picture(alt=""))
    good = make_article(status=Status.DRAFT)
    outcome = actions.publish([bad, good], make_user("EDITOR"))
    assert outcome.done == [good]
    assert [story for story, _reason in outcome.refused] == [bad]
    assert outcome.refused[0][1]
    assert (phase(bad), phase(good)) == (Phase.DRAFT, Phase.OUT)


@pytest.mark.parametrize("role", ["REPORTER", "MODERATOR", None])
def test_only_publishers_publish_and_withdraw(role):
    user = make_user(role)
    article = make_article(status=Status.DRAFT, created_by=user)
    for act in (actions.publish, actions.withdraw):
        with pytest.raises(PermissionDenied):
            act([article], user)
    assert phase(article) == Phase.DRAFT


def test_withdraw():
    article = make_article()
    actions.withdraw([article], make_user("EDITOR"))
    assert phase(article) == Phase.WITHDRAWN


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN])
def test_what_is_not_published_is_not_withdrawn(status):
    """Its address would answer 410 and so tell of a story that readers never had."""
    article = make_article(status=status)
    outcome = actions.withdraw([article], make_user("EDITOR"))
    assert outcome.done == []
    assert outcome.refused[0][0] == article
    assert outcome.refused[0][1]
    assert phase(article) == Phase(status)


@pytest.mark.parametrize(
    "act",
    [actions.publish, actions.withdraw, actions.submit_for_review, actions.return_to_draft],
)
def test_a_story_deleted_meanwhile_is_refused_and_the_rest_goes(act):
    status = {
        actions.publish: Status.DRAFT,
        actions.withdraw: Status.PUBLISHED,
        actions.submit_for_review: Status.DRAFT,
        actions.return_to_draft: Status.IN_REVIEW,
    }[act]
    gone, kept = make_article(status=status), make_article(status=status)
    Article.objects.filter(pk=gone.pk).delete()
    outcome = act([gone, kept], make_user("EDITOR"))
    assert outcome.done == [kept]
    assert [story for story, reason in outcome.refused if reason] == [gone]


def test_submit_for_review():
    reporter = make_user("REPORTER")
    own = make_article(status=Status.DRAFT, created_by=reporter)
    foreign = make_article(status=Status.DRAFT)
    out = make_article(created_by=reporter)
    outcome = actions.submit_for_review([own, foreign, out], reporter)
    assert outcome.done == [own]
    assert len(outcome.refused) == 2
    assert phase(own) == Phase.IN_REVIEW
    assert phase(foreign) == Phase.DRAFT
    assert phase(out) == Phase.OUT


def test_return_to_draft():
    reporter = make_user("REPORTER")
    own = make_article(status=Status.IN_REVIEW, created_by=reporter)
    foreign = make_article(status=Status.IN_REVIEW)
    withdrawn = make_article(status=Status.WITHDRAWN)
    out = make_article()
    outcome = actions.return_to_draft([own, foreign], reporter)
    assert outcome.done == [own]
    assert [story for story, _reason in outcome.refused] == [foreign]
    outcome = actions.return_to_draft([withdrawn, out], make_user("EDITOR"))
    assert outcome.done == [withdrawn]
    assert [story for story, _reason in outcome.refused] == [out]
    assert (phase(own), phase(foreign)) == (Phase.DRAFT, Phase.IN_REVIEW)
    assert (phase(withdrawn), phase(out)) == (Phase.DRAFT, Phase.OUT)


# --- The story's own save ------------------------------------------------------------------------


@pytest.mark.parametrize("deferred", [(), ("body",)])
def test_saving_a_story_leaves_the_count_of_its_comments_alone(deferred):
    pk = make_article().pk
    held = Article.objects.defer(*deferred).get(pk=pk)
    Article.objects.filter(pk=pk).update(comment_count=5)
    held.headline = "عنوان آخر"
    held.save()
    stored = Article.objects.get(pk=pk)
    assert (stored.headline, stored.comment_count) == ("عنوان آخر", 5)


def test_a_new_story_is_stored_with_the_count_it_is_given():
    assert Article.objects.get(pk=make_article(comment_count=3).pk).comment_count == 3
