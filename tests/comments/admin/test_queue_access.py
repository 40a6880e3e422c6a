"""Ways into the queue: where decisions lead, who may take them, what no page sends."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from comments import actions
from comments.models import Comment, ModerationRecord
from tests.factories import make_comment, make_user
from tests.page_reading import set_site

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

QUEUE = reverse("admin:comments_queue")
DECIDE = reverse("admin:comments_comment_decide")
UNDO = reverse("admin:comments_comment_undo")
RULES = "لا إساءة للأشخاص\nلا تحريض"


def soup(response):
    return BeautifulSoup(response.content.decode(), "html.parser")


def seen(*comments):
    return ",".join(f"{comment.pk}:{comment.version}" for comment in comments)


def decide(client, *comments, **data):
    return client.post(DECIDE, {"versions": seen(*comments)} | data)


def status_of(comment):
    return Comment.objects.get(pk=comment.pk).status


def bodies(page):
    return page.select("[data-card] .card-text")


@pytest.fixture
def moderator(client):
    set_site(comment_rules=RULES)
    user = make_user("MODERATOR")
    client.force_login(user)
    return user


# --- Where it leads ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("/s/1/#comment-1", "/s/1/#comment-1"),
        ("https://evil.example/", QUEUE),
        ("//evil.example/", QUEUE),
        ("/\\evil.example/", QUEUE),
        ("javascript:alert(1)", QUEUE),
        ("", QUEUE),
    ],
)
def test_only_an_address_of_this_site_is_led_to(client, moderator, address, leads):
    assert decide(client, make_comment(), status="approved", next=address)["Location"] == leads
    record = ModerationRecord.objects.get()
    assert client.post(UNDO, {"records": record.pk, "next": address})["Location"] == leads


def test_what_was_said_on_a_storys_page_is_not_said_again(client, moderator):
    comment = make_comment()
    story = comment.article.get_absolute_url()
    decide(client, comment, status="spam", next=story)
    assert soup(client.get(story)).select(".comments__told")
    assert not soup(client.get(QUEUE)).select(".messagelist")


def test_strangers_are_told_nothing(client, moderator):
    comment = make_comment()
    story = comment.article.get_absolute_url()
    decide(client, comment, status="approved", next=story)
    page = Client().get(story).content.decode()
    assert "comments__told" not in page
    assert 'id="undo"' not in page


def test_readers_see_it_at_once(client, moderator, forgotten):
    comment = make_comment(body="نص التعليق")
    tags = forgotten(lambda: decide(client, comment, status="approved"))
    assert f"article:{comment.article_id}" in tags
    client.logout()
    assert "نص التعليق" in client.get(comment.article.get_absolute_url()).content.decode()


# --- Who may not, and what no page sends ---------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "sees", "decides"),
    [
        (None, False, False),
        ("REPORTER", False, False),
        ("EDITOR", True, False),
        ("MODERATOR", True, True),
        ("ADMINISTRATOR", True, True),
    ],
)
def test_who_sees_and_who_is_offered_decisions(client, role, sees, decides):
    set_site(comment_rules=RULES)
    make_comment(email="reader@secret.example")
    client.force_login(make_user(role))
    response = client.get(QUEUE)
    assert (response.status_code == 200) == sees
    page = BeautifulSoup(response.content, "html.parser")
    assert bool(page.select("[data-decide], #bulk, [data-tick]")) == decides
    assert "secret.example" not in client.get(QUEUE).content.decode() or decides
    index = client.get(reverse("admin:index"))
    assert (QUEUE in index.content.decode()) == sees


@pytest.mark.parametrize("role", [None, "REPORTER", "EDITOR"])
def test_a_crafted_request_of_another_decides_nothing(client, role):
    comment = make_comment()
    decided = make_comment()
    actions.decide([decided], "spam", make_user("MODERATOR"))
    record = ModerationRecord.objects.get()
    client.force_login(make_user(role))
    for status in ("approved", "spam", "block"):
        assert decide(client, comment, status=status).status_code in {302, 403}
    assert decide(client, comment, status="rejected", note="سبب").status_code in {302, 403}
    assert client.post(UNDO, {"records": record.pk}).status_code in {302, 403}
    assert (status_of(comment), status_of(decided)) == ("waiting", "spam")
    assert ModerationRecord.objects.count() == 1


def test_a_stranger_is_sent_to_sign_in(client):
    comment = make_comment()
    for response in (client.get(QUEUE), decide(client, comment, status="approved")):
        assert reverse("admin:login") in response["Location"]
    assert status_of(comment) == "waiting"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"status": "waiting", "versions": "1:0"},
        {"status": "withdrawn", "versions": "1:0"},
        {"status": "approved"},
        {"status": "approved", "versions": ""},
        {"status": "approved", "comments": "1"},
        {"status": "approved", "versions": "1"},
        {"status": "approved", "versions": "1:0,x"},
        {"status": "approved", "versions": "٣:0"},
        {"status": "approved", "versions": "1" * 40 + ":0"},
        {"status": "approved", "versions": "1:0", "comments": "1,2"},
        {"status": "block", "versions": "1:0", "block": "everyone"},
        {"status": "spam", "versions": ",".join(f"{n}:0" for n in range(101))},
    ],
)
def test_a_request_no_page_of_ours_sends(client, moderator, data):
    assert client.post(DECIDE, data).status_code == 400


def test_a_comment_that_has_gone_is_no_error(client, moderator):
    response = client.post(DECIDE, {"status": "approved", "versions": "999:0"})
    assert response["Location"] == QUEUE
    assert client.get(DECIDE)["Location"] == QUEUE
    assert client.get(UNDO)["Location"] == QUEUE


@pytest.mark.parametrize("address", [DECIDE, UNDO])
def test_a_decision_needs_the_forms_token(moderator, address):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(moderator)
    comment = make_comment()
    data = {"status": "approved", "versions": seen(comment), "records": "1"}
    assert strict.post(address, data).status_code == 403
    assert status_of(comment) == "waiting"
