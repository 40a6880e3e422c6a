"""How a comment is posted in tests, and how the page that comes back is read."""

from bs4 import BeautifulSoup
from django.conf import settings
from django.core import signing
from django.urls import reverse

from comments import counts
from comments.models import Status
from comments.moderation.verdict import Result
from tests.factories import make_comment

OWN = {"Sec-Fetch-Site": "same-origin"}
FETCH = OWN | {"X-Requested-With": "fetch"}
TYPED = {"name": "قارئة", "email": "reader@example.org", "body": "تعليق مفيد"}
FORM = "application/x-www-form-urlencoded"


class Says:
    """A check that says what it is told to."""

    name = "invented"
    label = "invented"

    def __init__(self, verdict, **result):
        self.result = Result(verdict, **result)

    def __call__(self, context):
        return self.result


def address(article):
    return reverse("comments:submit", args=[article.pk])


def post(client, article, headers=OWN, **typed):
    return client.post(address(article), TYPED | typed, headers=headers)


def soup(response):
    return BeautifulSoup(response.content.decode(), "html.parser")


def field(page, name):
    """What stands in the form's field."""
    element = page.find(attrs={"name": name})
    return element.get("value", "") if element.name == "input" else element.text


def make_approved(**fields):
    """An approved comment, counted, under a story of its own unless told otherwise."""
    values = {"name": "أحمد", "email": "ahmed@example.org", "body": "رأي"} | fields
    comment = make_comment(status=Status.APPROVED, **values)
    counts.rebuild()
    comment.refresh_from_db()
    return comment


def give_cookie(client, *comments):
    """Let the client have written the comments."""
    ids = [comment.pk for comment in comments]
    client.cookies[settings.WAITING_COOKIE_NAME] = signing.dumps(ids, salt="comments.waiting")


def cookie_ids(client):
    """The comments in the client's cookie; None where it has none."""
    morsel = client.cookies.get(settings.WAITING_COOKIE_NAME)
    if morsel is None or not morsel.value:
        return None
    return signing.loads(morsel.value, salt="comments.waiting")
