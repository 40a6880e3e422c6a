"""What became of a comment that was posted, as its writer is told, and what its form tells."""

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import counts, thread
from comments.actions.submission import STATUS_OF
from comments.models import Comment, ModerationPolicy, Status
from comments.moderation import pipeline, stamp
from comments.moderation.stamp import StampState
from comments.moderation.verdict import PASS, Verdict
from tests.comments.posting import (
    FETCH,
    OWN,
    TYPED,
    Says,
    cookie_ids,
    field,
    make_approved,
    post,
    soup,
)
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

# --- What became of it -------------------------------------------------------------------------


@pytest.fixture
def verdict(monkeypatch):
    """`verdict(Verdict, **result)` replaces all checks by one that says so."""

    def use(value, **result):
        monkeypatch.setattr("comments.moderation.phases.POLICY", (Says(value, **result),))

    return use


@pytest.mark.parametrize("value", list(Verdict))
def test_the_script_is_told_what_became_of_it(client, verdict, value):
    verdict(value, answer="لا إعلانات" if value in pipeline.FINAL else "")
    response = post(client, make_article(), FETCH)
    comment = Comment.objects.get()
    assert response.status_code == 201
    told = soup(response).find(attrs={"data-comment-taken": True})
    assert told["role"] == "status"
    assert ("لا إعلانات" in told.text) == (value in pipeline.FINAL)
    assert comment.status == STATUS_OF[value]
    assert cookie_ids(client) == [comment.pk]


@pytest.mark.parametrize(
    ("value", "count"), [(Verdict.PASS, "تعليقان"), (Verdict.HOLD, "تعليق واحد")]
)
def test_the_script_is_told_how_many_comments_there_are_now(client, verdict, value, count):
    article = make_approved().article
    verdict(value)
    response = post(client, article, FETCH)
    assert soup(response).find(attrs={"data-comment-count": count})


def test_an_answer_to_the_deepest_level_names_whom_it_answers(client, verdict):
    above = make_approved()
    for name in ("كريم", "سلوى"):
        above = make_approved(article=above.article, parent=above, name=name)
    verdict(Verdict.PASS)
    response = post(client, above.article, FETCH, parent=above.pk)
    link = soup(response).find(class_="comment__answered")
    assert (link["href"], link.bdi.text) == (f"#{above.anchor}", "سلوى")


def test_each_fate_is_told_in_other_words(client, verdict):
    words = set()
    for value in Verdict:
        verdict(value)
        response = post(client, make_article(), FETCH, body=value)
        told = soup(response).find(attrs={"data-comment-taken": True})
        words.add(told.p.text.strip())
    assert len(words) == len(Verdict)


def test_a_published_comment_is_found_on_its_page_of_the_thread(client, verdict):
    article = make_article()
    top = make_approved(article=article)
    for number in range(thread.ANSWERS):
        make_comment(parent=top, body=str(number), name="أحمد", status=Status.APPROVED)
    counts.rebuild()
    verdict(Verdict.PASS)
    response = post(client, article, parent=top.pk)
    comment = Comment.objects.latest("pk")
    assert f"?thread={top.pk}" in response["Location"]
    page = soup(client.get(response["Location"]))
    assert page.find(id=response["Location"].split("#")[1])
    assert comment.number > thread.ANSWERS


def test_what_is_turned_away_at_the_door_comes_back_with_the_reason(client, verdict):
    verdict(Verdict.REJECT, answer="التعليقات مغلقة", refused=True, refusal_status=403)
    for headers in (OWN, FETCH):
        response = post(client, make_article(), headers)
        page = soup(response)
        assert response.status_code == 403
        assert "التعليقات مغلقة" in page.find(class_="desk__errors").text
        assert "التعليقات مغلقة" in page.find(id="comment-body_error").text
        assert [field(page, name).strip() for name in TYPED] == list(TYPED.values())
    assert not Comment.objects.exists()


def test_one_too_many_is_told_when_to_come_back(client):
    article = make_article()
    ModerationPolicy.objects.create(flood_per_sender=1, flood_minutes=7)
    post(client, article, body="1")
    response = post(client, article, body="2")
    assert response.status_code == 429
    assert response["Retry-After"] == "420"
    assert field(soup(response), "body").strip() == "2"
    assert Comment.objects.count() == 1


# --- When it was begun -------------------------------------------------------------------------


def test_a_stamp_tells_when_the_form_was_begun(client):
    ModerationPolicy.objects.create(proof_of_work_bits=9)
    response = client.get(reverse("comments:stamp"))
    assert response["Cache-Control"] == "private, no-store"
    answer = response.json()
    assert answer["bits"] == 9
    assert stamp.read(answer["stamp"], "", timezone.now()).state is StampState.VALID
    assert client.get(reverse("comments:stamp")).json()["stamp"] != answer["stamp"]


def test_a_stamp_is_cheap(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(reverse("comments:stamp"))


def test_what_the_script_adds_reaches_the_checks(client, monkeypatch):
    asked = []

    def check(context):
        asked.append(context)
        return PASS

    check.name = "invented"
    monkeypatch.setattr("comments.moderation.phases.POLICY", (check,))
    made = stamp.make(timezone.now())
    post(client, make_article(), stamp=made, proof="5", website="http://spam.example")
    (context,) = asked
    assert context.stamp.state is StampState.VALID
    assert context.stamp.zero_bits == stamp.zero_bits(made, "5")
    assert context.trap == "http://spam.example"


def test_the_stamp_comes_back_with_the_errors(client):
    made = stamp.make(timezone.now())
    page = soup(post(client, make_article(), FETCH, stamp=made, proof="5", email=""))
    assert field(page, "stamp") == made
    assert field(page, "proof") == "5"


def test_nobody_meets_the_trap(client):
    page = soup(client.get(make_article().get_absolute_url()))
    trap = page.find(attrs={"name": "website"})
    assert trap["autocomplete"] == "off"
    assert trap["tabindex"] == "-1"
    assert "desk__trap" in trap.parent["class"]
